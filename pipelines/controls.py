"""Controls: a look that finds an article missing is believed where the same crawl finds another one in its place. Where
none was looked at yet, some are asked for."""

from typing import Final

from pipelines.transactions import Run

#: Known articles that are asked for, those first that were found in their place last.
CONTROLS: Final = 3

_ASK: Final = (
    "UPDATE pages SET state = 'pending', lease_token = NULL, tries = 0, next_due = NULL WHERE id IN ("
    "SELECT p.id FROM pages p JOIN articles a ON a.id = p.article_id WHERE p.site_id = :site AND p.state = 'done'"
    " AND a.status = 'live' AND p.suspected_at IS NULL AND p.redirect_id IS NULL"
    " AND coalesce(p.reason, '') <> 'further_page'"
    " AND p.last_seen_at < (SELECT started_at FROM crawls WHERE id = :crawl)"
    " ORDER BY p.last_seen_at DESC, p.id DESC LIMIT :number)"
)


def ask(run: Run) -> int:
    """Make some pages of live articles due that this crawl has not looked at; returns how many."""
    given = {"site": run.site_id, "crawl": run.crawl_id, "number": CONTROLS}
    return run.connection.execute(_ASK, given).rowcount
