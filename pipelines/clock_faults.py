"""Rows that a crawl dated by a clock that was ahead: to a later one they lie in the future, and what they say of when a
page is due would keep it from being looked at until then."""

from datetime import datetime
from typing import Final

from crawler.page import Signal
from pipelines import issue_rows
from pipelines.transactions import FUTURE, Run, timestamp

CODE: Final = "clock.ahead"

_PAGES: Final = (
    "UPDATE pages SET last_seen_at = :now, next_due = CASE WHEN next_due > :now THEN :now ELSE next_due END"
    " WHERE site_id = :site AND last_seen_at > :horizon"
)
_RELATED: Final = (
    "UPDATE related_links SET last_seen_at = :now WHERE last_seen_at > :horizon"
    " AND article_id IN (SELECT id FROM articles WHERE site_id = :site)"
)


def mend(run: Run, now: datetime) -> None:
    """Make due what was looked at after ``now``, and say so; what was stored of it stays as it was dated."""
    given = {"site": run.site_id, "now": timestamp(now), "horizon": timestamp(now + FUTURE)}
    pages = run.connection.execute(_PAGES, given).rowcount
    if not pages:
        issue_rows.resolve_site(run, (CODE,), timestamp(now))
        return
    run.connection.execute(_RELATED, given)
    signal = Signal(
        CODE,
        f"{pages} pages were looked at after {timestamp(now)}, which is now: this machine's clock was ahead, or is"
        " behind.",
        "They are due again. Look at the clock; versions and captures keep the times that it showed then.",
    )
    issue_rows.record(run, [signal], timestamp(now))
