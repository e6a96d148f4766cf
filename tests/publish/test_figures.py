"""Figures are counted once while nothing is written, anew after each commit, and by one reader of many."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from publish import figures


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "archive.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE seen (n INTEGER)")
        connection.execute("INSERT INTO seen VALUES (1)")
    return path


def add(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO seen VALUES (2)")
    connection.close()


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that are really counted from now on."""
    asked: list[str] = []
    plain = figures._count

    async def count(db: Any, key: Any, state: Any) -> Any:
        asked.append(key[0])
        return await plain(db, key, state)

    monkeypatch.setattr(figures, "_count", count)
    return asked


def test_a_figure_is_counted_once_until_something_is_written(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = counted(monkeypatch)

    async def ask() -> list[int]:
        db = Datasette([str(database)]).databases["archive"]
        await figures.figures(db, "select count(*) as n from seen")  # the first reader may touch the database's files
        await figures.figures(db, "select count(*) as n from seen")
        asked.clear()
        found = [(await figures.figures(db, "select count(*) as n from seen"))[0]["n"] for _ in range(3)]
        add(database)
        return [*found, (await figures.figures(db, "select count(*) as n from seen"))[0]["n"]]

    assert asyncio.run(ask()) == [1, 1, 1, 2]
    assert len(asked) == 1


def test_what_was_dear_is_kept_for_a_while_during_a_crawl(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "_CHEAP", 0.0)
    monkeypatch.setattr(figures, "_KEPT", 1e9)

    async def ask() -> list[int]:
        db = Datasette([str(database)]).databases["archive"]
        found = [(await figures.figures(db, "select count(*) as n from seen"))[0]["n"]]
        add(database)
        return [*found, (await figures.figures(db, "select count(*) as n from seen"))[0]["n"]]

    assert asyncio.run(ask()) == [1, 1]


def test_a_dear_figure_is_shown_while_it_is_counted_again(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "_CHEAP", 0.0)
    monkeypatch.setattr(figures, "_KEPT", 0.0)

    async def ask() -> list[int]:
        db = Datasette([str(database)]).databases["archive"]
        found = [(await figures.figures(db, "select count(*) as n from seen"))[0]["n"]]
        add(database)
        found.append((await figures.figures(db, "select count(*) as n from seen"))[0]["n"])
        await asyncio.gather(*figures._under_way[db].values())
        return [*found, (await figures.figures(db, "select count(*) as n from seen"))[0]["n"]]

    assert asyncio.run(ask()) == [1, 1, 2]


def test_readers_at_once_wait_for_one_count(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = counted(monkeypatch)

    async def ask() -> list[Any]:
        db = Datasette([str(database)]).databases["archive"]
        return await asyncio.gather(
            *(figures.figures(db, "select n from seen where n = :n", {"n": 1}) for _ in range(8))
        )

    assert asyncio.run(ask()) == [[{"n": 1}]] * 8
    assert len(asked) == 1


def test_no_more_than_so_many_are_remembered(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "_MOST", 3)

    async def ask() -> int:
        db = Datasette([str(database)]).databases["archive"]
        for n in range(5):
            await figures.figures(db, "select :n as n", {"n": n})
        return len(figures._remembered[db])

    assert asyncio.run(ask()) == 3


def test_the_data_desk_keeps_dear_results_while_nothing_is_written(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "_DEAR", 0.0)

    async def ask() -> list[Any]:
        db = Datasette([str(database)]).databases["archive"]
        figures.remember_dear(db)
        await db.execute("select count(*) from seen")  # the first reader may touch the database's files
        first = await db.execute("select count(*) from seen where n < ?", [9])
        again = await db.execute("select count(*) from seen where n < ?", [9])
        other = await db.execute("select count(*) from seen where n < ?", [2])
        add(database)
        return [
            first is again,
            other.rows[0][0],
            (await db.execute("select count(*) from seen where n < ?", [9])).rows[0][0],
        ]

    assert asyncio.run(ask()) == [True, 1, 2]
