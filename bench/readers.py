"""Servers to be measured, each in a process of its own, and readers that ask them over HTTP."""

import http.client
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
#: Seconds within which a server must be up, and a page must come.
STARTED_WITHIN, ANSWERED_WITHIN = 600.0, 120.0
#: Seconds that an idle connection is used again after; servers close it after five.
KEPT_OPEN: Final = 2.0
#: Datasette leaves installed plugins alone where it is told that it is under test; the variable DATASETTE_LOAD_PLUGINS,
#: which 1.0 has for it, is nothing to 0.65.
_WITHOUT_PLUGINS: Final = "import sys; sys._called_from_test = True; from datasette.cli import cli; cli()"


@dataclass(frozen=True, slots=True)
class Answer:
    """One page: seconds from request to the last byte; status 0 where there was no answer."""

    path: str
    status: int
    seconds: float
    body: bytes = b""


@dataclass
class Reader:
    """One connection, kept open, to a server on loopback."""

    port: int
    language: str = "vi"
    _last: float = 0.0
    _connection: http.client.HTTPConnection | None = field(default=None, repr=False)

    def get(self, path: str) -> Answer:
        """Ask for ``path`` (quoted)."""
        begun = time.perf_counter()
        if begun - self._last > KEPT_OPEN and self._connection is not None:
            self._connection.close()  # the server has closed it as well, or is about to
            self._connection = None
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWERED_WITHIN)
            self._connection.request("GET", path, headers={"accept-language": self.language})
            response = self._connection.getresponse()
            body = response.read()
            self._last = time.perf_counter()
        except (OSError, http.client.HTTPException) as problem:
            self._connection = None
            return Answer(path, 0, time.perf_counter() - begun, repr(problem).encode())
        return Answer(path, response.status, time.perf_counter() - begun, body)


@contextmanager
def ours(archive: Path, *options: str) -> Iterator[int]:
    """``khotin serve`` of the archive in folder ``archive``; gives its port."""
    command = [sys.executable, "-m", "khotin", "serve", "--archive", str(archive), "--port", "0", *options]
    with _running(command, os.environ.copy(), rb"http://[^/]*:(\d+)/") as port:
        yield port


@contextmanager
def stock(database: Path) -> Iterator[int]:
    """Datasette as it comes, without any plugin, on the same file; gives its port. RuntimeError where it has ours: a
    Datasette that no longer heeds what keeps them out would be measured against itself."""
    command = [sys.executable, "-c", _WITHOUT_PLUGINS, "serve", str(database), "--port", "0"]
    with _running(command, os.environ.copy(), rb"running on http://[^/:]*:(\d+)") as port:
        plugins = Reader(port).get("/-/plugins.json").body
        if json.loads(plugins):
            raise RuntimeError(f"stock Datasette has plugins: {plugins.decode()}")
        yield port


@contextmanager
def _running(command: Sequence[str], environment: dict[str, str], announced: bytes) -> Iterator[int]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT, env=environment)
    assert process.stderr is not None
    said: list[bytes] = []
    port: list[int] = []
    up = threading.Event()

    def listen(lines: Iterator[bytes]) -> None:
        for line in lines:
            said.append(line)
            if not up.is_set() and (found := re.search(announced, line)):
                port.append(int(found[1]))
                up.set()
        up.set()

    threading.Thread(target=listen, args=(iter(process.stderr),), daemon=True).start()
    try:
        up.wait(STARTED_WITHIN)
        if not port:
            raise RuntimeError(b"".join(said[-20:]).decode(errors="replace") or "the server did not start in time")
        yield port[0]
    finally:
        process.terminate()
        process.wait(30)


def peak_memory(port: int) -> float:
    """Megabytes that the process listening at ``port`` has used at most (Linux)."""
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            arguments = (status.parent / "cmdline").read_bytes()
            if b"serve" in arguments and any(_listens(status.parent, port)):
                return int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1]) / 1024  # type: ignore[index]
        except (OSError, TypeError):
            continue
    return 0.0


def _listens(process: Path, port: int) -> Iterator[bool]:
    wanted = f":{port:04X} 00000000:0000 0A "
    inodes = {line.split()[9] for line in (process / "net" / "tcp").read_text().splitlines() if wanted in line}
    for descriptor in (process / "fd").iterdir():
        yield str(descriptor.readlink())[8:-1] in inodes


def crowd(port: int, readers: int, seconds: float, path_of: Callable[[int, int], str]) -> list[Answer]:
    """The answers that ``readers`` at once get in ``seconds``, each asking for ``path_of(reader, request)`` one after the
    other; bodies are kept of errors only."""
    answers: list[Answer] = []
    end = time.monotonic() + seconds

    def read(number: int) -> None:
        reader, asked = Reader(port, "en" if number % 4 == 3 else "vi"), 0
        while time.monotonic() < end:
            answer = reader.get(path_of(number, asked))
            answers.append(answer if answer.status != 200 else Answer(answer.path, 200, answer.seconds))
            asked += 1

    threads = [threading.Thread(target=read, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of ``values`` lie below; 0 where there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
