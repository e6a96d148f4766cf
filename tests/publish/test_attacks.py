"""Nothing that a stranger wrote runs, breaks a page or gives a 500: through every field of an article, addresses,
queries, and cells of a spreadsheet. What a browser makes of the same pages:
tests/browser/test_attacks_in_a_browser.py."""

import asyncio
import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from lxml import html as lxml_html

from khotin import publication
from khotin.everything import everything
from pipelines.export import Filters, export_with
from publish.application import make_datasette
from publish.shield import HANDLER
from tests.publish.hostile_archive import RUNS, build_hostile, hostile_texts, lines

#: What may run code or load from elsewhere, wherever it stands.
DANGEROUS = frozenset({
    "object", "embed", "applet", "base", "frame", "frameset", "portal", "foreignobject", "math", "animate", "set",
    "use", "image", "keygen", "isindex", "marquee", "template", "noscript",
})  # fmt: skip
_CALLS = re.compile(r"[\x00-\x20]*(?:j\s*a\s*v\s*a\s*s\s*c\s*r\s*i\s*p\s*t|vbscript|data)\s*:", re.IGNORECASE)
_LEADS = ("href", "src", "action", "formaction", "data", "xlink:href", "background", "poster", "srcset")
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠\t\r]")


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_hostile(tmp_path_factory.mktemp("bi_chen"))


def wrong_in(text: str, policy: str) -> list[str]:
    """What of a page could run or load something of a stranger's."""
    found = []
    nonce = re.search(r"'nonce-([\w-]+)'", policy)
    for element in lxml_html.document_fromstring(text or "<p>").iter():
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.lower()
        if tag in DANGEROUS or (tag == "script" and (nonce is None or element.get("nonce") != nonce[1])):
            found.append(f"<{tag}>")
        if tag == "iframe" and not (element.get("src") or "").startswith("/bai/"):
            found.append(f"<iframe {element.get('src')}>")
        if tag == "meta" and (element.get("http-equiv") or "").lower() == "refresh":
            found.append("<meta refresh>")
        for name, value in element.items():
            if (name.lower().startswith("on") and value != HANDLER) or (name.lower() in _LEADS and _CALLS.match(value)):
                found.append(f"<{tag} {name}={value[:40]}>")
    return found


def asked(database: Path, paths: list[str]) -> Iterator[tuple[str, Any]]:
    datasette = make_datasette(database)

    async def ask() -> list[tuple[str, Any]]:
        await datasette.invoke_startup()
        return [(path, await datasette.client.get(path, follow_redirects=True)) for path in paths]

    yield from asyncio.run(ask())


def faults(path: str, answer: Any) -> list[str]:
    """What is wrong with an answer: an error of ours, something that runs, XML or JSON that is none."""
    kind = answer.headers.get("content-type", "")
    if answer.status_code >= 500 and answer.status_code != 503:
        return [f"{path}: {answer.status_code}"]
    if "html" in kind:
        return [f"{path}: {wrong}" for wrong in wrong_in(answer.text, answer.headers["content-security-policy"])]
    try:
        if "xml" in kind:
            ET.fromstring(answer.content)
        elif "json" in kind:
            json.loads(answer.content)
    except (ET.ParseError, ValueError) as problem:
        return [f"{path}: {problem}"]
    return [] if answer.headers.get("x-content-type-options") == "nosniff" else [f"{path}: may be sniffed"]


def test_the_corpus_is_as_large_as_it_has_to_be(hostile: Path) -> None:
    assert len(lines("scripts.txt")) >= 100
    assert len(lines("queries.txt")) >= 30
    with closing(sqlite3.connect(hostile)) as db:
        stored = db.execute("SELECT count(*), count(byline), count(section_id) FROM articles").fetchone()
        said = "\n".join(str(row) for row in db.execute("SELECT title, lead, body FROM article_texts"))
    assert stored[0] >= 0.95 * len(hostile_texts())
    assert stored[1] >= 0.8 * len(hostile_texts())
    assert said.count(RUNS) > 200  # it is kept as the site wrote it: as text


