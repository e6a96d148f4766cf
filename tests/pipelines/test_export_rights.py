"""What a site's rights leave of its articles in every export: all, how they begin, or what is said of them."""

import csv
import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from pipelines.export import Captures, Filters, Written, export_archive, export_with, write_sqlite
from pipelines.export.cuts import beginning
from pipelines.schema import open_readonly
from pipelines.store import DATABASE

LEAD = "Lời dẫn kể chuyện mùa hè."
BODY = "Câu mở đầu của bài.\nPhần còn lại không được công bố."
CAPTION = "Đoàn viên trồng cây"
#: What must not be found, by what the site allows.
KEPT_BACK = {
    "full": (),
    "excerpt": ("Phần còn lại", CAPTION, "<p>Đoàn", "trồng cây"),
    "metadata": ("Phần còn lại", "Câu mở đầu", LEAD, CAPTION, "<p>Đoàn", "trồng cây"),
}


@pytest.fixture(params=KEPT_BACK)
def allowed(request: pytest.FixtureRequest, crawl: Any) -> tuple[str, Any]:
    """An archive of a site with these rights: article 1 has a lead, article 2 none; article 1 was changed once."""
    crawl.begin()
    crawl.see(1, lead=LEAD, body_text=BODY)
    crawl.see(2, lead=None, body_text=BODY)
    crawl.clock.forward(days=1)
    crawl.see(1, lead=LEAD, body_text=f"{BODY} Sửa.")
    crawl.store.connection.execute("UPDATE sites SET rights_publish = ?", (request.param,))
    return request.param, crawl


def written(crawl: Any, folder: Path) -> Mapping[str, bytes]:
    """Every export of the archive that is made of rows, by format; Parquet as the JSON of its rows."""
    database = crawl.archive / DATABASE

    def copying(connection: sqlite3.Connection, filters: Filters, path: Path) -> list[Written]:
        return write_sqlite(connection, filters.site, path)

    export_archive(database, "csv", folder)
    for form in ("jsonl", "json", "parquet"):
        export_archive(database, form, folder / f"articles.{form}")
    export_with(copying, "sqlite", database, folder / "articles.db")
    files = {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith("parquet")}
    rows = pyarrow.parquet.read_table(folder / "articles.parquet").to_pylist()
    return {**files, "parquet": json.dumps(rows, ensure_ascii=False).encode()}


def test_what_is_not_allowed_is_in_no_file(allowed: tuple[str, Any], tmp_path: Path) -> None:
    rights, crawl = allowed
    files = written(crawl, tmp_path / "out")
    told = [(name, text) for name, data in files.items() for text in KEPT_BACK[rights] if text.encode() in data]
    assert told == []
    for name in ("articles.jsonl", "articles.csv", "articles.json", "parquet", "articles.db"):
        assert "Ngày Chủ nhật xanh số 2".encode() in files[name], name
        assert ("Phần còn lại".encode() in files[name]) == (rights == "full"), name
        assert (LEAD.encode() in files[name]) == (rights != "metadata"), name


def test_an_article_keeps_every_key(allowed: tuple[str, Any], tmp_path: Path) -> None:
    rights, crawl = allowed
    export_archive(crawl.archive / DATABASE, "jsonl", tmp_path / "a.jsonl")
    first, second = map(json.loads, (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines())
    assert len(first) == len(second) == 34
    assert (first["authors"], first["tags"], first["url"]) == (
        second["authors"],
        second["tags"],
        "http://mau.vn/news.php?id=1",
    )
    if rights == "full":
        assert (first["body_text"], second["body_text"]) == (f"{BODY} Sửa.", BODY)
        assert first["capture"]
        return
    assert first["lead"] == (LEAD if rights == "excerpt" else None)
    assert (first["body_text"], first["body_html"], first["capture"]) == ("", "", None)
    assert second["body_text"] == ("Câu mở đầu của bài." if rights == "excerpt" else "")
    assert (first["images"], first["attachments"]) == ([], [])


def test_the_copy_finds_no_word_that_may_not_be_shown(allowed: tuple[str, Any], tmp_path: Path) -> None:
    rights, crawl = allowed
    written(crawl, tmp_path)
    with closing(sqlite3.connect(tmp_path / "articles.db")) as copy:
        found = "SELECT count(*) FROM article_texts_fts WHERE article_texts_fts MATCH ?"
        assert copy.execute(found, ("chu nhat",)).fetchone()[0] == 2
        assert copy.execute(found, ('"phan con lai"',)).fetchone()[0] == (2 if rights == "full" else 0)
        assert copy.execute("SELECT count(*) FROM versions").fetchone()[0] == (3 if rights == "full" else 0)
        assert copy.execute("PRAGMA foreign_key_check").fetchall() == []


def test_no_capture_of_it_leaves_the_archive(allowed: tuple[str, Any], tmp_path: Path) -> None:
    rights, crawl = allowed
    with closing(open_readonly(crawl.archive / DATABASE)) as connection:
        captures = Captures(connection)
        assert len(list(captures.lines(lambda row: row.url))) == (3 if rights == "full" else 0)
        assert len(list(captures.pages())) == (2 if rights == "full" else 0)
        assert len(captures.warcs()) == (1 if rights == "full" else 0)


def test_a_mixed_archive_cuts_only_where_it_must(crawl: Any, tmp_path: Path) -> None:
    for slug in ("a_site", "b_site"):
        crawl.begin(slug=slug)
        crawl.see(1, site=slug, body_text=BODY, lead=None)
        crawl.store.finish("finished")
    crawl.store.connection.execute("UPDATE sites SET rights_publish = 'metadata' WHERE slug = 'a_site'")
    export_archive(crawl.archive / DATABASE, "csv", tmp_path)
    with (tmp_path / "articles.csv").open(encoding="utf-8", newline="") as file:
        assert [(row["site"], row["body_text"]) for row in csv.DictReader(file)] == [("a_site", ""), ("b_site", BODY)]


@pytest.mark.parametrize(
    ("publish", "lead", "body", "shown"),
    [
        ("full", None, "a\nb", "a\nb"), ("full", "x", None, ""), ("excerpt", "x", "a\nb", ""),
        ("excerpt", "", "a\nb", "a"), ("excerpt", None, None, ""), ("metadata", None, "a\nb", ""),
        ("unheard of", None, "a\nb", ""),
    ],
)  # fmt: skip
def test_how_a_body_begins(publish: str, lead: str | None, body: str | None, shown: str) -> None:
    assert beginning(publish, lead, body) == shown


def test_a_beginning_is_short() -> None:
    assert len(beginning("excerpt", None, "lời " * 1000)) <= 300
