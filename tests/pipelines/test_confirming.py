"""When a second look confirms what the first one only suspected."""

from typing import Any


def test_a_renamed_article_stays_live_when_its_old_page_is_looked_at_first(crawl: Any) -> None:
    """Its new page waits to be looked at again: that is no reason to doubt it."""
    crawl.begin()
    crawl.see(1)
    crawl.see(2, url="http://mau.vn/news.php?id=1", source_id="1")
    crawl.store.finish("finished")
    crawl.begin(recheck=True)
    crawl.miss(1, "done", redirect_to=crawl.link(2))
    assert crawl.rows("SELECT status, status_since FROM articles") == [("live", None)]
    assert crawl.one(f"SELECT suspected_at FROM pages WHERE id = {crawl.page(1).id}") is None


def test_a_crawl_may_confirm_sooner_than_a_day_later(crawl: Any) -> None:
    crawl.begin(confirm_after=60)
    crawl.see(1)
    seen = []
    for seconds in (0, 59, 1):
        crawl.clock.forward(seconds=seconds)
        crawl.miss(1)
        seen.append(crawl.one("SELECT status FROM articles"))
    assert seen == ["suspected", "suspected", "gone"]


def test_what_was_suspected_and_is_gone_is_one_issue(crawl: Any) -> None:
    crawl.begin(confirm_after=60)
    crawl.see(1)
    still = "SELECT code FROM issues WHERE resolved_at IS NULL"
    crawl.miss(1)
    assert crawl.rows(still) == [("article.suspected",)]
    crawl.clock.forward(seconds=60)
    crawl.miss(1)
    assert crawl.rows(still) == [("article.gone",)]
