"""The data dictionary: every table and view of the archive as its schema has it, each column with its type, what
it points to and what it means, in Vietnamese and English. ``/tu-dien`` shows it, docs/data-dictionary.md is made of it.
"""

import sqlite3
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from datasette.utils.asgi import Response

from publish.answering import archive, page
from publish.gate import OPEN, withholds
from publish.tables import TABLES, VIEWS

_MEANINGS: Final = Path(__file__).with_name("columns.toml")
_SHARED: Final = "shared"

#: View -> the table whose columns it mostly shows.
_OF_VIEW: Final = {"v_articles": "articles", "v_versions": "versions", "v_open_issues": "issues", "v_sites": "sites"}

Meaning = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: declared type (empty in views), whether it may be null, whether it is (part of) the key, ``table``
    that it points to, meaning in Vietnamese and English (empty where nothing is known)."""

    name: str
    type: str
    nullable: bool
    key: bool
    table: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One table or view: its name, whether it is a view, its title in both languages, its columns in order."""

    name: str
    is_view: bool
    vi: str
    en: str
    columns: tuple[Column, ...]


async def dictionary(datasette: Any, request: Any) -> Response:
    """``/tu-dien``: the dictionary of the archive that is being served."""
    db = archive(datasette)
    found = await db.execute_fn(entries)
    linked = OPEN if await withholds(db) else {entry.name for entry in found}
    return page(datasette, request, "dictionary.html", {"entries": found, "linked": linked})


def entries(connection: sqlite3.Connection) -> list[Entry]:
    """The tables and views of the database behind ``connection``, those for readers first; those of SQLite, of the
    full-text index and of strangers left out."""
    have = dict(connection.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')").fetchall())
    return [_entry(connection, name, have[name] == "view") for name in (*TABLES, *VIEWS) if name in have]


@cache
def meanings() -> Mapping[str, Mapping[str, Meaning]]:
    """Table -> column -> (Vietnamese, English), as columns.toml has them; ``shared`` is for all tables."""
    with _MEANINGS.open("rb") as file:
        read = tomllib.load(file)
    return {table: {column: (vi, en) for column, (vi, en) in columns.items()} for table, columns in read.items()}


def meaning(table: str, column: str) -> Meaning:
    """What ``column`` of ``table`` means, in Vietnamese and English; a view's column means what the table's does."""
    known = meanings()
    for place in (table, _OF_VIEW.get(table, _SHARED), _SHARED):
        if found := known.get(place, {}).get(column):
            return found
    return "", ""


def _entry(connection: sqlite3.Connection, name: str, is_view: bool) -> Entry:
    targets = {row[3]: row[2] for row in connection.execute(f"PRAGMA foreign_key_list({name})")}
    columns = tuple(
        Column(column, kind, not notnull and not key, bool(key), targets.get(column, ""), *meaning(name, column))
        for _, column, kind, notnull, _, key in connection.execute(f"PRAGMA table_info({name})")
    )
    if is_view:
        vi, _, en = VIEWS[name].partition(" · ")
    else:
        vi, en = TABLES[name].vi, TABLES[name].en
    return Entry(name, is_view, vi, en, columns)
