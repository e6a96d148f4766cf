"""What a browser shows otherwise than the bare tree says: pictures of AMP pages, lines that only styles break."""

import re
from typing import Final

from lxml import html as lxml_html
from lxml.html import HtmlElement

_KEEPS: Final = re.compile(r"white-space\s*:\s*pre|\bwhitespace-pre(?:-line|-wrap)?\b")
_MAY_KEEP: Final = ("white-space: pre", "white-space:pre", "whitespace-pre")
#: Boxes of a text; editors put the same style on single words that they paste.
_BOXES: Final = ("div", "p", "section", "article", "td", "main", "blockquote")
_NEWLINE: Final = re.compile(r"[^\S\n]*\n\s*")
_BLANK_LINE: Final = re.compile(r"[^\S\n]*\n[^\S\n]*\n\s*")


def show(tree: HtmlElement, source: str) -> None:
    """Turn, in place, AMP's pictures to pictures and the line ends that a browser shows to breaks. ``source`` is the
    page's markup, in which most pages have neither."""
    for element in list(tree.iter("amp-img", "pre")):
        if element.tag == "pre":
            _break_lines(element, _BLANK_LINE)
        else:
            _show_picture(element)
    if any(name in source for name in _MAY_KEEP):
        for box in list(tree.iter(*_BOXES)):
            if _KEEPS.search(f"{box.get('style') or ''} {box.get('class') or ''}"):
                _break_lines(box, _NEWLINE)


def _show_picture(picture: HtmlElement) -> None:
    """AMP's picture as a plain one, without the one for readers without scripts in it."""
    for inner in list(picture):
        picture.remove(inner)
    picture.tag, picture.text = "img", None


def _break_lines(box: HtmlElement, where: re.Pattern[str]) -> None:
    for node in list(box.iter()):
        if not isinstance(node.tag, str):
            continue
        if node.text and node.text.strip():
            parts = where.split(node.text.strip("\r\n"))
            node.text = parts[0]
            for number, part in enumerate(parts[1:]):
                node.insert(number, _broken(part))
        parent = node.getparent()
        if node is not box and parent is not None and node.tail and node.tail.strip():
            parts = where.split(node.tail)
            node.tail = parts[0]
            place = parent.index(node)
            for number, part in enumerate(parts[1:], 1):
                parent.insert(place + number, _broken(part))


def _broken(text: str) -> HtmlElement:
    """A break with the text behind it."""
    made = lxml_html.Element("br")
    made.tail = text
    return made
