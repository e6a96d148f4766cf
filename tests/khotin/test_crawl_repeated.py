"""``khotin crawl --every``: round after round until it is stopped."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crawler.errors import STOPPED, ArchiveError
from crawler.stopping import Stop
from khotin import repeating
from khotin.repeating import repeat
from khotin.sample.server import serve

ROOT = Path(__file__).parents[2]


class Clock:
    """A clock that only sleeping, and what is done in a round, move on."""

    def __init__(self) -> None:
        self.now, self.slept = 0.0, list[float]()

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(repeating, "time", made)
    return made


def test_rounds_begin_an_interval_apart_however_long_they_take(clock: Clock) -> None:
    lengths = [10.0, 100.0, 0.0]
    begun = []

    def once(stop: Stop) -> int:
        begun.append(clock.now)
        clock.now += lengths.pop(0)
        if not lengths:
            stop.ask()
        return 0

    assert repeat(60, once) == STOPPED
    assert begun == [0, 60, 160]
    assert clock.slept == [50, 0]


def test_a_round_that_fails_is_told_and_followed_by_the_next(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    rounds = []

    def once(stop: Stop) -> int:
        rounds.append(clock.now)
        if len(rounds) == 1:
            raise ArchiveError("The disk is away.")
        stop.ask()
        return 0

    assert repeat(60, once) == STOPPED
    assert len(rounds) == 2
    assert "The disk is away." in capsys.readouterr().err


def test_a_real_loop_crawls_again_and_stops_in_order(tmp_path: Path) -> None:
    with serve() as site:
        command = [sys.executable, "-m", "khotin", "crawl", site.url, "--every", "2s", "--delay", "0", "--archive",
                   str(tmp_path / "kho")]  # fmt: skip
        env = os.environ | {"NO_PROXY": "*"}
        child = subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True, start_new_session=True)
        try:
            deadline = time.monotonic() + 60
            while sum(path == "/" for path in site.requests) < 2 and time.monotonic() < deadline:
                time.sleep(0.05)
            child.send_signal(signal.SIGTERM)
            _, said = child.communicate(timeout=60)
        finally:
            child.kill()
    assert sum(path == "/" for path in site.requests) >= 2, said
    assert "round over, exit code 0; the next begins at " in said
    assert child.returncode == STOPPED
    assert "Traceback" not in said
