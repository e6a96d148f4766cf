"""An archive whose site cannot be reached at all: its name does not resolve, its port refuses, its TLS fails. The
articles stay as they are, an issue names what happened, and the status says so."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.families.engines import ENGINES
from tests.families.site import running
from tests.families.stories import stories

SITE = ENGINES["wordpress-block"]


def rows(archive: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(archive / "archive.db")) as connection:
        return connection.execute(sql).fetchall()


def khotin(*words: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "khotin", *words],
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
        env=os.environ | {"KHOTIN_CONTACT": "archivist@example.org"},
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


def profile(archive: Path, host: str, seed: str) -> None:
    (archive / "sites").mkdir(exist_ok=True)
    text = f'name = "Mẫu"\nhosts = ["{host}"]\nseeds = ["{seed}"]\nfamily = "wordpress"\n'
    (archive / "sites" / "mau.toml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("failure", ["refused", "dns", "tls"])
def test_a_site_that_cannot_be_reached_loses_nothing(failure: str, tmp_path: Path) -> None:
    with running(SITE.answers(stories()), SITE.missing(), SITE.headers) as origin:
        profile(tmp_path, origin.removeprefix("http://"), origin + "/")
        go = ("crawl", "mau", "--recheck", "--confirm-after", "0", "--delay", "0", "--archive", str(tmp_path))
        assert khotin(*go)[0] == 0
        before = rows(tmp_path, "SELECT url, status, status_since, title, versions FROM articles ORDER BY id")
        if failure == "tls":  # plain HTTP where TLS is meant
            profile(tmp_path, origin.removeprefix("http://"), origin.replace("http:", "https:") + "/")
            rows_written(tmp_path, "UPDATE pages SET url = replace(url, 'http:', 'https:')")
            code, said = khotin(*go, "--limit", "4")
    if failure == "dns":
        profile(tmp_path, "khong-co.invalid", "http://khong-co.invalid/")
        rows_written(tmp_path, f"UPDATE pages SET url = replace(url, '{origin}', 'http://khong-co.invalid')")
    if failure != "tls":
        code, said = khotin(*go, "--limit", "4")
    assert code in (1, 9), said
    assert " 0 pages" not in said
    assert ("unreachable after" in said) == ("no page came" in said)
    assert rows(tmp_path, "SELECT url, status, status_since, title, versions FROM articles ORDER BY id") == before
    assert rows(tmp_path, "SELECT count(*) FROM pages WHERE suspected_at IS NOT NULL AND article_id IS NOT NULL") == [
        (0,)
    ]
    found = rows(tmp_path, "SELECT message FROM issues WHERE severity = 'error' AND resolved_at IS NULL AND url <> ''")
    assert found
    code, said = khotin("status", "--check", "--archive", str(tmp_path))
    assert (code, "failed" in said) == (1, True)


def rows_written(archive: Path, sql: str) -> None:
    with closing(sqlite3.connect(archive / "archive.db")) as connection, connection:
        connection.execute(sql)
