"""A crawl after the first: the first page of each list is looked at, further ones only where there is news."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from crawler.profile_files import for_url
from crawler.run import RunOptions, crawl_in_child

TEXT = "<p>Sáng ngày 12/3/2024, tại hội trường, Đoàn xã tổ chức hội nghị tổng kết công tác Đoàn năm qua.</p>" * 6


def title(number: int) -> str:
    return f"Bài viết số {number} về công tác Đoàn"


class Site:
    """Articles 1..``count``, ten a page, at /tin-tuc/?page=N; the newest first."""

    def __init__(self) -> None:
        self.count, self.asked = 30, list[str]()

    def page(self, path: str) -> str | None:
        if path == "/":
            return '<h1>Trang chủ</h1><a href="/tin-tuc/?page=1">Tin tức</a>'
        if path.startswith("/tin-tuc/?page="):
            number = int(path.rpartition("=")[2])
            shown = range(self.count - (number - 1) * 10, max(0, self.count - number * 10), -1)
            rows = "".join(
                f'<li><a href="/bai-viet-so-{n}-ve-cong-tac-doan-{n}.html">{title(n)}</a></li>' for n in shown
            )
            more = f'<a href="/tin-tuc/?page={number + 1}">Trang sau</a>' if number * 10 < self.count else ""
            return f"<h1>Tin tức</h1><ul>{rows}</ul>{more}"
        if path.startswith("/bai-viet-so-"):
            number = int(path.split("-")[3])
            return f"<h1>{title(number)}</h1><div class=content>{TEXT}</div><p>Lượt xem: {number}</p>"
        return None


@pytest.fixture
def site() -> Iterator[tuple[Site, str]]:
    state = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append(self.path)
            text = state.page(self.path)
            body = f"<html><meta charset=utf-8><title>Đoàn</title><body>{text}</body></html>".encode()
            self.send_response(200 if text else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield state, f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def listings(state: Site) -> list[str]:
    return [path.rpartition("=")[2] for path in state.asked if "?page=" in path]


def test_a_second_crawl_walks_a_list_as_far_as_it_has_news(site: tuple[Site, str], tmp_path: Path) -> None:
    state, url = site
    profile = for_url(url)
    first = crawl_in_child(profile, tmp_path, RunOptions(delay=0))
    assert first.articles_new == 30
    assert listings(state) == ["1", "2", "3"]
    state.asked.clear()
    state.count = 33
    second = crawl_in_child(profile, tmp_path, RunOptions(delay=0))
    assert second.articles_new == 3
    assert "3" not in listings(state), "page 2 shows nothing new, so the walk ends there"
    assert not any("-so-5-" in path for path in state.asked), "known articles are not asked for again"
