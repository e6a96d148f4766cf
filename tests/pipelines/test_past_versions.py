"""What an import brings from before an article was seen last: versions in their place among the others."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from pipelines import article_rows, crawl_rows
from pipelines.transactions import timestamp

OTHER = "\n".join(f"Lớp học bơi miễn phí bên dòng Cái Lớn khai giảng khóa {n} cho {n} em nhỏ." for n in range(9, 18))
VERSIONS = (
    "SELECT number, cause, substr(seen_at, 1, 10), staged, body = ?, id = (SELECT current_version_id FROM articles)"
    " FROM versions ORDER BY number"
)


def brought(crawl: Any, days: int, **changes: Any) -> str:
    """An import of what the article showed so many days ago."""
    article, at = crawl.article(1, **changes), crawl.clock.now - timedelta(days=days)
    with crawl.store._write() as run:
        capture = crawl_rows.save_capture(run, replace(crawl.capture(article.url), captured_at=at))
        look = article_rows.Look(article, article.url, capture, timestamp(at), past=True)
        importing = replace(run, horizon=None)
        return article_rows.save(importing, look, article_rows.find(importing, article)).outcome


def test_a_text_between_two_looks_at_another_one(crawl: Any) -> None:
    """The other text was seen again since: a version of its own, so that the one between is not the last."""
    crawl.begin()
    crawl.see(1)
    crawl.clock.forward(days=90)
    crawl.see(1)
    assert brought(crawl, 60, body_text=OTHER) == "changed"
    first, between = (1, "first", "2026-11-23", 0, 0, 0), (2, "change", "2026-12-23", 0, 1, 0)
    assert crawl.rows(VERSIONS, OTHER) == [first, between, (3, "change", "2027-02-21", 0, 0, 1)]
    assert brought(crawl, 60, body_text=OTHER) == "unchanged"
    assert crawl.see(1) == "unchanged"
    crawl.clock.forward(days=30)
    assert crawl.see(1, body_text=OTHER) == "changed"
    assert crawl.rows(VERSIONS, OTHER)[2:] == [
        (3, "change", "2027-02-21", 0, 0, 0), (4, "change", "2027-03-23", 0, 1, 1),
    ]  # fmt: skip
    assert crawl.one("SELECT t.body = v.body FROM article_texts t, versions v, articles a"
                     " WHERE v.id = a.current_version_id") == 1  # fmt: skip


def test_a_version_that_waits_waits_on_behind_what_is_put_before_it(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    crawl.clock.forward(days=1)
    crawl.see(1, byline=None)
    crawl.clock.forward(days=9)
    crawl.see(1, byline=None)
    assert brought(crawl, 5, body_text=OTHER) == "changed"
    assert [(row[0], row[3], row[5]) for row in crawl.rows(VERSIONS, OTHER)] == [
        (1, 0, 1), (2, 2, 0), (3, 0, 0), (4, 1, 0),
    ]  # fmt: skip
    assert crawl.store.finish("finished").judged == "passed"
    assert [(row[3], row[5]) for row in crawl.rows(VERSIONS, OTHER)][-1] == (0, 1)
