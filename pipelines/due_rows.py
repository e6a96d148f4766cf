"""Rows of ``pages`` that a crawl makes pending when it begins: what it was asked to look at again."""

import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Final

from crawler.page import PageKind
from crawler.ports import HALF, CrawlOptions
from crawler.profiles import Schedule
from pipelines import clock_faults
from pipelines.transactions import FUTURE, Run, timestamp

#: Kinds that a crawl which is not only for what is due looks at each time, since they lead to what is new.
ALWAYS: Final = (PageKind.SEED, PageKind.LISTING, PageKind.FEED, PageKind.SITEMAP)
#: What robots.txt or the address guard refused is asked about again, and ids beyond the last known are tried again, no
#: sooner than this where only what is due is looked at.
REFUSED_EVERY: Final = timedelta(days=7)
GUESSED_EVERY: Final = timedelta(days=1)

_FRESH: Final = (
    "UPDATE pages SET state = 'pending', lease_token = NULL, tries = 0, next_due = NULL WHERE site_id = :site"
)
_SETTLED: Final = "kind <> 'requisite' AND state IN ('done', 'gone', 'failed', 'suspected')"
_DUE: Final = f"{_SETTLED} AND next_due <= :now"
#: The last crawl was dated by a clock that was ahead (``clock_faults``).
_AHEAD: Final = "coalesce((SELECT started_at FROM crawls WHERE site_id = :site ORDER BY id DESC LIMIT 1) > :horizon, 0)"
_BEYOND: Final = (
    "kind = 'guess' AND state IN ('done', 'gone') AND article_id IS NULL AND CAST(source_id AS INTEGER) >"
    " (SELECT coalesce(max(CAST(a.source_id AS INTEGER)), 0) FROM articles a"
    " WHERE a.site_id = pages.site_id AND a.id_space = pages.id_space)"
)
#: A day's looks again at articles, where the profile sets no budget: this share of those that the archive has of the
#: site, or so many. The days after an outage catch up within it.
SHARE: Final = 0.09
LEAST: Final = 20
#: Article pages that are due, and until when (Julian day) each can wait, by its age when it was last looked at: the
#: bounds that ``recrawl`` keeps in calm times.
_WAITING: Final = (
    "SELECT id, next_due, julianday(looked) + CASE WHEN age < 30 THEN 2 WHEN state = 'suspected' THEN 7"
    " WHEN age < 365 THEN 30 ELSE 180 END AS until FROM (SELECT p.id, p.next_due, p.state,"
    " coalesce(p.last_seen_at, p.discovered_at) AS looked, julianday(coalesce(p.last_seen_at, p.discovered_at))"
    " - julianday(coalesce(a.published_at, a.first_seen_at)) AS age"
    f" FROM (SELECT * FROM pages WHERE site_id = :site AND article_id IS NOT NULL AND {_DUE}) p"
    " JOIN articles a ON a.id = p.article_id)"
)
_URGENT: Final = f"SELECT count(*) FROM ({_WAITING}) WHERE until < julianday(:at) + 1"
_KNOWN: Final = "SELECT count(*) FROM articles WHERE site_id = :site AND status NOT IN ('gone', 'replaced')"
#: Articles known before today that were looked at today (UTC: midnight there is morning in Vietnam).
_LOOKED: Final = (
    "SELECT count(*) FROM pages p JOIN articles a ON a.id = p.article_id WHERE p.site_id = :site"
    " AND p.last_seen_at >= :day AND a.first_seen_at < :day"
)
_REFUSED: Final = "kind <> 'requisite' AND state = 'refused' AND reason IN ('robots', 'address')"


def make_due(run: Run, asked: CrawlOptions, schedule: Schedule, now: datetime) -> None:
    """Start of a crawl. Due is always what another run had leased and what ``next_due`` says. Unless only what is due
    was asked for, also what every crawl looks at (lists, feeds, seeds), what failed or is suspected, what robots.txt or
    the address guard refused and empty ids beyond the last known article; with ``recheck`` every page of a live
    article. Requisites wait for a page that needs them (``waking.wakes``)."""
    leased = "UPDATE pages SET state = 'pending', lease_token = NULL WHERE site_id = ? AND state = 'leased'"
    run.connection.execute(leased, (run.site_id,))
    clock_faults.mend(run, now)
    if asked.recheck:
        _recheck(run)
    if not asked.due:
        _usual(run)
    _by_time(run, schedule, now, asked.due)


