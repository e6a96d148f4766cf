"""What pages count beside an article: reads, told by boxes, icons and labels around a bare number; and what is neither
a read count nor text: likes, shares, comments, votes, the minutes that reading takes, counts that are rounded."""

import re
from functools import lru_cache

from lxml.html import HtmlElement

from crawler.extract.lines import Line
from crawler.vietnamese.counts import parse_count
from crawler.vietnamese.labels import match_label

_LONGEST, _LONGEST_ROW = 60, 160
BARE_COUNT = re.compile(r"\d[\d.,]*$")
#: Classes of the boxes in which plugins and themes print how often an article was read.
_COUNTER_NAME = re.compile(
    r"(?:nr|post|num|entry|icon|page|meta)[-_]?views?|views?[-_]?counts?|(?:^|[-_\s])hits(?:[-_\s]|$)|luot[-_]?xem",
    re.IGNORECASE,
)
#: Icons that stand for reading.
_EYE = re.compile(r"(?:^|[-_\s])(?:eye|visibility)(?:[-_\s]|$)", re.IGNORECASE)
_PERSON = re.compile(r"(?:^|[-_\s])(?:user|person)(?:[-_\s]|$)", re.IGNORECASE)
_BETWEEN_COUNTS = re.compile(r"\s*[|•·/]\s*|\s+[-–—]\s+")
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
    return any(element is not None and _COUNTER_NAME.search(element.get("class") or "") for element in around)


def is_behind_an_eye(node: HtmlElement, is_tail: bool) -> bool:
    """Whether an icon of an eye stands right before a text: what follows counts reads."""
    return _is_behind(_EYE, node, is_tail)


def is_behind_a_person(node: HtmlElement, is_tail: bool) -> bool:
    """Whether an icon of a person stands right before a text: what follows is an account."""
    return _is_behind(_PERSON, node, is_tail)


def _is_behind(icons: re.Pattern[str], node: HtmlElement, is_tail: bool) -> bool:
    """Whether the element right before a text, or before the box that it opens, is such an icon."""
    icon = node if is_tail else node.getprevious()
    if icon is None or not isinstance(icon.tag, str) or (icon.text or "").strip() or len(icon):
        return False
    return bool(icons.search(icon.get("class") or "")) and (is_tail or not (icon.tail or "").strip())


def is_above_its_label(line: Line, label: Line) -> bool:
    """Whether a number opens a box whose only other line says that it counts reads."""
    if not BARE_COUNT.match(line.text) or match_label(label.text) != ("read_count", ""):
        return False
    box = line.block.getparent()
    first = box is not None and line.block.getprevious() is None
    return first and box in (label.block, label.block.getparent()) and parse_count(line.text) is not None
