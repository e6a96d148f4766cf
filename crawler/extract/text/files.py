"""Documents that a page offers beside its text."""

import mimetypes
import re
from collections.abc import Sequence
from urllib.parse import unquote

from lxml.html import HtmlElement

from crawler.article import Attachment
from crawler.extract.around.values import Extent
from crawler.extract.markup.addresses import split
from crawler.extract.markup.lines import Line, is_inside
from crawler.extract.markup.zones import CONTENT
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.text import clean_line

_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|rtf|zip|rar|7z)$", re.IGNORECASE)

#: Addresses under which systems hand out files by number: K2 and Attachments, Phoca Download, jDownloads, DOCman.
_HANDED_OUT = re.compile(
    r"/(?:item|attachments)/download/\d|[?&]download=\d|[?&]task=(?:doc_)?download(?:\.send)?(?:&|$)|/doc_download/\d"
    r"|/send/\d+-[^/?]+/\d|[?&]wpdmdl=\d",
    re.IGNORECASE,
)

#: A document's address holds one of these, whatever is escaped in it.
_KIND = re.compile("pdf|doc|xls|ppt|od[ts]|rtf|zip|rar|7z|%", re.IGNORECASE)


def find_attachments(lines: Sequence[Line], body: HtmlElement, extent: Extent) -> tuple[Attachment, ...]:
    """Links to documents between the headline and a little after the article's end that stand outside its body, or
    below its text."""
    found: dict[str, Attachment] = {}
    for line in lines:
        near = extent.title <= line.index <= max(extent.last + 12, extent.end + 2)
        if line.zone != CONTENT or not near:
            continue
        if is_inside(line.block, body) and line.index < extent.end and not is_file_line(line, extent):
            continue
        for anchor, href in zip(line.anchors, line.hrefs, strict=True):
            if _is_document(href, anchor):
                found.setdefault(href, Attachment(href, file_name(anchor, href), media_type(href)))
    return tuple(found.values())


def is_file_line(line: Line, extent: Extent) -> bool:
    """A line below the text that is nothing but a link to a document."""
    if line.index <= extent.last or not line.is_link:
        return False
    return all(_is_document(href, anchor) for anchor, href in zip(line.anchors, line.hrefs, strict=True))


def _is_document(href: str, anchor: HtmlElement) -> bool:
    """By the address, or by the shown file name where a script hands the file out."""
    if hands_out(href):
        return True
    if _KIND.search(href) and _DOCUMENT.search(unquote(split(href).path)):
        return True
    return bool(_DOCUMENT.search(clean_line(anchor.text_content())))


def hands_out(url: str) -> bool:
    """Whether ``url`` is one under which a system hands out a file by its number."""
    return bool(_HANDED_OUT.search(url))


def file_name(anchor: HtmlElement, href: str) -> str:
    """What a link to a file calls it, without the label before it; else the file's own name."""
    text = clean_line(anchor.text_content())
    label = match_label(text)
    if label and label[0] == "attachments":
        text = label[1]
    elif ":" in text and _DOCUMENT.search(text):
        text = text.rpartition(":")[2].strip()
    return text or unquote(split(href).path).rpartition("/")[2]


def media_type(url: str) -> str | None:
    """The media type that the file name in ``url`` suggests."""
    return mimetypes.guess_type(unquote(split(url).path))[0]
