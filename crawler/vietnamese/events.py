"""The day that a text itself gives for what happened: ``Chiều ngày 24/6/2023, tại …``. Precise rather than complete."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Final

from crawler.vietnamese.text import clean_line, fold

#: The opening: a reporter gives day and place in the first sentences; later dates are deadlines, histories, plans.
_PARAGRAPHS: Final = 4
_CHARACTERS: Final = 1400
#: Before 2000 no union site reported news: such dates are histories.
_YEARS: Final = range(2000, 2100)

# All patterns read text folded by fold(): no accents, lower case.
_FULL: Final = re.compile(
    r"(?<![\d/])(?<!\d\.)(?P<d>\d{1,2})"
    r"(?:\s?(?P<s>[/.-])\s?(?P<m>\d{1,2})\s?(?P=s)\s?|\s*thang\s*(?P<tm>\d{1,2})\s*(?:,|/|-|nam)*\s*)(?P<y>\d{4})(?!\d|[/-]\d)"
)
#: Day and month alone: an event whose year the text leaves open.
_YEARLESS: Final = re.compile(
    r"(?<![\d/.,-])\d{1,2}(?:\s?[/]\s?|-|\.|\s+thang\s+)\d{1,2}(?![\d/%]|[.-]\d|\s*nam\s*\d{4})"
)
#: The first days of a range or list, right before a full date: ``18-`` ``23 đến`` ``28/9 -`` ``14, 15 và``.
_HEAD: Final = re.compile(
    r"(?<![\d/.])(?P<d>\d{1,2})(?:\s?[/.]\s?(?P<m>\d{1,2})|\s+thang\s+(?P<tm>\d{1,2}))?"
    r"\s*(?:[-–,&]|va|den(?:\s+het)?)\s*(?:ngay\s*)?$"
)
#: What stands right before the day of an event: a part of the day, ``ngày``, a weekday, an hour, or nothing at all.
_CUE: Final = re.compile(
    r"(?:^|\b(?:ngay|sang|chieu|toi|trua|dem|qua|nay|tu|vao|hom|mung|chu nhat|thu (?:hai|ba|tu|nam|sau|bay|[2-7])|"
    r"luc|gio|\d{1,2}h\d{0,2})"
    r"\s*[,(:-]?)\s*(?:ngay\s*)?$"
)
#: A part of the day says that something took place then, whatever the clause is about.
_STRONG: Final = re.compile(
    r"\b(?:sang|chieu|toi|trua|dem|luc|\d{1,2}h\d{0,2})\s*(?:thu \w+|chu nhat|som|qua|nay)?\s*[,(]?\s*(?:ngay\s*)?$"
)
_PAPER: Final = (
    r"ke hoach|cong van|quyet dinh|nghi quyet|huong dan|chi thi|thong bao|nghi dinh|thong tu|ket luan|to trinh|luat|"
    r"cong dien|quy dinh|phap lenh|de an|chuong trinh so|bao cao so|thong tri|giay moi|van ban"
)
_ISSUED: Final = r"\s*[,(]?\s*(?:(?:ra|ky|ban hanh|de)\s+)?(?:ngay\s*)?$"
#: A document's date: its number stands right before it, or its kind a little further.
_AFTER_NUMBER: Final = re.compile(rf"(?:\b\d+\s?[-/]\s?[a-z]{{1,6}}[\w/&.-]*|\bso\s*:?\s*\d+[\w/&.-]*){_ISSUED}")
_AFTER_KIND: Final = re.compile(rf"\b(?:{_PAPER})\b[^,;]{{0,60}}{_ISSUED}")
#: Clauses about another day than the one of the event.
_OTHER_DAY: Final = re.compile(
    r"\b(?:ky niem|thanh lap|truyen thong|sinh ngay|sinh nam|ngay sinh|ngay mat|giai phong|tinh den|"
    r"den het|truoc ngay|(?<!thu )sau ngay|het han|han (?:cuoi|chot|nop|gui)|"
    r"cham nhat|ke tu|hy sinh|ra doi|nhiem ky|giai doan|muon nhat|hieu luc)\b"
    r"|\bden\s*(?:ngay\s*)?$"
)
_RANGE_OF_YEARS: Final = re.compile(r"^\s*(?:[-–]|den)\s*(?:ngay\s*)?\d{1,2}[/.-]\d{1,2}[/.-](?P<y>\d{4})")
_OF_WHOM: Final = re.compile(r"^\s*(?:cua|ve viec|v/v|ve)\b")
_UNTIL: Final = re.compile(r"\btới\b", re.IGNORECASE)
_SENTENCE_END: Final = re.compile(r"[.;!?]\s+(?=[a-z\"“(])|\n")
_CLAUSE_START: Final = re.compile(r"[,(;]\s")


def event_date(paragraphs: Sequence[str], title: str | None = None) -> date | None:
    """The first day of what the text reports, or None. ``paragraphs``: lead and body in order; only the opening is
    read, then the title.

    A year is required: an event given without one makes the answer None, not the next full date. Dates of documents
    (``Kế hoạch số 44-KH/ĐTN, ngày …``), anniversaries, deadlines and ranges of years are passed over; a range of days
    gives its first.
    """
    opening = [clean_line(p) for p in islice((p for p in paragraphs if p.strip()), _PARAGRAPHS)]
    taken = 0
    for line in [*opening, title or ""]:
        for sentence in _sentences(_key(line)[: _CHARACTERS - taken]):
            for found in _events(sentence):
                return found[0]
        taken = min(taken + len(line), _CHARACTERS)
    return None


def _key(line: str) -> str:
    """Folded, with ``tới`` (until) told from ``tối`` (evening), which folding makes one."""
    return fold(_UNTIL.sub("đến", line))


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for end in _SENTENCE_END.finditer(text):
        yield text[start : end.start()]
        start = end.end()
    yield text[start:]


def _events(sentence: str) -> Iterator[tuple[date | None]]:
    """Days of events in the order of the sentence, each in a tuple: (None,) for one without a year."""
    found: list[tuple[int, int, date | None]] = []
    for full in _FULL.finditer(sentence):
        start, day = _first_day(sentence, full)
        if day and day.year in _YEARS and not _range_of_years(sentence[full.end() :], day.year):
            found.append((start, full.end(), day))
        else:
            found.append((start, full.end(), date.min))
    spans = [(start, end) for start, end, _ in found]
    found.extend(
        (bare.start(), bare.end(), None)
        for bare in _YEARLESS.finditer(sentence)
        if not any(start < bare.end() and bare.start() < end for start, end in spans)
    )
    for start, end, day in sorted(found, key=lambda f: f[0]):
        if day != date.min and _is_event(sentence[:start], sentence[end:], needs_strong=day is None):
            yield (day,)


def _first_day(sentence: str, full: re.Match[str]) -> tuple[int, date | None]:
    """Start and day of a full date, of its first day where a range or list stands before it."""
    start, day, month, year = full.start(), int(full["d"]), int(full["m"] or full["tm"]), int(full["y"])
    while head := _HEAD.search(sentence, max(0, start - 24), start):
        first = int(head["d"])
        its_month = int(head["m"] or head["tm"] or month)
        if not 1 <= first <= 31 or not 1 <= its_month <= 12:
            break
        if its_month > month:
            year -= 1
        elif its_month == month and first > day:
            its_month, year = (month - 1, year) if month > 1 else (12, year - 1)
        start, day, month = head.start(), first, its_month
    try:
        return start, date(year, month, day)
    except ValueError:
        return start, None


def _range_of_years(after: str, year: int) -> bool:
    found = _RANGE_OF_YEARS.match(after)
    return bool(found) and abs(int(found["y"]) - year) > 1 if found else False


def _is_event(before: str, after: str, *, needs_strong: bool) -> bool:
    """Whether the words around a date say that something took place then. A date without a year counts only at the
    beginning, after ``ngày`` or after a part of the day; feasts (``kỷ niệm 26/3``) do not."""
    if not _CUE.search(before) or _AFTER_NUMBER.search(before[-100:]):
        return False
    if _STRONG.search(before):
        return True
    if _AFTER_KIND.search(before[-100:]):
        return False
    if needs_strong and not re.search(r"(?:^|\bngay\s*)$", before):
        return False
    clause = _CLAUSE_START.split(before)[-1]
    return not _OTHER_DAY.search(clause) and not _OF_WHOM.match(after)
