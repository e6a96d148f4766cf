"""Open an archive's database: checked before anything is written, migrated, with the pragmas of a crawl."""

import errno
import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from crawler.errors import ArchiveError, DiskFullError, NewerSchemaError
from pipelines.schema.search import ensure_triggers
from pipelines.schema.tables import SCHEMA_VERSION

if TYPE_CHECKING:
    from sqlite_utils import Database

#: Rows of about 2.5 KB: pages of 8 KiB make the file a fifth smaller than the default 4 KiB.
PAGE_SIZE: Final = 8192
#: How long a writer waits for another one, milliseconds; longer than any transaction of ours by far.
BUSY_TIMEOUT: Final = 30_000
#: The write-ahead log is cut back to this after a checkpoint, bytes.
JOURNAL_SIZE_LIMIT: Final = 64_000_000
#: Pages in the write-ahead log before a checkpoint (32 MiB); at the default 1000, one commit in 50 waits for the disk.
CHECKPOINT_PAGES: Final = 4000
#: Page cache of the writer, KiB; the default of 2 MiB spills inside the transactions of a large archive.
CACHE_KIB: Final = 65_536
#: What SQLite makes beside a database when it opens it, bytes (32 KiB), and as much again.
_BESIDE: Final = 65_536
_FULL: Final = "The disk that holds {path} is full. Free some space and start again; nothing is lost."


@contextmanager
def errors_named(path: Path) -> Iterator[None]:
    """Turn SQLite's and the system's errors about the file at ``path`` into ours, with what to do."""
    try:
        yield
    except sqlite3.DatabaseError as problem:
        raise translated(problem, path) from problem
    except OSError as problem:
        raise translated(problem, path) from problem


def translated(problem: sqlite3.Error | OSError, path: Path) -> ArchiveError | DiskFullError:
    """The error of ours that says what ``problem`` (from SQLite or the system) means for the archive at ``path``."""
    text = str(problem).lower()
    if "disk is full" in text or getattr(problem, "errno", None) == errno.ENOSPC:
        return DiskFullError(_FULL.format(path=path))
    if "not a database" in text or "malformed" in text:
        return ArchiveError(f"{path} is damaged or is no SQLite database ({problem}). It was left as it is; restore "
                            "it from a copy, or move it away and start a new archive.")  # fmt: skip
    if "locked" in text or "busy" in text:
        return ArchiveError(f"{path} is held by another program for too long ({problem}). Close that and try again.")
    if "readonly" in text:
        return ArchiveError(f"{path} cannot be written by you, which SQLite needs also to read it: it keeps a log "
                            "beside the file. Run khotin as the owner of the folder, change its mode, or copy the "
                            "archive to a folder of yours.")  # fmt: skip
    if _is_full(path.parent):  # SQLite calls it an I/O error where it makes a file, a full disk where it lengthens one
        return DiskFullError(_FULL.format(path=path))
    return ArchiveError(f"The archive {path} cannot be opened or written ({problem}). Check the folder and its rights.")


def _is_full(folder: Path) -> bool:
    """Whether the disk of ``folder`` has no room for what SQLite makes beside a database."""
    try:
        disk = os.statvfs(folder)
    except OSError:
        return False
    return disk.f_bavail * disk.f_frsize < _BESIDE


def check_archive(path: Path) -> None:
    """Raise what ``connect`` raises for a file at ``path`` that is no archive of ours (a newer khotin's, another
    program's, a damaged one), before anything is made beside it; nothing where there is none yet."""
    with errors_named(path):
        _check(path)


