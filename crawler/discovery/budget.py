"""Budgets against pages that lead on and on: calendars, parameters that multiply, addresses made on the fly.

URLs of one shape are one family of pages. A shape may bring PAGES pages a crawl, and PER_ARTICLE more for each article
that it led to or was: a list that goes on giving articles is never cut, an endless calendar soon is. Nothing is cut
before EVIDENCE pages of the shape were looked at in vain: a list of a thousand articles is not known to be barren
while none of them was read.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from crawler.page import Link, PageKind

#: Pages of one shape a crawl that give no article. A list of 100 pages that leads to none would be a strange one.
PAGES = 100
#: Further pages for each article that a shape gives. Sparse lists have a new article on every second page or so.
PER_ARTICLE = 20
#: Pages of a shape that were looked at and were no article, before it can be cut.
EVIDENCE = 20
#: Longest shape that is kept; longer ones are cut, and counted together.
LONGEST = 160
#: Kinds that are counted. An article by the shape of its URL alone is not yet one.
COUNTED = (PageKind.PAGE, PageKind.LISTING, PageKind.ARTICLE)
#: Stands in a shape for names that come again in its path.
REPEATED = "…"
_DIGITS = re.compile(r"\d+")
_PARAMETER = re.compile(r"(?:^|&)([^=&]*)")


def shape_of(url: str) -> str:
    """Path with every number as ``#``, and the names of the parameters: ``/lich/#/?ngay&thang``. Paths in which a name
    comes again (a link that is relative to the wrong place leads deeper each time it is followed: ``/tin/tin/tin/``)
    are of one shape with all others of the same names."""
    parts = urlsplit(url)
    path = _DIGITS.sub("#", parts.path or "/")
    names = [name for name in path.split("/") if name.strip("#")]
    if len(names) > len(set(names)):
        path = f"/{'/'.join(sorted(set(names)))}/{REPEATED}"
    if not parts.query:
        return path[:LONGEST]
    names = sorted({_DIGITS.sub("#", name) for name in _PARAMETER.findall(parts.query)})
    return f"{path}?{'&'.join(names)}"[:LONGEST]


class Budget:
    """What each shape of one site has brought in one crawl. Remembers a number for each URL, not the URL."""

    def __init__(self, pages: int = PAGES, per_article: int = PER_ARTICLE) -> None:
        self._pages = pages
        self._per_article = per_article
        self._admitted: Counter[str] = Counter()
        self._articles: Counter[str] = Counter()
        self._barren: Counter[str] = Counter()
        self._linked_by: dict[int, str] = {}
        self._met: set[int] = set()
        self._cut: set[str] = set()

    def learn(self, urls: Iterable[str]) -> None:
        """Pages of earlier crawls that were articles, or led to one: one URL an article."""
        self._articles.update(map(shape_of, urls))

    def cut(self, links: Sequence[Link], origin: str) -> set[str]:
        """Of the links on the page ``origin``, the URLs that are beyond the budget of their shape. A link with an
        article's identity never is, and counts as an article of the shape that led to it first."""
        shape = shape_of(origin)
        return {link.url for link in links if link.kind in COUNTED and not self._admits(link, shape)}

    def _admits(self, link: Link, shape: str) -> bool:
        if link.source_id is not None:
            if self._is_new(hash((link.id_space, link.source_id))):
                self._articles[shape] += 1
            return True
        number = hash(link.url)
        self._linked_by.setdefault(number, shape)
        if number in self._met:
            return True
        own = shape_of(link.url)
        if self._admitted[own] >= self.allowance(own) and self._barren[own] >= EVIDENCE:
            self._cut.add(own)
            return False
        self._met.add(number)
        self._admitted[own] += 1
        return True

    def _is_new(self, number: int) -> bool:
        known = number in self._met
        self._met.add(number)
        return not known

    def allowance(self, shape: str) -> int:
        """How many pages of a shape may be asked for in this crawl, as far as is known now."""
        return self._pages + self._per_article * self._articles[shape]

    def article_at(self, url: str) -> list[str]:
        """The page ``url`` is an article: that speaks for its shape, and for that of the page that led to it. Returns
        those of them that had been cut: PER_ARTICLE of their refused pages may be asked for after all."""
        own = shape_of(url)
        shapes = {own, self._linked_by.get(hash(url), own)}
        self._articles.update(shapes)
        again = sorted(shapes & self._cut)
        self._admitted.update(dict.fromkeys(again, self._per_article))
        return again

    def nothing_at(self, url: str) -> None:
        """The page ``url`` was looked at and is no article."""
        self._barren[shape_of(url)] += 1

    def exhausted(self) -> list[str]:
        """Shapes that were cut and gave too few articles to go on."""
        return sorted(shape for shape in self._cut if self._admitted[shape] >= self.allowance(shape))
