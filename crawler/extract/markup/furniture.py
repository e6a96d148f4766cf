"""What stands on a page before it is read: labels and values in boxes of their own made lines that say both."""

import re

from lxml.html import HtmlElement

from crawler.vietnamese.labels import match_label
from crawler.vietnamese.text import clean_line

#: Fields whose label may stand in one box and its value in the next (``Nguồn`` | ``Báo Kiên Giang``).
_VALUES = frozenset({"author", "source", "read_count", "published", "modified", "section", "poster", "tags"})
_BOXES = ("div", "dt", "dd", "span", "th", "td", "strong", "b", "h3", "h4", "h5", "label", "p")
_SETTING = frozenset({"span", "font", "b", "strong", "em", "i", "u"})
_WORD = re.compile(r"\w")
_LONGEST_LABEL, _LONGEST_VALUE = 28, 120


def mark_labels(root: HtmlElement) -> None:
    """Give a label that stands alone in its box, beside one box with its value and nothing else, the colon that makes
    it a label wherever it stands. ``root`` is a private copy."""
    for element in root.iter(*_BOXES):
        if element.getnext() is None:
            continue
        holder = _holder_of_text(element)
        text = holder.text
        if not text or text.isspace() or len(text) > 3 * _LONGEST_LABEL or len(holder):
            continue
        line = clean_line(text)
        if len(line) <= _LONGEST_LABEL and not line.endswith((":", "：")) and _WORD.search(line):
            found = match_label(line + ":")
            if found and found[0] in _VALUES and not found[1] and _has_value_beside(element):
                holder.text = line + ":"


def _holder_of_text(element: HtmlElement) -> HtmlElement:
    """The element itself, or the one that sets all its text (``<div><span style="…">Nguồn</span></div>``)."""
    if len(element) != 1 or (element.text and not element.text.isspace()):
        return element
    inner = element[0]
    alone = inner.tag in _SETTING and (not inner.tail or inner.tail.isspace())
    return inner if alone else element


def _has_value_beside(element: HtmlElement) -> bool:
    """Whether exactly one other box stands beside the element, with a short text, in a box that holds no more."""
    parent = element.getparent()
    beside = element.getnext()
    if parent is None or beside is None or not isinstance(beside.tag, str) or beside.tag in ("p", "br", "ul", "table"):
        return False
    if parent.tag in ("dl", "tr"):
        return 0 < len(clean_line(beside.text_content())) <= _LONGEST_VALUE
    if element.getprevious() is not None or any(isinstance(other.tag, str) for other in beside.itersiblings()):
        return False
    if _WORD.search((parent.text or "") + (element.tail or "") + (beside.tail or "")):
        return False
    return 0 < len(clean_line(beside.text_content())) <= _LONGEST_VALUE
