"""When a page that is known already is looked at again: requisites, budgets, depth."""

from dataclasses import replace
from typing import Any

import pytest

from crawler.page import Link, PageKind, Refusal
from crawler.ports import PageResult

CSS = Link("http://mau.vn/s.css", PageKind.REQUISITE, -10)


def looked_at(crawl: Any, link: Link, state: str, reason: str) -> None:
    """The page of ``link`` has been looked at now."""
    crawl.store.add_links([link])
    (page,) = crawl.store.next_pages(10)
    crawl.store.commit(PageResult(page, state, reason, 200))


@pytest.mark.parametrize(
    ("state", "reason"),
    [("done", "requisite"), ("gone", "http_404"), ("failed", "timeout"), ("refused", "robots"), ("done", "absent")],
)
def test_a_requisite_is_due_again_thirty_days_after_its_last_look_whatever_it_was(
    crawl: Any, state: str, reason: str
) -> None:
    crawl.begin()
    looked_at(crawl, CSS, state, reason)
    assert crawl.store.add_links([CSS]) == 0
    crawl.store.finish("finished")
    crawl.clock.forward(days=29, hours=23)
    crawl.begin(recheck=True)
    assert crawl.store.pending() == 0, "requisites are due by a page that needs them, not by themselves"
    assert crawl.store.add_links([CSS]) == 0
    crawl.clock.forward(hours=2)
    assert crawl.store.add_links([CSS]) == 1
    assert crawl.store.add_links([CSS]) == 0, "waiting already"
    (page,) = crawl.store.next_pages(10)
    assert (page.url, page.kind) == (CSS.url, PageKind.REQUISITE)


def test_a_failed_requisite_opens_no_issue(crawl: Any) -> None:
    crawl.begin()
    looked_at(crawl, CSS, "failed", "timeout")
    looked_at(crawl, replace(CSS, url="http://mau.vn/b.png"), "gone", "http_404")
    assert crawl.rows("SELECT code FROM issues") == []


@pytest.mark.parametrize("state", ["pending", "done"])
def test_a_file_that_an_article_shows_is_the_articles_from_then_on(crawl: Any, state: str) -> None:
    crawl.begin()
    if state == "done":
        looked_at(crawl, CSS, state, "requisite")
    crawl.store.add_links([CSS])
    crawl.store.add_links([Link(CSS.url, PageKind.ASSET, 2)])
    assert crawl.rows("SELECT kind, state, priority FROM pages WHERE url LIKE '%.css'") == [("asset", state, 2)]
    crawl.clock.forward(days=40)
    assert crawl.store.add_links([CSS, Link(CSS.url, PageKind.ASSET, 2)]) == 0
    assert crawl.rows("SELECT kind FROM pages WHERE url LIKE '%.css'") == [("asset",)]


def test_refusals_keep_what_was_expected_and_are_woken_oldest_first_up_to_a_number(crawl: Any) -> None:
    crawl.begin()
    page = crawl.page(1)
    refused = [Refusal(f"http://mau.vn/lich/{n}", "budget:/lich/#", PageKind.LISTING) for n in range(5)]
    crawl.store.commit(PageResult(page, "done", "listing", 200, refusals=refused))
    assert list(crawl.store.refused_for("budget:")) == ["budget:/lich/#"]
    assert crawl.store.wake("budget:/lich/#", 2) == 2
    assert [(p.url, p.kind) for p in crawl.store.next_pages(10)] == [
        ("http://mau.vn/lich/0", PageKind.LISTING), ("http://mau.vn/lich/1", PageKind.LISTING)
    ]  # fmt: skip
    assert crawl.store.wake("budget:/khac", 9) == 0


@pytest.mark.parametrize(("reason", "woken"), [("budget:/lich/#", 1), ("depth", 1), ("trap:calendar", 0)])
def test_within_a_crawl_only_passing_refusals_are_lifted_by_a_link(crawl: Any, reason: str, woken: int) -> None:
    crawl.begin()
    url = "http://mau.vn/lich/7"
    crawl.store.commit(PageResult(crawl.page(1), "done", "listing", 200, refusals=[Refusal(url, reason)]))
    assert crawl.store.add_links([Link(url, PageKind.LISTING)]) == woken


def test_what_gave_articles_is_remembered(crawl: Any, make_article: Any) -> None:
    crawl.begin()
    listing = crawl.page(1)
    bare = Link("http://mau.vn/bai-viet", PageKind.PAGE)
    crawl.store.commit(PageResult(listing, "done", "listing", 200, links=[bare]))
    assert list(crawl.store.yields()) == []
    (page,) = crawl.store.next_pages(10)
    crawl.store.commit(PageResult(page, "done", "article", 200, crawl.capture(page.url), article=make_article(3)))
    assert sorted(crawl.store.yields()) == sorted([bare.url, listing.url])
