"""A site that is away as a whole, in each way in which sites go: no article is marked as missing for it, and all is
well again when the site is."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import KhotinError
from crawler.profile_files import for_url
from crawler.run import RunOptions, crawl_in_child
from tests.families.engines import ENGINES
from tests.families.site import Answer, running
from tests.families.stories import stories
from tests.khotin.test_history_command import one

SITE = ENGINES["wordpress-block"]
AGAIN = RunOptions(delay=0, recheck=True, confirm_after=0.0)
FAILURES = {
    "parked": Answer("<title>mau.vn</title><h1>This domain is for sale</h1><a href='/?kw=tin'>Tin</a>"),
    "maintenance": Answer("<title>Bảo trì</title><p>Hệ thống đang được bảo trì.</p>"),
    "500": Answer("<h1>Error establishing a database connection</h1>", 500, headers={"Retry-After": "0"}),
    "login": Answer("<title>Đăng nhập</title><form><input type='password'></form>"),
    "empty": Answer("", 200),
    "404": Answer("<h1>404 Not Found</h1>", 404),
    "403": Answer("<title>Attention Required!</title>", 403),
    "betting": Answer(
        "<title>Nhà cái cá cược</title>" + "<p>Casino, nổ hũ, tài xỉu, bắn cá, nạp tiền, rút tiền</p>" * 9
    ),
    "elsewhere": Answer("", 302, headers={"Location": "http://parked.example/"}),
}


class Failing(dict[str, Answer]):
    """Answers of a site; while it ``fails``, the same to every address."""

    fails: Answer | None = None

    def get(self, path: str, default: Answer | None = None) -> Answer | None:  # type: ignore[override]
        if self.fails is not None and path != "/robots.txt":
            return self.fails
        return super().get(path, default)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[str, Failing]]:
    """A small site, crawled whole into ``tmp_path``."""
    answers = Failing(SITE.answers(stories()))
    with running(answers, SITE.missing(), SITE.headers) as origin:
        crawl_in_child(for_url(origin + "/"), tmp_path, RunOptions(delay=0))
        yield origin, answers


def articles(archive: Path) -> list[Any]:
    with closing(sqlite3.connect(archive / "archive.db")) as connection:
        sql = "SELECT url, status, status_since, title, versions FROM articles ORDER BY url"
        return connection.execute(sql).fetchall()


@pytest.mark.parametrize("name", FAILURES)
def test_a_site_that_fails_leaves_no_tombstone(name: str, site: tuple[str, Failing], tmp_path: Path) -> None:
    origin, answers = site
    before = articles(tmp_path)
    answers.fails = FAILURES[name]
    for _ in range(2):
        _crawl(origin, tmp_path)
        assert articles(tmp_path) == before
    assert one(tmp_path, "SELECT count(*) FROM issues WHERE code = 'site.down' AND resolved_at IS NULL") == 1
    answers.fails = None
    for _ in range(2):  # the later page of a divided article needs its first one
        _crawl(origin, tmp_path)
    assert articles(tmp_path) == before
    assert one(tmp_path, "SELECT count(*) FROM issues WHERE code = 'site.down' AND resolved_at IS NULL") == 0
    assert one(tmp_path, "SELECT count(*) FROM pages WHERE article_id IS NOT NULL AND suspected_at IS NOT NULL") == 0


def _crawl(origin: str, archive: Path) -> None:
    try:
        crawl_in_child(for_url(origin + "/"), archive, AGAIN)
    except KhotinError:
        return


def test_one_article_that_is_gone_is_still_gone(site: tuple[str, Failing], tmp_path: Path) -> None:
    origin, answers = site
    url = one(tmp_path, "SELECT max(url) FROM articles")
    answers[url.removeprefix(origin)] = Answer("<h1>404</h1>", 404)
    _crawl(origin, tmp_path)
    assert one(tmp_path, f"SELECT status FROM articles WHERE url = '{url}'") == "gone"
    assert one(tmp_path, "SELECT count(*) FROM articles WHERE status <> 'live'") == 1
