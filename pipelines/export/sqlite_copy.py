"""The copy of the database for publication: what readers may have, in a file of its own, packed and analysed."""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Final

from crawler.errors import UsageError
from crawler.vietnamese.contacts import masked
from pipelines.export.captures import Captures
from pipelines.export.cuts import beginning
from pipelines.export.files import Written, write_binary
from pipelines.export.publishable import CHOSEN, COPIED, MASKED, REPLACED, UNIQUE
from pipelines.schema.database import PAGE_SIZE
from pipelines.schema.search import FTS_TABLE

_BATCH: Final = 1000


def write_sqlite(connection: sqlite3.Connection, site: str | None, path: Path, *, mask: bool = False) -> list[Written]:
    """Copy the publishable rows of the archive behind ``connection`` (inside a transaction, rows as ``sqlite3.Row``) to
    the database file ``path``: tables, indexes, full-text index, and the views that need nothing else. What is private
    or hidden is never written, not even for a moment; nor are, with ``mask``, telephone numbers and e-mail addresses in
    texts. Rows are counted in articles. UsageError where ``path`` is a
    database that a program writes to, such as the archive itself."""
    if path.is_symlink() or path.with_name(f"{path.name}-wal").exists() or _is_main(connection, path):
        raise UsageError(f"--output {path} is a live database. Name another file.")
    Captures(connection, site)  # withheld(id)
    connection.execute("DROP TABLE IF EXISTS temp.chosen")
    connection.execute("CREATE TEMP TABLE chosen (id INTEGER PRIMARY KEY, publish TEXT NOT NULL)")
    connection.create_function("beginning", 3, beginning, deterministic=True)
    connection.create_function("masked", 1, _masked, deterministic=True)
    connection.execute(f"INSERT INTO chosen {CHOSEN}", {"site": site})
    replaced = {**REPLACED, **(_masking() if mask else {})}

    def fill(file: IO[bytes]) -> int:
        with _workshop(path) as work, closing(sqlite3.connect(work, isolation_level=None)) as copy:
            _copy(connection, copy, site, replaced)
            copy.execute("VACUUM INTO ?", (file.name,))
            return int(copy.execute("SELECT count(*) FROM articles").fetchone()[0])

    return write_binary(fill, path)


def _is_main(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether ``path`` is the file of the database that is being read."""
    main = connection.execute("PRAGMA database_list").fetchone()[2]
    return path.exists() and path.samefile(main)


@contextmanager
def _workshop(path: Path) -> Iterator[Path]:
    """A file beside ``path`` in which the copy is made before it is packed; removed in the end."""
    work = path.with_name(f".{path.name}.{os.getpid()}.work")
    work.unlink(missing_ok=True)
    try:
        yield work
    finally:
        work.unlink(missing_ok=True)


def _copy(
    source: sqlite3.Connection, copy: sqlite3.Connection, site: str | None, replaced: Mapping[tuple[str, str], str]
) -> None:
    copy.execute(f"PRAGMA page_size = {PAGE_SIZE}")
    copy.execute("PRAGMA journal_mode = OFF")  # a copy that breaks off is made anew
    copy.execute("PRAGMA synchronous = OFF")
    copy.execute("BEGIN")
    for table, condition in COPIED.items():
        copy.execute(_definition(source, table))
        columns = [row["name"] for row in source.execute(f"PRAGMA table_info({table})")]
        values = {column: replaced.get((table, column), column) for column in columns}
        bound = {"site": site} if ":site" in condition else {}
        rows = source.execute(f"SELECT {', '.join(values.values())} FROM {table} x WHERE {condition}", bound)
        insert = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})"
        while batch := list(islice(rows, _BATCH)):
            copy.executemany(insert, batch)
    copy.execute(_definition(source, FTS_TABLE))
    copy.execute(f"INSERT INTO {FTS_TABLE} ({FTS_TABLE}) VALUES ('rebuild')")
    copy.execute(f"INSERT INTO {FTS_TABLE} ({FTS_TABLE}) VALUES ('optimize')")
    _copy_indexes_and_views(source, copy)
    copy.execute("COMMIT")
    copy.execute(f"PRAGMA user_version = {source.execute('PRAGMA user_version').fetchone()[0]}")
    copy.execute("ANALYZE")


def _definition(source: sqlite3.Connection, table: str) -> str:
    found = source.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchone()
    return str(found[0])


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


def _copy_indexes_and_views(source: sqlite3.Connection, copy: sqlite3.Connection) -> None:
    indexes = source.execute("SELECT tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql NOT NULL")
    for table, sql in indexes.fetchall():
        if table in COPIED:
            copy.execute(sql)
    for name, sql in source.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'").fetchall():
        copy.execute(sql)
        try:
            copy.execute(f"SELECT * FROM {name} LIMIT 0")
        except sqlite3.OperationalError:  # it shows a table that stays private
            copy.execute(f"DROP VIEW {name}")
