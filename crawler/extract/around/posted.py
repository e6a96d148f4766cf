"""What systems say around an article in words without a colon: who posted it and when, what was changed, how often it
was read (``Viết bởi Thanh Hà vào Thứ ba, 12/03/2019``, ``Sửa lần cuối vào …``, ``Đọc 1523 lần``)."""

import re
from functools import lru_cache

from crawler.extract.around.stamp import has_year_and_day, is_bare_stamp
from crawler.vietnamese.labels import split_labels

_LONGEST = 160
_POSTED = re.compile(
    r"^(?:được\s+)?(?:(?:viết|đăng|gửi|tạo)\s+bởi|(?:submitted|posted|written|published)\s+by)\s*:?\s*(?P<who>\S.{0,60}?)"
    r"(?:[\s,|-]+(?:vào|lúc|ngày|on|at)\b[:\s]*(?P<when>.+))?$",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"^(?:(?:lần )?cập nhật (?:lần )?cuối|(?:lần )?(?:chỉnh )?sửa (?:đổi )?(?:lần )?cuối|last (?:updated|modified))\b"
    r"(?:\s*(?:ngày|lúc|vào|on))*\s*:?\s*(?P<when>.+)$",
    re.IGNORECASE,
)
_TIMES_READ = re.compile(
    r"^(?:(?:bài(?: viết)?|tin(?: bài)?)(?: này)?\s+)?(?:đã\s+)?(?:được\s+)?"
    r"(?:đọc|xem|read)\s*:?\s*(?P<n>\d[\d.,]*)\s*(?:lần|lượt|times|thời gian)\b[\s.,;|·-]*(?P<rest>.*)$",
    re.IGNORECASE,
)
_READERS = re.compile(
    r"^(?:(?:đã )?có\s+)?(?P<n>\d[\d.,]*)\s*(?:(?:lượt|lần)\s*(?:xem|đọc)|(?:người|lượt)\s*đã\s*(?:xem|đọc))\W*$",
    re.IGNORECASE,
)
#: More digits are no account's name: a day or a count is glued to it.
_DIGITS = re.compile(r"(?:\D*\d){4}")
_PARTED = re.compile(
    r"^(?P<who>[^\d:|(]{2,60}?)\s*[,|(–-]\s*(?:(?:vào|lúc|ngày)\s+)*(?P<when>(?:thứ\s|chủ nhật|\d).{8,50})$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"^(?P<who>[^\d:|(]{2,80}?)\s+(?P<when>(?:\d{1,2}[:hg]\d\d\s+)?(?:ngày\s+)?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b.{0,20})$"
)
#: Two of these on one line make it a row of values.
_OF_A_PAGE = frozenset({"poster", "published", "modified", "read_count"})


def posted(text: str) -> tuple[str, str | None] | None:
    """(account, stamp or None) of a phrase that says who posted the page; None for any other text."""
    found = _POSTED.match(text) if len(text) <= _LONGEST else None
    if found is None or (found["when"] and not has_year_and_day(found["when"])) or _DIGITS.match(found["who"]):
        return None
    if found["when"] is None and (parted := who_and_when(found["who"])) is not None:
        return parted
    return found["who"].strip(" ,|-"), found["when"]


def who_and_when(text: str) -> tuple[str, str] | None:
    """(name, stamp) of a name with a stamp behind a mark: ``admin - 15/10/2018 10:31``; None for any other text."""
    found = _PARTED.match(text) if len(text) <= _LONGEST else None
    return (found["who"].strip(), found["when"]) if found and has_year_and_day(found["when"]) else None


def stamp_behind(text: str) -> tuple[str, str] | None:
    """(name, stamp) of a name with a stamp right behind it, which only markup parts: ``Báo Mẫu 28-09-2022 06:41``."""
    found = _BEHIND.match(text) if text[-1:].isdigit() and len(text) <= _LONGEST else None
    return (found["who"], found["when"]) if found and is_bare_stamp(found["when"]) else None


def updated(text: str) -> str | None:
    """The stamp of a phrase that says when the page was changed."""
    found = _UPDATED.match(text) if len(text) <= _LONGEST else None
    return found["when"] if found and has_year_and_day(found["when"]) else None


def times_read(text: str) -> tuple[str, str] | None:
    """(count, what follows) of a phrase that says how often the page was read, and nothing else but when it was
    changed."""
    if len(text) > _LONGEST:
        return None
    if (readers := _READERS.match(text)) is not None:
        return readers["n"], ""
    found = _TIMES_READ.match(text)
    if found is None or (found["rest"] and updated(found["rest"]) is None):
        return None
    return found["n"], found["rest"]


@lru_cache(maxsize=4096)
def is_dated_phrase(text: str) -> bool:
    """Whether a line, though it may be closed like a sentence, only says who posted the page and when, or how often it
    was read: ``Người đăng: Quản trị .Ngày đăng: 15/10/2018 .Lượt xem: 88 lượt.``"""
    found = posted(text)
    if found is not None:
        return found[1] is not None
    if len(text) > _LONGEST or text.count(":") < 2:
        return False
    fields = {field for field, _ in split_labels(text)}
    return len(fields & _OF_A_PAGE) > 1 or ("published" in fields and len(fields) > 1)
