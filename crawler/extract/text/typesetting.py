"""How a segment of a body is set: centred, slanted, bold, a heading, to the right."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from crawler.extract.text.blocks import Segment

_ALIGNED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_SLANTED = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def is_centred(segment: Segment, container: HtmlElement) -> bool:
    """Whether a line is centred by its own block, not by what holds the whole body."""
    for up in upwards(segment.block, container):
        align = (up.get("align") or "").lower()
        style = up.get("style") or ""
        if up.tag == "center" or align in ("center", "middle") or _ALIGNED.search(style):
            return up.tag != "table" and not (align and up.tag == "img")
        if align or "text-align" in style:
            return False
        if "text-center" in (up.get("class") or "").split():
            return True
    return False


def is_slanted(segment: Segment, container: HtmlElement) -> bool:
    """Whether the whole line is set in italics."""
    elements = segment.elements()
    return bool(elements) and all(
        any(
            up.tag in ("i", "em", "cite") or _SLANTED.search(up.get("style") or "")
            for up in upwards(element, container)
        )
        for element in elements
    )


def is_bold(line: Segment, container: HtmlElement) -> bool:
    """Whether the whole line is set bold."""
    elements = line.elements()
    return bool(elements) and all(
        any(up.tag in ("b", "strong") or "bold" in (up.get("style") or "") for up in upwards(element, container))
        for element in elements
    )


def is_heading(line: Segment) -> bool:
    """Whether the line is a heading."""
    return any(up.tag in _HEADINGS for up in (line.block, *list(line.block.iterancestors())[:1]))


def upwards(element: HtmlElement, container: HtmlElement) -> Iterator[HtmlElement]:
    """``element`` and what is around it, up to but without ``container``."""
    up: HtmlElement | None = element
    while up is not None and up is not container:
        yield up
        up = up.getparent()
