"""``khotin history``: what became of an article, found by any spelling of its address."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from crawler.run import RunOptions, crawl_in_child
from khotin.demo import sample_profile
from khotin.history import _first, _marked
from khotin.main import cli
from khotin.sample.server import serve


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample on both of its days."""
    folder = tmp_path_factory.mktemp("history")
    with serve() as site:
        crawl_in_child(sample_profile(site), folder, RunOptions(delay=0))
        site.set_day(2)
        crawl_in_child(sample_profile(site), folder, RunOptions(delay=0, recheck=True))
    return folder


def asked(archive: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["history", "--archive", str(archive), *words], standalone_mode=False)


def one(archive: Path, sql: str) -> Any:
    with closing(sqlite3.connect(archive / "archive.db")) as connection:
        return connection.execute(sql).fetchone()[0]


@pytest.fixture(scope="module")
def edited(archive: Path) -> str:
    return str(one(archive, "SELECT url FROM articles WHERE versions = 2"))


def test_each_version_shows_what_it_changed_and_nothing_else(archive: Path, edited: str) -> None:
    shown = asked(archive, edited).stdout
    first, second = shown.split("\nversion ")[1:]
    assert first.startswith("1 ")
    assert " · change · current · " in second
    assert [line for line in second.splitlines() if line.startswith("  ") and line[2] != " "][:2] == [
        "  body",
        "  photos",
    ]
    assert "    + Đính chính: số liệu trong bài đã được cập nhật" in second
    assert "{+Toàn+} cảnh" in second
    assert "  title" not in second


def test_read_counts_are_shown_with_their_rise(archive: Path, edited: str) -> None:
    counts = asked(archive, edited).stdout.partition("\nread counts\n")[2]
    reads = f"read_counts WHERE article_id = (SELECT id FROM articles WHERE url = '{edited}')"
    before, after = (one(archive, f"SELECT {which}(read_count) FROM {reads}") for which in ("min", "max"))
    assert f"  {before}\n" in counts
    assert f"  {after} (+{after - before})" in counts


def test_what_is_absent_shows_its_evidence(archive: Path) -> None:
    url = one(archive, "SELECT url FROM articles WHERE status = 'suspected'")
    shown = asked(archive, url).stdout
    assert "suspected since 20" in shown
    assert f"evidence: {url} answered 404 at" in shown
    assert ".warc.gz at byte " in shown


def test_any_spelling_of_the_address_leads_there(archive: Path, edited: str) -> None:
    bare = edited.removeprefix("http://")
    for spelling in (bare, f"https://{bare}", f"{edited}#dau", f"{edited}&utm_source=x"):
        assert asked(archive, spelling).exit_code == 0, spelling


def test_json_has_every_text_and_the_changes_by_field(archive: Path, edited: str) -> None:
    (life,) = json.loads(asked(archive, edited, "--json").stdout)
    assert (life["url"], life["status"], life["current_version"]) == (edited, "live", 2)
    first, second = life["versions"]
    assert first["changes"] == {}
    assert set(second["changes"]) == {"body", "photos"}
    assert second["changes"]["body"]["removed"][0] in first["body"]
    assert second["changes"]["body"]["added"][0] in second["body"]
    assert {"digest", "extractor", "memory_version", "warc", "offset"} <= second.keys()
    assert len(life["read_counts"]) == 2


def test_an_address_without_an_article_says_what_is_known_of_it(archive: Path) -> None:
    seed = one(archive, "SELECT url FROM pages WHERE kind = 'seed'")
    for url, words in (("http://example.org/1", "knows nothing"), (seed, "its page is done")):
        problem = asked(archive, url).exception
        assert words in str(problem)
        assert getattr(problem, "exit_code", None) == 1


def test_a_long_paragraph_is_shortened_around_its_changes() -> None:
    words = " ".join(f"chữ{n}" for n in range(60))
    text = click.unstyle(_marked(f"{words} <del>cũ</del> {words} <del>a &lt; b</del> cuối"))
    assert text.startswith("… chữ52 ")
    assert "chữ59 [-cũ-] chữ0 " in text
    assert "chữ7 …" in text
    assert "… chữ52" in text
    assert text.endswith("chữ59 [-a < b-] cuối")


def test_one_is_one_and_two_are_two() -> None:
    version = {"body": "một", "images": "[1]", "attachments": "[]"}
    assert [*_first(version)] == ["  1 word, 1 image, 0 attachments"]
