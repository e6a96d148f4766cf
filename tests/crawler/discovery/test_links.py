"""What saved pages lead to."""

from pathlib import Path

import pytest

from crawler.discovery.found import Found
from crawler.discovery.links import discover
from crawler.discovery.urls import PRIORITY
from crawler.extract.markup.decode import parse_page
from crawler.page import PageKind
from crawler.profile_files import for_url, with_family

PAGES = Path(__file__).parent / "pages"


def found(source: str | bytes, url: str = "http://a.vn/", family: str = "generic") -> Found:
    body = source if isinstance(source, bytes) else source.encode()
    return discover(parse_page(body, "text/html; charset=utf-8", url), with_family(for_url(url), family))


def saved(name: str, url: str, family: str) -> Found:
    return found((PAGES / name).read_bytes(), url, family)


def kinds(result: Found, kind: PageKind) -> list[str]:
    return [link.url.split("/", 3)[3] for link in result.links if link.kind is kind]


def test_nukeviet_front() -> None:
    result = saved("nukeviet-front.html", "http://a.vn/", "nukeviet")
    assert kinds(result, PageKind.ARTICLE) == [
        "phong-trao/lang-son-xanh-ra-quan-don-rac-bo-kenh-412.html",
        "cong-tac-doan/tap-huan-can-bo-doan-nam-2024-411.html",
        "thong-bao/lich-tiep-doan-vien/nghi-le-quoc-khanh-7.html",
    ]
    assert kinds(result, PageKind.LISTING) == [
        "", "cong-tac-doan/", "phong-trao/", "about/", "phong-trao/page-2/", "phong-trao/page-3/",
    ]  # fmt: skip
    assert kinds(result, PageKind.FEED) == ["rss/", "rss/cong-tac-doan/"]
    assert not kinds(result, PageKind.PAGE)
    identities = [(link.id_space, link.source_id) for link in result.links if link.kind is PageKind.ARTICLE]
    assert identities == [("nukeviet", "412"), ("nukeviet", "411"), ("nukeviet/thong-bao", "7")]


def test_nukeviet_traps_are_refused_with_their_reasons() -> None:
    reasons = {
        refusal.url.split("/", 3)[3].split("?")[0].split("/")[0]: refusal.reason
        for refusal in saved("nukeviet-front.html", "http://a.vn/", "nukeviet").refusals
    }
    assert {"savefile", "print", "tag", "author", "banners", "users", "contact", "index.php"} <= set(reasons)
    assert {reason.partition(":")[0] for reason in reasons.values()} == {"trap", "offsite"}


def test_nukeviet_without_rewriting() -> None:
    result = saved("nukeviet-query.html", "http://a.vn/index.php", "nukeviet")
    start = "index.php?language=vi&nv=news"
    assert kinds(result, PageKind.LISTING) == [start, f"{start}&op=Chi-doan-co-so", f"{start}&op=Chi-doan-co-so/page-2"]
    assert kinds(result, PageKind.ARTICLE) == [f"{start}&op=Chi-doan-co-so/Trong-cay-dau-xuan-o-xa-ven-song-88"]
    assert len(result.refusals) == 2


def test_wordpress_category() -> None:
    result = saved("wordpress-category.html", "https://thanhdoan.example.vn/category/phong-trao/", "wordpress")
    assert kinds(result, PageKind.ARTICLE) == ["sinh-vien-ve-lang-day-tieng-anh-cho-thieu-nhi/"]
    assert kinds(result, PageKind.PAGE) == ["gioi-thieu/", "hien-mau/"]
    assert kinds(result, PageKind.LISTING) == [
        "category/phong-trao/page/2/", "", "category/phong-trao/", "category/phong-trao/page/9/",
    ]  # fmt: skip
    assert {refusal.reason for refusal in result.refusals} == {
        "trap:archive", "trap:date", "trap:comments", "trap:search", "trap:account",
    }  # fmt: skip


