"""A page as the reader sees it: lines of text in reading order, each tied to the nodes that print it."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.markup.zones import CHROME, CONTENT, CRUMBS, HIDDEN, is_hidden, zone_by_name, zone_of
from crawler.vietnamese.text import clean_line

_BLOCK_TAGS = """
address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form
h1 h2 h3 h4 h5 h6 header hr html legend li main marquee nav ol p pre section summary table tbody td tfoot th thead tr ul
frameset noframes
"""
BLOCKS = frozenset(_BLOCK_TAGS.split())
_SILENT_TAGS = "script style noscript template svg select option input textarea button object head math"
SKIPPED = frozenset(_SILENT_TAGS.split())
#: An absolute address that joining leaves as it is.
_PLAIN = re.compile(r"https?://[\w.:-]+(?:/[^\s;?#\[\]]*)?(?:\?[^\s;#\[\]]+)?(?:#[^\s;\[\]]+)?\Z", re.ASCII)
#: A path on the same host that joining only puts behind the host's name.
_ROOTED = re.compile(r"/(?!/)[^\s;?#\[\]\\]*(?:\?[^\s;#\[\]]+)?(?:#[^\s;\[\]]+)?\Z", re.ASCII)
_ORIGIN = re.compile(r"https?://[\w.:-]+(?=/)", re.ASCII)
_SENTENCE_END = re.compile(r"[.!?…:;][\"”’')\]]*\s*$|/\./?\s*$")


_links_in = etree.XPath("count(descendant::a[@href])")


@dataclass(slots=True, eq=False)
class Line:
    """One line between two breaks. ``chunks`` are the nodes whose text (or tail, if True) print it; ``block`` is the
    nearest block element; ``zone`` says which part of the page it stands in (see ``crawler.extract.markup.zones``);
    ``to_self``: it links to the page that it stands on; ``passed``: how many links were passed over right before it;
    ``prose``: whether it is running text, once that was asked (``crawler.extract.text.main_block``)."""

    index: int
    block: HtmlElement
    zone: str
    text: str = ""
    link_chars: int = 0
    hrefs: tuple[str, ...] = ()
    anchors: tuple[HtmlElement, ...] = ()
    to_self: bool = False
    chunks: list[tuple[HtmlElement, bool]] = field(default_factory=list)
    passed: int = 0
    prose: bool | None = field(default=None, init=False)
    _sentence: bool | None = field(default=None, init=False)

    @property
    def own_chars(self) -> int:
        """Characters that are not inside a link."""
        return max(0, len(self.text) - self.link_chars)

    @property
    def is_link(self) -> bool:
        """Whether (nearly) the whole line is a link."""
        return bool(self.hrefs) and self.link_chars >= 0.7 * len(self.text)

    @property
    def is_sentence(self) -> bool:
        """Whether it reads like running text: long enough, mostly not links, closed like a sentence or very long."""
        if self._sentence is None:
            self._sentence = self._reads_like_text()
        return self._sentence

    def _reads_like_text(self) -> bool:
        length = len(self.text)
        if self.link_chars > 0.5 * length or length < 25 or " " not in self.text:
            return False
        return length >= 140 or (length >= 40 and bool(_SENTENCE_END.search(self.text)))

    def elements(self) -> list[HtmlElement]:
        """The inline elements that hold the line's text, one a chunk."""
        return [element.getparent() if is_tail else element for element, is_tail in self.chunks]

    def erase(self) -> None:
        """Blank the nodes that print this line. Only ever called on a private copy of the tree."""
        for element, is_tail in self.chunks:
            if is_tail:
                element.tail = ""
            else:
                element.text = ""


#: A text with the node that prints it, whether as its tail, and the link around it.
_Piece = tuple[str, HtmlElement, bool, HtmlElement | None]


