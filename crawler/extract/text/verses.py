"""Poems: short lines, none of them a sentence, are all the text that such a page has."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import takewhile
from typing import Final

from lxml.html import HtmlElement

from crawler.extract.around.stamp import is_bare_stamp
from crawler.extract.markup.lines import Line, is_inside
from crawler.extract.markup.zones import CONTENT
from crawler.extract.text.main_block import MainBlock
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.names import looks_like_byline
from crawler.vietnamese.syllables import share_of_syllables

#: So many verses are a poem; a verse has so many words.
_FEWEST, _SHORTEST, _LONGEST = 4, 3, 14
#: The first verse stands no more lines below the headline.
_NEAR: Final = 6
_SAYS_ELSE: Final = re.compile(r"\d{3}|[:@|/]|https?")
_SYLLABLES: Final = 0.8
#: What a card has in it; attributes by which a script makes a box a link.
_LEADING: Final = ("onclick", "data-href", "data-url", "data-link")
_OF_CARDS: Final = ("a", "img", "audio", "video", "iframe", "button", "input")


def verses_below(lines: Sequence[Line], headline: Line, ignored: Collection[int]) -> MainBlock | None:
    """The box of the first run of verses below a headline that is no part of a list; None where there is none."""
    after = [line for line in lines[headline.index + 1 :] if line.index not in ignored]
    for start, line in enumerate(after[:_NEAR]):
        if not _is_verse(line):
            continue
        verses = tuple(takewhile(_is_verse, after[start:]))
        if len(verses) < _FEWEST or not _is_of_words(verses) or _are_in_cards(verses) or _is_asked(verses[0], headline):
            return None
        box = _box(verses, headline)
        return MainBlock(box, verses, named=False, start=verses[0].index) if box is not None else None
    return None


def _is_verse(line: Line) -> bool:
    """Whether a line may be a verse: a few words without links, figures or labels, beginning with a capital."""
    if line.zone != CONTENT or line.hrefs or not line.text[:1].isupper() or line.text.isupper():
        return False
    if not _SHORTEST <= line.text.count(" ") + 1 <= _LONGEST or _SAYS_ELSE.search(line.text):
        return False
    return not (is_bare_stamp(line.text) or match_label(line.text) or looks_like_byline(line.text))


def _are_in_cards(verses: Sequence[Line]) -> bool:
    """Whether most lines stand each in a box with a picture, a player or a link of its own: albums, videos, songs."""
    lines = Counter(up for line in verses for up in {line.block, *line.block.iterancestors()})
    held = 0
    for line in verses:
        own = [up for up in (line.block, *line.block.iterancestors()) if lines[up] == 1]
        leads = any(any(map(up.get, _LEADING)) for up in own)
        held += leads or (bool(own) and next(own[-1].iter(*_OF_CARDS), None) is not None)
    return 2 * held > len(verses)


def _is_asked(line: Line, headline: Line) -> bool:
    """Whether a line stands in a form; those that hold the headline too are the system's, around whole pages."""
    form = next(line.block.iterancestors("form"), None)
    return form is not None and not is_inside(headline.block, form)


def _is_of_words(verses: Sequence[Line]) -> bool:
    return share_of_syllables(" ".join(line.text for line in verses))[0] >= _SYLLABLES


def _box(verses: Sequence[Line], headline: Line) -> HtmlElement | None:
    """The widest element around the verses without the headline; None where they stand in menus' own tags."""
    box = None
    for up in (verses[0].block, *verses[0].block.iterancestors()):
        if is_inside(headline.block, up):
            break
        box = up
    blocks = {line.block for line in verses}
    if blocks == {headline.block}:
        return headline.block
    if box is None or any(block.tag == "li" or (block.tag in ("td", "th") and len(blocks) > 1) for block in blocks):
        return None
    return box if all(is_inside(line.block, box) for line in verses) else verses[0].block.getparent()
