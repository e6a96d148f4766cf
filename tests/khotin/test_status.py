"""``khotin status``: the table, the JSON, and what monitoring gets."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from khotin.main import cli
from khotin.status import ago
from tests.khotin.conftest import Sample

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)


def run(archive: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["status", "--archive", str(archive), *words], standalone_mode=False)


def fail(made: Sample) -> None:
    with closing(sqlite3.connect(made.archive / "archive.db")) as connection:
        connection.execute("UPDATE crawls SET judged = 'failed', exit_code = 9")
        connection.commit()


def test_the_table_has_a_line_a_site(sample: Sample) -> None:
    result = run(sample.archive)
    assert result.return_value == 0
    heads, line = result.stdout.splitlines()
    assert heads.split()[:2] == ["site", "state"]
    assert line.startswith("mau   ok ")
    assert f" {len(sample.rows())} " in line


def test_one_issue_is_one_and_two_are_two(copy_of_sample: Callable[[], Sample]) -> None:
    made, now = copy_of_sample(), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with closing(sqlite3.connect(made.archive / "archive.db")) as connection:
        connection.execute("UPDATE issues SET resolved_at = ?", (now,))
        for code, severity in (("a", "error"), ("b", "warning"), ("c", "warning")):
            connection.execute(
                "INSERT INTO issues (site_id, crawl_id, code, severity, message, advice, first_seen_at, last_seen_at)"
                " VALUES (1, 1, ?, ?, 'x', 'y', ?, ?)",
                (code, severity, now, now),
            )
        connection.commit()
    assert run(made.archive).stdout.splitlines()[1].endswith(" 1 error, 2 warnings")


def test_json_has_everything(sample: Sample) -> None:
    answer = json.loads(run(sample.archive, "--json").stdout)
    assert answer["ok"] is True
    site = answer["sites"][0]
    assert (site["site"], site["state"], site["last_run_judged"], site["coverage"]) == ("mau", "ok", "passed", 1.0)
    assert site["last_good_at"] <= answer["at"]


def test_check_is_silent_while_all_is_well(sample: Sample) -> None:
    result = run(sample.archive, "--check")
    assert (result.return_value, result.stdout) == (0, "")


def test_check_names_what_failed_and_says_so_in_its_exit_code(copy_of_sample: Callable[[], Sample]) -> None:
    made = copy_of_sample()
    fail(made)
    result = run(made.archive, "--check")
    assert result.return_value == 1
    assert "mau   failed" in result.stdout
    assert run(made.archive).return_value == 0
    assert json.loads(run(made.archive, "--check", "--json").stdout)["ok"] is False


def test_what_is_stale_is_for_the_operator_to_say(copy_of_sample: Callable[[], Sample]) -> None:
    made = copy_of_sample()
    with closing(sqlite3.connect(made.archive / "archive.db")) as connection:
        before = (datetime.now(UTC) - timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
        connection.execute("UPDATE crawls SET started_at = :at, ended_at = :at", {"at": before})
        connection.commit()
    assert run(made.archive, "--check").return_value == 0
    result = run(made.archive, "--check", "--stale-after", "4h")
    assert result.return_value == 1
    assert "stale" in result.stdout


def test_a_folder_without_archive_is_said(tmp_path: Path) -> None:
    assert "There is no archive" in str(run(tmp_path).exception)
    assert not (tmp_path / "archive.db").exists()


@pytest.mark.parametrize(
    ("seconds", "text"), [(3, "just now"), (90, "1 min ago"), (7300, "2 h ago"), (200_000, "2 d ago")]
)
def test_how_long_ago(seconds: int, text: str) -> None:
    assert ago((NOW - timedelta(seconds=seconds)).isoformat(), NOW) == text
    assert ago(None, NOW) == "never"
