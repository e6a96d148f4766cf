"""Pages that break off: asked for again, then read as what they are, and never in the place of a whole one."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.profile_files import for_url
from crawler.run import RunOptions, crawl_in_child

LINE = "<p>Sáng ngày 12/3/2024, hơn 50 đoàn viên đã dọn vệ sinh tuyến đường liên ấp và trồng cây xanh.</p>"
PAGES = {
    "/": '<a href="/bai-viet-so-1.html">Đoàn xã ra quân ngày Chủ nhật xanh</a>',
    "/bai-viet-so-1.html": f"<h1>Đoàn xã ra quân ngày Chủ nhật xanh</h1><div>{LINE * 6}<p>Tánh Võ</p></div>",
}


class Site:
    """Announces ``missing`` bytes more than it sends, and sends only ``share`` of each article; or packs articles and
    leaves out the last ``packed`` bytes of that."""

    def __init__(self) -> None:
        self.missing, self.share, self.packed = 0, 1.0, 0

    def respond(self, path: str) -> tuple[int, dict[str, str], bytes]:
        if path not in PAGES:
            return 404, {}, b""
        body = PAGES[path].encode()
        if path != "/":
            body = body[: int(self.share * len(body))]
            if self.packed:
                return 200, {"Content-Encoding": "gzip"}, gzip.compress(body, 0)[: -self.packed]
        return 200, {"Content-Length": str(len(body) + self.missing)}, body


@pytest.fixture
def crawls(
    tmp_path: Path, tiny_site: Callable[..., Any], rows_of: Callable[..., Any]
) -> tuple[Site, Callable[[], Any], Callable[[str], list[Any]]]:
    site = Site()
    url = tiny_site(site.respond).url

    def crawl() -> Any:
        return crawl_in_child(for_url(url), tmp_path, RunOptions(delay=0, recheck=True))

    return site, crawl, lambda query: rows_of(tmp_path, query)


ARTICLES = "SELECT a.title, a.byline, t.body, a.versions FROM articles a JOIN article_texts t ON t.article_id = a.id"


def test_a_length_that_is_always_too_long_keeps_no_page_from_being_read(crawls: Any) -> None:
    site, crawl, rows = crawls
    site.missing = 5
    crawl()
    ((title, byline, body, _),) = rows(ARTICLES)
    assert (title, byline, body.count("Sáng ngày")) == ("Đoàn xã ra quân ngày Chủ nhật xanh", "Tánh Võ", 6)
    assert rows("SELECT state, reason FROM pages WHERE kind = 'article'") == [("done", "truncated")]
    assert rows("SELECT DISTINCT truncated FROM captures WHERE url LIKE '%bai-viet%'") == [("disconnect",)]
    assert ("capture.truncated",) in rows("SELECT code FROM issues WHERE article_id IS NOT NULL")


def test_a_whole_page_takes_the_place_of_half_a_one_and_is_no_edit_of_the_sites(crawls: Any) -> None:
    site, crawl, rows = crawls
    site.missing, site.share = 400, 0.7
    crawl()
    assert 0 < rows(ARTICLES)[0][2].count("Sáng ngày") < 6
    site.missing, site.share = 0, 1.0
    crawl()
    assert rows(ARTICLES)[0][1:] == ("Tánh Võ", rows(ARTICLES)[0][2], 1)
    assert rows(ARTICLES)[0][2].count("Sáng ngày") == 6
    assert rows("SELECT cause FROM versions ORDER BY number") == [("first",), ("re-extraction",)]
    assert rows("SELECT state, reason FROM pages WHERE kind = 'article'") == [("done", "article")]
    assert rows("SELECT code FROM issues WHERE resolved_at IS NULL AND code = 'capture.truncated'") == []


def test_half_a_page_says_nothing_against_the_whole_one(crawls: Any) -> None:
    site, crawl, rows = crawls
    crawl()
    whole = rows(ARTICLES)
    site.missing, site.share = 400, 0.7
    crawl()
    assert rows(ARTICLES) == whole
    assert rows("SELECT status FROM articles") == [("live",)]
    assert rows("SELECT count(*) FROM versions") == [(1,)]


def test_a_packed_page_that_breaks_off_is_half_a_page(crawls: Any) -> None:
    site, crawl, rows = crawls
    site.packed = 300
    crawl()
    assert rows("SELECT state, reason FROM pages WHERE kind = 'article'") == [("done", "truncated")]
    assert rows("SELECT DISTINCT truncated FROM captures WHERE url LIKE '%bai-viet%'") == [("coding",)]
    ((_, _, half, _),) = rows(ARTICLES)
    site.packed = 0
    crawl()
    ((_, _, whole, _),) = rows(ARTICLES)
    site.packed = 300
    crawl()
    assert len(half) < len(whole)
    assert rows(ARTICLES)[0][2] == whole
