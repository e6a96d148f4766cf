"""Which articles and captures were written, in order: what a copy of the archive has to bring over is read from it.

Triggers write it, so that no writer can forget to. One row for each article and capture that was ever written since
the table came: a later write takes the place of an earlier one, under a higher number."""

import sqlite3
from collections.abc import Iterable
from typing import Final

#: Version 4. ``kind``: article or capture (``id`` is its id), everything (writes before it may be missing). ``lot``
#: tells a row from one of the same number in another archive, or in this one before a backup took its place.
UPGRADE_4_CHANGES: Final = """
CREATE TABLE changes (
  seq INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  id INTEGER NOT NULL,
  lot INTEGER NOT NULL DEFAULT (random())
) STRICT;
CREATE INDEX changes_of ON changes (kind, id);
"""

#: Table -> the column that names the article its rows belong to.
_OF_ARTICLES: Final = {"articles": "id"} | dict.fromkeys(
    ("article_texts", "article_html", "versions", "article_urls", "article_authors", "article_tags", "images",
     "attachments", "related_links", "read_counts", "flags"),
    "article_id",
)  # fmt: skip
_NOTED: Final = {table: ("article", column) for table, column in _OF_ARTICLES.items()} | {"captures": ("capture", "id")}
_EVENTS: Final = {"insert": "new", "delete": "old", "update": "new"}
#: So many of the last changes tell by which of them a copy and its archive still agree.
_WITNESSES: Final = 200


def _trigger(table: str, event: str) -> str:
    """Insert first, then delete: the highest number is never free to be given again. No conflict clause, since that of
    the statement that fires the trigger would count instead."""
    (kind, column), row = _NOTED[table], _EVENTS[event]
    noted = f"INSERT INTO changes (kind, id) VALUES ('{kind}', {row}.{column});"
    moved = f"INSERT INTO changes (kind, id) SELECT '{kind}', old.{column} WHERE old.{column} <> new.{column};"
    earlier = (
        f"DELETE FROM changes WHERE kind = '{kind}' AND id = {row}.{column} AND seq < (SELECT max(seq) FROM changes);"
    )
    steps = "\n  ".join(([moved] if event == "update" else []) + [noted, earlier])
    return f"CREATE TRIGGER {table}_{event}_noted AFTER {event.upper()} ON {table} BEGIN\n  {steps}\nEND"


CHANGE_TRIGGERS: Final = {f"{table}_{event}_noted": _trigger(table, event) for table in _NOTED for event in _EVENTS}


#: A change: number, kind, id, lot.
Change = tuple[int, str, int, int]


def witnesses(connection: sqlite3.Connection) -> list[Change]:
    """The last changes that the transaction sees, newest first."""
    rows = connection.execute("SELECT seq, kind, id, lot FROM changes ORDER BY seq DESC LIMIT ?", (_WITNESSES,))
    return [(row[0], row[1], row[2], row[3]) for row in rows.fetchall()]


def agreed(connection: sqlite3.Connection, seen: Iterable[Change]) -> Change | None:
    """The newest of the changes ``seen`` earlier that this archive knows as well; None where there is none, or writes
    since may not have been noted. Until then both had the same history; what else was seen later may be lost."""
    found = next((change for change in seen if _knows(connection, change)), None)
    if found is None:
        return None
    missed = "SELECT 1 FROM changes WHERE seq > ? AND kind = 'everything'"
    return None if connection.execute(missed, (found[0],)).fetchone() else found


def _knows(connection: sqlite3.Connection, change: Change) -> bool:
    sql = "SELECT 1 FROM changes WHERE seq = ? AND kind = ? AND id = ? AND lot = ?"
    return connection.execute(sql, tuple(change)).fetchone() is not None


def newest(connection: sqlite3.Connection) -> int:
    """The number of the last write that the transaction sees."""
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM changes").fetchone()[0])


def changed_since(connection: sqlite3.Connection, seq: int, kind: str) -> set[int]:
    """Ids of the articles or captures (``kind``) that were written after number ``seq``."""
    return {row[0] for row in connection.execute("SELECT id FROM changes WHERE seq > ? AND kind = ?", (seq, kind))}


def note_everything(connection: sqlite3.Connection, missing: Iterable[str]) -> None:
    """Say that writes may not have been noted, where a trigger that notes them is among the ``missing``."""
    if set(missing) & set(CHANGE_TRIGGERS):
        connection.execute("INSERT INTO changes (kind, id) VALUES ('everything', 0)")
