"""The files in deploy/: units that systemd accepts, a compose file that parses, commands that exist."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from khotin.main import cli

DEPLOY = Path(__file__).parent.parent / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("khotin*.*") if path.suffix in (".service", ".timer"))
SERVICES = [name for name in UNITS if name.endswith(".service")]


def analyze(*words: str | Path) -> "subprocess.CompletedProcess[str]":
    program = shutil.which("systemd-analyze")
    assert program, "systemd-analyze is not here: install the package systemd (the units would go unchecked without it)"
    return subprocess.run([program, *map(str, words)], capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units with a program that exists on this machine, since khotin is not installed for all users here."""
    for name in UNITS:
        text = (DEPLOY / name).read_text(encoding="utf-8").replace("/usr/local/bin/khotin", "/bin/true")
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_systemd_accepts_the_units(units: Path) -> None:
    done = analyze("verify", *(units / name for name in UNITS))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", SERVICES)
def test_services_are_hardened(units: Path, name: str) -> None:
    """systemd's own score, 0 (shut in) to 10 (may do anything): at most 2."""
    done = analyze("security", "--offline=true", "--threshold=20", units / name)
    assert done.returncode == 0, done.stdout[-300:]


def test_a_missed_run_is_made_up_for() -> None:
    timer = (DEPLOY / "khotin.timer").read_text(encoding="utf-8")
    assert "Persistent=true" in timer
    done = analyze("calendar", re.findall(r"OnCalendar=(.*)", timer)[0])
    assert done.returncode == 0, done.stderr


def test_a_stop_drains_and_is_no_failure() -> None:
    service = (DEPLOY / "khotin.service").read_text(encoding="utf-8")
    assert "KillMode=mixed" in service
    assert "SuccessExitStatus=11" in service
    assert "KillSignal" not in service  # SIGTERM, which khotin takes as a wish to finish


def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return read


def test_the_compose_file_has_a_crawl_loop_and_a_reader_on_one_archive() -> None:
    services = compose()["services"]
    assert services["crawl"]["command"][0] == "crawl"
    assert "--every" in services["crawl"]["command"]
    assert services["serve"]["command"][0] == "serve"
    assert services["crawl"]["volumes"] == services["serve"]["volumes"] == ["archive:/archive"]
    assert "archive" in compose()["volumes"]
    assert services["serve"]["ports"] == ["127.0.0.1:8001:8001"]
    for service in services.values():
        assert service["cap_drop"] == ["ALL"]
        assert service["read_only"] is True
    build = services["crawl"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).resolve() == DEPLOY / "Dockerfile"


def test_the_image_copies_what_there_is() -> None:
    root = DEPLOY.parent
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    copied = [word for line in re.findall(r"^COPY (.*) \S+$", text, re.MULTILINE) for word in line.split()]
    assert copied
    assert [name for name in copied if not (root / name).exists()] == []
    ignored = (root / ".dockerignore").read_text(encoding="utf-8").split()
    assert [name for name in copied if f"!{name}" not in ignored] == []


def commands() -> list[list[str]]:
    """What the files in deploy/ call khotin with."""
    units = [(DEPLOY / name).read_text(encoding="utf-8") for name in SERVICES]
    found = [shlex.split(line)[1:] for unit in units for line in re.findall(r"^ExecStart=(.*)", unit, re.MULTILINE)]
    found += [service["command"] for service in compose()["services"].values()]
    found.append(compose()["services"]["crawl"]["healthcheck"]["test"][2:])
    cron = (DEPLOY / "khotin.cron").read_text(encoding="utf-8")
    found += [shlex.split(line.partition("bin/khotin ")[2]) for line in cron.splitlines() if "bin/khotin " in line]
    docker = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    return [*found, yaml.safe_load(re.findall(r"^CMD (.*)", docker, re.MULTILINE)[0])]


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_each_command_is_one_that_khotin_understands(words: list[str]) -> None:
    with cli.make_context("khotin", list(words)) as context:
        name, command, rest = cli.resolve_command(context, list(words))
        assert command is not None
        command.make_context(name, rest, context).close()
