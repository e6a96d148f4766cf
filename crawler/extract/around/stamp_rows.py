"""Rows of text that print a stamp and other values, parted by signs or a word: ``Thứ Hai, 12/05/2025 - 08:30 — Thanh
Trúc``, ``12/05/2025 bởi Thanh Trúc``, ``Thanh Trúc | 12/05/2025 | 12 lượt xem``."""

import re
from dataclasses import dataclass

from crawler.extract.around.stamp import is_bare_stamp
from crawler.vietnamese.names import looks_like_byline

#: What parts values on one line; a dash only between blanks, since days are written with dashes.
_PARTED = re.compile(
    r"\s+(?:--|::|[-–—/@])\s+|\s*[|·•—]\s*|\s*[,;]?\s+(?=(?:bởi|by)\s*:?\s)|\s*\((?=\D)", re.IGNORECASE
)
_BY = re.compile(r"^(?:bởi|by)\s*:?\s+", re.IGNORECASE)
#: Where it was posted, behind who did: ``by Thanh Trúc in Tin // 0 Comments``.
_FILED = re.compile(r"\s+(?:in|trong|//)\s.*$")
_CLOCK = re.compile(
    r"^(?:lúc\s+)?\d{1,2}\s?[:hg]\s?\d\d(?::\d\d)?(?:\s?(?:am|pm|sa|ch|sáng|chiều|tối))?$", re.IGNORECASE
)
_CLOCK_FIRST = re.compile(r"\d{1,2}:\d\d(?=\s)")
_BARRED = re.compile(r"\s*[|•·]\s*")
_LONGEST, _LONGEST_NAME = 160, 60


@dataclass(frozen=True, slots=True)
class StampRow:
    """``stamp`` as printed; ``account``: who posted the page, by a word before the name; ``beside``: a name that only
    stands beside the stamp, which may be a section's; ``rest``: what else the row says."""

    stamp: str
    account: str | None = None
    beside: str | None = None
    rest: tuple[str, ...] = ()


def stamp_row(text: str) -> StampRow | None:
    """The row that ``text`` is; None where it is not parted or no part of it is a stamp."""
    if len(text) > _LONGEST or not any(letter.isdigit() for letter in text):
        return None
    parts = _parts(text)
    at = [number for number, (_, _, part) in enumerate(parts) if is_bare_stamp(part)]
    if len(parts) < 2 or len(at) != 1:
        return None
    first = last = at[0]
    while first and _CLOCK.match(parts[first - 1][2]):
        first -= 1
    while last + 1 < len(parts) and _CLOCK.match(parts[last + 1][2]):
        last += 1
    end = parts[last][1]
    if last + 1 < len(parts) and (clock := _CLOCK_FIRST.match(parts[last + 1][2])) is not None:
        end = text.index(clock[0], parts[last + 1][0]) + len(clock[0])  # what follows it are tools
    others = [part for _, _, part in (*parts[:first], *parts[last + 1 :])]
    accounts = [_FILED.sub("", _BY.sub("", part)) for part in others if _BY.match(part)]
    names = [part for part in others if len(part) <= _LONGEST_NAME and looks_like_byline(part)]
    return StampRow(
        stamp=text[parts[first][0] : end],
        account=accounts[0] if accounts and len(accounts[0]) <= _LONGEST_NAME else None,
        beside=names[0] if len(names) == 1 else None,
        rest=tuple(part for part in others if part not in names and not _BY.match(part)),
    )


def clock_row(text: str) -> StampRow | None:
    """The row that ``text`` is where it names no day: a time, the day of which stands elsewhere, with who posted it or
    counts (``By admin @ 10:31 SA :: 371 Views :: 0 Comments``); None for any other text."""
    if len(text) > _LONGEST or ":" not in text:
        return None
    parts = [part for _, _, part in _parts(text)]
    clocks = [part for part in parts if _CLOCK.match(part)]
    if len(parts) < 3 or len(clocks) != 1:
        return None
    accounts = [_BY.sub("", part) for part in parts if _BY.match(part)]
    rest = tuple(part for part in parts if part not in clocks and not _BY.match(part))
    return StampRow(clocks[0], accounts[0] if accounts else None, rest=rest)


def stamp_among(text: str) -> str | None:
    """The one stamp among parts of a row that bars or dots divide: ``Lượt xem: 12 | 03/04/2025``."""
    parts = _BARRED.split(text) if len(text) <= _LONGEST else ()
    stamps = [part for part in parts if is_bare_stamp(part)]
    return stamps[0] if len(parts) > 1 and len(stamps) == 1 else None


def _parts(text: str) -> list[tuple[int, int, str]]:
    """(start, end, text) of each part."""
    found, start = [], 0
    for gap in [*_PARTED.finditer(text), None]:
        end = gap.start() if gap else len(text)
        if part := text[start:end].strip(" ,;()"):
            found.append((start, end, part))
        start = gap.end() if gap else end
    return found
