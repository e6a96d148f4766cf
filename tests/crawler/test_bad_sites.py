"""Sites and folders that are not as they should be: each ends in a clear error, with nothing lost."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from crawler.discovery.listings import STALE
from crawler.errors import ArchiveError, NewerSchemaError, UsageError
from crawler.profile_files import for_url
from crawler.run import RunOptions, crawl_in_child

ARTICLE = (
    "<h1>Đoàn xã ra quân ngày Chủ nhật xanh</h1><div class=content>"
    + "<p>Sáng ngày 12/3/2024, hơn 50 đoàn viên đã dọn vệ sinh tuyến đường liên ấp và trồng cây xanh.</p>" * 5
    + "</div><p>Lượt xem: 12</p>"
)
Answer = tuple[int, str, dict[str, str]]


@contextmanager
def served(answer: Callable[[str], Answer]) -> Iterator[tuple[str, list[str]]]:
    """A site whose every answer is ``answer(path)`` -> (status, HTML or text, headers); gives its URL and its log."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, text, headers = answer(self.path)
            body = text.encode()
            self.send_response(status)
            for name, value in ({"Content-Type": "text/html; charset=utf-8"} | headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/", asked
    finally:
        server.shutdown()
        server.server_close()


def rows(archive: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(archive / "archive.db") as db:
        return db.execute(query).fetchall()


QUICK = RunOptions(delay=0)


def test_disallowed_pages_are_never_asked_for_although_many_wait_for_robots_txt(tmp_path: Path) -> None:
    def answer(path: str) -> Answer:
        if path == "/robots.txt":
            return 200, "User-agent: *\nDisallow: /cam/\n", {"Content-Type": "text/plain"}
        links = "".join(f'<a href="/cam/bai-{n}.html">Bài viết số {n}</a>' for n in range(8))
        return 200, f'{ARTICLE}<a href="/duoc/bai-1.html">Bài được phép đọc</a>{links}', {}

    with served(answer) as (url, asked):
        crawl_in_child(for_url(url), tmp_path, QUICK)
    assert [path for path in asked if path.startswith("/cam/")] == []
    assert "/duoc/bai-1.html" in asked
    assert asked.count("/robots.txt") == 1
    assert rows(tmp_path, "SELECT count(*) FROM pages WHERE state = 'refused' AND reason = 'robots'") == [(8,)]
    assert rows(tmp_path, "SELECT count(*) FROM captures WHERE url LIKE '%/robots.txt'") == [(1,)]


def test_a_robots_txt_that_is_missing_or_moved_allows_what_it_says(tmp_path: Path) -> None:
    def answer(path: str) -> Answer:
        if path == "/robots.txt":
            return 301, "", {"Location": "/robots-moi.txt"}
        if path == "/robots-moi.txt":
            return 200, "User-agent: *\nDisallow: /cam/\n", {"Content-Type": "text/plain"}
        return 200, f'{ARTICLE}<a href="/cam/bai-1.html">Bài viết bị cấm</a>', {}

    with served(answer) as (url, asked):
        crawl_in_child(for_url(url), tmp_path, QUICK)
    assert "/cam/bai-1.html" not in asked


def test_a_server_that_asks_for_patience_gets_it(tmp_path: Path) -> None:
    tries: list[str] = []

    def answer(path: str) -> Answer:
        if path == "/ban-1.html":
            tries.append(path)
            if len(tries) == 1:
                return 503, "bận", {"Retry-After": "1"}
        return 200, f'{ARTICLE}<a href="/ban-1.html">Bài viết thứ nhất</a>', {}

    with served(answer) as (url, _):
        summary = crawl_in_child(for_url(url), tmp_path, QUICK)
    assert len(tries) == 2
    assert (summary.failed, summary.articles_new) == (0, 1)
    statuses = rows(tmp_path, "SELECT status FROM captures WHERE url LIKE '%ban-1.html' ORDER BY id")
    assert statuses == [(503,), (200,)]


def test_a_list_that_repeats_its_last_page_for_ever_ends(tmp_path: Path) -> None:
    def answer(path: str) -> Answer:
        number = int(path.rpartition("=")[2]) if "page=" in path else 1
        if path.startswith("/bai-"):
            return 200, ARTICLE, {}
        links = "".join(f'<a href="/bai-viet-{min(number, 3) * 10 + n}.html">Bài viết</a>' for n in range(10))
        return 200, f'<ul>{links}</ul><a href="/?page={number + 1}">Trang sau</a>', {}

    with served(answer) as (url, asked):
        crawl_in_child(for_url(url), tmp_path, QUICK)
    assert len([path for path in asked if "page=" in path]) <= 2 + STALE


def test_a_page_without_a_title_is_archived_and_an_issue(tmp_path: Path) -> None:
    body = ARTICLE.partition("</h1>")[2]

    def answer(path: str) -> Answer:
        return 200, body if path != "/" else '<a href="/bai-so-12.html">Bài số mười hai của trang</a>', {}

    with served(answer) as (url, _):
        crawl_in_child(for_url(url), tmp_path, QUICK)
    assert rows(tmp_path, "SELECT title FROM articles") == [(None,)]
    issues = rows(tmp_path, "SELECT code, advice FROM issues WHERE code = 'title.missing'")
    assert len(issues) == 1
    assert issues[0][1]


def test_a_public_site_without_a_contact_is_not_asked_for_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KHOTIN_CONTACT", raising=False)
    with pytest.raises(UsageError, match=r"KHOTIN_CONTACT=you@example\.org"):
        crawl_in_child(for_url("http://khong-co.invalid/"), tmp_path, QUICK)
    assert not (tmp_path / "archive.db").exists()


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "kho").write_text("a file in the folder's place")
    with pytest.raises(ArchiveError, match="--archive"):
        crawl_in_child(for_url("http://127.0.0.1:9/"), tmp_path / "kho", QUICK)


def test_a_database_of_a_newer_khotin_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "archive.db") as db:
        db.execute("PRAGMA user_version = 999")
        db.execute("CREATE TABLE sites (id INTEGER PRIMARY KEY)")
    before = (tmp_path / "archive.db").read_bytes()
    with pytest.raises(NewerSchemaError):
        crawl_in_child(for_url("http://127.0.0.1:9/"), tmp_path, QUICK)
    assert (tmp_path / "archive.db").read_bytes() == before


def test_a_limit_stops_cleanly_and_the_next_crawl_goes_on(tmp_path: Path) -> None:
    def answer(path: str) -> Answer:
        links = "".join(f'<a href="/bai-viet-so-{n}.html">Bài viết số {n}</a>' for n in range(1, 13))
        return 200, links if path == "/" else ARTICLE, {}

    with served(answer) as (url, asked):
        first = crawl_in_child(for_url(url), tmp_path, RunOptions(delay=0, limit=5))
        assert (first.reason, first.pages) == ("limit", 5)
        second = crawl_in_child(for_url(url), tmp_path, QUICK)
    assert second.reason == "finished"
    assert first.articles_new + second.articles_new == 12
    articles = [path for path in asked if path.startswith("/bai-")]
    assert len(articles) == len(set(articles)) == 12
