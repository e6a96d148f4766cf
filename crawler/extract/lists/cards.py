"""Cards of other articles that no line of links shows: those whose link has a picture and no words, the headline beside
it, and those in a box that slides."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from crawler.extract.around.stamp import is_bare_stamp
from crawler.extract.markup.addresses import split
from crawler.extract.markup.lines import absolute
from crawler.extract.markup.zones import RELATED, zone_by_name
from crawler.vietnamese.text import clean_line

_SLIDES: Final = re.compile(r"(?:^|[-_])(?:slider|slideshow|carousel|slick|swiper|flickity)(?:[-_]|$)", re.IGNORECASE)
_HEADINGS: Final = ("h2", "h3", "h4", "h5", "h6")
#: Words on the link at the end of a card; a headline is longer.
_FEW_WORDS: Final = 20
_SHORTEST, _LONGEST = 15, 300
#: A list of others has no more.
_MANY: Final = 60


@dataclass(frozen=True, slots=True)
class Card:
    """A box with one link: ``url`` is absolute."""

    box: HtmlElement
    url: str
    title: str


def cards_in(box: HtmlElement, base: str) -> Sequence[Card]:
    """The cards in a box that stands below the label of a list; () where the box is no such list."""
    slides = any(map(_SLIDES.search, f"{box.get('class') or ''} {box.get('id') or ''}".split()))
    if not slides and (box.tag in ("aside", "nav", "form", "footer") or zone_by_name(box) not in (None, RELATED)):
        return ()
    anchors = [anchor for anchor in box.iter("a") if _leads_on(anchor)]
    spoken = [anchor for anchor in anchors if len(clean_line(anchor.text_content())) >= _FEW_WORDS]
    if not anchors or len(anchors) > 3 * _MANY or (spoken and not slides):
        return ()  # lines of links tell such a list
    cards: dict[str, Card] = {}
    for anchor in anchors:
        url = absolute(base, anchor.get("href") or "")
        if url not in cards and (card := _card(anchor, box)) is not None and (title := _title(card)):
            cards[url] = Card(card, url, title)
    return tuple(cards.values())


def _leads_on(anchor: HtmlElement) -> bool:
    href = (anchor.get("href") or "").strip()
    return href[:1] not in ("", "#") and split(href).scheme in ("", "http", "https")


def _card(anchor: HtmlElement, box: HtmlElement) -> HtmlElement | None:
    """The widest box in ``box`` around a link in which nothing leads elsewhere; None where no picture is in it."""
    card, href = anchor, anchor.get("href")
    for up in anchor.iterancestors():
        if up is box or any(_leads_on(other) and other.get("href") != href for other in up.iter("a")):
            break
        card = up
    return card if card.find(".//img") is not None or anchor.find(".//img") is not None else None


def _title(card: HtmlElement) -> str | None:
    """The headline of a card: its heading, else the words of its link, else its picture's name if printed."""
    shown = [clean_line(element.text_content()) for element in card.iter(*_HEADINGS)]
    shown += [clean_line(anchor.text_content()) for anchor in card.iter("a")]
    text = clean_line(card.text_content())
    named = [clean_line(element.get("alt") or element.get("title") or "") for element in card.iter("img", "a")]
    shown += [name for name in named if name and name in text]
    return next((name for name in shown if _SHORTEST <= len(name) <= _LONGEST and not is_bare_stamp(name)), None)
