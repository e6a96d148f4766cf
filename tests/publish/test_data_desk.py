"""Datasette's own pages: titles, labels, facets, hidden tables, ready questions; other databases untouched."""

import asyncio
import csv
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from publish.application import make_datasette
from publish.canned import QUERIES, QUESTIONS, Question
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
        assert {table.label, *filter(None, [table.order]), *table.facets} <= set(real[name]), name
    own = {name for name in real if not name.startswith(("article_texts_fts", "_sqlite", "sqlite_"))}
    assert own == set(TABLES) | set(VIEWS)


@pytest.mark.parametrize("place", ["articles", "v_articles", "article_texts", "article_texts/1"])
def test_a_title_leads_to_its_article_wherever_it_stands(desk: Get, place: str) -> None:
    found = re.findall(r'href="/bai/([^"]*)"', desk(f"/archive/{place}").text)
    assert found
    assert all(number.isdigit() for number in found)


def test_articles_table_shows_names(desk: Get) -> None:
    page = desk("/archive/articles").text
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


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.path[1])
def test_a_question_has_the_same_rows_in_both_languages(get: Get, question: Question) -> None:
    answers = [get(f"/archive/{path}.csv").text for path in question.path]  # has columns where there are no rows too
    (vi, *vi_rows), (en, *en_rows) = (list(csv.reader(text.splitlines())) for text in answers)
    assert vi_rows == en_rows
    assert len(set(vi)) == len(set(en)) == len(en)
    assert not set(vi) & set(en) - {"url"}
    assert "{" not in question.in_language(0)["sql"] + question.in_language(1)["sql"]


@pytest.mark.parametrize(
    ("name", "index"),
    [("articles-by-month", "articles_month"), ("articles-by-site", "articles_site_published"),
     ("articles-by-site", "articles_read_count"), ("duplicates-across-sites", "articles_title")],
)  # fmt: skip
def test_what_is_added_up_over_all_articles_comes_from_an_index_alone(archive: Path, name: str, index: str) -> None:
    with closing(sqlite3.connect(archive)) as connection:
        plan = [row[3] for row in connection.execute(f"explain query plan {QUERIES[name]['sql']}")]
    assert any(f"COVERING INDEX {index}" in step for step in plan), plan


@pytest.fixture(scope="module")
def troubled(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive with dead links, a headline on two sites, and flags; some of it of hidden article 12."""
    path = tmp_path_factory.mktemp("troubled") / "archive.db"
    with closing(sqlite3.connect(archive)) as own, closing(sqlite3.connect(path)) as copy:
        own.backup(copy)
        copy.execute("update articles set status = 'gone' where id = 2")
        for number, state in ((1, "gone"), (2, "done")):
            url = copy.execute("select url from images where article_id = 1 and position = ?", [number]).fetchone()[0]
            copy.execute("insert into pages (site_id, url, kind, state, discovered_at) values (1, ?, 'asset', ?, '')",
                         [url, state])  # fmt: skip
        long = "Lễ ra quân Tháng Thanh niên toàn quốc năm 2026"
        first_of_each = "select min(id) from articles where status = 'live' group by site_id"
        copy.execute(f"update articles set title = ? where id in ({first_of_each})", [long])
        copy.executemany("insert into flags (capture_id, position, article_id, kind, text) values (1, ?, ?, ?, ?)",
                         [(1, 1, "hidden_text", "thuốc rẻ"), (2, 12, "hidden_text", "của bài ẩn")])  # fmt: skip
        copy.commit()
    return path


def test_dead_links_duplicates_and_flags_are_found(get: Get, troubled: Path) -> None:
    def rows(name: str) -> Any:
        return get(f"/archive/{name}.json?_shape=array", troubled).json()

    dead = {(row["kind"], row["link"], row["status"]) for row in rows("dead-links")}
    assert dead == {
        ("related", "http://tinhdoan.example/bai/2", "gone"),
        ("image", "http://tinhdoan.example/anh/1.png", "gone"),
    }
    (twin,) = rows("bai-trung")
    assert (twin["bai"], twin["so_trang"]) == ("Lễ ra quân Tháng Thanh niên toàn quốc năm 2026", 2)
    assert [row["text"] for row in rows("spam-flags")] == ["thuốc rẻ"]


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
