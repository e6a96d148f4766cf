"""A look at a live site: its seeds, a list and a few articles, asked for as in any crawl, and nothing else."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlsplit

from crawler.page import Link, PageKind
from crawler.ports import PageResult
from crawler.profiles import Profile
from crawler.spiders.news import NewsSpider

#: Lists that a look asks for, and pages of which only their content would tell what they are.
LISTS: Final = 1
UNTOLD: Final = 2


class SampleSpider(NewsSpider):
    """Crawls a handful of pages of one site. ``articles``: so many at most; half of them from the page that shows them
    first, so that others are left for the list's."""

    def __init__(self, profile: Profile | None = None, articles: int = 3, **kwargs: Any) -> None:
        super().__init__(profile=profile, **kwargs)
        self.profile = replace(self.profile, discovery=replace(self.profile.discovery, id_ranges=()))
        self._room = {PageKind.LISTING: LISTS, PageKind.ARTICLE: articles, PageKind.PAGE: UNTOLD}
        self._asked = set(self.profile.seeds)

    async def start(self) -> AsyncIterator[Any]:
        """Nothing beyond the profile's seeds: no feeds, no sitemaps, nothing learnt before."""
        return
        yield  # makes this an async generator, as Scrapy wants it

    def _admitted(self, result: PageResult) -> PageResult:
        links = [link for kind in self._room for link in self._chosen(kind, result.links)]
        return replace(result, links=links, refusals=())

    def _chosen(self, kind: PageKind, links: Sequence[Link]) -> list[Link]:
        """Links of one kind, spread over the page; pages of unknown kind only where lists or articles are lacking."""
        shown = [
            link for link in links if link.kind is kind and link.url not in self._asked and not _is_front(link.url)
        ]
        if kind is PageKind.PAGE and not self._room[PageKind.LISTING] and self._room[PageKind.ARTICLE] < UNTOLD:
            return []
        most = self._room[kind]
        number = (most + 1) // 2 if kind is PageKind.ARTICLE else most
        chosen = shown[:: max(1, len(shown) // number)][:number] if number else []
        self._room[kind] -= len(chosen)
        self._asked.update(link.url for link in chosen)
        return chosen


def _is_front(url: str) -> bool:
    """Whether a URL is the front page's own under another name."""
    parts = urlsplit(url)
    name, dot, _ = parts.path.lower().strip("/").partition(".")
    return not parts.query and name in ("", "index", "default", "home") and (bool(dot) or not name)
