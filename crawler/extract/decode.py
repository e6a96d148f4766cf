"""From bytes to a Page: decode once (decision 9), parse once."""

import re
from urllib.parse import urljoin

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from crawler.page import Page
from crawler.vietnamese import charset, text

# The parser is told UTF-8 because we decoded ourselves; huge_tree because Word paste nests deeper than libxml2's 256.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_EMPTY = "<html><body></body></html>"


def parse_page(body: bytes, content_type: str | None, url: str) -> Page:
    """Decode ``body`` as ``content_type`` and its own evidence suggest and parse it as HTML.

    ``url`` is the address it was fetched from and becomes the tree's base. Never raises for bad input: an empty or
    binary body gives a tree without content.
    """
    decoded, decoding = charset.decode(body, content_type)
    source = text.nfc(_CONTROLS.sub(" ", decoded))
    return Page(url=url, source=source, tree=_parse(source, url), decoding=decoding)


def _parse(source: str, url: str) -> HtmlElement:
    for candidate in (source, _EMPTY):
        parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
        try:
            tree = lxml_html.document_fromstring(candidate.encode("utf-8"), parser=parser, base_url=url)
        except (etree.ParserError, etree.XMLSyntaxError):  # nothing that is markup: read it as an empty page
            continue
        if tree.find("body") is not None or tree.find("frameset") is not None:
            return tree
    return lxml_html.document_fromstring(_EMPTY, base_url=url)


def base_url(page: Page) -> str:
    """The address against which the page's links are resolved: its ``<base href>``, else the URL it came from."""
    for href in page.tree.xpath("//base/@href"):
        return urljoin(page.url, str(href).strip())
    return page.url
