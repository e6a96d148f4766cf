"""A crawl in which nothing of the site was found in its place says nothing about single articles: the name does not
resolve, the certificate is wrong, the domain is parked or taken by others, a maintenance page or a login stands before
all. What such a crawl lowered is put back, so that no tombstone is written for a site that is away."""

from typing import Final

from crawler.page import Signal
from pipelines import issue_rows
from pipelines.transactions import Run

CODE: Final = "site.down"

_STARTED: Final = "(SELECT started_at FROM crawls WHERE id = :crawl)"
_BEFORE: Final = (
    f"(SELECT min(p.suspected_at) FROM pages p WHERE p.article_id = articles.id AND p.suspected_at < {_STARTED})"
)
_ARTICLES: Final = (
    f"UPDATE articles SET status = CASE WHEN {_BEFORE} IS NULL THEN 'live' ELSE 'suspected' END,"
    f" status_since = {_BEFORE}, status_capture_id = NULL WHERE site_id = :site"
    f" AND status IN ('suspected', 'gone', 'replaced', 'unreachable') AND status_since >= {_STARTED}"
)
_MISSED: Final = "site_id = :site AND crawl_id = :crawl AND article_id IS NOT NULL AND suspected_at IS NOT NULL"
_PAGES: Final = (
    f"UPDATE pages SET suspected_at = CASE WHEN suspected_at < {_STARTED} THEN suspected_at END, state = 'suspected',"
    f" next_due = :due WHERE {_MISSED} AND last_seen_at >= {_STARTED}"
)

_LISTS: Final = (
    "UPDATE pages SET next_due = :due WHERE site_id = :site AND crawl_id = :crawl AND article_id IS NULL"
    f" AND state IN ('done', 'suspected') AND next_due > :due AND last_seen_at >= {_STARTED}"
)


def withdraw(run: Run, now: str, due: str) -> None:
    """Put back what this crawl made of known articles, none of which it saw in its place, and open the issue of the
    site. Their pages, and lists that were asked for meanwhile, are looked at again at
    ``due`` (UTC, as ``now``)."""
    given = {"site": run.site_id, "crawl": run.crawl_id, "due": due}
    run.connection.execute(_ARTICLES, given)
    run.connection.execute(_LISTS, given)
    if looked := run.connection.execute(_PAGES, given).rowcount:
        issue_rows.record(run, [_signal(run, looked)], now)


def _signal(run: Run, looked: int) -> Signal:
    reasons = run.connection.execute(
        "SELECT coalesce(reason, 'http_' || last_status) FROM pages WHERE site_id = ? AND crawl_id = ?"
        " AND state IN ('failed', 'suspected') GROUP BY 1 ORDER BY count(*) DESC LIMIT 2",
        (run.site_id, run.crawl_id),
    ).fetchall()
    why = ", ".join(row[0] for row in reasons)
    return Signal(
        CODE,
        f"The site was not there: none of {looked} known pages showed what it has ({why}).",
        "No article is marked as gone for it. Look at the site in a browser; if it moved, mend the profile.",
        "error",
    )
