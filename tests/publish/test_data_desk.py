"""Datasette's own pages: titles, labels, facets, hidden tables, ready questions; other databases untouched."""

import asyncio
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from publish.application import make_datasette
from publish.canned import QUERIES
from publish.tables import TABLES, VIEWS

Get = Callable[..., Any]


def columns(path: Path) -> dict[str, list[str]]:
    connection = sqlite3.connect(path)
    names = [row[0] for row in connection.execute("select name from sqlite_master where type in ('table', 'view')")]
    found = {name: [row[1] for row in connection.execute(f"pragma table_info({name})")] for name in names}
    connection.close()
    return found


def test_metadata_names_only_what_exists_and_all_of_it(archive: Path) -> None:
    real = columns(archive)
    for name, table in TABLES.items():
        assert {table.label, *filter(None, [table.order]), *table.facets, *table.columns} <= set(real[name]), name
    own = {name for name in real if not name.startswith(("article_texts_fts", "_sqlite", "sqlite_"))}
    assert own == set(TABLES) | set(VIEWS)


def test_articles_table_shows_names(get: Get) -> None:
    page = get("/archive/articles").text
    assert "Bài · Articles" in page
    assert '<a href="/bai/1">Đoàn thanh niên ra quân' in page
    assert re.search(r"/archive/sites/1[^>]*>Tỉnh đoàn Kiên Giang</a>", page)
    for facet in ("site_id", "section_id", "year", "author_id"):
        assert f'data-column="{facet}"' in page
    assert page.index("Tháng Thanh niên năm 2026") < page.index("Trại hè thiếu nhi")


def test_internal_tables_are_hidden(get: Get) -> None:
    shown = {table["name"] for table in get("/archive.json").json()["tables"] if not table["hidden"]}
    assert not {"leases", "article_html", "field_sources", "article_texts_fts", "article_texts_fts_data"} & shown
    assert {"articles", "pages", "sites", "article_texts"} <= shown


@pytest.mark.parametrize("name", QUERIES)
def test_ready_questions_run(get: Get, name: str) -> None:
    page = get(f"/archive/{name}.json?_shape=array")
    assert page.status_code == 200, page.text
    assert isinstance(page.json(), list)
    assert QUERIES[name]["title"] in get(f"/archive/{name}").text
    assert "đã ẩn" not in page.text


def test_facets_are_not_guessed_and_the_file_is_not_given_away(get: Get) -> None:
    settings = get("/-/settings.json").json()
    assert settings["suggest_facets"] is False
    assert get("/archive.db").status_code == 403


def test_the_archive_is_open_for_reading_only(archive: Path) -> None:
    datasette = make_datasette(archive)
    assert datasette.databases["archive"].is_mutable  # immutable would not see what a crawl commits

    async def write() -> None:
        await datasette.databases["archive"].execute("delete from articles")

    with pytest.raises(sqlite3.OperationalError):
        asyncio.run(write())


def test_a_commit_is_seen_at_once(archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "archive.db"
    copy.write_bytes(archive.read_bytes())

    async def twice() -> tuple[str, str]:
        client = make_datasette(copy).client
        before = (await client.get("/bai/3")).text
        writer = sqlite3.connect(copy)
        writer.execute("update articles set title = 'Tiêu đề mới' where id = 3")
        writer.commit()
        writer.close()
        return before, (await client.get("/bai/3")).text

    before, after = asyncio.run(twice())
    assert "Tiêu đề mới" not in before
    assert "Tiêu đề mới" in after


def test_other_databases_keep_datasettes_own_pages(tmp_path: Path, archive: Path) -> None:
    make_datasette(archive)  # registers the plugin
    sqlite3.connect(tmp_path / "other.db").execute("create table t (x)").connection.close()

    async def home() -> tuple[str, int]:
        client = Datasette([str(tmp_path / "other.db")]).client
        return (await client.get("/")).text, (await client.get("/tim-kiem")).status_code

    text, status = asyncio.run(home())
    assert "Kho Tin Đoàn" not in text
    assert status == 404


def test_template_names_do_not_shadow_datasettes() -> None:
    import datasette

    theirs = {path.name for path in (Path(datasette.__file__).parent / "templates").glob("*.html")}
    ours = {path.name for path in (Path(__file__).parents[2] / "publish/templates").glob("*.html")}
    assert not theirs & ours
