"""Sites that answer under another scheme or host name than the one that was given."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.discovery.urls import at_origin, canonical
from crawler.errors import UnreachableError
from crawler.page import PageKind
from crawler.ports import PageRef
from crawler.profile_files import for_url
from crawler.run import RunOptions, crawl_in_child
from crawler.spiders.outcomes import Answer, moved_origin, of_failure, of_status

NOW = datetime(2026, 6, 1, tzinfo=UTC)
ARTICLE = (
    "<title>Đoàn xã ra quân</title><h1>Đoàn xã ra quân ngày Chủ nhật xanh</h1><div class=content>"
    + "<p>Sáng ngày 12/3/2024, hơn 50 đoàn viên đã dọn vệ sinh tuyến đường liên ấp và trồng cây xanh.</p>" * 5
    + "</div><p>Lượt xem: 12</p>"
).encode()


def sent_to(location: str, asked: str = "http://a.vn/", kind: PageKind = PageKind.SEED) -> Answer:
    return Answer(PageRef(1, asked, kind, 0), 301, {"location": location}, b"", None, NOW)


@pytest.mark.parametrize(
    ("asked", "location", "url"),
    [
        ("http://a.vn/", "https://a.vn/", "https://a.vn/"),
        ("https://a.vn/", "http://a.vn/", "http://a.vn/"),
        ("http://www.a.vn/tin/1", "http://a.vn/tin/1", "http://a.vn/tin/1"),
        ("http://a.vn/", "https://www.a.vn", "https://www.a.vn/"),
    ],
)
def test_another_scheme_or_www_is_no_loop(asked: str, location: str, url: str) -> None:
    profile, answer = for_url(asked), sent_to(location, asked)
    result = of_status(answer, profile)
    assert result is not None
    assert result.redirect_to is not None
    assert (result.state, result.redirect_to.url) == ("done", url)
    assert moved_origin(answer, profile) == url
    assert canonical(asked.removesuffix("tin/1") + "x", at_origin(profile, url)) == url.removesuffix("tin/1") + "x"


def test_a_site_that_sends_back_and_forth_is_a_loop_in_the_end() -> None:
    profile = at_origin(for_url("http://a.vn/"), "https://a.vn/")
    result = of_status(sent_to("https://a.vn/", "https://a.vn/"), profile)
    assert result is not None
    assert (result.state, result.reason) == ("failed", "redirect_loop")


@pytest.mark.parametrize("location", ["/vi/", "http://b.vn/", "http://a.vn/", "mailto:a@a.vn", ""])
def test_any_other_redirect_moves_no_origin(location: str) -> None:
    assert moved_origin(sent_to(location), for_url("http://a.vn/")) is None


@pytest.mark.parametrize("kind", [PageKind.FEED, PageKind.SITEMAP, PageKind.SEED])
def test_what_was_expected_is_expected_where_it_moved(kind: PageKind) -> None:
    result = of_status(sent_to("/wp-sitemap.xml", "http://a.vn/sitemap.xml", kind), for_url("http://a.vn/"))
    assert result is not None
    assert result.redirect_to is not None
    assert result.redirect_to.kind is kind


def test_a_seed_that_leads_to_another_site_is_an_issue() -> None:
    result = of_status(sent_to("https://tinhdoanmoi.vn/"), for_url("http://a.vn/"))
    assert result is not None
    assert [(signal.code, signal.severity) for signal in result.signals] == [("seed.moved", "error")]
    assert "https://tinhdoanmoi.vn/" in result.signals[0].message
    link = of_status(sent_to("https://facebook.com/x", kind=PageKind.ARTICLE), for_url("http://a.vn/"))
    assert link is not None
    assert link.signals == ()


def test_what_is_too_large_is_not_fetched_three_times() -> None:
    result = of_failure(PageRef(1, "http://a.vn/phim.html", PageKind.PAGE, 1), "too_large", "31 MB", NOW)
    assert result.state == "failed"
    assert "after 1 try:" in result.signals[0].message


def test_a_site_that_moved_to_its_other_host_is_crawled_there(
    tmp_path: Path, tiny_site: Callable[..., Any], rows_of: Callable[..., Any]
) -> None:
    def page(path: str) -> tuple[int, dict[str, str], bytes]:
        links = "".join(f'<a href="{old.url}tin-{n}.html">Tin số {n}</a>' for n in range(1, 4)).encode()
        if path == "/sitemap.xml":
            return 404, {}, b""
        return (200, {}, links) if path == "/" else (200, {}, ARTICLE)

    new = tiny_site(page, "127.0.0.2")
    old = tiny_site(lambda path: (301, {"Location": new.url.rstrip("/") + path}, b""))
    profile = replace(for_url(old.url), hosts=(old.netloc, new.netloc))
    summary = crawl_in_child(profile, tmp_path, RunOptions(delay=0))
    assert summary.articles_new == 3
    assert [path for path in old.asked if path.startswith("/tin")] == [], "links are asked for where the site now is"
    urls = rows_of(tmp_path, "SELECT url FROM pages WHERE state = 'done' AND reason = 'article' ORDER BY url")
    assert urls == [(f"{new.url}tin-{n}.html",) for n in range(1, 4)]
    again = crawl_in_child(profile, tmp_path, RunOptions(delay=0))
    assert (again.articles_new, again.failed) == (0, 0)


def test_a_site_that_only_sends_elsewhere_is_said(tmp_path: Path, tiny_site: Callable[..., Any]) -> None:
    moved = (301, {"Location": "http://khong-co.invalid/"}, b"")
    site = tiny_site(lambda path: (404, {}, b"") if path == "/robots.txt" else moved)
    with pytest.raises(UnreachableError, match=r"khong-co\.invalid"):
        crawl_in_child(for_url(site.url), tmp_path, RunOptions(delay=0))
