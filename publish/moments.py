"""Dates and times as readers write them. The archive stores UTC; readers live at +07:00."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from functools import lru_cache, partial
from typing import Any, Final

from babel.dates import format_datetime

VIETNAM: Final = timezone(timedelta(hours=7))
_DAYS: Final = {"vi": "dd/MM/yyyy", "en": "d MMMM yyyy"}
_MINUTES: Final = {"vi": "HH:mm, dd/MM/yyyy", "en": "d MMMM yyyy, HH:mm"}
_MONTHS: Final = {"vi": "'tháng' M/yyyy", "en": "MMMM yyyy"}


def day(text: str | None, language: str = "vi") -> str:
    """ISO 8601 date or time (UTC or with offset) as ``24/06/2023`` or ``24 June 2023``, day in Vietnam; other text as
    it is."""
    moment = _moment(text)
    return _written(moment, _DAYS[language], language) if moment else text or ""


def minute(text: str | None, language: str = "vi") -> str:
    """ISO 8601 time as ``08:15, 24/06/2023`` in Vietnam's time; a bare date as its day."""
    moment = _moment(text)
    if not moment or not text or len(text) <= len("2023-06-24"):
        return day(text, language)
    return _written(moment, _MINUTES[language], language)


def month(text: str, language: str = "vi") -> str:
    """``2023-06`` as ``tháng 6/2023`` or ``June 2023``; other text as it is."""
    moment = _moment(f"{text}-01")
    return _written(moment, _MONTHS[language], language) if moment else text


def published(row: Any, language: str = "vi") -> tuple[str, str, str]:
    """The best date of an article row as (kind, text, ISO for ``<time datetime>``).

    Kind is ``published`` (a stamp), ``between`` (bounds from neighbouring ids), ``event`` (the day the text tells of)
    or ``seen`` (nothing but our own first look): a reader must see which, for only the first is the site's word.
    """
    if row["published_at"]:
        write = minute if row["published_precision"] == "minute" else day
        return "published", write(row["published_at"], language), row["published_at"]
    if row["event_date"]:
        return "event", day(row["event_date"], language), row["event_date"]
    if row["published_from"] and row["published_to"]:
        bounds = f"{day(row['published_from'], language)} – {day(row['published_to'], language)}"
        return "between", bounds, row["published_from"]
    return "seen", day(row["first_seen_at"], language), row["first_seen_at"]


def instant(text: str | None) -> str:
    """ISO 8601 date or time as RFC 3339 asks for it, with an offset; midnight in Vietnam of a bare date, the epoch for
    what is none."""
    moment = _moment(text) or datetime(1970, 1, 1, tzinfo=VIETNAM)
    return (moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)).isoformat(timespec="seconds")


def writers(language: str) -> dict[str, Callable[..., Any]]:
    """``day``, ``minute``, ``month`` and ``published`` for the pages of one language."""
    return {write.__name__: partial(write, language=language) for write in (day, minute, month, published)}


@lru_cache(4096)
def _written(moment: datetime, pattern: str, language: str) -> str:
    return str(format_datetime(moment, pattern, locale=language))


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment.astimezone(VIETNAM) if moment.tzinfo else moment
