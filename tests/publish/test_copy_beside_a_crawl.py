"""The copy for the public while a crawl writes: the write-ahead log stays short, a copy comes of the one before."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from khotin import publication
from pipelines.export import lasting_copy
from pipelines.export.copied_rows import CopiedRows
from pipelines.schema import open_database, open_readonly
from publish.publication import read_facts
from publish.standing import QUERY
from tests.publish.conftest import build

MEGABYTE = 1024 * 1024


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build(tmp_path)
    return tmp_path


def renewed(folder: Path) -> int:
    """How many articles the copy brought over again since one was made from nothing."""
    return int((read_facts(publication.copy_of(folder)) or {})["basis"]["renewed"])


def write(folder: Path, sql: str) -> None:
    database = open_database(folder / "archive.db")
    database.conn.execute(sql)
    database.close()


def titles(folder: Path, words: str) -> list[str]:
    with closing(sqlite3.connect(publication.copy_of(folder))) as copy:
        sql = "SELECT title FROM article_texts_fts WHERE article_texts_fts MATCH ? ORDER BY rowid"
        return [str(title) for (title,) in copy.execute(sql, (words,))]


def test_the_log_stays_short_while_a_copy_is_made_beside_a_writer(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = open_database(folder / "archive.db").conn
    log, sizes = folder / "archive.db-wal", [0]
    put = CopiedRows.put_articles

    def put_beside(rows: CopiedRows, ids: Iterable[int]) -> None:
        put(rows, ids)  # it reads now, so that nothing can be cut back before it has ended
        text = "x" * MEGABYTE
        for _ in range(16):
            writer.execute("INSERT INTO site_memories (site_id, version, learned_at, pages, data) VALUES (1, "
                           "(SELECT count(*) FROM site_memories), '', 0, ?)", (text,))  # fmt: skip
        sizes.append(log.stat().st_size)

    monkeypatch.setattr(CopiedRows, "put_articles", put_beside)
    monkeypatch.setattr(lasting_copy, "ARTICLES_AT_ONCE", 1)
    publication.make(folder)
    assert writer.execute("SELECT sum(length(data)) FROM site_memories").fetchone()[0] > 200 * MEGABYTE
    assert max(sizes) < 64 * MEGABYTE
    writer.close()


def test_a_new_copy_is_made_from_the_one_before(folder: Path) -> None:
    publication.make(folder)
    assert renewed(folder) == 0
    write(folder, "UPDATE article_texts SET title = 'Hoa phượng đỏ' WHERE article_id = 1")
    publication.make(folder)
    assert renewed(folder) == 1
    assert titles(folder, "phuong") == ["Hoa phượng đỏ"]
    assert publication.is_current(folder)


def test_what_is_hidden_leaves_the_copy_with_its_words(folder: Path) -> None:
    publication.make(folder)
    secret = "Doanh nghiệp trẻ đồng hành"
    assert len(titles(folder, "doanh nghiep tre")) == 1
    assert secret.encode() in publication.copy_of(folder).read_bytes()
    write(folder, "UPDATE articles SET status = 'hidden' WHERE id = 3")
    publication.make(folder)
    assert 0 < renewed(folder) < 4
    assert titles(folder, "doanh") == []
    data = publication.copy_of(folder).read_bytes()
    assert (secret.encode() in data, b"doanh" in data) == (False, False)


@pytest.mark.parametrize("change", [
    "UPDATE articles SET read_count = read_count + 1",
    "UPDATE sites SET rights_publish = 'metadata' WHERE slug = 'kien_giang'",
    "DELETE FROM changes",
])  # fmt: skip
def test_where_much_or_all_may_differ_it_is_made_from_nothing(folder: Path, change: str) -> None:
    publication.make(folder)
    write(folder, "UPDATE articles SET read_count = 6000 WHERE id = 1")
    publication.make(folder)
    assert renewed(folder) == 1
    write(folder, change)
    publication.make(folder)
    assert renewed(folder) == 0


def test_a_masked_copy_is_not_made_from_one_that_is_not(folder: Path) -> None:
    publication.make(folder)
    write(folder, "UPDATE article_texts SET body = 'Gọi 0912345678.' WHERE article_id = 1")
    publication.make(folder)
    assert renewed(folder) == 1
    assert b"0912345678" in publication.copy_of(folder).read_bytes()
    publication.make(folder, mask=True)
    assert renewed(folder) == 0
    assert b"0912345678" not in publication.copy_of(folder).read_bytes()


def test_the_copy_knows_how_the_sites_stand(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publication, "_PAGES_AT_ONCE", 2)
    states = ("done", "done", "done", "pending", "pending", "failed", "gone")
    for number, state in enumerate(states):
        write(folder, "INSERT INTO pages (site_id, url, kind, state, discovered_at) "
              f"VALUES (1, 'http://t.example/{number}', 'article', '{state}', '')")  # fmt: skip
    publication.make(folder)
    standings = (read_facts(publication.copy_of(folder)) or {})["standings"]
    with closing(open_readonly(folder / "archive.db")) as archive:
        assert standings == [dict(row) for row in archive.execute(QUERY, {"now": "2026-11-21T00:00:00Z"})]
    assert max(site["waiting"] for site in standings) == 2


def test_what_a_killed_process_left_is_removed(folder: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (folder / "public").mkdir()
    left, running = (folder / "public" / f".archive.db.{number}.new" for number in (ended.pid, os.getppid()))
    left.touch()
    running.touch()
    publication.make(folder)
    assert (left.exists(), running.exists()) == (False, True)


def test_a_copy_is_not_shared_with_the_file_that_it_was_made_from(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"mot" * 100_000)
    publication.duplicate(tmp_path / "a", tmp_path / "b")
    (tmp_path / "a").write_bytes(b"hai")
    assert (tmp_path / "b").read_bytes() == b"mot" * 100_000
