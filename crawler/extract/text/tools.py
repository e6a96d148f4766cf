"""Links by which a page is printed, sent on, saved, read aloud or left: tools of the template, never text."""

import re
from functools import lru_cache
from typing import Final

from crawler.extract.markup.lines import Line
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.text import clean_line, fold

_EDGES: Final = " \t[](){}|•·*–—-<>«»‹›←→:.,/"
_WORDS: Final = re.compile(
    r"(?:e-?mail|print|in|pdf|word|rss|share|tweet|like|zalo|a[+-]?)(?:[\s.|,/•-]+(?:e-?mail|print|in|pdf|word|rss|share|"
    r"tweet|like|zalo|a[+-]?))*",
    re.IGNORECASE,
)
_THING: Final = r"(?: (?:bai(?: viet)?|tin(?: bai)?|trang|link|noi dung))?(?: nay)?"
#: Folded, without marks around them.
_TOOL: Final = re.compile(
    rf"(?:xem )?(?:ban|trang|de) (?:de )?in(?: an)?|in(?: ra| an)?(?: ra giay)?{_THING}|"
    rf"(?:gui|chuyen tiep)(?: e-?mail)?{_THING}"
    r"(?: (?:(?:cho|toi|den) )?(?:ban be|ban|nguoi than)| (?:qua )?(?:e-?mail|mail))?|"
    rf"luu(?: lai)?{_THING}|(?:tro|quay)(?: ve| lai)+(?: (?:trang truoc|trang chu|dau trang))?|"
    r"(?:ve|len) (?:trang (?:truoc|chu)|dau trang|tren|dau)|dau trang|len tren|(?:tang |giam )?co chu|phong to|"
    r"thu nho|mac dinh|doc bai(?: viet)?|nghe (?:doc )?bai(?: viet)?|chia se(?: (?:facebook|bai viet|zalo|twitter))?|"
    r"facebook|twitter|google ?\+?|zalo|dong(?: cua so)?|yeu thich|thich|binh luan|copy link|sao chep lien ket"
)
_LONGEST: Final = 40
_STAR: Final = re.compile(r"\d{0,2}|[★☆*]")
_FEWEST_STARS: Final = 3


@lru_cache(maxsize=4096)
def is_tool(name: str) -> bool:
    """Whether a link's words are those of a tool: ``Chia sẻ``, ``In``, ``[Bản để in]``, ``Trở về``."""
    if len(name) > _LONGEST:
        return False
    found = match_label(name)
    if found is not None and found[0] == "cut" and not found[1]:
        return True
    bare = fold(name).strip(_EDGES + "+")
    return not bare or bool(_TOOL.fullmatch(bare) or _WORDS.fullmatch(bare))


def is_vote(line: Line) -> bool:
    """Whether a line is a row of stars to vote by, each a link that leads nowhere, and the votes beside them."""
    if len(line.anchors) < _FEWEST_STARS or line.own_chars > _LONGEST:
        return False
    return all(_STAR.fullmatch(clean_line(a.text_content())) for a in line.anchors) and all(
        (a.get("href") or "").strip().lower().startswith(("#", "javascript:")) for a in line.anchors
    )


def is_row_of_tools(line: Line) -> bool:
    """Whether a line is nothing but links that are tools each, and at most their label: ``Chia sẻ: Facebook Zalo``."""
    if not line.hrefs or len(line.text) > 250 or line.is_sentence:
        return False
    if is_vote(line):
        return True
    names = [clean_line(anchor.text_content()) for anchor in line.anchors]
    if not all(map(is_tool, names)):
        return False
    return line.is_link or is_tool(line.text.partition(names[0])[0] if names[0] else line.text)
