"""Every saved page under tests/sites is read and normalised; each field of its expected.json is one test.

A case is a folder with ``page.html`` (bytes as served), ``url.txt`` (the address, optionally a second line with the
Content-Type) and ``expected.json``. A folder named after a site's profile is read with that profile; one that ends in
``_sample`` belongs to a family, named in its ``family.txt``.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from crawler import profile_files
from crawler.article import Article
from crawler.extract.markup.decode import parse_page
from crawler.extract.reader import read
from crawler.extract.reading import Reading
from crawler.profiles import Profile
from pipelines.normalise import normalise

SITES = Path(__file__).parent / "sites"
PROFILES = profile_files.SITES
#: What an expected.json may name: the reading's own findings, and the fields of Article that a page decides.
OF_READING = frozenset({"kind", "signals"})
_FIELDS = """
url id_space source_id title lead body_text byline authors source published_at published_precision event_date
modified_at section tags read_count related related_state images attachments document_number language flags
"""
OF_ARTICLE = frozenset(_FIELDS.split())


def cases() -> list[Path]:
    return sorted(path.parent for path in SITES.glob("*/*/expected.json"))


def expected(case: Path) -> dict[str, Any]:
    return json.loads((case / "expected.json").read_text(encoding="utf-8"))


def items() -> list[Any]:
    return [
        pytest.param(case, field, id=f"{case.parent.name}/{case.name}:{field}")
        for case in cases()
        for field in expected(case)
    ]


def profile_of(site: str, url: str) -> Profile:
    family = SITES / site / "family.txt"
    if family.exists():
        return family_profile(site, family.read_text(encoding="utf-8").strip(), url)
    return profile_files.load(site)


def family_profile(site: str, family: str, url: str) -> Profile:
    return profile_files.with_family(Profile(slug=site, name="", hosts=(urlsplit(url).netloc,)), family)


@cache
def outcome(case: Path) -> tuple[Reading, Article | None]:
    url, _, content_type = (case / "url.txt").read_text(encoding="utf-8").strip().partition("\n")
    profile = profile_of(case.parent.name, url)
    reading = read(parse_page((case / "page.html").read_bytes(), content_type or "text/html", url), profile)
    return reading, normalise(reading.article, profile) if reading.article else None


def plain(value: Any, pattern: Any) -> Any:
    """A field's value as JSON has it; of objects only the keys that the expectation names."""
    if isinstance(value, (list, tuple)):
        patterns = pattern if isinstance(pattern, list) else []
        return [plain(item, patterns[i] if i < len(patterns) else None) for i, item in enumerate(value)]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "__dataclass_fields__"):
        keys = pattern if isinstance(pattern, dict) else value.__dataclass_fields__
        return {key: plain(getattr(value, key), pattern[key] if isinstance(pattern, dict) else None) for key in keys}
    return str(value) if isinstance(value, str) else value


@pytest.mark.parametrize(("case", "field"), items())
def test_field(case: Path, field: str) -> None:
    want = expected(case)[field]
    assert field in OF_READING | OF_ARTICLE, f"{case.name}/expected.json: unknown key {field!r}"
    reading, article = outcome(case)
    if field == "kind":
        assert str(reading.kind) == want
    elif field == "signals":
        assert [signal.code for signal in reading.signals] == want
    else:
        assert article is not None, f"read as {reading.kind}, not as an article"
        assert plain(getattr(article, field), want) == want


@pytest.mark.parametrize("slug", sorted(path.stem for path in PROFILES.glob("*.toml")))
def test_every_profile_has_fixtures(slug: str) -> None:
    assert any((SITES / slug).glob("*/expected.json")), f"no fixture for the profile {slug}: add tests/sites/{slug}/"


@pytest.mark.parametrize("site", sorted(path.name for path in SITES.iterdir() if path.is_dir()))
def test_every_fixture_folder_has_a_profile_or_family(site: str) -> None:
    if site.endswith("_sample"):
        assert (SITES / site / "family.txt").exists(), f"tests/sites/{site}: family.txt is missing"
    else:
        assert (PROFILES / f"{site}.toml").exists(), f"tests/sites/{site}: there is no crawler/sites/{site}.toml"


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_case_is_complete(case: Path) -> None:
    assert {"page.html", "url.txt", "expected.json"} <= {path.name for path in case.iterdir()}
    assert "kind" in expected(case), f"{case}: expected.json names no kind"
