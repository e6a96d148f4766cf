"""What a page states for programs alone: the times, addresses and publisher of its microdata, which style sheets hide
from readers."""

import re
from typing import Final

from lxml.html import HtmlElement

from crawler.extract.markup.query import selecting
from crawler.vietnamese.text import clean_line

_named = selecting("descendant::*[@itemprop]")
_ISO_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d[T+ ]\S+\Z", re.ASCII)
_ADDRESS: Final = re.compile(r"(?:https?:/)?/\S+\Z")
_TIMES: Final = frozenset({"datePublished", "dateModified", "dateCreated", "uploadDate"})
_ADDRESSES: Final = frozenset({"url", "image", "logo", "mainEntityOfPage", "thumbnailUrl", "contentUrl", "sameAs"})


def hide_stated(root: HtmlElement, source: str) -> None:
    """Mark as hidden what is written under ``root`` for programs, by its form, which nobody would read, or because it
    says the headline again. ``source`` is the page's markup, ``root`` a private copy."""
    if "itemprop" not in source:
        return
    named = _named(root)
    headlines = {clean_line(element.text_content()) for element in named if element.get("itemprop") == "headline"}
    for element in named:
        told_twice = element.get("itemprop") == "description" and clean_line(element.text_content()) in headlines
        if told_twice or _is_for_programs(element):
            element.set("hidden", "")


def _is_for_programs(element: HtmlElement) -> bool:
    name = element.get("itemprop") or ""
    if name == "publisher":
        return any("logo" in (inner.get("itemprop") or "") for inner in element.iterdescendants())
    text = (element.text or "").strip()
    form = _ISO_TIME if name in _TIMES else _ADDRESS if name in _ADDRESSES else None
    return form is not None and len(element) == 0 and form.match(text) is not None
