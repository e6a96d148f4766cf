"""Pace: one request at a time to a host and a delay between two, with jitter; and to one address, since many sites
share a server, at most two at a time and half a second apart, also from other processes (table ``hosts``)."""

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from crawler.errors import RateLimitedError

if TYPE_CHECKING:
    from crawler.fetch.wiring import Session
    from crawler.ports import Ticket

#: Up to this share of the delay is added to it, so that requests do not come by the clock.
JITTER: Final = 0.3
#: Seconds between two requests to one address, where the delay between two to one host is not shorter.
ADDRESS_GAP: Final = 0.5
#: While it waits, a request looks this often whether the crawl is stopping, in seconds.
LOOK: Final = 0.5
#: Delays that a host is left alone after a 429 or 503 that does not say how long; twice as long each time in a row.
HOLD: Final = 5.0
#: A host that said "later" this often in a row, or for longer than this many seconds, is left for another day.
HOLDS: Final = 6
PATIENCE: Final = 600.0


class _Host:
    """What is known of one host in this crawl; ``next_at`` and ``held`` in seconds of the loop's clock."""

    def __init__(self) -> None:
        self.turn = asyncio.Lock()
        self.next_at = 0.0
        self.delay = 0.0
        self.holds = 0
        self.left = False


class Pace:
    """Turns to send requests. With a delay of 0 (one's own machine) there is no pace but one request at a time a
    host."""

    def __init__(self, session: "Session", delay: float) -> None:
        self._session = session
        self.delay = delay
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)

    @asynccontextmanager
    async def turn(self, host: str, address: str) -> AsyncIterator[None]:
        """Wait for the turn to send one request to ``host`` at ``address`` (IP literal), and keep it until the answer
        is in. Raises StoppedError, or what stopped the crawl, where that happens meanwhile; ConnectionAbortedError for
        a host that is left alone."""
        state = self._hosts[host]
        async with state.turn:
            if state.left:
                raise ConnectionAbortedError(f"{host} is left alone for the rest of this crawl")
            await self._wait(state.next_at - _now())
            ticket = await self._take_off(host, address)
            await self._session.may_ask()
            delay = max(self.delay, state.delay)
            state.next_at = _now() + delay * (1 + random.uniform(0, JITTER))  # noqa: S311 (no secret)
            try:
                yield
            finally:
                if ticket is not None:
                    self._session.post(self._session.store.land, ticket)

    async def _take_off(self, host: str, address: str) -> "Ticket | None":
        if not self.delay:
            return None
        store, gap = self._session.store, min(ADDRESS_GAP, self.delay)
        while True:
            ticket = await self._session.on_store(store.take_off, host, address, gap)
            try:
                await self._wait(ticket.wait)
            except BaseException:
                if ticket.number:
                    self._session.post(store.land, ticket)
                raise
            if ticket.number:
                return ticket

    async def _wait(self, seconds: float) -> None:
        end = _now() + seconds
        while (left := end - _now()) > 0:
            self._session.raise_if_stopping()
            await asyncio.sleep(min(left, LOOK))

    def slow_down(self, host: str, delay: float) -> None:
        """robots.txt asks for ``delay`` seconds between two requests."""
        self._hosts[host].delay = max(self._hosts[host].delay, delay)

    def hold(self, host: str, seconds: float | None, why: str) -> None:
        """The host said "later" (429, 503), for ``seconds`` where it said how long. The next crawl, and other
        processes, keep to it as well; a host that says so again and again ends the crawl (RateLimitedError)."""
        state = self._hosts[host]
        state.holds += 1
        lasts = seconds if seconds is not None else max(1.0, HOLD * self.delay) * 2.0 ** (state.holds - 1)
        state.next_at = max(state.next_at, _now() + lasts)
        self._session.post(self._session.store.hold, host, lasts, why)
        if state.holds >= HOLDS or lasts > PATIENCE:
            self._session.stop("rate_limited", RateLimitedError(
                f"{host} answered {why} and wants to be left alone for {lasts:.0f} seconds. What was committed is "
                "kept; crawl it later, with a longer --delay."
            ))  # fmt: skip

    def leave(self, host: str) -> None:
        """Ask nothing more of ``host`` in this crawl: it is not the site's, and gives no answer or says "later"."""
        self._hosts[host].left = True

    def answered(self, host: str) -> None:
        """The host gave an answer again that is none of "later"."""
        self._hosts[host].holds = 0


def _now() -> float:
    return asyncio.get_running_loop().time()
