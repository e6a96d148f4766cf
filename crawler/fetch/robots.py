"""robots.txt by RFC 9309: 4xx allows all, 5xx and no answer disallow all; one fetch a host, all who wait obey it."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from protego import Protego
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from crawler import __version__
from crawler.discovery.urls import on_site
from crawler.fetch.failures import in_words
from crawler.fetch.wiring import session_of
from crawler.page import Signal

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.profiles import Profile

logger = logging.getLogger(__name__)

#: Only this much of a robots.txt counts (RFC 9309, 2.5).
SIZE_LIMIT = 500 * 1024
#: Redirects followed on the way to a robots.txt (RFC 9309, 2.3.1.2).
REDIRECTS = 5
#: The name that robots.txt rules are looked up for.
AGENT = f"khotin/{__version__}"
#: Every way in which a host fails to answer; Scrapy gives them no common base.
NO_ANSWER = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotSupported,  # redirected to a scheme that we do not speak
    ResponseDataLossError,
    UnsupportedURLSchemeError,
    OSError,
    ValueError,
)
#: How long an answer counts, and how long the last good one counts while there is no new one.
CACHE_TIME = timedelta(hours=24)
RETAIN_TIME = timedelta(days=30)


class RobotsDisallowedError(IgnoreRequest):
    """The site's robots.txt forbids this URL. The page is refused; nothing was fetched."""


class RobotsUnreachableError(IgnoreRequest):
    """robots.txt answered 5xx or nothing: until it answers, that whole host is forbidden (RFC 9309, 2.3.1.4)."""


class RobotsMiddleware:
    """Downloader middleware: one answer a scheme and host, kept for a day, also across crawls; where robots.txt gives
    none, the last good one counts for a month (RFC 9309, 2.4 and 2.3.1.4). Issues come from the spider."""

    def __init__(self, crawler: "Crawler") -> None:
        self._crawler = crawler
        self._rules: dict[str, tuple[datetime, asyncio.Task[Protego]]] = {}

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "RobotsMiddleware":
        """Scrapy's constructor."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let the request pass, or raise RobotsDisallowedError or RobotsUnreachableError."""
        if request.meta.get("robots"):
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        now = datetime.now(UTC)
        known = self._rules.get(origin)
        if known is None or now - known[0] > CACHE_TIME:
            known = self._rules[origin] = now, asyncio.ensure_future(self._rules_for(origin))
        try:
            # Shielded: one waiter that is cancelled must not take the answer from the others.
            rules = await asyncio.shield(known[1])
        except RobotsUnreachableError:
            # The next try asks again, unless another who waited has. Not where the host is another site's: its files
            # are not worth waiting for a dead one again and again.
            if self._rules.get(origin) is known and self._is_own(parts.netloc):
                del self._rules[origin]
            raise
        if not rules.can_fetch(request.url, AGENT):
            raise RobotsDisallowedError(f"robots.txt of {origin} forbids {request.url}")

    def _is_own(self, netloc: str) -> bool:
        profile: Profile | None = getattr(self._crawler.spider, "profile", None)
        return profile is None or on_site(netloc, profile)

    async def _rules_for(self, origin: str) -> Protego:
        """The rules kept from the last day; else those of now; else, where none are to be had, those kept for less than
        a month."""
        session = session_of(self._crawler)
        kept = await session.on_store(session.store.robots, origin)
        now = datetime.now(UTC)
        if kept is not None and now - kept.fetched_at < CACHE_TIME:
            rules = Protego.parse(kept.text)
        else:
            try:
                rules = await self._fetch(origin)
            except RobotsUnreachableError as problem:
                if kept is None or now - kept.fetched_at > RETAIN_TIME:
                    raise
                logger.warning("%s; the rules of %s are kept to", problem, kept.fetched_at.date())
                rules = Protego.parse(kept.text)
        self._slow_down(origin, rules)
        return rules

    async def _fetch(self, origin: str) -> Protego:
        url = f"{origin}/robots.txt"
        for _ in range(1 + REDIRECTS):
            response = await self._ask(url)
            location = response.headers.get("Location")
            if not 300 <= response.status < 400 or location is None:
                break
            url = urljoin(url, location.decode("latin-1"))
        text = text_of(response)
        session = session_of(self._crawler)
        await session.on_store(session.store.save_robots, origin, response.status, text)
        return Protego.parse(text)

    async def _ask(self, url: str) -> "Response":
        request = Request(url, meta={"robots": True}, dont_filter=True, priority=1000)
        engine = self._crawler.engine
        if engine is None:
            raise RobotsUnreachableError(f"{url}: the crawl has not begun or has ended")
        try:
            return await engine.download_async(request)
        except NO_ANSWER as problem:
            raise RobotsUnreachableError(f"{url} gives no answer: {in_words(problem)}") from problem

    def _slow_down(self, origin: str, rules: Protego) -> None:
        asked = rules.crawl_delay(AGENT)
        if not asked:
            return
        longest = self._crawler.settings.getfloat("CRAWL_DELAY_MAX")
        delay = min(float(asked), longest)
        session = session_of(self._crawler)
        if delay < float(asked):
            session.post(session.store.report, [_clamped(origin, float(asked), longest)], f"{origin}/robots.txt")
        session.pace.slow_down(urlsplit(origin).hostname or "", delay)


def text_of(response: "Response") -> str:
    """The rules' text in an answer to /robots.txt; empty where there are none, which allows all. Raises
    RobotsUnreachableError for 5xx and 429."""
    if response.status >= 500 or response.status == 429:
        raise RobotsUnreachableError(f"{response.url} answers {response.status}")
    if response.status != 200:
        return ""
    return response.body[:SIZE_LIMIT].decode("utf-8", errors="replace").replace("\0", "")


def _clamped(origin: str, asked: float, kept: float) -> Signal:
    return Signal(
        "robots.crawl_delay",
        f"robots.txt of {origin} asks for {asked:g} seconds between two requests; {kept:g} are kept.",
        "Where that is too fast for the site, give its profile a longer delay.",
        "info",
    )
