"""Crawls that are killed, and crawls that meet: nothing is lost, nothing is there twice."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from khotin.sample.articles import articles
from khotin.sample.server import SampleSite, serve
from khotin.sample.truth import truth
from pipelines.export import Filters, export_archive

CHILD = """
import sys
from pathlib import Path
from crawler.errors import KhotinError
from crawler.profile_files import read
from crawler.run import RunOptions, crawl
from crawler.toml_table import read_table
from khotin.demo import PROFILE
try:
    summary = crawl(read(read_table(PROFILE), "mau", hosts=(sys.argv[2],)), Path(sys.argv[1]), RunOptions(delay=0))
except KhotinError as problem:
    print(problem)
    sys.exit(problem.exit_code)
print(summary.reason)
"""


def listing_queries() -> set[str]:
    """The queries of every listing page that the sample links to; a first page has one without a number as well."""
    queries = set()
    for section in range(1, 6):
        count = sum(article.linked and article.section == section - 1 for article in articles(1))
        queries |= {f"nt={section}"} | {f"nt={section}&page={n}" for n in range(1, -(-count // 10) + 1)}
    return queries


def start_crawl(archive: Path, site: SampleSite) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", CHILD, str(archive), site.netloc]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_crawl_killed_three_times_loses_and_doubles_nothing(tmp_path: Path) -> None:
    moments = random.Random(20260613)
    with serve() as site:
        for _ in range(3):
            child = start_crawl(tmp_path, site)
            before = len(site.requests)
            goal = before + moments.randint(15, 120)
            deadline = time.monotonic() + 30
            while len(site.requests) < goal and child.poll() is None and time.monotonic() < deadline:
                time.sleep(0.01)
            os.kill(child.pid, signal.SIGKILL)
            child.communicate(timeout=30)
            assert child.returncode == -signal.SIGKILL, "the crawl ended before it was killed"
        child = start_crawl(tmp_path, site)
        _, err = child.communicate(timeout=100)
        assert child.returncode == 0, err
        rows = export_rows(tmp_path, tmp_path / "export" / "all.jsonl")
        wanted = {row["source_id"]: row for row in truth(1, site.url.rstrip("/"))}
    assert {number: row["body_text"] for number, row in rows.items()} == {n: w["body_text"] for n, w in wanted.items()}
    with sqlite3.connect(tmp_path / "archive.db") as db:
        doubled = db.execute("SELECT site_id, id_space, source_id FROM articles GROUP BY 1, 2, 3 HAVING count(*) > 1")
        assert doubled.fetchall() == []
        assert db.execute("SELECT count(*) FROM pages WHERE state IN ('pending', 'leased')").fetchone()[0] == 0
        listings = db.execute("SELECT url FROM pages WHERE kind = 'listing' AND state = 'done'").fetchall()
        assert {url.partition("?")[2] for (url,) in listings if "nt=" in url} == listing_queries()
        assert db.execute("SELECT count(*) FROM versions").fetchone()[0] == len(wanted) + 1  # and the charter
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_two_crawls_of_one_site_at_once_the_second_says_who_holds_it(tmp_path: Path) -> None:
    with serve() as site:
        first = start_crawl(tmp_path, site)
        deadline = time.monotonic() + 30
        while len(site.requests) < 5 and time.monotonic() < deadline:
            time.sleep(0.01)
        second = start_crawl(tmp_path, site)
        out, _ = second.communicate(timeout=60)
        assert second.returncode == 11, out
        assert str(first.pid) in out
        out, err = first.communicate(timeout=100)
        assert (first.returncode, out.strip()) == (0, "finished"), err


def export_rows(archive: Path, target: Path) -> dict[str, dict[str, Any]]:
    export_archive(archive / "archive.db", "jsonl", target, Filters())
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    return {row["source_id"]: row for row in rows if row["id_space"] == "news"}


def test_the_end_of_a_warc_cut_off_by_hand_is_said_and_its_pages_come_again(tmp_path: Path) -> None:
    with serve() as site:
        first = start_crawl(tmp_path, site)
        assert first.wait(timeout=100) == 0
        (warc,) = (tmp_path / "warc").glob("*.warc.gz")
        with warc.open("r+b") as file:
            file.truncate(warc.stat().st_size - 64 * 1024)
        before = len(site.requests)
        second = start_crawl(tmp_path, site)
        assert second.wait(timeout=100) == 0, second.communicate()
        asked = len(site.requests) - before
    with sqlite3.connect(tmp_path / "archive.db") as db:
        ((lost, message),) = db.execute(
            "SELECT (SELECT count(*) FROM captures WHERE lost = 1), message FROM issues WHERE code = 'warc.damaged'"
        ).fetchall()
        assert lost > 5
        assert f"{lost} captures are lost" in message
        assert asked >= lost
        void = db.execute(
            "SELECT count(*) FROM pages p JOIN captures c ON c.id = p.last_capture_id WHERE c.lost = 1"
        ).fetchone()[0]
        assert void == 0
        ends = dict(db.execute("SELECT warc, max(offset + length) FROM captures WHERE lost = 0 GROUP BY 1").fetchall())
    assert all(end <= (tmp_path / "warc" / name).stat().st_size for name, end in ends.items())