def _check(path: Path) -> bool:
    """True where ``path`` holds an archive that this program may open; False where there is none yet (no file, or one
    without tables). Reads only."""
    if not path.exists() or path.stat().st_size == 0:
        return False
    connection = sqlite3.connect(_reading(path), uri=True, timeout=BUSY_TIMEOUT / 1000)
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    finally:
        connection.close()
    if version > SCHEMA_VERSION:
        raise NewerSchemaError(
            f"{path} has schema version {version}, made by a newer khotin; this one knows {SCHEMA_VERSION}. "
            "It was left untouched. Install the newer version to open it."
        )
    if tables and not {"sites", "pages", "articles"} <= tables:
        raise ArchiveError(f"{path} is a database of something else, not an archive. Choose another folder.")
    return bool(tables)


def _reading(path: Path) -> str:
    """How to name the file for reading only. On a read-only disk SQLite must be told that nobody writes: it would make
    the index of a write-ahead log beside the file. Elsewhere that would not be true, even where we may not write."""
    log = path.with_name(f"{path.name}-wal")
    still = os.statvfs(path).f_flag & os.ST_RDONLY and not (log.exists() and log.stat().st_size)
    return f"{path.resolve().as_uri()}?mode=ro" + ("&immutable=1" if still else "")


def open_database(path: Path) -> "Database":
    """``connect``, for programs that want sqlite-utils' methods too."""
    return _sqlite_utils()(connect(path))


def _sqlite_utils() -> "type[Database]":
    """The class of sqlite-utils, imported where it is needed. It looks for pandas and NumPy, only to know their types
    of data; where they are installed that takes half a second, so they are out of its sight."""
    hidden = [name for name in ("pandas", "numpy") if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None makes an import fail
    try:
        from sqlite_utils import Database
    finally:
        for name in hidden:
            del sys.modules[name]
    return Database


def connect(path: Path) -> sqlite3.Connection:
    """Open or create the archive database at ``path`` for writing (WAL, foreign keys on) and bring it to the newest
    schema. The connection is in autocommit mode and may be used from any one thread at a time.

    Raises NewerSchemaError, ArchiveError (folder, rights, damage, foreign database) or DiskFullError; a file that
    cannot be opened is left as it was.
    """
    with errors_named(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        _check(path)
        connection = sqlite3.connect(
            path, timeout=BUSY_TIMEOUT / 1000, isolation_level=None, check_same_thread=False, cached_statements=512
        )
        try:
            _prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
    _use_wal(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA recursive_triggers = ON")
    connection.execute(f"PRAGMA journal_size_limit = {JOURNAL_SIZE_LIMIT}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    if connection.execute("PRAGMA user_version").fetchone()[0] < SCHEMA_VERSION:
        _migrate(connection)
    ensure_triggers(connection)


def _migrate(connection: sqlite3.Connection) -> None:
    database_class = _sqlite_utils()  # before the migrations, which import it too
    from pipelines.schema.migrations import migrations

    connection.execute("BEGIN IMMEDIATE")  # two first crawls at once: the second waits, then finds all done
    try:
        migrations.apply(database_class(connection))
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch to WAL. SQLite does not wait here for another connection that is switching as well, so we do."""
    deadline = time.monotonic() + BUSY_TIMEOUT / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as problem:
            if "locked" not in str(problem) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def bring_up_to_date(path: Path) -> None:
    """Migrate the archive database at ``path`` where an older khotin made it; one of today is not written to. Raises as
    ``open_readonly`` and ``connect``."""
    connection = open_readonly(path)
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    finally:
        connection.close()
    if version < SCHEMA_VERSION:
        connect(path).close()


def open_readonly(path: Path) -> sqlite3.Connection:
    """Open the archive database at ``path`` for reading only, rows as ``sqlite3.Row``. Safe while a crawl writes.
    Raises ArchiveError where there is no archive, else as ``connect``."""
    with errors_named(path):
        if not _check(path):
            raise ArchiveError(f"There is no archive at {path}. Crawl a site first, or name its folder with --archive.")
        connection = sqlite3.connect(_reading(path), uri=True, timeout=BUSY_TIMEOUT / 1000, isolation_level=None)
        connection.row_factory = sqlite3.Row
        return connection
