"""Pace across processes: rows of ``hosts``."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.ports import KeptRobots
from pipelines import host_rows, leases
from pipelines.store import Store


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(host_rows, "time", clock)
    return clock


def take(crawl: Any, host: str = "a.vn", address: str = "203.0.113.7") -> Any:
    return crawl.store.take_off(host, address, 0.5)


def later(crawl: Any, wall: Clock, host: str = "a.vn") -> Any:
    wall.now += 0.5
    return take(crawl, host)


def test_requests_to_one_address_lie_half_a_second_apart_whatever_the_host(crawl: Any, wall: Clock) -> None:
    crawl.begin()
    assert take(crawl).number
    early = take(crawl, "b.vn")
    assert (early.number, early.wait) == ("", 0.5)
    assert take(crawl, "c.vn", "203.0.113.8").number
    wall.now += 0.5
    assert take(crawl, "b.vn").number


def test_the_gap_counts_from_when_a_request_went_out(crawl: Any, wall: Clock) -> None:
    crawl.begin()
    ticket = take(crawl)
    wall.now += 0.3
    crawl.store.sent(ticket, wall.now)
    assert take(crawl, "b.vn").wait == 0.5
    crawl.store.sent(ticket, wall.now - 9)
    assert take(crawl, "b.vn").wait == 0.5, "never earlier than it was"


def test_a_third_request_waits_until_one_of_two_is_over(crawl: Any, wall: Clock) -> None:
    crawl.begin()
    first, second = take(crawl), later(crawl, wall)
    third = later(crawl, wall)
    assert (bool(first.number), bool(second.number), third.number) == (True, True, "")
    crawl.store.land(first)
    assert later(crawl, wall).number


def test_who_waits_longest_goes_first(crawl: Any, wall: Clock) -> None:
    """Else two hosts whose answers are slow would keep a third one out for ever."""
    crawl.begin()
    first = take(crawl, "a.vn")
    later(crawl, wall, "b.vn")
    assert not later(crawl, wall, "c.vn").number
    crawl.store.land(first)
    assert not take(crawl, "a.vn").number, "before c.vn, which waits"
    assert take(crawl, "c.vn").number


def test_who_has_given_up_keeps_nobody_waiting(crawl: Any, wall: Clock) -> None:
    crawl.begin()
    first = take(crawl, "a.vn")
    later(crawl, wall, "b.vn")
    later(crawl, wall, "c.vn")
    crawl.store.land(first)
    wall.now += host_rows.LEFT_QUEUE
    assert take(crawl, "a.vn").number


def test_a_request_whose_process_was_killed_counts_as_over_after_a_while(crawl: Any, wall: Clock) -> None:
    crawl.begin()
    take(crawl), later(crawl, wall)
    assert not later(crawl, wall).number
    wall.now += host_rows.LAPSE + 1
    assert take(crawl).number


def test_a_held_host_is_left_alone_and_others_at_its_address_are_not(crawl: Any, wall: Clock) -> None:
    crawl.begin()
    crawl.store.hold("a.vn", 120, "429")
    ticket = take(crawl)
    assert (ticket.number, ticket.held) == ("", 120)
    assert take(crawl, "b.vn").number
    crawl.store.hold("b.vn", 60, "503")
    crawl.store.hold("b.vn", 5, "503")
    assert crawl.store.held("b.vn") == 60
    wall.now += 121
    assert take(crawl).number
    assert (crawl.store.held("a.vn"), crawl.store.held("c.vn")) == (0, 0)


def test_a_clock_that_was_set_back_stops_nobody_for_hours(crawl: Any, wall: Clock) -> None:
    crawl.begin()
    crawl.store.land(take(crawl))
    wall.now -= 86_400
    assert take(crawl).wait <= host_rows.TURN_MAX


def test_a_killed_process_of_this_machine_frees_its_places_at_once(crawl: Any, wall: Clock) -> None:
    crawl.begin()
    take(crawl), later(crawl, wall)
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    host, pid, start = leases.holder_name().rsplit(":", 2)
    crawl.store.connection.execute(
        "UPDATE hosts SET flights = replace(flights, ?, ?)",
        (f"{host}:{pid}:{start}", f"{host}:{gone.stdout.strip()}:1"),
    )
    assert later(crawl, wall).number


def test_robots_txt_is_kept_with_its_capture(crawl: Any) -> None:
    crawl.begin()
    assert crawl.store.robots("http://a.vn") is None
    day = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
    record = crawl.store.record_capture(crawl.capture("http://a.vn/robots.txt"))
    for answer in (KeptRobots("", day, 404), KeptRobots("User-agent: *", day + timedelta(days=1), 200, record.id)):
        crawl.store.save_robots("http://a.vn", answer)
        assert crawl.store.robots("http://a.vn") == answer


def test_another_process_keeps_the_same_pace(crawl: Any, wall: Clock, tmp_path: Path) -> None:
    crawl.begin()
    assert take(crawl).number
    other = Store(crawl.store.path.parent)
    try:
        other._run = replace(crawl.store._run, connection=other.connection)
        assert other.take_off("b.vn", "203.0.113.7", 0.5).wait == 0.5
    finally:
        other._run = None
        other.close()


def test_a_clock_that_was_set_back_shuts_nobody_out(crawl: Any, wall: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_rows, "is_dead", lambda _: False)
    wall.now = 2e9
    crawl.begin()
    take(crawl)
    later(crawl, wall)
    crawl.store.hold("a.vn", 3600.0, "503")
    assert crawl.store.held("a.vn") == 3600.0
    wall.now -= 10 * 365 * 24 * 3600.0
    assert crawl.store.held("a.vn") == 0.0
    assert take(crawl).wait <= host_rows.BUSY_WAIT
    assert later(crawl, wall).number
    crawl.store.hold("a.vn", 600.0, "429")
    assert crawl.store.held("a.vn") == 600.0, "what the host asks for now counts"
