"""What one crawl shares between scheduler, download handlers, middleware, spider and pipelines."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, cast
from weakref import WeakKeyDictionary

from scrapy.utils.misc import load_object

from crawler.capture.writer import WarcWriter
from crawler.errors import KhotinError
from crawler.ports import CrawlStore, CrawlSummary

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import Crawler


class Session:
    """One crawl's store and WARC writer, and the error that stopped it, if one did.

    There is exactly one a crawler, although Scrapy makes a download handler for each scheme: two writers on one file
    would lose records.
    """

    def __init__(self, crawler: "Crawler") -> None:
        settings = crawler.settings
        self.archive = Path(settings["ARCHIVE"])
        factory = cast("Callable[[Path], CrawlStore]", load_object(settings["STORE_FACTORY"]))
        self.store: CrawlStore = factory(self.archive)
        self.writer = WarcWriter(self.archive / "warc", settings["BOT_NAME"], settings["USER_AGENT"])
        self.begun = False
        self.fatal: KhotinError | None = None
        self.summary: CrawlSummary | None = None
        self._crawler = crawler
        self._stopping: asyncio.Task[None] | None = None

    def stop(self, reason: str, error: KhotinError | None = None) -> None:
        """End the crawl; what is in flight is finished. The first error is what the caller of the crawl is told."""
        self.fatal = self.fatal or error
        if self._stopping is None and self._crawler.engine is not None:
            self._stopping = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason=reason))


_SESSIONS: "WeakKeyDictionary[Crawler, Session]" = WeakKeyDictionary()


def session_of(crawler: "Crawler") -> Session:
    """The crawler's one session, opened on first use. Raises ArchiveError and what the store raises."""
    if crawler not in _SESSIONS:
        _SESSIONS[crawler] = Session(crawler)
    return _SESSIONS[crawler]


def store_of(crawler: "Crawler") -> CrawlStore:
    """The store of the crawler's session."""
    return session_of(crawler).store
