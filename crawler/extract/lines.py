"""A page as the reader sees it: lines of text in reading order, each tied to the nodes that print it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urljoin

from lxml.html import HtmlElement

from crawler.extract.zones import CONTENT, CRUMBS, is_hidden, zone_of
from crawler.vietnamese.text import clean_line

_BLOCK_TAGS = """
address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form
h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul
frameset noframes
"""
BLOCKS = frozenset(_BLOCK_TAGS.split())
_SILENT_TAGS = "script style noscript template svg select option input textarea button object head math"
SKIPPED = frozenset(_SILENT_TAGS.split())
_SENTENCE_END = re.compile(r"[.!?…:;][\"”’')\]]*\s*$|/\./?\s*$")


@dataclass(slots=True, eq=False)
class Line:
    """One line between two breaks. ``chunks`` are the nodes whose text (or tail, if True) print it; ``block`` is the
    nearest block element; ``zone`` says which part of the page it stands in (see ``crawler.extract.zones``)."""

    index: int
    block: HtmlElement
    zone: str
    text: str = ""
    link_chars: int = 0
    hrefs: tuple[str, ...] = ()
    anchors: tuple[HtmlElement, ...] = ()
    chunks: list[tuple[HtmlElement, bool]] = field(default_factory=list)

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


class _Builder:
    """Collects chunks into lines while the tree is walked."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.lines: list[Line] = []
        self._pieces: list[tuple[str, HtmlElement, bool, HtmlElement | None]] = []

    def add(self, piece: str | None, element: HtmlElement, is_tail: bool, link: HtmlElement | None) -> None:
        if piece and piece.strip():
            self._pieces.append((piece, element, is_tail, link))
        elif piece and self._pieces:
            self._pieces.append((" ", element, is_tail, None))

    def close(self, block: HtmlElement, zone: str) -> None:
        pieces, self._pieces = self._pieces, []
        text = clean_line("".join(piece for piece, *_ in pieces))
        if not text:
            return
        if zone == CONTENT and _in_crumbs(pieces[0][1], block):
            zone = CRUMBS
        links = [link for *_, link in pieces if link is not None]
        anchors = tuple(dict.fromkeys(links))
        hrefs = [absolute(self.base, link.get("href") or "") for link in anchors]
        self.lines.append(
            Line(
                index=len(self.lines),
                block=block,
                zone=zone,
                text=text,
                link_chars=sum(len(" ".join(piece.split())) for piece, *_, link in pieces if link is not None),
                hrefs=tuple(hrefs),
                anchors=anchors,
                chunks=[(element, is_tail) for piece, element, is_tail, _ in pieces if piece.strip()],
            )
        )


def _in_crumbs(element: HtmlElement, block: HtmlElement) -> bool:
    """Whether an inline element around the text is the breadcrumb (old systems print it in a ``span``)."""
    for up in [element, *element.iterancestors()]:
        if up is block:
            return False
        if up.get("class") and zone_of(up, CONTENT) == CRUMBS:
            return True
    return False


def read_lines(root: HtmlElement, base: str) -> list[Line]:
    """All visible lines under ``root`` in reading order; links made absolute against ``base``."""
    builder = _Builder(base)
    blocks, zones, links = [root], [CONTENT], [None]  # type: list[HtmlElement], list[str], list[HtmlElement | None]
    for element, entering in _walk(root):
        tag = element.tag
        if entering:
            if tag in BLOCKS or tag == "br":
                builder.close(blocks[-1], zones[-1])
            if tag in BLOCKS:
                blocks.append(element)
                zones.append(zone_of(element, zones[-1]))
            if tag == "a" and element.get("href"):
                links.append(element)
            if not _is_silent(element):
                builder.add(element.text, element, False, links[-1])
            continue
        if tag in BLOCKS:
            builder.close(blocks.pop(), zones.pop())
        if tag == "a" and element.get("href"):
            links.pop()
        if element is not root:
            builder.add(element.tail, element, True, links[-1])
    builder.close(root, CONTENT)
    return builder.lines


def _is_silent(element: HtmlElement) -> bool:
    """Prints nothing: not text at all, or an inline element that is hidden (a hidden block gets a zone instead)."""
    return element.tag in SKIPPED or (element.tag not in BLOCKS and is_hidden(element))


def _walk(root: HtmlElement) -> Iterator[tuple[HtmlElement, bool]]:
    """Enter and leave every element, without recursion: hostile pages nest thousands deep."""
    stack: list[tuple[HtmlElement, bool]] = [(root, True)]
    while stack:
        element, entering = stack.pop()
        if not isinstance(element.tag, str):
            if element.tail:
                yield element, False
            continue
        yield element, entering
        if entering:
            stack.append((element, False))
            if not _is_silent(element):
                stack.extend((child, True) for child in reversed(element))


@lru_cache(maxsize=4096)
def absolute(base: str, href: str) -> str:
    """``href`` made absolute; as it stands where it is no address at all."""
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return href.strip()


def is_inside(element: HtmlElement, container: HtmlElement) -> bool:
    """Whether ``element`` is ``container`` or lies under it."""
    return element is container or any(ancestor is container for ancestor in element.iterancestors())
