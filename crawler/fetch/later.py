"""What a server means by "later": the statuses that say so, and Retry-After (RFC 9110, 10.2.3)."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

#: Too many requests; busy or in maintenance.
OVERLOADED: Final = (429, 503)
#: The longest Retry-After that is believed, in seconds: a slip of the server's must not shut us out for a year.
RETRY_AFTER_MAX: Final = 24 * 3600.0


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, a number or a date; at most RETRY_AFTER_MAX, and 0 for a date that is
    over. None where there is none, or none that can be read. ``now`` is aware."""
    value = (value or "").strip()
    if value.isascii() and value.isdecimal():
        return min(float(value), RETRY_AFTER_MAX)
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - now).total_seconds(), 0.0), RETRY_AFTER_MAX)
