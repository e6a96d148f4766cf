"""The rows of the copy for publication: taken from the archive, compared with what the copy holds, and put there."""

import re
import sqlite3
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any, Final

from crawler.vietnamese.contacts import masked
from pipelines.export.cuts import beginning
from pipelines.export.publishable import CAPTURES, COPIED, MASKED, NEEDED, OF_ARTICLES, REPLACED, UNIQUE, WHOLE
from pipelines.export.withholding import choose, want
from pipelines.schema.database import PAGE_SIZE
from pipelines.schema.search import FTS_TABLE, TRIGGERS, merge_index

_Row = tuple[Any, ...]
_REFERENCE: Final = re.compile(r"\s+REFERENCES\s+\[?(\w+)\]?\s*\([^)]*\)")
#: Pages that the copy keeps in memory, KiB.
_CACHE_KIB: Final = 131_072


def open_copy(path: Any) -> sqlite3.Connection:
    """The database at ``path`` for a copy in the making: one that breaks off is thrown away, and what is taken out of
    it leaves no trace."""
    copy = sqlite3.connect(path, isolation_level=None)
    copy.execute(f"PRAGMA page_size = {PAGE_SIZE}")
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "secure_delete = ON", f"cache_size = -{_CACHE_KIB}"):
        copy.execute(f"PRAGMA {pragma}")
    return copy


@dataclass(frozen=True, slots=True)
class _Table:
    """How one table is copied. ``taken``: its rows in the archive, without a condition; ``key``: places of the key's
    columns in a row."""

    name: str
    columns: tuple[str, ...]
    taken: str
    key: tuple[int, ...]

    def key_of(self, row: _Row) -> _Row:
        return tuple(row[place] for place in self.key)

    @property
    def put(self) -> str:
        """Of two rows that claim one place, the one read later is right: the other one was changed meanwhile."""
        marks = ", ".join("?" * len(self.columns))
        return f"INSERT OR REPLACE INTO {self.name} ({', '.join(self.columns)}) VALUES ({marks})"

    @property
    def gone(self) -> str:
        return f"DELETE FROM {self.name} WHERE {' AND '.join(f'{self.columns[place]} = ?' for place in self.key)}"


