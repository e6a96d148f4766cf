"""Dates and times as readers write them. The archive stores UTC; readers live at +07:00."""

from datetime import datetime, timedelta, timezone
from typing import Any, Final

VIETNAM: Final = timezone(timedelta(hours=7))


def day(text: str | None) -> str:
    """ISO 8601 date or time (UTC or with offset) as ``24/06/2023``, day in Vietnam; other text as it is."""
    moment = _moment(text)
    return moment.strftime("%d/%m/%Y") if moment else text or ""


def minute(text: str | None) -> str:
    """ISO 8601 time as ``08:15, 24/06/2023`` in Vietnam's time; a bare date as its day."""
    moment = _moment(text)
    if not moment or not text or len(text) <= len("2023-06-24"):
        return day(text)
    return moment.strftime("%H:%M, %d/%m/%Y")


def published(row: Any) -> tuple[str, str, str]:
    """The best date of an article row as (kind, text, ISO for ``<time datetime>``).

    Kind is ``published`` (a stamp), ``between`` (bounds from neighbouring ids), ``event`` (the day the text tells of)
    or ``seen`` (nothing but our own first look): a reader must see which, for only the first is the site's word.
    """
    if row["published_at"]:
        shown = minute(row["published_at"]) if row["published_precision"] == "minute" else day(row["published_at"])
        return "published", shown, row["published_at"]
    if row["event_date"]:
        return "event", day(row["event_date"]), row["event_date"]
    if row["published_from"] and row["published_to"]:
        return "between", f"{day(row['published_from'])} – {day(row['published_to'])}", row["published_from"]
    return "seen", day(row["first_seen_at"]), row["first_seen_at"]


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment.astimezone(VIETNAM) if moment.tzinfo else moment
