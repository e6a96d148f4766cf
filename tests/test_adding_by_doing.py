"""docs/adding-a-site.md, "By doing it": its commands are run, and what it says they print is what they print."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from khotin.sample.server import SampleSite, serve

ROOT = Path(__file__).parents[1]
DOC = (ROOT / "docs/adding-a-site.md").read_text(encoding="utf-8")
#: The port that the document names.
PORT = "8937"


def steps() -> list[tuple[str, str]]:
    """(command, what it is said to print), in the order of the document."""
    text = "".join(re.findall(r"^```console\n(.*?)^```", DOC, re.MULTILINE | re.DOTALL))
    commands = re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]
    return [(step.partition("\n")[0], step.partition("\n")[2]) for step in commands]


def as_pattern(said: str) -> str:
    """A regular expression: ``…`` stands for anything, also for any number of lines."""
    return "".join(".*" if part == "…" else re.escape(part) for part in re.split("(…)", said.strip()))


@pytest.fixture(scope="module")
def sample() -> Iterator[SampleSite]:
    with serve() as site:
        yield site


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("doing")


def printed(command: str, folder: Path) -> str:
    """What a command of the document prints; the commands wait as little as they may."""
    words = shlex.split(command)
    if words[0] == "cat":
        return (folder / words[1]).read_text(encoding="utf-8")
    assert words[0] == "khotin", command
    live = words[1:3] in (["sites", "add"], ["sites", "check"]) or words[1] == "crawl"
    run = subprocess.run(
        [sys.executable, "-m", "khotin", *words[1:], *(["--delay", "0"] if live else [])],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "KHOTIN_CONTACT": ""},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout + run.stderr


def test_the_document_is_followed_to_the_letter(sample: SampleSite, folder: Path) -> None:
    port = sample.netloc.rpartition(":")[2]
    assert len(steps()) >= 5
    for command, said in steps():
        out = printed(command.replace(PORT, port), folder).replace(port, PORT)
        assert re.fullmatch(as_pattern(said), out.strip(), re.DOTALL), f"{command}\n{out}"
    profile = (folder / "sites/mau_moi.toml").read_text(encoding="utf-8")
    assert len(profile.splitlines()) <= 25
    assert list((folder / "tests/sites/mau_moi").glob("*/page.html"))


def test_the_sample_can_be_served_by_itself() -> None:
    assert "python -m khotin.sample" in DOC
    server = subprocess.Popen(
        [sys.executable, "-m", "khotin.sample"],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        encoding="utf-8",
    )
    try:
        assert server.stdout is not None
        assert server.stdout.readline().startswith("http://127.0.0.1:")
    finally:
        server.terminate()
        server.wait(20)
