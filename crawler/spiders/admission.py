"""Which of a page's links go into the frontier: each file once a crawl; what lies too deep, leads on and on, or would
be too much of other hosts becomes a refusal."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from crawler.discovery.budget import PER_ARTICLE, Budget, shape_of
from crawler.discovery.files import STATIC
from crawler.discovery.urls import PAGINATION, on_site, target
from crawler.discovery.wp_rest import is_post_list
from crawler.page import FILES, Link, PageKind, Refusal, Signal
from crawler.ports import PageResult
from crawler.profiles import Profile

#: Files asked of other hosts in one crawl: of a template and its fonts a few dozen; of articles all, where a site keeps
#: its pictures elsewhere.
OFF_HOST: Final = {PageKind.REQUISITE: 200, PageKind.ASSET: 2000}
#: Requisites of one path that differ in their query: a style sheet's new version now and then; pictures that a script
#: makes to measure; more are counters with a fresh number for each visit.
VARIANTS_STATIC: Final = 4
VARIANTS_MADE: Final = 200
#: Links to another host that become rows, a crawl: what a site points to, not every share button of every page.
OFFSITE_ROWS: Final = 50
#: Links from a seed to a sitemap whose parts are still asked for. An index may only lead to sitemaps, not to an index
#: (sitemaps.org), but some do.
SITEMAP_DEPTH: Final = 5
#: Reasons of refusals that a later link, or what the crawl learns, may lift.
BUDGET: Final = "budget:"
OFF_HOST_BUDGET: Final = f"{BUDGET}off-host"
#: What a page was found to be where it speaks for the shape of its URL.
YIELDS: Final = ("article", "document")


class Admission:
    """What one crawl has let in so far."""

    def __init__(self) -> None:
        self.budget = Budget()
        self._files: set[int] = set()
        self._off_host: Counter[PageKind] = Counter()
        self._variants: Counter[str] = Counter()
        self._refused: set[int] = set()
        self._offsite: Counter[str] = Counter()
        self._examples: dict[str, str] = {}

    def of(self, result: PageResult, profile: Profile) -> PageResult:
        """The result with the links that are let in, and with refusals that are new in this crawl."""
        files = [link for link in result.links if link.kind in FILES]
        pages = [link for link in result.links if link.kind not in FILES]
        refusals = [*result.refusals, *self._refused_pages(pages, result, profile)]
        refused = {refusal.url for refusal in refusals}
        kept = [link for link in pages if link.url not in refused]
        for link in files:
            number = hash((link.url, link.kind))
            if number in self._files:
                continue
            self._files.add(number)
            reason = self._file_refusal(link, profile)
            if reason is None:
                kept.append(link)
            else:
                refusals.append(Refusal(link.url, reason, link.kind))
        return replace(result, links=tuple(kept), refusals=tuple(self._new(refusals)))

    def to_wake(self, result: PageResult) -> list[tuple[str, int]]:
        """What a page that was looked at sets free: reasons of refusals, and how many of those pages may be asked
        for."""
        if result.state == "pending" or result.page.kind in FILES:
            return []
        if result.raw_article is None or result.reason not in YIELDS:
            self.budget.nothing_at(result.page.url)
            return []
        return [(f"{BUDGET}{shape}", PER_ARTICLE) for shape in self.budget.article_at(result.page.url)]

    def learn(self, urls: Iterable[str], refused: Iterable[str]) -> list[tuple[str, int]]:
        """What earlier crawls tell: URLs that were articles or led to one, and reasons of refusals that stand. Returns
        as ``to_wake`` does."""
        before = self.budget.allowance("")
        self.budget.learn(urls)
        shapes = [(reason, self.budget.allowance(reason.removeprefix(BUDGET))) for reason in refused]
        return [(reason, allowed) for reason, allowed in shapes if allowed > before] + [
            (f"{OFF_HOST_BUDGET}:{kind}", limit) for kind, limit in OFF_HOST.items()
        ]

    def _refused_pages(self, links: list[Link], result: PageResult, profile: Profile) -> list[Refusal]:
        deep = result.page.depth + 1 > profile.scope.max_depth
        far = {link.url for link in links if (deep and _goes_deeper(link)) or _is_nested(link, result)}
        cut = self.budget.cut([link for link in links if link.url not in far], result.page.url)
        refusals = []
        for link in links:
            if link.url in far:
                refusals.append(Refusal(link.url, "depth", link.kind))
            elif link.url in cut:
                shape = shape_of(link.url)
                self._examples.setdefault(shape, link.url)
                refusals.append(Refusal(link.url, f"{BUDGET}{shape}", link.kind))
        return refusals

    def _file_refusal(self, link: Link, profile: Profile) -> str | None:
        parts = urlsplit(link.url)
        if not on_site(parts.netloc, profile):
            self._off_host[link.kind] += 1
            if self._off_host[link.kind] > OFF_HOST[link.kind]:
                return f"{OFF_HOST_BUDGET}:{link.kind}"
        if link.kind is PageKind.REQUISITE and parts.query:
            shape = f"{parts.netloc}{parts.path}?{'&'.join(sorted(re.findall(r'(?:^|&)([^=&]*)', parts.query)))}"
            self._variants[shape] += 1
            if self._variants[shape] > (VARIANTS_STATIC if STATIC.search(parts.path) else VARIANTS_MADE):
                return f"{BUDGET}file:{shape_of(link.url)}"
        return None

    def _new(self, refusals: list[Refusal]) -> Iterable[Refusal]:
        """Refusals that this crawl has not recorded yet; of one foreign host's pages only the first."""
        for refusal in refusals:
            number = hash(refusal.url)
            if number in self._refused:
                continue
            self._refused.add(number)
            if not self._is_noise(refusal):
                yield refusal

    def _is_noise(self, refusal: Refusal) -> bool:
        """Beyond the first rows: links to one host, counters with a fresh number on every page."""
        parts = urlsplit(refusal.url)
        if refusal.kind in FILES and parts.query:
            self._variants[f"refused {parts.netloc}{parts.path}"] += 1
            return self._variants[f"refused {parts.netloc}{parts.path}"] > VARIANTS_STATIC
        if refusal.reason != "offsite":
            return False
        self._offsite[parts.netloc] += 1
        return self._offsite[parts.netloc] > OFFSITE_ROWS

    def signals(self, refused: Collection[str]) -> list[Signal]:
        """At the crawl's end: what a person should know of what was not let in; ``refused`` are the reasons of pages
        that are refused now."""
        beyond = [kind for kind in OFF_HOST if f"{OFF_HOST_BUDGET}:{kind}" in refused]
        cut = [shape for shape in self.budget.exhausted() if f"{BUDGET}{shape}" in refused]
        return [_shape_signal(shape, self._examples.get(shape, "")) for shape in cut] + list(
            map(_off_host_signal, beyond)
        )


