"""``khotin export --mask``: people's numbers and mailboxes are in no file of it, in every form that has articles."""

from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from click.testing import CliRunner

from khotin.main import cli
from pipelines.schema import open_database
from tests.publish.conftest import build

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
    database.close()
    return folder


def written(folder: Path, form: str, output: Path, *options: str) -> str:
    words = ["export", "--archive", str(folder), "--format", form, "--output", str(output), *options]
    done = CliRunner().invoke(cli, words, standalone_mode=False)
    assert done.exception is None
    if form == "parquet":
        return repr(pyarrow.parquet.read_table(output).to_pylist())
    files: list[Any] = sorted(output.glob("*.csv")) if form == "csv" else [output]
    return "".join(file.read_text() for file in files)


@pytest.mark.parametrize("form", ["jsonl", "json", "csv", "parquet"])
def test_contacts_are_in_an_export_only_where_they_were_not_masked(shelf: Path, tmp_path: Path, form: str) -> None:
    whole = written(shelf, form, tmp_path / "whole")
    without = written(shelf, form, tmp_path / "masked", "--mask")
    assert PHONE in whole
    assert MAIL in whole
    assert PHONE not in without
    assert MAIL not in without
    assert "091x xxx xxx" in without
    assert "http://tinhdoan.example/anh/1.png" in without


@pytest.mark.parametrize("form", ["sqlite", "wacz", "cdxj", "all"])
def test_forms_that_hold_whole_pages_are_refused(shelf: Path, tmp_path: Path, form: str) -> None:
    words = ["export", "--archive", str(shelf), "--format", form, "--output", str(tmp_path / "x"), "--mask"]
    assert "--mask is for" in str(CliRunner().invoke(cli, words, standalone_mode=False).exception)
