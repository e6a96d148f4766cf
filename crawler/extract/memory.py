"""Learning what repeats on a site's pages. A line that most of its articles print is the site's, not theirs; so is a
time or an author that the head of each declares alike."""

from collections import Counter
from dataclasses import replace
from typing import Final

from crawler.extract.markup.lines import read_lines
from crawler.extract.markup.metadata import Metadata, read_metadata
from crawler.memory import NOTHING, SiteMemory
from crawler.page import Page
from crawler.vietnamese.text import comparison_key

#: With fewer articles seen, repetition proves nothing (decision 8).
RIPE: Final = 20
#: Articles that a site is learned from.
SAMPLE: Final = 40
#: The share of the articles that print a line of the site's own, and that declare a value of the site's own.
_PRINTED: Final = 0.6
_DECLARED: Final = 0.9
#: Shorter lines (dots, numbers) prove nothing either.
_SHORTEST: Final = 4
#: What a head may declare alike on all pages of a site, where it is to be of the article.
_OF_THE_ARTICLE: Final = ("published", "modified", "author", "description")


class Lesson:
    """What a site's articles print and declare, counted: one page an article."""

    def __init__(self) -> None:
        self.pages = 0
        self._printed: Counter[str] = Counter()
        self._declared: Counter[str] = Counter()

    def hear(self, page: Page) -> None:
        """Count what the page of one more article prints and declares."""
        meta = read_metadata(page.tree)
        self.pages += 1
        self._printed.update(_lines(page) | {comparison_key(title) for title in meta.titles})
        self._declared.update({f"{name}={value}" for name in _OF_THE_ARTICLE if (value := getattr(meta, name))})

    def learned(self) -> SiteMemory:
        """What repeats on the pages, as version 1; ``NOTHING`` where they are fewer than ``RIPE``."""
        if self.pages < RIPE:
            return NOTHING
        lines = [line for line, times in self._printed.items() if times >= _PRINTED * self.pages]
        values = [value for value, times in self._declared.items() if times >= _DECLARED * self.pages]
        return SiteMemory(1, frozenset(lines), frozenset(values))


def of_article(meta: Metadata, memory: SiteMemory) -> Metadata:
    """What a page's head declares, without what it declares on every page of the site."""
    if not memory.declared:
        return meta
    constant = {name: None for name in _OF_THE_ARTICLE if f"{name}={getattr(meta, name)}" in memory.declared}
    return replace(meta, **constant)  # type: ignore[arg-type]  # all of them may be None


def _lines(page: Page) -> set[str]:
    """Comparison keys of the lines that a page prints. Links are left out: the headlines of the newest articles stand
    on every page, and are theirs."""
    body = page.tree.find("body")
    lines = read_lines(body, page.base) if body is not None else ()
    return {comparison_key(line.text) for line in lines if len(line.text) >= _SHORTEST and not line.is_link}
