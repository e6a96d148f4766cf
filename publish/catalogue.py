"""Every word of the interface, one catalogue (gettext, read by Babel) for each language; Vietnamese is the default."""

from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LANGUAGES: Final = ("vi", "en")
_CATALOGUES: Final = Path(__file__).parent / "locales"


@cache
def texts(language: str) -> dict[str, str]:
    """The interface in ``language`` (``vi`` or ``en``): the catalogue's msgid, which names a place, to its text."""
    with (_CATALOGUES / f"{language}.po").open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file, locale=language) if entry.id}


@lru_cache(4096)
def number(value: int, language: str) -> str:
    """A whole number with the language's thousands mark: 4.982 in Vietnamese, 4,982 in English."""
    return str(format_decimal(value, locale=language))


def size(value: int, language: str) -> str:
    """A size in bytes as readers write it, in powers of 1000: 1,4 MB in Vietnamese, 1.4 MB in English."""
    amount, unit = float(value), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if amount < 1000:
            break
        amount, unit = amount / 1000, larger
    return f"{format_decimal(round(amount, 1 if unit != 'B' else 0), locale=language)}\u00a0{unit}"


def preferred(header: str) -> str:
    """The first of our languages in an ``Accept-Language`` header by its weights; Vietnamese where none is there."""
    best, weight = LANGUAGES[0], 0.0
    for part in header.split(",")[:32]:
        name, _, parameter = part.strip().partition(";")
        language = name.strip().lower().partition("-")[0]
        given = _weight(parameter)
        if language in LANGUAGES and given > weight:
            best, weight = language, given
    return best


def _weight(parameter: str) -> float:
    """The ``q`` of one language (RFC 9110, 12.4.2), 1 where none is given, 0 where it is no number."""
    name, _, value = parameter.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
