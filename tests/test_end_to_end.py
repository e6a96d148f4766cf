"""The whole road on the bundled sample: two days crawled by the real spider, exported, compared with what the site's
own database says, field by field."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from fastwarc.warc import WarcRecordType
from warcio.archiveiterator import ArchiveIterator

from crawler.run import RunOptions, crawl_in_child
from khotin.demo import sample_profile
from khotin.sample.articles import articles, changed_ids
from khotin.sample.server import SampleSite, serve
from khotin.sample.truth import truth
from pipelines.export import Filters, export_archive

EDITED, DELETED = changed_ids()
FIELDS = [key for key in truth(1, "http://x")[0] if key not in ("site", "status")]


@dataclass
class Crawled:
    """The archive after both days, and what the site was asked for."""

    archive: Path
    origin: str
    requests: list[str]
    first: Any
    second: Any
    day_one: dict[str, dict[str, Any]]
    day_two: dict[str, dict[str, Any]]


def export_rows(archive: Path, target: Path) -> dict[str, dict[str, Any]]:
    export_archive(archive / "archive.db", "jsonl", target, Filters())
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    return {row["source_id"]: row for row in rows if row["id_space"] == "news"}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    archive = tmp_path_factory.mktemp("archive")
    with serve() as site:
        profile = sample_profile(site)
        first = crawl_in_child(profile, archive, RunOptions(delay=0))
        day_one = export_rows(archive, archive / "export" / "one.jsonl")
        site.set_day(2)
        second = crawl_in_child(profile, archive, RunOptions(delay=0, recheck=True))
        day_two = export_rows(archive, archive / "export" / "two.jsonl")
        yield Crawled(archive, site.url.rstrip("/"), list(site.requests), first, second, day_one, day_two)


def like(value: Any, wanted: Any) -> Any:
    """Of objects only the keys that the truth names."""
    if isinstance(wanted, list) and isinstance(value, list):
        keys = set(wanted[0]) if wanted and isinstance(wanted[0], dict) else set()
        return [{k: item[k] for k in keys} if keys else item for item in value]
    return value


def same(field: str, ours: Any, wanted: Any) -> bool:
    return bool(like(ours, wanted) == wanted)


@pytest.mark.xdist_group("crawled")
@pytest.mark.parametrize("field", FIELDS)
def test_every_article_of_the_first_day_is_read_as_the_site_knows_it(crawled: Crawled, field: str) -> None:
    wrong = {
        row["source_id"]: (crawled.day_one.get(row["source_id"], {}).get(field), row[field])
        for row in truth(1, crawled.origin)
        if not same(field, crawled.day_one.get(row["source_id"], {}).get(field), row[field])
    }
    assert wrong == {}


@pytest.mark.xdist_group("crawled")
def test_nothing_is_archived_that_the_site_does_not_have(crawled: Crawled) -> None:
    assert set(crawled.day_one) == {row["source_id"] for row in truth(1, crawled.origin)}


@pytest.mark.xdist_group("crawled")
def test_the_part_that_only_ids_lead_to_is_there(crawled: Crawled) -> None:
    hidden = {str(article.id) for article in articles(1) if not article.linked}
    assert len(hidden) >= 8
    assert hidden <= set(crawled.day_one)


@pytest.mark.xdist_group("crawled")
def test_the_second_day_brings_three_articles_one_change_one_absence(crawled: Crawled) -> None:
    second = crawled.second
    assert (second.articles_new, second.articles_changed, second.gone) == (3, 1, 1)
    assert second.articles_unchanged == len(articles(1)) - 2 + 1  # and the charter


@pytest.mark.xdist_group("crawled")
def test_the_edited_article_has_two_versions_and_the_new_text(crawled: Crawled) -> None:
    row = crawled.day_two[str(EDITED)]
    wanted = next(r for r in truth(2, crawled.origin) if r["source_id"] == str(EDITED))
    assert row["versions"] == 2
    assert row["body_text"] == wanted["body_text"]
    assert like(row["images"], wanted["images"]) == wanted["images"]
    assert [r["versions"] for r in crawled.day_two.values()].count(1) == len(crawled.day_two) - 1


@pytest.mark.xdist_group("crawled")
def test_the_deleted_article_is_suspected_and_kept(crawled: Crawled) -> None:
    row = crawled.day_two[str(DELETED)]
    assert row["status"] == "suspected"
    assert row["body_text"] == crawled.day_one[str(DELETED)]["body_text"]


@pytest.mark.xdist_group("crawled")
def test_read_counts_are_a_series(crawled: Crawled) -> None:
    with sqlite3.connect(crawled.archive / "archive.db") as db:
        series = dict(
            db.execute(
                "SELECT a.source_id, json_group_array(r.read_count) FROM read_counts r JOIN articles a"
                " ON a.id = r.article_id GROUP BY a.id"
            ).fetchall()
        )
    before = {str(article.id): article.reads for article in articles(1)}
    after = {str(article.id): article.reads for article in articles(2)}
    for number, counts in series.items():
        wanted = [reads[number] for reads in (before, after) if number in reads]
        assert sorted(json.loads(counts)) == sorted(wanted)


@pytest.mark.xdist_group("crawled")
def test_traps_and_forbidden_pages_are_never_asked_for(crawled: Crawled) -> None:
    asked = Counter(crawled.requests)
    wrong = [
        path for path in asked if any(trap in path for trap in ("print.php", "lich.php", "noibo", "sid=", "sendmail"))
    ]
    assert wrong == []
    assert "/robots.txt" in asked


@pytest.mark.xdist_group("crawled")
def test_refused_urls_are_rows_with_their_reason(crawled: Crawled) -> None:
    with sqlite3.connect(crawled.archive / "archive.db") as db:
        reasons = dict(db.execute("SELECT reason, count(*) FROM pages WHERE state = 'refused' GROUP BY 1"))
    assert {"robots", "trap:print", "trap:calendar"} <= set(reasons)


@pytest.mark.xdist_group("crawled")
def test_every_capture_row_points_to_its_record(crawled: Crawled) -> None:
    with sqlite3.connect(crawled.archive / "archive.db") as db:
        rows = db.execute("SELECT warc, offset, url, status FROM captures").fetchall()
    assert len(rows) > 300
    for warc, offset, url, status in rows:
        with (crawled.archive / "warc" / warc).open("rb") as file:
            file.seek(offset)
            record = next(iter(ArchiveIterator(file, check_digests=True)))
            assert record.rec_headers.get_header("WARC-Target-URI") == url
            assert record.http_headers.get_statuscode() == str(status)
            record.content_stream().read()
            assert record.digest_checker.passed


@pytest.mark.xdist_group("crawled")
def test_warcs_are_whole_for_another_reader(crawled: Crawled) -> None:
    with sqlite3.connect(crawled.archive / "archive.db") as db:
        captures = db.execute("SELECT count(*) FROM captures").fetchone()[0]
    kinds: Counter[Any] = Counter()
    for path in sorted((crawled.archive / "warc").glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in FastIterator(file, parse_http=False):
                kinds[str(record.record_type)] += 1
                assert record.verify_block_digest()
    assert kinds[str(WarcRecordType.response)] == kinds[str(WarcRecordType.request)] == captures
    assert kinds[str(WarcRecordType.warcinfo)] == 2


@pytest.mark.xdist_group("crawled")
def test_photos_and_documents_lie_in_the_archive(crawled: Crawled) -> None:
    files = {photo.name for article in articles(1) for photo in article.photos}
    files |= {article.attachment[0] for article in articles(1) if article.attachment}
    with sqlite3.connect(crawled.archive / "archive.db") as db:
        urls = {url for (url,) in db.execute("SELECT url FROM captures WHERE status = 200")}
    assert {f"{crawled.origin}/upload/{name}" for name in files} <= urls


@pytest.mark.xdist_group("crawled")
def test_an_accentless_search_finds_accented_articles(crawled: Crawled) -> None:
    with sqlite3.connect(crawled.archive / "archive.db") as db:
        hits = db.execute("SELECT count(*) FROM article_texts_fts WHERE article_texts_fts MATCH 'thanh nien'")
        assert hits.fetchone()[0] > 5


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
