"""An article in two pages, through whole crawls: one article, one version, also when looked at again, and a new one when
its second page changes."""

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.profile_files import for_url
from crawler.run import RunOptions, crawl_in_child
from tests.families.engines import ENGINES
from tests.families.site import running
from tests.families.stories import stories

LONG = next(story for story in stories() if story.more)
LAST = LONG.more[-1][-1]


def rows(archive: Path, query: str) -> list[Any]:
    with sqlite3.connect(archive / "archive.db") as db:
        return db.execute(query).fetchall()


@pytest.mark.parametrize("name", ["joomla4", "joomla15", "wordpress-block"])
def test_looked_at_again_it_is_the_same(name: str, tmp_path: Path) -> None:
    site = ENGINES[name]
    answers = site.answers(stories())
    with running(answers, site.missing(), site.headers) as origin:
        crawl_in_child(for_url(origin + "/"), tmp_path, RunOptions(delay=0))
        again = crawl_in_child(for_url(origin + "/"), tmp_path, RunOptions(delay=0, recheck=True))
        assert (again.articles_new, again.articles_changed) == (0, 0)
        further = next(path for path in answers if is_second(site, path))
        answers[further] = replace(
            answers[further], body=str(answers[further].body).replace(str(LAST), "Câu cuối mới.")
        )
        crawl_in_child(for_url(origin + "/"), tmp_path, RunOptions(delay=0, recheck=True))
    body, versions = rows(
        tmp_path,
        "SELECT t.body, a.versions FROM articles a JOIN article_texts t ON t.article_id = a.id"
        f" WHERE a.title = '{LONG.title}'",
    )[0]
    wanted = [line for line in LONG.paragraphs if line != LAST] + ["Câu cuối mới."]
    assert (body.split("\n"), versions) == (wanted, 2)
    assert rows(tmp_path, "SELECT count(*) FROM pages WHERE reason = 'further_page'") == [(1,)]


def is_second(site: Any, path: str) -> bool:
    """Whether a path is the second page of the long story."""
    known = getattr(site, "further", lambda story, number: f"{site.path(story)}{number + 1}/")
    return path == known(LONG, 1)


def test_a_seed_that_is_a_later_page_leads_to_the_first(tmp_path: Path) -> None:
    site = ENGINES["joomla4"]
    with running(site.answers(stories()), site.missing(), site.headers) as origin:
        crawl_in_child(for_url(origin + site.further(LONG, 1)), tmp_path, RunOptions(delay=0))
    found = rows(
        tmp_path,
        f"SELECT t.body FROM articles a JOIN article_texts t ON t.article_id = a.id WHERE a.title = '{LONG.title}'",
    )
    assert [row[0].split("\n") for row in found] == [LONG.paragraphs]
