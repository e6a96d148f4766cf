"""docs/operating.md: every command in it that needs no host of its own is run, in its order, on an archive."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.run import RunOptions, crawl_in_child
from khotin.demo import PROFILE, sample_profile
from khotin.sample.server import serve

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```([^\n]*)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
RUN = [line for kind, block in BLOCKS if kind == "sh" for line in block.splitlines()]


def test_every_block_is_run_or_marked_as_needing_a_real_host() -> None:
    assert {kind for kind, _ in BLOCKS} == {"sh", "sh real-host", "toml"}
    assert len(RUN) >= 12
    assert not [
        line for line in RUN if re.match(r"(systemctl|docker|rsync|chown|useradd|pip|khotin crawl (?!--due))", line)
    ]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The places that the document names, in a folder of the test's; the archive holds the sample site."""
    base = tmp_path_factory.mktemp("host")
    places = {"/var/lib/khotin": base / "kho", "/srv/backup": base / "backup", "/srv/import": base / "import"}
    for path in (places["/srv/backup"], places["/srv/import"], base / "bin"):
        path.mkdir()
    archive = places["/var/lib/khotin"]
    with serve() as site:
        crawl_in_child(sample_profile(site), archive, RunOptions(delay=0))
        profile = PROFILE.read_text(encoding="utf-8").replace('"127.0.0.1"', f'"{site.netloc}"')
    (archive / "sites").mkdir()
    (archive / "sites" / "mau.toml").write_text(profile, encoding="utf-8")
    shutil.copy(next((archive / "warc").glob("*.warc.gz")), places["/srv/import"])
    command = base / "bin" / "khotin"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m khotin "$@"\n')
    command.chmod(0o755)
    return places | {"bin": base / "bin"}


def test_the_commands_work_in_their_order(folders: dict[str, Path]) -> None:
    environment = os.environ | {"PATH": f"{folders['bin']}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    for line in RUN:
        command = line
        for place, path in folders.items():
            command = command.replace(place, str(path)) if place.startswith("/") else command
        done = subprocess.run(
            ["/bin/sh", "-c", command], env=environment, capture_output=True, text=True, timeout=100, check=False
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"


def test_no_path_of_the_document_is_left_out_of_the_sandbox() -> None:
    paths = {path for line in RUN for path in re.findall(r"(?<![\w.])/(?:\w+/\w+)(?:/khotin)?", line)}
    assert {path.removesuffix("/khotin") for path in paths} <= {"/var/lib", "/srv/backup", "/srv/import"}
