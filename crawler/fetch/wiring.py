"""What one crawl shares between scheduler, download handlers, middleware, spider and pipelines."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast
from weakref import WeakKeyDictionary

from scrapy.utils.misc import load_object

from crawler.capture.writer import WarcWriter, Writing
from crawler.errors import CaptureError, KhotinError, StoppedError, reason_of
from crawler.fetch.commits import Commits
from crawler.fetch.pace import Pace
from crawler.fetch.transfer import Transfer
from crawler.ports import CaptureRecord, CrawlStore, CrawlSummary, PageRef

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.article import RawArticle
    from crawler.capture.exchange import Exchange
    from crawler.clock import Clock

Result = TypeVar("Result")

#: Seconds since the lease was last seen to be ours after which a request is sent only if it still is: we may have been
#: asleep.
LEASE_LOOK: Final = 5.0


class Session:
    """One crawl's store, WARC writer and connections, and the error that stopped it, if one did.

    There is exactly one a crawler, although Scrapy makes a download handler for each scheme: two writers on one file
    would lose records. Store and WARC have one thread each, so that a slow disk never holds up the event loop; calls
    are carried out in the order they are made.
    """

    def __init__(self, crawler: "Crawler") -> None:
        settings = crawler.settings
        self.archive = Path(settings["ARCHIVE"])
        self._store_thread = ThreadPoolExecutor(1, "store")
        self._warc_thread = ThreadPoolExecutor(1, "warc")
        self.clock: Clock = settings["CLOCK"]
        factory = cast("Callable[[Path, Clock], CrawlStore]", load_object(settings["STORE_FACTORY"]))
        self.store: CrawlStore = factory(self.archive, self.clock)
        self.writer = WarcWriter(self.archive / "warc", Writing(settings["BOT_NAME"], settings["USER_AGENT"]))
        self.transfer = Transfer(self._keep_stray, self.clock, self.may_ask)
        self.pace = Pace(self, settings.getfloat("HOST_DELAY"))
        self.begun = False
        self.fatal: KhotinError | None = None
        self.summary: CrawlSummary | None = None
        self._crawler = crawler
        self._stopping: asyncio.Task[None] | None = None
        self._alive_at = time.monotonic()
        self.waiting = 0
        #: The operator wants the crawl to end.
        self.interrupted = False
        self.changed: Callable[[], None] = _nobody
        #: Called when a capture was written.
        self.captured: Callable[[], None] = _nobody
        self.commits = Commits(self)
        #: Reads a capture again by today's rules: the whole article of its page, None where it has none.
        self.read_again: Callable[[CaptureRecord], Awaitable[RawArticle | None]] = _unread
        self._unrecorded: dict[tuple[str, int], CaptureRecord] = {}

    async def on_store(self, call: Callable[..., Result], *given: object) -> Result:
        """Have the store's thread carry out ``call(*given)``; raises what it raises. Carried out also where the caller
        is cancelled."""
        return await asyncio.get_running_loop().run_in_executor(self._store_thread, call, *given)

    def post(self, call: Callable[..., object], *given: object) -> None:
        """The same without waiting, for places that cannot; an error that a person must know of stops the crawl."""
        self.launch(self.on_store(call, *given))

    def launch(self, work: "Coroutine[Any, Any, object]") -> None:
        """The same for work of several steps."""
        asyncio.ensure_future(work).add_done_callback(self._posted)

    def now_on_store(self, call: Callable[..., Result], *given: object) -> Result:
        """The same, blocking: for the crawl's first and last steps."""
        return self._store_thread.submit(call, *given).result()

    def _posted(self, task: "asyncio.Future[object]") -> None:
        self.changed()
        problem = None if task.cancelled() else task.exception()
        if isinstance(problem, KhotinError):
            self.stop(reason_of(problem), problem)

    async def may_ask(self) -> None:
        """Before a request: nothing is sent any more once the crawl is stopping (StoppedError, or what stopped it), nor
        where the lease is lost."""
        self.raise_if_stopping()
        await self._check_lease()

    @property
    def stopping(self) -> bool:
        """Whether the crawl was told to end."""
        return self._stopping is not None

    def raise_if_stopping(self) -> None:
        """StoppedError, or what stopped the crawl, where it is stopping."""
        if self.fatal is not None:
            raise self.fatal
        slot = self._crawler.engine._slot if self._crawler.engine is not None else None  # noqa: SLF001 (not public)
        if self._stopping is not None or (slot is not None and slot.closing is not None):
            raise StoppedError("The crawl is stopping.")

    async def _check_lease(self) -> None:
        """Where we did nothing for a while (stopped by a signal, a sleeping machine), see that no
        other crawl has taken the site over. Raises LeaseLostError, and stops the crawl."""
        now = time.monotonic()
        if now - self._alive_at < LEASE_LOOK:
            return
        try:
            await self.on_store(self.store.check)
        except KhotinError as problem:
            self.stop(reason_of(problem), problem)
            raise
        self._alive_at = max(self._alive_at, now)  # not when the answer came: we may have been asleep meanwhile

    async def keep(self, exchange: "Exchange", page: PageRef | None) -> CaptureRecord:
        """Write an exchange to the WARC. A page's index row is written with its outcome, in one transaction
        (``recorded``), when the record is on disk (``sync``); what is no page's has its row at once. Raises
        CaptureError, DiskFullError or LeaseLostError, and stops the crawl then."""
        known = page.known if page is not None else None
        try:
            record = await asyncio.get_running_loop().run_in_executor(
                self._warc_thread, self.writer.write, exchange, known
            )
            self.captured()
            if page is None:
                await self.sync()
                record = await self.on_store(self.store.record_capture, record)
            else:
                self._unrecorded[record.warc, record.offset] = record
        except KhotinError as problem:
            self.stop(reason_of(problem), problem)
            raise
        except Exception as problem:  # a fault in the writer: a page without evidence must not be read
            fault = CaptureError(f"{exchange.url} could not be captured: {type(problem).__name__}: {problem}")
            self.stop("capture_failed", fault)
            raise fault from problem
        return record

    async def sync(self) -> None:
        """See that all captures are on disk, before a row refers to them. Raises CaptureError or DiskFullError, and
        stops the crawl."""
        try:
            await asyncio.get_running_loop().run_in_executor(self._warc_thread, self.writer.sync)
        except KhotinError as problem:
            self.stop(reason_of(problem), problem)
            raise

    def recorded(self, capture: CaptureRecord | None) -> None:
        """The row of a page's capture was committed with the page's outcome."""
        if capture is not None:
            self._unrecorded.pop((capture.warc, capture.offset), None)

    async def record_rest(self) -> None:
        """At a crawl's end: the rows of captures whose pages came to no outcome. After a kill, recovery does this."""
        await self.commits.settle()
        if self._unrecorded:
            await self.sync()
        for capture in list(self._unrecorded.values()):
            await self.on_store(self.store.record_capture, capture)
            self.recorded(capture)

    def _keep_stray(self, url: str, data: bytes) -> None:
        if self.begun:
            self._warc_thread.submit(self.writer.write_stray, url, data, self.clock())

    def stop(self, reason: str, error: KhotinError | None = None) -> None:
        """End the crawl; what is in flight is finished. The first error is what the caller of the crawl is told."""
        self.fatal = self.fatal or error
        self.commits.eager = True
        self.commits.begin()
        if self._stopping is None and self._crawler.engine is not None:
            self._stopping = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason=reason))

    async def close(self) -> None:
        """Close files and database. Nothing can be called after it."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._warc_thread, self.writer.close)
        await loop.run_in_executor(self._store_thread, self.store.close)
        self._warc_thread.shutdown()
        self._store_thread.shutdown()


def _nobody() -> None:
    """Stands in for the frontier until it listens."""


async def _unread(_capture: CaptureRecord) -> None:
    """Stands in where nobody reads captures."""


_SESSIONS: "WeakKeyDictionary[Crawler, Session]" = WeakKeyDictionary()


def session_of(crawler: "Crawler") -> Session:
    """The crawler's one session, opened on first use. Raises ArchiveError and what the store raises."""
    if crawler not in _SESSIONS:
        _SESSIONS[crawler] = Session(crawler)
    return _SESSIONS[crawler]


def store_of(crawler: "Crawler") -> CrawlStore:
    """The store of the crawler's session."""
    return session_of(crawler).store
