"""The standfirst (sa-pô), where a page sets one apart from the body."""

import re
from collections.abc import Collection, Sequence

from lxml.html import HtmlElement

from crawler.extract.around.posted import is_dated_phrase
from crawler.extract.around.stamp import is_bare_stamp
from crawler.extract.markup.emphasis import is_bold, is_italic
from crawler.extract.markup.lines import Line, is_inside
from crawler.extract.markup.zones import CONTENT
from crawler.extract.text.main_block import MainBlock

_LEAD_NAME = re.compile(
    r"(?:^|[-_])(?:sapo|lead|summary|excerpt|intro|introtext|hometext|standfirst|tomtat|tom-tat|trichdan|trich-dan|mota|"
    r"mo-ta|chapo|description|desc|shortdes|short-description|subtitle-intro)(?:[-_]|$)"
)
#: Names of a picture's text, and of a field that only may have a lead.
_OTHER_NAME = re.compile(r"with-summary|(?:^|[-_])(?:image|img|photo|picture|anh|hinh)(?:[-_]|$)")
#: Where a name written in one begins a new word: ``itemIntroText``.
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")

#: A heading that is a sentence has so many characters.
_SHORTEST_HEADING = 60
_NUMBERED = re.compile(r"(?:\d{1,2}|[IVX]+|[a-zđ])[.)]|[-+•*–]")
_BY = re.compile(r"(?:by|bởi)\s", re.IGNORECASE)
#: A line that names an account is no longer.
_LONGEST_ACCOUNT = 60


def find_lead(
    lines: Sequence[Line], block: MainBlock, title: int, furniture: Collection[int] = ()
) -> tuple[tuple[Line, ...], str] | None:
    """The lines of the lead and the rule that found them; None where the body simply begins. ``furniture``: indexes of
    lines that are the site's own."""
    start = -1 if block.start is None else block.start
    opening = [line for line in lines if title < line.index <= start and line.zone == CONTENT]
    opening = [line for line in opening if line.index not in furniture and not _is_posted(line.text)]
    named = [line for line in [*opening, *block.prose[1:2]] if _is_named_lead(line)]
    if named and len(named) <= 3:
        return tuple(named), "generic.lead.named"
    if (heading := _set_as_heading(opening, block)) is not None:
        return (heading,), "generic.lead.heading"
    outside = [line for line in opening if line.is_sentence and not is_inside(line.block, block.element)]
    if 0 < len(outside) <= 2:
        return tuple(outside), "generic.lead.before_body"
    if len(block.prose) > 1 and _is_above_stamp(lines, block.prose):
        return (block.prose[0],), "generic.lead.above_stamp"
    if len(block.prose) > 1 and _stands_out(block.prose[0], block.prose[1]):
        return (block.prose[0],), "generic.lead.bold"
    if len(block.prose) > 2 and _is_slanted_alone(block.prose):
        return (block.prose[0],), "generic.lead.italic"
    if len(block.prose) > 2 and (_stands_apart(block) or _stands_by_the_headline(block, lines[title])):
        return (block.prose[0],), "generic.lead.apart"
    if len(block.prose) == 1 and _is_lone(block, lines):
        return (block.prose[0],), "generic.lead.lone"
    return None


def _set_as_heading(opening: Sequence[Line], block: MainBlock) -> Line | None:
    """The sentence that a template sets as a heading of its own right above the text; None where there is none. (A
    heading among the paragraphs is none that is closed like a sentence.)"""
    above = [line for line in opening if line.index != block.start and not is_bare_stamp(line.text)]
    if not above or len(block.prose) < 2 or above[-1].index + 1 != block.start:
        return None
    heading = above[-1]
    closed = heading.text.endswith((".", "…")) and _SHORTEST_HEADING <= len(heading.text) <= 900
    if not closed or heading.block.tag not in ("h2", "h3", "h4") or heading.hrefs or _NUMBERED.match(heading.text):
        return None
    alone = next((other for other in block.element.iter(heading.block.tag) if other is not heading.block), None) is None
    return heading if alone else None


