"""Stamps of Vietnamese sites to aware times. Day first, +07:00; what is not certain gives None."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.vietnamese.text import clean_line, fold

Precision = Literal["minute", "day"]

#: Viet Nam's time since 1975; it has no summer time.
VIETNAM: Final = timezone(timedelta(hours=7))
#: No youth union had a web site earlier; 1970 and year 1 are empty values of databases.
_FIRST_YEAR: Final = 1995
_LAST_YEAR: Final = 2099
#: A stamp stands at the beginning of its text; what comes later belongs to something else.
_REACH: Final = 200

_MONTH_WORDS: Final = {
    "muoi hai": 12, "muoi mot": 11, "gieng": 1, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6,
    "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip
_ENGLISH: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# All patterns read text folded by fold(): no accents, lower case.
_MONTH: Final = r"(?:thang|thg)\.?\s*(?P<m>\d{1,2}|" + "|".join(_MONTH_WORDS) + r")"
_ENGLISH_MONTH: Final = rf"(?P<e>{'|'.join(_ENGLISH)})[a-z]*\.?"
_DATES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![\d/.-])(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?=t\d\d:|[^\d/.-]|[.-]?(?:\s|$))",
        r"(?<![\d/.-])(?P<d>\d{1,2})\s?(?P<s>[-/.])\s?(?P<m>\d{1,2})\s?(?P=s)\s?(?P<y>\d{4})(?!\d|[/-]\d|\.\d)",
        rf"(?<!\d)(?P<d>\d{{1,2}})\s*(?:,\s*)?{_MONTH}\s*(?:,|nam|[-/])*\s*(?P<y>\d{{4}})(?!\d)",
        rf"\b{_MONTH}\s+(?P<d>\d{{1,2}})\s*,?\s*(?:nam\s*)?(?P<y>\d{{4}})(?!\d)",
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_ENGLISH_MONTH}[\s,-]+(?P<y>\d{{4}})(?!\d)",
        rf"\b{_ENGLISH_MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(?P<y>\d{{4}})(?!\d)",
    )
)
_WEEKDAY: Final = re.compile(
    r"\b(?:(?P<d0>mon(?:day)?|t2|thu (?:hai|2))|(?P<d1>tue(?:s(?:day)?)?|t3|thu (?:ba|3))|"
    r"(?P<d2>wed(?:nesday)?|t4|thu (?:tu|4))|(?P<d3>thu(?:rs(?:day)?)?(?! \w)|t5|thu (?:nam|5))|"
    r"(?P<d4>fri(?:day)?|t6|thu (?:sau|6))|(?P<d5>sat(?:urday)?|t7|thu (?:bay|7))|(?P<d6>sun(?:day)?|cn|chu nhat))"
    r"[\s,.-]*(?:day|ngay)?[\s,.-]*(?:\d{1,2}[:h]\d{2}(?::\d{2})?[\s,-]*)?$"
)
_TIME: Final = re.compile(
    r"(?<![\d:/.,-])(?:t\s?)?(?P<h>\d{1,2})\s?(?:(?::|h|gio|g(?=\d\d))\s?(?P<i>\d{2})|(?:h|gio)\s?(?P<j>\d)|:|h|gio)"
    r"(?:\s?phut|')?(?::(?P<sec>\d{2})(?:\.\d+)?)?(?!\d|/|[.-]\d{1,2}[./-]|\s?thang)\s?(?P<half>am\b|pm\b|a\.m|p\.m|sa\b|ch\b|sang\b|chieu\b|toi\b)?"
)
#: Hour without a nought before it, seconds and half of the day: the long time of American English.
_AMERICAN: Final = re.compile(r",?\s+[1-9]\d?:\d\d:\d\d\s?(?:am|pm)\b")
_OFFSET: Final = re.compile(
    r"^\s*\(?(?:(?P<z>z)\b|(?:(?:gmt|utc)\s*(?P<sign>[+-])\s?(?P<oh>\d{1,2})|(?P<sign2>[+-])(?P<oh2>\d\d)(?=:?\d\d(?!\d)))"
    r":?(?P<om>\d{2})?(?!\d)|(?P<u>gmt|utc)\b)"
)


def parse_stamp(text: str, zone: str = "Asia/Ho_Chi_Minh") -> tuple[datetime, Precision] | None:
    """The moment a stamp names, aware and in +07:00, and how exact it is (``minute`` or ``day``, then at 00:00).

    Reads day-first numbers with ``/``, ``.`` or ``-`` (month first where no day is possible first, or a time of
    American English follows), ISO 8601, ``ngày 05 tháng 4 năm 2023``, ``Tháng Bảy 14, 2024``,
    English month names (feeds); time before or after the date, with SA/CH or AM/PM and a printed offset. ``zone`` is
    the IANA zone in which the site prints where it names no offset. None where there is no date, the day does not
    exist, the year has two digits or is outside 1995..2099.
    """
    line = fold(clean_line(text))[:_REACH]
    found = _first_date(line)
    if not found:
        return None
    (year, month, day), start, end = found
    clock = _clock(line[:start], line[end:])
    try:
        if clock is None:
            return datetime(year, month, day, tzinfo=VIETNAM), "day"
        hour, minute, offset = clock
        moment = datetime(year, month, day, hour, minute, tzinfo=offset or _zone(zone))
    except ValueError:
        return None
    return moment.astimezone(VIETNAM), "minute"


def without_stamps(text: str) -> str:
    """``text`` folded, with its dates and clock times taken out: what is left may be a count."""
    line = fold(clean_line(text))
    for pattern in _DATES:
        line = pattern.sub(" ", line)
    return _TIME.sub(" ", line)


def _first_date(line: str) -> tuple[tuple[int, int, int], int, int] | None:
    """The leftmost date as ((year, month, day), start, end); None where it is impossible or there is none."""
    matches = [m for m in (pattern.search(line) for pattern in _DATES) if m]
    if not matches:
        return None
    first = min(matches, key=lambda m: m.start())
    year, month, day = int(first["y"]), _month(first), int(first["d"])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    if not first.groupdict().get("e") and first["m"].isdigit() and first.start("d") < first.start("y"):
        if _is_month_first(first, month, day, line[first.end() :]):
            month, day = day, month
        else:
            month, day = _by_weekday(line[: first.start()], year, month, day)
    return (year, month, day), first.start(), first.end()


def _is_month_first(found: re.Match[str], month: int, day: int, after: str) -> bool:
    """Whether a date is written as servers set to American English do: no day first exists, or nothing is padded and
    seconds with AM or PM follow (``6/2/2019 4:45:10 PM``), as no Vietnamese setting prints it."""
    if found.groupdict().get("s") != "/" or not 1 <= day <= 12:
        return False
    if month > 12:
        return True
    padded = "0" in (found["d"][0], found["m"][0]) or len(found["d"] + found["m"]) == 4
    return not padded and _AMERICAN.match(after) is not None


def _by_weekday(before: str, year: int, month: int, day: int) -> tuple[int, int]:
    """(month, day) of a day-first date, turned round only where the weekday printed before it fits the other order and
    not this one: systems that were not set up for Viet Nam print ``Tue, 05/31/2016``."""
    found = _WEEKDAY.search(before)
    if found is None or month == day or day > 12:
        return month, day
    number = next(n for n in range(7) if found[f"d{n}"])
    if _weekday(year, month, day) != number == _weekday(year, day, month):
        return day, month
    return month, day


def _weekday(year: int, month: int, day: int) -> int | None:
    """Monday is 0; None for a day that does not exist."""
    try:
        return date(year, month, day).weekday()
    except ValueError:
        return None


def _month(found: re.Match[str]) -> int:
    groups = found.groupdict()
    if groups.get("e"):
        return _ENGLISH.index(groups["e"]) + 1
    word = groups["m"]
    return int(word) if word.isdigit() else _MONTH_WORDS[word]


def _clock(before: str, after: str) -> tuple[int, int, tzinfo | None] | None:
    """(hour, minute, printed offset) of the time nearest the date: right after it, else right before it."""
    found = _TIME.search(after[:40])
    rest = after[found.end() :] if found else ""
    if not found:
        earlier = list(_TIME.finditer(before[-60:]))
        if not earlier:
            return None
        found, rest = earlier[-1], after
    hour, minute = int(found["h"]), int(found["i"] or found["j"] or 0)
    half = found["half"] or ""
    if half.startswith(("p", "ch", "toi")) and hour < 12:
        hour += 12
    elif half.startswith(("a", "sa")) and hour == 12:
        hour = 0
    if hour > 23 or minute > 59:
        return None
    return hour, minute, _offset(rest)


def _offset(rest: str) -> tzinfo | None:
    found = _OFFSET.match(rest)
    if not found:
        return None
    sign = found["sign"] or found["sign2"]
    if not sign:
        return UTC
    hours, minutes = int(found["oh"] or found["oh2"]), int(found["om"] or 0)
    if hours > 14 or minutes > 59:
        return None
    delta = timedelta(hours=hours, minutes=minutes)
    return timezone(delta if sign == "+" else -delta)


@lru_cache(maxsize=16)
def _zone(name: str) -> tzinfo:
    if name == "Asia/Ho_Chi_Minh":
        return VIETNAM
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return VIETNAM
