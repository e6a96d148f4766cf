"""Other people's programs as judges: pywb serves our exports, wacz validates them. ``make test-replay`` makes their
environment and names it in REPLAY_BIN; without it nothing here is collected."""

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawler.capture.coding import decoded
from tests.replay.chromium import Chromium

BIN = Path(os.environ.get("REPLAY_BIN", ""))
if "REPLAY_BIN" not in os.environ:
    collect_ignore_glob = ["test_*.py"]

LIMIT = 50_000_000


@dataclass(frozen=True)
class Replayed:
    """What pywb answers: the body without content coding."""

    status: int
    headers: dict[str, str]
    body: bytes


class Pywb:
    """A running pywb with its collections, on a free port of loopback."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    def get(self, collection: str, timestamp: str, url: str) -> Replayed:
        """The capture of ``url`` nearest to ``timestamp`` (14 digits), its bytes as they were captured."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", f"/{collection}/{timestamp}id_/{url}", headers={"Accept-Encoding": "gzip, br"})
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Replayed(answer.status, headers, decoded(body, headers.get("content-encoding", ""), LIMIT))


@pytest.fixture(scope="session")
def tool() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a program of the judges' environment to its end."""

    def run(program: str, *arguments: str, cwd: Path | None = None, text: str = "") -> subprocess.CompletedProcess[str]:
        command = [str(BIN / program), *arguments]
        return subprocess.run(command, cwd=cwd, input=text, capture_output=True, text=True, timeout=100, check=False)

    return run


@pytest.fixture(scope="session")
def pywb(tool: Any, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    """Start pywb with the WACZ as collection ``goi`` and, by its index, the archive's own WARC files as ``kho``."""

    @contextmanager
    def start(wacz: Path, cdxj: Path, warcs: Path) -> Iterator[Pywb]:
        folder = tmp_path_factory.mktemp("pywb")
        for arguments in (["init", "goi"], ["add", "--unpack-wacz", "goi", str(wacz)]):
            done = tool("wb-manager", *arguments, cwd=folder)
            assert done.returncode == 0, done.stderr
        (folder / "config.yaml").write_text(  # pywb wants the slash
            f"framed_replay: false\ncollections:\n  kho:\n    index_paths: {cdxj}\n    archive_paths: {warcs}/\n"
        )
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        with (folder / "log").open("wb") as log:
            command = [str(BIN / "wayback"), "-b", "127.0.0.1", "-p", str(port), "-t", "2"]
            server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            _wait(server, port, folder / "log")
            yield Pywb(port)
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()

    return start


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(300):
        assert server.poll() is None, log.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"pywb did not start: {log.read_text()}")


@pytest.fixture
def chromium(tmp_path: Path) -> Iterator[Any]:
    """A headless Chromium."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("Chromium is not installed")
    browser = Chromium(program, str(tmp_path / "profile"))
    yield browser
    browser.close()
