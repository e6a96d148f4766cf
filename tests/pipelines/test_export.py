"""The export contract: its keys, its order, its files and their sums."""

import csv
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from crawler.errors import ArchiveError, DiskFullError, UsageError
from khotin.export import export, parse_since
from pipelines.export import Filters, export_archive, rows
from pipelines.schema import SCHEMA_VERSION
from pipelines.store import DATABASE

KEYS = [
    "site", "kind", "id_space", "source_id", "url", "alternate_urls", "title", "lead", "body_text", "body_html",
    "byline", "authors", "source", "published_at", "published_precision", "published_between", "event_date",
    "modified_at", "section", "tags", "read_count", "read_count_at", "related", "images", "attachments",
    "document_number", "language", "status", "first_seen_at", "last_seen_at", "changed_at", "versions", "capture",
    "flags",
]  # fmt: skip
LISTS = {"alternate_urls", "authors", "tags", "related", "images", "attachments", "flags"}


def exported(crawl: Any, **filters: Any) -> list[dict[str, Any]]:
    path = crawl.archive / "out" / "articles.jsonl"
    export_archive(crawl.archive / DATABASE, "jsonl", path, Filters(**filters))
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def manifest(folder: Path) -> Any:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def test_an_article_has_every_key_of_the_contract(crawl: Any) -> None:
    crawl.begin()
    crawl.see(9560, alternate_urls=("http://mau.vn/in/9560",))
    (item,) = exported(crawl)
    assert list(item) == KEYS
    assert item["site"] == "mau"
    assert (item["id_space"], item["source_id"], item["kind"]) == ("news", "9560", "article")
    assert item["alternate_urls"] == ["http://mau.vn/in/9560"]
    assert item["authors"] == [
        {"name": "Tánh Võ", "unit": "Huyện đoàn", "role": "text"}, {"name": "Minh Thư", "unit": None, "role": "photo"},
    ]  # fmt: skip
    assert item["tags"] == ["chủ nhật xanh", "môi trường"]
    assert item["related"] == [
        {"url": "http://mau.vn/news.php?id=9561", "title": "Bài sau", "kind": "newer"},
        {"url": "http://mau.vn/news.php?id=9559", "title": "Bài trước", "kind": "older"},
    ]
    assert item["images"] == [{"url": "http://mau.vn/a.jpg", "caption": "Đoàn viên trồng cây",
                               "credit": "Ảnh: Tánh Võ", "alt": "trồng cây"}]  # fmt: skip
    assert item["attachments"] == [{"url": "http://mau.vn/65-KH.pdf", "name": "65-KH", "media_type": "application/pdf"}]
    assert (item["published_at"], item["published_precision"]) == ("2024-01-01T00:15:00+07:00", "minute")
    assert (item["event_date"], item["published_between"], item["modified_at"]) == ("2023-12-31", None, None)
    assert (item["read_count"], item["read_count_at"]) == (10, "2026-11-23T05:00:00Z")
    assert item["body_text"].count("\n") == 7
    assert item["capture"].keys() == {"captured_at", "warc", "offset", "length", "digest"}
    assert item["capture"]["captured_at"] == "2026-11-23T05:00:00Z"


def test_what_is_not_known_is_null_or_empty(crawl: Any) -> None:
    crawl.begin()
    nothing = dict.fromkeys(("title", "lead", "byline", "source", "published_at", "published_precision", "event_date",
                             "section", "read_count", "document_number"))  # fmt: skip
    crawl.see(1, **nothing, body_text="", **dict.fromkeys(LISTS, ()))
    (item,) = exported(crawl)
    assert list(item) == KEYS
    assert {key for key in KEYS if item[key] is None} == {*nothing, "published_between", "modified_at", "read_count_at"}
    assert {key for key in KEYS if item[key] == []} == LISTS


