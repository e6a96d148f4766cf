"""Turns to send requests: one at a time a host, apart from each other; hosts that say "later"."""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import SimpleNamespace
from typing import Any

import pytest

from crawler.capture.exchange import Exchange
from crawler.clock import MACHINE
from crawler.errors import KhotinError, RateLimitedError
from crawler.fetch.pace import HOLD, HOLDS, PATIENCE, HostHeldError, Pace
from crawler.ports import Ticket
from crawler.profile_files import for_url
from crawler.profiles import Schedule

OWN, OTHER = "tinhdoan.vn", "anh.khac.vn"
PROFILE = for_url(f"http://www.{OWN}:8080/")


class SessionStub:
    """A session whose store keeps holds, and has no place at the addresses in ``full``."""

    def __init__(self) -> None:
        self.clock = MACHINE
        self.holds: dict[str, float] = {}
        self.full: set[str] = set()
        self.landed: list[str] = []
        self.asked: list[str] = []
        self.went: list[tuple[str, float]] = []
        self.fatal: KhotinError | None = None
        self.reason = ""
        self.store = SimpleNamespace(
            held=lambda host: self.holds.get(host, 0.0),
            hold=lambda host, seconds, _: self.holds.__setitem__(host, seconds),
            take_off=self.take_off,
            land=lambda ticket: self.landed.append(ticket.number),
            sent=lambda ticket, moment: self.went.append((ticket.number, moment)),
        )

    def take_off(self, host: str, address: str, gap: float) -> Ticket:
        self.asked.append(address)
        return Ticket(address, "" if address in self.full else f"{host}:{gap}", 0.01)

    async def on_store(self, call: Any, *given: Any) -> Any:
        return call(*given)

    def post(self, call: Any, *given: Any) -> None:
        call(*given)

    def stop(self, reason: str, error: KhotinError | None = None) -> None:
        self.reason, self.fatal = reason, self.fatal or error

    def raise_if_stopping(self) -> None:
        if self.fatal is not None:
            raise self.fatal

    async def may_ask(self) -> None:
        self.raise_if_stopping()


def answer(status: int = 200, retry_after: str = "", ago: float = 0.0) -> Exchange:
    headers = (("Retry-After", retry_after),) if retry_after else ()
    sent = datetime.now(UTC) - timedelta(seconds=ago)
    return Exchange("http://a/", "GET", sent, b"", b"", 0, b"", status, headers, "203.0.113.7")


def run(delay: float, work: Callable[[Pace, SessionStub], Awaitable[Any]], session: SessionStub | None = None) -> Any:
    async def main() -> Any:
        stub = session or SessionStub()
        pace = Pace(stub, delay)  # type: ignore[arg-type]
        pace.keep_to(PROFILE)
        return await work(pace, stub)

    return asyncio.run(main())


async def send(pace: Pace, host: str = OWN, address: str = "203.0.113.7", heard: Exchange | None = None) -> float:
    async with pace.turn(host, address):
        moment = time.monotonic()
        pace.heard(host, heard or answer())
    return moment


def test_requests_to_one_host_come_one_by_one_a_delay_apart() -> None:
    async def work(pace: Pace, _: SessionStub) -> list[float]:
        return sorted(await asyncio.gather(*(send(pace) for _ in range(4))))

    moments = run(0.1, work)
    assert min(b - a for a, b in itertools.pairwise(moments)) >= 0.099


def test_the_next_request_does_not_leave_before_the_answer_is_in() -> None:
    async def work(pace: Pace, _: SessionStub) -> list[str]:
        said: list[str] = []

        async def slow(name: str) -> None:
            async with pace.turn(OWN, "203.0.113.7"):
                said.append(f"{name} sent")
                await asyncio.sleep(0.05)
                said.append(f"{name} answered")

        await asyncio.gather(slow("a"), slow("b"))
        return said

    assert run(0, work) == ["a sent", "a answered", "b sent", "b answered"]


def test_the_address_counts_from_when_the_request_went_out_on_a_connection_made_before() -> None:
    async def work(pace: Pace, stub: SessionStub) -> tuple[list[str], float]:
        said: list[str] = []

        async def connect() -> None:
            said.append(f"connected, {len(stub.went)} sent, {len(stub.asked)} asked")

        async with pace.turn(OWN, "203.0.113.7", connect) as sent:
            await asyncio.sleep(0.05)
            before = time.time()
            sent()
        return said, stub.went[0][1] - before

    said, late = run(0.1, work)
    assert said == ["connected, 0 sent, 0 asked"]
    assert 0 <= late < 0.05


