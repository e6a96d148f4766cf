"""From bytes to a Page: decode once (decision 9), parse once."""

import re

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from crawler.extract.markup import fonts, rendered
from crawler.extract.markup.floods import without_floods
from crawler.page import Decoding, Page
from crawler.vietnamese import charset, text

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
#: The same characters as bytes of UTF-8, where those of the second line only begin so.
_CONTROL_BYTES = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0D})
_NO_CHARACTERS = b"\xef\xbf"
_EMPTY = b"<html><body></body></html>"


def _parser() -> etree.HTMLParser:
    """The parser is told UTF-8 because we decoded ourselves; huge_tree because Word paste nests deeper than libxml2's
    256. Elements are of one class, made in C; lxml.html's own lookup runs in Python whenever an element is touched."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    return parser


_PARSER = _parser()


def parse_page(body: bytes, content_type: str | None, url: str) -> Page:
    """Decode ``body`` as ``content_type`` and its own evidence suggest and parse it as HTML.

    Text in the fonts of the years before Unicode is Vietnamese in the tree; ``source`` has it as it was sent. ``url``
    is the address it was fetched from and becomes the tree's base. Never raises for bad input: an empty or
    binary body gives a tree without content.
    """
    source, encoded, decoding = _decoded(body, content_type)
    tree = _parse(encoded, url)
    fonts.unify(tree, source)
    rendered.show(tree, source)
    return Page(url=url, source=source, tree=tree, decoding=decoding)


def _decoded(body: bytes, content_type: str | None) -> tuple[str, bytes, Decoding]:
    """The page's text, the same as UTF-8 for the parser, and how it was read."""
    settled = charset.settled(body)
    if settled is not None:
        return settled, body, Decoding(charset.declared_charset(body, content_type), "utf-8")
    source, decoding = charset.decode(body, content_type)
    encoded = _encoded(source)
    if encoded is None:
        source = text.nfc_lines(_CONTROLS.sub(" ", source))
        encoded = source.encode("utf-8")
    return source, encoded, decoding


def _encoded(source: str) -> bytes | None:
    """The source as UTF-8; None where it holds characters that a page cannot have."""
    try:
        encoded = source.encode("utf-8")
    except UnicodeEncodeError:  # halves of surrogate pairs
        return None
    clean = _NO_CHARACTERS not in encoded and len(encoded.translate(None, _CONTROL_BYTES)) == len(encoded)
    return encoded if clean else None


def _parse(encoded: bytes, url: str) -> HtmlElement:
    for candidate in (without_floods(encoded), _EMPTY):
        try:
            tree = lxml_html.document_fromstring(candidate, parser=_PARSER, base_url=url)
        except (etree.ParserError, etree.XMLSyntaxError):  # nothing that is markup: read it as an empty page
            continue
        if tree.find("body") is not None or tree.find("frameset") is not None:
            return tree
    return lxml_html.document_fromstring(_EMPTY, base_url=url)
