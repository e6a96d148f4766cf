"""Pace: one request at a time to a host and a delay between two, with jitter; and to one address, since many sites
share a server, at most two at a time and half a second apart, also from other processes (table ``hosts``)."""

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest

from crawler.errors import RateLimitedError
from crawler.fetch.later import OVERLOADED, retry_after

if TYPE_CHECKING:
    from crawler.capture.exchange import Exchange
    from crawler.fetch.wiring import Session
    from crawler.ports import Ticket
    from crawler.profiles import Profile

#: Up to this share of the delay is added to it, so that requests do not come by the clock.
JITTER: Final = 0.3
#: Seconds between two requests to one address, where the delay between two to one host is not shorter: half a second,
#: and what the way there may take longer for one than for the other.
ADDRESS_GAP: Final = 0.52
#: While it waits, a request looks this often whether the crawl is stopping, in seconds.
LOOK: Final = 0.5
#: Delays that a host is left alone after a 429 or 503 that does not say how long; twice as long each time in a row.
HOLD: Final = 5.0
#: A host that said "later" this often in a row, or for longer than this many seconds, is left for another day.
HOLDS: Final = 6
PATIENCE: Final = 600.0
#: A host that is not the site's is not waited for longer than this, in seconds: others could be asked meanwhile.
ASIDE: Final = 5.0


#: Connects, or sees that there is a connection.
Ready: TypeAlias = Callable[[], Awaitable[None]]


async def _ready() -> None:
    """Nothing has to be made ready."""


