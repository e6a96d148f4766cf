"""Ids that are given to another article and back, and one page that stands in the place of many."""

from typing import Any

import pytest

from crawler.ports import PageResult

STATUS = "SELECT identity, status FROM articles ORDER BY id"
FIRST = "SELECT identity, status FROM articles WHERE source_id = 1 ORDER BY id"
OTHER = "\n".join(f"Hội trại tòng quân năm {n} khép lại với đêm lửa truyền thống thứ {n * 7}." for n in range(8))
TAKEN = "\n".join(f"Công ty nhận vận chuyển hàng hóa trên tuyến số {n} với giá {n * 9} nghìn đồng." for n in range(8))
COMPANY = {"title": "Dịch vụ vận tải uy tín", "body_text": TAKEN, "lead": None, "byline": None, "images": ()}


def other(crawl: Any, number: int) -> Any:
    return crawl.see(number, title="Hội trại tòng quân khép lại", body_text=OTHER)


def a_day_on(crawl: Any) -> None:
    crawl.store.finish("finished")
    crawl.clock.forward(days=1)
    crawl.begin(recheck=True)


def test_an_article_that_has_its_id_back_is_the_same_as_before(crawl: Any) -> None:
    crawl.begin()
    for number in range(1, 9):
        crawl.see(number)
    a_day_on(crawl)
    crawl.see(2)
    assert other(crawl, 1) == "new"
    a_day_on(crawl)
    crawl.see(2)
    assert crawl.see(1) == "unchanged"
    assert crawl.rows(FIRST) == [
        ("1", "live"),
        ("1#2", "suspected"),
    ]
    a_day_on(crawl)
    crawl.see(2)
    crawl.see(1)
    assert crawl.rows(FIRST) == [("1", "live"), ("1#2", "replaced")]
    assert other(crawl, 1) == "unchanged", "and that one again"
    assert crawl.one("SELECT count(*) FROM articles WHERE source_id = 1") == 2


def test_a_page_that_shows_the_text_of_another_article_is_no_new_one(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    other(crawl, 2)
    assert other(crawl, 1) == "none"
    assert crawl.rows(STATUS) == [("1", "suspected"), ("2", "live")]
    assert crawl.rows("SELECT state, reason FROM pages WHERE source_id = 1") == [("suspected", "another_article")]
    crawl.see(3, title="Ngày Chủ nhật xanh tại xã khác")
    assert crawl.see(3, title="Ngày Chủ nhật xanh số 1") == "none", "nor an edit"


@pytest.mark.parametrize("alike", [True, False])
def test_a_domain_that_was_taken_over_replaces_no_article(crawl: Any, alike: bool) -> None:
    crawl.begin()
    for number in range(1, 6):
        crawl.see(number)
    for day in range(3):
        a_day_on(crawl)
        for number in range(1, 6):
            crawl.see(number, **(COMPANY if alike else COMPANY | {"title": f"Vận tải tuyến {number * 7 + day}"}))
        assert crawl.store.finish("finished").judged == "failed"
        assert crawl.one("SELECT count(*) FROM articles WHERE status = 'live' AND instr(identity, '#') = 0") == 5
        assert crawl.one("SELECT count(*) FROM articles WHERE status = 'live'") == 5
        crawl.begin()
    for _ in range(2):
        a_day_on(crawl)
        for number in range(1, 6):
            assert crawl.see(number) == "unchanged"
    assert crawl.one("SELECT count(*) FROM articles WHERE status = 'live'") == 5
    assert crawl.store.finish("finished").judged == "passed"


def test_an_old_capture_of_the_article_that_had_the_id_before_suspects_nobody(crawl: Any) -> None:
    crawl.begin()
    other(crawl, 1)
    crawl.clock.forward(days=-400)
    page = crawl.page(1)
    capture = crawl.store.record_capture(crawl.capture(page.url))
    crawl.store.commit(PageResult(page, "done", "article", 200, capture, article=crawl.article(1)))
    assert crawl.rows(STATUS) == [("1", "live"), ("1#2", "replaced")]
    crawl.clock.forward(days=401)
    assert other(crawl, 1) == "unchanged"
    assert crawl.rows(STATUS) == [("1", "live"), ("1#2", "replaced")]


def test_what_is_asked_when_a_crawl_is_judged_looks_at_no_page_twice(crawl: Any) -> None:
    """8,000 articles took 25 s where the pages of the crawl were looked through for each of them."""
    crawl.begin()
    crawl.see(1)
    a_day_on(crawl)
    crawl.see(1)
    asked: list[str] = []
    crawl.store.connection.set_trace_callback(asked.append)
    crawl.store.finish("finished")
    crawl.store.connection.set_trace_callback(None)
    plans = [
        [row[3] for row in crawl.rows(f"EXPLAIN QUERY PLAN {sql}")]
        for sql in asked
        if "NOT EXISTS (SELECT 1 FROM pages o" in sql or "CROSS JOIN articles o" in sql
    ]
    steps = [step for plan in plans for step in plan if step.startswith(("SEARCH o ", "SCAN o", "SEARCH u ", "SCAN u"))]
    assert {step.partition(" (")[0].replace("COVERING ", "") for step in steps} == {
        "SEARCH o USING INDEX pages_article", "SEARCH o USING INTEGER PRIMARY KEY",
        "SEARCH u USING INDEX article_urls_url",
    }  # fmt: skip


def test_who_had_an_id_before_is_looked_for_by_that_id(crawl: Any) -> None:
    """32 ms for each article of 50,000 where all of the site were looked through, while one was suspected."""
    crawl.begin()
    asked: list[str] = []
    crawl.store.connection.set_trace_callback(asked.append)
    crawl.see(1)
    crawl.store.connection.set_trace_callback(None)
    (sql,) = (sql for sql in asked if sql.startswith("UPDATE articles SET status = 'replaced'"))
    plan = [row[3] for row in crawl.rows(f"EXPLAIN QUERY PLAN {sql}")]
    assert sum("(site_id=? AND id_space=? AND identity" in step for step in plan) == 2, plan
