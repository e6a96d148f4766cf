"""Exports read back by the programs of others: Parquet and CSV equal the objects, the Data Package is valid, the
copy of the database holds what is public and nothing else."""

import csv
import json
import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import pandas
import pyarrow.parquet
import pytest

from crawler.errors import UsageError
from pipelines.export import Filters, Written, article_export, export_archive, export_with, parquet, write_sqlite
from pipelines.export.files import LIST_FILES
from pipelines.export.formulas import guarded, unguarded
from pipelines.export.rows import KEYS, SCALARS
from pipelines.schema import open_readonly
from pipelines.store import DATABASE

#: Texts that CSV, JSON and spreadsheets trip over.
AWKWARD = (
    "=1+1", "+84 297 3863 111", "-Đồng chí", "@SUM(A1)", "'=1", "''-x", "\t=x", " =x", "＝1", "|calc", "%0A", "'",
    "''a", 'Anh "Ba", nói:\nxin chào\r\n=1+1', "NULL", "null", "0", "007", "1e5", "True", "–", "a;b\tc", "\u200b=1",
    "😀",
)  # fmt: skip


@pytest.fixture
def filled(crawl: Any) -> Any:
    """An archive of awkward texts, a hidden article, and one about which little is known."""
    crawl.begin()
    for number, text in enumerate(AWKWARD, 1):
        crawl.see(number, title=text, body_text=f"{text}\nđoạn {number}", byline=text, tags=(text,))
    nothing = dict.fromkeys(("title", "lead", "byline", "source", "published_at", "event_date", "section"))
    crawl.see(900, **nothing, body_text="", authors=(), tags=(), related=(), images=(), attachments=())
    crawl.see(901, title="Bí mật", body_text="điều kín", section="Chuyên mục kín", tags=("kín",), byline="Người kín",
              related=(), images=(), attachments=())  # fmt: skip
    hide(crawl, 901)
    return crawl


def hide(crawl: Any, number: int) -> None:
    crawl.store.connection.execute(
        "UPDATE articles SET status = 'hidden', status_since = '2026-11-25T00:00:00Z' WHERE source_id = ?",
        (str(number),),
    )


def copying(connection: sqlite3.Connection, filters: Filters, path: Path) -> list[Written]:
    return write_sqlite(connection, filters.site, path)


def objects(crawl: Any, folder: Path) -> list[dict[str, Any]]:
    export_archive(crawl.archive / DATABASE, "jsonl", folder / "articles.jsonl")
    return [json.loads(line) for line in (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("text", AWKWARD)
def test_a_guarded_text_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not re.match(r"\s*[=+\-@|%＝＋－＠]|[\t\r\n]", guarded(text))


def test_parquet_holds_the_same_objects(filled: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "GROUP", 7)
    (file,) = export_archive(filled.archive / DATABASE, "parquet", tmp_path / "articles.parquet")
    wanted = objects(filled, tmp_path)
    read = pyarrow.parquet.ParquetFile(tmp_path / "articles.parquet")
    assert read.read().to_pylist() == wanted
    assert (file.rows, read.num_row_groups) == (len(AWKWARD) + 2, 4)
    with closing(duckdb.connect()) as duck:
        found = duck.execute(f"SELECT * FROM '{tmp_path / 'articles.parquet'}'")
        names = [column[0] for column in found.description]
        assert [dict(zip(names, row, strict=True)) for row in found.fetchall()] == wanted


def test_no_article_at_all_is_a_parquet_file_too(crawl: Any, tmp_path: Path) -> None:
    crawl.begin()
    export_archive(crawl.archive / DATABASE, "parquet", tmp_path / "none.parquet")
    assert pyarrow.parquet.read_table(tmp_path / "none.parquet").column_names == list(KEYS)


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("bom", [False, True])
def test_csv_read_by_pandas_and_duckdb_equals_the_objects(filled: Any, tmp_path: Path, bom: bool, exact: bool) -> None:
    write = article_export("csv", bom=bom, exact=exact)
    export_with(write, "csv", filled.archive / DATABASE, tmp_path / "csv")
    path = tmp_path / "csv" / "articles.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbfsite,") == bom
    cells = [
        {key: "" if item[key] is None else str(item[key]) for key in SCALARS} for item in objects(filled, tmp_path)
    ]
    wanted = [row if exact else {key: guarded(text) for key, text in row.items()} for row in cells]
    frame = pandas.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    assert frame.to_dict("records") == wanted
    with closing(duckdb.connect()) as duck:
        rows = duck.execute(
            f"SELECT * FROM read_csv('{path}', all_varchar = true, header = true, quote = '\"', escape = '\"',"
            " delim = ',', new_line = '\\r\\n', nullstr = 'there is no null', strict_mode = false)"
        )
        names = [column[0] for column in rows.description]
        assert [dict(zip(names, row, strict=True)) for row in rows.fetchall()] == wanted
    assert [{key: unguarded(text) for key, text in row.items()} for row in wanted if not exact] in ([], cells)


def test_no_cell_of_a_csv_file_starts_a_formula(filled: Any, tmp_path: Path) -> None:
    export_archive(filled.archive / DATABASE, "csv", tmp_path)
    for name in ("articles", *LIST_FILES):
        with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if re.match(r"\s*[=+\-@|%＝＋－＠]|[\t\r\n]", cell)], name