class HostHeldError(IgnoreRequest):
    """A host that is not the site's own wants to be left alone for ``seconds``: nothing was sent; try again then."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host} wants to be left alone for {seconds:.0f} seconds")
        self.seconds = seconds


class _Host:
    """What is known of one host in this crawl; moments in seconds of the loop's clock, ``gap`` the seconds between the
    request now on its way and the next."""

    def __init__(self) -> None:
        self.turn = asyncio.Lock()
        self.looked_up = False
        self.next_at = 0.0
        self.held_until = 0.0
        self.gap = 0.0
        self.delay = 0.0
        self.holds = 0
        self.left = False


class Pace:
    """Turns to send requests. With a delay of 0 (one's own machine) there is no pace but one request at a time a host;
    a host that said "later" is left alone all the same."""

    def __init__(self, session: "Session", delay: float) -> None:
        self._session = session
        self.delay = delay
        self._own: frozenset[str] = frozenset()
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)

    def keep_to(self, profile: "Profile") -> None:
        """Take over the profile's own delay, where it is the longer one, and learn which hosts are the site's."""
        self.delay = max(self.delay, profile.schedule.delay)
        self._own = frozenset(_bare(urlsplit(f"//{host}").hostname or host) for host in profile.hosts)

    def is_own(self, host: str) -> bool:
        """Whether a host name is one of the site's; the others only hold files of its pages."""
        return _bare(host) in self._own

    @asynccontextmanager
    async def turn(self, host: str, address: str, ready: Ready = _ready) -> AsyncIterator[Callable[[], None]]:
        """Wait for the turn to send one request to ``host`` at ``address`` (IP literal), and keep it until the answer
        is in. ``ready`` is awaited before leave is asked for: it connects, so that the request goes out at once; what
        it raises comes through. Gives a function to be called when the request has gone out. Raises StoppedError, or
        what stopped the crawl, where that happens meanwhile; HostHeldError; ConnectionAbortedError for a host that is
        left alone."""
        state = self._hosts[host]
        async with state.turn:
            if state.left:
                raise ConnectionAbortedError(f"{host} is left alone for the rest of this crawl")
            ticket = await self._take_off(host, address, ready)
            try:
                await self._session.may_ask()
                state.gap = max(self.delay, state.delay) * (1 + random.uniform(0, JITTER))  # noqa: S311 (no secret)
                state.next_at = _now() + state.gap
                yield partial(self._sent, ticket)
            finally:
                if ticket is not None:
                    self._session.post(self._session.store.land, ticket)

    def _sent(self, ticket: "Ticket | None") -> None:
        if ticket is not None:
            self._session.post(self._session.store.sent, ticket, time.time())

    async def _take_off(self, host: str, address: str, ready: Ready) -> "Ticket | None":
        """Wait until the host, then the address may be asked; None where there is no pace to keep."""
        store = self._session.store
        while True:
            await self._rest(host)
            if not self.delay:
                return None
            await ready()
            ticket = await self._session.on_store(store.take_off, host, address, min(ADDRESS_GAP, self.delay))
            if ticket.number:
                return ticket
            if ticket.held:
                self._hosts[host].held_until = _now() + ticket.held
            else:
                await self._wait(ticket.wait)

    async def _rest(self, host: str) -> None:
        """Wait until the host may be asked again, also where an earlier crawl was told so."""
        state = self._hosts[host]
        if not state.looked_up:
            held = await self._session.on_store(self._session.store.held, host)
            state.looked_up, state.held_until = True, _now() + held
        while (left := state.held_until - _now()) > 0:
            if left > PATIENCE and self.is_own(host):
                self._give_up(host, f"{host} wants to be left alone for {left:.0f} seconds more.")
            elif left > ASIDE and not self.is_own(host):
                raise HostHeldError(host, left)
            await self._wait(left)
        await self._wait(state.next_at - _now())

    async def _wait(self, seconds: float) -> None:
        """Sleep, but not beyond the crawl's end, and hold the site's lease meanwhile."""
        end = _now() + seconds
        while (left := end - _now()) > 0:
            await self._session.may_ask()
            await asyncio.sleep(min(left, LOOK))

    def slow_down(self, host: str, delay: float) -> None:
        """robots.txt asks for ``delay`` seconds between two requests."""
        self._hosts[host].delay = max(self._hosts[host].delay, delay)

    def heard(self, host: str, exchange: "Exchange") -> None:
        """To be called within the turn: the answer came. The delay counts from when its request was sent (connecting
        may take long); a host that says "later" is left alone."""
        state, now = self._hosts[host], self._session.clock()
        sent = _now() - max(0.0, (now - exchange.captured_at).total_seconds())
        state.next_at = max(state.next_at, sent + state.gap)
        if exchange.status in OVERLOADED:
            self.hold(host, retry_after(exchange.header("retry-after"), now), str(exchange.status))
        else:
            state.holds = 0

    def hold(self, host: str, seconds: float | None, why: str) -> None:
        """The host said "later" (429, 503), for ``seconds`` where it said how long. The next crawl, and other
        processes, keep to it as well; a host of the site that says so again and again ends the crawl
        (RateLimitedError)."""
        state = self._hosts[host]
        state.holds += 1
        lasts = seconds if seconds is not None else max(1.0, HOLD * self.delay) * 2.0 ** (state.holds - 1)
        state.held_until = max(state.held_until, _now() + lasts)
        self._session.post(self._session.store.hold, host, lasts, why)
        if self.is_own(host) and (state.holds >= HOLDS or lasts > PATIENCE):
            often = f" {state.holds} times in a row" if state.holds > 1 else ""
            self._stop(f"{host} answered {why}{often} and wants to be left alone for {lasts:.0f} seconds.")

    def leave(self, host: str) -> None:
        """Ask nothing more of ``host`` in this crawl: it is not the site's, and gives no answer or says "later"."""
        self._hosts[host].left = True

    def _give_up(self, host: str, what: str) -> None:
        self._stop(what)
        self._session.raise_if_stopping()
        raise HostHeldError(host, PATIENCE)  # the crawl has ended already for another reason

    def _stop(self, what: str) -> None:
        advice = "What was committed is kept; crawl it later, with a longer --delay."
        self._session.stop("rate_limited", RateLimitedError(f"{what} {advice}"))


def _bare(host: str) -> str:
    return host.lower().removeprefix("www.")


def _now() -> float:
    return asyncio.get_running_loop().time()
