"""A second opinion on an article's body: trafilatura reads the page as well, and where it takes quite another text, the
body's confidence sinks and a person is told. Its text never takes the place of ours.

trafilatura is an extra (``khotin[opinion]``) that may be absent; then there is no opinion.
"""

import importlib
import importlib.util
import re
from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from crawler.article import RawArticle
from crawler.extract.reading import Reading
from crawler.page import Page, Signal
from crawler.profiles import Profile
from crawler.vietnamese.syllables import share_of_syllables
from crawler.vietnamese.text import comparison_key

#: A text of fewer words is too short for an opinion: the other reader falls back to whatever else the page has.
_LEAST_WORDS: Final = 40
#: The same where we read no body at all: of a page with pictures or a document alone the other reader takes comments.
_LEAST_INSTEAD: Final = 200
#: The share of words that are Vietnamese, below which the other reader was at a loss with an old font's letters.
_READABLE: Final = 0.6
#: Texts are compared by their runs of so many words, so that words which every article has do not count as agreement.
_RUN: Final = 4
#: The share of one reader's runs that the other lacks, from which they read different texts.
_DISPUTED: Final = 0.5
#: What is left of the body's confidence where the readers differ.
_DOUBT: Final = 0.5
#: A line of prose, and no entry of a menu or list.
_SENTENCE: Final = re.compile(r"[.!?…][\"”')\]/.\s]*$")
#: The names under which a reading says where its body stood.
_BODY: Final = ("body", "paragraphs", "body_html")


def is_available() -> bool:
    """Whether the other reader is installed, with all that it needs."""
    if importlib.util.find_spec("trafilatura") is None:
        return False
    try:
        importlib.import_module("trafilatura")
    except ImportError:
        return False
    return True


def with_opinion(page: Page, profile: Profile, reading: Reading) -> Reading:
    """The same reading; where the other reader disputes its body, with less confidence and the signal
    ``body.disputed``. Never raises, whatever the other reader does."""
    if reading.article is None or not is_available():
        return reading
    theirs = _other_text(page)
    missed, alone = disputed_shares(reading.article, theirs)
    if max(missed, alone) < _DISPUTED:
        return reading
    found = {
        name: replace(source, confidence=round(source.confidence * _DOUBT, 2)) if name in _BODY else source
        for name, source in reading.article.provenance.items()
    }
    article = replace(reading.article, provenance=MappingProxyType(found))
    signal = _signal(page, profile, (missed, alone), theirs)
    return replace(reading, article=article, signals=(*reading.signals, signal))


def disputed_shares(article: RawArticle, theirs: str) -> tuple[float, float]:
    """(share of their sentences that the article lacks, share of the body that they lack), 0..1; zeros where a text is
    too short to tell. Headline, lead and captions are the article's too, so they are no dispute; nor are menus and
    lists of links, which the other reader takes along on pages laid out as tables (a cell then ends with ``|``)."""
    captions = [text for image in article.images for text in (image.caption, image.alt) if text]
    around = [text for text in (article.title, article.lead, article.byline, article.source) if text]
    lines = re.split(r"[|\n]", theirs)
    body, other = _runs(article.paragraphs), _runs(lines)
    sentences = _runs(line for line in lines if _SENTENCE.search(line))
    if len(sentences) < (_LEAST_WORDS if body else _LEAST_INSTEAD) or _is_garbled(theirs):
        return 0.0, 0.0
    missed = len(sentences - body - _runs([*around, *captions])) / len(sentences)
    return missed, len(body - other) / len(body) if len(body) >= _LEAST_WORDS else 0.0


def _is_garbled(text: str) -> bool:
    share, words = share_of_syllables(text)
    return words >= _LEAST_WORDS and share < _READABLE


def _runs(lines: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """All runs of words, each within a line."""
    found: set[tuple[str, ...]] = set()
    for line in lines:
        words = comparison_key(line).split()
        found.update(zip(*(words[start:] for start in range(_RUN)), strict=False))
    return frozenset(found)


def _other_text(page: Page) -> str:
    """What trafilatura takes for the body, a paragraph a line; empty where it finds none."""
    trafilatura = importlib.import_module("trafilatura")
    try:
        found = trafilatura.bare_extraction(page.source, url=page.url, include_comments=False, with_metadata=False)
    except Exception:  # noqa: BLE001  # somebody else's program on a page as odd as it likes
        return ""
    return (found.text or "") if found is not None else ""


def _signal(page: Page, profile: Profile, shares: tuple[float, float], theirs: str) -> Signal:
    missed, alone = (f"{share:.0%}" for share in shares)
    first = next((line for line in theirs.splitlines() if line.strip(" |")), "").strip(" |")[:80]
    return Signal(
        "body.disputed",
        f"A second reader takes another text for the body of {page.url}: {missed} of its sentences are not in ours, "
        f"{alone} of ours is not in its text, which begins: {first}",
        "Look at the capture; if our text is not the article's, name the body in a layout of the site's profile.",
        "info",
        file=profile.file or None,
    )
