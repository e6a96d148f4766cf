"""The full-text index sheds, at a crawl's end, what updates took out of it; what it finds stays the same."""

from typing import Any

import pytest

from pipelines.schema import search

PIECES = "SELECT count(DISTINCT segid) FROM article_texts_fts_idx"
BYTES = "SELECT sum(length(block)) FROM article_texts_fts_data"
MATCH = 'article_texts_fts MATCH \'"moi truong" OR "lan thu"\''
HITS = f"SELECT rowid FROM article_texts_fts WHERE {MATCH} ORDER BY rowid"
CHECK = "INSERT INTO article_texts_fts (article_texts_fts, rank) VALUES ('integrity-check', 1)"


def fill(crawl: Any, looks: int = 6) -> None:
    crawl.begin(recheck=True)
    for look in range(looks):
        for number in range(1, 13):
            crawl.see(number, lead=f"Môi trường xanh, lần nhìn thứ {look}.")


def number(crawl: Any, sql: str) -> int:
    return int(crawl.store.connection.execute(sql).fetchone()[0])


def test_a_crawl_that_ends_in_order_leaves_one_piece(crawl: Any) -> None:
    fill(crawl)
    pieces, size, hits = number(crawl, PIECES), number(crawl, BYTES), crawl.rows(HITS)
    crawl.store.finish("finished")
    assert pieces > 1 == number(crawl, PIECES)
    assert number(crawl, BYTES) < 0.6 * size
    assert crawl.rows(HITS) == hits != []
    crawl.store.connection.execute(CHECK)


def test_a_crawl_that_was_stopped_ends_at_once(crawl: Any) -> None:
    fill(crawl)
    pieces = number(crawl, PIECES)
    crawl.store.finish("interrupted")
    assert number(crawl, PIECES) == pieces > 1


def test_a_large_index_is_merged_by_a_bounded_part(crawl: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_FEW_ARTICLES", 5)
    fill(crawl)
    asked: list[str] = []
    crawl.store.connection.set_trace_callback(asked.append)
    hits = crawl.rows(HITS)
    crawl.store.finish("finished")
    crawl.store.connection.set_trace_callback(None)
    assert any("'merge', 1000" in sql for sql in asked)
    assert not any("'optimize'" in sql for sql in asked)
    assert crawl.rows(HITS) == hits
    crawl.store.connection.execute(CHECK)
