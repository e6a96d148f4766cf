"""Figures that are counted over many articles, remembered while they are true, or as long as they are dear.

While nothing was written to the archive a figure is exact. During a crawl one that took a second to count is shown
for 100 seconds before it is counted again, one that took a hundredth for one, and until that is done; those that take
less than five milliseconds are counted each time. Readers who ask for the same figure at once wait for one count.
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

#: Counts of fewer seconds (of the processor) are not kept once the archive has changed; longer ones KEPT times as long
#: as they took.
_CHEAP: Final = 0.005
_KEPT: Final = 100.0
#: Seconds after which a reader waits for a new count rather than see the last one while it goes on.
_OLDEST: Final = 600.0
#: Figures remembered of one database; readers choose authors and months, so that there is no end of them.
_MOST: Final = 500

#: What took longer than this many seconds, and has few rows, is kept by ``remember_dear``.
_DEAR: Final = 0.004
_FEW_ROWS: Final = 1_000

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
        under_way[key].add_done_callback(lambda task: under_way.pop(key, None) and task.exception())
    if found and found.took > _CHEAP and time.monotonic() - found.at < _OLDEST:
        return found.rows
    return await asyncio.shield(under_way[key])


async def _count(db: Any, key: Key, state: tuple[int, ...]) -> list[Row]:
    sql, params = key

    def count(connection: sqlite3.Connection) -> tuple[list[Row], float]:
        begun = time.thread_time()
        return [dict(row) for row in connection.execute(sql, dict(params))], time.thread_time() - begun

    found: tuple[list[Row], float] = await db.execute_fn(count)
    rows, took = found
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
            seen += [status.st_ino, status.st_mtime_ns, status.st_size] if status.st_size else [0]
        except OSError:
            seen += [0]  # as an empty log, which a reader makes by its opening
    return tuple(seen)


def remember_dear(db: Any) -> None:
    """Let Datasette database ``db`` keep what was dear to find (facets, counts, ready queries) for as long as nothing
    is written to it; then a result is exactly what it was."""
    plain = db.execute
    known: OrderedDict[Any, tuple[tuple[int, ...], Any]] = OrderedDict()

    async def execute(sql: str, params: Any = None, *rest: Any, **options: Any) -> Any:
        state = _state(db.path)
        named = tuple(sorted(params.items())) if isinstance(params, Mapping) else tuple(params or ())
        key = (sql, named, rest, tuple(sorted(options.items())))
        if key in known and known[key][0] == state:
            known.move_to_end(key)
            return known[key][1]
        begun = time.monotonic()
        found = await plain(sql, params, *rest, **options)
        if time.monotonic() - begun >= _DEAR and len(found.rows) <= _FEW_ROWS:
            known[key] = state, found
            while len(known) > _MOST:
                known.popitem(last=False)
        return found

    db.execute = execute