def test_only_the_latest_related_list_is_given(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    crawl.clock.forward(days=1)
    crawl.see(1, related=())
    assert exported(crawl)[0]["related"] == []


def test_sorted_by_site_and_source_id_numbers_as_numbers(crawl: Any) -> None:
    crawl.begin(slug="z_site")
    for number in (10, 9, 100):
        crawl.see(number)
    crawl.see(2, source_id="bai-viet")
    crawl.see(3, source_id=None)
    crawl.store.finish("finished")
    crawl.begin(slug="a_site")
    crawl.see(7)
    assert [(item["site"], item["source_id"]) for item in exported(crawl)] == [
        ("a_site", "7"), ("z_site", "9"), ("z_site", "10"), ("z_site", "100"), ("z_site", "bai-viet"), ("z_site", None),
    ]  # fmt: skip
    assert [item["source_id"] for item in exported(crawl, site="a_site")] == ["7"]


def test_since_lists_what_changed_and_what_went(crawl: Any) -> None:
    crawl.begin()
    for number in range(1, 6):
        crawl.see(number)
    crawl.clock.forward(days=1)
    since = crawl.clock()
    crawl.see(1, read_count=99)  # a count is no change
    crawl.see(2, title="Ngày Chủ nhật xanh số 2 (sửa)")
    crawl.miss(3)
    crawl.store.connection.execute(
        "UPDATE articles SET status = 'hidden', status_since = '2026-11-25T00:00:00Z' WHERE source_id = '4'"
    )
    crawl.see(5, section="Tin mới")
    assert [(item["source_id"], item["status"]) for item in exported(crawl, since=since)] == [
        ("2", "live"), ("3", "suspected"), ("4", "hidden"), ("5", "live"),
    ]  # fmt: skip


def test_a_hidden_article_says_only_that_it_is_hidden(crawl: Any) -> None:
    crawl.begin()
    crawl.see(4)
    crawl.store.connection.execute("UPDATE articles SET status = 'hidden', status_since = '2026-11-25T00:00:00Z'")
    (item,) = exported(crawl)
    assert list(item) == KEYS
    assert {key: value for key, value in item.items() if value not in (None, [])} == {
        "site": "mau", "id_space": "news", "source_id": "4", "status": "hidden", "changed_at": "2026-11-25T00:00:00Z",
    }  # fmt: skip


@pytest.mark.parametrize("form", ["jsonl", "json", "csv"])
def test_the_manifest_sums_up_every_file(crawl: Any, tmp_path: Path, form: str) -> None:
    crawl.begin()
    for number in range(3):
        crawl.see(number)
    output = tmp_path / "out" if form == "csv" else tmp_path / "out" / f"articles.{form}"
    written = export_archive(crawl.archive / DATABASE, form, output)
    found = manifest(tmp_path / "out")
    assert (found["schema_version"], found["filters"]) == (SCHEMA_VERSION, {"site": None, "since": None})
    assert found["rights"][0]["site"] == "mau"
    assert {file["name"] for file in found["files"]} == {file.name for file in written}
    for file in found["files"]:
        data = (tmp_path / "out" / file["name"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file["bytes"], file["sha256"])
    assert found["files"][0]["rows"] == 3
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        ["SHA256SUMS", "datapackage.json", "manifest.json", *(file.name for file in written)]
    )


def test_json_is_the_same_objects_in_one_array(crawl: Any, tmp_path: Path) -> None:
    crawl.begin()
    for form in ("json", "jsonl"):
        export_archive(crawl.archive / DATABASE, form, tmp_path / f"empty.{form}")
    assert json.loads((tmp_path / "empty.json").read_text()) == []
    crawl.see(1)
    crawl.see(2)
    export_archive(crawl.archive / DATABASE, "json", tmp_path / "articles.json")
    assert json.loads((tmp_path / "articles.json").read_text(encoding="utf-8")) == exported(crawl)
    assert [file["name"] for file in manifest(tmp_path)["files"]] == ["empty.json", "empty.jsonl", "articles.json"]


def test_csv_holds_scalars_and_one_file_a_list(crawl: Any, tmp_path: Path) -> None:
    crawl.begin()
    awkward = 'Anh "Ba" nói: xin chào,\nmọi người\r\n=1+1'
    crawl.see(1, body_text=awkward, title='Một, hai "ba"')
    written = {file.name: file.rows for file in export_archive(crawl.archive / DATABASE, "csv", tmp_path / "csv")}
    assert written == {"articles.csv": 1, "authors.csv": 2, "related.csv": 2, "images.csv": 1, "attachments.csv": 1,
                       "tags.csv": 2, "flags.csv": 0}  # fmt: skip
    data = (tmp_path / "csv" / "articles.csv").read_bytes()
    assert data.startswith(b"site,kind,id_space,source_id,url,title,lead,")
    assert b'"M\xe1\xbb\x99t, hai ""ba"""' in data
    assert data.endswith(b"\r\n")
    with (tmp_path / "csv" / "articles.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    (item,) = exported(crawl)
    assert list(row) == [key for key in KEYS if key not in LISTS | {"published_between", "capture"}]
    assert row == {key: "" if item[key] is None else str(item[key]) for key in row}
    with (tmp_path / "csv" / "authors.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file)) == {
            "site": "mau", "id_space": "news", "source_id": "1", "position": "1", "name": "Tánh Võ",
            "unit": "Huyện đoàn", "role": "text", "article_url": "http://mau.vn/news.php?id=1",
        }  # fmt: skip


def test_an_export_that_fails_leaves_the_one_before(
    crawl: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crawl.begin()
    crawl.see(1)
    path = tmp_path / "out" / "articles.jsonl"
    export_archive(crawl.archive / DATABASE, "jsonl", path)
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    crawl.see(2)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipelines.export.files.os.fsync", full)
    with pytest.raises(DiskFullError, match="not written"):
        export_archive(crawl.archive / DATABASE, "jsonl", path)
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before


def test_an_export_reads_one_moment(crawl: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crawl.begin()
    for number in range(4):
        crawl.see(number)
    monkeypatch.setattr("pipelines.export.rows.BATCH", 1)
    original = rows._object

    def meddling(*args: Any) -> Any:
        crawl.see(3, title="Ngày Chủ nhật xanh số 3 (giữa chừng)")
        return original(*args)

    monkeypatch.setattr(rows, "_object", meddling)
    assert [item["title"] for item in exported(crawl)][3] == "Ngày Chủ nhật xanh số 3"


def test_the_command_writes_files_and_names_them(crawl: Any, tmp_path: Path) -> None:
    crawl.begin()
    crawl.see(1)
    run = CliRunner().invoke(export, ["--archive", str(crawl.archive), "--output", str(tmp_path / "x.jsonl")])
    assert (run.exit_code, run.stdout) == (0, "")
    assert "x.jsonl\t1 rows" in run.stderr
    assert len((tmp_path / "x.jsonl").read_text(encoding="utf-8").splitlines()) == 1


def test_what_cannot_be_exported_is_said(crawl: Any, tmp_path: Path) -> None:
    crawl.begin()
    database = crawl.archive / DATABASE
    with pytest.raises(UsageError, match="Did you mean mau"):
        export_archive(database, "jsonl", tmp_path / "x.jsonl", Filters(site="mauu"))
    with pytest.raises(ArchiveError, match="no archive"):
        export_archive(tmp_path / "nowhere" / DATABASE, "jsonl", tmp_path / "x.jsonl")
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match="Choose another --output"):
        export_archive(database, "jsonl", tmp_path / "file" / "x.jsonl")
    assert not (tmp_path / "x.jsonl").exists()


def test_since_takes_days_and_times() -> None:
    assert parse_since("2026-11-23") == datetime(2026, 11, 23, tzinfo=UTC)
    assert parse_since("2026-11-23T07:00:00+07:00") == datetime(2026, 11, 23, tzinfo=UTC)
    with pytest.raises(UsageError, match="not a time"):
        parse_since("hôm qua")
