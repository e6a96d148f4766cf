"""``khotin export --mask``: people's numbers and mailboxes are in no file of it, in every form that has articles."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from click.testing import CliRunner

from khotin.main import cli
from khotin.publication import make, may_be_shown
from pipelines.schema import open_database
from tests.publish.conftest import build
from tests.publish.test_publication import pages

PHONE, MAIL = "0912 345 678", "tanh.vo@mau.example"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:

    folder = tmp_path_factory.mktemp("kho")
    database = open_database(build(folder))
    said = f"Liên hệ {PHONE}, {MAIL}"
    for sql in ("update articles set title = ?, byline = ? where id = 1", "update images set caption = ?, alt = ?",
                "update article_texts set lead = ?, body = ? where article_id = 1",
                "update attachments set name = ?, media_type = coalesce(media_type, ?)"):  # fmt: skip
        database.conn.execute(sql, [said, said])
    database.conn.execute("update article_html set body_html = ? where article_id = 1", [f"<p>{said}</p>"])
    names = ["Lan 0912345678", "Lan 0912345679"]
    sql = "insert into authors (id, name, name_fold) values (901, ?1, lower(?1)), (902, ?2, lower(?2))"
    database.conn.execute(sql, names)
    database.conn.execute("update article_authors set author_id = 901 where article_id = 1")
    database.conn.execute("insert into article_authors (article_id, position, author_id) values (1, 9, 902)")
    database.close()
    return folder


def written(folder: Path, form: str, output: Path, *options: str) -> str:
    words = ["export", "--archive", str(folder), "--format", form, "--output", str(output), *options]
    done = CliRunner().invoke(cli, words, standalone_mode=False)
    assert done.exception is None
    if form == "parquet":
        return repr(pyarrow.parquet.read_table(output).to_pylist())
    if form == "sqlite":
        with closing(sqlite3.connect(output)) as copy:
            return "\n".join(copy.iterdump())
    files: list[Any] = sorted(output.glob("*.csv")) if form == "csv" else [output]
    return "".join(file.read_text() for file in files)


@pytest.mark.parametrize("form", ["jsonl", "json", "csv", "parquet", "sqlite"])
def test_contacts_are_in_an_export_only_where_they_were_not_masked(shelf: Path, tmp_path: Path, form: str) -> None:
    whole = written(shelf, form, tmp_path / "whole")
    without = written(shelf, form, tmp_path / "masked", "--mask")
    assert PHONE in whole
    assert MAIL in whole
    assert PHONE not in without
    assert MAIL not in without
    assert "091x xxx xxx" in without
    assert "http://tinhdoan.example/anh/1.png" in without


@pytest.mark.parametrize("form", ["wacz", "cdxj", "all"])
def test_forms_that_hold_whole_pages_are_refused(shelf: Path, tmp_path: Path, form: str) -> None:
    words = ["export", "--archive", str(shelf), "--format", form, "--output", str(tmp_path / "x"), "--mask"]
    assert "--mask is for" in str(CliRunner().invoke(cli, words, standalone_mode=False).exception)


def test_the_copy_for_the_public_has_none_and_shows_nothing_that_has(shelf: Path) -> None:
    written(shelf, "jsonl", shelf / "export" / "articles.jsonl")
    written(shelf, "csv", shelf / "export", "--mask")
    make(shelf, mask=True)
    paths = ("/bai/1", "/archive/article_texts.json?_shape=objects", "/tim-kiem?q=lien+he", "/tim-kiem.csv",
             "/bai/1/chup/1", "/bai/1/chup/1/trang", "/bai/1/chup/1/ban-ghi", "/xuat", "/xuat/articles.jsonl",
             "/xuat/articles.csv")  # fmt: skip
    shown = pages(shelf, *paths)
    assert all(PHONE not in text and MAIL not in text for _, text in shown.values())
    assert "091x xxx xxx" in shown["/bai/1"][1]
    assert {path: status for path, (status, _) in shown.items() if status != 200} == dict.fromkeys(
        ("/bai/1/chup/1", "/bai/1/chup/1/trang", "/bai/1/chup/1/ban-ghi", "/xuat/articles.jsonl"), 404
    )
    assert "/chup/1" not in shown["/bai/1"][1]
    assert may_be_shown(shelf, mask=True)
    assert not may_be_shown(shelf), "one that is masked is not what was asked for"


def test_two_names_that_look_alike_without_their_numbers_stay_two(shelf: Path) -> None:
    make(shelf, mask=True)
    with closing(sqlite3.connect(shelf / "public" / "archive.db")) as copy:
        names = copy.execute("SELECT name FROM authors WHERE id > 900 ORDER BY id").fetchall()
    assert names == [("Lan 091xxxxxxx #901",), ("Lan 091xxxxxxx #902",)]


def test_a_mask_is_for_the_copy(shelf: Path) -> None:
    done = CliRunner().invoke(cli, ["serve", "--mask", "--archive", str(shelf)], standalone_mode=False)
    assert "--public" in str(done.exception)
