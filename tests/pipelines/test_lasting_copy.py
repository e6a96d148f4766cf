"""The copy that is made beside a crawl is the one that a quiet archive gives, whatever was written in between."""

import itertools
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pipelines.export import Basis, LastingCopy, OutdatedError, lasting_copy
from pipelines.schema import open_readonly
from tests.pipelines.changing_archive import ChangingArchive

Contents = dict[str, list[tuple[Any, ...]]]


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lasting_copy, "ARTICLES_AT_ONCE", 3)
    monkeypatch.setattr(lasting_copy, "CAPTURES_AT_ONCE", 5)


class Room:
    """An archive, a copy of it, and the archive as it was at the moment that the copy shows."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.database, self.copy, self.quiet = folder / "archive.db", folder / "copy.db", folder / "quiet.db"
        self.archive = ChangingArchive(self.database, seed)
        self.basis: Basis | None = None

    def make(self, pause: Callable[[], None] = lambda: None, basis: Basis | None = None) -> None:
        with closing(open_readonly(self.database)) as source:

            def keep() -> None:
                self.quiet.unlink(missing_ok=True)
                with closing(sqlite3.connect(self.quiet)) as kept:
                    source.backup(kept)

            copy = LastingCopy(source, self.copy, keep, pause=pause)
            self.basis, _ = copy.renew(basis) if basis else copy.fill()

    def copied_quietly(self) -> Path:
        path = self.quiet.with_name("quiet-copy.db")
        with closing(open_readonly(self.quiet)) as source:
            LastingCopy(source, path, lambda: None).fill()
        return path

    def busy(self, times: int) -> Callable[[], None]:
        """What writes between two lots, as often as ``times``."""
        left = iter(range(times))

        def write() -> None:
            if next(left, None) is not None:
                self.archive.happen(self.archive.draw.randint(1, 4))

        return write


def contents(path: Path) -> Contents:
    """Every row of every table, what the index finds, and the definitions."""
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("INSERT INTO article_texts_fts (article_texts_fts, rank) VALUES ('integrity-check', 1)")
        copy.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, article_texts_fts, instance)")
        made = copy.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1").fetchall()
        tables = [row[0] for row in made if "TABLE" in (row[1] or "") and "_fts" not in row[0]]
        found = {name: sorted(copy.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in tables}
        return found | {
            "": made,
            "words": sorted(copy.execute("SELECT term, doc, col, offset FROM temp.words").fetchall()),
        }


def check(room: Room) -> None:
    copied = contents(room.copy)
    assert copied == contents(room.copied_quietly())
    with closing(sqlite3.connect(room.quiet)) as quiet:
        hidden = quiet.execute("SELECT id FROM articles WHERE status = 'hidden'").fetchall()
    data = room.copy.read_bytes()
    assert [number for (number,) in hidden if f"riêng{number}kín".encode() in data] == []


@pytest.mark.parametrize("seed", range(12))
def test_a_copy_made_while_all_is_changing_is_that_of_a_quiet_archive(tmp_path: Path, seed: int) -> None:
    room = Room(tmp_path, seed)
    room.archive.happen(20)
    room.make(room.busy(25))
    check(room)


@pytest.mark.parametrize("seed", range(12))
def test_a_copy_renewed_while_all_is_changing_is_that_of_a_quiet_archive(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lasting_copy, "MOST_CHANGED", 1000)
    room = Room(tmp_path, seed)
    room.archive.happen(20)
    room.make()
    for _ in range(4):
        room.archive.happen(6)
        room.make(room.busy(8), room.basis)
        check(room)


@pytest.mark.parametrize("seed", range(4))
def test_an_archive_that_was_put_back_from_a_backup_is_copied_as_it_is(tmp_path: Path, seed: int) -> None:
    room = Room(tmp_path, seed)
    with closing(sqlite3.connect(tmp_path / "backup.db")) as backup:
        room.archive.db.conn.backup(backup)
        room.archive.happen(2)
        room.make()
        room.archive.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        backup.backup(room.archive.db.conn)
    room.archive.happen(2)
    room.make(basis=room.basis)
    check(room)


def test_a_renewal_brings_what_changed_and_nothing_else(tmp_path: Path) -> None:
    room = Room(tmp_path, 1)
    room.make()
    room.archive.look()
    room.make(basis=room.basis)
    assert room.basis is not None
    assert room.basis.renewed == 1


def test_a_renewal_walks_through_no_large_table(tmp_path: Path) -> None:
    room = Room(tmp_path, 1)
    room.make()
    room.archive.look()
    room.archive.hide()
    asked: list[str] = []
    with closing(open_readonly(room.database)) as source:
        source.set_trace_callback(asked.append)
        assert room.basis is not None
        LastingCopy(source, room.copy, lambda: None).renew(room.basis)
        source.set_trace_callback(None)
        few = ("authors", "sections", "tags", "sites", "provinces", "sqlite_master")
        queries = [sql for sql in asked if "SELECT" in sql and not re.search(f"FROM ({'|'.join(few)})", sql)]
        plans = {sql: [row[3] for row in source.execute(f"EXPLAIN QUERY PLAN {sql}")] for sql in queries}
    assert len(plans) > 20
    walked = re.compile("SCAN (a|c|i|t|u|v|x|articles|article_urls|captures|images|pages|related_links|versions)\\b")
    found = {sql: plan for sql, plan in plans.items() if walked.search(" ".join(plan))}
    assert {sql: plan for sql, plan in found.items() if "urls AS" not in sql} == {}
    assert all("SCAN u SEARCH c" in " ".join(plan) for plan in found.values()), "u: addresses of what is hidden"


@pytest.mark.parametrize("why", ["rights", "another archive", "triggers", "rules", "much"])
def test_what_cannot_be_renewed_says_so(tmp_path: Path, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room(tmp_path, 1)
    room.make()
    execute = room.archive.db.conn.execute
    if why == "rights":
        execute("UPDATE sites SET rights_publish = 'metadata' WHERE id = 1")
    elif why == "another archive":
        execute("UPDATE changes SET lot = lot + 1")
    elif why == "triggers":
        execute("INSERT INTO changes (kind, id) VALUES ('everything', 0)")
    elif why == "rules":
        monkeypatch.setattr(lasting_copy, "__version__", "9")
    else:
        for _ in range(40):
            room.archive.look()
    with pytest.raises(OutdatedError):
        room.make(basis=room.basis)


def test_rights_that_change_meanwhile_are_seen(tmp_path: Path) -> None:
    room = Room(tmp_path, 1)
    calls = itertools.count()

    def change() -> None:
        if next(calls) == 10:  # articles are being brought over
            room.archive.db.conn.execute("UPDATE sites SET rights_publish = 'metadata' WHERE id = 1")

    with pytest.raises(OutdatedError):
        room.make(change)


def test_a_basis_is_what_its_json_says(tmp_path: Path) -> None:
    room = Room(tmp_path, 1)
    room.archive.hide()
    room.make()
    assert room.basis is not None
    assert room.basis.captures
    assert Basis.of_json(room.basis.as_json()) == room.basis
