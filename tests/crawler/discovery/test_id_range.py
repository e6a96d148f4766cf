"""Walking along a numbering: from known articles both ways, nearest first, over gaps shorter than the limit."""

import time
from collections.abc import Collection

from crawler.discovery.id_range import next_ids
from crawler.profiles import IdRange


def walk(exist: Collection[int], start: int, id_range: IdRange) -> tuple[set[int], list[int]]:
    """Articles found and ids asked for, when every answer leads to the next question."""
    articles, asked = {start}, [start]
    while ids := next_ids(articles, asked, id_range):
        asked += ids[:7]
        articles |= {number for number in ids[:7] if number in exist}
    return articles, asked


def test_nearest_first_and_never_below_the_first() -> None:
    assert next_ids([3], [], IdRange("/{id}", "n", stop_after=4)) == [2, 4, 1, 5, 6, 7]


def test_tried_ids_are_not_asked_again() -> None:
    assert next_ids([5], [4, 6, 7], IdRange("/{id}", "n", stop_after=2)) == [3]


def test_nothing_known_gives_nothing() -> None:
    assert next_ids([], [1, 2], IdRange("/{id}", "n")) == []


def test_the_gap_between_two_articles_is_closed_from_both_ends() -> None:
    ids = next_ids([10, 16], [], IdRange("/{id}", "n", stop_after=3, first=10))
    assert ids == [11, 15, 17, 12, 14, 18, 13, 19]


def test_a_walk_finds_all_over_gaps_and_ends() -> None:
    exist = {*range(3, 40), *range(55, 60), 79, *range(150, 160)}
    found, asked = walk(exist, 30, IdRange("/{id}", "n", stop_after=20))
    assert found == {number for number in exist if number < 150}
    assert len(asked) == len(set(asked))
    assert (min(asked), max(asked)) == (1, 79 + 20)


def test_a_long_numbering_is_quick() -> None:
    articles = range(1, 60_000, 3)
    begin = time.perf_counter()
    assert len(next_ids(articles, (), IdRange("/{id}", "n"))) == 2 * len(articles) + 198
    assert time.perf_counter() - begin < 2
