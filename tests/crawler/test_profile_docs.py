"""docs/adding-a-site.md says which keys a profile has; the reader decides."""

import re
import tomllib
from pathlib import Path

import pytest

from crawler.profile_files import families, read
from crawler.profile_reader import LABEL_ROLES, LEVELS, PUBLISH
from crawler.profiles import ARTICLE_FIELDS
from crawler.toml_table import Table

DOC = (Path(__file__).parents[2] / "docs/adding-a-site.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"^```toml\n(.*?)^```", DOC, re.MULTILINE | re.DOTALL)
#: One of each table, so that the reader looks into all of them.
WHOLE = """
name = "A"
hosts = ["a.vn"]
[discovery]
articles = [{ pattern = "x" }]
id_ranges = [{ url = "/{id}", id_space = "n" }]
[[scope.traps]]
pattern = "x"
reason = "trap:x"
[[eras]]
name = "e"
id_space = "n"
[[eras.layouts]]
name = "l"
when = "td"
"""


def documented() -> dict[str, set[str]]:
    """Table (dotted, empty for the top level) -> keys that the document lists for it."""
    keys: dict[str, set[str]] = {}
    for heading, text in re.findall(r"^### ([^\n]+)\n(.*?)(?=^##|\Z)", DOC, re.MULTILINE | re.DOTALL):
        found = re.search(r"\[+([\w.]+)\]+", heading)
        rows = set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))
        if rows:
            keys[found[1] if found else ""] = rows
    return keys


def understood(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """The same as the reader has it: what it asked each table for."""
    asked: dict[str, set[str]] = {}

    def done(table: Table) -> None:
        asked.setdefault(re.sub(r"\[\d+\]", "", table.path), set()).update(table._asked)

    monkeypatch.setattr(Table, "done", done)
    read(Table("a.toml", tomllib.loads(WHOLE)), "a")
    return asked


def test_the_tables_of_keys_are_those_of_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = understood(monkeypatch)
    for path in ("discovery", "discovery.articles", "discovery.id_ranges", "scope", "scope.traps", "eras",
                 "eras.layouts", "rights", "expect", "fetch", "schedule"):  # fmt: skip
        assert documented()[path] == asked[path], path
    assert documented()[""] == asked[""]


@pytest.mark.parametrize("word", [*LEVELS, *PUBLISH, *ARTICLE_FIELDS, *LABEL_ROLES, *families()])
def test_every_word_that_a_value_may_be_is_documented(word: str) -> None:
    assert f"`{word}`" in DOC


def test_the_example_is_a_profile() -> None:
    (text,) = EXAMPLE
    profile = read(Table("vi_du.toml", tomllib.loads(text)), "vi_du")
    assert profile.family == "nukeviet"
    assert profile.labels["read_count"] == ("Số lượt xem",)
