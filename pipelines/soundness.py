"""Whether the database is sound in itself: SQLite's own checks, the full-text index, and rows that need each other."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pipelines.schema.search import FTS_TABLE
from pipelines.transactions import timestamp

#: What must not be: words for it -> query that gives what is wrong, as text.
_RULES: Final = {
    "has no text": "SELECT 'article ' || a.id || ' (' || a.url || ')' FROM articles a"
    " LEFT JOIN article_texts t ON t.article_id = a.id WHERE t.article_id IS NULL",
    "has no current version": "SELECT 'article ' || a.id || ' (' || a.url || ')' FROM articles a"
    " LEFT JOIN versions v ON v.id = a.current_version_id WHERE v.id IS NULL",
    "shows another text than its current version": "SELECT 'article ' || a.id || ' (' || a.url || ')' FROM articles a"
    " JOIN article_texts t ON t.article_id = a.id JOIN versions v ON v.id = a.current_version_id"
    " WHERE t.body IS NOT v.body OR t.lead IS NOT v.lead OR a.title IS NOT v.title"
    " OR t.title IS NOT coalesce(v.title, '')",
    "has no capture to prove it": "SELECT 'article ' || id || ' (' || url || ')' FROM articles"
    " WHERE capture_id IS NULL",
    "repeats a capture that is not there, or another payload": "SELECT 'capture ' || c.id || ' (' || c.url || ')'"
    " FROM captures c LEFT JOIN captures o ON o.id = c.refers_to WHERE c.record_type = 'revisit' AND c.lost = 0"
    " AND (o.id IS NULL OR o.lost = 1 OR o.record_type <> 'response' OR o.digest <> c.digest)",
}


def faults(connection: sqlite3.Connection) -> Iterator[str]:
    """What SQLite finds wrong with the file, foreign keys that lead nowhere, rows without what they need."""
    try:
        for row in connection.execute("PRAGMA integrity_check"):
            if row[0] != "ok":
                yield f"archive.db: {row[0]}"
        for row in connection.execute("PRAGMA foreign_key_check"):
            yield f"archive.db: row {row[1]} of {row[0]} refers to a row of {row[2]} that is not there"
        for words, sql in _RULES.items():
            for row in connection.execute(sql):
                yield f"{row[0]} {words}"
    except sqlite3.DatabaseError as problem:
        yield f"archive.db: {problem}"


def search_fault(path: Path) -> str | None:
    """What is wrong with the full-text index, or None. SQLite's check is a write that changes nothing, also not how the
    file keeps its journal; while a crawl writes (``is_busy``) and where nobody can (``is_fixed``) it is left out."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, isolation_level=None)) as database:
        try:
            database.execute(f"INSERT INTO {FTS_TABLE} ({FTS_TABLE}, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as problem:
            return f"archive.db: the full-text index does not agree with the texts ({problem})"
    return None


def is_fixed(path: Path) -> bool:
    """Whether we cannot write to the archive: its disk is read-only, or it is another user's."""
    return not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def is_busy(connection: sqlite3.Connection) -> bool:
    """Whether a crawl holds a site."""
    now = timestamp(datetime.now(UTC))
    row = connection.execute("SELECT 1 FROM leases WHERE holder IS NOT NULL AND until > ? LIMIT 1", (now,)).fetchone()
    return row is not None
