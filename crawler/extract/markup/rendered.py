"""What a browser shows otherwise than the bare tree says: pictures of AMP pages, lines that only styles break."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from lxml import html as lxml_html
from lxml.html import HtmlElement

_KEEPS: Final = re.compile(r"white-space\s*:\s*pre|\bwhitespace-pre(?:-line|-wrap)?\b")
_MAY_KEEP: Final = ("white-space: pre", "white-space:pre", "whitespace-pre")
#: Boxes of a text; editors put the same style on single words that they paste.
_BOXES: Final = ("div", "p", "section", "article", "td", "main", "blockquote")
#: Line ends with the blanks around them; a run of blanks is looked through once, from its first.
_NEWLINE: Final = re.compile(r"(?<![^\S\n])[^\S\n]*\n\s*")
_BLANK_LINE: Final = re.compile(r"(?<![^\S\n])[^\S\n]*\n[^\S\n]*\n\s*")
#: What shows no lines of its own.
_NO_TEXT: Final = frozenset({"script", "style", "textarea", "template"})
#: What AMP's pictures hold for readers without scripts, or until they are loaded.
_STAND_INS: Final = frozenset({"noscript", "img", "i-amphtml-sizer"})


def show(tree: HtmlElement, source: str) -> None:
    """Turn, in place, AMP's pictures to pictures and the line ends that a browser shows to breaks. ``source`` is the
    page's markup, in which most pages have neither."""
    kept = list(tree.iter("amp-img", "pre"))
    for element in kept:
        if element.tag == "amp-img":
            _show_picture(element)
    _break_all((element for element in kept if element.tag == "pre"), _BLANK_LINE)
    if any(name in source for name in _MAY_KEEP):
        boxes = (box for box in list(tree.iter(*_BOXES)) if _KEEPS.search(f"{box.get('style')} {box.get('class')}"))
        _break_all(boxes, _NEWLINE)


def _show_picture(picture: HtmlElement) -> None:
    """AMP's picture as a plain one, without what it holds for readers without scripts. What else it holds, since its
    end was forgotten, stands behind it."""
    for inner in list(picture):
        if inner.tag in _STAND_INS or inner.get("placeholder") is not None or inner.get("fallback") is not None:
            inner.drop_tree()
    text = picture.text
    for inner in reversed(list(picture)):
        picture.addnext(inner)
    picture.tag, picture.text = "img", None
    if text and text.strip():
        picture.tail = text + (picture.tail or "")


def _break_all(boxes: Iterable[HtmlElement], where: re.Pattern[str]) -> None:
    """Break the lines in each of ``boxes``, which are in the page's order; one in another was broken with that."""
    broken: set[HtmlElement] = set()
    for box in boxes:
        if box not in broken:
            inside = list(box.iter())
            broken.update(inside)
            _break_lines(inside, where)


def _break_lines(inside: Sequence[HtmlElement], where: re.Pattern[str]) -> None:
    """Break the lines of a box, the first of ``inside``, and of all that it holds."""
    for node in inside:
        if node.text and node.tag not in _NO_TEXT and "\n" in node.text and node.text.strip():
            first, *others = where.split(node.text.strip("\r\n"))
            node.text = first
            if others:
                begin = lxml_html.Element("br")
                node.insert(0, begin)
                _go_on(begin, others)
        if node is not inside[0] and node.tail and "\n" in node.tail and node.tail.strip():
            first, *others = where.split(node.tail)
            if others:
                begin, node.tail = lxml_html.Element("br"), None
                node.addnext(begin)
                node.tail = first
                _go_on(begin, others)


def _go_on(begin: HtmlElement, lines: Sequence[str]) -> None:
    """Let ``lines`` follow a break, with a break between each two."""
    breaks = [begin]
    for _ in lines[1:]:
        breaks[-1].addnext(made := lxml_html.Element("br"))
        breaks.append(made)
    for made, line in zip(breaks, lines, strict=True):
        made.tail = line
