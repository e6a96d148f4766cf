"""The whole road on the bundled sample: two days crawled by the real spider, exported, compared with what the site's
own database says, field by field."""

import json
import sqlite3
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
from khotin.sample.server import serve
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


@pytest.mark.parametrize("field", FIELDS)
def test_every_article_of_the_first_day_is_read_as_the_site_knows_it(crawled: Crawled, field: str) -> None:
    wrong = {
        row["source_id"]: (crawled.day_one.get(row["source_id"], {}).get(field), row[field])
        for row in truth(1, crawled.origin)
        if not same(field, crawled.day_one.get(row["source_id"], {}).get(field), row[field])
    }
    assert wrong == {}


def test_nothing_is_archived_that_the_site_does_not_have(crawled: Crawled) -> None:
    assert set(crawled.day_one) == {row["source_id"] for row in truth(1, crawled.origin)}


def test_the_part_that_only_ids_lead_to_is_there(crawled: Crawled) -> None:
    hidden = {str(article.id) for article in articles(1) if not article.linked}
    assert len(hidden) >= 8
    assert hidden <= set(crawled.day_one)


def test_the_second_day_brings_three_articles_one_change_one_absence(crawled: Crawled) -> None:
    second = crawled.second
    assert (second.articles_new, second.articles_changed, second.gone) == (3, 1, 1)
    assert second.articles_unchanged == len(articles(1)) - 2 + 1  # and the charter


def test_the_edited_article_has_two_versions_and_the_new_text(crawled: Crawled) -> None:
    row = crawled.day_two[str(EDITED)]
    wanted = next(r for r in truth(2, crawled.origin) if r["source_id"] == str(EDITED))
    assert row["versions"] == 2
    assert row["body_text"] == wanted["body_text"]
    assert like(row["images"], wanted["images"]) == wanted["images"]
    assert [r["versions"] for r in crawled.day_two.values()].count(1) == len(crawled.day_two) - 1


def test_the_deleted_article_is_suspected_and_kept(crawled: Crawled) -> None:
    row = crawled.day_two[str(DELETED)]
    assert row["status"] == "suspected"
    assert row["body_text"] == crawled.day_one[str(DELETED)]["body_text"]


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


def test_traps_and_forbidden_pages_are_never_asked_for(crawled: Crawled) -> None:
    asked = Counter(crawled.requests)
    wrong = [
        path for path in asked if any(trap in path for trap in ("print.php", "lich.php", "noibo", "sid=", "sendmail"))
    ]
    assert wrong == []
    assert "/robots.txt" in asked


def test_refused_urls_are_rows_with_their_reason(crawled: Crawled) -> None:
    with sqlite3.connect(crawled.archive / "archive.db") as db:
        reasons = dict(db.execute("SELECT reason, count(*) FROM pages WHERE state = 'refused' GROUP BY 1"))
    assert {"robots", "trap:print", "trap:calendar"} <= set(reasons)


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


def test_photos_and_documents_lie_in_the_archive(crawled: Crawled) -> None:
    files = {photo.name for article in articles(1) for photo in article.photos}
    files |= {article.attachment[0] for article in articles(1) if article.attachment}
    with sqlite3.connect(crawled.archive / "archive.db") as db:
        urls = {url for (url,) in db.execute("SELECT url FROM captures WHERE status = 200")}
    assert {f"{crawled.origin}/upload/{name}" for name in files} <= urls


def test_what_the_pages_need_to_be_shown_is_asked_for_once(crawled: Crawled) -> None:
    asked = Counter(crawled.requests)
    names = ("mau.css?v=2", "chu.css", "nen.png", "mau.js", "favicon.ico", "logo.png")
    assert {name: asked[f"/giaodien/{name}"] for name in names} == dict.fromkeys(names, 1)
    assert asked["/upload/nho.png"] == 1


def test_an_accentless_search_finds_accented_articles(crawled: Crawled) -> None:
    with sqlite3.connect(crawled.archive / "archive.db") as db:
        hits = db.execute("SELECT count(*) FROM article_texts_fts WHERE article_texts_fts MATCH 'thanh nien'")
        assert hits.fetchone()[0] > 5