def _is_nested(link: Link, result: PageResult) -> bool:
    """Whether a link leads from part to part of a sitemap without end. (Lists of posts are turned page by page.)"""
    sitemaps = link.kind is PageKind.SITEMAP is result.page.kind and not is_post_list(link.url)
    return sitemaps and result.page.depth >= SITEMAP_DEPTH


def _goes_deeper(link: Link) -> bool:
    """Whether a link is one that depth can refuse: no article, and no further page of a list, which ends by itself."""
    further = PAGINATION.search(target(link.url)) is not None
    return link.kind in (PageKind.PAGE, PageKind.LISTING) and not further


def _shape_signal(shape: str, url: str) -> Signal:
    return Signal(
        "budget.shape",
        f"Pages of the shape {shape} lead on and on without giving articles; no more of them are asked for.",
        f"Look at {url}: a calendar or the like is best refused by a pattern under [scope] traps; if articles lie "
        "behind it, say so by patterns under [discovery].",
        key=shape,
    )


def _off_host_signal(kind: PageKind) -> Signal:
    what = "files of articles" if kind is PageKind.ASSET else "files of the template"
    return Signal(
        "budget.off_host",
        f"More than {OFF_HOST[kind]} {what} lie on other hosts; the rest is left to later crawls.",
        "Nothing to do if that is how the site is made; else look at the refused pages of this reason.",
        "info",
        key=str(kind),
    )
