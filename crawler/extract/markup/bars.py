"""Bars of buttons between headline and text in which a page also prints when it was published or how often it was read:
passed over as chrome, looked into for what is not said elsewhere."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from lxml.html import HtmlElement

from crawler.extract.markup.lines import Line, is_inside, read_lines
from crawler.extract.markup.zones import CHROME, zone_by_name

_BAR: Final = re.compile(r"(?:^|[-_\s])(?:shar(?:e|ing)|social|addthis|a2a|toolbar)(?:[-_\s]|$)", re.IGNORECASE)
#: A bar says little.
_LONGEST: Final = 200


def lines_in_bars(elements: Iterable[HtmlElement], base: str, index: int) -> Iterator[Line]:
    """The lines of the bars among ``elements`` (those between headline and text), each with ``index`` as its place."""
    bar: HtmlElement | None = None
    for element in elements:
        if not isinstance(element.tag, str) or (bar is not None and is_inside(element, bar)):
            continue
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if not _BAR.search(names) or zone_by_name(element) != CHROME:
            continue
        bar = element
        lines = read_lines(element, base)
        if sum(len(line.text) for line in lines) <= _LONGEST:
            for line in lines:
                line.index = index
            yield from lines
