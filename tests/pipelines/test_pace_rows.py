"""Pace across processes: rows of ``hosts``."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipelines import host_rows
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


def test_requests_to_one_address_lie_half_a_second_apart_whatever_the_host(crawl: Any, wall: Clock) -> None:
    crawl.begin()
    assert take(crawl).wait == 0
    assert take(crawl, "b.vn").wait == 0.5
    assert take(crawl, "c.vn", "203.0.113.8").wait == 0


def test_a_third_request_waits_until_one_of_two_is_over(crawl: Any, wall: Clock) -> None:
    crawl.begin()
    first, second = take(crawl), take(crawl)
    third = take(crawl)
    assert (bool(first.number), bool(second.number), third.number) == (True, True, "")
    crawl.store.land(first)
    assert take(crawl).number


def test_a_request_whose_process_was_killed_counts_as_over_after_a_while(crawl: Any, wall: Clock) -> None:
    crawl.begin()
    take(crawl), take(crawl)
    assert not take(crawl).number
    wall.now += host_rows.LAPSE + 1
    assert take(crawl).number


def test_a_held_host_is_left_alone_and_others_at_its_address_are_not(crawl: Any, wall: Clock) -> None:
    crawl.begin()
    crawl.store.hold("a.vn", 120, "429")
    assert take(crawl).wait == 120
    wall.now += 121
    assert take(crawl, "b.vn").wait == 0
    crawl.store.hold("b.vn", 60, "503")
    crawl.store.hold("b.vn", 5, "503")
    assert take(crawl, "b.vn", "203.0.113.9").wait == 60


def test_another_process_keeps_the_same_pace(crawl: Any, wall: Clock, tmp_path: Path) -> None:
    crawl.begin()
    assert take(crawl).wait == 0
    other = Store(crawl.store.path.parent)
    try:
        other._run = replace(crawl.store._run, connection=other._connection)
        assert other.take_off("b.vn", "203.0.113.7", 0.5).wait == 0.5
    finally:
        other._run = None
        other.close()
