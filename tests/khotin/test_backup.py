"""``khotin backup``: a copy made while a crawl writes is whole, is proved, and a crawl goes on from it."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.errors import ArchiveError, KhotinError, UsageError
from crawler.run import RunOptions, crawl_in_child
from khotin.demo import sample_profile
from khotin.main import cli
from khotin.sample.server import serve
from pipelines.schema.database import connect
from tests.khotin.conftest import Sample

ROOT = Path(__file__).parents[2]


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words], standalone_mode=False)


def pending(archive: Path) -> int:
    with closing(sqlite3.connect(f"file:{archive / 'archive.db'}?mode=ro", uri=True)) as connection:
        return int(connection.execute("SELECT count(*) FROM pages WHERE state <> 'done'").fetchone()[0])


def test_a_backup_is_an_archive_with_the_same_rows(sample: Sample, tmp_path: Path) -> None:
    target = tmp_path / "backup"
    result = run("backup", target, "--archive", sample.archive)
    assert result.exception is None, result.exception
    assert sample.rows(target) == sample.rows()
    assert (target / "sites" / "mau.toml").is_file()
    assert run("verify", "--archive", target).return_value == 0


def test_the_second_backup_copies_only_what_is_new(copy_of_sample: Callable[[], Sample], tmp_path: Path) -> None:
    made, target = copy_of_sample(), tmp_path / "backup"
    run("backup", target, "--archive", made.archive)
    with closing(sqlite3.connect(made.archive / "archive.db")) as connection:
        connection.execute("UPDATE articles SET title = 'Mới' WHERE source_id = '41'")
        connection.commit()
    (made.archive / "warc" / "khotin-mau-new.warc.gz").write_bytes(b"x")
    result = run("backup", target, "--archive", made.archive)
    assert "1 WARC file copied" in result.output
    assert made.rows(target)["news/41"]["title"] == "Mới"


def test_a_backup_taken_during_a_crawl_is_whole_and_the_crawl_goes_on_from_it(tmp_path: Path) -> None:
    archive, target = tmp_path / "kho", tmp_path / "backup"
    with serve() as site:
        command = [sys.executable, "-m", "khotin", "crawl", site.url, "--delay", "0.05", "--archive", str(archive)]
        crawl = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
        try:
            deadline = time.monotonic() + 40
            while len(site.requests) < 30 and time.monotonic() < deadline:
                time.sleep(0.02)
            assert crawl.poll() is None
            result = run("backup", target, "--archive", archive)
            assert result.exception is None, result.exception
            assert crawl.poll() is None, "the crawl had ended before the backup was taken"
        finally:
            crawl.kill()
            crawl.wait()
        assert pending(target) > 0
        verified = run("verify", "--archive", target)
        assert verified.return_value == 0, verified.output
        profile = sample_profile(site)
        with closing(sqlite3.connect(target / "archive.db")) as connection:
            connection.execute("UPDATE leases SET until = '2000-01-01T00:00:00Z'")
            connection.execute("UPDATE sites SET slug = 'mau'")
            connection.commit()
        summary = crawl_in_child(profile, target, RunOptions(delay=0))
        assert summary.judged == "passed"
    assert run("verify", "--archive", target).return_value == 0


def test_a_backup_into_the_archive_itself_is_refused(sample: Sample) -> None:
    result = run("backup", sample.archive / "copy", "--archive", sample.archive)
    assert "a backup belongs on another disk" in str(result.exception)
    assert not (sample.archive / "copy").exists()


@pytest.mark.parametrize("what", ["archive", "target"])
def test_what_cannot_be_read_or_written_is_said(sample: Sample, tmp_path: Path, what: str) -> None:
    (tmp_path / "file").write_text("")
    words = ("backup", tmp_path / "file" / "x", "--archive", sample.archive)
    if what == "archive":
        words = ("backup", tmp_path / "x", "--archive", tmp_path / "empty")
    assert isinstance(run(*words).exception, KhotinError)
    assert not (tmp_path / "x").exists()


def test_a_file_that_the_archive_has_lost_is_named_and_the_rest_is_copied(
    copy_of_sample: Callable[[], Sample], tmp_path: Path
) -> None:
    made, target = copy_of_sample(), tmp_path / "backup"
    (name,) = (path.name for path in (made.archive / "warc").iterdir())
    (made.archive / "warc" / name).rename(tmp_path / name)
    lost = run("backup", target, "--archive", made.archive).exception
    assert isinstance(lost, ArchiveError)
    assert name in str(lost)
    assert made.rows(target) == made.rows()
    (tmp_path / name).rename(target / "warc" / name)  # an earlier backup still has it
    assert run("backup", target, "--archive", made.archive).exception is None


def test_a_folder_with_another_archive_is_left_alone(sample: Sample, tmp_path: Path) -> None:
    other = tmp_path / "other"
    with closing(connect(other / "archive.db")) as database:
        database.execute("INSERT INTO sites (slug, name, url, family) VALUES ('a', 'A', 'http://a.vn/', 'generic')")
        database.execute("INSERT INTO crawls (site_id, started_at, lease_token) VALUES (1, '2020-01-01T00:00:00Z', 1)")
    refused = run("backup", other, "--archive", sample.archive).exception
    assert isinstance(refused, UsageError)
    assert not (other / "warc").exists()
    (tmp_path / "foreign").mkdir()
    with closing(sqlite3.connect(tmp_path / "foreign" / "archive.db")) as database:
        database.execute("CREATE TABLE theirs (a)")
    assert "something else" in str(run("backup", tmp_path / "foreign", "--archive", sample.archive).exception)
