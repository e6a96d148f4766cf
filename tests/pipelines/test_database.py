"""The database: its schema, its search, and what happens to files that are no archive of ours."""

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import ArchiveError, DiskFullError, NewerSchemaError
from pipelines.schema import SCHEMA_VERSION, ensure_triggers, open_database, open_readonly
from pipelines.schema.database import connect, translated

TEXTS = "INSERT INTO article_texts (article_id, title, lead, body, captions) VALUES (?, ?, ?, ?, ?)"


@pytest.fixture
def db(tmp_path: Path) -> Any:
    database = open_database(tmp_path / "archive.db")
    database.conn.execute("PRAGMA foreign_keys = OFF")  # texts without their articles are enough here
    yield database
    database.close()


def hits(db: Any, query: str) -> list[int]:
    sql = "SELECT rowid FROM article_texts_fts WHERE article_texts_fts MATCH ? ORDER BY rowid"
    return [row[0] for row in db.conn.execute(sql, (query,))]


def test_a_new_archive_is_made_without_pandas_which_can_be_imported_after(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from pipelines.schema.database import connect; connect(Path('a.db'))\n"
        "print({'pandas', 'numpy', 'sqlite_utils'} & set(sys.modules))\n"
        "import pandas; print(pandas.DataFrame([1]).size)"
    )
    path = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent)}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=path, capture_output=True, text=True, check=True
    )
    assert run.stdout == "{'sqlite_utils'}\n1\n"


def test_pragmas_are_those_of_a_crawl(tmp_path: Path) -> None:
    db = open_database(tmp_path / "archive.db")
    pragmas = {name: db.conn.execute(f"PRAGMA {name}").fetchone()[0] for name in (
        "journal_mode", "synchronous", "foreign_keys", "page_size", "user_version", "busy_timeout")}  # fmt: skip
    assert pragmas == {
        "journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "page_size": 8192,
        "user_version": SCHEMA_VERSION, "busy_timeout": 30_000,
    }  # fmt: skip
    db.close()


def test_every_foreign_key_is_indexed(db: Any) -> None:
    bare = []
    for table in [row[0] for row in db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]:
        indexes = [row[1] for row in db.conn.execute(f"PRAGMA index_list({table})")]
        leading = {db.conn.execute(f"PRAGMA index_info({index})").fetchone()[2] for index in indexes}
        leading |= {row[1] for row in db.conn.execute(f"PRAGMA table_info({table})") if row[5] == 1}
        keys = {row[3] for row in db.conn.execute(f"PRAGMA foreign_key_list({table})")}
        bare += [f"{table}.{key}" for key in keys - leading]
    assert bare == []


def test_every_view_answers(db: Any) -> None:
    assert "v_articles" in db.view_names()
    for view in db.view_names():
        db.conn.execute(f"SELECT * FROM {view}").fetchall()


@pytest.mark.parametrize(
    "query", ['"đoan thanh nien"', '"ĐOÀN THANH NIÊN"', "(doan* OR đoan*) AND thanh", "chup", '"so ket"', "title: hoi"]
)
def test_search_folds_tones_and_vowels(db: Any, query: str) -> None:
    db.conn.execute(TEXTS, (1, "Hội nghị", "Sơ kết", "Đoàn Thanh niên xã", "Ảnh chụp"))
    db.conn.execute(TEXTS, (2, "Bài khác", None, "không liên quan", ""))
    assert hits(db, query) == [1]


def test_datasette_can_find_the_index(db: Any) -> None:
    assert db["article_texts"].detect_fts() == "article_texts_fts"


def test_search_follows_updates_and_deletes(db: Any) -> None:
    db.conn.execute(TEXTS, (1, "cũ", None, "thân bài", ""))
    db.conn.execute("UPDATE article_texts SET title = 'mới' WHERE article_id = 1")
    assert (hits(db, "cu"), hits(db, "moi")) == ([], [1])
    db.conn.execute("DELETE FROM article_texts")
    assert hits(db, "moi") == []
    db.conn.execute("INSERT INTO article_texts_fts (article_texts_fts) VALUES ('integrity-check')")


def test_only_the_update_of_a_text_writes_the_index(db: Any) -> None:
    sql = db.conn.execute("SELECT sql FROM sqlite_master WHERE name = 'article_texts_au'").fetchone()[0]
    assert "AFTER UPDATE OF title, lead, body, captions ON article_texts" in sql


