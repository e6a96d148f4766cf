"""Databases made by earlier versions open, keep all they hold, and can be searched, exported and crawled into.

``tests/data/archive-vN.db`` is what schema version N's ``khotin demo`` made of the sample site (``VACUUM INTO``).
"""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from pipelines.export import Filters, export_archive
from pipelines.schema import SCHEMA_VERSION, open_database

DATA = Path(__file__).parent.parent / "data"
#: How many captures each has: version 2 came with the pages' style sheets, scripts and icons.
CAPTURES = {"archive-v1": 481, "archive-v2": 487, "archive-v3": 487, "archive-v4": 487}
ARCHIVES = sorted(DATA.glob("archive-v*.db"))


def test_every_schema_version_has_its_archive() -> None:
    assert [path.stem for path in ARCHIVES] == [f"archive-v{number}" for number in range(1, SCHEMA_VERSION + 1)]


@pytest.fixture(params=ARCHIVES, ids=lambda path: path.stem)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "archive.db"
    shutil.copy(request.param, path)
    path.with_suffix(".of").write_text(request.param.stem)
    open_database(path).close()
    return path


def test_an_old_archive_opens_at_the_present_schema(opened: Path) -> None:
    with sqlite3.connect(opened) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        db.execute("INSERT INTO article_texts_fts (article_texts_fts) VALUES ('integrity-check')")
        found = "SELECT count(*) FROM article_texts_fts WHERE article_texts_fts MATCH 'thanh nien'"
        hits = db.execute(found).fetchone()
    assert hits[0] > 10


def test_an_old_archive_keeps_all_it_holds(opened: Path) -> None:
    with sqlite3.connect(opened) as db:
        counts = {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                  for table in ("articles", "versions", "images", "read_counts", "captures")}  # fmt: skip
    captures = counts.pop("captures")
    assert counts == {"articles": 71, "versions": 72, "images": 99, "read_counts": 136}
    assert captures == CAPTURES[opened.with_suffix(".of").read_text()]


def test_an_old_archive_is_exported(opened: Path, tmp_path: Path) -> None:
    target = tmp_path / "export" / "articles.jsonl"
    export_archive(opened, "jsonl", target, Filters())
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 71
    assert sum(row["versions"] == 2 for row in rows) == 1
    assert sum(row["status"] == "suspected" for row in rows) == 1