class _Builder:
    """Collects pieces into lines while the tree is walked."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.lines: list[Line] = []
        self.pieces: list[_Piece] = []
        self.passed = 0

    def close(self, block: HtmlElement, zone: str) -> None:
        """End the line: what was collected is one, if it shows anything."""
        pieces = self.pieces.copy()
        self.pieces.clear()
        text = clean_line(pieces[0][0] if len(pieces) == 1 else "".join([piece for piece, _, _, _ in pieces]))
        if not text:
            return
        if zone == CONTENT and _in_crumbs(pieces[0][1], block):
            zone = CRUMBS
        line = Line(len(self.lines), block, zone, text)
        line.passed, self.passed = self.passed, 0
        line.chunks = [(element, is_tail) for piece, element, is_tail, _ in pieces if piece != " "]
        linked = [(piece, link) for piece, _, _, link in pieces if link is not None]
        if linked:
            line.anchors = tuple(dict.fromkeys([link for _, link in linked]))
            line.hrefs = tuple([absolute(self.base, link.get("href") or "") for link in line.anchors])
            line.link_chars = sum([len(" ".join(piece.split())) for piece, _ in linked])
        self.lines.append(line)


def _in_crumbs(element: HtmlElement, block: HtmlElement) -> bool:
    """Whether an inline element around the text is the breadcrumb (old systems print it in a ``span``)."""
    up: HtmlElement | None = element
    while up is not None and up is not block:
        if up.get("class") and zone_by_name(up) == CRUMBS and zone_of(up, CONTENT) == CRUMBS:
            return True
        up = up.getparent()
    return False


def read_lines(root: HtmlElement, base: str, *, whole: bool = True) -> list[Line]:  # noqa: C901 (the hottest loop)
    """All visible lines under ``root`` in reading order; links made absolute against ``base``. One walk of the tree,
    and without recursion: hostile pages nest thousands deep. Where ``whole`` is off, what the template names as chrome
    (most of a page: menus, sidebars, footer) and what is hidden is passed over."""
    builder = _Builder(base)
    pieces = builder.pieces
    blocks: list[tuple[HtmlElement, str]] = [(root, CONTENT)]
    links: list[HtmlElement | None] = [None]
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            tag = element.tag
            if tag in BLOCKS:
                if pieces:
                    builder.close(*blocks[-1])
                zone = zone_of(element, blocks[-1][1])
                blocks.append((element, zone))
                if not whole and zone in (CHROME, HIDDEN):
                    builder.passed += int(cast("float", _links_in(element)))
                    walk.skip_subtree()
                    continue
            elif tag == "br":
                if pieces:
                    builder.close(*blocks[-1])
            elif tag in SKIPPED or is_hidden(element):
                walk.skip_subtree()
                continue
            elif tag == "a" and element.get("href"):
                links.append(element)
            text, is_tail = element.text, False
        else:
            if event == "end" and element.tag in BLOCKS:
                block, zone = blocks.pop()
                if pieces:
                    builder.close(block, zone)
            elif element is links[-1]:
                links.pop()
            if element is root:
                continue
            text, is_tail = element.tail, True
        if text:
            if not text.isspace():
                pieces.append((text, element, is_tail, links[-1]))
            elif pieces:
                pieces.append((" ", element, is_tail, None))
    if pieces:
        builder.close(root, CONTENT)
    return builder.lines


def absolute(base: str, href: str) -> str:
    """``href`` made absolute; as it stands where it is no address at all."""
    if _PLAIN.match(href):
        return href
    if _ROOTED.match(href) and "/." not in href and (origin := _origin(base)):
        return origin + href
    return _absolute(base, href)


@lru_cache(maxsize=256)
def _origin(base: str) -> str:
    """Scheme and host of an http(s) address, '' for any other: what a path that begins with a slash stands behind."""
    found = _ORIGIN.match(base)
    return found[0] if found else ""


@lru_cache(maxsize=8192)
def _absolute(base: str, href: str) -> str:
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return href.strip()


def is_inside(element: HtmlElement, container: HtmlElement) -> bool:
    """Whether ``element`` is ``container`` or lies under it."""
    up: HtmlElement | None = element
    while up is not None:
        if up is container:
            return True
        up = up.getparent()
    return False
