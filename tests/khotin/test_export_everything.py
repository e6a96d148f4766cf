"""``khotin export --format all``: every format, of one moment, in one folder, or none."""

import json
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import frictionless
import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result

from khotin.export import export
from khotin.sample.server import serve
from pipelines.schema import open_database


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an archive of the sample site."""
    from crawler.run import RunOptions, crawl_in_child
    from khotin.demo import sample_profile

    folder = tmp_path_factory.mktemp("kho")
    with serve() as site:
        crawl_in_child(sample_profile(site), folder, RunOptions(delay=0))
    return folder


def run(archive: Path, *options: str) -> Result:
    return CliRunner().invoke(export, ["--archive", str(archive), *options])


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def listed(folder: Path) -> dict[str, Any]:
    return {file["name"]: file for file in json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]}


LISTS = {"authors.csv", "related.csv", "images.csv", "attachments.csv", "tags.csv", "flags.csv"}
BESIDE = {"manifest.json", "datapackage.json", "SHA256SUMS"}
ARTICLES = {"articles.jsonl", "articles.json", "articles.parquet", "articles.csv"}


def test_every_format_has_the_rows_of_the_database(kept: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    found = run(kept, "--format", "all", "--output", str(out))
    assert found.exit_code == 0, found.output
    assert names(out) == ARTICLES | LISTS | BESIDE | {"articles.db", "archive.cdxj", "mau.wacz"}
    with closing(sqlite3.connect(kept / "archive.db")) as own, closing(sqlite3.connect(out / "articles.db")) as copy:
        count = own.execute("SELECT count(*) FROM articles").fetchone()[0]
        assert copy.execute("SELECT count(*) FROM articles").fetchone()[0] == count > 10
        captures = own.execute("SELECT count(*) FROM captures WHERE lost = 0").fetchone()[0]
    files = listed(out)
    assert {files[name]["rows"] for name in (*ARTICLES, "articles.db")} == {count}
    assert files["archive.cdxj"]["rows"] == captures
    assert len((out / "archive.cdxj").read_text(encoding="utf-8").splitlines()) == captures
    assert pyarrow.parquet.ParquetFile(out / "articles.parquet").metadata.num_rows == count
    assert {files[name]["format"] for name in ("articles.db", "mau.wacz", "tags.csv")} == {"sqlite", "wacz", "csv"}
    with zipfile.ZipFile(out / "mau.wacz") as package:
        assert package.testzip() is None
    report = frictionless.validate(str(out / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "note"])
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=out, check=True, timeout=60)


def test_without_output_it_goes_where_the_site_looks(tmp_path: Path) -> None:
    open_database(tmp_path / "archive.db").close()
    assert run(tmp_path, "--format", "all").exit_code == 0
    assert names(tmp_path / "export") > BESIDE


def test_an_increment_leaves_out_what_is_whole(kept: Path, tmp_path: Path) -> None:
    found = run(kept, "--format", "all", "--since", "2099-01-01", "--output", str(tmp_path))
    assert found.exit_code == 0, found.output
    assert names(tmp_path) == ARTICLES | LISTS | BESIDE | {"archive.cdxj"}
    assert {file["rows"] for file in listed(tmp_path).values()} == {0}


def test_one_format_that_fails_leaves_all_as_they_were(kept: Path, tmp_path: Path) -> None:
    assert run(kept, "--format", "all", "--output", str(tmp_path)).exit_code == 0
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    broken = tmp_path / "broken"
    (broken / "warc").mkdir(parents=True)
    with closing(sqlite3.connect(kept / "archive.db")) as own, closing(sqlite3.connect(broken / "archive.db")) as copy:
        own.backup(copy)
    found = run(broken, "--format", "all", "--output", str(tmp_path))
    assert "cannot be read" in str(found.exception)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before
    assert names(tmp_path) == {*before, "broken"}


def test_a_site_without_captures_has_no_package(kept: Path, tmp_path: Path) -> None:
    database = open_database(tmp_path / "archive.db")
    database.conn.execute("INSERT INTO sites (slug, name, url) VALUES ('a', 'Tỉnh đoàn A', 'http://a.vn/')")
    database.close()
    assert run(tmp_path, "--format", "all", "--output", str(tmp_path / "out")).exit_code == 0
    assert names(tmp_path / "out") == ARTICLES | LISTS | BESIDE | {"articles.db", "archive.cdxj"}
    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "note"])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--format", "json", "--bom"), "--bom is for CSV"),
        (("--format", "sqlite", "--exact"), "--exact is for CSV"),
        (("--format", "sqlite", "--since", "2026-01-01"), "--since does not go with --format sqlite"),
        (("--format", "all", "--site", "mua"), "Did you mean mau"),
    ],
)
def test_what_does_not_go_together_is_said(kept: Path, tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    assert said in str(run(kept, *options, "--output", str(tmp_path / "x")).exception)
    assert names(tmp_path) == set()


@pytest.mark.parametrize("form", ["parquet", "all"])
def test_without_pyarrow_it_says_what_to_install(
    kept: Path, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    found = run(kept, "--format", form, "--output", str(tmp_path / "x"))
    assert "pip install 'khotin[parquet]'" in str(found.exception)
    assert names(tmp_path) == set()


def test_all_is_not_put_into_a_file(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "name a folder" in str(run(kept, "--format", "all", "--output", str(tmp_path / "file")).exception)
