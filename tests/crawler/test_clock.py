"""The clock that a crawl takes for the present."""

import pickle
import time
from datetime import UTC, datetime, timedelta

from crawler.clock import MACHINE, Clock

START = datetime(2025, 3, 1, 3, tzinfo=UTC)


def test_a_clock_of_its_own_goes_on_from_its_start_as_fast_as_it_says() -> None:
    clock = Clock(START, rate=86_400.0)
    first = clock()
    assert first >= START
    time.sleep(0.01)
    assert clock() - first >= timedelta(seconds=0.01 * 86_400 * 0.9)
    assert clock.wait(86_400.0) == 1.0


def test_a_clock_that_was_sent_to_another_process_goes_on() -> None:
    clock = Clock(START, rate=60.0)
    before = clock()
    assert pickle.loads(pickle.dumps(clock))() >= before


def test_without_a_start_it_is_the_machines() -> None:
    assert abs(MACHINE() - datetime.now(UTC)) < timedelta(seconds=5)
    assert MACHINE.wait(3.0) == 3.0
