"""An article's place then and now: by its day where that is known, else by what else tells its time."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from pipelines.schema import open_database

SAIGON = timezone(timedelta(hours=7))
KIEN_GIANG = {"province_old": "Kiên Giang", "province_new": "An Giang", "level": "district"}


def places(crawl: Any) -> tuple[Any, ...]:
    ((*row,),) = crawl.rows("SELECT level, place_then, place_now FROM v_articles")
    return tuple(row)


@pytest.mark.parametrize(
    ("published", "event", "then"),
    [
        (datetime(2025, 6, 30, 23, 59, tzinfo=SAIGON), None, "Kiên Giang"),
        (datetime(2025, 7, 1, 0, 0, tzinfo=SAIGON), None, "An Giang"),
        (datetime(2025, 7, 2, 8, 0, tzinfo=SAIGON), date(2025, 6, 29), "An Giang"),
        (None, date(2024, 2, 29), "Kiên Giang"),
        (None, date(2025, 7, 1), "An Giang"),
        (None, None, None),
    ],
)
def test_the_day_decides(crawl: Any, published: datetime | None, event: date | None, then: str | None) -> None:
    crawl.begin(**KIEN_GIANG)
    crawl.see(1, published_at=published, event_date=event)
    assert places(crawl) == ("district", then, "An Giang")


@pytest.mark.parametrize(
    ("column", "day", "then"),
    [
        ("published_to", "2025-06-30T10:00:00+07:00", "Kiên Giang"),
        ("published_to", "2025-07-01T10:00:00+07:00", None),
        ("published_from", "2025-07-01T10:00:00+07:00", "An Giang"),
        ("published_from", "2025-06-30T10:00:00+07:00", None),
        ("first_seen_at", "2025-06-30T16:59:59Z", "Kiên Giang"),
        ("first_seen_at", "2025-06-30T17:00:00Z", None),
    ],
)
def test_an_article_without_a_day(crawl: Any, column: str, day: str, then: str | None) -> None:
    crawl.begin(**KIEN_GIANG)
    crawl.see(1, published_at=None, event_date=None)
    crawl.store.connection.execute(f"UPDATE articles SET {column} = ?", (day,))
    assert places(crawl)[1:] == (then, "An Giang")


@pytest.mark.parametrize(
    ("old", "new", "then", "now"),
    [
        ("Hà Nội", "Hà Nội", "Hà Nội", "Hà Nội"),
        ("Thừa Thiên Huế", "Huế", "Huế", "Huế"),
        ("An Giang", "An Giang", "An Giang", "An Giang"),
        ("Kiên Giang", "", "Kiên Giang", "An Giang"),
        ("", "", None, None),
    ],
)
def test_places_of_other_kinds(crawl: Any, old: str, new: str, then: str | None, now: str | None) -> None:
    crawl.begin(province_old=old, province_new=new)
    crawl.see(1, published_at=datetime(2025, 3, 1, tzinfo=SAIGON))
    assert places(crawl)[1:] == (then, now)


def test_the_table_holds_those_of_then_and_of_now(tmp_path: Path) -> None:
    db = open_database(tmp_path / "archive.db").conn
    on = "SELECT count(*) FROM provinces WHERE coalesce(since, ?1) <= ?1 AND coalesce(until, '9') > ?1"
    assert db.execute(on, ("2025-06-30",)).fetchone()[0] == 63
    assert db.execute(on, ("2025-07-01",)).fetchone()[0] == 34
    assert db.execute("SELECT successor FROM provinces WHERE name = 'Kiên Giang'").fetchall()[0][0] == "An Giang"
    db.close()