def paths_of(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as db:
        found = db.execute("SELECT id, capture_id FROM articles ORDER BY id").fetchall()
        authors = db.execute("SELECT id FROM authors").fetchall()
    paths = [path.format(id=article, capture=capture) for article, capture in found for path in (
        "/bai/{id}", "/bai/{id}/phien-ban", "/bai/{id}/chup/{capture}", "/bai/{id}/chup/{capture}/trang",
        "/bai/{id}/trich-dan.json", "/bai/{id}/trich-dan.bib")]  # fmt: skip
    paths += [f"/tac-gia/{author}" for (author,) in authors]
    paths += ["/", "/tinh", "/don-vi/bi_chen", "/thang/2024-06", "/tinh-trang", "/tu-dien", "/sitemap-0.xml"]
    paths += [f"/archive/{table}{form}" for form in ("?_size=300", ".json?_size=300", ".csv") for table in (
        "articles", "article_texts", "article_html", "images", "attachments", "related_links", "tags", "authors",
        "sections", "versions", "captures", "flags", "v_articles")]  # fmt: skip
    return paths


@pytest.mark.parametrize("public", [False, True], ids=["archive", "public copy"])
def test_nothing_in_an_article_runs(hostile: Path, public: bool) -> None:
    if public:
        publication.make(hostile.parent)
    database = publication.copy_of(hostile.parent) if public else hostile
    wrong = [fault for path, answer in asked(database, paths_of(hostile)) for fault in faults(path, answer)]
    assert wrong == []


#: Each attack comes by the first two, every tenth by the others.
PLACES = ("/tim-kiem?q={}", "/archive/articles?title__contains={}", "/tim-kiem.json?q={}", "/tim-kiem.atom?q={}",
          "/tim-kiem.csv?q={}", "/tim-kiem?site={}", "/tim-kiem?q=doan&tac-gia={}", "/don-vi/{}", "/{}", "/archive/{}",
          "/tim-kiem?q=doan&lang={}")  # fmt: skip


def test_nothing_in_an_address_runs(hostile: Path) -> None:
    texts = [quote(text, safe="") for text in hostile_texts()]
    paths = [place.format(text) for place in PLACES[:2] for text in texts]
    paths += [place.format(text) for place in PLACES[2:] for text in texts[::10]]
    assert [fault for path, answer in asked(hostile, paths) for fault in faults(path, answer)] == []


@pytest.mark.filterwarnings("ignore:coroutine:RuntimeWarning")  # facets that Datasette gives up before it asks for them
@pytest.mark.parametrize("public", [False, True], ids=["archive", "public copy"])
def test_odd_queries_are_answered(hostile: Path, public: bool) -> None:
    if public:
        publication.make(hostile.parent)
    database = publication.copy_of(hostile.parent) if public else hostile
    assert [fault for path, answer in asked(database, lines("queries.txt")) for fault in faults(path, answer)] == []


def cells(text: str) -> Iterator[str]:
    for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")):
        yield from row


def is_armed(cell: str) -> bool:
    """Whether a spreadsheet might take a cell for a formula; a number is none."""
    return bool(_FORMULA.match(cell)) and not cell.startswith("'") and not re.fullmatch(r"[+-]?\d+(?:\.\d+)?", cell)


def test_no_cell_is_a_formula(hostile: Path) -> None:
    export_with(everything(hostile.parent), "all", hostile, hostile.parent / "export", Filters())
    files = {file.name: file.read_text(encoding="utf-8") for file in (hostile.parent / "export").glob("*.csv")}
    assert len(files) >= 5
    desk = ["/archive/article_texts.csv", "/archive/tags.csv", "/archive/v_articles.csv", "/archive/images.csv",
            "/tim-kiem.csv?q=doan", "/tim-kiem.csv?site=bi_chen"]  # fmt: skip
    files |= {path: answer.text for path, answer in asked(hostile, desk)}
    assert [(name, cell) for name, text in files.items() for cell in cells(text) if is_armed(cell)] == []
    assert sum(RUNS in text for text in files.values()) >= 5
