"""A crawl in which nothing of the site was found in its place says nothing about single articles: the name does not
resolve, the certificate is wrong, the domain is parked or taken by others, a maintenance page or a login stands before
all. What such a crawl lowered is put back, so that no tombstone is written for a site that is away; so is what a crawl
lowered that was killed before it could be judged."""

from typing import Final

from crawler.page import Signal
from pipelines import reuse
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
_SUSPECT_PAGES: Final = (
    "UPDATE pages SET suspected_at = last_seen_at WHERE site_id = :site AND crawl_id = :crawl AND state = 'suspected'"
    " AND article_id IS NOT NULL AND suspected_at IS NULL"
)
_SUSPECT_ARTICLES: Final = (
    "UPDATE articles SET status = 'suspected', status_since = (SELECT min(suspected_at) FROM pages p"
    " WHERE p.article_id = articles.id), status_capture_id = (SELECT max(last_capture_id) FROM pages p"
    " WHERE p.article_id = articles.id AND p.crawl_id = :crawl) WHERE site_id = :site AND status = 'live'"
    " AND id IN (SELECT article_id FROM pages WHERE site_id = :site AND crawl_id = :crawl AND suspected_at IS NOT NULL)"
    " AND NOT EXISTS (SELECT 1 FROM pages p WHERE p.article_id = articles.id AND p.state = 'done'"
    " AND p.suspected_at IS NULL AND p.redirect_id IS NULL)"
)

_LISTS: Final = (
    "UPDATE pages SET next_due = :due WHERE site_id = :site AND crawl_id = :crawl AND article_id IS NULL"
    f" AND state IN ('done', 'suspected') AND next_due > :due AND last_seen_at >= {_STARTED}"
)


def away(run: Run) -> list[Signal]:
    """The problem of a crawl that saw no known article in its place, where it looked at any."""
    looked = run.connection.execute(f"SELECT count(*) FROM pages WHERE {_MISSED} AND last_seen_at >= {_STARTED}",
                                    {"site": run.site_id, "crawl": run.crawl_id}).fetchone()[0]  # fmt: skip
    looked += reuse.taken(run)
    return [_signal(run, looked)] if looked else []


def withdraw(run: Run, due: str) -> None:
    """Put back what this crawl made of the known articles that it missed. Their pages, and lists that were asked for
    meanwhile, are looked at again at ``due`` (UTC)."""
    given = {"site": run.site_id, "crawl": run.crawl_id, "due": due}
    run.connection.execute(_ARTICLES, given)
    run.connection.execute(_LISTS, given)
    run.connection.execute(_PAGES, given)


def uphold(run: Run) -> None:
    """Suspect after all what was put back, unless a later crawl has looked at it: a person says that it is missing."""
    given = {"site": run.site_id, "crawl": run.crawl_id}
    run.connection.execute(_SUSPECT_PAGES, given)
    run.connection.execute(_SUSPECT_ARTICLES, given)


def _signal(run: Run, looked: int) -> Signal:
    reasons = run.connection.execute(
        "SELECT coalesce(reason, 'http_' || last_status) FROM pages WHERE site_id = ? AND crawl_id = ?"
        " AND state IN ('failed', 'suspected') GROUP BY 1 ORDER BY count(*) DESC LIMIT 2",
        (run.site_id, run.crawl_id),
    ).fetchall()
    why = ", ".join(row[0] for row in reasons) or "another article in each one's place"
    return Signal(
        CODE,
        f"The site was not there: none of {looked} known pages showed what it has ({why}).",
        "No article is marked as gone for it. Look at the site in a browser; if it moved, mend the profile.",
        "error",
    )