def test_the_data_package_is_valid_and_the_sums_check(filled: Any, tmp_path: Path) -> None:
    database = filled.archive / DATABASE
    out = tmp_path / "out"
    for form, name in (("jsonl", "articles.jsonl"), ("json", "articles.json"), ("parquet", "articles.parquet")):
        export_archive(database, form, out / name)
    export_with(article_export("csv", bom=True), "csv", database, out)
    export_with(copying, "sqlite", database, out / "articles.db")
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    names = {resource["path"] for resource in package["resources"]}
    assert names == {path.name for path in out.iterdir()} - {"manifest.json", "datapackage.json", "SHA256SUMS"}
    report = frictionless.validate(str(out / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "note"])
    rows = {task.place: task.stats.get("rows") or 0 for task in report.tasks if task.type == "table"}
    assert rows == {item["path"]: item["rows"] for item in package["resources"] if item["format"] == "csv"}
    assert {item["row_count"] for item in package["resources"] if "row_count" in item} == {
        len(AWKWARD) + 1,
        len(AWKWARD) + 2,
    }
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=out, check=True, timeout=60)
    (out / "tags.csv").write_bytes((out / "tags.csv").read_bytes().replace(b"mau", b"mao"))
    assert not frictionless.validate(str(out / "datapackage.json")).valid


