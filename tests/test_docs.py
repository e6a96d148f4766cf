"""The docs say what the code does."""

import re
import shlex
import tomllib
from pathlib import Path

import click
import pytest

from khotin.main import cli
from khotin.manual import manual
from pipelines.export.fields import FIELDS
from pipelines.export.rows import KEYS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(?:sh|console)?\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINES = [
    line.strip("$ ").split(" #")[0].strip()
    for doc in DOCS
    for block in FENCE.findall(doc.read_text(encoding="utf-8"))
    for line in block.splitlines()
]
COMMANDS = sorted({line for line in LINES if line.startswith("khotin ")})


def test_readme_is_short() -> None:
    assert README.count("\n") <= 150


def test_manual_is_what_the_commands_say() -> None:
    assert (ROOT / "docs/commands.md").read_text(encoding="utf-8") == manual()


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_in_the_docs_parses(line: str) -> None:
    """Each ``khotin …`` line of a code block names a command and options that exist."""
    command: click.Command = cli
    words = shlex.split(line)[1:]
    while words and isinstance(command, click.Group) and not words[0].startswith("-"):
        child = command.get_command(click.Context(command), words.pop(0))
        assert child is not None, line
        command = child
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    asked = {word.split("=")[0] for word in words if word.startswith("--")}
    assert asked <= known | {"--help", "--version"}, line


@pytest.mark.parametrize("doc", DOCS, ids=lambda path: path.name)
def test_links_between_docs_lead_somewhere(doc: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", doc.read_text(encoding="utf-8"))
    assert [target for target in targets if not (doc.parent / target).exists()] == []


def test_every_field_of_the_export_is_described() -> None:
    text = (ROOT / "docs/fields.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+) \|$", text, re.MULTILINE)
    assert {key: (kind, meaning) for key, kind, meaning in rows} == FIELDS
    assert [key for key, _, _ in rows] == list(KEYS)


def test_readme_names_the_make_targets_that_exist() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake (\w+)", README)) <= targets


def test_the_version_is_said_once_each_way() -> None:
    from crawler import __version__

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == __version__
