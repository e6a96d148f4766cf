"""The Scrapy item pipeline that commits: one PageResult in, one transaction; and what becomes of a page when something
before it, or the store itself, fails."""

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from crawler.errors import ArchiveError, KhotinError, reason_of
from crawler.page import Signal
from crawler.ports import PageRef, PageResult
from pipelines.outcomes import FAULT

if TYPE_CHECKING:
    from crawler.fetch.wiring import Session


class StorePipeline:
    """Hands each PageResult to the crawl's store, with others. An error that a person must know of (lease lost,
    disk full) stops the crawl; a fault of the program while a page was read or stored makes that page failed, with an
    issue: a page that stayed leased would keep the crawl open for ever."""

    def __init__(self, session: "Session") -> None:
        """``session`` has a crawl begun on its store."""
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: Any) -> "StorePipeline":
        """Scrapy's constructor."""
        from scrapy import signals  # here, so that a store without a crawl needs no Scrapy

        from crawler.fetch.wiring import session_of

        pipeline = cls(session_of(crawler))
        crawler.signals.connect(pipeline.item_failed, signal=signals.item_error)
        crawler.signals.connect(pipeline.page_failed, signal=signals.spider_error)
        return pipeline

    async def process_item(self, item: PageResult) -> PageResult:
        """Commit the result whole; gives it on unchanged. What it raises comes back through ``item_failed``."""
        await self._session.commits.commit(item)
        self._session.recorded(item.capture)
        self._session.changed()
        return item

    def item_failed(self, item: PageResult, failure: Any, **_: Any) -> None:
        """A pipeline raised: the page fails, its capture, status and links are kept."""
        if isinstance(item, PageResult):
            bare = replace(item, raw_article=None, article=None, decoding=None, redirect_to=None, retry_at=None)
            self._give_up(bare, failure.value)

    def page_failed(self, failure: Any, response: Any, **_: Any) -> None:
        """The spider raised before it had a result: the page fails. ``response`` is one, or the failure of one."""
        request = getattr(response, "request", None)
        meta = request.meta if request is not None else {}
        page = meta.get("page")
        if isinstance(page, PageRef):
            status, capture = getattr(response, "status", None), meta.get("capture")
            self._give_up(PageResult(page, "failed", FAULT, status, capture), failure.value)

    def _give_up(self, result: PageResult, problem: BaseException) -> None:
        if isinstance(problem, KhotinError):
            self._session.stop(reason_of(problem), problem)
            return
        signal = Signal(
            "page.fault",
            f"The program failed on this page: {type(problem).__name__}: {problem}",
            "Please report this with the URL. The capture is kept, so the page can be read again when it is mended.",
            "error",
        )
        self._session.launch(self._commit_failed(replace(result, state="failed", reason=FAULT, signals=(signal,))))

    async def _commit_failed(self, result: PageResult) -> None:
        """Raises ArchiveError where not even this can be stored."""
        try:
            await self._session.commits.commit(result)
        except sqlite3.Error as fault:
            raise ArchiveError(f"{result.page.url} could not be stored: {fault}") from fault
