"""The corpus that search, pages and load are measured on is the same everywhere, and search finds what is in it."""

import asyncio
import sqlite3
from pathlib import Path

from bench.corpus import Corpus
from bench.filled import archive
from bench.readers import Reader, stock
from bench.search_quality import measure
from publish.spelling import fold


def test_the_same_article_each_time_with_names_that_differ_by_accents_alone() -> None:
    one, other = Corpus(), Corpus()
    assert [one.text(n) for n in (1, 7)] == [other.text(n) for n in (1, 7)]
    assert one.text(1) != one.text(2)
    people = set(one.people)
    assert len(people) > len({fold(name) for name in people})


def test_a_filled_archive_is_whole_and_search_holds_its_bounds(tmp_path: Path) -> None:
    database = archive(tmp_path, 1_500)
    with sqlite3.connect(database) as connection:
        connection.execute("INSERT INTO article_texts_fts (article_texts_fts) VALUES ('integrity-check')")
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (1_500,)
    connection.close()
    with stock(database) as port:
        assert asyncio.run(measure(database, 20, Reader(port))) == 0
