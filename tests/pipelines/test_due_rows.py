"""What a crawl makes pending when it begins: all that is usual, or only what is due."""

from datetime import timedelta
from typing import Any

import pytest

from crawler.errors import NothingDueError
from crawler.page import Link, PageKind
from crawler.ports import PageResult


def waiting(crawl: Any) -> set[str]:
    return {row[0].rpartition("/")[2] for row in crawl.rows("SELECT url FROM pages WHERE state = 'pending'")}


def listing(crawl: Any, name: str, reason: str = "listing", kind: PageKind = PageKind.LISTING) -> None:
    crawl.store.add_links([Link(f"http://mau.vn/{name}", kind, 0)])
    page = next(page for page in crawl.store.next_pages(100) if page.url.endswith(name))
    crawl.store.commit(PageResult(page, "done", reason, 200, links=(crawl.link(1),)))


def looked(crawl: Any) -> None:
    """A crawl that saw an article of today, one of January 2024, a list, its further page and a feed."""
    crawl.begin()
    crawl.see(1, published_at=crawl.clock.now)
    crawl.see(2)
    listing(crawl, "tin")
    listing(crawl, "tin?page=9", "listing_page")
    listing(crawl, "rss", "feed", PageKind.FEED)
    crawl.store.finish("finished")


def test_right_after_a_crawl_nothing_is_due(crawl: Any) -> None:
    looked(crawl)
    with pytest.raises(NothingDueError):
        crawl.begin(due=True)
    assert crawl.one("SELECT count(*) FROM crawls") == 1
    assert waiting(crawl) == set()


def test_each_page_falls_due_in_its_own_time(crawl: Any) -> None:
    looked(crawl)
    seen = []
    for hours in (6, 19, 24 * 31, 24 * 150):
        crawl.clock.forward(hours=hours)
        crawl.begin(due=True)
        seen.append(waiting(crawl))
        crawl.rows("UPDATE pages SET state = 'done' WHERE state = 'pending'")
        crawl.store.finish("finished")
    assert seen == [
        {"rss"}, {"news.php?id=1", "tin"}, {"tin?page=9"}, {"news.php?id=2"}
    ]  # fmt: skip


def test_a_usual_crawl_looks_at_lists_and_at_what_is_due(crawl: Any) -> None:
    looked(crawl)
    crawl.begin()
    assert waiting(crawl) == {"tin", "rss"}
    crawl.store.finish("finished")
    crawl.clock.forward(days=1)
    crawl.begin()
    assert waiting(crawl) == {"tin", "rss", "news.php?id=1"}


def test_a_budget_lets_those_go_first_that_waited_longest(crawl: Any) -> None:
    crawl.begin()
    for number in range(1, 5):
        crawl.see(number, published_at=crawl.clock.now)
        crawl.clock.forward(minutes=1)
    crawl.store.finish("finished")
    crawl.clock.forward(days=2)
    crawl.begin(due=True, schedule=crawl.schedule(budget=3))
    assert waiting(crawl) == {f"news.php?id={number}" for number in (1, 2, 3)}
    for number in (1, 2):
        crawl.see(number, published_at=crawl.clock.now)
    crawl.store.finish("finished")
    crawl.rows("UPDATE pages SET state = 'done', next_due = '2026-11-20T00:00:00Z' WHERE state = 'pending'")
    crawl.begin(due=True)
    assert len(waiting(crawl)) == 1


def test_what_another_run_left_is_due_at_once(crawl: Any) -> None:
    looked(crawl)
    crawl.begin()
    crawl.store.next_pages(1)
    crawl.clock.forward(minutes=30)
    crawl.begin(due=True)
    assert waiting(crawl) == {"tin", "rss"}


def test_without_a_budget_a_share_of_the_site_is_looked_at_and_what_cannot_wait(crawl: Any) -> None:
    crawl.begin()
    for number in range(1, 41):
        crawl.see(number, published_at=crawl.clock.now - timedelta(days=900 if number <= 35 else 3))
    crawl.store.finish("finished")
    crawl.clock.forward(days=155)
    crawl.begin(due=True)
    first = waiting(crawl)
    assert len(first) == 20
    assert {f"news.php?id={number}" for number in range(36, 41)} <= first
    crawl.rows("UPDATE pages SET state = 'done', next_due = '2026-11-20T00:00:00Z' WHERE state = 'pending'")
    crawl.store.finish("finished")
    crawl.clock.forward(days=30)
    crawl.begin(due=True)
    assert len(waiting(crawl)) == 40
