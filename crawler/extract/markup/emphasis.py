"""How a line stands out by its markup: heading level, class, size, weight."""

import re
from itertools import islice

from lxml.html import HtmlElement

from crawler.extract.markup.lines import Line

_TITLE_NAME = re.compile(
    r"(?:^|[-_])(?:title|headline|heading|tieude|tieu[-_]de|tit|contentheading|tentin|ten-tin|article-name|newstitle|"
    r"posttitle|articletitle|titlenews|td-tieude)(?:[-_]|$|\d)"
)
_OTHER_TITLE = re.compile(
    r"(?:widget|site|section|block|module|box|cat|category|comment|page-sub|sub)[-_]?title|"
    r"title[-_](?:cate?|category|box|block|module|menu|section)(?:[-_]|$)"
)
_OTHERS = frozenset({"author", "creator", "publisher", "itemListElement"})
_OTHER_TYPES = re.compile(r"/(?:Person|Organization|ListItem)$")
_SIZE = re.compile(r"font-size\s*:\s*([\d.]+)\s*(px|pt|em|rem|%)?", re.IGNORECASE)
_LARGE_WORDS = re.compile(r"font-size\s*:\s*(?:large|larger|x-large|xx-large)", re.IGNORECASE)
HEADINGS = {"h1": 6.0, "h2": 4.5, "h3": 3.5, "h4": 2.5, "h5": 2.0}


def emphasis(line: Line) -> float:
    """How much a line looks like a headline by its markup: heading level, class, size, weight. 0 for plain text."""
    element = line.chunks[0][0].getparent() if line.chunks[0][1] else line.chunks[0][0]
    best, bold = 0.0, False
    for up in [element, *element.iterancestors()]:
        best = max(best, HEADINGS.get(up.tag, 0.0), _named(up), _size(up))
        bold = bold or up.tag in ("b", "strong") or "bold" in (up.get("style") or "").lower()
        if up is line.block:
            parent = up.getparent()
            holder = parent if parent is not None and len(parent) <= 2 else None
            best = max(best, _named(holder) if holder is not None else 0.0)
            break
    return best + (2.0 if bold and best < 4 else 0.0)


def voice(line: Line) -> HtmlElement | None:
    """The widest element, no further up than the line's block, that makes it bold or large; None for plain text."""
    element = line.chunks[0][0].getparent() if line.chunks[0][1] else line.chunks[0][0]
    loud = [up for up in _upwards(element, line.block) if _is_bold(up) or _size(up)]
    return loud[-1] if loud else None


def _named(element: HtmlElement) -> float:
    said = element.get("itemprop")
    if said == "headline" or (said == "name" and not _names_another(element)):
        return 6.0
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
    return 4.0 if any(_TITLE_NAME.search(name) and not _OTHER_TITLE.search(name) for name in names) else 0.0


def _names_another(element: HtmlElement) -> bool:
    """Whether microdata gives the name of a person, the publisher or a trail's step rather than the article's."""
    around = list(islice(element.iterancestors(), 3))
    return any(up.get("itemprop") in _OTHERS or _OTHER_TYPES.search(up.get("itemtype") or "") for up in around)


def _size(element: HtmlElement) -> float:
    style = element.get("style") or ""
    size = (element.get("size") or "").strip()
    if (size.startswith("+") and size != "+0") or (size.isdigit() and int(size) >= 4) or _LARGE_WORDS.search(style):
        return 3.0
    found = _SIZE.search(style)
    if not found or not found[2]:
        return 0.0
    pixels = float(found[1]) * {"pt": 4 / 3, "em": 16.0, "rem": 16.0, "%": 0.16}.get(found[2].lower(), 1.0)
    return 3.0 if pixels >= 17 else 0.0


def is_bold(line: Line) -> bool:
    """Whether the whole line is printed bold."""
    return all(any(_is_bold(up) for up in _upwards(element, line.block)) for element in line.elements())


def is_italic(line: Line) -> bool:
    """Whether the whole line is printed in italics."""
    return all(any(_is_italic(up) for up in _upwards(element, line.block)) for element in line.elements())


def _is_italic(element: HtmlElement) -> bool:
    return element.tag in ("i", "em") or "italic" in (element.get("style") or "").lower()


def _upwards(element: HtmlElement, block: HtmlElement) -> list[HtmlElement]:
    chain = [element]
    while chain[-1] is not block and chain[-1].getparent() is not None:
        chain.append(chain[-1].getparent())
    return chain


def _is_bold(element: HtmlElement) -> bool:
    return element.tag in ("b", "strong") or "bold" in (element.get("style") or "").lower()
