"""Which family a site is of, told from one page and by what signs."""

import re
from pathlib import Path

import pytest

from crawler.discovery.detect import Detection, detect
from crawler.extract.markup.decode import parse_page
from tests.families.engines import ENGINES
from tests.families.stories import stories

PAGES = Path(__file__).parent / "pages"


def detected(source: str | bytes, url: str = "http://a.vn/", headers: dict[str, str] | None = None) -> Detection:
    body = source if isinstance(source, bytes) else source.encode()
    return detect(parse_page(body, "text/html; charset=utf-8", url), headers or {})


@pytest.mark.parametrize(
    ("name", "url", "family"),
    [
        ("nukeviet-front.html", "http://a.vn/", "nukeviet"),
        ("nukeviet-query.html", "http://a.vn/index.php", "nukeviet"),
        ("wordpress-category.html", "https://thanhdoan.example.vn/category/phong-trao/", "wordpress"),
        ("php-news-front.html", "http://a.vn/index.php", "php_news"),
    ],
)
def test_families(name: str, url: str, family: str) -> None:
    found = detected((PAGES / name).read_bytes(), url)
    assert found.family == family
    assert 0.5 <= found.confidence <= 1
    assert found.evidence


@pytest.mark.parametrize("name", ["nukeviet-front.html", "wordpress-category.html"])
def test_a_family_is_told_without_its_generator(name: str) -> None:
    source = (PAGES / name).read_text(encoding="utf-8")
    hidden = source.replace('name="generator"', 'name="x"')
    assert hidden != source
    url = "https://thanhdoan.example.vn/" if "wordpress" in name else "http://a.vn/"
    found = detected(hidden, url)
    assert found.family == name.partition("-")[0]
    assert found.confidence < detected(source, url).confidence


def test_cookies_and_links_count() -> None:
    source = '<a href="/?nv=news">1</a><a href="/?nv=laws">2</a><a href="/?language=vi&amp;nv=about">3</a>'
    found = detected(source, headers={"Set-Cookie": "PHPSESSID=1; path=/, nv4c_x1_sess=9; path=/"})
    assert (found.family, len(found.evidence)) == ("nukeviet", 2)
    rest = {"link": '<http://a.vn/wp-json/>; rel="https://api.w.org/"'}
    assert detected("<p>Xin chào</p>", headers=rest).family == "wordpress"


def test_somebody_elses_pictures_say_nothing() -> None:
    source = "".join(f'<img src="http://b.vn/wp-content/uploads/{n}.jpg">' for n in range(9))
    assert detected(source).family == "generic"


def test_words_in_a_text_say_nothing() -> None:
    assert detected("<p>NukeViet và WordPress là phần mềm; tệp news.php?id=1 thì không.</p>").family == "generic"


@pytest.mark.parametrize(
    "source",
    [
        "",
        '<meta name="generator" content="Joomla! 1.5 - Open Source Content Management">',
        '<meta name="Generator" content="Drupal 7 (http://drupal.org)">',
        '<a href="/tin/bai-so-12.html">a</a>' * 9,
        '<a href="http://b.vn/news.php?id=1">a</a>' * 9,
    ],
)
def test_others_are_generic(source: str) -> None:
    found = detected(source)
    assert found.family == "generic"
    assert found.confidence < 0.5
    assert found.evidence


def test_nothing_in_the_headers_breaks_it() -> None:
    assert detected("<a href='http://[x'>a</a>", headers={"Link": "", "X": "\x00"}).family == "generic"


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("hidden", [False, True])
def test_every_system_is_told_from_its_front_page(name: str, hidden: bool) -> None:
    site = ENGINES[name]
    front = site.answers(stories())["/"].payload.decode(errors="replace")
    if hidden:
        front = re.sub(r'(?i)name="generator"', 'name="x"', front)
    found = detected(front, "http://127.0.0.1/", {} if hidden else site.headers)
    assert (found.family, bool(found.evidence)) == (site.family, True), found


@pytest.mark.parametrize("link", ["/news-details.php?nid={}", "/ChiTietTin.php?idTin={}", "/?p=chi-tiet-tin&id={}"])
def test_a_hand_written_php_portal_is_told_by_its_addresses(link: str) -> None:
    links = "".join(f'<a href="{link.format(n)}">Tin {n}</a>' for n in (11, 12, 13))
    assert detected(f"<html><body>{links}</body></html>").family == "php_news"
