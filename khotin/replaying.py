"""Captured pages read again in parallel: processes that read records, make articles of them and send those back."""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final, Protocol, TypeVar

from crawler.article import RawArticle
from crawler.errors import ArchiveError, CaptureError
from crawler.extract.joining import join
from crawler.ports import CaptureRecord, PageRef, PageResult
from crawler.profiles import Profile
from crawler.spiders.contents import FURTHER
from crawler.spiders.replay import Place, answer_of, article_at, portable, result_of
from pipelines.normalise import normalise

Task = TypeVar("Task")
Made = TypeVar("Made")

#: Tasks that a process is handed at once: enough that handing over costs little, few enough that none waits long.
CHUNK: Final = 16
#: With fewer tasks than this, starting processes takes longer than the work.
FEW: Final = 150


class Places(Protocol):
    """Where the captures of each URL lie, and when they were made: a mapping, or a look into a database."""

    def get(self, url: str, /) -> Sequence[tuple[datetime, Place]] | None:
        """Those of one URL, oldest first; None or empty where there is none."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a reading process needs: the folder of WARC files, the site's profile, and where the captures of each URL
    lie that may be a later page of an article, oldest first."""

    folder: Path
    profile: Profile
    places: "Places"

    def nearest(self, url: str, moment: datetime) -> Place | None:
        """The capture of ``url`` that was made nearest to ``moment``."""
        found = self.places.get(url)
        return min(found, key=lambda place: abs(place[0] - moment))[1] if found else None

    def whole(self, raw: RawArticle, moment: datetime) -> RawArticle:
        """The article of several pages whose first page, captured at ``moment``, is ``raw``; a page that was not
        captured or cannot be read is left out."""
        parts = []
        for url in raw.next_pages:
            place = self.nearest(url, moment)
            if place is None:
                continue
            try:
                part = article_at(url, place.read(self.folder), self.profile)
            except CaptureError:
                continue
            if part is not None:
                parts.append(part)
        return join(raw, parts)


@dataclass(frozen=True, slots=True)
class Look:
    """One capture to be read for an import."""

    page: PageRef
    capture: CaptureRecord
    place: Place


def look_again(shelf: Shelf, looks: Sequence[Look]) -> list[PageResult | str]:
    """What captured answers mean, their articles typed; or why a record cannot be read."""
    return [_look(shelf, look) for look in looks]


def _look(shelf: Shelf, look: Look) -> PageResult | str:
    try:
        recorded = look.place.read(shelf.folder)
    except CaptureError as problem:
        return str(problem)
    result = result_of(answer_of(look.page, look.capture, recorded), shelf.profile)
    raw = result.raw_article
    if raw is None:
        return result
    if raw.first_page and raw.page_number > 1:
        return replace(result, reason=FURTHER, raw_article=None)
    raw = shelf.whole(raw, look.capture.captured_at) if raw.next_pages else raw
    article = normalise(raw, shelf.profile)
    return portable(replace(result, raw_article=raw, article=replace(article, provenance=dict(article.provenance))))


class Readers:
    """Carries out ``function(shelf, tasks)`` for many tasks, some at once, in ``jobs`` processes; the results, one a
    task, come in order."""

    def __init__(self, shelf: Shelf, jobs: int, few: int | None = None, chunk: int = CHUNK) -> None:
        """``jobs``: 1 reads in this process, as do fewer tasks than ``few``; ``chunk`` tasks are handed over."""
        self._shelf, self._jobs, self._few, self._chunk = shelf, jobs, FEW if few is None else few, chunk

    def each(self, function: Callable[[Shelf, Sequence[Task]], list[Made]], tasks: Sequence[Task]) -> Iterator[Made]:
        """One result a task. Raises ArchiveError where a reading process is killed."""
        if self._jobs == 1 or len(tasks) < self._few:
            for start in range(0, len(tasks), self._chunk):
                yield from function(self._shelf, tasks[start : start + self._chunk])
            return
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(self._jobs, context, _prepare, (self._shelf,)) as pool:
            try:
                yield from self._in(pool, function, iter(tasks))
            except BrokenProcessPool as problem:
                raise ArchiveError(
                    "A process that read captures was killed. Nothing is lost: start again."
                ) from problem
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    def _in(
        self,
        pool: ProcessPoolExecutor,
        function: Callable[[Shelf, Sequence[Task]], list[Made]],
        tasks: Iterator[Task],
    ) -> Iterator[Made]:
        """Some chunks are under way at any time, so that results never pile up."""
        under_way: deque[Future[list[Made]]] = deque()
        while True:
            while len(under_way) < 4 * self._jobs and (chunk := list(islice(tasks, self._chunk))):
                under_way.append(pool.submit(_work, function, chunk))
            if not under_way:
                return
            yield from under_way.popleft().result()


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_SHELF: list[Shelf] = []


def _prepare(shelf: Shelf) -> None:
    """In a new process: keep what all tasks need. Ctrl-C is for the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _SHELF[:] = [shelf]


def _work(function: Callable[[Shelf, Sequence[Task]], list[Made]], tasks: Sequence[Task]) -> list[Made]:
    return function(_SHELF[0], tasks)
