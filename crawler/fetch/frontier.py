"""Scrapy's SCHEDULER over the table ``pages``: the database is the queue, this is only its window in memory."""

import asyncio
from collections import deque
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler
from scrapy.utils.defer import deferred_from_coro

from crawler import __version__
from crawler.capture.recovery import recover
from crawler.capture.writer import Writing
from crawler.discovery.id_range import next_ids
from crawler.discovery.urls import canonical
from crawler.errors import EXIT_CODES, CaptureError, KhotinError, exit_code, reason_of
from crawler.fetch.wiring import Session, session_of
from crawler.operator import operator_of, require_contact
from crawler.page import Link, PageKind
from crawler.ports import CrawlOptions, PageRef
from crawler.settings_digest import settings_digest, without_password

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred

    from crawler.profiles import IdRange, Profile
    from crawler.spiders.news import NewsSpider

#: Pages leased at a time. Small, so that a page found now with a higher priority is not kept waiting.
WINDOW = 8
#: Scrapy's words for an end that the operator or a limit brought about, and ours.
REASONS = {"shutdown": "interrupted", "closespider_timeout": "time_limit"}
#: Seconds at most between two looks at the queue while pages wait for their time.
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at the queue found: pages leased now; how many more this crawl waits for; in how many seconds the
    first of those is due."""

    pages: list[PageRef]
    waiting: int
    due_in: float | None


class Frontier(BaseScheduler):
    """Leases pages from the store and hands them to Scrapy as requests with ``meta["page"]``. The window is filled on
    the store's thread, so that Scrapy, which asks without waiting, never waits for the disk."""

    def __init__(self, crawler: "Crawler") -> None:
        self._crawler = crawler
        self._limit = crawler.settings.getint("PAGE_LIMIT")
        self._size_limit = crawler.settings.getint("SIZE_LIMIT")
        self._window: deque[PageRef] = deque()
        self._handed_out = 0
        self._session: Session | None = None
        self._spider: NewsSpider | None = None
        self._filling: asyncio.Task[None] | None = None
        self._stale = True
        self._drained = False
        self._timer: asyncio.TimerHandle | None = None

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "Frontier":
        """Scrapy's constructor."""
        return cls(crawler)

    def open(self, spider: "Spider") -> None:
        """Take the site's lease and begin the crawl. Raises UsageError without a contact; what the store raises (a
        lease that is held) becomes the session's error."""
        settings = self._crawler.settings
        operator = operator_of(Path(settings["ARCHIVE"]), settings["CONTACT"])
        require_contact(spider.profile, operator)  # type: ignore[attr-defined]
        self._spider = spider  # type: ignore[assignment]
        session = self._session = session_of(self._crawler)
        session.changed, session.captured = self.changed, self.captured
        slug = spider.profile.slug  # type: ignore[attr-defined]
        session.writer.writing = Writing(
            slug, settings["USER_AGENT"], operator.contact, settings.getint("DISK_RESERVE")
        )
        try:
            options = self._options(spider.profile, operator.contact)  # type: ignore[attr-defined]
            session.now_on_store(self._begin, session, spider.profile, options)  # type: ignore[attr-defined]
            memory = session.now_on_store(session.store.memory)
            spider.profile = replace(spider.profile, memory=memory)  # type: ignore[attr-defined]
        except KhotinError as problem:
            # Scrapy answers an error in here with tracebacks of its own; the crawl ends before its first page instead.
            session.fatal = problem

    def _options(self, profile: "Profile", contact: str) -> CrawlOptions:
        """How this crawl was asked for, for its row."""
        settings = self._crawler.settings
        asked = settings.get("CONFIRM_AFTER")
        return CrawlOptions(
            recheck=settings.getbool("RECHECK"),
            due=settings.getbool("DUE_ONLY"),
            confirm_after=profile.schedule.confirm_after if asked is None else float(asked),
            limit=self._limit or None,
            time_limit=settings.getfloat("CLOSESPIDER_TIMEOUT") or None,
            size_limit=self._size_limit or None,
            delay=settings.getfloat("HOST_DELAY"),
            proxy=without_password(settings["PROXY"] or profile.fetch.proxy),
            settings_digest=settings_digest(settings),
            software=f"khotin/{__version__}",
            operator=contact,
        )

    @staticmethod
    def _begin(session: Session, profile: "Profile", options: CrawlOptions) -> None:
        """On the store's thread: with the lease in hand, first mend what a killed crawl left."""
        session.store.begin(profile, options)
        session.begun = True
        session.writer.check_room()
        try:
            signals = recover(session.writer.folder, profile.slug, session.store)
        except OSError as problem:
            raise CaptureError(f"The files in {session.writer.folder} cannot be checked: {problem}") from problem
        if signals:
            session.store.report(signals)

    def close(self, reason: str) -> "Deferred[None]":
        """Give back what was leased and not asked for, close the crawl's row, release the lease."""
        return deferred_from_coro(self._close(reason))

    async def _close(self, reason: str) -> None:
        session = self._session
        if session is None:
            return
        if self._timer is not None:
            self._timer.cancel()
        if self._filling is not None:
            await asyncio.wait([self._filling])
        try:
            if session.begun:
                await session.record_rest()
                await session.on_store(session.store.release, list(self._window))
                if self._spider is not None:
                    await session.on_store(self._spider.report, session.store)
                reason = await self._why(session, REASONS.get(reason, reason))
                session.summary = await session.on_store(session.store.finish, reason, lambda: session.interrupted)
        except KhotinError as problem:
            session.fatal = session.fatal or problem
        finally:
            await session.close()

    async def _why(self, session: Session, reason: str) -> str:
        """Why the crawl ends: what went wrong comes before a limit, and a limit that left nothing over is none."""
        if session.fatal is None and EXIT_CODES.get(reason) == 0 and self._spider is not None:
            session.fatal = self._spider.closing_error()
        if session.fatal is not None:
            return reason if exit_code(reason) == session.fatal.exit_code else reason_of(session.fatal)
        limit = self.limit_reached()
        if reason == "finished" and limit and await session.on_store(session.store.pending) > 0:
            return limit
        return reason

    def limit_reached(self) -> str:
        """Which limit is reached: ``limit`` (pages handed out), ``size_limit`` (bytes written to WARC), or none."""
        if self._limit and self._handed_out >= self._limit:
            return "limit"
        if self._size_limit and self._session and self._session.writer.written_bytes >= self._size_limit:
            return "size_limit"
        return ""

    def changed(self) -> None:
        """A page's outcome was committed: what was last seen of the queue is out of date."""
        self._stale = True
        self._drained = False

    def captured(self) -> None:
        """A capture was written: see whether it was the last that the limit on bytes allows."""
        if self._session is not None and self.limit_reached() == "size_limit":
            self._session.stop("size_limit")  # those that wait for their turn are not sent any more

    def has_pending_requests(self) -> bool:
        """True until a look at the queue has found nothing that this crawl could still ask for, and nothing was
        committed since: else Scrapy would end the crawl before the links of its last pages are in."""
        session = self._session
        if session is None or session.fatal is not None or self.limit_reached():
            return False
        return bool(self._window) or not self._drained

    def enqueue_request(self, request: Request) -> bool:  # noqa: ARG002 (Scrapy's signature)
        """Refuse: pages come from the store alone, so a request that anything else makes would leave no row."""
        return False

    def next_request(self) -> Request | None:
        """The next page's request, or None where none is due."""
        session = self._session
        if session is None or session.fatal is not None or self.limit_reached():
            return None
        if not self._window and self._filling is None and self._stale:
            self._filling = asyncio.ensure_future(self._fill(session))
        if not self._window or self._spider is None:
            return None
        self._handed_out += 1
        return self._request(self._window.popleft(), self._spider)

    def _request(self, page: PageRef, spider: "NewsSpider") -> Request:
        conditions = {}
        if page.known is not None and page.known.etag:
            conditions["If-None-Match"] = page.known.etag
        if page.known is not None and page.known.last_modified:
            conditions["If-Modified-Since"] = page.known.last_modified
        return Request(
            page.url,
            headers=conditions,
            meta={"page": page, "verbatim_url": True},
            dont_filter=True,
            callback=spider.parse,
            errback=spider.fail,
        )

    async def _fill(self, session: Session) -> None:
        """Look at the queue until it gives pages, or nothing was committed while we looked."""
        try:
            while self._stale:
                self._stale = False
                await session.commits.settle()
                look = await session.on_store(self._look, session)
                self._window.extend(look.pages)
                session.waiting = look.waiting
                session.commits.eager = not look.pages
                if look.pages:
                    self._stale = True
                    break
                self._drained = look.waiting == 0 and not self._stale
                if look.due_in is not None:
                    self._wake_in(look.due_in, look_again=True)
        except KhotinError as problem:
            session.stop(reason_of(problem), problem)
        finally:
            self._filling = None
            self._wake()

    def _look(self, session: Session) -> Look:
        """On the store's thread: the next pages; where nothing is left or under way, the next ids of the site's
        numberings."""
        store = session.store
        pages = store.next_pages(WINDOW)
        waiting = store.pending()
        if pages:
            return Look(pages, waiting, None)
        if waiting == 0 and self._enumerate(session) > 0:
            return Look(store.next_pages(WINDOW), 0, None)
        return Look([], waiting, store.due_in() if waiting else None)

    def _enumerate(self, session: Session) -> int:
        """When nothing else is left: the next ids of each numbering. Returns how many pages that added."""
        if self._spider is None:
            return 0
        store, profile, added = session.store, self._spider.profile, 0
        for id_range in profile.discovery.id_ranges:
            articles, tried = store.ids(id_range.id_space)
            links = [
                Link(_numbered(id_range, number, profile), PageKind.GUESS, 0, id_range.id_space, str(number))
                for number in next_ids(articles, tried, id_range)
            ]
            added += store.add_links(links) if links else 0
        return added

    def _wake_in(self, seconds: float, look_again: bool = False) -> None:
        """Have Scrapy ask again after a while; sooner than its own heartbeat, which comes every five seconds."""
        if self._timer is not None:
            self._timer.cancel()
        again = self.changed if look_again else None
        wait = self._crawler.settings["CLOCK"].wait(min(seconds, PATIENCE))
        self._timer = asyncio.get_running_loop().call_later(wait + 0.01, self._wake, again)

    def _wake(self, before: object = None) -> None:
        if callable(before):
            before()
        engine = self._crawler.engine
        slot = engine._slot if engine is not None else None  # noqa: SLF001 (no public way to say "ask again")
        if slot is not None and not slot.closing:
            slot.nextcall.schedule()


def _numbered(id_range: "IdRange", number: int, profile: "Profile") -> str:
    """The URL of one id, spelled like the links that lead to it: else the page would be asked for twice."""
    url = id_range.url.replace("{id}", str(number))
    return canonical(url, profile) or url
