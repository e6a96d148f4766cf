"""A page's shape: the names of its elements. By it a redesign shows where a profile names no selectors."""

import re
from collections.abc import Collection

from crawler.page import Page

#: Of a page's names less than this share in the known ones: another template made it.
SAME = 0.5


def shape(page: Page) -> frozenset[str]:
    """Element, id and classes of everything that has a name (``div#main``, ``p.lead``); numbers in names count as one,
    since ``post-17`` and ``post-18`` are the same template."""
    names: set[str] = set()
    for element in page.tree.iter():
        if isinstance(element.tag, str):
            words = [f"#{element.get('id')}"] if element.get("id") else []
            words += [f".{word}" for word in (element.get("class") or "").split()]
            names.update(element.tag + re.sub(r"\d+", "0", word) for word in words)
    return frozenset(names)


def likeness(names: frozenset[str], known: Collection[frozenset[str]]) -> float | None:
    """The greatest share (0..1) of the names of a page and of a known page that both have; None where either has no
    names to go by."""
    shares = [len(names & other) / len(names | other) for other in known if names and other]
    return max(shares, default=None)
