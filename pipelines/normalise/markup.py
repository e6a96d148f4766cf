"""Scraped markup made safe, once, at ingest: an allow-list; nothing that runs, loads or styles."""

from typing import Final

import nh3

from crawler.vietnamese.text import nfc
from crawler.vietnamese.wordlists import words

_TAGS: Final = frozenset(
    words("""
    a abbr b blockquote br caption cite code dd del div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins li ol
    p pre q s small span strong sub sup table tbody td tfoot th thead tr u ul
    """)
)
#: Elements whose content goes with them.
_DROPPED_WHOLE: Final = frozenset(("script", "style", "noscript", "template", "title", "textarea", "svg", "math"))
_ATTRIBUTES: Final = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start", "type"},
    "blockquote": {"cite"},
    "q": {"cite"},
}
_SCHEMES: Final = frozenset(("http", "https", "mailto"))
_CLEANER: Final = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags=set(_DROPPED_WHOLE),
    attributes=_ATTRIBUTES,
    url_schemes=set(_SCHEMES),
    link_rel="nofollow noopener noreferrer",
    strip_comments=True,
)


def sanitise(html: str) -> str:
    """``html`` in NFC with allow-listed elements and attributes only: no script, style, event handler, frame or form;
    no ``javascript:`` or ``data:`` URL; every link ``rel="nofollow noopener noreferrer"``. Safe to show unescaped."""
    return _CLEANER.clean(nfc(html)).strip() if html else ""
