"""Every limit ends a crawl in order: its row says why, how it was asked for and what it had done; the next goes on."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import DiskFullError
from crawler.profile_files import for_url
from crawler.run import RunOptions, crawl_in_child

ROOT = Path(__file__).parents[2]
ARTICLE = (
    "<h1>Đoàn xã ra quân ngày Chủ nhật xanh</h1><div>"
    + "<p>Sáng ngày 12/3/2024, hơn 50 đoàn viên đã dọn vệ sinh tuyến đường liên ấp và trồng cây xanh.</p>" * 5
    + "</div>"
).encode()
COUNT = 12

#: A crawl in a process whose disk is as ``before`` makes it.
CHILD = """
import shutil, sys
from collections import namedtuple
{before}
from khotin.main import main
main()
"""
#: The system says that the disk has no room left, from the ``after``-th question on.
LOW = """
Usage, asked = namedtuple("Usage", "total used free"), []
def disk_usage(path):
    asked.append(path)
    return Usage(10**9, 10**9, 10**9 if len(asked) <= {after} else 10**6)
shutil.disk_usage = disk_usage
from crawler.capture import writer
writer.LOOK_EVERY = 2
"""
#: SQLite itself finds no room for the ``pages``-th page of the database.
FULL = """
from pipelines.store import Store
begin = Store.begin
def full(self, profile, options):
    number = begin(self, profile, options)
    pages = self.connection.execute("PRAGMA page_count").fetchone()[0]
    self.connection.execute(f"PRAGMA max_page_count = {{pages + {pages}}}")
    return number