def is_pending(run: Run, now: datetime) -> bool:
    """Whether a crawl that has begun has anything to look at: not where all that is due is beyond the day's budget."""
    row = run.connection.execute(
        "SELECT EXISTS (SELECT 1 FROM pages WHERE site_id = ? AND state = 'pending'"
        " AND (next_due IS NULL OR next_due <= ?))",
        (run.site_id, timestamp(now)),
    ).fetchone()
    return bool(row[0])


def is_due(connection: sqlite3.Connection, site_id: int, now: datetime) -> bool:
    """Whether a crawl of what is due has anything to look at, or to mend of what was dated ahead of ``now``."""
    waiting = "state IN ('pending', 'leased') AND (next_due IS NULL OR next_due <= :now)"
    row = connection.execute(
        f"SELECT EXISTS (SELECT 1 FROM pages WHERE site_id = :site AND ({waiting} OR {_DUE})) OR {_AHEAD}",
        {"site": site_id, "now": timestamp(now), "horizon": timestamp(now + FUTURE)},
    ).fetchone()
    return bool(row[0])


def next_due(connection: sqlite3.Connection, site_id: int) -> str | None:
    """When the first page of a site is due (UTC); None where nothing ever is."""
    row = connection.execute(f"SELECT min(next_due) FROM pages WHERE site_id = ? AND {_SETTLED}", (site_id,)).fetchone()
    return row[0]  # type: ignore[no-any-return]


def _usual(run: Run) -> None:
    kinds = ", ".join(f"'{kind}'" for kind in ALWAYS)
    given = {"site": run.site_id}
    run.connection.execute(
        f"{_FRESH} AND {_SETTLED} AND (state IN ('failed', 'suspected') OR reason IN ('listing', '{HALF}')"
        f" OR kind IN ({kinds}) AND reason IS NOT 'listing_page')",
        given,
    )
    run.connection.execute(f"{_FRESH} AND {_REFUSED}", given)
    run.connection.execute(f"{_FRESH} AND {_BEYOND}", given)


def _recheck(run: Run) -> None:
    live = "SELECT id FROM articles WHERE site_id = pages.site_id AND status NOT IN ('gone', 'replaced')"
    run.connection.execute(
        f"{_FRESH} AND state = 'done' AND (article_id IN ({live}) OR reason = 'listing_page')", {"site": run.site_id}
    )


def _by_time(run: Run, schedule: Schedule, now: datetime, only: bool) -> None:
    """What is due by its own time: articles within the day's budget, those first that can wait least. Where the profile
    sets none, the budget is a share of the site, and what could not wait another day is looked at all the same."""
    given = {"site": run.site_id, "now": timestamp(now), "at": timestamp(now), "left": schedule.budget}
    given |= {"day": timestamp(now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0))}
    if not schedule.budget:
        known, urgent = (run.connection.execute(sql, given).fetchone()[0] for sql in (_KNOWN, _URGENT))
        given["left"] = max(LEAST, round(SHARE * known))
    looked = run.connection.execute(_LOOKED, given).fetchone()[0]
    given["left"] = max(0, given["left"] - looked, 0 if schedule.budget else urgent)
    run.connection.execute(
        f"{_FRESH} AND id IN (SELECT id FROM ({_WAITING}) ORDER BY until, next_due LIMIT :left)", given
    )
    run.connection.execute(f"{_FRESH} AND {_DUE} AND article_id IS NULL", given)
    if only:
        given |= {"refused": timestamp(now - REFUSED_EVERY), "guessed": timestamp(now - GUESSED_EVERY)}
        run.connection.execute(f"{_FRESH} AND {_REFUSED} AND coalesce(last_seen_at, discovered_at) <= :refused", given)
        run.connection.execute(f"{_FRESH} AND {_BEYOND} AND last_seen_at <= :guessed", given)
