"""One rule of extraction changes and the site does not: the archive has another reading of the same, never a version of
the site's; a change of the site's that comes with it is told apart from it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.profile_files import for_url, with_family
from crawler.profiles import Era, Layout, Profile
from crawler.run import RunOptions, crawl_in_child
from tests.families.site import Answer, running

AGAIN = RunOptions(delay=0, recheck=True)
COUNT = 6


class Site(dict[str, Answer]):
    """A small site whose pages say how often they were read, so that no two looks have the same bytes; with ``tagged``
    they have an ETag instead, and answer 304."""

    def __init__(self, tagged: bool) -> None:
        super().__init__()
        self.asked, self.tagged, self.edited = 0, tagged, set[int]()

    def get(self, path: str, default: Answer | None = None) -> Answer | None:  # type: ignore[override]
        if path == "/":
            links = "".join(f'<li><a href="/tin/bai-{n}.html">Bài số {n} của Đoàn xã</a></li>' for n in range(COUNT))
            return Answer(f"<html><body><ul>{links}</ul></body></html>")
        number = path.removeprefix("/tin/bai-").removesuffix(".html")
        return self._article(int(number)) if number.isdecimal() else default

    def _article(self, number: int) -> Answer:
        self.asked += 1
        words = "Đoàn viên thanh niên ra quân dọn vệ sinh đường làng, trồng cây xanh và sửa nhà cho người già neo đơn."
        body = "".join(f"<p>{words} Việc thứ {n} ở ấp {number}.</p>" for n in range(5))
        new = (
            "<p>Đính chính: có thêm hai mươi đoàn viên tham gia buổi lao động này.</p>" if number in self.edited else ""
        )
        views = "" if self.tagged else f"<span>Lượt xem: {self.asked}</span>"
        text = f'<div class="nd">{body}{new}</div><div class="ky"><p>Ban biên tập trang tin của Tỉnh đoàn</p></div>'
        page = (f"<html><head><title>Ra quân {number}</title></head><body><h1>Ra quân dọn vệ sinh ấp {number}</h1>"
                f'{views}<div class="chung">{text}</div></body></html>')  # fmt: skip
        return Answer(page, headers={"ETag": f'"{number}-{number in self.edited}"'} if self.tagged else {})


def reading(origin: str, body: str) -> Profile:
    layout = Layout("bai", "h1", {"title": ("h1",), "body": (body,)}, alone=True)
    return replace(with_family(for_url(origin + "/"), "generic"), eras=(Era("nay", "news", (layout,)),))


def rows(archive: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(archive / "archive.db")) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(params=[False, True], ids=["other bytes each time", "304"])
def site(request: pytest.FixtureRequest) -> Iterator[tuple[str, Site]]:
    made = Site(request.param)
    with running(made, Answer("<h1>404</h1>", 404)) as origin:
        yield origin, made


def test_another_rule_makes_re_extractions_and_no_versions(site: tuple[str, Site], tmp_path: Path) -> None:
    origin, _ = site
    crawl_in_child(reading(origin, "div.chung"), tmp_path, RunOptions(delay=0))
    assert rows(tmp_path, "SELECT count(*), sum(versions) FROM articles") == [(COUNT, COUNT)]
    summary = crawl_in_child(reading(origin, "div.nd"), tmp_path, AGAIN)
    assert (summary.articles_changed, summary.articles_new) == (0, 0)
    causes = rows(tmp_path, "SELECT cause, count(*) FROM versions GROUP BY cause ORDER BY cause")
    assert causes == [("first", COUNT), ("re-extraction", COUNT)]
    assert rows(tmp_path, "SELECT sum(versions) FROM articles") == [(COUNT,)]
    crawl_in_child(reading(origin, "div.nd"), tmp_path, AGAIN)
    assert rows(tmp_path, "SELECT count(*) FROM versions") == [(2 * COUNT,)]


def test_an_edit_that_comes_with_another_rule_is_told_apart(site: tuple[str, Site], tmp_path: Path) -> None:
    origin, answers = site
    crawl_in_child(reading(origin, "div.chung"), tmp_path, RunOptions(delay=0))
    answers.edited = {2}
    summary = crawl_in_child(reading(origin, "div.nd"), tmp_path, AGAIN)
    assert summary.articles_changed == 1
    found = rows(tmp_path, "SELECT number, cause, byline, body FROM versions WHERE article_id ="
                           " (SELECT id FROM articles WHERE url LIKE '%bai-2.html') ORDER BY number")  # fmt: skip
    assert [row[:2] for row in found] == [(1, "first"), (2, "re-extraction"), (3, "change")]
    assert [row[2] is None for row in found] == [False, True, True]
    first, reread, changed = (row[3] for row in found)
    assert first == reread
    assert changed.removeprefix(reread).strip().startswith("Đính chính")
