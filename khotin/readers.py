"""Captured pages read again in parallel: this process and others read records, make articles of them and send those
back."""

import gc
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

import click

from crawler.errors import ArchiveError

if TYPE_CHECKING:
    from khotin.replaying import Shelf

Task = TypeVar("Task")
Made = TypeVar("Made")
#: Carries out some tasks: their results, in order.
Reading: TypeAlias = Callable[["Shelf", Sequence[Task]], list[Made]]

#: Tasks that a process is handed at once: enough that handing over costs little, few enough that none waits long.
CHUNK: Final = 16
#: With fewer tasks than this, starting processes takes longer than the work.
FEW: Final = 150
#: Chunks that each other process has before it: the one it reads and the next, so that it never waits for this process.
AHEAD: Final = 2
#: Chunks a process of which the results may wait for an earlier one.
WAITING: Final = 8
#: So many new objects bring the garbage collector; at Python's 700 it comes with every page, and finds nothing.
RARELY: Final = 5_000


class Readers:
    """Carries out ``function(shelf, tasks)`` for many tasks, some at once, in ``jobs`` processes, of which this is one;
    the results, one a task, come in order."""

    def __init__(self, shelf: "Shelf", jobs: int, few: int | None = None, chunk: int = CHUNK) -> None:
        """``jobs``: 1 reads in this process, as do fewer tasks than ``few``; ``chunk`` tasks are handed over."""
        self._shelf, self._jobs, self._few, self._chunk = shelf, jobs, FEW if few is None else few, chunk

    def each(self, function: "Reading[Task, Made]", tasks: Sequence[Task]) -> Iterator[Made]:
        """One result a task. Raises ArchiveError where a reading process is killed."""
        with _rarely_collected():
            yield from self._each(function, tasks)

    def _each(self, function: "Reading[Task, Made]", tasks: Sequence[Task]) -> Iterator[Made]:
        if self._jobs == 1 or len(tasks) < self._few:
            for start in range(0, len(tasks), self._chunk):
                yield from function(self._shelf, tasks[start : start + self._chunk])
            return
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(self._jobs - 1, context, _prepare, (self._shelf,)) as pool:
            try:
                yield from self._in(pool, function, tasks)
            except BrokenProcessPool as problem:
                raise ArchiveError(
                    "A process that read captures was killed. Nothing is lost: start again."
                ) from problem
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    def _chunks(self, tasks: Sequence[Task]) -> Iterator[Sequence[Task]]:
        """The tasks in pieces, small ones in the end: then no process reads for long while the others have nothing."""
        start = 0
        while start < len(tasks):
            size = max(1, min(self._chunk, (len(tasks) - start) // (2 * AHEAD * self._jobs)))
            yield tasks[start : start + size]
            start += size

    def _in(self, pool: ProcessPoolExecutor, function: "Reading[Task, Made]", tasks: Sequence[Task]) -> Iterator[Made]:
        """The other processes always have something before them. While the next results are still being made there,
        this process, which takes what comes and writes it, reads as well."""
        chunks, under_way = self._chunks(tasks), deque[Future[list[Made]]]()
        at_once = (self._jobs - 1) * (AHEAD if len(tasks) > AHEAD * self._jobs * self._chunk else 1)
        given: list[Future[list[Made]]] = []

        def supply() -> None:
            given[:] = [future for future in given if not future.done()]
            for chunk in islice(chunks, at_once - len(given)):
                given.append(pool.submit(_work, function, chunk))
                under_way.append(given[-1])

        supply()
        while under_way:
            idle = not under_way[0].done() and len(under_way) < WAITING * self._jobs
            mine = next(chunks, None) if idle else None
            if mine is not None:
                under_way.append(_finished(function(self._shelf, mine)))
            else:
                for made in under_way.popleft().result():
                    yield made
                    supply()
            supply()


@contextmanager
def _rarely_collected() -> Iterator[None]:
    """Reading leaves no objects behind that refer to each other in a circle. So these are looked for seldom, and never
    among what was there before."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(RARELY, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _finished(results: list[Made]) -> Future[list[Made]]:
    future: Future[list[Made]] = Future()
    future.set_result(results)
    return future


def shown(items: Iterable[Made], count: int, words: str) -> Iterator[Made]:
    """The items, with a bar on stderr where that is a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, count, words, file=sys.stderr) as bar:
        yield from bar


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_SHELF: "list[Shelf]" = []


def _prepare(shelf: "Shelf") -> None:
    """In a new process: keep what all tasks need. Ctrl-C is for the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _SHELF[:] = [shelf]
    gc.freeze()
    gc.set_threshold(RARELY, *gc.get_threshold()[1:])


def _work(function: "Reading[Task, Made]", tasks: Sequence[Task]) -> list[Made]:
    return function(_SHELF[0], tasks)