Store.begin = full
"""


def respond(path: str) -> tuple[int, dict[str, str], bytes]:
    if path == "/":
        return 200, {}, b"".join(b'<a href="/bai-viet-so-%d.html">x</a>' % n for n in range(1, COUNT + 1))
    return (200, {}, ARTICLE) if path.startswith("/bai-") else (404, {}, b"")


def run(archive: Path, url: str, before: str = "") -> Any:
    command = [sys.executable, "-c", CHILD.format(before=before), "crawl", url, "--archive", str(archive)]
    return subprocess.run([*command, "--delay", "0"], capture_output=True, text=True, timeout=60, cwd=ROOT, check=False)


def test_a_limit_on_bytes(tmp_path: Path, tiny_site: Callable[..., Any], rows_of: Callable[..., Any]) -> None:
    site = tiny_site(respond)
    first = crawl_in_child(for_url(site.url), tmp_path, RunOptions(delay=0, size_limit=3000))
    assert first.reason == "size_limit"
    assert 0 < first.articles_new < COUNT
    written = sum(file.stat().st_size for file in (tmp_path / "warc").iterdir())
    assert 3000 <= written < 6000, "more than what was under way came after the limit"
    assert rows_of(tmp_path, "SELECT reason, exit_code, judged FROM crawls") == [("size_limit", 0, "unjudged")]
    second = crawl_in_child(for_url(site.url), tmp_path, RunOptions(delay=0))
    assert (second.reason, first.articles_new + second.articles_new) == ("finished", COUNT)
    assert len([path for path in site.asked if path.startswith("/bai-")]) == COUNT


def test_a_limit_on_time(tmp_path: Path, tiny_site: Callable[..., Any], rows_of: Callable[..., Any]) -> None:
    site = tiny_site(respond)
    first = crawl_in_child(for_url(site.url), tmp_path, RunOptions(delay=0.5, time_limit=2))
    assert (first.reason, first.articles_new < COUNT) == ("time_limit", True)
    assert rows_of(tmp_path, "SELECT reason, exit_code FROM crawls") == [("time_limit", 0)]
    second = crawl_in_child(for_url(site.url), tmp_path, RunOptions(delay=0))
    assert (second.reason, first.articles_new + second.articles_new) == ("finished", COUNT)


def test_a_limit_that_leaves_nothing_over_is_no_limit(tmp_path: Path, tiny_site: Callable[..., Any]) -> None:
    site = tiny_site(respond)
    whole = crawl_in_child(for_url(site.url), tmp_path / "whole", RunOptions(delay=0))
    same = crawl_in_child(for_url(site.url), tmp_path / "same", RunOptions(delay=0, limit=whole.pages))
    assert (same.reason, same.judged) == ("finished", "passed")
    less = crawl_in_child(for_url(site.url), tmp_path / "less", RunOptions(delay=0, limit=whole.pages - 1))
    assert (less.reason, less.judged) == ("limit", "unjudged")


@pytest.mark.parametrize(("after", "pages"), [(0, 0), (3, 1)], ids=["at the start", "in the middle"])
def test_a_disk_with_little_room(
    after: int, pages: int, tmp_path: Path, tiny_site: Callable[..., Any], rows_of: Callable[..., Any]
) -> None:
    site = tiny_site(respond)
    done = run(tmp_path, site.url, LOW.format(after=after))
    assert done.returncode == 3, done.stderr
    assert "Only 1 MB are left" in done.stderr
    assert "Make room" in done.stderr
    assert ": disk_full after " in done.stderr, "no summary"
    assert "Traceback" not in done.stderr
    assert rows_of(tmp_path, "SELECT reason, exit_code, judged FROM crawls") == [("disk_full", 3, "unjudged")]
    assert rows_of(tmp_path, "SELECT pages > 0 FROM crawls") == [(pages,)]
    assert bool(site.asked) == bool(pages), "without room nothing is asked for"
    assert rows_of(tmp_path, "SELECT count(*) FROM pages WHERE state = 'done' AND last_capture_id IS NULL") == [(0,)]
    assert run(tmp_path, site.url).returncode == 0
    assert rows_of(tmp_path, "SELECT count(*) FROM articles") == [(COUNT,)]


def test_a_disk_that_is_full_for_the_database(
    tmp_path: Path, tiny_site: Callable[..., Any], rows_of: Callable[..., Any]
) -> None:
    site = tiny_site(lambda path: (200, {}, ARTICLE * 40) if path.startswith("/bai-") else respond(path))
    done = run(tmp_path, site.url, FULL.format(pages=2))
    assert done.returncode == 3, done.stderr
    assert "is full. Free some space and start again; nothing is lost." in done.stderr
    assert "Traceback" not in done.stderr
    ((reason, code),) = rows_of(tmp_path, "SELECT reason, exit_code FROM crawls")
    assert (reason, code) in [("disk_full", 3), (None, None)], "the row is closed, or waits for the next crawl"
    assert run(tmp_path, site.url).returncode == 0
    assert rows_of(tmp_path, "SELECT count(*) FROM articles") == [(COUNT,)]
    assert rows_of(tmp_path, "PRAGMA integrity_check") == [("ok",)]


def test_an_error_across_processes_keeps_its_summary(
    tmp_path: Path, tiny_site: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "warc").mkdir()
    (tmp_path / "sitecustomize.py").write_text(
        "import crawler.settings\ncrawler.settings.DISK_RESERVE = 10**18\n", "utf-8"
    )
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{ROOT}")
    with pytest.raises(DiskFullError) as caught:
        crawl_in_child(for_url(tiny_site(respond).url), tmp_path, RunOptions(delay=0))
    assert caught.value.summary is not None
    assert (caught.value.summary.reason, caught.value.summary.pages) == ("disk_full", 0)


def test_the_row_of_a_crawl_says_all(tmp_path: Path, tiny_site: Callable[..., Any]) -> None:
    site = tiny_site(respond)
    how = RunOptions(delay=0, limit=5, time_limit=60, size_limit=10**9, recheck=True, contact="ai@example.org")
    summary = crawl_in_child(for_url(site.url), tmp_path, how)
    with sqlite3.connect(tmp_path / "archive.db") as db:
        db.row_factory = sqlite3.Row
        (row,) = db.execute("SELECT * FROM crawls").fetchall()
    counts = ("pages", "articles_new", "articles_changed", "articles_unchanged", "refused", "failed", "gone", "assets")
    assert {name: row[name] for name in counts} == {name: getattr(summary, name) for name in counts}
    assert summary.pages == 5
    assert summary.articles_new == db.execute("SELECT count(*) FROM articles").fetchone()[0] > 0
    assert (row["reason"], row["exit_code"], row["judged"]) == ("limit", 0, "unjudged")
    assert row["duration"] == pytest.approx(summary.duration)
    assert row["started_at"] <= row["ended_at"]
    assert json.loads(row["options"]) == {
        "recheck": True, "due": False, "confirm_after": 86_400.0, "limit": 5, "time_limit": 60.0,
        "size_limit": 10**9, "delay": 0.0, "proxy": "",
        "operator": "ai@example.org",
    }  # fmt: skip
    assert len(row["settings_digest"]) == len(row["profile_digest"]) == 64
    assert row["software"].startswith("khotin/")
