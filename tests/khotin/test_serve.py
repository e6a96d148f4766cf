"""``khotin serve``: says what to do where it cannot start, and answers where it can."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.errors import ArchiveError, KhotinError, NewerSchemaError
from khotin import serve as serving
from khotin.serve import check_archive, serve
from pipelines.schema import open_database

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


def test_a_taken_port_names_the_option(tmp_path: Path) -> None:
    open_database(tmp_path / "archive.db").close()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(serve, ["--archive", str(tmp_path), "--port", port])
    assert isinstance(result.exception, KhotinError)
    assert "--port" in str(result.exception)
    assert result.exception.exit_code == 2


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


def test_a_page_leaves_at_once() -> None:
    """asyncio leaves Nagle's algorithm on for a socket that it is given, which holds up each page for 40 ms."""
    with serving._listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
