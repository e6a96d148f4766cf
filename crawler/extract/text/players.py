"""Players of films and sound: all there is of an article that is a video."""

from collections.abc import Sequence
from itertools import islice

from lxml.html import HtmlElement

from crawler.extract.markup.lines import Line, is_inside
from crawler.extract.markup.zones import CONTENT, zone_at
from crawler.extract.text.main_block import MainBlock

_PLAYERS = ("iframe", "video", "audio", "object", "embed")
#: A player stands no more elements below its headline.
_NEAR = 80


def player_below(elements: Sequence[HtmlElement], headline: Line, end: HtmlElement | None) -> MainBlock | None:
    """The box of the first player below a headline and above ``end``; ``elements`` are the page's, in order. None where
    there is none: then a page without text is none of an article."""
    start = elements.index(headline.chunks[-1][0])
    for element in islice(elements, start + 1, start + _NEAR):
        if element is end:
            return None
        if element.tag in _PLAYERS and zone_at(element) == CONTENT:
            return MainBlock(_box(element, headline), (), named=False)
    return None


def holds_player(element: HtmlElement) -> bool:
    """Whether an element holds a player."""
    return next(element.iter(*_PLAYERS), None) is not None


def _box(player: HtmlElement, headline: Line) -> HtmlElement:
    """What is around a player and not around the headline."""
    box = player
    for up in player.iterancestors():
        if is_inside(headline.block, up):
            break
        box = up
    return box
