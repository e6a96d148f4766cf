"""What repeats on a site's pages is learned while it is crawled, and used for what was read before it was known."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from crawler.extract.memory import RIPE, SAMPLE
from tests.crawler.extract.test_memory import PAGE, SIDE

ROOT = Path(__file__).parents[2]
ARTICLES = SAMPLE + 15


class Site:
    """Articles, numbered from 100, of which nothing but what repeats tells what is theirs. ``side``: what stands beside
    them all."""

    def __init__(self, articles: int) -> None:
        self.articles, self.side = articles, SIDE

    def numbers(self) -> range:
        return range(100, 100 + self.articles)

    def respond(self, path: str) -> bytes | None:
        if path == "/":
            return "".join(f'<p><a href="/tin/{n}-tin.html">Tin số {n}</a></p>' for n in self.numbers()).encode()
        number = path.removeprefix("/tin/").removesuffix("-tin.html")
        known = number.isdigit() and int(number) in self.numbers()
        return PAGE.format(n=number, side=self.side).encode() if known else None


@contextmanager
def served(site: Site) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = site.respond(self.path)
            self.send_response(200 if body is not None else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def khotin(*words: str, archive: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "khotin", *words, "--archive", str(archive)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=100, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def rows(archive: Path, query: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(archive / "archive.db") as db:
        return db.execute(query).fetchall()


def wrong(archive: Path) -> list[tuple[Any, ...]]:
    """Articles that have more, or something else, than what is theirs."""
    query = (
        "SELECT a.title, a.published_at, t.body FROM articles a JOIN article_texts t ON t.article_id = a.id"
        " WHERE a.title NOT LIKE 'Ra quân tình nguyện lần thứ%' OR a.published_at IS NOT NULL"
        " OR t.body NOT LIKE 'Sáng nay%' OR t.body LIKE '%Hồ Chí Minh%'"
    )
    return rows(archive, query)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, str]]:
    """An archive of the site, its address (still served) and what the crawl said."""
    archive = tmp_path_factory.mktemp("learned")
    with served(Site(ARTICLES)) as url:
        done = khotin("crawl", url, "--delay", "0", archive=archive)
        assert done.returncode == 0, done.stderr
        yield archive, url, done.stderr


def test_all_articles_are_read_with_what_the_first_ones_taught(crawled: tuple[Path, str, str]) -> None:
    archive, _, said = crawled
    assert rows(archive, "SELECT count(*) FROM articles") == [(ARTICLES,)]
    assert wrong(archive) == []
    assert rows(archive, "SELECT version, pages FROM site_memories") == [(1, SAMPLE)]
    assert "learned what repeats on its pages" in said


def test_a_version_says_with_which_memory_it_was_read(crawled: tuple[Path, str, str]) -> None:
    archive, _, _ = crawled
    kinds = dict(rows(archive, "SELECT cause || memory_version, count(*) FROM versions GROUP BY 1"))
    assert kinds.pop("first0") == kinds.pop("re-extraction1") >= SAMPLE
    assert kinds.pop("first1") >= 1
    assert not kinds
    shown = "SELECT DISTINCT v.memory_version FROM articles a JOIN versions v ON v.id = a.current_version_id"
    assert rows(archive, shown) == [(1,)]


def test_the_archive_is_proved_with_what_is_known_and_a_second_look_changes_nothing(
    crawled: tuple[Path, str, str],
) -> None:
    archive, url, _ = crawled
    assert khotin("verify", archive=archive).returncode == 0
    versions = rows(archive, "SELECT count(*) FROM versions")
    again = khotin("crawl", url, "--delay", "0", "--recheck", archive=archive)
    assert f"0 new, 0 changed, {ARTICLES} unchanged" in again.stderr
    assert rows(archive, "SELECT count(*) FROM versions") == versions
    report = khotin("extract", "--dry-run", archive=archive)
    assert f" {ARTICLES + 1} as before" in report.stdout


def test_an_import_learns_as_a_crawl_does(crawled: tuple[Path, str, str], tmp_path: Path) -> None:
    archive, _, _ = crawled
    done = khotin("import", str(archive / "warc"), archive=tmp_path)
    assert done.returncode == 0, done.stderr
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(ARTICLES,)]
    assert wrong(tmp_path) == []
    assert rows(tmp_path, "SELECT version, pages FROM site_memories") == [(1, SAMPLE)]


def test_an_import_learns_first_so_that_nothing_is_read_twice(crawled: tuple[Path, str, str], tmp_path: Path) -> None:
    archive, _, _ = crawled
    khotin("import", str(archive / "warc"), archive=tmp_path)
    assert rows(tmp_path, "SELECT cause, memory_version, count(*) FROM versions") == [("first", 1, ARTICLES)]
    shown = "SELECT a.source_id, a.title, t.lead, t.body FROM articles a JOIN article_texts t ON t.article_id = a.id"
    assert sorted(rows(tmp_path, shown)) == sorted(rows(archive, shown))


def test_a_site_with_few_articles_teaches_nothing(tmp_path: Path) -> None:
    with served(Site(RIPE - 1)) as url:
        khotin("crawl", url, "--delay", "0", archive=tmp_path)
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(RIPE - 1,)]
    assert rows(tmp_path, "SELECT count(*) FROM site_memories") == [(0,)]


def test_a_redesign_is_learned_beside_what_was_known(tmp_path: Path) -> None:
    site = Site(RIPE + 2)
    with served(site) as url:
        khotin("crawl", url, "--delay", "0", archive=tmp_path)
        assert rows(tmp_path, "SELECT version, pages FROM site_memories") == [(1, RIPE + 2)]
        assert wrong(tmp_path) == []
        site.side = "".join(
            f"<p>Cuộc vận động thanh niên làm theo lời Bác được triển khai rộng khắp, đợt {number} trong năm nay.</p>"
            for number in ("một", "hai", "ba", "bốn", "năm", "sáu")
        )
        site.articles += 3  # a crawl that finds nothing new learns nothing
        khotin("crawl", url, "--delay", "0", "--recheck", archive=tmp_path)
    assert rows(tmp_path, "SELECT version FROM site_memories") == [(1,), (2,)]
    query = "SELECT count(*) FROM article_texts WHERE body LIKE '%lời Bác%' OR body LIKE '%Hồ Chí Minh%'"
    assert rows(tmp_path, query) == [(0,)]
