"""robots.txt and sitemaps: what search engines may index, whole and nothing hidden."""

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from protego import Protego

from publish import indexing
from tests.publish.conftest import ARTICLES

NAMES = {"s": indexing.NAMESPACE}


def places(text: str) -> list[str]:
    return [str(element.text) for element in ET.fromstring(text).findall(".//s:loc", NAMES)]


def test_robots_closes_what_has_no_end_and_names_the_sitemap(get: Callable[..., Any]) -> None:
    rules = Protego.parse(get("/robots.txt").text)
    open_to_all = ("/", "/bai/1", "/don-vi/kien_giang", "/thang/2026-03", "/xuat/articles.csv", "/tep/1", "/tinh")
    closed = ("/tim-kiem?q=a", "/tim-kiem.atom?q=a", "/archive", "/archive/articles?_sort=id", "/archive.json",
              "/bai/1/chup/1", "/bai/1/chup/1/ban-ghi", "/bai/1/phien-ban?cu=1", "/-/versions")  # fmt: skip
    assert [path for path in open_to_all if not rules.can_fetch(path, "bot")] == []
    assert [path for path in closed if rules.can_fetch(path, "bot")] == []
    assert list(rules.sitemaps) == ["http://localhost/sitemap.xml"]


def test_the_sitemaps_hold_every_article_but_the_hidden(get: Callable[..., Any]) -> None:
    parts = places(get("/sitemap.xml").text)
    assert parts == ["http://localhost/sitemap-danh-sach.xml", "http://localhost/sitemap-0.xml"]
    found = [place for part in parts for place in places(get(part.removeprefix("http://localhost")).text)]
    shown = [number for number, article in enumerate(ARTICLES, 1) if article[-1] != "hidden"]
    assert [place for place in found if "/bai/" in place] == [f"http://localhost/bai/{number}" for number in shown]
    assert {"http://localhost/", "http://localhost/don-vi/kien_giang", "http://localhost/thang/2026-03"} <= set(found)
    assert [place for place in found if get(place.removeprefix("http://localhost")).status_code != 200] == []


def test_many_articles_are_divided(get: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "MOST", 5)
    monkeypatch.setattr(indexing, "_PARTS", indexing._PARTS.replace("50000", "5"))
    parts = places(get("/sitemap.xml").text)[1:]
    assert [part.rpartition("-")[2] for part in parts] == ["0.xml", "1.xml", "2.xml"]
    found = [len(places(get(part.removeprefix("http://localhost")).text)) for part in parts]
    assert max(found) <= 5
    assert sum(found) == sum(article[-1] != "hidden" for article in ARTICLES)


def test_dates_of_change_are_instants(get: Callable[..., Any]) -> None:
    dates = [str(e.text) for e in ET.fromstring(get("/sitemap-0.xml").text).findall(".//s:lastmod", NAMES)]
    assert dates
    assert all(date.endswith("Z") for date in dates)


def test_a_part_that_holds_nothing_is_missing(get: Callable[..., Any]) -> None:
    assert get("/sitemap-7.xml").status_code == 404
    assert get("/sitemap-999999999999.xml").status_code == 404
