"""Many tasks in some processes: results in order, the work shared out, this process among those that do it."""

import gc
import os
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from crawler.errors import ArchiveError
from crawler.profile_files import for_url
from khotin.readers import CHUNK, Readers
from khotin.replaying import Shelf

SHELF = Shelf(Path(), for_url("https://example.vn/"), {})


def worked(shelf: Shelf, tasks: Sequence[int]) -> list[tuple[int, int, int]]:
    time.sleep(0.002 * len(tasks))
    return [(task, os.getpid(), len(tasks)) for task in tasks]


def killed(shelf: Shelf, tasks: Sequence[int]) -> list[int]:
    if os.getpid() != tasks[0]:
        os._exit(1)
    time.sleep(0.01)
    return list(tasks)


@pytest.mark.parametrize(("jobs", "count"), [(1, 400), (2, 1600), (3, 1600), (2, 1), (2, 0), (4, 3)])
def test_results_come_in_the_order_of_the_tasks(jobs: int, count: int) -> None:
    made = list(Readers(SHELF, jobs, few=1).each(worked, range(count)))
    assert [task for task, _, _ in made] == list(range(count))
    assert len({process for _, process, _ in made}) <= jobs


def test_this_process_is_one_of_those_that_read() -> None:
    made = list(Readers(SHELF, 2, few=1).each(worked, range(1600)))
    by_process = Counter(process for _, process, _ in made)
    assert len(by_process) == 2
    assert by_process[os.getpid()] > 160


def test_the_last_pieces_are_small_so_that_none_waits_for_another() -> None:
    made = list(Readers(SHELF, 2, few=1).each(worked, range(1600)))
    assert made[0][2] == CHUNK
    assert made[-1][2] == 1


def test_the_collector_is_as_before_once_all_is_read_or_nobody_asks_for_more() -> None:
    before = gc.get_threshold(), gc.get_freeze_count()
    reading = Readers(SHELF, 1, few=1).each(worked, range(40))
    next(reading)
    assert (gc.get_threshold(), gc.get_freeze_count()) > before
    reading.close()  # type: ignore[attr-defined]
    assert (gc.get_threshold(), gc.get_freeze_count()) == before


def test_two_tasks_that_take_long_are_shared_between_two() -> None:
    made = list(Readers(SHELF, 2, few=2, chunk=1).each(worked, range(2)))
    assert len({process for _, process, _ in made}) == 2


def test_a_killed_process_is_an_error_of_ours() -> None:
    with pytest.raises(ArchiveError, match="killed"):
        list(Readers(SHELF, 2, few=1).each(killed, [os.getpid()] * 400))