def test_triggers_come_back_after_a_transform(db: Any) -> None:
    db.conn.execute(TEXTS, (1, "một", None, "", ""))
    db["article_texts"].transform(rename={"captions": "captions"}, column_order=["article_id", "title"])
    db.conn.execute(TEXTS, (2, "hai", None, "", ""))
    assert hits(db, "hai") == [], "transform() drops triggers; if it stopped doing so, ensure_triggers may go"
    noting = [f"article_texts_{event}_noted" for event in ("delete", "insert", "update")]
    assert sorted(ensure_triggers(db.conn)) == ["article_texts_ad", "article_texts_ai", "article_texts_au", *noting]
    assert db.conn.execute("SELECT count(*) FROM changes WHERE kind = 'everything'").fetchone()[0] == 1
    db.conn.execute(TEXTS, (3, "ba", None, "", ""))
    assert (hits(db, "hai"), hits(db, "ba")) == ([2], [3])
    assert ensure_triggers(db.conn) == []


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    open_database(path).close()
    before = path.read_bytes()
    open_database(path).close()
    assert path.read_bytes() == before


def test_two_first_openings_at_once(tmp_path: Path) -> None:
    problems: list[BaseException] = []

    def opening() -> None:
        try:
            open_database(tmp_path / "archive.db").close()
        except BaseException as problem:  # noqa: BLE001 - a thread's failure must reach the test
            problems.append(problem)

    threads = [threading.Thread(target=opening) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []


@pytest.mark.parametrize("opener", [open_database, open_readonly])
def test_a_newer_schema_is_left_alone(tmp_path: Path, opener: Any) -> None:
    path = tmp_path / "archive.db"
    db = open_database(path)
    db.conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    db.conn.execute("PRAGMA journal_mode = DELETE")
    db.close()
    before = path.read_bytes()
    with pytest.raises(NewerSchemaError, match=f"schema version {SCHEMA_VERSION + 1}.*newer"):
        opener(path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["archive.db"]


@pytest.mark.parametrize("opener", [open_database, open_readonly])
def test_what_is_no_database_is_left_alone(tmp_path: Path, opener: Any) -> None:
    path = tmp_path / "archive.db"
    path.write_bytes(b"kho tin " * 1000)
    with pytest.raises(ArchiveError, match="damaged or is no SQLite database"):
        opener(path)
    assert path.read_bytes() == b"kho tin " * 1000


def test_a_damaged_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    open_database(path).close()
    data = path.read_bytes()
    path.write_bytes(data[:100] + b"\xff" * 4000 + data[4100:])
    with pytest.raises(ArchiveError, match="damaged"):
        open_database(path)


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipes (id INTEGER PRIMARY KEY)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="not an archive"):
        open_database(path)
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match="cannot be opened or written"):
        open_database(tmp_path / "file" / "archive.db")


def test_reading_needs_an_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no archive"):
        open_readonly(tmp_path / "archive.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "problem", [sqlite3.OperationalError("database or disk is full"), OSError(28, "No space left")]
)
def test_a_full_disk_is_named(problem: Any) -> None:
    assert isinstance(translated(problem, Path("archive.db")), DiskFullError)


def test_a_full_disk_is_named_where_sqlite_calls_it_an_error_of_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = sqlite3.OperationalError("disk I/O error")
    assert isinstance(translated(problem, tmp_path / "archive.db"), ArchiveError)
    disk = os.statvfs(tmp_path)
    monkeypatch.setattr("os.statvfs", lambda _: os.statvfs_result([*disk[:4], 0, *disk[5:]]))
    assert isinstance(translated(problem, tmp_path / "archive.db"), DiskFullError)


def test_who_may_not_write_is_told_why_reading_needs_it(tmp_path: Path) -> None:
    problem = sqlite3.OperationalError("attempt to write a readonly database")
    assert "copy the archive" in str(translated(problem, tmp_path / "archive.db"))


def test_on_a_read_only_disk_no_file_is_made_beside_the_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "archive.db"
    connect(path).close()
    assert [file.name for file in tmp_path.iterdir()] == ["archive.db"]
    disk = os.statvfs(path)
    fixed = os.statvfs_result([*disk[:8], disk.f_flag | os.ST_RDONLY, *disk[9:]])
    monkeypatch.setattr("os.statvfs", lambda _: fixed)
    with closing(open_readonly(path)) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone()[0] == 0
        assert [file.name for file in tmp_path.iterdir()] == ["archive.db"]
