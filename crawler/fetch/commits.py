"""Outcomes of pages on their way into the database: several go into one transaction, since most of what a transaction
costs (writing the log, the pieces of the search index, the disk's sync) is the same for one page as for eight."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from crawler.errors import KhotinError
from crawler.ports import CrawlStore, PageResult

if TYPE_CHECKING:
    from asyncio import Future, Task, TimerHandle

Result = TypeVar("Result")

#: Outcomes of one transaction. A kill loses no more of them: their pages are asked for again.
MOST: Final = 8
#: Seconds that an outcome waits for others at most.
WAIT: Final = 0.25


class Desk(Protocol):
    """What of a crawl's session is needed here."""

    store: CrawlStore

    async def sync(self) -> None:
        """See that all captures are on disk."""

    def on_store(self, call: Callable[..., Result], *given: object) -> Coroutine[Any, Any, Result]:
        """Have the store's thread carry out a call."""


class Commits:
    """Gathers outcomes and has them committed. What they refer to in the WARC is on disk before."""

    def __init__(self, session: Desk) -> None:
        self._session = session
        #: Nothing else is there to be asked for before what waits here is in: nothing is gathered.
        self.eager = True
        self._waiting: list[tuple[PageResult, Future[str]]] = []
        self._running: set[Task[None]] = set()
        self._timer: TimerHandle | None = None

    async def commit(self, result: PageResult) -> str:
        """Wait until the outcome is committed; gives and raises what ``CrawlStore.commit`` does."""
        loop = asyncio.get_running_loop()
        future: Future[str] = loop.create_future()
        self._waiting.append((result, future))
        if self.eager or len(self._waiting) >= MOST:
            self.begin()
        elif self._timer is None:
            self._timer = loop.call_later(WAIT, self.begin)
        return await future

    def begin(self) -> None:
        """Commit what is there now, without waiting for it."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        batch, self._waiting = self._waiting, []
        if batch:
            task = asyncio.ensure_future(self._commit(batch))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def settle(self) -> None:
        """Wait until all that is there now is committed, or has failed: those who wait for it are told."""
        self.begin()
        if self._running:
            await asyncio.wait(list(self._running))

    async def _commit(self, batch: "Sequence[tuple[PageResult, Future[str]]]") -> None:
        results = [result for result, _ in batch]
        (became,) = await asyncio.gather(self._together(results), return_exceptions=True)
        if isinstance(became, BaseException):
            if isinstance(became, KhotinError) or len(batch) == 1:
                became = [became] * len(batch)
            else:  # a fault of the program with one of them: the others need not pay for it
                alone = (self._session.on_store(self._session.store.commit, result) for result in results)
                became = await asyncio.gather(*alone, return_exceptions=True)
        for (_, future), one in zip(batch, became, strict=True):
            if future.done():  # whoever waited was cancelled
                continue
            if isinstance(one, BaseException):
                future.set_exception(one)
            else:
                future.set_result(one)

    async def _together(self, results: Sequence[PageResult]) -> "list[str | BaseException]":
        await self._session.sync()
        return [*await self._session.on_store(self._session.store.commit_all, results)]
