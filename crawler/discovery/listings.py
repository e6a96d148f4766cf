"""Where a list ends that has no last page: some show their last page, or only a sidebar, for every number beyond."""

from collections import defaultdict
from collections.abc import Collection
from typing import Final

from crawler.discovery.budget import shape_of

#: So many pages of one list in a row that show no URL which an earlier page of that list had not: its end. Not fewer,
#: since a sidebar of the newest articles shows what stands on the next pages.
STALE: Final = 5


class Lists:
    """What the further pages of each list have shown so far in this crawl."""

    def __init__(self) -> None:
        self._shown: defaultdict[str, set[str]] = defaultdict(set)
        self._stale: defaultdict[str, int] = defaultdict(int)

    def is_beyond_end(self, url: str, shown: Collection[str]) -> bool:
        """Whether the page ``url``, which shows the news URLs ``shown``, lies beyond the end of its list."""
        shape = shape_of(url)
        news = set(shown) - self._shown[shape]
        self._stale[shape] = 0 if news else self._stale[shape] + 1
        self._shown[shape] |= news
        return self._stale[shape] >= STALE
