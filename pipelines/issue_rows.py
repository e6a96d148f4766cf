"""Rows of ``issues``: what went wrong, where, since when, how often, and what to do. One row a (site, code, URL,
key)."""

from collections.abc import Iterable
from typing import Final

from crawler.page import Signal
from pipelines.transactions import Run

#: Issues that another good look at the page does not settle; a person or the end of a good run does.
LASTING: Final = ("identity.reused", "version.staged")


def record(
    run: Run,
    signals: Iterable[Signal],
    now: str,
    *,
    url: str = "",
    page_id: int | None = None,
    article_id: int | None = None,
) -> None:
    """Insert each signal, or count it once more and open it again where it is known."""
    run.connection.executemany(
        "INSERT INTO issues (site_id, crawl_id, page_id, article_id, url, code, severity, message, advice, file, key,"
        " first_seen_at, last_seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (site_id, code, url, key) DO UPDATE SET crawl_id = excluded.crawl_id, times = times + 1,"
        " severity = excluded.severity, message = excluded.message, advice = excluded.advice, file = excluded.file,"
        " page_id = coalesce(excluded.page_id, page_id), article_id = coalesce(excluded.article_id, article_id),"
        " last_seen_at = excluded.last_seen_at, resolved_at = NULL",
        [
            (run.site_id, run.crawl_id, page_id, article_id, url, signal.code, signal.severity, signal.message,
             signal.advice, signal.file or "", signal.key or "", now, now)
            for signal in signals
        ],
    )  # fmt: skip


def resolve_page(run: Run, page_id: int, keep: Iterable[str], now: str) -> None:
    """Mark the open issues of a page that its latest look did not show again (codes not in ``keep``) as resolved."""
    spared = {*keep, *LASTING}
    for row in run.connection.execute(
        "SELECT id, code FROM issues WHERE page_id = ? AND resolved_at IS NULL", (page_id,)
    ).fetchall():
        if row["code"] not in spared:
            run.connection.execute("UPDATE issues SET resolved_at = ? WHERE id = ?", (now, row["id"]))


def resolve_code(run: Run, page_id: int, code: str, now: str) -> None:
    """Mark one kind of open issue of a page as resolved."""
    run.connection.execute(
        "UPDATE issues SET resolved_at = ? WHERE page_id = ? AND code = ? AND resolved_at IS NULL",
        (now, page_id, code),
    )


def resolve_article(run: Run, article_id: int, code: str, now: str) -> None:
    """Mark one kind of open issue of an article as resolved."""
    run.connection.execute(
        "UPDATE issues SET resolved_at = ? WHERE article_id = ? AND code = ? AND resolved_at IS NULL",
        (now, article_id, code),
    )


def resolve_unsaid(run: Run, codes: Iterable[str], now: str) -> None:
    """Mark open issues with these codes as resolved that this crawl has not said again."""
    run.connection.executemany(
        "UPDATE issues SET resolved_at = ? WHERE site_id = ? AND code = ? AND crawl_id <> ? AND resolved_at IS NULL",
        [(now, run.site_id, code, run.crawl_id) for code in codes],
    )


def resolve_site(run: Run, codes: Iterable[str], now: str) -> None:
    """Mark open issues of the site as a whole (no page, no URL) with these codes as resolved."""
    run.connection.executemany(
        "UPDATE issues SET resolved_at = ? WHERE site_id = ? AND code = ? AND url = '' AND resolved_at IS NULL",
        [(now, run.site_id, code) for code in codes],
    )
