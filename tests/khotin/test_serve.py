"""``khotin serve``: says what to do where it cannot start, and answers where it can."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.errors import ArchiveError, KhotinError, NewerSchemaError
from khotin import serve as serving
from khotin.serve import check_archive, serve
from pipelines.schema import open_database
from tests.publish.conftest import build

ROOT = Path(__file__).parents[2]


def test_no_archive_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"khotin demo.*--archive"):
        check_archive(tmp_path / "archive.db")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    path.write_bytes(b"this is not a database, whatever its name says" * 99)
    with pytest.raises(ArchiveError):
        check_archive(path)


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    db = open_database(tmp_path / "archive.db")
    db.conn.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(NewerSchemaError):
        check_archive(tmp_path / "archive.db")


def test_a_disk_on_which_readers_can_make_no_files_is_told_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_database(tmp_path / "archive.db").close()

    def refused(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr("pipelines.schema.database.sqlite3.connect", refused)
    monkeypatch.setattr("khotin.serve.open_readonly", lambda path: sqlite3.Connection(path))
    with pytest.raises(ArchiveError, match="khotin backup"):
        check_archive(tmp_path / "archive.db")


def test_a_taken_port_names_the_option(tmp_path: Path) -> None:
    open_database(tmp_path / "archive.db").close()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(serve, ["--archive", str(tmp_path), "--port", port])
    assert isinstance(result.exception, KhotinError)
    assert str(result.exception) == (
        f"Cannot listen at 127.0.0.1 port {port}: another program has that port. Choose another with --port, or --port "
        "0 for a free one."
    )
    assert result.exception.exit_code == 2


@pytest.mark.parametrize("host", ["192.0.2.1", "khong-co.invalid"])
def test_an_address_of_another_machine_names_the_option(tmp_path: Path, host: str) -> None:
    open_database(tmp_path / "archive.db").close()
    result = CliRunner().invoke(serve, ["--archive", str(tmp_path), "--port", "0", "--host", host])
    assert isinstance(result.exception, KhotinError)
    assert "--host" in str(result.exception)
    assert "--port" not in str(result.exception)


def test_it_serves_until_interrupted(tmp_path: Path) -> None:
    open_database(tmp_path / "archive.db").close()
    command = [
        sys.executable,
        "-c",
        "from khotin.serve import serve; serve()",
        "--archive",
        str(tmp_path),
        "--port",
        "0",
    ]
    process = subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": "."}
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        address = next(word for word in line.split() if word.startswith("http://"))
        with urllib.request.urlopen(address + "tim-kiem?q=doan", timeout=20) as answer:
            assert answer.status == 200
            assert "Kho Tin Đoàn" in answer.read().decode()
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(20)
    assert code == 0


@contextmanager
def serving_public(folder: Path, workers: int = 1) -> Iterator[str]:
    """The address of ``khotin serve --public``; it must end well when it is interrupted."""
    command = [sys.executable, "-m", "khotin", "serve", "--public", "--archive", str(folder), "--port", "0"]
    command += ["--workers", str(workers)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stderr is not None
            yield next(word for word in process.stderr.readline().split() if word.startswith("http://"))
        finally:
            process.send_signal(signal.SIGINT)
            code = process.wait(30)
    assert code == 0


@pytest.mark.parametrize("workers", [1, 2])
def test_the_public_sees_a_copy_and_a_hidden_article_goes_from_it(tmp_path: Path, workers: int) -> None:
    path = build(tmp_path)
    before = path.read_bytes()
    with serving_public(tmp_path, workers) as address:
        assert fetched(f"{address}bai/1") == 200
        assert fetched(f"{address}archive.json?sql=select+1") == 403
        assert path.read_bytes() == before
        url = "http://tinhdoan.example/bai/1"
        command = [sys.executable, "-m", "khotin", "hide", url, "--why", "x", "--archive", str(tmp_path)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        last = time.monotonic() + 60
        gone = 0
        while gone < 8 and time.monotonic() < last:  # asked often enough that each process has answered
            gone = 0 if fetched(f"{address}bai/1") == 200 else gone + 1
            time.sleep(0.1)
        assert gone == 8
    assert [file.name for file in (tmp_path / "public").iterdir()] == ["archive.db"]


def children(process: int) -> set[int]:
    """The processes that ``process`` has started and that answer readers."""
    listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8").split()
    return {int(child) for child in listed if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()}


def until(what: Callable[[], bool]) -> None:
    last = time.monotonic() + 30
    while not what() and time.monotonic() < last:
        time.sleep(0.1)
    assert what()


def test_a_process_that_dies_is_replaced_and_all_end_together(tmp_path: Path) -> None:
    build(tmp_path)
    command = [sys.executable, "-m", "khotin", "serve", "--archive", str(tmp_path), "--port", "0", "--workers", "2"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            address = next(word for word in process.stderr.readline().split() if word.startswith("http://"))
            assert fetched(f"{address}bai/1") == 200
            until(lambda: len(children(process.pid)) == 2)
            first = children(process.pid)
            os.kill(min(first), signal.SIGKILL)
            until(lambda: len(children(process.pid) - {min(first)}) == 2)
            assert [fetched(f"{address}bai/{number}") for number in (1, 1, 1, 1)] == [200] * 4
            answering = children(process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            code = process.wait(30)
    assert code == 0
    assert not any(Path(f"/proc/{child}").exists() for child in answering)


def fetched(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return int(refusal.code)


def test_a_page_leaves_at_once() -> None:
    """asyncio leaves Nagle's algorithm on for a socket that it is given, which holds up each page for 40 ms."""
    with serving._listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
