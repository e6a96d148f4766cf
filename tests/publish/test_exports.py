"""``/xuat``: what the export's manifest lists is given whole; nothing else, half, or hidden by now."""

import asyncio
import hashlib
import html
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from khotin.everything import sqlite_export
from pipelines.export import article_export, export_archive, export_with
from publish.application import make_datasette

Get = Callable[..., Any]
TITLE = "Đoàn thanh niên ra quân"


@pytest.fixture
def room(archive: Path, tmp_path: Path) -> Path:
    """The database of an archive of its own, without an export."""
    with closing(sqlite3.connect(archive)) as own, closing(sqlite3.connect(tmp_path / "archive.db")) as copy:
        own.backup(copy)
    return tmp_path / "archive.db"


@pytest.fixture
def exported(room: Path) -> Path:
    """The same with an export beside it."""
    folder = room.parent / "export"
    export_archive(room, "csv", folder)
    for form in ("jsonl", "parquet"):
        export_archive(room, form, folder / f"articles.{form}")
    export_with(sqlite_export, "sqlite", room, folder / "articles.db")
    return room


def manifest(room: Path) -> list[dict[str, Any]]:
    path = room.parent / "export" / "manifest.json"
    return json.loads(path.read_text(encoding="utf-8"))["files"]  # type: ignore[no-any-return]


def hide(room: Path, when: str) -> None:
    with closing(sqlite3.connect(room)) as connection:
        connection.execute("UPDATE articles SET status = 'hidden', status_since = ? WHERE id = 1", (when,))
        connection.commit()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_lists_every_file_with_rows_size_and_sum(get: Get, exported: Path, language: str) -> None:
    page = get(f"/xuat?lang={language}", exported)
    assert page.status_code == 200
    for file in manifest(exported):
        assert f'href="/xuat/{file["name"]}"' in page.text
        assert file["sha256"] in page.text
    for name in ("manifest.json", "datapackage.json", "SHA256SUMS"):
        assert f'href="/xuat/{name}"' in page.text
    assert "Tỉnh đoàn Kiên Giang" in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert "\u00a0kB" in page.text


def test_every_file_is_given_as_it_was_written(get: Get, exported: Path) -> None:
    for file in manifest(exported):
        answer = get(f"/xuat/{file['name']}", exported)
        assert answer.status_code == 200, file["name"]
        assert hashlib.sha256(answer.content).hexdigest() == file["sha256"]
        assert answer.headers["content-length"] == str(file["bytes"])
        assert answer.headers["x-row-count"] == str(file["rows"])
        assert answer.headers["content-disposition"] == f'attachment; filename="{file["name"]}"'
        assert answer.headers["x-content-type-options"] == "nosniff"
    for name in ("manifest.json", "datapackage.json", "SHA256SUMS"):
        assert get(f"/xuat/{name}", exported).content == (exported.parent / "export" / name).read_bytes()


def test_csv_is_given_with_the_mark_that_excel_needs(get: Get, exported: Path) -> None:
    plain = get("/xuat/articles.csv", exported)
    marked = get("/xuat/articles.csv?bom=1", exported)
    assert not plain.content.startswith(b"\xef\xbb\xbf")
    assert marked.content == b"\xef\xbb\xbf" + plain.content
    assert marked.headers["content-length"] == str(len(marked.content))
    assert get("/xuat/articles.jsonl?bom=1", exported).content.startswith(b"{")
    export_with(article_export("csv", bom=True), "csv", exported, exported.parent / "export")
    assert get("/xuat/articles.csv?bom=1", exported).content == marked.content
    assert 'href="/xuat/tags.csv?bom=1"' in get("/xuat", exported).text


def test_a_reader_who_has_the_file_is_not_sent_it_again(exported: Path) -> None:
    async def twice() -> tuple[int, bytes]:
        client = make_datasette(exported).client
        first = await client.get("/xuat/tags.csv")
        again = await client.get("/xuat/tags.csv", headers={"if-none-match": first.headers["etag"]})
        return again.status_code, again.content

    assert asyncio.run(twice()) == (304, b"")


def test_without_an_export_the_page_says_how_to_make_one(get: Get, room: Path) -> None:
    page = get("/xuat", room)
    assert (page.status_code, "khotin export --format all" in page.text) == (200, True)
    for name in ("articles.csv", "manifest.json"):
        assert get(f"/xuat/{name}", room).status_code == 404


