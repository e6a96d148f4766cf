"""An article in two pages out of its captures: imported elsewhere and read again it is what the crawls made of it."""

import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from crawler.profile_files import for_url
from crawler.run import RunOptions, crawl_in_child
from khotin.main import cli
from tests.families.engines import ENGINES
from tests.families.site import running
from tests.families.stories import stories
from tests.families.test_pages_joined import LAST, LONG, is_second

NAMES = ["joomla4", "joomla15", "wordpress-block"]


def body(archive: Path) -> list[tuple[str, int]]:
    with closing(sqlite3.connect(archive / "archive.db")) as db:
        return db.execute(
            "SELECT t.body, a.versions FROM articles a JOIN article_texts t ON t.article_id = a.id WHERE a.title = ?",
            (LONG.title,),
        ).fetchall()


def run(*words: str) -> Any:
    return CliRunner().invoke(cli, words, standalone_mode=False)


@pytest.mark.parametrize("name", NAMES)
def test_its_captures_give_the_same_article_again(name: str, tmp_path: Path) -> None:
    """Crawled twice, its last page changed in between: the same two versions, and nothing to extract anew."""
    site, crawled, imported = ENGINES[name], tmp_path / "crawled", tmp_path / "imported"
    answers = site.answers(stories())
    with running(answers, site.missing(), site.headers) as origin:
        crawl_in_child(for_url(origin + "/"), crawled, RunOptions(delay=0))
        further = next(path for path in answers if is_second(site, path))
        answers[further] = replace(
            answers[further], body=str(answers[further].body).replace(str(LAST), "Câu cuối mới.")
        )
        time.sleep(1)  # a WARC's dates are to the second
        crawl_in_child(for_url(origin + "/"), crawled, RunOptions(delay=0, recheck=True))
    for command in ("extract", "verify"):
        result = run(command, "--archive", str(crawled), "--jobs", "1")
        assert result.return_value == 0, result.output
    assert run("import", str(crawled / "warc"), "--archive", str(imported), "--jobs", "1").return_value == 0
    assert body(imported) == body(crawled)
    assert body(crawled)[0][0].endswith("Câu cuối mới.")
    assert run("verify", "--archive", str(imported), "--jobs", "1").return_value == 0
    with closing(sqlite3.connect(imported / "archive.db")) as db:
        assert db.execute("SELECT count(*) FROM pages WHERE reason = 'further_page'").fetchone() == (1,)