@pytest.fixture
def copied(filled: Any, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    export_with(copying, "sqlite", filled.archive / DATABASE, tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as connection:
        yield connection


def test_the_copy_holds_what_is_public(filled: Any, copied: sqlite3.Connection) -> None:
    own = filled.store.connection
    for table in ("articles", "article_texts", "article_html", "read_counts", "article_authors"):
        wanted = own.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        hidden = own.execute(
            f"SELECT count(*) FROM {table} WHERE {'id' if table == 'articles' else 'article_id'} IN"
            " (SELECT id FROM articles WHERE status = 'hidden')"
        ).fetchone()[0]
        assert copied.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == wanted - hidden > 0, table
    assert copied.execute("SELECT count(*) FROM v_articles").fetchone()[0] == len(AWKWARD) + 1
    found = copied.execute("SELECT count(*) FROM article_texts_fts WHERE article_texts_fts MATCH 'tuoi'").fetchone()[0]
    assert found == len(AWKWARD)
    assert copied.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert copied.execute("PRAGMA foreign_key_check").fetchall() == []
    assert copied.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
    assert copied.execute("SELECT count(*) FROM sqlite_stat1").fetchone()[0] > 0


def test_the_copy_holds_nothing_private_or_hidden(filled: Any, copied: sqlite3.Connection, tmp_path: Path) -> None:
    tables = {row[0] for row in copied.execute("SELECT name FROM sqlite_master")}
    assert not tables & {"pages", "leases", "hosts", "robots", "issues", "crawls", "site_memories", "field_sources"}
    assert not {name for name in tables if name.startswith("v_")} & {"v_open_issues", "v_sites"}
    data = (tmp_path / "copy.db").read_bytes()
    for text in ("Bí mật", "điều kín", "Chuyên mục kín", "Người kín", "kín", "news.php?id=901"):
        assert text.encode() not in data, text
    assert "Tuổi trẻ Kiên Giang".encode() in data
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_the_archive_itself_is_never_overwritten(filled: Any, tmp_path: Path) -> None:
    database = filled.archive / DATABASE
    before = database.read_bytes()
    (tmp_path / "link.db").symlink_to(database)
    for target in (database, tmp_path / "link.db"):
        with pytest.raises(UsageError, match="live database"):
            export_with(copying, "sqlite", database, target)
    other = tmp_path / "other.db"
    other.with_name("other.db-wal").write_bytes(b"x")
    with pytest.raises(UsageError, match="live database"):
        export_with(copying, "sqlite", database, other)
    assert database.read_bytes() == before
    assert not other.exists()


def test_no_link_tells_the_headline_of_what_is_hidden(crawl: Any, tmp_path: Path) -> None:
    crawl.begin()
    crawl.see(1)
    crawl.see(2, title="Bài sau", alternate_urls=("http://mau.vn/news.php?id=0",))
    wanted = [{"url": f"http://mau.vn/news.php?id={number}", "title": title, "kind": kind}
              for number, title, kind in ((2, "Bài sau", "newer"), (0, "Bài trước", "older"))]  # fmt: skip
    assert objects(crawl, tmp_path / "before")[0]["related"] == wanted
    hide(crawl, 2)
    assert objects(crawl, tmp_path / "after")[0]["related"] == []
    export_with(copying, "sqlite", crawl.archive / DATABASE, tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT count(*) FROM related_links").fetchone()[0] == 0


def test_a_copy_of_one_site(filled: Any, tmp_path: Path) -> None:
    filled.store.finish("finished")
    filled.begin(slug="b_site")
    filled.see(7, site="b_site")
    with closing(open_readonly(filled.archive / DATABASE)) as connection:
        connection.execute("BEGIN")
        (file,) = write_sqlite(connection, "b_site", tmp_path / "b.db")
    with closing(sqlite3.connect(tmp_path / "b.db")) as copy:
        assert copy.execute("SELECT slug FROM sites").fetchall() == [("b_site",)]
        assert (
            copy.execute("SELECT DISTINCT site_id FROM captures").fetchall()
            == copy.execute("SELECT id FROM sites").fetchall()
        )
    assert file.rows == 1


def test_since_goes_with_parquet(filled: Any, tmp_path: Path) -> None:
    filled.clock.forward(days=1)
    since = filled.clock()
    filled.see(2, title="Sửa rồi")
    export_archive(filled.archive / DATABASE, "parquet", tmp_path / "new.parquet", Filters(since=since))
    found = pyarrow.parquet.read_table(tmp_path / "new.parquet", columns=["source_id", "status"]).to_pylist()
    assert found == [{"source_id": "2", "status": "live"}, {"source_id": "901", "status": "hidden"}]


def test_the_copy_refers_to_no_table_that_it_does_not_have(filled: Any, tmp_path: Path) -> None:
    export_with(copying, "sqlite", filled.archive / DATABASE, tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        tables = {row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        targets = {row[2] for table in tables for row in copy.execute(f"PRAGMA foreign_key_list({table})")}
        assert {"sites", "articles", "captures"} <= targets <= tables
