"""Links to other articles: their words without the day in a box beside them, and what is said of them."""

import re
from typing import Final

from lxml.html import HtmlElement

from crawler.extract.around.stamp import is_bare_stamp
from crawler.extract.markup.lines import Line, is_inside
from crawler.extract.text.main_block import is_headline_link
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.text import clean_line

#: A headline has more characters and blanks.
_SHORTEST, _FEW_WORDS = 25, 4
#: What marks words of a headline, a day among them; and how one goes on with a day.
_STRESSED: Final = ("b", "strong", "u", "mark", "font")
_GOES_ON: Final = re.compile(r"(?:^|\s)(?:ngày|tháng|năm|từ|đến|tới|sáng|chiều|tối|lúc|[-–(])$", re.IGNORECASE)


def name_of(anchor: HtmlElement) -> str:
    """The words of a link; where it holds several boxes (a card that is one link), those of its stamps left out."""
    whole = clean_line(anchor.text_content())
    if not len(anchor) or not whole[-1:].isdigit():
        return whole
    texts = [text for piece in anchor.itertext() if (text := clean_line(piece))]
    stressed = {clean_line(element.text_content()) for element in anchor.iter(*_STRESSED)}
    said = [text for text in texts if text in stressed or not is_bare_stamp(text)]
    if not said or len(said) == len(texts) or _GOES_ON.search(said[-1]):
        return whole
    return " ".join(said)


def is_of_a_card(line: Line, before: Line, text: Line) -> bool:
    """Whether a line below another article's headline says something of that one: both are in a box that holds no other
    headline (``<div><a>…</a><br>Lượt xem: 900</div>`` of a list of what is read most), nor the page's own ``text``."""
    if _names_another(line):
        return True
    if before.to_self or not is_headline_link(before) or is_inside(text.block, line.block):
        return False
    if line.block is before.block:
        return True
    box = line.block.getparent()
    if (
        box is None
        or box.tag in ("body", "html")
        or is_inside(text.block, box)
        or box not in (before.block.getparent(), before.block)
    ):
        return False
    return sum(len(anchor.text_content().split()) > 3 for anchor in box.iter("a")) == 1


def _names_another(line: Line) -> bool:
    """Whether a line holds another article's headline, with what is said of it: ``[01/09/2018] … (Đã xem: 20)``."""
    if not line.anchors or line.link_chars < _SHORTEST or line.to_self or line.text.count(" ") < _FEW_WORDS:
        return False
    found = match_label(line.text)
    if found is not None and found[0] in ("source", "author", "section"):
        return False  # a link may hold its label
    name = clean_line(line.anchors[0].text_content())
    before = line.text.partition(name)[0] if name.count(" ") >= _FEW_WORDS else line.text
    return not any(map(str.isalpha, before))  # a label before it names a source, a section
