"""Hiding: an article leaves publication while the archive keeps it, and who hid what, when and why stays written."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from crawler.errors import UsageError
from pipelines.transactions import timestamp

_BY_URL: Final = """
SELECT a.id, a.url, a.title, a.status FROM articles a WHERE a.id IN (
  SELECT id FROM articles WHERE url = :url UNION SELECT article_id FROM article_urls WHERE url = :url
  UNION SELECT article_id FROM pages WHERE url = :url AND article_id IS NOT NULL) ORDER BY a.id
"""

#: What the pages of an article say of it by now: there if any of them is, else as the surest of them says.
_SHOW: Final = """
UPDATE articles SET status_since = :now, status = coalesce((
  SELECT CASE WHEN max(p.suspected_at IS NULL) THEN iif(:was IN ('suspected', 'gone', 'unreachable'), 'live', NULL)
    WHEN max(p.state = 'gone') THEN 'gone' ELSE 'suspected' END
  FROM pages p WHERE p.article_id = articles.id AND p.redirect_id IS NULL GROUP BY p.article_id), :was) WHERE id = :id
"""


@dataclass(frozen=True, slots=True)
class Takedown:
    """One hiding: of which article, why, since when (UTC), and until when where it was undone."""

    article_id: int
    url: str
    title: str | None
    why: str
    hidden_at: str
    shown_at: str | None = None


def hide(connection: sqlite3.Connection, urls: Sequence[str], why: str, at: datetime) -> list[Takedown]:
    """Hide the articles at ``urls`` (any address of theirs), inside the caller's transaction; those hidden already stay
    as they are. UsageError for an address that no article has: then nothing should be committed."""
    done = []
    for row in _articles(connection, urls):
        if row["status"] != "hidden":
            now = timestamp(at)
            connection.execute(
                "INSERT INTO takedowns (article_id, url, why, was, hidden_at) VALUES (?, ?, ?, ?, ?)",
                (row["id"], row["url"], why, row["status"], now),
            )
            connection.execute("UPDATE articles SET status = 'hidden', status_since = ? WHERE id = ?", (now, row["id"]))
            done.append(Takedown(row["id"], row["url"], row["title"], why, now))
    return done


def show(connection: sqlite3.Connection, urls: Sequence[str], why: str, at: datetime) -> list[Takedown]:
    """Undo the hiding of the articles at ``urls``, inside the caller's transaction: they have the status again that
    they had, or that their pages, which crawls went on looking at, have by now. UsageError as ``hide``."""
    done = []
    for row in _articles(connection, urls):
        held = connection.execute(
            "SELECT * FROM takedowns WHERE article_id = ? AND shown_at IS NULL ORDER BY id DESC", (row["id"],)
        ).fetchone()
        if row["status"] != "hidden" or held is None:
            continue
        now = timestamp(at)
        connection.execute("UPDATE takedowns SET shown_at = ?, shown_why = ? WHERE id = ?", (now, why, held["id"]))
        connection.execute(_SHOW, {"was": held["was"], "now": now, "id": row["id"]})
        done.append(Takedown(row["id"], row["url"], row["title"], held["why"], held["hidden_at"], now))
    return done


def listed(connection: sqlite3.Connection) -> list[Takedown]:
    """Every hiding there was, newest first."""
    rows = connection.execute(
        "SELECT t.article_id, t.url, a.title, t.why, t.hidden_at, t.shown_at FROM takedowns t"
        " JOIN articles a ON a.id = t.article_id ORDER BY t.hidden_at DESC, t.id DESC"
    )
    return [Takedown(*row) for row in rows]


def _articles(connection: sqlite3.Connection, urls: Sequence[str]) -> list[sqlite3.Row]:
    found: dict[int, sqlite3.Row] = {}
    for url in urls:
        rows = connection.execute(_BY_URL, {"url": url}).fetchall()
        if not rows:
            raise UsageError(f"the archive has no article at {url}. Give one that its page shows.")
        found |= {row["id"]: row for row in rows}
    return list(found.values())
