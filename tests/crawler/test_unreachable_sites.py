"""Sites that give no page at all. Each crawl waits between its tries, so that all run at once."""

import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import UnreachableError
from crawler.profile_files import for_url
from crawler.run import RunOptions, crawl_in_child

ASKED: list[str] = []


class BrokenRobots(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        ASKED.append(self.path)
        self.send_response(500 if self.path == "/robots.txt" else 200)
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


Crawls = dict[str, tuple[str, Path, "Future[Any]"]]


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawls]:
    """By name: URL, archive and what becomes of the crawl."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BrokenRobots)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    urls = {
        "refuses": f"http://127.0.0.1:{closed_port()}/",
        "robots": f"http://127.0.0.1:{server.server_address[1]}/",
        "unknown": "http://khong-co.invalid/",
    }
    options = RunOptions(delay=0, contact="archivist@example.org")
    with ThreadPoolExecutor(len(urls)) as pool:
        folders = {name: tmp_path_factory.mktemp(name) for name in urls}
        yield {
            name: (url, folders[name], pool.submit(crawl_in_child, for_url(url), folders[name], options))
            for name, url in urls.items()
        }
    server.shutdown()
    server.server_close()


def test_a_host_that_refuses(crawls: Crawls, rows_of: Callable[..., Any]) -> None:
    url, archive, crawl = crawls["refuses"]
    with pytest.raises(UnreachableError, match=r"could not be reached.*Check the address") as caught:
        crawl.result(60)
    assert caught.value.exit_code == 1
    assert ("fetch.robots_unreachable", "error", url) in rows_of(archive, "SELECT code, severity, url FROM issues")
    assert rows_of(archive, "SELECT count(*) FROM captures") == [(0,)]


def test_a_host_that_does_not_resolve(crawls: Crawls, rows_of: Callable[..., Any]) -> None:
    url, archive, crawl = crawls["unknown"]
    with pytest.raises(UnreachableError, match="does not resolve"):
        crawl.result(60)
    assert (url,) in rows_of(archive, "SELECT url FROM issues WHERE severity = 'error' AND advice <> ''")


def test_a_robots_txt_that_is_broken_forbids_all(crawls: Crawls, rows_of: Callable[..., Any]) -> None:
    _, archive, crawl = crawls["robots"]
    with pytest.raises(UnreachableError, match="500"):
        crawl.result(60)
    assert set(ASKED) == {"/robots.txt"}
    assert set(rows_of(archive, "SELECT code FROM issues")) == {("fetch.robots_unreachable",)}
    assert rows_of(archive, "SELECT DISTINCT status FROM captures") == [(500,)]
