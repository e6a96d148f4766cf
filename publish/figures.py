"""Figures that are counted over many articles, remembered while they are true, or as long as they are dear.

While nothing was written to the archive a figure is exact. During a crawl one that took a second to count is shown for
a minute before it is counted again, one that took a tenth of a second for six seconds; those that take less are counted
each time. Readers who ask for the same figure at once wait for one count.
"""

import asyncio
import sqlite3
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from weakref import WeakKeyDictionary

#: Counts shorter than this many seconds are not kept once the archive has changed; longer ones KEPT times as long as
#: they took.
_CHEAP: Final = 0.05
_KEPT: Final = 60.0
#: Figures remembered of one database; readers choose authors and months, so that there is no end of them.
_MOST: Final = 500

Row = dict[str, Any]
Key = tuple[str, tuple[tuple[str, Any], ...]]


@dataclass(frozen=True, slots=True)
class _Counted:
    rows: list[Row]
    state: tuple[int, ...]
    at: float
    took: float


_remembered: WeakKeyDictionary[Any, OrderedDict[Key, _Counted]] = WeakKeyDictionary()
_under_way: WeakKeyDictionary[Any, dict[Key, "asyncio.Future[list[Row]]"]] = WeakKeyDictionary()


async def figures(db: Any, sql: str, params: Mapping[str, Any] | None = None) -> list[Row]:
    """The rows of ``sql`` in Datasette database ``db``, counted outside the time that a reader's query has; not to be
    changed by the caller."""
    key = (sql, tuple(sorted((params or {}).items())))
    known = _remembered.setdefault(db, OrderedDict())
    state, found = _state(db.path), known.get(key)
    if found and (found.state == state or time.monotonic() - found.at < _KEPT * found.took > _KEPT * _CHEAP):
        known.move_to_end(key)
        return found.rows
    under_way = _under_way.setdefault(db, {})
    if key not in under_way:
        under_way[key] = asyncio.ensure_future(_count(db, key, state))
        under_way[key].add_done_callback(lambda _: under_way.pop(key, None))
    return await asyncio.shield(under_way[key])


async def _count(db: Any, key: Key, state: tuple[int, ...]) -> list[Row]:
    sql, params = key

    def count(connection: sqlite3.Connection) -> tuple[list[Row], float]:
        begun = time.monotonic()
        return [dict(row) for row in connection.execute(sql, dict(params))], time.monotonic() - begun

    rows: list[Row]
    rows, took = await db.execute_fn(count)
    known = _remembered[db]
    known[key] = _Counted(rows, state, time.monotonic(), took)
    while len(known) > _MOST:
        known.popitem(last=False)
    return rows


def _state(path: str) -> tuple[int, ...]:
    """What differs after every commit: the database and its write-ahead log as the file system sees them."""
    seen: list[int] = []
    for file in (Path(path), Path(f"{path}-wal")):
        try:
            status = file.stat()
            seen += [status.st_ino, status.st_mtime_ns, status.st_size]
        except OSError:
            seen += [0]
    return tuple(seen)
