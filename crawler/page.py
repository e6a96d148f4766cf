"""A page as discovery and extraction see it: decoded once, parsed once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, cast

from lxml import etree
from lxml.html import HtmlElement

_HREFS = etree.XPath("descendant-or-self::a/@href", smart_strings=False)


def _hrefs(root: HtmlElement) -> list[str]:
    return cast("list[str]", _HREFS(root))


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


@dataclass(frozen=True, slots=True)
class Page:
    """One HTML page: absolute URL it was fetched from, NFC text of the source, parsed tree, decoding."""

    url: str
    source: str
    tree: HtmlElement
    decoding: Decoding
    _hrefs: list[str] = field(default_factory=list, init=False, repr=False, compare=False)

    def elements(self, *tags: str) -> Iterator[HtmlElement]:
        """The elements of these names in page order, also those that broken markup leaves behind the root."""
        for root in (self.tree, *self.tree.itersiblings()):
            yield from root.iter(*tags)

    def hrefs(self) -> list[str]:
        """Where the page's anchors lead, as written, in page order; faster than touching each of them."""
        if not self._hrefs:
            for root in (self.tree, *self.tree.itersiblings()):
                self._hrefs.extend(_hrefs(root))
        return self._hrefs


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
