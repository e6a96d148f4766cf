"""A day on which a site shows less than it has: the crawl is judged failed, readers keep the last good state, and the
next good day mends all by itself. The crawls are real, of a site on loopback."""

import asyncio
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest

from publish.application import make_datasette
from tests.families.engines import ENGINES
from tests.families.site import Answer, Answers, running
from tests.families.stories import stories

ENGINE: Final = ENGINES["wordpress-block"]
ERROR: Final = (
    "<html><head><title>Không tìm thấy trang - Tuổi trẻ</title></head><body><h1>Không tìm thấy nội dung</h1><p>"
    "Trang bạn yêu cầu không tồn tại hoặc đã bị xóa. Vui lòng quay lại trang chủ.</p><a href='/'>Trang chủ</a></body>"
    "</html>"
)
LIVE: Final = (
    "SELECT a.id, a.url, a.title, a.byline, a.read_count, a.status, a.published_at, a.section_id, a.versions,"
    " t.lead, t.body, (SELECT group_concat(u.name) FROM article_authors c JOIN authors u"
    " ON u.id = c.author_id WHERE c.article_id = a.id), (SELECT count(*) FROM article_tags g WHERE g.article_id = a.id)"
    " FROM articles a JOIN article_texts t ON t.article_id = a.id ORDER BY a.id"
)
OPEN: Final = "SELECT url, code, key FROM issues WHERE resolved_at IS NULL AND severity <> 'info' ORDER BY 1, 2, 3"
Break = Callable[[Answers], None]


def _articles(answers: Answers) -> list[str]:
    return [path for path in answers if path.count("/") > 2 and "postid-" in str(answers[path].body)]


def _instead(body: str) -> Break:
    def broken(answers: Answers) -> None:
        for path in _articles(answers):
            answers[path] = Answer(body or answers["/"].body)

    return broken


def _empty_lists(answers: Answers) -> None:
    bare = Answer(ENGINE.page("archive", "Tin", "<p>Không có bài viết.</p>", ()))
    for path, answer in answers.items():
        if "wp-block-post-template" in str(answer.body):
            answers[path] = bare
    answers["/wp-json/wp/v2/posts?per_page=100&_fields=id,link"] = Answer("[]", media_type="application/json")
    answers["/feed/"] = Answer("<rss version='2.0'><channel></channel></rss>", media_type="application/rss+xml")
    answers["/wp-sitemap-posts-post-1.xml"] = Answer("<urlset></urlset>", media_type="application/xml")


def _half_the_fields(answers: Answers) -> None:
    """The template lost its dates, authors, counts, sections and tags."""
    for path in _articles(answers):
        page = str(answers[path].body)
        page = re.sub(r'<div class="wp-block-group is-layout-flex">.*?(?=<div class="entry-content)', "", page)
        page = re.sub(r'<p class="post-views">.*?</p>|<p style="text-align: right;">.*?</p>', "", page)
        answers[path] = Answer(re.sub(r'<div class="taxonomy-post_tag.*?</div>', "", page))


DAYS: Final[dict[str, Break]] = {
    "empty lists": _empty_lists,
    "its error page with 200": _instead(ERROR),
    "its front page for each article": _instead(""),
    "half the fields gone": _half_the_fields,
}


class Days(dict[str, Answer]):
    """A site that can have a bad day."""

    def __init__(self) -> None:
        super().__init__(ENGINE.answers(stories()))
        self.good = dict(self)

    def break_by(self, broken: Break) -> None:
        broken(self)

    def mend(self) -> None:
        self.clear()
        self.update(self.good)


@pytest.fixture
def site() -> Iterator[tuple[str, Days]]:
    answers = Days()
    with running(answers, ENGINE.missing(), ENGINE.headers) as origin:
        yield origin, answers


def khotin(*words: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "khotin", *words], capture_output=True, text=True, timeout=100, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


def crawl(origin: str, archive: Path) -> tuple[int, str]:
    return khotin("crawl", origin + "/", "--recheck", "--confirm-after", "0", "--delay", "0", "--archive", str(archive))


def rows(archive: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(archive / "archive.db")) as connection:
        return connection.execute(sql).fetchall()


def status_page(archive: Path) -> str:
    return str(asyncio.run(make_datasette(archive / "archive.db").client.get("/tinh-trang")).text)


@pytest.mark.parametrize("name", DAYS)
def test_a_failing_day_overwrites_nothing_and_the_next_good_one_mends_it(
    name: str, site: tuple[str, Days], tmp_path: Path
) -> None:
    origin, answers = site
    assert crawl(origin, tmp_path)[0] == 0
    assert crawl(origin, tmp_path)[0] == 0  # later pages of divided articles have their first one now
    before, issues = rows(tmp_path, LIVE), rows(tmp_path, OPEN)
    good = rows(tmp_path, "SELECT max(ended_at) FROM crawls")[0][0]
    answers.break_by(DAYS[name])
    for _ in range(2):
        code, said = crawl(origin, tmp_path)
        assert code == 9, said
        assert rows(tmp_path, LIVE) == before
    code, said = khotin("status", "--check", "--archive", str(tmp_path))
    assert (code, "failed" in said) == (1, True)
    page = status_page(tmp_path)
    assert 'class="flag"' in page
    assert f'datetime="{good}"' in page, "the last good run"
    answers.mend()
    code, said = crawl(origin, tmp_path)
    assert code == 0, said
    crawl(origin, tmp_path)  # later pages of divided articles have their first one again
    assert rows(tmp_path, LIVE) == before
    assert rows(tmp_path, "SELECT judged FROM crawls ORDER BY id DESC LIMIT 1") == [("passed",)]
    assert rows(tmp_path, OPEN) == issues
    assert 'class="flag"' not in status_page(tmp_path)


def test_who_knows_that_the_site_did_lose_it_accepts_the_run(site: tuple[str, Days], tmp_path: Path) -> None:
    origin, answers = site
    for _ in range(2):
        crawl(origin, tmp_path)
    for path in _articles(answers):
        answers[path] = Answer(ERROR)
    assert crawl(origin, tmp_path)[0] == 9
    assert rows(tmp_path, "SELECT DISTINCT status FROM articles WHERE kind = 'article'") == [("live",)]
    code, said = khotin("accept", "3", "--archive", str(tmp_path))
    assert (code, "run 3" in said) == (0, True)
    assert rows(tmp_path, "SELECT DISTINCT status FROM articles WHERE kind = 'article'") == [("suspected",)]
    assert khotin("status", "--check", "--archive", str(tmp_path))[0] == 0
    assert crawl(origin, tmp_path)[0] == 0
    assert rows(tmp_path, "SELECT DISTINCT status FROM articles WHERE kind = 'article'") == [("gone",)]
