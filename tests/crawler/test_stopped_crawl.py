"""SIGINT and SIGTERM at every moment of a crawl, in processes of their own: the first closes the books (exit code 11),
the second quits at once; nothing is lost, nothing is asked for twice."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
ARTICLE = (
    "<h1>Đoàn xã ra quân ngày Chủ nhật xanh</h1><div>"
    + "<p>Sáng ngày 12/3/2024, hơn 50 đoàn viên đã dọn vệ sinh tuyến đường liên ấp và trồng cây xanh.</p>" * 5
    + "</div>"
).encode()
COUNT = 8

#: The command itself, with one function that sends a signal to its own process before it does its work.
CHILD = """
import importlib, os, sys, time
from khotin.main import main
module, _, path = {moment!r}.partition(":")
owner = importlib.import_module(module)
*classes, name = path.split(".")
for part in classes:
    owner = getattr(owner, part)
real, calls = getattr(owner, name), []
def signalled(*given, **named):
    calls.append(name)
    if len(calls) == {call}:
        for _ in range({times}):
            os.kill(os.getpid(), {number})
            time.sleep(0.3)
    return real(*given, **named)
setattr(owner, name, signalled)
main()
"""

#: Moments of a crawl: what is about to be done, at which call of it.
MOMENTS = {
    "before the archive is opened": ("crawler.run:make_folder", 1),
    "while the crawl is begun": ("pipelines.store:Store.begin", 1),
    "when it has begun": ("pipelines.crawl_rows:open_crawl", 1),
    "before the first page": ("crawler.spiders.news:NewsSpider.start", 1),
    "before robots.txt": ("crawler.fetch.robots:RobotsMiddleware._rules_for", 1),
    "during robots.txt": ("crawler.fetch.transfer:Transfer.exchange", 1),
    "before the first page is sent": ("crawler.fetch.transfer:Transfer.exchange", 2),
    "when a page is captured": ("crawler.capture.writer:WarcWriter.write", 4),
    "when a page is read": ("crawler.spiders.news:NewsSpider.parse", 5),
    "when a page is committed": ("pipelines.store:Store._commit", 5),
    "during the final judging": ("pipelines.health:judge", 1),
}


def respond(path: str) -> tuple[int, dict[str, str], bytes]:
    if path == "/":
        return 200, {}, b"".join(b'<a href="/bai-viet-so-%d.html">x</a>' % n for n in range(1, COUNT + 1))
    return (200, {}, ARTICLE) if path.startswith("/bai-") else (404, {}, b"")


def crawl(archive: Path, url: str, child: str = "from khotin.main import main; main()") -> Any:
    """``khotin crawl URL``, bounded: returncode, stdout, stderr."""
    command = [sys.executable, "-c", child, "crawl", url, "--archive", str(archive), "--delay", "0"]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=ROOT, check=False)


def stopped(archive: Path, url: str, moment: tuple[str, int], number: int, times: int = 1) -> Any:
    child = CHILD.format(moment=moment[0], call=moment[1], number=int(number), times=times)
    return crawl(archive, url, child)


def assert_whole(archive: Path, rows_of: Callable[..., Any]) -> None:
    """All of the site is in the archive, once."""
    assert rows_of(archive, "SELECT count(*), count(DISTINCT source_id) FROM articles") == [(COUNT, COUNT)]
    assert rows_of(archive, "SELECT count(*) FROM pages WHERE state IN ('pending', 'leased', 'failed')") == [(0,)]
    assert rows_of(archive, "PRAGMA integrity_check") == [("ok",)]
    assert rows_of(archive, "SELECT count(*) FROM leases WHERE holder IS NOT NULL") == [(0,)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_one_signal_closes_the_books(
    moment: tuple[str, int], number: int, tmp_path: Path, tiny_site: Callable[..., Any], rows_of: Callable[..., Any]
) -> None:
    site = tiny_site(respond)
    done = stopped(tmp_path, site.url, moment, number)
    assert done.returncode == 11, done.stderr
    assert "Traceback" not in done.stderr
    assert "Task " not in done.stderr, "asyncio complains of a task that nobody waited for"
    assert "khotin: stopping when what is under way is done" in done.stderr
    assert ": interrupted after " in done.stderr, "no summary"
    assert rows_of(tmp_path, "SELECT reason, exit_code, judged FROM crawls") == [("interrupted", 11, "unjudged")]
    assert rows_of(tmp_path, "SELECT count(*) FROM crawls WHERE ended_at IS NULL OR duration IS NULL") == [(0,)]
    assert rows_of(tmp_path, "SELECT count(*) FROM leases WHERE holder IS NOT NULL") == [(0,)]
    assert rows_of(tmp_path, "SELECT count(*) FROM pages WHERE state = 'leased'") == [(0,)]
    assert list((tmp_path / "warc").glob("*.open")) == []
    again = crawl(tmp_path, site.url)
    assert again.returncode == 0, again.stderr
    assert_whole(tmp_path, rows_of)
    articles = [path for path in site.asked if path.startswith("/bai-")]
    assert sorted(articles) == sorted(set(articles)), "a page was asked for again"


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_a_second_signal_quits_at_once_and_the_next_crawl_goes_on(
    moment: tuple[str, int], tmp_path: Path, tiny_site: Callable[..., Any], rows_of: Callable[..., Any]
) -> None:
    site = tiny_site(respond)
    done = stopped(tmp_path, site.url, moment, signal.SIGTERM, times=2)
    assert done.returncode == 11, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.endswith("khotin: stopped at once; the same command goes on where it stopped.\n")
    again = crawl(tmp_path, site.url)
    assert again.returncode == 0, again.stderr
    assert_whole(tmp_path, rows_of)


@pytest.mark.parametrize("moment", [("khotin.crawl:chosen", 1), ("crawler.run:operator_of", 1)])
def test_a_signal_before_there_is_a_crawl(
    moment: tuple[str, int], tmp_path: Path, tiny_site: Callable[..., Any]
) -> None:
    done = stopped(tmp_path / "kho", tiny_site(respond).url, moment, signal.SIGTERM)
    assert done.returncode == 11
    assert "Traceback" not in done.stderr
    assert "what it has stored is kept" in done.stderr or "interrupted after" in done.stderr


def test_a_signal_after_the_last_transaction_changes_nothing(
    tmp_path: Path, tiny_site: Callable[..., Any], rows_of: Callable[..., Any]
) -> None:
    done = stopped(tmp_path, tiny_site(respond).url, ("crawler.fetch.wiring:Session.close", 1), signal.SIGTERM)
    assert done.returncode == 0, done.stderr
    assert ": finished after " in done.stderr
    assert rows_of(tmp_path, "SELECT reason, exit_code FROM crawls") == [("finished", 0)]
