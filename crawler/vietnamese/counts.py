"""Counts as pages print them: ``4.982``, ``15,467 lượt``, ``Đã xem: 356``."""

import re
from typing import Final

from crawler.vietnamese.dates import without_stamps

_NUMBER: Final = re.compile(
    r"(?<![\w.,/:+-])(\d{1,3}(?:[.,' ]\d{3})+|\d+)(?![\d/:]|[.,]\d|\s?%)(\s?(?:k|tr|trieu|nghin|ngan)\b)?"
)
#: More reads than people on earth is a damaged counter.
_MOST: Final = 8_000_000_000


def parse_count(text: str) -> int | None:
    """The first whole number in ``text``, ``.`` and ``,`` read as thousands; dates and clock times are skipped, so that
    ``10:31 15/10/2018 371`` gives 371. None where there is none, or where it is a fraction or rounded (``1,2K``)."""
    found = _NUMBER.search(without_stamps(text))
    if not found or found[2]:
        return None
    value = int(re.sub(r"\D", "", found[1]))
    return value if value <= _MOST else None
