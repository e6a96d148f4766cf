"""The body's stream of segments: text between two breaks, pictures and rows of data tables, in reading order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from lxml.html import HtmlElement

from crawler.extract.markup.lines import BLOCKS, SKIPPED
from crawler.extract.markup.zones import is_hidden
from crawler.vietnamese.text import clean_line

#: What shows no text of its own; ``xml`` is what Word leaves behind.
SILENT = SKIPPED | {"iframe", "object", "embed", "video", "audio", "xml", "source"}
_OFFICE = ("w:", "m:", "x:")
_LONG_CELL = 400
_SLASHED = re.compile(r"""\\+(["'])""")


class Gap(IntEnum):
    """What parts a segment from the one before it."""

    NONE = 0
    BREAK = 1
    BREAKS = 2
    BLOCK = 3


@dataclass(slots=True, eq=False)
class Segment:
    """A text between two breaks or a ``picture``. ``block`` is the nearest block element around it, ``chunks`` the
    nodes whose text (or tail, if True) print it, ``row``: it is a row of a data table."""

    block: HtmlElement
    gap: Gap
    text: str = ""
    chunks: list[tuple[HtmlElement, bool]] = field(default_factory=list)
    picture: HtmlElement | None = None
    row: bool = False

    def elements(self) -> list[HtmlElement]:
        """The innermost elements that hold the text."""
        return [element.getparent() if is_tail else element for element, is_tail in self.chunks]

    def erase(self) -> None:
        """Blank the nodes that print this segment; only on a private copy of the tree."""
        for element, is_tail in self.chunks:
            if is_tail:
                element.tail = ""
            else:
                element.text = ""


def is_silent(element: HtmlElement) -> bool:
    """Whether an element and all in it shows nothing as text."""
    return element.tag in SILENT or str(element.tag).startswith(_OFFICE) or is_hidden(element)


def read_segments(container: HtmlElement) -> list[Segment]:
    """All segments under ``container`` in reading order; hidden and silent elements are left out."""
    stream = _Stream()
    blocks = [container]
    for element, entering in _walk(container):
        if entering:
            _enter(stream, blocks, element)
            continue
        if element is blocks[-1] and element is not container:
            stream.close(blocks.pop())
            stream.part(Gap.BLOCK)
        if element is not container:
            stream.add(element.tail, element, True)
    stream.close(container)
    return stream.segments


class _Stream:
    """Collects pieces of text into segments while the tree is walked."""

    def __init__(self) -> None:
        self.segments: list[Segment] = []
        self.gap = Gap.BLOCK
        self._pieces: list[tuple[str, HtmlElement, bool]] = []

    def add(self, piece: str | None, element: HtmlElement, is_tail: bool) -> None:
        if piece and (piece.strip() or self._pieces):
            self._pieces.append((piece, element, is_tail))

    def part(self, gap: Gap) -> None:
        if gap is Gap.BREAK and self.gap is Gap.BREAK:
            gap = Gap.BREAKS
        self.gap = max(self.gap, gap)

    def close(self, block: HtmlElement) -> None:
        pieces, self._pieces = self._pieces, []
        text = _unslashed(clean_line("".join(piece for piece, _, _ in pieces)))
        if text:
            chunks = [(element, is_tail) for piece, element, is_tail in pieces if piece.strip()]
            self.put(Segment(block, self.gap, text, chunks))

    def put(self, segment: Segment) -> None:
        self.segments.append(segment)
        self.gap = Gap.NONE


def _unslashed(text: str) -> str:
    """Without the backslashes that servers of old put before quotes when a form was saved."""
    return _SLASHED.sub(r"\1", text) if "\\" in text else text


def _enter(stream: _Stream, blocks: list[HtmlElement], element: HtmlElement) -> None:
    tag = element.tag
    if tag == "img":
        stream.close(blocks[-1])
        stream.put(Segment(blocks[-1], stream.gap, picture=element))
    elif tag == "br":
        stream.close(blocks[-1])
        stream.part(Gap.BREAK)
    elif tag in BLOCKS and element is not blocks[0]:
        stream.close(blocks[-1])
        stream.part(Gap.BLOCK)
        if _is_taken_whole(element):
            _put_rows(stream, element)
            stream.part(Gap.BLOCK)
            return
        blocks.append(element)
    if not is_silent(element) and tag not in ("img", "br"):
        stream.add(element.text, element, False)


def _walk(root: HtmlElement) -> Iterator[tuple[HtmlElement, bool]]:
    """Enter and leave every element, without recursion: hostile pages nest thousands deep."""
    stack: list[tuple[HtmlElement, bool]] = [(root, True)]
    while stack:
        element, entering = stack.pop()
        if not isinstance(element.tag, str) or (entering and element is not root and is_silent(element)):
            yield element, False
            continue
        yield element, entering
        if entering:
            stack.append((element, False))
            if not _is_taken_whole(element):
                stack.extend((child, True) for child in reversed(element))


def _is_taken_whole(element: HtmlElement) -> bool:
    return element.tag == "table" and is_data_table(element)


def is_data_table(table: HtmlElement) -> bool:
    """Whether a table holds data rather than a layout: two rows or more, most with several short cells, no picture."""
    if table.find(".//img") is not None or table.find(".//table") is not None:
        return False
    rows = [[clean_line(cell.text_content()) for cell in _cells(row)] for row in table.iter("tr")]
    if len(rows) < 2 or any(len(text) > _LONG_CELL for row in rows for text in row):
        return False
    return sum(sum(bool(text) for text in row) >= 2 for row in rows) * 2 >= len(rows)


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _put_rows(stream: _Stream, table: HtmlElement) -> None:
    for row in table.iter("tr"):
        texts = [clean_line(" ".join(cell.itertext())) for cell in _cells(row)]
        if any(texts):
            stream.put(Segment(row, Gap.BLOCK, " | ".join(text for text in texts if text), row=True))
