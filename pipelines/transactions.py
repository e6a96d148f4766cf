"""Transactions of the one writer: begun IMMEDIATE, fenced by the lease's token, errors named."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from pipelines.schema.database import translated

#: What is dated later than this after the present was dated by a clock that went wrong.
FUTURE: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl of one site as the writer sees it: connection (rows as ``sqlite3.Row``), ids, fencing token. ``met``:
    hashes of links that can do no more in this crawl, since it has met them; ``slugs``: of ``twins``. Both are emptied
    when a transaction fails. ``horizon``: what is dated after it (UTC) lies in the future of a crawl that looks now;
    None where none does."""

    connection: sqlite3.Connection
    site_id: int
    crawl_id: int
    token: int
    met: set[int] = field(default_factory=set, compare=False)
    slugs: dict[str, list[int]] = field(default_factory=dict, compare=False)
    horizon: str | None = None


def timestamp(moment: datetime) -> str:
    """ISO 8601 in UTC, to the second: ``2026-11-23T05:38:00Z``. ``moment`` must be aware."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


@contextmanager
def immediate(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """One write transaction: committed whole, or rolled back whole when anything is raised. SQLite's errors become
    DiskFullError or ArchiveError about the archive at ``path``."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise  # a fault of ours, not of the file
    except (sqlite3.DatabaseError, OSError) as problem:
        raise translated(problem, path) from problem
