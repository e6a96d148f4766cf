"""The copy of the database for publication as an export: of one moment, in a file of its own, packed and analysed."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Final

from crawler.errors import UsageError
from pipelines.export.copied_rows import CopiedRows, open_copy
from pipelines.export.files import Written, write_binary
from pipelines.export.withholding import withholding

#: Articles, and captures, that are brought over at once: about a tenth of a second.
ARTICLES_AT_ONCE: Final = 200
CAPTURES_AT_ONCE: Final = 5_000


def write_sqlite(connection: sqlite3.Connection, site: str | None, path: Path, *, mask: bool = False) -> list[Written]:
    """Copy the publishable rows of the archive behind ``connection`` (inside a transaction, rows as ``sqlite3.Row``) to
    the database file ``path``: tables, indexes, full-text index, and the views that need nothing else. What is private
    or hidden is never written, not even for a moment; nor are, with ``mask``, telephone numbers and e-mail addresses in
    texts. Rows are counted in articles. UsageError where ``path`` is a
    database that a program writes to, such as the archive itself."""
    if path.is_symlink() or path.with_name(f"{path.name}-wal").exists() or _is_main(connection, path):
        raise UsageError(f"--output {path} is a live database. Name another file.")
    withholding(connection, site)

    def fill(file: IO[bytes]) -> int:
        with _workshop(path) as work, closing(open_copy(work)) as copy:
            rows = CopiedRows(connection, copy, mask=mask)
            copy.execute("BEGIN")
            rows.make_tables()
            for articles in ids(connection, "articles", ARTICLES_AT_ONCE):
                rows.put_articles(articles)
            for captures in ids(connection, "captures", CAPTURES_AT_ONCE):
                rows.put_captures(captures)
            rows.renew_lists(rows.take_lists())
            rows.index()
            copy.execute("COMMIT")
            copy.execute("VACUUM INTO ?", (file.name,))
            return int(copy.execute("SELECT count(*) FROM articles").fetchone()[0])

    return write_binary(fill, path)


def ids(connection: sqlite3.Connection, table: str, many: int) -> Iterator[list[int]]:
    """The ids of ``table``, ascending, so ``many`` at a time; each portion is read when it is asked for."""
    last = -(2**63)
    while True:
        sql = f"SELECT id FROM {table} WHERE id > ? ORDER BY id LIMIT ?"
        found = [row[0] for row in connection.execute(sql, (last, many))]
        if not found:
            return
        yield found
        last = found[-1]


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