def _is_posted(text: str) -> bool:
    """Whether a line says when or by whom the page was posted (``by Start Bootstrap``)."""
    return is_dated_phrase(text) or (len(text) <= _LONGEST_ACCOUNT and _BY.match(text) is not None)


def _is_above_stamp(lines: Sequence[Line], prose: Sequence[Line]) -> bool:
    """Whether the page's own stamp stands between the first sentence and the rest of the text."""
    between = lines[prose[0].index + 1 : prose[1].index]
    return len(between) == 1 and is_bare_stamp(between[0].text)


def _stands_apart(block: MainBlock) -> bool:
    """Whether all sentences but the first share a box that the first is not in, which has a box of its own."""
    first, second, last = block.prose[0].block, block.prose[1].block, block.prose[-1].block
    if len(block.prose[0].text) > 900 or first is second:
        return False
    in_one = all(line.block is second for line in block.prose[1:])
    if first.tag == "div" and in_one and (is_inside(first, second) or first.getparent() is second.getparent()):
        return True  # a box above lines that have none of their own
    around = {second, *second.iterancestors()}
    if first.tag == "p" and not _is_boxed_alone(first, around):
        return False
    if first.tag == "div" and len(block.prose) > 3 and first.getparent() is second.getparent():
        return all(line.block.tag == "p" for line in block.prose[1:])
    shared = next((up for up in (last, *last.iterancestors()) if up in around), None)
    return shared is not None and not is_inside(first, shared) and shared.tag not in ("body", "html", "tr", "tbody")


def _stands_by_the_headline(block: MainBlock, headline: Line) -> bool:
    """Whether the first sentence is a paragraph right in the column that also holds the headline, while the others
    share a box beside it: the template sets the one, the writer the others."""
    first, others = block.prose[0], block.prose[1:]
    column = first.block.getparent()
    if first.block.tag != "p" or column is None or len(first.text) > 900 or headline.index >= first.index:
        return False
    boxes = {up for up in (others[0].block, *others[0].block.iterancestors()) if up.getparent() is column}
    if not boxes or not is_inside(headline.block, column):
        return False
    text = boxes.pop()
    if text is others[0].block or not is_inside(others[1].block, text):
        return False
    return not any(line.block.getparent() is column for line in others)


def _is_boxed_alone(paragraph: HtmlElement, around: Collection[HtmlElement]) -> bool:
    """Whether a paragraph is all that a box of its own says, one that is not ``around`` the next sentence too."""
    box = paragraph.getparent()
    if box is None or box in around:
        return False
    return len((box.text_content() or "").split()) == len((paragraph.text_content() or "").split())


def _is_lone(block: MainBlock, lines: Sequence[Line]) -> bool:
    """Whether the only sentence is bold, above pictures or lines that are not: the body is a scan, or a few words."""
    only = block.prose[0]
    if not is_bold(only) or len(only.text) > 900:
        return False
    after = [line for line in lines[only.index + 1 : only.index + 3] if is_inside(line.block, block.element)]
    pictures = block.element.xpath("boolean(.//img)")
    return bool(pictures) or any(not is_bold(line) and not line.hrefs for line in after)


def _is_named_lead(line: Line) -> bool:
    for element in [*line.elements()[:1], line.block, *list(line.block.iterancestors())[:2]]:
        names = _CAPITAL.sub("-", f"{element.get('class') or ''} {element.get('itemprop') or ''}").lower().split()
        if any(_LEAD_NAME.search(name) and not _OTHER_NAME.search(name) for name in names):
            return len(element.text_content()) < 3 * len(line.text) + 40
    return False


def _stands_out(first: Line, second: Line) -> bool:
    if len(first.text) > 900 or not first.is_sentence:
        return False
    heading = first.block.tag in ("h2", "h3", "h4", "blockquote") and second.block.tag != first.block.tag
    return heading or (is_bold(first) and not is_bold(second))


def _is_slanted_alone(prose: Sequence[Line]) -> bool:
    """Whether the first sentence alone of all is in italics."""
    return is_italic(prose[0]) and len(prose[0].text) <= 900 and not any(is_italic(line) for line in prose[1:])
