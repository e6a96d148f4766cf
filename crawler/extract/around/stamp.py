"""When a page says it was published: a stamp by the headline or a declared time. Never a date of the text or footer."""

import re
from datetime import datetime, time

from lxml.html import HtmlElement

from crawler.extract.markup.query import selecting
from crawler.extract.markup.zones import CONTENT, HIDDEN, zone_at
from crawler.vietnamese.dates import parse_stamp, without_stamps
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.text import clean_line

#: What markup holds where more than ``<time>`` tells the time; most pages are searched for that alone.
_NAMES = ("datePublished", "dateModified", "dc:date")
_stamped = selecting(
    "descendant::*[self::time[@datetime] or @itemprop='datePublished' or @itemprop='dateModified'"
    " or (@property and @content and contains(@property, 'dc:date'))]"
)
_LOOKED_THROUGH = frozenset({HIDDEN})
_UPDATED = re.compile(r"(?:^|[-_\s])(?:updated|modified)(?:[-_\s]|$)", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"(?:^|[-_\s])(?:published|entry-date|pubdate|posted|post-date|date)(?:[-_\s]|$)", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
_AROUND = re.compile(
    r"\b(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|t[2-7]|cn|ngay|luc|vao|gmt|utc|am|pm|sa|ch|by|on|posted|"
    r"published|dang|boi|day|mon|tue|wed|thu|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"luot xem|xem|views?|\d+ (?:min(?:ute)?s? read|phut(?: doc)?)|\+?\d+)\b"
)


def times(root: HtmlElement, source: str) -> tuple[str | None, str | None]:
    """(published, modified) by ``<time datetime>`` or ``itemprop`` in the article's own part of the page, whose markup
    is ``source``."""
    found: dict[bool, str] = {}
    named = any(name in source for name in _NAMES)
    for element in _stamped(root) if named else [e for e in root.iter("time") if e.get("datetime") is not None]:
        changed = _says_changed(element)
        if changed in found:
            continue
        value = (element.get("datetime") or element.get("content") or clean_line(element.text_content())).strip()
        if parse_stamp(value) is not None and zone_at(element, through=_LOOKED_THROUGH) == CONTENT:
            found[changed] = value
    return found.get(False), found.get(True)


def _says_changed(element: HtmlElement) -> bool:
    """Whether a time is that of the last change, by its names or the label before it."""
    label = match_label(clean_line(element.text_content())) if element.tag == "time" else None
    if label is not None and label[0] == "modified":
        return True
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    return element.get("itemprop") == "dateModified" or bool(_UPDATED.search(names) and not _PUBLISHED.search(names))


def is_bare_stamp(text: str) -> bool:
    """Whether a line is a stamp and (nearly) nothing else: ``Thứ Sáu, 28/02/2025 17:36 GMT+7``."""
    if len(text) > 70 or not _DIGIT.search(text) or parse_stamp(text) is None:
        return False
    rest = _AROUND.sub("", without_stamps(text))
    return len(re.sub(r"[\W_]+", "", rest)) <= 3


def has_year_and_day(text: str) -> bool:
    """Whether a value beside a label is a stamp."""
    return len(text) <= 90 and parse_stamp(text) is not None


def is_exact(text: str) -> bool:
    """Whether a stamp says the time as well."""
    found = parse_stamp(text)
    return found is not None and found[1] == "minute"


def exactest(first: str | None, second: str | None) -> str | None:
    """The first of two declared times, or the second where that says the same day with its time."""
    return second if first and not is_exact(first) and is_refined_by(first, second) else first


def is_refined_by(printed: str, declared: str | None) -> bool:
    """Whether a declared time says the same as a printed day, only more exactly. A printed stamp that differs wins:
    declared times are often those of the last change."""
    shown, said = parse_stamp(printed), parse_stamp(declared or "")
    if shown is None or said is None:
        return said is not None
    if _is_turned(shown[0], said[0]):
        return True
    return shown[1] == "day" and said[1] == "minute" and abs((shown[0] - said[0]).total_seconds()) < 2 * 86400


def _is_turned(shown: datetime, said: datetime) -> bool:
    """Whether the printed date is the declared one with its month first, on a system not set up for Viet Nam."""
    same = (shown.year, shown.month, shown.day) == (said.year, said.day, said.month)
    return same and shown.day != shown.month and shown.time() in (said.time(), time(0))
