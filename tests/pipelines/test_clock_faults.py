"""A crawl whose clock was a year ahead keeps nothing from being looked at, and from being kept, once it is right."""

from datetime import timedelta
from typing import Any

import pytest

from crawler.errors import LeaseHeldError
from pipelines import due_rows, leases
from pipelines.schema import connect
from pipelines.transactions import timestamp
from publish.standing import QUERY, standings


def ahead(crawl: Any) -> None:
    """A good crawl now, and one by a clock that is a year ahead."""
    crawl.begin()
    crawl.see(1)
    crawl.store.finish("finished")
    crawl.clock.forward(days=365)
    crawl.begin(recheck=True)
    crawl.see(1)
    crawl.store.finish("finished")
    crawl.clock.forward(days=-364)


def test_what_was_looked_at_in_the_future_is_due(crawl: Any) -> None:
    ahead(crawl)
    assert due_rows.is_due(crawl.store.connection, 1, crawl.clock())
    crawl.begin(due=True)
    assert [page.source_id for page in crawl.store.next_pages(9)] == ["1"]
    assert crawl.one("SELECT severity FROM issues WHERE code = 'clock.ahead' AND resolved_at IS NULL") == "warning"


def test_an_edit_seen_by_the_right_clock_is_a_version(crawl: Any) -> None:
    ahead(crawl)
    crawl.begin(recheck=True)
    assert crawl.see(1, title="Ngày Chủ nhật xanh số 1 (sửa)", read_count=70) == "changed"
    crawl.store.finish("finished")
    assert crawl.rows("SELECT title, versions, last_seen_at, read_count FROM articles") == [
        ("Ngày Chủ nhật xanh số 1 (sửa)", 2, timestamp(crawl.clock()), 70)
    ]
    crawl.clock.forward(hours=1)
    crawl.begin()
    assert crawl.rows("SELECT 1 FROM issues WHERE code = 'clock.ahead' AND resolved_at IS NULL") == []
    assert not due_rows.is_due(crawl.store.connection, 1, crawl.clock() - timedelta(hours=1))


def test_a_good_run_in_the_future_is_none_to_rely_on(crawl: Any) -> None:
    ahead(crawl)
    now = crawl.clock()
    rows = crawl.store.connection.execute(QUERY, {"now": timestamp(now)}).fetchall()
    assert [site.state for site in standings(rows, now)] == ["stale"]
    crawl.begin(recheck=True)
    crawl.see(1)
    crawl.store.finish("finished")
    rows = crawl.store.connection.execute(QUERY, {"now": timestamp(now)}).fetchall()
    assert [site.state for site in standings(rows, now)] == ["ok"]


def test_a_lease_that_would_last_a_year_has_lapsed(crawl: Any) -> None:
    crawl.begin()
    later = timestamp(crawl.clock() + timedelta(days=365))
    crawl.store.connection.execute("UPDATE leases SET until = ?, holder = 'another:7:1'", (later,))
    database = connect(crawl.store.path)
    assert leases.take(database, 1, crawl.clock()) == 2
    database.close()


def test_a_crawl_keeps_its_lease_when_the_clock_is_set_back(crawl: Any) -> None:
    crawl.begin()
    crawl.clock.forward(hours=-1)
    crawl.see(1)
    database = connect(crawl.store.path)
    with pytest.raises(LeaseHeldError):
        leases.take(database, 1, crawl.clock())
    database.close()
    crawl.see(2)
