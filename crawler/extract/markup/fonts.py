"""Text set in the fonts of the years before Unicode (``.VnTime``, ``VNI-Times``) made Vietnamese in the tree, so that
title, author, captions and body are all read from letters. Half-converted pages are common: some paragraphs, or some
words of one, are Unicode already and stay as they are."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from crawler.vietnamese.legacy import from_font, from_tcvn3, from_vni, legacy_font
from crawler.vietnamese.syllables import is_syllable, share_of_syllables

#: One of these is in any longer text of such a font, and hardly ever in a Unicode page.
_TELLTALES: Final = "µ¸¶®¹¨¾½ñøûïöåëü"
_FACE: Final = re.compile(r"(?:^|;)\s*font(?:-family)?\s*:([^;]+)", re.IGNORECASE)
_RULE: Final = re.compile(r"([^{}]{1,300})\{[^{}]*?font(?:-family)?\s*:([^;{}]*)", re.IGNORECASE)
_CLASS: Final = re.compile(r"\.([\w-]+)")
_ONLY_UNICODE: Final = re.compile("[\u1ea0-\u1ef9ăđơưĂĐƠƯ]")
_WORD: Final = re.compile(r"\S+")
_PUNCTUATION: Final = " .,;:!?()[]\"'“”‘’…–/-"
_PARTS: Final = frozenset({"a", "b", "strong", "i", "em", "u", "span", "font", "big", "small", "sub", "sup", "br"})
_UNREAD: Final = frozenset({"script", "style"})
#: Without a font's name so many words must turn into syllables, and so large a share of all.
_LEAST_WORDS, _LEAST_SHARE, _MOST_BEFORE = 3, 0.8, 0.5
_ATTRIBUTES: Final = ("alt", "title")
_CONVERTERS: Final[tuple[Callable[[str], str], ...]] = (from_tcvn3, from_vni)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A text node: ``element``'s text, its tail or (``attribute``) a value; ``face``: the old font around it or ''."""

    element: HtmlElement
    is_tail: bool
    text: str
    face: str
    attribute: str = ""

    def put(self, text: str) -> None:
        if self.attribute:
            self.element.set(self.attribute, text)
        elif self.is_tail:
            self.element.tail = text
        else:
            self.element.text = text


def unify(tree: HtmlElement, source: str) -> None:
    """Convert what is set in such fonts under ``tree``, in place; ``source`` is its markup. A page that has none costs
    a look at its source."""
    if not any(letter in source for letter in _TELLTALES):
        return
    for run in _runs(tree):
        if run[0].face:
            _convert_named(run)
        else:
            _convert_unnamed(run)


def _runs(tree: HtmlElement) -> Iterator[list[_Piece]]:
    """The text nodes that belong together: of one block and one font."""
    run: list[_Piece] = []
    holder: tuple[HtmlElement, str] | None = None
    for piece, block in _pieces(tree):
        if piece.attribute:
            yield [piece]
            continue
        if holder != (block, piece.face) and run:
            yield run
            run = []
        holder = (block, piece.face)
        run.append(piece)
    if run:
        yield run


def _pieces(tree: HtmlElement) -> Iterator[tuple[_Piece, HtmlElement]]:
    """All text nodes in page order, each with the block around it; without recursion."""
    classes = _classes(tree)
    faces = {tree: ""}
    blocks = {tree: tree}
    stack = [(tree, False)]
    while stack:
        element, leaving = stack.pop()
        parent = element.getparent() if element is not tree else None
        if leaving:
            if element.tail and parent is not None:
                yield _Piece(element, True, element.tail, faces[parent]), blocks[parent]
            continue
        stack.append((element, True))
        if not isinstance(element.tag, str) or element.tag in _UNREAD:
            continue
        outer = faces[parent] if parent is not None else ""
        face = _face_of(element, classes)
        faces[element] = outer if face is None else face
        blocks[element] = blocks[parent] if parent is not None and element.tag in _PARTS else element
        if element.text:
            yield _Piece(element, False, element.text, faces[element]), blocks[element]
        for name in _ATTRIBUTES:
            if value := element.get(name):
                yield _Piece(element, False, value, faces[element], name), element
        stack.extend((child, False) for child in reversed(element))


def _face_of(element: HtmlElement, classes: dict[str, str]) -> str | None:
    """The old font that an element names, '' for another font, None where it names none."""
    face = element.get("face")
    if not face and (style := element.get("style")) and (named := _FACE.search(style)):
        face = named[1]
    if not face and classes:
        face = next((classes[name] for name in (element.get("class") or "").split() if name in classes), None)
    if not face:
        return None
    return face if legacy_font(face) else ""


def _classes(tree: HtmlElement) -> dict[str, str]:
    """Class -> old font, by the page's own style sheets."""
    found = {}
    sheets = [sheet.text or "" for sheet in tree.iter("style")]
    for text in filter(legacy_font, sheets):  # the rules of a large sheet are dear to take apart
        for selectors, face in _RULE.findall(text):
            if legacy_font(face):
                found.update(dict.fromkeys(_CLASS.findall(selectors), face))
    return found


def _convert_named(run: Sequence[_Piece]) -> None:
    """Text of an old font, unless it reads better as it stands: the font is often named and no longer meant."""
    old = [piece for piece in run if not _ONLY_UNICODE.search(piece.text)]
    joined = "".join(piece.text for piece in old)
    if joined and _share(from_font(joined, run[0].face)) >= _share(joined):
        for piece in old:
            piece.put(from_font(piece.text, piece.face))
    _convert_mixed(run)


def _convert_unnamed(run: Sequence[_Piece]) -> None:
    """Text that no font explains: converted where most of its words are none as they stand, and syllables after."""
    joined = "".join(piece.text for piece in run if not _ONLY_UNICODE.search(piece.text))
    if any(letter in joined for letter in _TELLTALES):
        share, words = share_of_syllables(joined)
        converted = max(_CONVERTERS, key=lambda convert: _share(convert(joined)))
        least = 1 if run[0].attribute else _LEAST_WORDS
        if words >= least and share <= _MOST_BEFORE and _share(converted(joined)) >= _LEAST_SHARE:
            for piece in run:
                if not _ONLY_UNICODE.search(piece.text):
                    piece.put(converted(piece.text))
    _convert_mixed(run)


def _convert_mixed(run: Sequence[_Piece]) -> None:
    """Words of TCVN3 in the text nodes that are Unicode for the rest, where several are no syllables as they stand."""
    for piece in run:
        if not _ONLY_UNICODE.search(piece.text) or not any(letter in piece.text for letter in _TELLTALES):
            continue
        if sum(_becomes_one(word) for word in _WORD.findall(piece.text)) >= _LEAST_WORDS:
            piece.put(_WORD.sub(lambda m: from_tcvn3(m[0]) if _becomes_one(m[0]) else m[0], piece.text))


def _becomes_one(word: str) -> bool:
    """Whether a word is no syllable as it stands, and one when it is read as TCVN3."""
    bare = word.strip(_PUNCTUATION)
    if bare.isascii() or _ONLY_UNICODE.search(bare) or is_syllable(bare):
        return False
    return is_syllable(from_tcvn3(bare))


def _share(text: str) -> float:
    return share_of_syllables(text)[0]
