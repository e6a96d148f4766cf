"""Hostile articles, questions and addresses: no page breaks, nothing of theirs becomes markup, no cell a formula."""

import asyncio
import csv
import io
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from lxml import html as lxml_html

from khotin.everything import everything
from pipelines.export import Filters, export_with
from publish.application import make_datasette
from tests.publish import attacked
from tests.publish.attacked import ATTACKS, HOSTILE, MARK

#: Elements that our templates do not have, and that no article may bring in.
FOREIGN: Final = frozenset({
    "script", "style", "iframe", "frame", "frameset", "object", "embed", "applet", "base", "template", "noscript",
    "math", "foreignobject", "use", "animate", "set", "audio", "video", "source", "portal", "dialog", "textarea",
    "select", "marquee", "isindex", "keygen", "xmp", "image", "link", "meta",
})  # fmt: skip
ADDRESSES: Final = frozenset({
    "href", "src", "action", "formaction", "data", "poster", "background", "cite", "ping", "srcset", "srcdoc",
    "xlink:href", "longdesc", "manifest",
})  # fmt: skip
FORMULA: Final = re.compile(r"\s*[=+\-@|%＝＋－＠]|[\t\r\n]")
NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
#: Every route of ours and of the desk; article 1 has photos, versions and a capture.
ROUTES: Final = (
    "/", "/bai/1", "/bai/1/phien-ban", "/bai/1/trich-dan.json", "/bai/1/trich-dan.ris", "/tim-kiem", "/tim-kiem.json",
    "/tim-kiem.csv", "/tim-kiem.atom", "/tinh-trang", "/don-vi/mau", "/tinh", "/tinh/a", "/tac-gia/1",
    "/thang/2026-11", "/tep/1", "/tu-dien", "/xuat", "/archive", "/archive/articles", "/archive/articles.json",
    "/archive/articles.csv", "/archive/article_texts", "/archive/v_articles", "/archive/v_articles.json",
    "/archive/articles/1", "/archive/articles/1.json", "/archive/bai-theo-thang", "/archive/bai-theo-thang.csv",
    "/archive.json", "/robots.txt", "/sitemap.xml", "/bai/1/chup/2", "/bai/1/chup/2/trang", "/bai/1/chup/2/ban-ghi",
    "/-/khotin/style.css", "/-/databases.json", "/-/versions.json",
)  # fmt: skip
DESK_PARAMETER: Final = re.compile("_|title__|id__")
Ask = Callable[[str], Any]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return attacked.build(tmp_path_factory.mktemp("kho"))


@pytest.fixture(scope="module")
def ask(shelf: Path) -> Iterator[Ask]:
    made = make_datasette(shelf)
    with asyncio.Runner() as runner:
        yield lambda address: runner.run(made.client.get(address))


def faults(text: str, is_desk: bool = False) -> Iterator[str]:
    """What of a page of ours an article, a question or a site must have brought in."""
    document = lxml_html.document_fromstring(text)
    for element in document.iter():
        if not isinstance(element.tag, str):
            continue
        tag, own = element.tag.lower(), dict(element.attrib)
        known = is_desk or _is_ours(tag, own)
        if (tag in FOREIGN and not known) or (is_desk and tag == "script" and MARK in (element.text or "")):
            yield f"<{tag} {own}>"
        for name, value in own.items():
            yield from _faults_of(tag, name.lower(), str(value))


def _is_ours(tag: str, own: dict[str, str]) -> bool:
    """Whether one of the FOREIGN is of our templates after all."""
    if tag == "meta":
        return own.get("http-equiv") is None
    if tag == "link":
        return "itemprop" in own or (
            own.get("rel") in ("stylesheet", "alternate", "canonical", "next", "prev", "icon")
            and (urlsplit(own["href"]).netloc in ("", "localhost"))
        )
    return tag == "select" or (tag == "iframe" and own.get("sandbox") == "" and own["src"].startswith("/bai/"))


def _faults_of(tag: str, name: str, value: str) -> Iterator[str]:
    if name.startswith("on") or (name == "style" and MARK in value):
        yield f"<{tag} {name}={value}>"
    if name in ADDRESSES:
        scheme = re.match(r"([a-z][a-z0-9+.-]*):", re.sub("[\x00-\x20]", "", value).lower())
        if scheme and scheme[1] not in ("http", "https", "mailto"):
            yield f"<{tag} {name}={value}>"
        if tag in ("script", "img", "iframe") and urlsplit(value).netloc not in ("", "localhost"):
            yield f"<{tag} {name}={value}> is of another place"


def _checked(address: str, answer: Any) -> Iterator[str]:
    """What is wrong with an answer, whatever its form."""
    if answer.status_code >= 500 and answer.status_code != 503:
        yield f"{address[:200]}: {answer.status_code}"
    kind, is_desk = answer.headers.get("content-type", "").partition(";")[0], address.startswith(("/archive", "/-/"))
    try:
        if kind == "text/html" and answer.text.strip():
            yield from (f"{address[:200]}: {fault}" for fault in faults(answer.text, is_desk))
        elif kind.endswith("json"):
            json.loads(answer.text)
        elif kind.endswith("xml"):
            ET.fromstring(answer.content)
        elif kind == "text/csv":
            yield from (f"{address[:200]}: {cell!r}" for cell in formulas(answer.text))
    except (ValueError, ET.ParseError, csv.Error) as problem:
        yield f"{address[:200]}: {problem}"


