"""An article is believed to be missing where the same crawl finds another one in its place."""

from typing import Any

import pytest

from crawler.page import PageKind
from crawler.ports import PageResult

LIVE = "SELECT status, count(*) FROM articles GROUP BY 1 ORDER BY 1"


@pytest.fixture
def archived(crawl: Any) -> Any:
    """Six articles, all live and not due for long; a later crawl of what is due has begun."""
    crawl.begin()
    for number in range(1, 7):
        crawl.see(number)
    assert crawl.store.finish("finished").judged == "passed"
    crawl.clock.forward(hours=12)
    return crawl


def due(crawl: Any, *numbers: int) -> None:
    """Begin a crawl in which these articles alone are due."""
    crawl.store.connection.execute("UPDATE pages SET next_due = '2099-01-01T00:00:00Z'")
    for number in numbers:
        sql = "UPDATE pages SET next_due = '2020-01-01T00:00:00Z' WHERE url = ?"
        crawl.store.connection.execute(sql, (crawl.link(number).url,))
    crawl.begin(due=True)


def asked(crawl: Any) -> set[int]:
    """The articles whose pages the crawl would ask for next."""
    pages = crawl.store.next_pages(100)
    crawl.store.release(pages)
    return {int(page.source_id) for page in pages}


def test_the_first_that_is_missing_has_others_looked_at(archived: Any) -> None:
    due(archived, 2)
    assert asked(archived) == {2}
    archived.miss(2)
    controls = asked(archived)
    assert len(controls) == 3
    assert 2 not in controls
    archived.see(min(controls))
    archived.miss(1 if 1 not in controls else 6)
    assert asked(archived) == controls - {min(controls)}, "one control that is found is enough"
    assert archived.store.finish("finished").judged == "passed"
    assert ("suspected", 2) in archived.rows(LIVE)


def test_where_the_controls_are_missing_too_nothing_is_suspected(archived: Any) -> None:
    due(archived, 2)
    archived.miss(2)
    for number in asked(archived):
        archived.miss(number)
    ended = archived.store.finish("finished")
    assert ended.judged == "failed"
    assert "missing at once" in " ".join(ended.problems) or "not there" in " ".join(ended.problems)
    assert archived.rows(LIVE) == [("live", 6)]


def test_a_suspicion_is_not_confirmed_on_a_day_when_nothing_is_found(archived: Any) -> None:
    due(archived, 2)
    archived.miss(2)
    for number in asked(archived):
        archived.see(number)
    archived.store.finish("finished")
    archived.clock.forward(days=3)
    due(archived, 2)
    archived.miss(2)
    assert archived.rows(LIVE) == [("gone", 1), ("live", 5)]
    for number in asked(archived):
        archived.miss(number)
    assert archived.store.finish("finished").judged == "failed"
    assert archived.rows(LIVE) == [("live", 5), ("suspected", 1)]


def test_a_site_with_one_article_has_no_control_and_is_believed(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    crawl.store.finish("finished")
    crawl.clock.forward(days=3)
    due(crawl, 1)
    front = crawl.page(9, PageKind.LISTING)
    crawl.store.commit(PageResult(front, "done", "listing", 200, links=(crawl.link(1),)))
    crawl.miss(1)
    assert asked(crawl) == set()
    crawl.store.finish("finished")
    assert crawl.rows(LIVE) == [("suspected", 1)]


def test_old_addresses_that_lead_nowhere_any_more_are_no_missing_articles(crawl: Any) -> None:
    """The old domain of a site that has another one now lapses."""
    crawl.begin()
    for number in range(1, 13):
        crawl.see(number)
        page = crawl.page(number + 100)
        crawl.store.commit(
            PageResult(page, "done", "article", 200, crawl.capture(page.url), article=crawl.article(number))
        )
    assert crawl.store.finish("finished").judged == "passed"
    crawl.clock.forward(days=1)
    crawl.begin(recheck=True)
    for number in range(1, 13):
        crawl.see(number)
        crawl.miss(number + 100, "failed")
    assert crawl.store.finish("finished").judged == "passed"
    assert crawl.rows(LIVE) == [("live", 12)]
