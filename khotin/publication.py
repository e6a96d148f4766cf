"""The copy of the archive that ``khotin serve --public`` shows: ``public/archive.db`` in the archive's folder.

It holds what may be published and nothing else, is made beside its place and renamed over the one before, so that a
reader has either the old or the new one whole.

    python -m khotin.publication ARCHIVE [--mask]        make it now; prints nothing
"""

import hashlib
import os
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from pipelines.export import write_sqlite
from pipelines.schema import open_database, open_readonly
from pipelines.store import DATABASE
from publish.publication import FOLDER, read_facts, write_facts
from publish.standing import QUERY

_HIDDEN_AT: Final = "SELECT max(status_since) FROM articles WHERE status = 'hidden'"
#: What must not be told any longer as soon as it changes: hidings, and what sites allow.
_WITHHELD: Final = """SELECT (SELECT group_concat(id || coalesce(shown_at, '')) FROM takedowns),
  (SELECT group_concat(slug || rights_publish) FROM sites)"""


def copy_of(archive: Path) -> Path:
    """Where the copy of the archive in folder ``archive`` lies."""
    return archive / FOLDER / DATABASE


def make(archive: Path, *, mask: bool = False) -> None:
    """Make the copy anew, with ``mask`` without telephone numbers and e-mail addresses. ArchiveError or UsageError
    where the archive cannot be read or the folder written; one of an earlier release is upgraded first, as by any
    crawl."""
    target = copy_of(archive)
    open_database(archive / DATABASE).close()
    target.parent.mkdir(exist_ok=True)
    work = target.with_name(f".{DATABASE}.{os.getpid()}.new")
    try:
        facts = _write(archive / DATABASE, work, mask)
        with closing(sqlite3.connect(work, isolation_level=None)) as copy:
            copy.execute("PRAGMA journal_mode = DELETE")  # a file that is only read needs no log beside it
            counts = {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in _tables(copy)}
            write_facts(copy, {**facts, "counts": counts})
        work.replace(target)
    finally:
        for left in target.parent.glob(f"{work.name}*"):
            left.unlink()


def _write(database: Path, work: Path, mask: bool) -> dict[str, Any]:
    """Write the publishable rows to ``work``; what the copy will say of the archive at that moment."""
    source, now = state_of(database), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with closing(open_readonly(database)) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("BEGIN")
        withheld = withheld_in(connection)
        write_sqlite(connection, None, work, mask=mask)
        return {
            "made_at": now,
            "source": source,
            "withheld": withheld,
            "hidden_at": connection.execute(_HIDDEN_AT).fetchone()[0],
            "last_crawl": connection.execute("SELECT max(ended_at) FROM crawls").fetchone()[0],
            "masked": mask,
            "standings": [dict(row) for row in connection.execute(QUERY, {"now": now})],
        }


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
