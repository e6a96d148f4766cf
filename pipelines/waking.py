"""Rows of ``pages`` that are known already: when a link, or what a crawl has learned, is a reason to look again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from crawler.page import Link, PageKind
from pipelines.transactions import Run, timestamp

#: A file of a template is looked at again no sooner than this after its last look, and only where a page needs it.
REQUISITE_EVERY: Final = timedelta(days=30)
#: Reasons of refusals that hold only until the crawl knows better: whoever links again has decided that it does.
PASSING: Final = ("depth", "budget:")


@dataclass(frozen=True, slots=True)
class Waking:
    """What decides beside link and row: the crawl, whether the page that links has links to unseen news, the time."""

    run: Run
    has_news: bool
    now: str


def wakes(given: Waking, link: Link, row: Mapping[str, object]) -> bool:
    """Whether a link gives a reason to look again at the page of ``row``. One that this crawl has already looked at is
    never woken: that could go on for ever. A further page of a list is woken where the page before it has news."""
    if link.kind is PageKind.REQUISITE:
        return row["kind"] == PageKind.REQUISITE and _requisite_due(given, row)
    passing = row["state"] == "refused" and str(row["reason"]).startswith(PASSING)
    if row["crawl_id"] == given.run.crawl_id and not passing:
        return False
    empty_guess = row["kind"] == PageKind.GUESS and row["article_id"] is None and link.kind is not PageKind.GUESS
    further = given.has_news and row["reason"] == "listing_page"
    return row["state"] in ("refused", "gone") or (row["state"] == "done" and (empty_guess or further))


def _requisite_due(given: Waking, row: Mapping[str, object]) -> bool:
    """Not looked at for REQUISITE_EVERY, or never (it was beyond a budget)."""
    if row["state"] in ("pending", "leased"):
        return False
    before = timestamp(datetime.fromisoformat(given.now) - REQUISITE_EVERY)
    return row["last_seen_at"] is None or str(row["last_seen_at"]) <= before


def yields(run: Run) -> list[str]:
    """URLs of pages that held an article without saying so in their URL, and once an article the URL of the page that
    led to it."""
    rows = run.connection.execute(
        "SELECT url FROM pages WHERE site_id = :site AND article_id IS NOT NULL AND source_id IS NULL"
        " UNION ALL SELECT p.url FROM pages a JOIN pages p ON p.id = a.parent_id"
        " WHERE a.site_id = :site AND a.article_id IS NOT NULL",
        {"site": run.site_id},
    )
    return [row[0] for row in rows]


def refused_for(run: Run, prefix: str) -> list[str]:
    """The reasons of refused pages that begin with ``prefix``."""
    rows = run.connection.execute(
        "SELECT DISTINCT reason FROM pages WHERE site_id = ? AND state = 'refused' AND substr(reason, 1, ?) = ?",
        (run.site_id, len(prefix), prefix),
    )
    return [row[0] for row in rows]


def wake(run: Run, reason: str, limit: int) -> int:
    """Make up to ``limit`` pages that were refused for ``reason`` pending, oldest first; returns how many."""
    return run.connection.execute(
        "UPDATE pages SET state = 'pending', reason = NULL, tries = 0, next_due = NULL, crawl_id = ? WHERE id IN"
        " (SELECT id FROM pages WHERE site_id = ? AND state = 'refused' AND reason = ? ORDER BY id LIMIT ?)",
        (run.crawl_id, run.site_id, reason, limit),
    ).rowcount
