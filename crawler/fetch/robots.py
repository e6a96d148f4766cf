"""robots.txt by RFC 9309: 4xx allows all; 5xx, no answer and redirects that lead nowhere disallow all; one fetch an
origin, all who wait obey it."""

import asyncio
import math
from collections import defaultdict
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
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from crawler import __version__
from crawler.errors import AddressRefusedError, UnreachableError
from crawler.fetch.failures import in_words
from crawler.fetch.pace import HOLDS
from crawler.fetch.robots_text import (
    CACHE_TIME,
    REDIRECTS,
    RETAIN_TIME,
    RobotsDisallowedError,
    RobotsUnreachableError,
    clamped,
    for_us,
    retained,
    text_of,
)
from crawler.fetch.wiring import session_of
from crawler.ports import CaptureRecord, KeptRobots

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.fetch.wiring import Session

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
#: While the last good one counts, a new one is asked for this often.
RETAINED_LOOK = timedelta(hours=1)
#: Seconds before an origin that gave no robots.txt is asked for it again: the second time, the third …
AGAIN = (0.0, 5.0, 30.0, 60.0)
#: An origin of the site that gave none this often in a row ends the crawl: none of its pages may be asked for.
FAILURES = 5


class _Origin:
    """What is known of one origin in this crawl: the rules (``asked``, done or on their way) and until when they
    count; how often in a row there were none, and not before when (loop's clock) to ask again."""

    def __init__(self) -> None:
        self.asked: asyncio.Task[Protego] | None = None
        self.until = datetime.max.replace(tzinfo=UTC)
        self.failures = 0
        self.again_at = 0.0


class RobotsMiddleware:
    """Downloader middleware: one answer a scheme and host, kept for a day, also across crawls; where robots.txt gives
    none, the last good one counts for a month (RFC 9309, 2.4 and 2.3.1.4). Issues of pages come from the spider."""

    def __init__(self, crawler: "Crawler") -> None:
        self._crawler = crawler
        self._origins: defaultdict[str, _Origin] = defaultdict(_Origin)

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
        known = self._origins[origin]
        if known.asked is None:
            await self._pause(origin, known)
        if known.asked is None or (known.asked.done() and session_of(self._crawler).clock() > known.until):
            known.asked = asyncio.ensure_future(self._rules_for(origin))
        asked = known.asked
        try:
            # Shielded: one waiter that is cancelled must not take the answer from the others.
            rules = await asyncio.shield(asked)
        except Exception:
            if known.asked is asked:  # not yet asked for anew by another who waited
                known.asked = None
            raise
        if not rules.can_fetch(request.url, AGENT):
            raise RobotsDisallowedError(f"robots.txt of {origin} forbids {request.url}")

    async def _pause(self, origin: str, known: _Origin) -> None:
        """Where an origin gave no robots.txt: wait before it is asked again. A request to a host that is not the site's
        fails instead: others could be asked meanwhile."""
        session = session_of(self._crawler)
        while (left := known.again_at - _now()) > 0 and known.asked is None:
            if not session.pace.is_own(urlsplit(origin).hostname or ""):
                raise RobotsUnreachableError(f"{origin}/robots.txt gave no answer")
            await session.may_ask()
            await asyncio.sleep(min(left, 0.5))

    async def _rules_for(self, origin: str) -> Protego:
        """The rules kept from the last day; else those of now; else, where none are to be had, those kept for less than
        a month."""
        session, known = session_of(self._crawler), self._origins[origin]
        kept = await session.on_store(session.store.robots, origin)
        now = session.clock()
        if kept is None or not _is_fresh(kept, now):
            kept = await self._renewed(origin, kept, now)
        known.failures = 0
        known.until = kept.fetched_at + CACHE_TIME if _is_fresh(kept, session.clock()) else now + RETAINED_LOOK
        rules = Protego.parse(for_us(kept.text))
        self._slow_down(origin, rules)
        return rules

    async def _renewed(self, origin: str, kept: KeptRobots | None, now: datetime) -> KeptRobots:
        session = session_of(self._crawler)
        try:
            answer = await self._fetch(origin)
        except RobotsUnreachableError as problem:
            if kept is None or now - kept.fetched_at > RETAIN_TIME:
                self._count_failure(session, origin, problem)
                raise
            session.post(session.store.report, [retained(problem, kept)], f"{origin}/robots.txt")
            return kept
        await session.on_store(session.store.save_robots, origin, answer)
        return answer

    def _count_failure(self, session: "Session", origin: str, problem: RobotsUnreachableError) -> None:
        known, own = self._origins[origin], session.pace.is_own(urlsplit(origin).hostname or "")
        known.again_at = _now() + AGAIN[min(known.failures, len(AGAIN) - 1)] if own else math.inf
        known.failures += 1
        if own and known.failures >= FAILURES:
            session.stop("robots_unreachable", UnreachableError(
                f"{problem}, {known.failures} times in a row; until it answers, nothing of that site may be asked for. "
                "What was committed is kept, and the same command tries again."
            ))  # fmt: skip

    async def _fetch(self, origin: str) -> KeptRobots:
        url = f"{origin}/robots.txt"
        for hop in range(1 + REDIRECTS):
            try:
                response, capture = await self._ask(url)
            except AddressRefusedError as problem:
                if hop == 0:
                    raise  # the origin itself leads inside, not only its robots.txt
                raise RobotsUnreachableError(f"{origin}/robots.txt leads inside: {problem}") from problem
            location = response.headers.get("Location")
            if not 300 <= response.status < 400 or location is None:
                break
            try:
                url = urljoin(url, location.decode("latin-1"))
            except ValueError as problem:
                raise RobotsUnreachableError(f"{url} leads to what is no address: {problem}") from problem
        text = text_of(response)
        now = session_of(self._crawler).clock()
        return KeptRobots(text, now, response.status, capture.id if capture is not None else None)

    async def _ask(self, url: str) -> "tuple[Response, CaptureRecord | None]":
        """The answer and its capture. "Too many requests" is asked again: the pace waits, and ends the crawl."""
        engine = self._crawler.engine
        if engine is None:
            raise RobotsUnreachableError(f"{url}: the crawl has not begun or has ended")
        for _ in range(HOLDS + 1):
            request = Request(url, meta={"robots": True}, dont_filter=True, priority=1000)
            try:
                response = await engine.download_async(request)
            except NO_ANSWER as problem:
                raise RobotsUnreachableError(f"{url} gives no answer: {in_words(problem)}") from problem
            if response.status != 429:
                break
        return response, request.meta.get("capture")

    def _slow_down(self, origin: str, rules: Protego) -> None:
        asked = rules.crawl_delay(AGENT)
        if not asked:
            return
        longest = self._crawler.settings.getfloat("CRAWL_DELAY_MAX")
        delay = min(float(asked), longest)
        session = session_of(self._crawler)
        if delay < float(asked):
            session.post(session.store.report, [clamped(origin, float(asked), longest)], f"{origin}/robots.txt")
        session.pace.slow_down(urlsplit(origin).hostname or "", delay)


def _is_fresh(kept: KeptRobots, now: datetime) -> bool:
    """Whether an answer is of the last day. One of days to come was kept before the clock was set back."""
    return timedelta() <= now - kept.fetched_at <= CACHE_TIME


def _now() -> float:
    return asyncio.get_running_loop().time()
