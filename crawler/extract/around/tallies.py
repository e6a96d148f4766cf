"""What pages count beside an article: reads, told by boxes, icons and labels around a bare number; and what is neither
a read count nor text: likes, shares, comments, votes, the minutes that reading takes, counts that are rounded."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from lxml.html import HtmlElement

from crawler.extract.markup.lines import Line
from crawler.vietnamese.counts import parse_count
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.text import clean_line

_LONGEST, _LONGEST_ROW = 60, 160
BARE_COUNT = re.compile(r"\d[\d.,]*$")
#: Classes of the boxes in which plugins and themes print how often an article was read.
_COUNTER_NAME = re.compile(
    r"(?:nr|post|num|entry|icon|page|meta)[-_]?views?|views?[-_]?counts?|(?:^|[-_\s])hits(?:[-_\s]|$)|luot[-_]?xem",
    re.IGNORECASE,
)
#: Icons that stand for reading.
_EYE = re.compile(r"(?:^|[-_\s])(?:eye|visibility)(?:[-_\s]|$)", re.IGNORECASE)
#: Icons that stand for what readers do besides.
_OTHERS: Final = re.compile(r"comment|message|chat|bubble|heart|thumbs|share|like|star|download|print", re.IGNORECASE)
_PERSON = re.compile(r"(?:^|[-_\s])(?:user|person)(?:[-_\s]|$)", re.IGNORECASE)
_BETWEEN_COUNTS = re.compile(r"\s*[|•·/]\s*|\s+(?:::|[-–—])\s+")
_THINGS = r"(?:thích|bình luận|nhận xét|phản hồi|chia sẻ|comments?|likes?|shares?)"
_TALLY = re.compile(
    rf"^(?:\d[\d.,]*\s*(?:lượt\s*)?{_THINGS}|{_THINGS}\s*[:：]?\s*\(?\d[\d.,]*\)?)$|"
    r"^(?:(?:thời gian )?đọc\s*[:：]?\s*)?(?:khoảng\s*)?\d+\s*(?:phút|minutes?|mins?)(?:\s*(?:để\s*)?(?:đọc|read))?$|"
    r"^\d[\d.,]*\s?[kmKM]\s*(?:lượt\s*)?(?:xem|đọc|views?)$|"
    r"^\d(?:[.,]\d+)?\s*/\s*\d+\s*[-–—]?\s*\(\d[\d.,]*\s*(?:lượt\s*)?(?:bình chọn|phiếu(?: bầu)?|đánh giá|votes?)\)$",
    re.IGNORECASE,
)
_MINUTES = re.compile(r"\d\s*(?:phút|minutes?|mins?)\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def is_tally(text: str) -> bool:
    """Whether a line counts something other than reads, or counts them only roughly."""
    return len(text) <= _LONGEST and any(letter.isdigit() for letter in text) and _TALLY.match(text) is not None


def tells_minutes(text: str) -> bool:
    """Whether a number says how long the reading takes: ``3 phút đọc``."""
    return _MINUTES.search(text) is not None


def count_among(text: str) -> str | None:
    """The read count in a row of counts, '' where the row counts other things only: ``0 bình luận | 12 lượt xem`` gives
    ``12``. None for any other text."""
    if is_tally(text):
        return ""
    parts = _BETWEEN_COUNTS.split(text) if len(text) <= _LONGEST_ROW else []
    others = [part for part in parts if part and not is_tally(part)]
    if len(others) != 1 or len(parts) < 2:
        return None
    found = match_label(others[0])
    if found is None or found[0] != "read_count" or parse_count(found[1]) is None or tells_minutes(found[1]):
        return None
    return found[1]


def is_named_counter(line: Line) -> bool:
    """Whether a class around a line says that it counts views."""
    around = [*line.elements()[:1], line.block, line.block.getparent()]
    if any(element is not None and _COUNTER_NAME.search(element.get("class") or "") for element in around):
        return True
    return any(_is_explained(element, line.text) for element in around[:2] if element is not None)


def _is_explained(element: HtmlElement, text: str) -> bool:
    """Whether the hint of a box, shown or read aloud, says that it counts reads: ``title="Lượt xem"``. The box holds
    all of the ``text``; that of a link says what is done there."""
    if element.tag == "a" or text not in clean_line(element.text_content()):
        return False
    said = element.get("title") or element.get("aria-label") or element.get("data-original-title") or ""
    found = match_label(f"{said}:") if 0 < len(said) < _LONGEST else None
    return found is not None and found[0] == "read_count" and not found[1]


def is_behind_an_eye(node: HtmlElement, is_tail: bool) -> bool:
    """Whether an icon of an eye stands right before a text: what follows counts reads."""
    return bool(_EYE.search(_icon_before(node, is_tail)))


def is_behind_a_person(node: HtmlElement, is_tail: bool) -> bool:
    """Whether an icon of a person stands right before a text: what follows is an account."""
    return bool(_PERSON.search(_icon_before(node, is_tail)))


def counts_behind(line: Line) -> list[str]:
    """The bare numbers that end a line, in order, each printed by a node of its own."""
    found: list[str] = []
    for chunk in reversed(line.chunks):
        text = _printed(*chunk)
        if not BARE_COUNT.match(text):
            break
        found.insert(0, text)
    return found


def reads_among(line: Line, counts: Sequence[str]) -> str | None:
    """Which of the ``counts`` that end a line is the read count: the one behind an eye; the only one, unless an icon
    says that it counts something else; None where nothing tells them apart."""
    last = line.chunks[-len(counts) :] if counts else []
    for text, chunk in zip(counts, last, strict=True):
        if is_behind_an_eye(*chunk):
            return text
    return counts[0] if len(counts) == 1 and not _OTHERS.search(_icon_before(*last[0])) else None


def _icon_before(node: HtmlElement, is_tail: bool) -> str:
    """The class of the empty element right before a text or the box that it opens; '' where there is none."""
    icon = node if is_tail else node.getprevious()
    if icon is None or not isinstance(icon.tag, str) or (icon.text or "").strip() or len(icon):
        return ""
    return (icon.get("class") or "") if is_tail or not (icon.tail or "").strip() else ""


def _printed(node: HtmlElement, is_tail: bool) -> str:
    return clean_line((node.tail if is_tail else node.text) or "")


def is_above_its_label(line: Line, label: Line) -> bool:
    """Whether a number opens a box whose only other line says that it counts reads."""
    if not BARE_COUNT.match(line.text) or match_label(label.text) != ("read_count", ""):
        return False
    box = line.block.getparent()
    first = box is not None and line.block.getprevious() is None
    return first and box in (label.block, label.block.getparent()) and parse_count(line.text) is not None
