"""Enumerating a site's own numbering, where no listing leads to its articles."""

from collections.abc import Collection

from crawler.profiles import IdRange


def next_ids(articles: Collection[int], tried: Collection[int], id_range: IdRange) -> list[int]:
    """Every untried id within ``stop_after`` of a known article, nearest to one first. Walking both ways from each
    known article, and going on whenever a new one turns up, ends exactly when ``stop_after`` ids in a row are empty."""
    known = set(tried) | set(articles)
    distance: dict[int, int] = {}
    previous = None
    for article in sorted(articles):
        low = max(id_range.first, article - id_range.stop_after, (previous or 0) + 1)
        for number in range(low, article + id_range.stop_after + 1):
            away = abs(number - article)
            if number not in known and away < distance.get(number, id_range.stop_after + 1):
                distance[number] = away
        previous = article
    return sorted(distance, key=lambda number: (distance[number], number))
