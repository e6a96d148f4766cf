"""Scrapy's SCHEDULER over the table ``pages``: the database is the queue, this is only its window in memory."""

import time
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler

from crawler import __version__
from crawler.discovery.id_range import next_ids
from crawler.discovery.urls import canonical
from crawler.errors import KhotinError, LeaseLostError
from crawler.fetch.wiring import Session, session_of
from crawler.operator import operator_of, require_contact
from crawler.page import Link, PageKind
from crawler.ports import CrawlOptions, PageRef

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

    from crawler.profiles import IdRange, Profile
    from crawler.spiders.news import NewsSpider

#: Pages leased at a time. Small, so that a page found now with a higher priority is not kept waiting.
WINDOW = 8
#: Scrapy's words for an end that the operator or a limit brought about, and ours.
REASONS = {"shutdown": "interrupted", "closespider_timeout": "time_limit"}


class Frontier(BaseScheduler):
    """Leases pages from the store and hands them to Scrapy as requests with ``meta["page"]``."""

    def __init__(self, crawler: "Crawler") -> None:
        self._crawler = crawler
        self._limit = crawler.settings.getint("PAGE_LIMIT")
        self._window: deque[PageRef] = deque()
        self._handed_out = 0
        self._held_until = 0.0
        self._session: Session | None = None
        self._spider: NewsSpider | None = None

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
        self._session = session_of(self._crawler)
        options = CrawlOptions(
            recheck=settings.getbool("RECHECK"),
            limit=self._limit or None,
            software=f"khotin/{__version__}",
            operator=operator.contact,
        )
        self._session.writer.slug = spider.profile.slug  # type: ignore[attr-defined]
        self._session.writer.reserve = settings.getint("DISK_RESERVE")
        try:
            self._session.store.begin(spider.profile, options)  # type: ignore[attr-defined]
        except KhotinError as problem:
            # Scrapy answers an error in here with tracebacks of its own; the crawl ends before its first page instead.
            self._session.fatal = problem
        else:
            self._session.begun = True

    def close(self, reason: str) -> None:
        """Give back what was leased and not asked for, close the crawl's row, release the lease."""
        session = self._session
        if session is None:
            return
        session.writer.close()
        if not session.begun:
            session.store.close()
            return
        reason = REASONS.get(reason, "limit" if self.limit_reached() and reason == "finished" else reason)
        try:
            session.store.release(self._window)
            session.summary = session.store.finish(reason)
        except KhotinError as problem:
            session.fatal = session.fatal or problem
        finally:
            session.store.close()

    def hold(self, seconds: float) -> None:
        """Ask for nothing for a while: the host said so (429, 503 with Retry-After)."""
        self._held_until = max(self._held_until, time.monotonic() + seconds)

    def limit_reached(self) -> bool:
        """Whether ``--limit`` pages have been handed out."""
        return bool(self._limit) and self._handed_out >= self._limit

    def has_pending_requests(self) -> bool:
        """True while a page is waiting or leased, which includes results not yet committed: else Scrapy would end the
        crawl before their links are in."""
        session = self._session
        if session is None or session.fatal is not None or self.limit_reached():
            return False
        try:
            return bool(self._window) or session.store.pending() > 0 or self._enumerate() > 0
        except KhotinError as problem:
            self._stop(problem)
            return False

    def enqueue_request(self, request: Request) -> bool:  # noqa: ARG002 (Scrapy's signature)
        """Refuse: pages come from the store alone, so a request that anything else makes would leave no row."""
        return False

    def next_request(self) -> Request | None:
        """The next page's request, or None where none is due."""
        session = self._session
        if session is None or session.fatal is not None or self.limit_reached() or time.monotonic() < self._held_until:
            return None
        if not self._window:
            try:
                self._window.extend(self._due(session))
            except KhotinError as problem:
                self._stop(problem)
        if not self._window or self._spider is None:
            return None
        self._handed_out += 1
        page = self._window.popleft()
        return Request(
            page.url,
            meta={"page": page, "verbatim_url": True},
            dont_filter=True,
            callback=self._spider.parse,
            errback=self._spider.fail,
        )

    def _due(self, session: Session) -> list[PageRef]:
        """The next pages; where nothing is left or under way, the next ids of the site's numberings. Asked for here and
        not only when Scrapy asks whether all is done: after that it would wait seconds before it asks for a page."""
        pages = session.store.next_pages(WINDOW)
        if not pages and session.store.pending() == 0 and self._enumerate() > 0:
            pages = session.store.next_pages(WINDOW)
        return pages

    def _enumerate(self) -> int:
        """When nothing else is left: the next ids of each numbering. Returns how many pages that added."""
        if self._spider is None or self._session is None:
            return 0
        store, profile, added = self._session.store, self._spider.profile, 0
        for id_range in profile.discovery.id_ranges:
            articles, tried = store.ids(id_range.id_space)
            links = [
                Link(_numbered(id_range, number, profile), PageKind.GUESS, 0, id_range.id_space, str(number))
                for number in next_ids(articles, tried, id_range)
            ]
            added += store.add_links(links) if links else 0
        return added

    def _stop(self, problem: KhotinError) -> None:
        if self._session is not None:
            self._session.stop("lease_lost" if isinstance(problem, LeaseLostError) else "store_failed", problem)


def _numbered(id_range: "IdRange", number: int, profile: "Profile") -> str:
    """The URL of one id, spelled like the links that lead to it: else the page would be asked for twice."""
    url = id_range.url.replace("{id}", str(number))
    return canonical(url, profile) or url