def test_php_news_front() -> None:
    result = saved("php-news-front.html", "http://a.vn/index.php", "php_news")
    assert [(link.url, link.source_id) for link in result.links if link.kind is PageKind.ARTICLE] == [
        ("http://a.vn/news.php?id=91", "91"),
        ("http://a.vn/news.php?id=90", "90"),
    ]
    assert kinds(result, PageKind.PAGE)[:2] == ["news.php?nt=3", "news.php?nt=406"]
    assert kinds(result, PageKind.LISTING) == ["index.php", "news.php?nt=3&page=2"]
    assert sorted(refusal.reason for refusal in result.refusals) == ["trap:calendar", "trap:print"]


def test_listings_go_before_articles() -> None:
    assert PRIORITY[PageKind.LISTING] > PRIORITY[PageKind.ARTICLE] > PRIORITY[PageKind.PAGE] > PRIORITY[PageKind.GUESS]


def test_base_is_honoured() -> None:
    result = found('<base href="http://a.vn/sub/"><a href="bai-12.html">x</a>', "http://a.vn/other/index.html")
    assert [link.url for link in result.links] == ["http://a.vn/sub/bai-12.html"]


@pytest.mark.parametrize("base", ["http://[", "", "   "])
def test_a_broken_base_changes_nothing(base: str) -> None:
    result = found(f'<base href="{base}"><a href="bai-12.html">x</a>')
    assert [link.url for link in result.links] == ["http://a.vn/bai-12.html"]


@pytest.mark.parametrize(
    "source",
    [
        '<frameset><frame src="/vi/"></frameset>',
        '<meta http-equiv="Refresh" content="0; URL=/vi/">',
        '<html><head><title>Đoàn</title><meta content="0;url=/vi/" http-equiv=refresh></head><body></body></html>',
        "<meta http-equiv=refresh content=\"3;url='/vi/'\">",
        '<meta http-equiv="Refresh" content="0;/vi/">',
        '<meta content="0.5, /vi/" http-equiv="refresh">',
        '<script>window.location = "/vi/";</script>',
        "<script>window.location.replace('/vi/')</script>",
        '<iframe src="/vi/"></iframe>',
    ],
)
def test_a_front_page_that_only_sends_on(source: str) -> None:
    assert [link.url for link in found(source).links] == ["http://a.vn/vi/"]


@pytest.mark.parametrize("content", ["300", "300; ", "5;url="])
def test_a_page_that_only_shows_itself_again(content: str) -> None:
    assert found(f'<meta http-equiv="refresh" content="{content}"/>').links == ()


def test_scripts_are_not_searched_where_there_are_links() -> None:
    result = found('<a href="/tin">Tin</a><script>location.href = "/thoat";</script>')
    assert [link.url for link in result.links] == ["http://a.vn/tin"]


def test_feeds_are_taken_from_the_front_page_only() -> None:
    head = (
        '<link rel="alternate" type="application/rss+xml" href="/tin.rss">'
        '<link rel="alternate" type="application/atom+xml" href="http://b.vn/atom.xml">'
        '<link rel="alternate" type="application/rss+xml" href="/comments/feed/"><body></body>'
    )
    assert [link.url for link in found(head).links] == ["http://a.vn/tin.rss"]
    assert found(head, "http://a.vn/bai-12.html").links == ()


def test_each_url_once_however_written() -> None:
    result = found(
        '<a href="/t-1.html">a</a><a href="http://www.a.vn/t-1.html#x">b</a><a href="//a.vn/t-1.html?utm_id=4">c</a>'
    )
    assert [link.url for link in result.links] == ["http://a.vn/t-1.html"]


@pytest.mark.parametrize("body", [b"", b"\x00\xff\xfe", b"<", b"<html>" + b"<div>" * 5000])
def test_broken_pages_lead_nowhere(body: bytes) -> None:
    assert found(body) == Found()
