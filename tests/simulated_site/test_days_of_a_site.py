"""A site that lives for months, crawled each day over HTTP on its own clock: how soon edits are seen, that nothing is
invented where the site is away or looks new, and what that costs. SIMULATED_DAYS=90 is the long form (`make
test-days`); without it a month of a smaller site."""

import os
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest

from tests.simulated_site.days import START, Lived, Plan, allowed, late, live

pytestmark = pytest.mark.timeout(600)
SHORT = Plan(
    days=34,
    articles=240,
    posts=0.5,
    broken=frozenset({9}),
    off=frozenset({12}),
    redesign=15,
    parked=frozenset(range(19, 24)),
)
#: (from so many days of age, until, within so many days).
BOUNDS = ((0, 30, 2), (30, 365, 30), (365, 9999, 180))


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    days = int(os.environ.get("SIMULATED_DAYS", "0"))
    return live(Plan(days=days) if days else SHORT, tmp_path_factory.mktemp("days"))


def rows(lived: Lived, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(lived.archive / "archive.db")) as db:
        return db.execute(sql).fetchall()


@pytest.mark.parametrize(("least", "most", "days"), BOUNDS)
def test_edits_are_seen_the_sooner_the_younger_the_article(lived: Lived, least: int, most: int, days: int) -> None:
    looked, over = 0, []
    for story in lived.site.stories:
        for edit, moment in enumerate(story.edited):
            age = moment - story.published
            known = story.seen and min(story.seen) <= edit
            if not known or not timedelta(days=least) <= age < timedelta(days=most):
                continue
            waited = late(story, edit)
            if waited is None:  # until now, or until it was taken away
                waited = (story.removed_at or lived.site.now) - moment
            looked += 1
            if waited > allowed(lived, moment, days):
                over.append((story.number, age.days, moment - START, waited))
    assert looked > 5
    assert over == []


def test_no_page_waits_for_more_than_half_a_year(lived: Lived) -> None:
    waits = "SELECT max(julianday(next_due) - julianday(last_seen_at)) FROM pages WHERE article_id IS NOT NULL"
    assert 30 < rows(lived, waits)[0][0] <= 150


def test_each_text_that_was_shown_is_one_version(lived: Lived) -> None:
    known = {int(number): versions for number, versions in rows(lived, "SELECT source_id, versions FROM articles")}
    assert known == {story.number: len(story.seen) for story in lived.site.stories if story.seen}
    assert max(known.values()) > 1


def test_a_post_is_there_the_next_day(lived: Lived) -> None:
    slow = [
        story.number
        for story in lived.site.stories
        if not story.removed
        and min(story.seen.values(), default=lived.site.now) - story.published > allowed(lived, story.published, 1)
        and story.published > START
    ]
    assert slow == []


def test_only_what_was_removed_has_a_tombstone(lived: Lived) -> None:
    absent = {int(row[0]): row[1] for row in rows(lived, "SELECT source_id, status FROM articles")
              if row[1] != "live"}  # fmt: skip
    removed = {story.number for story in lived.site.stories if story.removed}
    assert set(absent) <= removed
    assert set(absent.values()) >= {"gone"}


def test_days_without_the_site_are_judged_as_such(lived: Lived) -> None:
    wrong = [
        (number, day.mood, day.judged, day.ended)
        for number, day in enumerate(lived.days)
        if (day.judged, day.ended) != (("passed" if day.mood == "well" else "failed"), "finished")
        and not (day.mood == "off" and day.ended == "UnreachableError")
    ]
    assert wrong == []
    assert rows(lived, "SELECT count(*) FROM versions WHERE staged = 1") == [(0,)]


def test_a_second_crawl_within_the_hour_asks_for_nothing_again(lived: Lived) -> None:
    assert lived.second is not None
    first = lived.days[3].paths
    assert len(first) > 5
    assert set(first) & set(lived.second.paths) == set()
    assert set(lived.second.asked) <= {"articles", "robots"}  # those that fell due within that hour


def test_every_list_is_proved_complete_again_within_a_month(lived: Lived) -> None:
    first, later = lived.days[0], lived.days[1:32]
    lists = {path for path in first.paths if path.startswith("/tin-tuc/trang-")}
    assert len(lists) > 5
    assert lists <= {path for day in later if day.mood == "well" for path in day.paths}


def test_a_day_costs_a_tenth_of_a_full_crawl_at_most(lived: Lived, capsys: pytest.CaptureFixture[str]) -> None:
    full = lived.days[0].asked.total()
    daily = [day.asked.total() for day in lived.days[1:]]
    unchanged = sum(day.unchanged for day in lived.days[1:])
    after = daily[7:]
    most, mean = max(after) / full, sum(after) / len(after) / full
    with capsys.disabled():
        print(f"\nrequests a day: {daily}; a full crawl: {full}")
        print(
            f"after the first week {most:.1%} of it at most, {mean:.1%} on average; 304: {unchanged / sum(daily):.0%}"
        )
    assert max(after) <= 0.1 * full
