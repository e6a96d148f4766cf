"""Budgets of URL shapes: what is cut, and what is not because it gives articles."""

import pytest

from crawler.discovery.budget import EVIDENCE, PAGES, PER_ARTICLE, Budget, shape_of
from crawler.page import Link, PageKind


@pytest.mark.parametrize(
    ("url", "shape"),
    [
        ("http://a.vn/lich/2024/07", "/lich/#/#"),
        ("http://a.vn/lich.php?thang=7&nam=2024", "/lich.php?nam&thang"),
        ("http://a.vn/lich.php?nam=2024&thang=7", "/lich.php?nam&thang"),
        ("http://a.vn", "/"),
        ("http://a.vn/x?f1=a&f2=b&12345", "/x?#&f#"),
        ("http://a.vn/tin/anh/tin/anh/tin/2/", "/anh/tin/…"),
        ("http://a.vn/anh/anh/tin/3/4/?x=1", "/anh/tin/…?x"),
        ("http://a.vn/2024/11/05/", "/#/#/#/"),
    ],
)
def test_shapes(url: str, shape: str) -> None:
    assert shape_of(url) == shape


def month(number: int) -> Link:
    return Link(f"http://a.vn/lich?thang={number}", PageKind.LISTING)


def walk(budget: Budget, months: range, article_every: int = 0) -> int:
    """Follow a chain of months as a crawl does; returns how many were let in."""
    page, walked = "http://a.vn/", 0
    for number in months:
        link = month(number)
        if budget.cut([link], page):
            return walked
        walked += 1
        budget.nothing_at(link.url)
        if article_every and number % article_every == 0:
            news = Link(f"http://a.vn/bai-{number}", PageKind.PAGE)
            assert budget.cut([news], link.url) == set()
            budget.article_at(news.url)
        page = link.url
    return walked


def test_a_chain_that_gives_nothing_is_cut() -> None:
    budget = Budget()
    assert walk(budget, range(1000)) == PAGES
    assert budget.exhausted() == ["/lich?thang"]


def test_a_chain_that_gives_articles_is_never_cut() -> None:
    budget = Budget()
    assert walk(budget, range(1000), article_every=PER_ARTICLE // 2) == 1000
    assert budget.exhausted() == []


def test_nothing_is_cut_before_it_was_looked_at() -> None:
    budget = Budget()
    many = [Link(f"http://a.vn/bai/{number}", PageKind.ARTICLE) for number in range(3 * PAGES)]
    assert budget.cut(many, "http://a.vn/") == set()
    for number in range(EVIDENCE):
        budget.nothing_at(f"http://a.vn/bai/{number}")
    assert budget.cut([*many, Link("http://a.vn/bai/9999", PageKind.ARTICLE)], "http://a.vn/") == {
        "http://a.vn/bai/9999"
    }


def test_links_with_an_identity_are_let_in_and_count_once_for_the_page_that_led_to_them() -> None:
    budget = Budget(pages=2, per_article=1)
    for number in range(EVIDENCE):
        budget.nothing_at(month(number).url)
    assert budget.cut([month(1), month(2), month(3)], "http://a.vn/") == {month(3).url}
    for spelling in ("", "?in=1"):
        news = Link(f"http://a.vn/bai-7.html{spelling}", PageKind.ARTICLE, 0, "news", "7")
        assert budget.cut([news], month(1).url) == set()
    assert budget.cut([month(3), month(4)], "http://a.vn/") == {month(4).url}


def test_an_article_frees_pages_of_its_shape_that_were_cut() -> None:
    budget = Budget(pages=2)
    for number in range(EVIDENCE):
        budget.nothing_at(month(number).url)
    page = Link("http://a.vn/bai", PageKind.PAGE)
    assert budget.cut([month(1), month(2), month(3), page], month(0).url) == {month(3).url}
    assert budget.article_at(page.url) == ["/lich?thang"]


def test_what_earlier_crawls_learned_counts() -> None:
    budget = Budget()
    budget.learn([month(1).url] * 100)
    assert walk(budget, range(3000)) == PAGES + 100 * PER_ARTICLE


def test_files_feeds_and_ids_have_no_budget() -> None:
    budget = Budget(pages=0)
    for number in range(EVIDENCE):
        budget.nothing_at(f"http://a.vn/{number}")
    kinds = (PageKind.ASSET, PageKind.REQUISITE, PageKind.FEED, PageKind.SITEMAP, PageKind.GUESS)
    assert budget.cut([Link(f"http://a.vn/{n}", kind) for n, kind in enumerate(kinds)], "http://a.vn/") == set()


def test_links_relative_to_the_wrong_place_come_to_an_end() -> None:
    budget, waiting, met = Budget(), ["http://a.vn/"], {"http://a.vn/"}
    while waiting and len(met) < 10_000:
        page = waiting.pop()
        budget.nothing_at(page)
        deeper = [Link(page + place, PageKind.PAGE) for place in ("tin/anh/", "hoi/")]
        cut = budget.cut(deeper, page)
        waiting += [link.url for link in deeper if link.url not in cut and link.url not in met]
        met.update(waiting)
    assert len(met) < 1000