class CopiedRows:
    """Rows on their way from ``source``, an archive (rows as ``sqlite3.Row``) for which ``withholding`` was called, to
    ``copy``, opened by ``open_copy``; with ``mask`` without telephone numbers and e-mail addresses. ``renewed`` counts
    the articles that were brought over again, ``withdrawn`` the texts that were taken out for good."""

    def __init__(self, source: sqlite3.Connection, copy: sqlite3.Connection, *, mask: bool = False) -> None:
        self._source, self._copy, self.renewed, self.withdrawn = source, copy, 0, 0
        source.create_function("beginning", 3, beginning, deterministic=True)
        source.create_function("masked", 1, _masked, deterministic=True)
        replaced = {**REPLACED, **(_masking() if mask else {})}
        self._tables = {name: self._table(name, replaced) for name in COPIED}

    def _table(self, name: str, replaced: Mapping[tuple[str, str], str]) -> _Table:
        columns = self._source.execute(f"PRAGMA table_info({name})").fetchall()
        names = tuple(str(column["name"]) for column in columns)
        values = ", ".join(replaced.get((name, column), column) for column in names)
        key = tuple(place for place, column in enumerate(columns) if column["pk"])
        return _Table(name, names, f"SELECT {values} FROM {name} x WHERE", key)

    def make_tables(self) -> None:
        """Make the tables, without their indexes."""
        for table in COPIED:
            self._copy.execute(_definition(self._source, table))

    def put_articles(self, ids: Iterable[int]) -> None:
        """Bring articles over that the copy does not have."""
        choose(self._source, ids)
        for name, condition in OF_ARTICLES.items():
            table = self._tables[name]
            self._copy.executemany(table.put, self._taken(table, condition))

    def put_captures(self, ids: Iterable[int]) -> None:
        """Bring captures over that the copy does not have."""
        want(self._source, ids)
        table = self._tables["captures"]
        self._copy.executemany(table.put, self._taken(table, CAPTURES))

    def renew_articles(self, ids: Set[int]) -> None:
        """Make the rows of these articles what they should be, whatever the copy has of them."""
        self.renewed += len(ids)
        choose(self._source, ids)
        for name, condition in OF_ARTICLES.items():
            owner = "id" if name == "articles" else "article_id"
            had = self._had(name, owner, ids)
            gone = self._exchange(self._tables[name], had, set(self._taken(self._tables[name], condition)))
            if name == "article_texts":
                self.withdrawn += gone

    def renew_captures(self, ids: Set[int]) -> None:
        """The same with captures."""
        want(self._source, ids)
        table = self._tables["captures"]
        self._exchange(table, self._had("captures", "id", ids), set(self._taken(table, CAPTURES)))

    def take_lists(self) -> dict[str, set[_Row]]:
        """The rows of the small tables, for ``renew_lists``: which of them the copy needs is found out without the
        archive."""
        found = {name: set(self._taken(self._tables[name], condition)) for name, condition in WHOLE.items()}
        return found | {name: set(self._taken(self._tables[name], "1")) for name in NEEDED}

    def renew_lists(self, taken: Mapping[str, set[_Row]]) -> None:
        """Sites, provinces, and the sections, authors and tags of what the copy holds."""
        for name, rows in taken.items():
            needed = {row[0] for row in self._copy.execute(NEEDED.get(name, f"SELECT id FROM {name}"))}
            wanted = {row for row in rows if name in WHOLE or row[0] in needed}
            self._exchange(self._tables[name], self._all(name), wanted)

    def _taken(self, table: _Table, condition: str) -> sqlite3.Cursor:
        cursor = self._source.cursor()
        cursor.row_factory = None
        return cursor.execute(f"{table.taken} {condition}")

    def _had(self, name: str, owner: str, ids: Set[int]) -> set[_Row]:
        values = ", ".join(self._tables[name].columns)
        sql = f"SELECT {values} FROM {name} WHERE {owner} IN (SELECT value FROM json_each(?))"
        return set(self._copy.execute(sql, (f"[{', '.join(map(str, ids))}]",)))

    def _all(self, name: str) -> set[_Row]:
        return set(self._copy.execute(f"SELECT {', '.join(self._tables[name].columns)} FROM {name}"))

    def _exchange(self, table: _Table, had: set[_Row], taken: set[_Row]) -> int:
        """Write what differs; returns how many rows are gone without another in their place."""
        gone = {table.key_of(row) for row in had - taken}
        self._copy.executemany(table.gone, gone)
        new: list[_Row] = sorted(taken - had, key=table.key_of)
        self._copy.executemany(table.put, new)
        return len(gone - {table.key_of(row) for row in taken})

    def index(self) -> None:
        """Build the indexes and the full-text index, drop the views that need what is not there, sum up for queries."""
        indexes = self._source.execute("SELECT tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql NOT NULL")
        for table, sql in indexes.fetchall():
            if table in COPIED:
                self._copy.execute(sql)
        self._copy.execute(_definition(self._source, FTS_TABLE))
        self._copy.execute(f"INSERT INTO {FTS_TABLE} ({FTS_TABLE}) VALUES ('rebuild')")
        self._pack_index()
        for name, sql in self._source.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'").fetchall():
            self._copy.execute(sql)
            try:
                self._copy.execute(f"SELECT * FROM {name} LIMIT 0")
            except sqlite3.OperationalError:  # it shows a table that stays private
                self._copy.execute(f"DROP VIEW {name}")
        self._copy.execute(f"PRAGMA user_version = {self._source.execute('PRAGMA user_version').fetchone()[0]}")
        self._copy.execute("ANALYZE")

    def follow_texts(self) -> None:
        """From now on, as long as the copy is open, let the full-text index follow the texts."""
        for trigger in TRIGGERS.values():
            self._copy.execute(trigger.replace("CREATE TRIGGER", "CREATE TEMP TRIGGER", 1))

    def settle(self) -> None:
        """Put the full-text index in order after texts were exchanged: what was taken out stays in it until it is made
        one piece, as it has to be for what was withdrawn."""
        if self.withdrawn:
            self._pack_index()
        elif self.renewed:
            merge_index(self._copy)

    def articles(self) -> int:
        """How many articles the copy holds."""
        return int(self._copy.execute("SELECT count(*) FROM articles").fetchone()[0])

    def _pack_index(self) -> None:
        self._copy.execute(f"INSERT INTO {FTS_TABLE} ({FTS_TABLE}) VALUES ('optimize')")


def _definition(source: sqlite3.Connection, table: str) -> str:
    """The statement that makes ``table`` in the copy."""
    found = source.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchone()
    return without_private(str(found[0]))


def without_private(sql: str) -> str:
    """The statement without references to tables that the copy does not have: a reader of tables follows each of them,
    and would find none."""
    return _REFERENCE.sub(lambda found: found[0] if found[1] in COPIED else "", sql)


def _masking() -> dict[tuple[str, str], str]:
    """What is written in place of the texts that people wrote."""
    found = {}
    for table, columns in MASKED.items():
        for column in columns:
            text = REPLACED.get((table, column), column)
            differs = f" || CASE WHEN masked({text}) <> {text} THEN ' #' || id ELSE '' END"
            number = differs if (table, column) in UNIQUE else ""
            found[table, column] = f"masked({text}){number}"
    return found


def _masked(text: str | None) -> str | None:
    return masked(text) if text else text
