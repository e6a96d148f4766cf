"""When a page is due again: the bounds that the archive promises, and what moves an article within them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.page import PageKind
from crawler.ports import PageResult
from crawler.profiles import Schedule
from pipelines.recrawl import DAY, SPREAD, Life, spread, wait_of

PLAIN = Schedule()
RISES = st.none() | st.floats(0, 10)


@given(st.floats(0, 40 * 365 * DAY), st.none() | st.floats(0, 400 * DAY), RISES)
def test_an_edit_is_seen_within_what_is_promised(age: float, edited: float | None, rise: float | None) -> None:
    wait = wait_of(Life(age, edited, rise), PLAIN)
    assert PLAIN.young <= wait <= PLAIN.oldest < 180 * DAY
    assert wait < 2 * DAY or age >= 30 * DAY
    assert wait < 30 * DAY or age >= 365 * DAY


@given(st.floats(0, 40 * 365 * DAY), st.floats(0, 40 * 365 * DAY), RISES)
def test_what_is_older_never_waits_less(one: float, other: float, rise: float | None) -> None:
    young, old = sorted((one, other))
    assert wait_of(Life(young, rise=rise), PLAIN) <= wait_of(Life(old, rise=rise), PLAIN)


def test_edits_and_readers_bring_an_article_forward_and_silence_puts_it_off() -> None:
    age = 200 * DAY
    usual = wait_of(Life(age), PLAIN)
    assert wait_of(Life(age, edited_ago=DAY), PLAIN) < usual
    assert wait_of(Life(age, edited_ago=90 * DAY), PLAIN) == usual
    assert wait_of(Life(age, rise=0.5), PLAIN) < usual < wait_of(Life(age, rise=0.0), PLAIN)


def test_a_profile_sets_the_bounds() -> None:
    tight = Schedule(young=3 * DAY, oldest=5 * DAY)
    assert (wait_of(Life(0), tight), wait_of(Life(3000 * DAY), tight)) == (3 * DAY, 5 * DAY)


def test_pages_found_together_are_due_apart() -> None:
    parts = [spread(f"http://mau.vn/news.php?id={number}") for number in range(500)]
    assert SPREAD <= min(parts) < SPREAD + 0.02
    assert 0.98 < max(parts) <= 1


def hours(crawl: Any, number: int) -> float | None:
    """Hours until an article's page is due."""
    due, now = crawl.rows("SELECT next_due, last_seen_at FROM pages WHERE source_id = ?", str(number))[0]
    return None if due is None else crawl.one("SELECT (julianday(?) - julianday(?)) * 24", due, now)


def test_a_new_article_is_due_within_a_day_and_an_old_one_later(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1, published_at=crawl.clock.now)
    crawl.see(2)  # published in January 2024
    assert hours(crawl, 1) == pytest.approx(24, abs=0.01)
    assert 28 * 24 * SPREAD < (hours(crawl, 2) or 0) <= 150 * 24


def test_what_is_missing_is_due_when_it_can_be_confirmed_and_what_is_gone_much_later(crawl: Any) -> None:
    crawl.begin(confirm_after=3600)
    crawl.see(1)
    crawl.miss(1)
    assert hours(crawl, 1) == pytest.approx(1)
    crawl.clock.forward(hours=1)
    crawl.miss(1)
    assert 45 * 24 <= (hours(crawl, 1) or 0) <= 60 * 24


def test_files_and_empty_ids_are_never_due_by_themselves(crawl: Any) -> None:
    crawl.begin()
    for number, kind in ((6, PageKind.GUESS), (7, PageKind.ASSET)):
        crawl.store.commit(PageResult(crawl.page(number, kind), "gone" if number == 6 else "done", None, 200))
    assert [hours(crawl, number) for number in (6, 7)] == [None, None]
