"""Every word of the pages stands in both catalogues, with the same values, and none is there in vain."""

import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from crawler.article import ArticleKind
from pipelines import drift, site_down
from pipelines.health import CODES
from publish.article_page import _KINDS
from publish.catalogue import LANGUAGES, number, preferred, texts
from publish.desk_words import WORDS
from publish.exports import FORMATS
from publish.search_filters import ORDERS

ROOM = Path(__file__).parents[2] / "publish"
#: Texts that templates and views name by a value: a status, a kind of date or of link, a field, an order.
BY_NAME = re.compile(
    r"live|suspected|gone|replaced|unreachable|published|between|event|seen|related|newer|older|same_section"
    r"|(?:one_)?(?:articles|sites|photos|captures)|kind_\w+|field_\w+|list_\w+|order_\w+|cause_\w+|format_\w+|health_(?:ok|running|failed|stale|new)"
    r"|problem_(?:site_down|layout_drift|health_\w+)|desk_name_\w+"
)


def used() -> set[str]:
    """Keys that templates name as ``t.key`` and modules as ``["key"]`` of the texts."""
    found: set[str] = set()
    for template in (ROOM / "templates").glob("*.html"):
        found |= set(re.findall(r"\bt\.(\w+)", template.read_text(encoding="utf-8")))
    for module in ROOM.glob("*.py"):
        source = module.read_text(encoding="utf-8")
        found |= set(re.findall(r"\b(?:texts\(\w+\)|words)\[[\"'](\w+)[\"']\]", source))
    return found | set(WORDS) | {"desk_one_row", "desk_rows"}


def test_both_languages_have_the_same_texts_and_values() -> None:
    vi, en = texts("vi"), texts("en")
    assert vi.keys() == en.keys()
    for key in vi:
        assert vi[key].strip(), key
        assert en[key].strip(), key
        assert set(re.findall(r"{\w+}", vi[key])) == set(re.findall(r"{\w+}", en[key])), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogues_have_no_text_twice_and_none_unsure(language: str) -> None:
    source = (ROOM / "locales" / f"{language}.po").read_text(encoding="utf-8")
    assert [
        key for key, times in Counter(re.findall(r'^msgid "(\w+)"', source, re.MULTILINE)).items() if times > 1
    ] == []
    with (ROOM / "locales" / f"{language}.po").open("rb") as file:
        assert not [entry.id for entry in read_po(file) if entry.id and entry.fuzzy]


def test_pages_use_only_texts_that_exist_and_all_of_them() -> None:
    assert used() - set(texts("vi")) == set()
    assert {key for key in texts("vi") if key not in used() and not BY_NAME.fullmatch(key)} == set()


def test_what_a_page_names_by_a_value_has_a_text_for_every_value() -> None:
    kinds = {f"kind_{kind}" for kind in ArticleKind if kind != ArticleKind.ARTICLE}
    states = {f"health_{state}" for state in ("ok", "running", "failed", "stale", "new")}
    problems = {f"problem_{code.replace('.', '_')}" for code in (*CODES, site_down.CODE, drift.CODE)}
    assert problems <= texts("vi").keys()
    orders = {f"list_{order}" for order in ORDERS if order}
    statuses = {"live", "suspected", "gone", "replaced", "unreachable"}
    assert kinds | states | orders | statuses | {f"format_{form}" for form in FORMATS} <= texts("vi").keys()
    assert set(_KINDS) <= texts("vi").keys()


def test_vietnamese_letters_stand_only_in_the_catalogues() -> None:
    accented = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ]|[\u1ea0-\u1ef9]")
    for template in (ROOM / "templates").glob("*.html"):
        outside = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not accented.search(outside), template.name


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "vi"), ("en", "en"), ("en-US,en;q=0.9,vi;q=0.8", "en"), ("vi-VN,vi;q=0.9,en;q=0.8", "vi"), ("fr", "vi"),
        ("fr,en;q=0.2,vi;q=0.7", "vi"), ("en;q=x", "vi"), ("en;q=0", "vi"), (";;;,=,", "vi"), ("en;level=1", "en"),
    ],
)  # fmt: skip
def test_the_browsers_language_is_read(header: str, language: str) -> None:
    assert preferred(header) == language


def test_numbers_have_each_languages_form() -> None:
    assert number(1234567, "vi") == "1.234.567"
    assert number(1234567, "en") == "1,234,567"
