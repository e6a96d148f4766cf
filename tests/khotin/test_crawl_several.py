"""``khotin crawl`` with several sites: a process each, one failing site stops no other, a signal drains all."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from khotin.sample.server import SampleSite, serve

ROOT = Path(__file__).parents[2]
NOWHERE = "http://127.0.0.1:9/"


@pytest.fixture
def two_sites() -> Iterator[tuple[SampleSite, SampleSite]]:
    with ExitStack() as stack:
        yield stack.enter_context(serve()), stack.enter_context(serve())


def start(*words: str, archive: Path, environment: dict[str, str] | None = None) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "khotin", "crawl", *words, "--archive", str(archive)]
    env = os.environ | {"NO_PROXY": "*"} | (environment or {})
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=env, start_new_session=True
    )


def crawl(*words: str, archive: Path) -> tuple[int, str]:
    """Exit code and stderr; stdout stays empty."""
    child = start(*words, archive=archive)
    out, err = child.communicate(timeout=100)
    assert out == ""
    assert "Traceback" not in err
    return child.returncode, err


def rows(archive: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(archive / "archive.db") as db:
        return db.execute(query).fetchall()


def wait_for(*sites: SampleSite, pages: int) -> None:
    deadline = time.monotonic() + 40
    while any(len(site.requests) < pages for site in sites) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert all(len(site.requests) >= pages for site in sites), "the crawls did not begin"


def test_a_site_that_fails_stops_no_other_and_its_code_is_the_exit_code(
    two_sites: tuple[SampleSite, SampleSite], tmp_path: Path
) -> None:
    urls = [site.url for site in two_sites]
    code, err = crawl(urls[0], NOWHERE, urls[1], "--jobs", "3", "--delay", "0", "--limit", "12", archive=tmp_path)
    assert code == 1
    assert err.count(": limit after ") == 2
    assert "khotin: 127_0_0_1_9: 127.0.0.1:9 could not be reached" in err
    ends = rows(tmp_path, "SELECT reason, exit_code FROM crawls ORDER BY reason")
    assert ends == [("limit", 0), ("limit", 0), ("unreachable", 1)]
    assert all(len(site.requests) >= 12 for site in two_sites)


def test_jobs_run_side_by_side_and_no_more_than_asked_for(
    two_sites: tuple[SampleSite, SampleSite], tmp_path: Path
) -> None:
    words = [site.url for site in two_sites]
    assert crawl(*words, "--delay", "0", "--limit", "5", archive=tmp_path / "one")[0] == 0
    one, other = rows(tmp_path / "one", "SELECT started_at, ended_at FROM crawls ORDER BY id")
    assert str(one[1]) <= str(other[0]), "without --jobs one site comes after the other"
    assert crawl(*words, "--delay", "0.2", "--limit", "25", "--jobs", "2", archive=tmp_path / "two")[0] == 0
    one, other = rows(tmp_path / "two", "SELECT started_at, ended_at FROM crawls ORDER BY id")
    assert str(other[0]) < str(one[1]), "with --jobs 2 both run at once"


@pytest.mark.parametrize("to_all", [False, True], ids=["SIGTERM to the parent", "Ctrl-C in a terminal"])
def test_a_signal_drains_all_and_begins_no_more(
    to_all: bool, two_sites: tuple[SampleSite, SampleSite], tmp_path: Path
) -> None:
    words = [*(site.url for site in two_sites), NOWHERE, "--jobs", "2", "--delay", "0.1"]
    parent = start(*words, archive=tmp_path)
    wait_for(*two_sites, pages=6)
    if to_all:
        os.killpg(parent.pid, signal.SIGINT)
    else:
        os.kill(parent.pid, signal.SIGTERM)
    _, err = parent.communicate(timeout=60)
    assert parent.returncode == 11, err
    assert err.count(": interrupted after ") == 2
    assert err.count("stopping when what is under way is done") == 1
    assert "khotin: not begun: 127_0_0_1_9" in err
    assert "Traceback" not in err
    assert rows(tmp_path, "SELECT reason, exit_code FROM crawls") == [("interrupted", 11)] * 2
    assert rows(tmp_path, "SELECT count(*) FROM pages WHERE state = 'leased'") == [(0,)]
    asked = [len(site.requests) for site in two_sites]
    time.sleep(0.5)
    assert [len(site.requests) for site in two_sites] == asked, "a child went on"


def test_a_second_signal_ends_all_at_once_without_damage(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections and never answers
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        parent = start(url, url.replace("127.0.0.1", "localhost"), "--jobs", "2", archive=tmp_path)
        silent.settimeout(40)
        connections = [silent.accept(), silent.accept()]
        for connection, _ in connections:
            connection.settimeout(40)
            assert connection.recv(1), "both requests are under way"
        os.kill(parent.pid, signal.SIGTERM)
        time.sleep(0.3)
        assert parent.poll() is None, "it does not wait for what is under way"
        began = time.monotonic()
        os.kill(parent.pid, signal.SIGTERM)
        _, err = parent.communicate(timeout=60)
        assert time.monotonic() - began < 20, "it waited for the server"
        for connection, _ in connections:
            connection.close()
    assert parent.returncode == 11, err
    assert err.count("Stopped at once; what was committed is kept.") == 2
    assert "Traceback" not in err
    assert rows(tmp_path, "PRAGMA integrity_check") == [("ok",)]


def test_children_whose_parent_is_killed_stop_in_order(
    two_sites: tuple[SampleSite, SampleSite], tmp_path: Path
) -> None:
    parent = start(*(site.url for site in two_sites), "--jobs", "2", "--delay", "0.1", archive=tmp_path)
    wait_for(*two_sites, pages=6)
    os.kill(parent.pid, signal.SIGKILL)
    deadline = time.monotonic() + 30
    while rows(tmp_path, "SELECT count(*) FROM crawls WHERE ended_at IS NULL") != [(0,)]:
        assert time.monotonic() < deadline, "the children go on"
        time.sleep(0.1)
    parent.communicate(timeout=30)
    assert rows(tmp_path, "SELECT reason FROM crawls") == [("interrupted",)] * 2


def test_a_child_that_is_killed_is_said_to_be(two_sites: tuple[SampleSite, SampleSite], tmp_path: Path) -> None:
    parent = start(*(site.url for site in two_sites), "--jobs", "2", "--delay", "0.1", archive=tmp_path)
    wait_for(*two_sites, pages=6)
    holder = str(rows(tmp_path, "SELECT holder FROM leases WHERE site_id = 1")[0][0])
    os.kill(int(holder.split(":")[1]), signal.SIGKILL)
    time.sleep(0.5)
    os.kill(parent.pid, signal.SIGTERM)
    _, err = parent.communicate(timeout=60)
    assert "was killed (out of memory?)" in err
    assert err.count(": interrupted after ") == 1


def test_all_is_every_site_of_the_archive_and_broken_profiles_are_told(tmp_path: Path) -> None:
    with serve() as site:
        (tmp_path / "sites").mkdir()
        profile = f'name = "A"\nhosts = ["{site.netloc}"]\nfamily = "php_news"\n'
        (tmp_path / "sites" / "vi_du.toml").write_text(profile, "utf-8")
        (tmp_path / "sites" / "hong.toml").write_text('name = "A"\n', "utf-8")
        # The sites that come with the program are public: without a contact they are not asked for anything.
        child = start("--all", "--delay", "0", "--limit", "5", archive=tmp_path, environment={"KHOTIN_CONTACT": ""})
        _, err = child.communicate(timeout=100)
    assert child.returncode == 4, err
    assert "vi_du: limit after " in err
    assert f"khotin: {tmp_path / 'sites' / 'hong.toml'}: hosts: is missing" in err
    assert "khotin: left aside: an_giang, ba_ria_vung_tau, bac_ninh and " in err
    assert err.count("KHOTIN_CONTACT") == 1
    assert "Traceback" not in err


def test_one_site_named_twice_is_crawled_once_from_all_its_seeds(tmp_path: Path) -> None:
    with serve() as site:
        code, err = crawl(site.url, f"{site.url}news.php?nt=2", "--delay", "0", "--limit", "5", archive=tmp_path)
        assert code == 0
        assert err.count(" after ") == 1
        assert rows(tmp_path, "SELECT count(*) FROM pages WHERE kind = 'seed'") == [(2,)]
