"""Documents that a page offers beside its text."""

import mimetypes
import re
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from crawler.article import Attachment
from crawler.extract.cues import Extent
from crawler.extract.lines import Line, is_inside
from crawler.extract.zones import CONTENT
from crawler.vietnamese.text import clean_line

_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|rtf|zip|rar|7z)$", re.IGNORECASE)


def find_attachments(lines: Sequence[Line], body: HtmlElement, extent: Extent) -> tuple[Attachment, ...]:
    """Links to documents between the headline and a little after the article's end, outside its body."""
    found: dict[str, Attachment] = {}
    for line in lines:
        near = extent.title <= line.index <= max(extent.last + 12, extent.end + 2)
        if line.zone != CONTENT or not near or (is_inside(line.block, body) and line.index < extent.end):
            continue
        for anchor, href in zip(line.anchors, line.hrefs, strict=True):
            path = unquote(urlsplit(href).path)
            if _DOCUMENT.search(path):
                name = clean_line(anchor.text_content())
                file_name = path.rpartition("/")[2]
                found.setdefault(href, Attachment(href, name or file_name, media_type(href)))
    return tuple(found.values())


def media_type(url: str) -> str | None:
    """The media type that the file name in ``url`` suggests."""
    return mimetypes.guess_type(unquote(urlsplit(url).path))[0]
