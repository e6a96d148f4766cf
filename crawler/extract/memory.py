"""SiteMemory: what repeats on a site's pages. A line that many different articles print is the site's, not theirs."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from crawler.extract.decode import base_url
from crawler.extract.lines import read_lines
from crawler.page import Page
from crawler.vietnamese.text import comparison_key

#: With fewer pages seen, repetition proves nothing (decision 8).
RIPE = 20
#: The least pages, and the least share of pages, on which a line must stand to be the site's own.
_LEAST_PAGES = 3
_LEAST_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class SiteMemory:
    """How many pages were seen and on how many of them each line (by comparison key) stood. Immutable: ``learn`` and
    ``merge`` give a new one; ``version`` grows with the pages, so that a reading can say what it knew."""

    pages: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def version(self) -> int:
        """The number of pages learnt from."""
        return self.pages

    @property
    def is_ripe(self) -> bool:
        """Whether enough pages were seen for ``repeated`` to be trusted."""
        return self.pages >= RIPE

    def learn(self, page: Page) -> "SiteMemory":
        """The memory after one more page of the site, of a kind that has one article a page."""
        return self.observe(line_keys(page))

    def observe(self, keys: Iterable[str]) -> "SiteMemory":
        """The memory after a page that prints these lines, each counted once."""
        return SiteMemory(self.pages + 1, self.counts + Counter(set(keys)))

    def merge(self, other: "SiteMemory") -> "SiteMemory":
        """What two crawls of one site have learnt together."""
        return SiteMemory(self.pages + other.pages, self.counts + other.counts)

    def is_repeated(self, text: str) -> bool:
        """Whether a line stands on so many pages that it belongs to the site; False before the memory is ripe."""
        seen = self.counts[comparison_key(text)]
        return self.is_ripe and seen >= _LEAST_PAGES and seen >= _LEAST_SHARE * self.pages

    def repeated(self) -> Collection[str]:
        """The comparison keys of all lines that belong to the site."""
        least = max(_LEAST_PAGES, _LEAST_SHARE * self.pages)
        return frozenset(key for key, seen in self.counts.items() if seen >= least) if self.is_ripe else frozenset()


def line_keys(page: Page) -> frozenset[str]:
    """Comparison keys of the lines that a page prints, short bits (dots, numbers) left out."""
    body = page.tree.find("body")
    lines = read_lines(body, base_url(page)) if body is not None else []
    return frozenset(comparison_key(line.text) for line in lines if len(line.text) >= 4)