@pytest.mark.parametrize("name", ["archive.db", "secret.csv", "link.csv", "a/b", "-x", ".part"])
def test_nothing_else_is_given(get: Get, exported: Path, name: str) -> None:
    folder = exported.parent / "export"
    (folder / "secret.csv").write_text("x")
    (folder / "link.csv").symlink_to(exported)
    entries = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    like = {"format": "csv", "rows": 1, "sha256": "0", "time": "2026-11-23T05:00:00Z",
            "filters": entries["filters"], "cut": {}}  # fmt: skip
    entries["files"] += [
        like | {"name": "link.csv", "bytes": exported.stat().st_size},
        like | {"name": "../archive.db", "bytes": exported.stat().st_size},
    ]
    (folder / "manifest.json").write_text(json.dumps(entries), encoding="utf-8")
    assert get(f"/xuat/{name}", exported).status_code == 404
    assert "archive.db" not in get("/xuat", exported).text


@pytest.mark.parametrize("name", ["../archive.db", "..%2farchive.db", "%2e%2e%2farchive.db", "..", "a%00b"])
def test_no_way_leads_out_of_the_folder(get: Get, exported: Path, name: str) -> None:
    answer = get(f"/xuat/{name}", exported)
    assert "content-disposition" not in answer.headers
    assert b"SQLite format" not in answer.content


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"files": 1}', '{"files": [{}]}', "\xff"])
def test_a_manifest_of_something_else_is_no_export(get: Get, room: Path, text: str) -> None:
    (room.parent / "export").mkdir()
    (room.parent / "export" / "manifest.json").write_text(text, encoding="latin-1")
    assert get("/xuat", room).status_code == 200
    assert get("/xuat/articles.csv", room).status_code == 404


def test_a_file_that_is_not_as_listed_is_not_given(get: Get, exported: Path) -> None:
    path = exported.parent / "export" / "tags.csv"
    path.write_bytes(path.read_bytes()[:-1])
    assert get("/xuat/tags.csv", exported).status_code == 404
    assert "/xuat/tags.csv" not in get("/xuat", exported).text
    assert get("/xuat/articles.csv", exported).status_code == 200


def test_what_was_hidden_since_is_not_given_away(get: Get, exported: Path) -> None:
    assert TITLE in get("/xuat/articles.csv", exported).text
    hide(exported, "2099-01-01T00:00:00Z")
    page = html.unescape(get("/xuat", exported).text)
    assert "đang được tạo lại" in page
    for file in ("articles.csv", "articles.db", "tags.csv", "manifest.json", "SHA256SUMS"):
        assert f"/xuat/{file}" not in page
        answer = get(f"/xuat/{file}", exported)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
        assert TITLE not in answer.text


def test_what_a_site_allows_no_more_is_not_given_away(get: Get, exported: Path) -> None:
    def allow(site: str, publish: str) -> None:
        with closing(sqlite3.connect(exported)) as connection:
            connection.execute("UPDATE sites SET rights_publish = ? WHERE slug = ?", (publish, site))
            connection.commit()

    allow("ca-mau", "full")  # it was written when this site allowed an excerpt
    assert "cùng 300" in get("/xuat/articles.csv", exported).text
    allow("ca-mau", "metadata")
    assert get("/xuat/articles.csv", exported).status_code == 503
    allow("ca-mau", "excerpt")
    assert get("/xuat/articles.csv", exported).status_code == 200
    allow("kien_giang", "excerpt")
    assert get("/xuat/articles.csv", exported).status_code == 503
    assert "/xuat/articles.csv" not in get("/xuat", exported).text
    export_archive(exported, "csv", exported.parent / "export")
    answer = get("/xuat/articles.csv", exported)
    assert answer.status_code == 200
    assert "cùng 300" not in answer.text


def test_a_new_export_brings_them_back_without_it(get: Get, exported: Path) -> None:
    hide(exported, "2026-11-22T00:00:00Z")
    export_archive(exported, "csv", exported.parent / "export")
    answer = get("/xuat/articles.csv", exported)
    assert answer.status_code == 200
    assert TITLE not in answer.text


def test_a_file_that_breaks_off_is_no_answer(exported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.exports._PIECE", 100)

    async def cut() -> None:
        from publish.exports import _opened

        path = exported.parent / "export" / "articles.jsonl"
        answer = _opened(path, "jsonl")
        assert answer is not None

        async def send(_: Any) -> None:
            path.write_bytes(b"short")

        await answer.asgi_send(send)

    with pytest.raises(OSError, match="early"):
        asyncio.run(cut())


def test_every_page_leads_to_it(get: Get) -> None:
    assert 'href="/xuat?lang=en"' in get("/?lang=en").text
    assert 'href="/tu-dien"' in get("/").text
