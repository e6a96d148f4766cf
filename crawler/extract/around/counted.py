"""A count behind a day on one line, with or without a colon: ``15/10/2018 10:31 - (Đã xem 371 lần)``."""

import re
from typing import Final

from crawler.extract.around.stamp import has_year_and_day
from crawler.vietnamese.counts import parse_count

_OF_READERS: Final = r"(?:lượt|lần|người)"
_SAID: Final = rf"(?:bài viết\s+)?(?:(?:số|đã)\s+)?(?:{_OF_READERS}\s+){{0,2}}(?:được\s+)?(?:xem|đọc|truy cập)"
_COUNT: Final = re.compile(
    rf"[\s|•·,;/–-]+[(\[]?\s*(?:{_SAID}(?:\s+(?:bài viết|tin))?\s*[:：]?\s*(?P<n>\d[\d.,]*)(?:\s*{_OF_READERS})?|"
    rf"(?P<m>\d[\d.,]*)\s*(?:{_OF_READERS}\s*(?:đã\s+)?(?:xem|đọc)|views?|hits?|reads?))\s*[)\]]?$",
    re.IGNORECASE,
)
_LONGEST: Final = 160


def count_behind(text: str) -> tuple[str, str] | None:
    """(count, what stands before it) of a line that ends in a count behind a day; None for any other line."""
    if len(text) > _LONGEST or not any(c.isdigit() for c in text[-20:]):
        return None
    found = _COUNT.search(text)
    if found is None:
        return None
    number, before = found["n"] or found["m"], text[: found.start()].rstrip(" (|-–")
    if before[:1] in "([" and not before.endswith((")", "]")):
        before = before[1:].lstrip()  # the bracket around both
    if parse_count(number) is None or not has_year_and_day(before):
        return None
    return number, before
