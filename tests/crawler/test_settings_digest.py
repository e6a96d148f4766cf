"""The digest of a crawl's settings: the same for the same way of asking, on any machine, for any operator."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from crawler.run import RunOptions, _settings
from crawler.settings_digest import settings_digest, without_password

ARCHIVE = Path("kho")


def digest(archive: Path = ARCHIVE, contact: str = "", **said: Any) -> str:
    return settings_digest(_settings(archive, RunOptions(**said), contact))


@pytest.mark.parametrize(
    "said",
    [
        {"archive": Path("/khac/kho")},
        {"contact": "ai@example.org"},
        {"progress": True},
        {"alone": False},
        {"log_level": "DEBUG"},
        {"delay": 1.0},
    ],
    ids=str,
)
def test_where_who_and_what_is_shown_do_not_count(said: dict[str, Any]) -> None:
    assert digest(**said) == digest()


@pytest.mark.parametrize(
    "said",
    [{"delay": 2.0}, {"limit": 5}, {"time_limit": 9.0}, {"size_limit": 9}, {"recheck": True}, {"proxy": "http://a:1"}],
    ids=str,
)
def test_how_was_asked_counts(said: dict[str, Any]) -> None:
    assert digest(**said) != digest()


def test_a_password_does_not_count_its_proxy_does() -> None:
    assert digest(proxy="http://ai:mat-khau@a.vn:8080") == digest(proxy="http://a.vn:8080")
    assert digest(proxy="http://a.vn:8080") != digest(proxy="http://b.vn:8080")
    assert without_password("http://ai:m@t-khau@a.vn:8080/") == "http://a.vn:8080"
    assert without_password("") == ""


@pytest.mark.parametrize(
    "name", ["AWS_SECRET_ACCESS_KEY", "MAIL_PASS", "FTP_USER", "JOBDIR", "LOG_FILE", "FILES_STORE"]
)
def test_secrets_and_paths_do_not_count(name: str) -> None:
    settings = _settings(ARCHIVE, RunOptions(), "")
    before = settings_digest(settings)
    settings.set(name, "bi-mat", priority="cmdline")
    assert settings_digest(settings) == before
    settings.set("DOWNLOAD_TIMEOUT", 7, priority="cmdline")
    assert settings_digest(settings) != before


def test_another_process_has_the_same() -> None:
    code = (
        "from pathlib import Path; from crawler.run import RunOptions, _settings;"
        "from crawler.settings_digest import settings_digest;"
        "print(settings_digest(_settings(Path('x'), RunOptions(), '')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[2], check=True
    )
    assert done.stdout.strip() == digest()
