"""The copy for publication, as ``khotin.publication`` makes it: how it is told from the archive, and what it knows of
what was left out of it (frontier, crawls, hidden articles)."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from weakref import WeakKeyDictionary

#: Where the copy lies, in the archive's folder.
FOLDER: Final = "public"
#: Facts about the copy, each a name with JSON: ``made_at`` and ``hidden_at`` (UTC or null: when the archive was read,
#: when it last hid an article), ``last_crawl`` (UTC or null), ``source`` (what the archive's files looked like),
#: ``counts`` (rows by table), ``standings`` (rows of ``standing.QUERY``), ``masked`` (whether it is without telephone
#: numbers and e-mail addresses), ``basis`` (what it was made from, for the next one that is made from it).
TABLE: Final = "publication"
DEFINITION: Final = (
    f"CREATE TABLE IF NOT EXISTS {TABLE} (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID"
)

Facts = dict[str, Any]


def write_facts(connection: sqlite3.Connection, facts: Mapping[str, Any]) -> None:
    """Put ``facts`` into a copy, in the place of what it said before."""
    connection.execute(DEFINITION)
    rows = [(name, json.dumps(value, ensure_ascii=False)) for name, value in facts.items()]
    connection.executemany(f"INSERT OR REPLACE INTO {TABLE} VALUES (?, ?)", rows)


def read_facts(database: Path) -> Facts | None:
    """What the copy at ``database`` says of itself; None for an archive, or where there is no such file."""
    if not database.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return {name: json.loads(value) for name, value in connection.execute(f"SELECT name, value FROM {TABLE}")}
    except sqlite3.Error:
        return None


_known: WeakKeyDictionary[Any, Facts | None] = WeakKeyDictionary()


async def facts_of(db: Any) -> Facts | None:
    """The same of Datasette's database ``db``."""
    if db not in _known:
        stored = await db.execute("SELECT 1 FROM sqlite_master WHERE name = :name", {"name": TABLE})
        found = await db.execute(f"SELECT name, value FROM {TABLE}") if stored.rows else None
        _known[db] = {row["name"]: json.loads(row["value"]) for row in found.rows} if found else None
    return _known[db]


async def is_masked(db: Any) -> bool:
    """Whether ``db`` is a copy without telephone numbers and e-mail addresses: then nothing may be shown that still has
    them, as captured pages and files of the archive do."""
    return bool((await facts_of(db) or {}).get("masked"))
