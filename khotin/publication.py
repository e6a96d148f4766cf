"""The copy of the archive that ``khotin serve --public`` shows: ``public/archive.db`` in the archive's folder.

It holds what may be published and nothing else, is made beside its place out of the one before and what changed since,
and renamed over that, so that a reader has either the old or the new one whole.

    python -m khotin.publication ARCHIVE [--mask]        make it now; prints nothing
"""

import hashlib
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from crawler.errors import ArchiveError
from pipelines.export import Basis, LastingCopy, OutdatedError
from pipelines.export.sqlite_copy import ids
from pipelines.schema import connect, open_readonly
from pipelines.schema.database import errors_named
from pipelines.store import DATABASE
from publish.publication import FOLDER, read_facts, write_facts
from publish.standing import QUERY

_HIDDEN_AT: Final = "SELECT max(status_since) FROM articles WHERE status = 'hidden'"
#: What must not be told any longer as soon as it changes: hidings, and what sites allow.
_WITHHELD: Final = """SELECT (SELECT group_concat(id || coalesce(shown_at, '')) FROM takedowns),
  (SELECT group_concat(slug || rights_publish) FROM sites)"""

#: A copy in the making, by the number of the process that makes it.
_WORK: Final = f".{DATABASE}.{{}}.new"
#: The write-ahead log is cut back when it is longer, bytes; half of what a crawl leaves of it.
_MOST_LOG: Final = 32 * 1024 * 1024
#: Seconds that a crawl may be held up for that.
_PATIENCE: Final = 0.2
#: Pages that are counted at once.
_PAGES_AT_ONCE: Final = 10_000
#: A copy from nothing is begun so often, where the rights of sites change meanwhile.
_TRIES: Final = 5


def copy_of(archive: Path) -> Path:
    """Where the copy of the archive in folder ``archive`` lies."""
    return archive / FOLDER / DATABASE


def make(archive: Path, *, mask: bool = False) -> None:
    """Make the copy anew, with ``mask`` without telephone numbers and e-mail addresses: from the copy there is and what
    changed since, else from nothing. ArchiveError or UsageError where the archive cannot be read or the folder written;
    one of an earlier release is upgraded first, as by any crawl."""
    target, database = copy_of(archive), archive / DATABASE
    connect(database).close()
    target.parent.mkdir(exist_ok=True)
    _clear(target.parent)
    work = target.with_name(_WORK.format(os.getpid()))
    try:
        facts = {"source": state_of(database), "masked": mask}
        with errors_named(database), closing(open_readonly(database)) as connection:
            pause = partial(cut_back, database)
            basis, told = _made(LastingCopy(connection, work, partial(_told, connection), mask, pause), target)
            facts |= told | {"basis": basis.as_json(), "standings": _standings(connection, pause)}
        _sign(work, facts)
        work.replace(target)
    finally:
        for left in target.parent.glob(f"{work.name}*"):
            left.unlink()


def _clear(folder: Path) -> None:
    """Remove what a process left that was killed while it made a copy."""
    for left in folder.glob(_WORK.format("*") + "*"):
        if not _is_running(int(left.name.split(".")[3])):
            left.unlink()


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        pass
    return True


def _made(copy: LastingCopy, before: Path) -> tuple[Basis, dict[str, Any]]:
    """Make ``copy`` out of the one ``before`` it, or from nothing; what it was made from and what it knows."""
    known = (read_facts(before) or {}).get("basis")
    with suppress(OutdatedError):
        if known is not None:
            duplicate(before, copy.path)
            return copy.renew(Basis.of_json(known))
    for _ in range(_TRIES):
        with suppress(OutdatedError):
            return copy.fill()
    raise ArchiveError("The rights of sites changed each time that a copy was being made. Try again.")


