"""robots.txt by RFC 9309: 4xx allows all, 5xx and no answer disallow all; one fetch a host, all who wait obey it."""

import asyncio
import logging
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
ALLOW_ALL = Protego.parse("")


class RobotsDisallowedError(IgnoreRequest):
    """The site's robots.txt forbids this URL. The page is refused; nothing was fetched."""


class RobotsUnreachableError(IgnoreRequest):
    """robots.txt answered 5xx or nothing: until it answers, that whole host is forbidden (RFC 9309, 2.3.1.4)."""


class RobotsMiddleware:
    """Downloader middleware; keeps one answer a scheme and host for the crawl's time; issues come from the spider."""

    def __init__(self, crawler: "Crawler") -> None:
        self._crawler = crawler
        self._rules: dict[str, asyncio.Task[Protego]] = {}

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
        asked = self._rules.get(origin)
        if asked is None:
            asked = self._rules[origin] = asyncio.ensure_future(self._fetch(origin))
        try:
            # Shielded: one waiter that is cancelled must not take the answer from the others.
            rules = await asyncio.shield(asked)
        except RobotsUnreachableError:
            # The next try asks again, unless another who waited has. Not where the host is another site's: its files
            # are not worth waiting for a dead one again and again.
            if self._rules.get(origin) is asked and self._is_own(parts.netloc):
                del self._rules[origin]
            raise
        if not rules.can_fetch(request.url, AGENT):
            raise RobotsDisallowedError(f"robots.txt of {origin} forbids {request.url}")

    def _is_own(self, netloc: str) -> bool:
        profile: Profile | None = getattr(self._crawler.spider, "profile", None)
        return profile is None or on_site(netloc, profile)

    async def _fetch(self, origin: str) -> Protego:
        url = f"{origin}/robots.txt"
        for _ in range(1 + REDIRECTS):
            response = await self._ask(url)
            location = response.headers.get("Location")
            if not 300 <= response.status < 400 or location is None:
                break
            url = urljoin(url, location.decode("latin-1"))
        rules = rules_of(response)
        self._slow_down(rules, urlsplit(origin).hostname or "")
        return rules

    async def _ask(self, url: str) -> "Response":
        request = Request(url, meta={"robots": True}, dont_filter=True, priority=1000)
        engine = self._crawler.engine
        if engine is None:
            raise RobotsUnreachableError(f"{url}: the crawl has not begun or has ended")
        try:
            return await engine.download_async(request)
        except NO_ANSWER as problem:
            raise RobotsUnreachableError(f"{url} gives no answer: {in_words(problem)}") from problem

    def _slow_down(self, rules: Protego, name: str) -> None:
        """Keep the pace that a host asks for, with that host; the slots of others are not slowed."""
        asked = rules.crawl_delay(AGENT)
        if not asked:
            return
        delay = min(float(asked), self._crawler.settings.getfloat("CRAWL_DELAY_MAX"))
        if delay < float(asked):
            logger.warning("robots.txt asks for a Crawl-delay of %s s; %s s are kept", asked, delay)
        engine = self._crawler.engine
        if engine is None:
            return
        for host, slot in engine.downloader.slots.items():
            if host != name:
                continue
            slot.delay = max(slot.delay, delay)
            # Scrapy drops a slot that was idle for a minute; the one that it makes later must be as slow.
            engine.downloader.per_slot_settings.setdefault(host, {})["delay"] = slot.delay


def rules_of(response: "Response") -> Protego:
    """The rules that an answer to /robots.txt means. Raises RobotsUnreachableError for 5xx and 429."""
    if response.status >= 500 or response.status == 429:
        raise RobotsUnreachableError(f"{response.url} answers {response.status}")
    if response.status != 200:
        return ALLOW_ALL
    return Protego.parse(response.body[:SIZE_LIMIT].decode("utf-8", errors="replace"))
