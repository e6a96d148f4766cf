"""A second look at what did not change leaves a revisit record, no second copy; a server that says 304 is believed."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.profile_files import for_url
from crawler.run import RunOptions, crawl_in_child

TEXT = "<p>Sáng ngày 12/3/2024, hơn 50 đoàn viên đã dọn vệ sinh tuyến đường liên ấp và trồng cây xanh.</p>" * 5


class Site:
    def __init__(self) -> None:
        self.honours, self.suffix = False, ""
        self.conditional = list[str]()

    def body(self, path: str) -> bytes | None:
        if path == "/":
            return b'<a href="/bai-viet-so-1.html">Mot</a> <a href="/bai-viet-so-2.html">Hai</a>'
        if path.startswith("/bai-viet-so-"):
            return f"<h1>Đoàn xã ra quân ngày Chủ nhật xanh {path[13]}</h1><div>{TEXT}{self.suffix}</div>".encode()
        return None


@pytest.fixture
def site() -> Iterator[tuple[Site, str]]:
    state = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = state.body(self.path)
            etag = f'"{hashlib.sha1(body or b"").hexdigest()}"'
            unchanged = state.honours and self.headers["If-None-Match"] == etag
            if self.headers["If-None-Match"]:
                state.conditional.append(self.path)
            self.send_response(304 if unchanged else 200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if body:
                self.send_header("ETag", etag)
            if not unchanged:
                self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            if not unchanged:
                self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield state, f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def crawl(archive: Path, url: str) -> Any:
    return crawl_in_child(for_url(url), archive, RunOptions(delay=0, recheck=True))


@pytest.mark.parametrize("honours", [False, True])
def test_what_did_not_change_is_a_revisit(
    tmp_path: Path, site: tuple[Site, str], rows_of: Callable[..., Any], honours: bool
) -> None:
    state, url = site
    state.honours = honours
    assert crawl(tmp_path, url).articles_new == 2
    again = crawl(tmp_path, url)
    assert (again.articles_unchanged, again.articles_changed, again.gone) == (2, 0, 0)
    assert len(state.conditional) == 3
    kinds = rows_of(tmp_path, "SELECT record_type, status, count(*) FROM captures WHERE crawl_id = 2"
                              " AND refers_to IS NOT NULL GROUP BY 1, 2")  # fmt: skip
    assert kinds == [("revisit", 304 if honours else 200, 3)]
    same = "SELECT count(*) FROM captures c JOIN captures o ON o.id = c.refers_to WHERE c.url = o.url AND c.digest = "
    assert rows_of(tmp_path, same + "o.digest AND o.record_type = 'response'") == [(3,)]
    profile = "server-not-modified" if honours else "identical-payload-digest"
    (second,) = rows_of(tmp_path, "SELECT DISTINCT warc FROM captures WHERE crawl_id = 2")
    with (tmp_path / "warc" / second[0]).open("rb") as file:
        found = [r.rec_headers.get_header("WARC-Profile") for r in ArchiveIterator(file) if r.rec_type == "revisit"]
    assert [one.rpartition("/")[2] for one in found] == [profile] * 3
    assert rows_of(tmp_path, "SELECT DISTINCT status FROM articles") == [("live",)]
    assert rows_of(tmp_path, "SELECT count(*) FROM versions") == [(2,)]


def test_a_change_is_captured_whole_and_a_third_look_refers_to_it(
    tmp_path: Path, site: tuple[Site, str], rows_of: Callable[..., Any]
) -> None:
    state, url = site
    state.honours = True
    crawl(tmp_path, url)
    state.suffix = "<p>Sau lễ ra quân, các đoàn viên đã trao 20 suất quà cho học sinh nghèo của xã.</p>"
    assert crawl(tmp_path, url).articles_changed == 2
    assert crawl(tmp_path, url).articles_unchanged == 2
    latest = rows_of(tmp_path, "SELECT o.crawl_id FROM captures c JOIN captures o ON o.id = c.refers_to"
                               " WHERE c.crawl_id = 3 AND c.url LIKE '%bai-viet%'")  # fmt: skip
    assert latest == [(2,), (2,)]
