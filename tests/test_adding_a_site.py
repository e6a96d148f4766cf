"""docs/adding-a-site.md is followed to the letter: its profile is found, its tables and keys are the reader's own.

That each table lists the reader's keys is held by tests/crawler/test_profile_docs.py; here: that no table is missing
or made up, that keys given in prose exist, and that the worked example works as an archive's own profile.
"""

import re
import shutil
from pathlib import Path

import pytest

from crawler.discovery.urls import identify, refusal
from crawler.errors import ConfigurationError
from crawler.profile_files import find, names
from crawler.profile_reader import LABEL_ROLES
from crawler.profiles import ARTICLE_FIELDS, Profile
from crawler.toml_table import Table, read_table

ROOT = Path(__file__).parents[1]
DOC = (ROOT / "docs/adding-a-site.md").read_text(encoding="utf-8")
SLUG = "vi_du"


def section(title: str) -> str:
    """The text below one heading of the third level."""
    found = re.search(rf"^### {re.escape(title)}\n(.*?)(?=^##|\Z)", DOC, re.MULTILINE | re.DOTALL)
    assert found, f"no heading {title!r}"
    return found[1]


def example() -> str:
    """The one profile that the document shows."""
    (text,) = re.findall(r"^```toml\n(.*?)^```", DOC, re.MULTILINE | re.DOTALL)
    return str(text)


def whole(folder: Path) -> Path:
    """A profile with one of every table, so that the reader asks each for its keys."""
    file = folder / "whole.toml"
    rules = "".join(f'[[discovery.{name}]]\npattern = "x"\n' for name in ("articles", "listings", "statics"))
    file.write_text(
        'name = "A"\nhosts = ["a.vn"]\n' + rules + '[[discovery.id_ranges]]\nurl = "/{id}"\nid_space = "n"\n'
        '[[scope.traps]]\npattern = "x"\nreason = "r"\n[[eras]]\nname = "e"\nid_space = "n"\n'
        '[[eras.layouts]]\nname = "l"\nwhen = "td"\n',
        encoding="utf-8",
    )
    return file


@pytest.fixture
def sites(tmp_path: Path) -> Path:
    """An archive's own ``sites/`` with the document's profile in it."""
    folder = tmp_path / "sites"
    folder.mkdir()
    (folder / f"{SLUG}.toml").write_text(example(), encoding="utf-8")
    return folder


@pytest.fixture
def profile(sites: Path) -> Profile:
    return find(SLUG, sites)


def test_the_example_is_found_by_name_in_an_archive_of_ones_own(profile: Profile, sites: Path) -> None:
    assert (profile.slug, profile.family) == (SLUG, "nukeviet")
    assert SLUG in names(sites)
    assert SLUG not in names()


@pytest.mark.parametrize("host", ["tinhdoanvidu.vn", "tuoitrevidu.vn", "www.tuoitrevidu.vn"])
def test_the_example_is_found_by_any_of_its_hosts(sites: Path, host: str) -> None:
    assert find(f"https://{host}/", sites).slug == SLUG
    assert find(f"https://{host}/").family == "auto"


def test_the_example_does_what_it_says(profile: Profile) -> None:
    identity = identify("https://tinhdoanvidu.vn/tin/le-ra-quan-123.html", profile)
    assert identity is not None
    assert (identity.id_space, identity.source_id) == ("tin", "123")
    assert refusal("https://tinhdoanvidu.vn/hop-thu/", profile) == "trap:module"
    assert profile.labels["read_count"][0] == "Số lượt xem"


def test_a_key_that_the_document_does_not_have_stops_the_example(sites: Path) -> None:
    (sites / f"{SLUG}.toml").write_text(example().replace("schemes", "shemes"), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"vi_du\.toml: shemes: .*'schemes'"):
        find(SLUG, sites)


def test_every_table_of_the_reader_has_a_heading_and_no_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    extra = tmp_path / "sites"
    extra.mkdir()
    shutil.move(whole(tmp_path), extra / "whole.toml")
    asked: dict[str, set[str]] = {}

    def done(table: Table) -> None:
        if Path(table.file).name == "whole.toml":
            asked.setdefault(re.sub(r"\[\d+\]", "", table.path), set()).update(table._asked)

    monkeypatch.setattr(Table, "done", done)
    find("whole", extra)
    assert asked["discovery.listings"] == asked["discovery.statics"] == asked["discovery.articles"]
    prose = {"discovery.listings", "discovery.statics", "expect.fill"}  # said to have another table's keys
    headings = set(re.findall(r"^### `\[+([\w.]+)\]+`$", DOC, re.MULTILINE))
    assert headings == set(asked) - prose - {""}


def test_keys_in_prose_are_all_that_the_reader_takes() -> None:
    assert re.findall(r"`(\w+)`", section("`[eras.layouts.fields]`")) == list(ARTICLE_FIELDS)
    assert set(re.findall(r"`(\w+)`", section("`[labels]`"))) - {"fields"} == set(LABEL_ROLES) - set(ARTICLE_FIELDS)


def test_the_files_that_the_document_names_exist() -> None:
    for name in re.findall(r"`((?:crawler|tests)/[\w/]+\.(?:py|toml))`", DOC):
        assert (ROOT / name).is_file(), name


def test_what_is_required_is_said_to_be(tmp_path: Path) -> None:
    required = set(re.findall(r"^\| `(\w+)` \| [\w ]+, required \|", section("Top level"), re.MULTILINE))
    for key in required:
        file = tmp_path / "short.toml"
        lines = {"name": 'name = "A"', "hosts": 'hosts = ["a.vn"]'}
        file.write_text("\n".join(line for name, line in lines.items() if name != key), encoding="utf-8")
        with pytest.raises(ConfigurationError, match=rf"short\.toml: {key}: is missing"):
            find("short", tmp_path)
    file.write_text("\n".join(lines.values()), encoding="utf-8")
    assert read_table(file).file == str(file)
    assert find("short", tmp_path).seeds == ("http://a.vn/",)
