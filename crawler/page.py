"""A page as discovery and extraction see it: decoded once, parsed once."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final
from urllib.parse import urljoin

from lxml.html import HtmlElement


class PageKind(StrEnum):
    """What the frontier expects behind a URL. ``guess`` is an enumerated id; ``asset`` an image or attachment of an
    article; ``requisite`` a file that a page needs to be shown (style sheet, script, template image, font)."""

    SEED = "seed"
    LISTING = "listing"
    FEED = "feed"
    SITEMAP = "sitemap"
    ARTICLE = "article"
    GUESS = "guess"
    PAGE = "page"
    ASSET = "asset"
    REQUISITE = "requisite"


#: Kinds that are files: they may lie one hop off the site, and are asked for as they are written.
FILES: Final = (PageKind.ASSET, PageKind.REQUISITE)


@dataclass(frozen=True, slots=True)
class Decoding:
    """How bytes became text (decision 9): charset declared, charset used, count of undecodable sequences."""

    declared: str | None
    used: str
    bad_sequences: int = 0


@dataclass(frozen=True)
class Page:
    """One HTML page: absolute URL it was fetched from, NFC text of the source, parsed tree, decoding. The tree is never
    changed; what is told from all of it is told once."""

    url: str
    source: str
    tree: HtmlElement
    decoding: Decoding

    def elements(self, *tags: str) -> Iterator[HtmlElement]:
        """The elements of these names in page order, also those that broken markup leaves behind the root."""
        for root in (self.tree, *self.tree.itersiblings()):
            yield from root.iter(*tags)

    @cached_property
    def anchors(self) -> tuple[tuple[str, HtmlElement], ...]:
        """The page's links in page order: where each leads, as written without blanks around, and its element."""
        roots = (self.tree, *self.tree.itersiblings())
        anchors = [anchor for root in roots for anchor in root.iter("a")]
        return tuple([(href.strip(), anchor) for anchor in anchors if (href := anchor.get("href")) is not None])

    @cached_property
    def hrefs(self) -> tuple[str, ...]:
        """Where the page's links lead, as written without blanks around, in page order, each once."""
        return tuple(dict.fromkeys([href for href, _ in self.anchors]))

    @cached_property
    def base(self) -> str:
        """The address against which the page's links are resolved: its ``<base href>``, else the URL it came from, also
        where the former is no address (``http://[``)."""
        named = next((href for element in self.elements("base") if (href := element.get("href")) is not None), "")
        try:
            return urljoin(self.url, named.strip()) if named else self.url
        except ValueError:
            return self.url


@dataclass(frozen=True, slots=True)
class Link:
    """A URL that a page leads to, canonical, in scope and not a trap. ``kind`` is what we expect there;
    ``priority`` higher goes first; ``id_space``/``source_id`` are set where the URL itself gives the identity."""

    url: str
    kind: PageKind
    priority: int = 0
    id_space: str | None = None
    source_id: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A URL met but not followed, with the reason (``offsite``, ``trap:print``, ``robots``, ``depth``,
    ``budget:/lich.php?nam`` …), and what it was expected to be."""

    url: str
    reason: str
    kind: PageKind = PageKind.PAGE


@dataclass(frozen=True, slots=True)
class Signal:
    """Something wrong with a page or profile that a person should see: becomes a row in ``issues``.

    ``code`` is stable and dotted (``listing.no_links``, ``layout.unknown``, ``title.missing``); ``message`` says what,
    ``advice`` what to do; ``file`` and ``key`` name the profile and key where one is to blame; ``severity`` is
    ``error``, ``warning`` or ``info``.
    """

    code: str
    message: str
    advice: str
    severity: str = "warning"
    file: str | None = None
    key: str | None = None
