"""The frontier as the spider sees it: what is due, in which order, and what a crawl makes due again."""

import contextlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from crawler.page import Link, PageKind, Refusal
from crawler.ports import PageResult
from pipelines import frontier_rows


def urls(crawl: Any, limit: int = 100) -> list[str]:
    return [page.url.rpartition("/")[2] for page in crawl.store.next_pages(limit)]


def test_seeds_come_first_then_priority_then_age(crawl: Any) -> None:
    crawl.begin(seeds=("http://mau.vn/",))
    links = [Link(f"http://mau.vn/{name}", PageKind.ARTICLE, priority) for name, priority in
             (("a", 0), ("b", 5), ("c", 0), ("d", 5))]  # fmt: skip
    assert crawl.store.add_links(links) == 4
    assert crawl.store.add_links(links) == 0
    assert urls(crawl) == ["", "b", "d", "a", "c"]


def test_a_leased_page_is_given_once_and_may_be_given_back(crawl: Any) -> None:
    crawl.begin()
    crawl.store.add_links([crawl.link(1)])
    (page,) = crawl.store.next_pages(10)
    assert crawl.store.next_pages(10) == []
    assert crawl.store.pending() == 1
    crawl.store.release([page])
    assert crawl.store.next_pages(10) == [page]


def test_a_retry_waits_for_its_time_and_counts_as_pending_if_soon(crawl: Any) -> None:
    crawl.begin()
    page = crawl.page(1)
    soon = crawl.clock() + timedelta(minutes=5)
    crawl.store.commit(PageResult(page, "pending", "http.503", 503, crawl.capture(page.url), retry_at=soon))
    assert (crawl.store.next_pages(10), crawl.store.pending()) == ([], 1)
    crawl.clock.forward(minutes=6)
    (again,) = crawl.store.next_pages(10)
    assert (again.id, again.tries) == (page.id, 1)
    late = crawl.clock() + timedelta(hours=2)
    crawl.store.commit(PageResult(again, "pending", "http.503", 503, None, retry_at=late))
    assert crawl.store.pending() == 0


def test_links_know_their_parent_and_depth(crawl: Any) -> None:
    crawl.begin()
    page = crawl.page(1)
    crawl.store.commit(PageResult(page, "done", "listing", 200, links=[crawl.link(2)]))
    assert crawl.rows("SELECT depth, parent_id FROM pages WHERE source_id = '2'") == [(1, page.id)]


def test_refusals_are_rows_and_are_not_fetched(crawl: Any) -> None:
    crawl.begin()
    page = crawl.page(1)
    refusals = [Refusal("http://mau.vn/print/1", "trap:print"), Refusal("http://khac.vn/", "offsite")]
    crawl.store.commit(PageResult(page, "done", "listing", 200, links=[crawl.link(1)], refusals=refusals))
    assert crawl.rows("SELECT url, reason FROM pages WHERE state = 'refused' ORDER BY url") == [
        ("http://khac.vn/", "offsite"), ("http://mau.vn/print/1", "trap:print"),
    ]  # fmt: skip
    assert (crawl.store.next_pages(10), crawl.store.counts()["refused"]) == ([], 2)


def test_a_new_crawl_looks_at_listings_failures_and_suspects_again(crawl: Any) -> None:
    crawl.begin(seeds=("http://mau.vn/",))
    for number, kind, state in ((1, "article", "done"), (2, "listing", "done"), (3, "article", "failed")):
        crawl.store.commit(PageResult(crawl.page(number, PageKind(kind)), state, None, 200))
    crawl.see(4)
    crawl.miss(4)
    for page in crawl.store.next_pages(10):  # the seed
        crawl.store.commit(PageResult(page, "done", "listing", 200, links=[crawl.link(1)]))
    assert crawl.store.pending() == 0
    crawl.store.finish("finished")
    crawl.begin()
    assert urls(crawl) == ["", "news.php?id=2", "news.php?id=3", "news.php?id=4"]


