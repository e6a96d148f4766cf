"""The data dictionary: every column described in both languages, nothing described that is not there, shown whole."""

import html
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from khotin.dictionary import text
from publish.dictionary import Entry, entries, meanings
from publish.tables import TABLES, VIEWS

Get = Callable[..., Any]
DOCUMENT = Path(__file__).parents[2] / "docs" / "data-dictionary.md"


@pytest.fixture(scope="module")
def described(archive: Path) -> list[Entry]:
    with closing(sqlite3.connect(archive)) as connection:
        return entries(connection)


def test_the_document_is_what_schema_and_meanings_say() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == text()


def test_every_column_is_described_in_both_languages(described: list[Entry]) -> None:
    assert {entry.name for entry in described} == set(TABLES) | set(VIEWS)
    bare = [f"{entry.name}.{column.name}" for entry in described for column in entry.columns if not column.vi]
    bare += [f"{entry.name}.{column.name}" for entry in described for column in entry.columns if not column.en]
    assert bare == []


def test_nothing_is_described_that_is_not_there(described: list[Entry]) -> None:
    real = {entry.name: {column.name for column in entry.columns} for entry in described}
    everywhere = set().union(*real.values())
    gone = [f"{table}.{name}" for table, columns in meanings().items() for name in columns
            if name not in (everywhere if table == "shared" else real.get(table, set()))]  # fmt: skip
    assert gone == []


def test_keys_types_and_targets_are_the_schemas(described: list[Entry]) -> None:
    columns = {(entry.name, column.name): column for entry in described for column in entry.columns}
    assert columns["articles", "id"].key
    assert columns["articles", "section_id"].table == "sections"
    assert (columns["articles", "title"].type, columns["articles", "title"].nullable) == ("TEXT", True)
    assert not columns["articles", "url"].nullable


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_shows_all_of_it(get: Get, described: list[Entry], language: str) -> None:
    page = get(f"/tu-dien?lang={language}")
    assert page.status_code == 200
    shown = html.unescape(page.text)
    for entry in described:
        assert f'id="{entry.name}"' in shown
        for column in entry.columns:
            assert getattr(column, language) in shown
    targets = set(re.findall(r'href="#([\w-]+)"', shown))
    assert targets - {"noi-dung"} <= {entry.name for entry in described}


def test_datasettes_own_table_pages_say_it_too(get: Get, desk: Get) -> None:
    assert "Lúc đăng do trang ghi, giờ +07:00 · Stamp on the page" in html.unescape(desk("/archive/articles").text)
    assert "What that province is now" in html.unescape(get("/archive/v_articles").text)


def test_a_database_of_strangers_has_none(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("CREATE TABLE things (id INTEGER)")
        assert entries(connection) == []
