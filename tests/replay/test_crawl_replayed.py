"""The sample site, crawled on two days, on the second one twice, from a server that frames its answers in many ways:
other people's programs find every capture in the exports, and a replayed article is drawn with all that belongs to it.
"""

import gzip
import sqlite3
import threading
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from crawler.capture.reader import read_record
from crawler.run import RunOptions, crawl_in_child
from khotin.demo import sample_profile
from khotin.export import export
from khotin.sample.server import SampleSite

pytestmark = pytest.mark.timeout(250)  # three crawls come before the first test

FRAMINGS = ("plain", "gzip", "chunked", "gzip chunked")


class Framing(BaseHTTPRequestHandler):
    """Serves the sample; by its path, an answer is plain, gzip, chunked or both, and plain ones have an ETag."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    site: SampleSite

    def do_GET(self) -> None:
        moved = self.path.startswith("/cu.php")  # an old address of the front page
        status, kind, body = (301, "text/html", b"") if moved else self.site.answer(self.path)
        framing = FRAMINGS[zlib.crc32(self.path.encode()) % len(FRAMINGS)]
        etag = f'"{zlib.crc32(body)}"' if framing == "plain" else ""
        if etag and self.headers.get("If-None-Match") == etag:
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(status)
        if etag:
            self.send_header("ETag", etag)
        self.send_header("Content-Type", kind)
        if moved:
            self.send_header("Location", "/index.php")
        if "gzip" in framing:
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        if "chunked" in framing:
            self.send_header("Transfer-Encoding", "chunked")
            pieces = (body[at : at + 1000] for at in range(0, len(body), 1000))
            body = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


@contextmanager
def framed() -> Iterator[SampleSite]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Framing)
    server.daemon_threads = True
    Framing.site = SampleSite(server)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield Framing.site
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive, with both exports in it; the site is gone by now."""
    archive = tmp_path_factory.mktemp("crawled")
    with framed() as site:
        for day, recheck in ((1, False), (2, True), (2, True)):
            site.set_day(day)
            crawl_in_child(sample_profile(site), archive, RunOptions(delay=0, recheck=recheck))
    for form in ("wacz", "cdxj"):
        options = ["--format", form, "--archive", str(archive), "--output", str(archive / f"kho.{form}")]
        done = CliRunner().invoke(export, options)
        assert done.exit_code == 0, done.output
    return archive


@pytest.fixture(scope="module")
def served(crawled: Path, pywb: Any) -> Iterator[Any]:
    with pywb(crawled / "kho.wacz", crawled / "kho.cdxj", crawled / "warc") as server:
        yield server


def rows(archive: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(archive / "archive.db")) as db:
        db.row_factory = sqlite3.Row
        return db.execute(sql).fetchall()


def stamp(captured_at: str) -> str:
    return "".join(filter(str.isdigit, captured_at))[:14]


def test_the_package_is_valid(crawled: Path, tool: Any) -> None:
    done = tool("wacz", "validate", "-f", str(crawled / "kho.wacz"))
    assert done.returncode == 0
    assert "the passed WACZ is valid" in done.stdout


@pytest.mark.parametrize("collection", ["goi", "kho"])
def test_every_capture_is_served_as_it_was_captured(crawled: Path, served: Any, collection: str) -> None:
    warcs = crawled / "warc"
    captures = rows(
        crawled,
        "SELECT c.*, o.warc AS first_warc, o.offset AS first_offset FROM captures c"
        " LEFT JOIN captures o ON o.id = c.refers_to WHERE c.lost = 0",
    )
    wanted: dict[tuple[str, str], list[Any]] = {}  # one page may be captured twice in a second
    for row in captures:
        original = (warcs / row["first_warc"], row["first_offset"]) if row["refers_to"] else None
        back = read_record(warcs / row["warc"], row["offset"], original)
        wanted.setdefault((stamp(row["captured_at"]), row["url"]), []).append((back.status, back.body))
    wrong = []
    for (moment, url), bodies in wanted.items():
        back = served.get(collection, moment, url)
        if (back.status, back.body) not in bodies:
            wrong.append((url, moment, back.status, len(back.body)))
    assert wrong == []
    kinds = Counter(row["media_type"] for row in captures)
    assert min(kinds["text/html"], kinds["image/png"], kinds["application/pdf"]) > 0
    assert {200, 301, 404} <= {row["status"] for row in captures}


def test_what_did_not_change_is_a_revisit(crawled: Path) -> None:
    revisits = rows(
        crawled,
        "SELECT c.status, count(*) AS number FROM captures c JOIN captures o ON o.id = c.refers_to"
        " WHERE c.record_type = 'revisit' AND o.record_type = 'response' GROUP BY c.status",
    )
    assert {200, 304} <= {row["status"] for row in revisits}
    assert sum(row["number"] for row in revisits) > 50


def test_a_replayed_article_is_drawn_whole(crawled: Path, served: Any, chromium: Any) -> None:
    article = rows(
        crawled,
        "SELECT a.title, c.url, c.captured_at, count(*) AS photos FROM articles a"
        " JOIN captures c ON c.id = a.capture_id JOIN images i ON i.article_id = a.id"
        " WHERE a.status = 'live' GROUP BY a.id ORDER BY photos DESC, a.id LIMIT 1",
    )[0]
    for collection in ("goi", "kho"):
        chromium.open(f"{served.url}/{collection}/{stamp(article['captured_at'])}/{article['url']}", 1280)
        assert article["title"] in chromium.value("document.body.innerText")
        entries = "performance.getEntriesByType('resource').map(e => [e.name, e.responseStatus])"
        loaded = [entry for entry in chromium.value(entries) if entry[0] != f"{served.url}/favicon.ico"]  # pywb's own
        assert [entry for entry in loaded if entry[1] != 200 or not entry[0].startswith(served.url)] == []
        assert sum(".png" in name for name, _ in loaded) >= article["photos"]
        drawn = "[...document.images].map(i => [i.src, i.complete && i.naturalWidth > 0])"
        assert [source for source, right in chromium.value(drawn) if not right] == []
        outside = "[...document.querySelectorAll('link[rel=stylesheet]')].filter(l => !l.sheet).map(l => l.href)"
        assert chromium.value(outside) == []
