"""A crawl judged by the site's own past, and a person who knows better."""

import sqlite3
from contextlib import closing
from typing import Any

import pytest
from click.testing import CliRunner

from khotin.main import cli
from pipelines.baselines import ENOUGH


def day(crawl: Any, numbers: range, **changes: Any) -> Any:
    """A crawl that sees these articles; its summary."""
    crawl.begin()
    for number in numbers:
        crawl.see(number, **changes)
    summary = crawl.store.finish("finished")
    crawl.clock.forward(days=1)
    return summary


def test_a_field_that_new_articles_lack_fails_the_crawl_and_the_next_good_day_mends_it(crawl: Any) -> None:
    assert day(crawl, range(20)).judged == "passed"
    bad = day(crawl, range(20, 20 + ENOUGH), byline=None, authors=())
    assert (bad.judged, len(bad.problems)) == ("failed", 1)
    assert bad.problems[0].startswith("byline: 0% of 10 new articles have it, 100%")
    assert crawl.one("SELECT key FROM issues WHERE code = 'health.learned_fill' AND resolved_at IS NULL") == "byline"
    assert day(crawl, range(30, 45)).judged == "passed"
    assert crawl.rows("SELECT 1 FROM issues WHERE code = 'health.learned_fill' AND resolved_at IS NULL") == []


def test_older_articles_of_a_first_crawl_in_parts_are_no_loss(crawl: Any) -> None:
    crawl.begin()
    for number in range(20):
        crawl.see(number)
    crawl.store.finish("interrupted")
    assert day(crawl, range(20, 40), byline=None, authors=()).judged == "passed"


def test_few_new_articles_and_fields_that_few_have_say_nothing(crawl: Any) -> None:
    day(crawl, range(20), read_count=None)
    assert day(crawl, range(20, 19 + ENOUGH), byline=None, authors=()).judged == "passed"
    assert day(crawl, range(40, 60), read_count=None).judged == "passed"


@pytest.mark.parametrize(("missed", "judged"), [(9, "passed"), (12, "failed")])
def test_many_articles_missing_at_once_fail_the_crawl(crawl: Any, missed: int, judged: str) -> None:
    day(crawl, range(40))
    crawl.begin(recheck=True)
    for number in range(missed):
        crawl.miss(number)
    for number in range(missed, 40):
        crawl.see(number)
    assert crawl.store.finish("finished").judged == judged


def test_an_accepted_run_is_good_and_its_versions_are_current(crawl: Any) -> None:
    day(crawl, range(20))
    day(crawl, range(20), lead=None)
    assert crawl.one("SELECT judged FROM crawls ORDER BY id DESC LIMIT 1") == "failed"
    assert crawl.one("SELECT count(*) FROM article_texts WHERE lead IS NOT NULL") == 20
    words = ["accept", "2", "--archive", str(crawl.archive)]
    done = CliRunner().invoke(cli, words, standalone_mode=False)
    assert "run 2 of mau accepted; versions made current: 20" in done.output
    with closing(sqlite3.connect(crawl.archive / "archive.db")) as db:
        assert db.execute("SELECT count(*) FROM article_texts WHERE lead IS NOT NULL").fetchone() == (0,)
        assert db.execute("SELECT judged, exit_code FROM crawls WHERE id = 2").fetchone() == ("accepted", 0)
    assert "not judged failed" in str(CliRunner().invoke(cli, words, standalone_mode=False).exception)
    missing = CliRunner().invoke(cli, ["accept", "9", "--archive", str(crawl.archive)], standalone_mode=False)
    assert "there is no run 9" in str(missing.exception)
