"""Values that stand in a row or a list of their own beside an article: what parts them is markup, not words."""

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from lxml.html import HtmlElement

from crawler.extract.around.stamp import is_bare_stamp
from crawler.extract.markup.emphasis import HEADINGS
from crawler.extract.markup.lines import Line
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.text import clean_line

_TAKEN = re.compile(r"^(?:ảnh|hình|hình ảnh|nguồn ảnh|photo)\s*[:：]", re.IGNORECASE)
_LONGEST_ROW = 160
#: How a value ends: with a figure, or the bracket around it.
_VALUE_ENDS = frozenset("0123456789)]")


def parts_of(line: Line) -> tuple[Line, ...]:
    """What the inline boxes directly in a line's block print, each as a line of its own; () where only one prints."""
    parts: dict[HtmlElement, list[tuple[HtmlElement, bool]]] = {}
    for chunk in line.chunks:
        parts.setdefault(_box_under(line.block, *chunk), []).append(chunk)
    if len(parts) < 2:
        return ()
    texts = [clean_line("".join(_text(*chunk) for chunk in part)) for part in parts.values()]
    return tuple(
        Line(line.index, line.block, line.zone, text, chunks=part)
        for text, part in zip(texts, parts.values(), strict=True)
        if text
    )


def glued_values(line: Line) -> Sequence[Line]:
    """The labelled values of a row whose boxes have no blank between them (``Mục: TinLượt xem: 12``); else ()."""
    if line.text.count(":") < 2 or len(line.text) > _LONGEST_ROW:
        return ()
    parts = parts_of(line)
    labelled = [part for part in parts if (found := match_label(part.text)) is not None and found[1]]
    glued = any(f"{one.text}{two.text}" in line.text for one, two in pairwise(parts))
    return labelled if glued and len(labelled) > 1 else ()


def stamp_above(line: Line, headline: Line) -> str | None:
    """The stamp beside the link to a section, right above the headline and in one box with it; None where there is
    none. (The day of the visit stands with no section.)"""
    if not line.anchors or len(line.text) > _LONGEST_ROW:
        return None
    parts = parts_of(line)
    stamps = [part.text for part in parts if is_bare_stamp(part.text)]
    around = (headline.block, *headline.block.iterancestors())
    return stamps[0] if len(parts) == 2 and len(stamps) == 1 and line.block.getparent() in around else None


def boxes_in(block: HtmlElement, chunks: Iterable[tuple[HtmlElement, bool]]) -> dict[HtmlElement, str]:
    """The inline boxes directly in ``block`` that ``chunks`` of its text lie in, each with what it prints; the block
    itself for a text of its own."""
    boxes: dict[HtmlElement, list[str]] = {}
    for chunk in chunks:
        boxes.setdefault(_box_under(block, *chunk), []).append(_text(*chunk))
    return {box: clean_line("".join(texts)) for box, texts in boxes.items()}


def credits_a_picture(line: Line, printed: str) -> bool:
    """Whether a line right behind a picture says who took it: the end of a caption, no author of the article."""
    if not _TAKEN.match(printed):
        return False
    for box in (line.block, line.block.getprevious()):
        if box is not None and isinstance(box.tag, str) and (box.tag == "img" or box.find(".//img") is not None):
            return True
    return False


def values_behind(line: Line) -> tuple[Line, ...]:
    """The parts at the end of a headline's line that give a value: its day in brackets, how often it was read."""
    if line.text[-1:] not in _VALUE_ENDS:
        return ()
    parts = parts_of(line)
    first = len(parts)
    while first > 1 and _is_value(parts[first - 1].text):
        first -= 1
    return parts[first:] if len(parts) > 1 else ()


def _is_value(text: str) -> bool:
    label = match_label(text.strip("()[] "))
    return is_bare_stamp(text) or (label is not None and label[0] in ("read_count", "published"))


def headline_of(line: Line) -> str:
    """A headline's line without the values behind it, which only markup parts from it: ``Lễ ra quân (03/04/2021)``. A
    day of the headline's own, of an anniversary, stands in the same element."""
    text = line.text
    for part in reversed(values_behind(line)):
        text = text.removesuffix(part.text).rstrip()
    return text.rstrip(" -–|•") if text != line.text else text


def _text(node: HtmlElement, is_tail: bool) -> str:
    return (node.tail if is_tail else node.text) or ""


def _box_under(block: HtmlElement, node: HtmlElement, is_tail: bool) -> HtmlElement:
    """The child of ``block`` in which a text lies; ``block`` itself for a text of its own, the icon for one behind an
    icon."""
    if is_tail and node.getparent() is block and node.tag in ("i", "em", "span") and not len(node) and not node.text:
        return node
    box, up = block, node.getparent() if is_tail else node
    while up is not None and up is not block:
        box, up = up, up.getparent()
    return box


def lists_of_values(near: Sequence[Line], text: Sequence[Line], spent: Collection[int]) -> set[int]:
    """Indexes of the lines ``near`` a text in lists of definitions that give a labelled value (one is ``spent``): such
    a list gives nothing else, and its heading and other entries are no text, unless ``text`` itself is set as one. So
    are lists of the record's other fields, each named by its boxes as a label and its value."""
    return _definitions(near, text, spent) | _fields_of_a_record(near)


def _fields_of_a_record(near: Sequence[Line]) -> set[int]:
    """Indexes of the fields that a system prints of a record as a list, and of the heading of the list."""
    found: set[int] = set()
    for before, line in pairwise([None, *near]):
        if line is None or line.block.tag not in ("li", "dd") or not _is_field(line):
            continue
        found.add(line.index)
        if before is not None and before.block.tag in HEADINGS and before.index == line.index - 1:
            found.update({before.index} if before.block.getparent() is _box_of(line) else ())
    return found


def _is_field(line: Line) -> bool:
    """Whether a line is a label and its value, each in a box of its own that is named so."""
    names = [(box.get("class") or "").lower() for box in boxes_in(line.block, line.chunks)]
    return len(names) > 1 and "label" in names[0] and all("value" in name for name in names[1:])


def _box_of(line: Line) -> HtmlElement | None:
    """What holds the list of which a line is an entry."""
    around = line.block.getparent()
    return around.getparent() if around is not None else None


def _definitions(near: Sequence[Line], text: Sequence[Line], spent: Collection[int]) -> set[int]:
    lists: dict[HtmlElement, list[Line]] = {}
    for line in near:
        around = line.block.getparent() if line.block.tag in ("dd", "dt") else None
        if around is not None and around.tag == "dl":
            lists.setdefault(around, []).append(line)
    found: set[int] = set()
    for box, entries in lists.items():
        if any(line.block.getparent() is box for line in text) or any(line.is_sentence for line in entries):
            continue
        if any(line.index in spent for line in entries):
            found.update(line.index for line in entries)
    return found