def formulas(text: str) -> Iterator[str]:
    """Cells that a spreadsheet would run."""
    for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")):
        yield from (cell for cell in row if FORMULA.match(cell) and not NUMBER.fullmatch(cell))


def wrong(ask: Ask, addresses: Iterator[str]) -> list[str]:
    return [fault for address in addresses for fault in _checked(address, ask(address))]


def test_the_corpus_is_as_large_as_it_should_be_and_was_stored_whole(shelf: Path) -> None:
    assert len(ATTACKS["markup"]) + len(ATTACKS["addresses"]) >= 100
    assert len(ATTACKS["terms"]) + len(ATTACKS["parameters"]) + len(ATTACKS["paths"]) >= 30
    with closing(sqlite3.connect(shelf)) as db:
        counts = db.execute("select count(*), min(versions) from articles").fetchone()
        titles = "\n".join(row[0] or "" for row in db.execute("select title from articles"))
    assert counts == (len(HOSTILE), 2)
    assert MARK in titles


def test_hostile_articles_stay_text_on_every_page(shelf: Path, ask: Ask) -> None:
    with closing(sqlite3.connect(shelf)) as db:
        articles = db.execute("select id, capture_id, author_id from articles").fetchall()

    def addresses() -> Iterator[str]:
        for article, capture, author in articles:
            yield from (f"/bai/{article}", f"/bai/{article}/phien-ban?lang=en", f"/bai/{article}/trich-dan.json")
            yield from (f"/bai/{article}/chup/{capture}", f"/bai/{article}/chup/{capture}/trang")
            yield from (f"/tac-gia/{author}",) if author else ()

    assert wrong(ask, addresses()) == []


def test_hostile_articles_stay_text_in_lists_tables_and_feeds(shelf: Path, ask: Ask) -> None:
    with closing(sqlite3.connect(shelf)) as db:
        names = [row[0] for row in db.execute("select name from sqlite_master where type in ('table', 'view')")]

    def addresses() -> Iterator[str]:
        yield from ROUTES
        for page in range(1, 12):
            yield f"/tim-kiem?q=thanh+nien&trang={page}"
        for ending in ("", ".json", ".csv", ".atom"):
            yield from (f"/tim-kiem{ending}?q=doan+vien", f"/tim-kiem{ending}?xep=moi")
        for name in names:
            yield from (f"/archive/{name}?_size=max", f"/archive/{name}.json?_size=max", f"/archive/{name}.csv")
        yield "/archive/v_articles?_facet=section&_facet=author&_facet=title&_facet=site_name"
        yield f"/archive.csv?sql={quote('select title, byline from articles')}"

    assert wrong(ask, addresses()) == []


def test_hostile_questions_stay_text(ask: Ask) -> None:
    def addresses() -> Iterator[str]:
        for number, attack in enumerate(ATTACKS["markup"] + ATTACKS["addresses"] + ATTACKS["terms"]):
            word = quote(attack)
            yield f"/tim-kiem?q={word}"
            yield (
                f"/tim-kiem{('.json', '.csv', '.atom')[number // 5 % 3]}?q={word}",
                f"/tim-kiem?muc={word}&tac_gia={word}&tinh_cu={word}&site={word}",
                f"/archive/articles?title__contains={word}",
                f"/archive/article_texts?_search={word}",
                f"/khong-co/{quote(attack, safe='')}?lang={word}",
            )[number % 5]
        for attack in ATTACKS["terms"]:
            yield f"/archive?sql={quote('select ')}{quote(attack)}"

    assert wrong(ask, addresses()) == []


@pytest.mark.parametrize("route", ROUTES)
def test_malformed_parameters_break_no_route(ask: Ask, route: str) -> None:
    """The desk's own parameters are the desk's; the dearest of them, SQL without end, is asked of one address."""
    is_table, is_sql = route.startswith("/archive/"), route in ("/archive", "/archive.json")
    asked = (each for each in ATTACKS["parameters"]
             if (is_sql if each.startswith("sql") else is_table or not DESK_PARAMETER.match(each)))  # fmt: skip
    assert wrong(ask, (f"{route}?{parameters}" for parameters in asked)) == []


def test_malformed_addresses_break_nothing(ask: Ask) -> None:
    assert wrong(ask, iter(ATTACKS["paths"])) == []


def test_no_export_runs_anything(shelf: Path) -> None:
    export_with(everything(shelf.parent), "all", shelf, shelf.parent / "export", Filters())
    files = [file for file in (shelf.parent / "export").rglob("*") if file.is_file()]
    tables = [file for file in files if file.suffix == ".csv"]
    assert [cell for file in tables for cell in formulas(file.read_bytes().decode())] == []
    articles = json.loads(next(f for f in files if f.name == "articles.json").read_text())
    found = [fault for item in articles for fault in faults(f"<html><p>{item['body_html']}")]
    assert len(articles) == len(HOSTILE)
    assert [fault for fault in found if not fault.startswith("<img src=")] == []  # pictures stay those of the site
