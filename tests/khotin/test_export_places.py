"""``khotin export --output``: what the archive itself is made of is never written over."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.errors import UsageError
from khotin.export import export
from tests.publish.conftest import build


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kho")
    build(folder)
    (folder / "warc").mkdir(exist_ok=True)
    return folder


def refusal(archive: Path, form: str, output: Path) -> str:
    words = ["--archive", str(archive), "--format", form, "--output", str(output)]
    done = CliRunner().invoke(export, words)
    assert isinstance(done.exception, UsageError)
    return str(done.exception)


@pytest.mark.parametrize("form", ["jsonl", "json", "parquet", "cdxj", "wacz"])
def test_no_export_takes_the_place_of_the_database(kept: Path, form: str) -> None:
    before = (kept / "archive.db").read_bytes()
    assert "is a database, which would be lost" in refusal(kept, form, kept / "archive.db")
    assert (kept / "archive.db").read_bytes() == before


def test_nor_of_another_archives_database_also_through_a_link(kept: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("create table kept (a)")
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "other.db")
    assert "is a database" in refusal(kept, "jsonl", tmp_path / "other.db")
    assert "is a database" in refusal(kept, "jsonl", tmp_path / "link.jsonl")


def test_nor_does_a_copy_replace_another_archive(kept: Path, tmp_path: Path) -> None:
    assert "is a database" in refusal(kept, "sqlite", build(tmp_path))


@pytest.mark.parametrize(
    ("form", "place"), [("jsonl", "warc/khotin-1.warc.gz"), ("csv", "warc"), ("all", "sites"), ("json", "archive.toml")]
)
def test_nor_lies_one_among_the_captures_profiles_and_settings(kept: Path, form: str, place: str) -> None:
    assert "a place of the archive's own" in refusal(kept, form, kept / place)


def test_an_earlier_copy_of_the_database_may_be_made_anew(kept: Path, tmp_path: Path) -> None:
    for _ in range(2):
        words = ["--archive", str(kept), "--format", "sqlite", "--output", str(tmp_path / "copy.db")]
        assert CliRunner().invoke(export, words).exception is None
