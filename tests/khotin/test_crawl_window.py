"""``khotin crawl`` of a site whose profile sets a time of day."""

import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

from crawler.fetch.schedule import ZONE

ROOT = Path(__file__).parents[2]
MAIN = "from khotin.main import main; main()"


def khotin(archive: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", MAIN, "crawl", "vi_du", "--archive", str(archive), "--delay", "0", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=100, cwd=ROOT, check=False)


def test_outside_it_the_crawl_says_so_and_is_no_failure(tmp_path: Path) -> None:
    begin, end = (f"{datetime.now(ZONE) - timedelta(hours=hours):%H:%M}" for hours in (2, 1))
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "vi_du.toml").write_text(
        f'name = "Ví dụ"\nhosts = ["127.0.0.1:9"]\nschemes = ["http"]\n[schedule]\nwindow = "{begin}-{end}"\n', "utf-8"
    )
    closed = khotin(tmp_path)
    assert (closed.returncode, "0 pages" in closed.stderr, "--now" in closed.stderr) == (0, True, True)
    now = khotin(tmp_path, "--now")
    assert now.returncode == 1
    assert "could not be reached" in now.stderr, "it was asked: nobody answers at that port"
