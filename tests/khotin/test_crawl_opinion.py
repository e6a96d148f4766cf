"""``khotin crawl --second-opinion``: what another reader disputes is kept, doubted and told."""

import importlib.util
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from khotin.main import cli
from tests.crawler.extract.test_opinion import BANNER, PAGE, TOML
from tests.families.site import Answer, running

FRONT = (
    '<html><body><h1>Tỉnh đoàn</h1><p><a href="/tin/1.html">Đoàn xã ra quân ngày Chủ nhật xanh</a></p></body></html>'
)


def rows(archive: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(archive / "archive.db")) as connection:
        return connection.execute(query).fetchall()


@pytest.mark.parametrize("asked", [True, False])
def test_a_disputed_body_is_an_issue(asked: bool, tmp_path: Path) -> None:
    with running({"/": Answer(FRONT), "/tin/1.html": Answer(PAGE)}, Answer("", 404), {}) as origin:
        (tmp_path / "sites").mkdir()
        toml = TOML.format(body=".moi", asked="false").replace('"a.vn"', f'"{origin.removeprefix("http://")}"')
        (tmp_path / "sites/thu.toml").write_text(toml.replace("[[eras]]", 'schemes = ["http"]\n[[eras]]', 1), "utf-8")
        command = [sys.executable, "-m", "khotin", "crawl", "thu", "--delay", "0", "--archive", str(tmp_path)]
        command += ["--second-opinion"] if asked else []
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    assert rows(tmp_path, "SELECT body FROM article_texts") == [(BANNER,)]
    confidence = rows(tmp_path, "SELECT confidence FROM field_sources WHERE field IN ('body', 'body_text')")
    assert confidence == [(0.5 if asked else 1.0,)]
    issues = rows(tmp_path, "SELECT code FROM issues WHERE code = 'body.disputed'")
    assert issues == ([("body.disputed",)] if asked else [])


def test_without_the_other_reader_the_option_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    done = CliRunner().invoke(cli, ["crawl", "thu", "--second-opinion", "--archive", str(tmp_path)])
    assert done.exit_code == 2
    assert "khotin[opinion]" in done.output
