"""``khotin crawl --due``: asks for what is due and nothing else, each site once however many runs there are."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from khotin.main import cli
from tests.families.engines import ENGINES
from tests.families.site import Answer, running
from tests.families.stories import stories

SITE = ENGINES["wordpress-block"]


class Counted(dict[str, Answer]):
    """Answers that remember what was asked for."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        super().__init__(answers)
        self.asked: list[str] = []

    def get(self, path: str, default: Answer | None = None) -> Answer | None:  # type: ignore[override]
        self.asked.append(path)
        return super().get(path, default)


@pytest.fixture(scope="module")
def site() -> Iterator[tuple[str, Counted]]:
    answers = Counted(SITE.answers(stories()))
    with running(answers, SITE.missing(), SITE.headers) as origin:
        yield origin, answers


def crawl(archive: Path, *words: str) -> int:
    done = subprocess.run(
        [sys.executable, "-m", "khotin", "crawl", "--delay", "0", "--archive", str(archive), *words],
        capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode


def change(archive: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(archive / "archive.db")) as db, db:
        return db.execute(sql).fetchall()


@pytest.fixture
def archive(tmp_path: Path, site: tuple[str, Counted]) -> Path:
    """The site crawled whole a moment ago."""
    origin, answers = site
    assert crawl(tmp_path, origin + "/") == 0
    answers.asked.clear()
    return tmp_path


def test_with_nothing_due_no_request_is_sent(archive: Path, site: tuple[str, Counted]) -> None:
    assert crawl(archive, "--due") == 0
    assert site[1].asked == []
    assert change(archive, "SELECT count(*) FROM crawls") == [(1,)]


def test_only_what_is_due_is_asked_for(archive: Path, site: tuple[str, Counted]) -> None:
    change(archive, "UPDATE pages SET next_due = '2020-01-01T00:00:00Z' WHERE id ="
                    " (SELECT min(id) FROM pages WHERE article_id IS NOT NULL AND state = 'done')")  # fmt: skip
    assert crawl(archive, "--due") == 0
    pages = [path for path in site[1].asked if path != "/robots.txt"]
    assert len(pages) == 1
    assert change(archive, "SELECT count(*) FROM pages WHERE next_due < '2021'") == [(0,)]


def test_two_runs_at_once_crawl_a_site_once(archive: Path, site: tuple[str, Counted]) -> None:
    change(archive, "UPDATE pages SET next_due = '2020-01-01T00:00:00Z' WHERE article_id IS NOT NULL")
    words = [sys.executable, "-m", "khotin", "crawl", "--due", "--delay", "0", "--archive", str(archive)]
    runs = [subprocess.Popen(words, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [run.communicate(timeout=100)[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    pages = [path for path in site[1].asked if path != "/robots.txt"]
    assert len(pages) == len(set(pages)) > 3
    assert change(archive, "SELECT count(*) FROM crawls WHERE reason = 'finished'") == [(2,)]


def test_a_killed_run_is_taken_over_by_the_next(archive: Path, site: tuple[str, Counted]) -> None:
    change(archive, "UPDATE pages SET next_due = '2020-01-01T00:00:00Z' WHERE article_id IS NOT NULL")
    known = change(archive, "SELECT count(*), sum(versions) FROM articles")
    words = [sys.executable, "-m", "khotin", "crawl", "--due", "--delay", "0.3", "--archive", str(archive)]
    run = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    while len(site[1].asked) < 3:
        assert run.poll() is None
    run.kill()
    run.wait()
    change(archive, "UPDATE leases SET until = '2020-01-01T00:00:00Z'")
    assert crawl(archive, "--due") == 0
    left = "SELECT count(*) FROM pages WHERE next_due < '2021' OR state IN ('pending', 'leased')"
    assert change(archive, left) == [(0,)]
    assert change(archive, "SELECT count(*), sum(versions) FROM articles") == known


def test_an_archive_with_nothing_due_says_when_something_is(archive: Path) -> None:
    found = CliRunner().invoke(cli, ["crawl", "--due", "--archive", str(archive)], standalone_mode=False)
    assert "nothing is due; the next at 20" in found.stderr
