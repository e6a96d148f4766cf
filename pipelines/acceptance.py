"""What a person overrules: a crawl that was judged failed counts as good after all."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from crawler.errors import UsageError
from pipelines import health, history, issue_rows, site_down
from pipelines.transactions import Run, timestamp


@dataclass(frozen=True, slots=True)
class Accepted:
    """A crawl that counts as good now: its site's slug, and how many of its versions became current."""

    site: str
    versions: int


def accept(connection: sqlite3.Connection, crawl_id: int, at: datetime) -> Accepted:
    """Accept a crawl, inside the caller's transaction (rows as ``sqlite3.Row``): the versions that it staged become
    current and the articles that it missed are suspected, unless a later look has replaced that, and the issues of its
    judgement are closed. UsageError where there
    is no such crawl or it was not judged failed."""
    row = connection.execute(
        "SELECT c.*, s.slug FROM crawls c JOIN sites s ON s.id = c.site_id WHERE c.id = ?", (crawl_id,)
    ).fetchone()
    if row is None:
        raise UsageError(f"there is no run {crawl_id}; `khotin status --json` shows each site's last run.")
    if row["judged"] != "failed":
        raise UsageError(f"run {crawl_id} of {row['slug']} was not judged failed but {row['judged'] or 'not at all'}.")
    run, now = Run(connection, row["site_id"], crawl_id, row["lease_token"]), timestamp(at)
    connection.execute("UPDATE crawls SET judged = 'accepted', exit_code = 0 WHERE id = ?", (crawl_id,))
    site_down.uphold(run)
    issue_rows.resolve_site(run, (*health.CODES, site_down.CODE), now)
    return Accepted(row["slug"], history.promote(run, now))