def test_who_waits_for_an_address_keeps_nobody_else_waiting() -> None:
    async def work(pace: Pace, stub: SessionStub) -> None:
        stub.full = {"203.0.113.7"}
        stuck = asyncio.ensure_future(send(pace))
        await asyncio.wait_for(send(pace, OTHER, "203.0.113.8"), 5)
        assert not stuck.done()
        stub.full = set()
        await asyncio.wait_for(stuck, 5)
        assert sorted(stub.landed) == sorted([f"{OTHER}:0.1", f"{OWN}:0.1"]), "places are given back"

    run(0.1, work)


def test_the_delay_counts_from_when_the_request_was_sent() -> None:
    """Not from when it might have been: a connection that is made first takes its time."""

    async def work(pace: Pace, _: SessionStub) -> float:
        async with pace.turn(OWN, "203.0.113.7"):
            await asyncio.sleep(0.3)
            sent = time.monotonic()
            pace.heard(OWN, answer())
        return await send(pace) - sent

    assert run(0.2, work) >= 0.199


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_host_is_left_alone_as_long_as_it_asks_for(form: str) -> None:
    async def work(pace: Pace, stub: SessionStub) -> float:
        text = "1" if form == "seconds" else format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
        begin = await send(pace, heard=answer(429, text))
        assert 0.5 < stub.holds[OWN] <= 2, "other processes are told"
        assert await send(pace, OTHER) - begin < 0.5
        return await send(pace) - begin

    assert run(0, work) >= 0.9


def test_without_a_word_how_long_it_is_twice_as_long_each_time_until_the_crawl_ends() -> None:
    async def work(pace: Pace, stub: SessionStub) -> list[float]:
        lasts = []
        for _ in range(HOLDS):
            assert stub.fatal is None
            pace.hold(OWN, None, "503")
            lasts.append(stub.holds[OWN])
        assert isinstance(stub.fatal, RateLimitedError)
        assert (stub.reason, stub.fatal.exit_code) == ("rate_limited", 18)
        return lasts

    assert run(2.0, work) == [2.0 * HOLD * 2**n for n in range(HOLDS)]


def test_an_answer_in_between_begins_anew() -> None:
    async def work(pace: Pace, stub: SessionStub) -> None:
        for _ in range(3):
            for _ in range(HOLDS - 1):
                await send(pace, heard=answer(429, "0"))
            await send(pace)
        assert stub.fatal is None

    run(0, work)


def test_a_host_that_is_not_the_sites_ends_no_crawl_and_is_not_waited_for() -> None:
    async def work(pace: Pace, stub: SessionStub) -> None:
        await send(pace, OTHER, heard=answer(429, "3600"))
        with pytest.raises(HostHeldError) as caught:
            await send(pace, OTHER)
        assert 3590 < caught.value.seconds <= 3600
        assert stub.fatal is None
        await send(pace)

    run(0, work)


@pytest.mark.parametrize("delay", [0.0, 0.01])
def test_what_an_earlier_crawl_was_told_holds_for_this_one(delay: float) -> None:
    async def work(pace: Pace, stub: SessionStub) -> None:
        with pytest.raises(RateLimitedError, match=f"{OWN} wants to be left alone"):
            await send(pace)
        assert stub.reason == "rate_limited"

    session = SessionStub()
    session.holds[OWN] = PATIENCE + 60
    run(delay, work, session)

    async def short(pace: Pace, _: SessionStub) -> float:
        begin = time.monotonic()
        return await send(pace) - begin

    session = SessionStub()
    session.holds[OWN] = 0.3
    assert run(delay, short, session) >= 0.29


def test_a_profile_slows_down_and_never_speeds_up() -> None:
    for asked, kept in ((2.0, 2.0), (0.2, 1.0)):
        pace = Pace(SessionStub(), 1.0)  # type: ignore[arg-type]
        pace.keep_to(replace(PROFILE, schedule=Schedule(delay=asked)))
        assert pace.delay == kept
    assert pace.is_own(OWN)
    assert pace.is_own(f"WWW.{OWN}")
    assert not pace.is_own(OTHER)


def test_robots_txt_may_ask_for_more() -> None:
    async def work(pace: Pace, _: SessionStub) -> float:
        pace.slow_down(OWN, 0.3)
        return -await send(pace) + await send(pace)

    assert run(0.01, work) >= 0.299