def test_recheck_makes_articles_due(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    crawl.store.finish("finished")
    crawl.begin()
    assert urls(crawl) == []
    crawl.store.finish("finished")
    crawl.begin(recheck=True)
    assert urls(crawl) == ["news.php?id=1"]


def test_robots_are_asked_again_by_the_next_crawl(crawl: Any) -> None:
    crawl.begin()
    crawl.store.commit(PageResult(crawl.page(1), "refused", "robots"))
    crawl.store.commit(
        PageResult(crawl.page(2), "done", "x", 200, refusals=[Refusal("http://mau.vn/in", "trap:print")])
    )
    crawl.store.finish("finished")
    crawl.begin()
    assert urls(crawl) == ["news.php?id=1"]


def test_ids_tell_articles_from_what_was_tried(crawl: Any) -> None:
    crawl.begin()
    assert tuple(map(sorted, crawl.store.ids("news"))) == ([], [])
    crawl.see(5)
    crawl.store.commit(PageResult(crawl.page(6, PageKind.GUESS), "done", "empty", 200))
    crawl.store.add_links([crawl.link(7, PageKind.GUESS)])
    assert tuple(map(sorted, crawl.store.ids("news"))) == ([5], [5, 6, 7])
    assert tuple(map(sorted, crawl.store.ids("other"))) == ([], [])


def test_empty_ids_beyond_the_last_article_are_tried_again_by_the_next_crawl(crawl: Any) -> None:
    crawl.begin()
    crawl.see(5)
    for number in (4, 6, 7):
        crawl.store.commit(PageResult(crawl.page(number, PageKind.GUESS), "done", "empty", 200))
    crawl.store.finish("finished")
    crawl.begin()
    assert urls(crawl) == ["news.php?id=6", "news.php?id=7"]


def test_an_empty_id_that_is_linked_later_is_looked_at_as_an_article(crawl: Any) -> None:
    crawl.begin()
    crawl.see(9)
    crawl.store.commit(PageResult(crawl.page(4, PageKind.GUESS), "done", "empty", 200))
    assert crawl.store.add_links([crawl.link(4)]) == 0, "not within the crawl that saw it empty"
    crawl.store.finish("finished")
    crawl.begin()
    assert crawl.store.add_links([crawl.link(4)]) == 1
    (page,) = crawl.store.next_pages(10)
    assert (page.source_id, page.kind) == ("4", PageKind.ARTICLE)


def test_a_waiting_guess_that_is_linked_becomes_an_article(crawl: Any) -> None:
    crawl.begin()
    crawl.store.add_links([crawl.link(4, PageKind.GUESS)])
    crawl.store.add_links([Link("http://mau.vn/news.php?id=4", PageKind.ARTICLE, 7)])
    assert crawl.rows("SELECT kind, priority, source_id FROM pages") == [("article", 7, "4")]


def test_a_redirect_leads_to_its_target_once(crawl: Any, another: Callable[[], Any]) -> None:
    crawl.begin()
    crawl.store.add_links([Link("http://mau.vn/ngan", PageKind.ARTICLE)])
    (page,) = crawl.store.next_pages(1)
    crawl.store.commit(PageResult(page, "done", "redirect", 301, crawl.capture(page.url), redirect_to=crawl.link(8)))
    assert crawl.rows("SELECT p.url, p.redirects FROM pages o JOIN pages p ON p.id = o.redirect_id") == [
        ("http://mau.vn/news.php?id=8", 1)
    ]
    crawl.see(8)
    assert crawl.rows("SELECT url FROM article_urls ORDER BY url") == [
        ("http://mau.vn/news.php?id=8",), ("http://mau.vn/ngan",),
    ]  # fmt: skip


def test_a_redirect_to_another_id_is_no_other_url_of_that_article(crawl: Any) -> None:
    crawl.begin()
    page = crawl.page(7)
    crawl.store.commit(PageResult(page, "done", "redirect", 301, redirect_to=crawl.link(8)))
    crawl.see(8)
    assert crawl.rows("SELECT url FROM article_urls") == [("http://mau.vn/news.php?id=8",)]


def test_links_that_were_met_are_not_looked_up_again(crawl: Any) -> None:
    crawl.begin()
    asked: list[str] = []
    assert crawl.store.add_links([crawl.link(1)]) == 1
    crawl.store.connection.set_trace_callback(asked.append)
    assert crawl.store.add_links([crawl.link(1)]) == 0
    assert not [sql for sql in asked if "json_each" in sql]
    with contextlib.suppress(ZeroDivisionError), crawl.store._write() as run:
        frontier_rows.add_links(run, [crawl.link(2)], None, 0, "2026-11-23T05:00:00Z")
        raise ZeroDivisionError
    assert crawl.store.add_links([crawl.link(1), crawl.link(2)]) == 1, "what was rolled back was not met"
