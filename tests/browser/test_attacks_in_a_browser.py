"""What Chromium makes of an archive full of attacks: nothing of it runs, and nothing is asked of another host."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.publish.hostile_archive import build_hostile, hostile_texts


@pytest.fixture(scope="module")
def hostile(browser: Any, serving: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Path]]:
    """The browser at the attackers' archive, and its database."""
    database = build_hostile(tmp_path_factory.mktemp("bi_chen"))
    with serving(database) as address:
        yield type(browser)(browser.driver, address, browser.downloads), database


def faults(browser: Any, path: str) -> list[str]:
    """What went wrong on a page: code of the attackers that ran, a dialog, a request to elsewhere."""
    browser.open(path)
    ran = ["it ran"] if browser.run("return window.madoc !== undefined") else []
    return [f"{path}: {problem}" for problem in [*ran, *browser.problems()]]


def test_no_article_runs_what_strangers_wrote(hostile: tuple[Any, Path]) -> None:
    browser, database = hostile
    with closing(sqlite3.connect(database)) as db:
        found = db.execute("SELECT id, capture_id FROM articles ORDER BY id").fetchall()
    paths = [f"/bai/{article}" for article, _ in found] + [f"/bai/{a}/chup/{capture}/trang" for a, capture in found]
    paths += [f"/bai/{article}/chup/{capture}" for article, capture in found[::20]]
    assert len(found) > 100
    assert [fault for path in paths for fault in faults(browser, path)] == []


@pytest.mark.parametrize("path", [
    "/", "/don-vi/bi_chen", "/thang/2024-06", "/archive/article_texts?_size=300",
    "/archive/article_html?_size=300", "/archive/images?_size=300", "/archive/tags?_size=300",
    "/archive/v_articles?_facet=author&_facet=section&_size=300",
])  # fmt: skip
def test_no_list_runs_it(hostile: tuple[Any, Path], path: str) -> None:
    assert faults(hostile[0], path) == []


def test_no_address_runs_it(hostile: tuple[Any, Path]) -> None:
    places = ("/tim-kiem?q={}", "/archive/article_texts?title__contains={}")
    paths = [place.format(quote(text, safe="")) for text in hostile_texts()[::6] for place in places]
    assert [fault for path in paths for fault in faults(hostile[0], path)] == []
