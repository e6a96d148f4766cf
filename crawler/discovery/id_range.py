"""Enumerating a site's own numbering, where no listing leads to its articles."""

from collections.abc import Collection

from crawler.profiles import IdRange


def next_ids(articles: Collection[int], tried: Collection[int], id_range: IdRange) -> list[int]:
    """Every untried id within ``stop_after`` of a known article and not below ``first``, nearest to an article first
    (of two as near, the lower). Asking again whenever new articles turned up walks both ways from each of them, and
    ends exactly when ``stop_after`` ids in a row are empty."""
    known = set(tried) | set(articles)
    found = sorted(set(articles))
    distance: dict[int, int] = {}
    for place, article in enumerate(found):
        below = found[place - 1] + 1 if place else id_range.first
        above = found[place + 1] - 1 if place + 1 < len(found) else article + id_range.stop_after
        low = max(id_range.first, below, article - id_range.stop_after)
        for number in range(low, min(above, article + id_range.stop_after) + 1):
            if number not in known:
                away = abs(number - article)
                distance[number] = min(away, distance.get(number, away))
    return sorted(distance, key=lambda number: (distance[number], number))
