"""A crawl that is killed was never judged: what it staged and what it called missing does not count."""

from typing import Any

from pipelines.store import Store


def kill(crawl: Any) -> None:
    """End the crawl as SIGKILL does: nothing is closed, the lease lapses."""
    crawl.store.connection.close()
    crawl.clock.forward(days=1)
    crawl.store = Store(crawl.archive, crawl.clock)
    assert crawl.one("SELECT count(*) FROM crawls WHERE ended_at IS NULL") == 1


def shown(crawl: Any) -> list[tuple[Any, ...]]:
    return list(crawl.rows(
        "SELECT a.source_id, a.status, a.status_since, a.versions, v.number, t.lead FROM articles a JOIN versions v"
        " ON v.id = a.current_version_id JOIN article_texts t ON t.article_id = a.id ORDER BY a.id"
    ))  # fmt: skip


def test_what_a_killed_crawl_lowered_and_staged_does_not_count(crawl: Any) -> None:
    crawl.begin()
    for number in range(12):
        crawl.see(number)
    assert crawl.store.finish("finished").judged == "passed"
    before = shown(crawl)
    crawl.clock.forward(days=1)
    crawl.begin(recheck=True, confirm_after=0.0)
    for number in range(5):
        crawl.miss(number)
    for number in range(5, 10):
        crawl.see(number, lead=None)
    assert {row[1] for row in shown(crawl)} == {"gone", "live"}
    kill(crawl)
    crawl.begin()
    assert shown(crawl) == before
    due = {page.source_id for page in crawl.store.next_pages(1000)}
    assert {str(number) for number in range(5)} <= due
    assert crawl.store.finish("finished").judged == "passed"
    assert shown(crawl) == before, "versions of a crawl that nobody judged wait on"
    assert crawl.rows("PRAGMA foreign_key_check") == []


def test_an_article_that_was_suspected_before_is_so_again(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    crawl.see(2)
    crawl.store.finish("finished")
    crawl.begin(recheck=True)
    crawl.see(2)
    crawl.miss(1)
    crawl.store.finish("interrupted")
    before = crawl.rows("SELECT status, status_since FROM articles")
    crawl.clock.forward(days=2)
    crawl.begin(recheck=True)
    crawl.see(2)
    crawl.miss(1)
    assert crawl.one("SELECT status FROM articles") == "gone"
    kill(crawl)
    crawl.begin(recheck=True)
    assert crawl.rows("SELECT status, status_since FROM articles") == before
