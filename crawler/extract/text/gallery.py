"""Pictures that are all there is of an article: photographs with their captions, a text that was scanned."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from crawler.extract.around.stamp import is_bare_stamp
from crawler.extract.markup.lines import Line, is_inside
from crawler.extract.markup.zones import CONTENT, zone_at
from crawler.extract.text.images import is_decoration
from crawler.extract.text.main_block import MainBlock
from crawler.vietnamese.text import clean_line

#: So many pictures without a text are an article; the first stands no more elements below its headline.
_FEWEST: Final = 2
_NEAR: Final = 40
_COUNTS: Final = re.compile(
    r"(?:lượt|số lượt|đã|số) (?:xem|ảnh|hình)\b|\d+ (?:lượt xem|ảnh|hình|photos?)\b", re.IGNORECASE
)


def pictures_below(
    elements: Sequence[HtmlElement], lines: Sequence[Line], headline: Line, end: Line | None
) -> MainBlock | None:
    """The box of the pictures below a headline and above the line ``end``, none of them a link to another page;
    ``elements`` and ``lines`` are the page's, in order. None where there are fewer than two."""
    start = elements.index(headline.chunks[-1][0])
    last = elements.index(end.chunks[0][0]) if end is not None else len(elements)
    shown = [element for element in elements[start + 1 : last] if element.tag == "img" and _is_shown(element)]
    if len(shown) < _FEWEST or shown[0] not in elements[start + 1 : start + _NEAR]:
        return None
    box = _around(shown[0], shown[-1])
    if _are_in_cards(shown):
        return None
    after = [line for line in lines if line.index > headline.index and is_inside(line.block, box)]
    if is_inside(headline.block, box):  # then what stands above the pictures is said around them
        place = elements.index(shown[0])
        after = [line for line in lines[headline.index + 1 :] if elements.index(line.block) > place]
    return MainBlock(box, (), named=False, start=after[0].index if after else None)


def _are_in_cards(shown: Sequence[HtmlElement]) -> bool:
    """Whether two pictures or more stand each in a box with a link, a day or a count of its own: albums, videos."""
    pictures = Counter(up for image in shown for up in image.iterancestors())
    cards = 0
    for image in shown:
        box = next((up for up in reversed([*image.iterancestors()]) if pictures[up] == 1), None)
        if box is not None:
            said = (text for piece in box.itertext() if (text := clean_line(piece)))
            cards += box.find(".//a[@href]") is not None or any(is_bare_stamp(t) or _COUNTS.match(t) for t in said)
    return cards > 1


def is_of_pictures(element: HtmlElement) -> bool:
    """Whether an element holds pictures enough to be an article without a text."""
    return len([*islice((image for image in element.iter("img") if _is_shown(image)), _FEWEST)]) == _FEWEST


def _is_shown(image: HtmlElement) -> bool:
    return next(image.iterancestors("a"), None) is None and not is_decoration(image) and zone_at(image) == CONTENT


def _around(first: HtmlElement, last: HtmlElement) -> HtmlElement:
    """The nearest element that holds both pictures."""
    holders = set(first.iterancestors())
    return next(up for up in last.iterancestors() if up in holders)