def _told(connection: sqlite3.Connection) -> dict[str, Any]:
    """What the copy says of the archive at the moment that it shows."""
    return {
        "made_at": _now(),
        "withheld": withheld_in(connection),
        "hidden_at": connection.execute(_HIDDEN_AT).fetchone()[0],
        "last_crawl": connection.execute("SELECT max(ended_at) FROM crawls").fetchone()[0],
    }


def _standings(connection: sqlite3.Connection, pause: Callable[[], None]) -> list[dict[str, Any]]:
    """How the sites stand by now. To count a million pages by state takes long from a cold disk, so what the query
    needs of them is brought together a few at a time, under the name that it asks for."""
    connection.execute("CREATE TEMP TABLE pages (site_id INTEGER, kind TEXT, state TEXT, last_status INTEGER)")
    for pages in ids(connection, "main.pages", _PAGES_AT_ONCE):
        sql = "INSERT INTO temp.pages SELECT site_id, kind, state, last_status FROM main.pages WHERE id BETWEEN ? AND ?"
        connection.execute(sql, (pages[0], pages[-1]))
        pause()
    found = [dict(row) for row in connection.execute(QUERY, {"now": _now()})]
    pause()
    return found


def _sign(work: Path, facts: Mapping[str, Any]) -> None:
    """Write into the finished copy what it says of itself, and see it onto the disk."""
    with closing(sqlite3.connect(work, isolation_level=None)) as copy:
        counts = {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in _tables(copy)}
        write_facts(copy, {**facts, "counts": counts})
    with work.open("rb") as file:
        os.fsync(file.fileno())


def duplicate(file: Path, target: Path) -> None:
    """Copy ``file``; where the file system can, both share what they have in common, and that takes no time."""
    try:
        with file.open("rb") as source, target.open("wb") as copied:
            while os.copy_file_range(source.fileno(), copied.fileno(), 1 << 30):
                pass
    except (OSError, AttributeError):  # not between these file systems, or not on this one
        shutil.copyfile(file, target)


def cut_back(database: Path) -> None:
    """Cut the write-ahead log of ``database`` back where it has grown. A crawl does that too, but while a copy is being
    made it finds a moment without a reader by luck only; who reads knows when that is."""
    log = Path(f"{database}-wal")
    if not log.exists() or log.stat().st_size <= _MOST_LOG:
        return
    with (
        closing(sqlite3.connect(database, timeout=_PATIENCE, isolation_level=None)) as connection,
        suppress(sqlite3.OperationalError),  # another program is in the way: it can wait until the next time
    ):
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()  # nearly all of it, while a crawl writes on
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _tables(copy: sqlite3.Connection) -> list[str]:
    return [str(name) for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]


def state_of(database: Path) -> list[int]:
    """What differs after every commit: sizes and times of the database's files."""
    files = [path.stat() for path in (database, Path(f"{database}-wal")) if path.exists()]
    return [number for file in files if file.st_size for number in (file.st_size, file.st_mtime_ns)]


def withheld_in(connection: sqlite3.Connection) -> str:
    """What differs as soon as an article is hidden or shown again, or a site's rights change."""
    found = connection.execute(_WITHHELD).fetchone()
    return hashlib.sha256(repr(tuple(found)).encode()).hexdigest()


def is_current(archive: Path) -> bool:
    """Whether there is a copy, and nothing was written to the archive since it was made."""
    facts = read_facts(copy_of(archive))
    return facts is not None and facts["source"] == state_of(archive / DATABASE)


def may_be_shown(archive: Path, *, mask: bool = False) -> bool:
    """Whether there is a copy that tells nothing that was withdrawn since, masked as asked for."""
    facts = read_facts(copy_of(archive))
    if (
        facts is None or bool(facts.get("masked")) is not mask
    ):  # made by make(), so that the archive has this release's tables
        return False
    with closing(open_readonly(archive / DATABASE)) as connection:
        return bool(facts["withheld"] == withheld_in(connection))


if __name__ == "__main__":
    make(Path(sys.argv[1]), mask="--mask" in sys.argv[2:])
