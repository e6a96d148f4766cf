"""From the node that holds an article's body to paragraphs, pictures with captions, files, author's line and source."""

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import parse_qs, unquote

from lxml import html as lxml_html
from lxml.html import HtmlElement

from crawler.article import Attachment, Image, Provenance
from crawler.extract.markup.addresses import split
from crawler.extract.markup.lines import absolute
from crawler.extract.text.blocks import Gap, Segment, is_silent, read_segments
from crawler.extract.text.captions import Captions, credit_of, find_captions
from crawler.extract.text.files import file_name, hands_out, media_type
from crawler.extract.text.images import is_decoration, picture_url
from crawler.extract.text.tail import Tail, read_tail
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.text import clean_line

_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|rtf|zip|rar|7z)$", re.IGNORECASE)
#: A file's size, and the word between two files.
_BETWEEN_FILES = re.compile(r"\d[\d.,]*\s*[kmg]?b\b|\bvà\b", re.IGNORECASE)
_ENDED = re.compile(r"[.!?:;…][\"”’')\]]*$|/\.?$")
_MARKED = re.compile(r"^(?:[-+•*▪■–—]|\d{1,2}[.)/]|[a-zđ][.)]|[IVX]+[.)])\s*")
#: How large a file is, behind its name.
_SIZE = re.compile(r"\s*[(\[]?\s*\d[\d.,]*\s*(?:bytes|[KMG]i?B)\s*[)\]]?$", re.IGNORECASE)
_DROPPED = frozenset(
    {"script", "style", "noscript", "template", "form", "input", "button", "textarea", "select", "xml"}
)


@dataclass(frozen=True, slots=True)
class BodyOptions:
    """``tail``: take the author's line and the source off the end."""

    tail: bool = True


@dataclass(frozen=True, slots=True)
class Body:
    """What a body says. ``paragraphs`` are clean lines without captions, author's line, source; ``html`` is the inner
    markup with absolute URLs, not yet sanitised; a data table is one line a row, its cells parted by `` | ``."""

    paragraphs: tuple[str, ...] = ()
    html: str = ""
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    byline: str | None = None
    source: str | None = None
    provenance: Mapping[str, Provenance] = field(default_factory=lambda: MappingProxyType({}))


def read_body(container: HtmlElement, page_url: str, options: BodyOptions = BodyOptions()) -> Body:
    """Read the element that holds a body; ``page_url`` is what its links are resolved against. The element itself is
    left as it is. Never raises for odd markup; an empty element gives an empty Body."""
    root = deepcopy(container)
    root.tail = None
    _drop_pictures(root, page_url)
    segments = read_segments(root)
    captions = find_captions(segments, root)
    attachments = _attachments(root, page_url)
    labels = _file_lines(segments, attachments)
    tail = read_tail(segments, captions.taken | labels, root) if options.tail else Tail()
    return Body(
        paragraphs=_paragraphs(segments, captions.taken | tail.taken | labels, tail),
        images=_images(segments, captions, page_url),
        attachments=attachments,
        byline=tail.byline,
        source=tail.source,
        provenance=_provenance(tail),
        html=_markup(root, page_url, [segments[i] for i in tail.taken]),
    )


def _drop_pictures(root: HtmlElement, base: str) -> None:
    """Take out pictures that show nothing of the article."""
    for image in list(root.iter("img")):
        if is_decoration(image) or picture_url(image, base) is None:
            image.drop_tree()


def _paragraphs(segments: Sequence[Segment], left_out: set[int], tail: Tail) -> tuple[str, ...]:
    paragraphs: list[str] = []
    gap = Gap.BLOCK
    for index, segment in enumerate(segments):
        gap = max(gap, segment.gap)
        if segment.picture is not None:
            continue
        if index in left_out:
            gap = Gap.BLOCK
            continue
        text = tail.glued[1] if tail.glued and tail.glued[0] == index else segment.text
        if paragraphs and _continues(paragraphs[-1], text, gap):
            paragraphs[-1] = f"{paragraphs[-1]} {text}"
        else:
            paragraphs.append(text)
        gap = Gap.NONE
    return tuple(text for text in paragraphs if re.search(r"\w", text))


def _continues(before: str, text: str, gap: Gap) -> bool:
    """Whether a line goes on after a single break: its sentence was not at its end."""
    if gap is Gap.NONE:
        return True
    if gap is not Gap.BREAK or _ENDED.search(before) or _MARKED.match(text):
        return False
    return text[:1].islower() or (len(before) > 80 and before[-1:] in ",-–(")


def _images(segments: Sequence[Segment], captions: Captions, base: str) -> tuple[Image, ...]:
    images: dict[str, Image] = {}
    for index, segment in enumerate(segments):
        url = picture_url(segment.picture, base) if segment.picture is not None else None
        if segment.picture is None or url is None:
            continue
        caption = captions.text_of(index) or _shown_title(segment.picture)
        alt = clean_line(segment.picture.get("alt") or "") or None
        credit = captions.credits.get(index) or (credit_of(caption) if caption else None)
        image = Image(url, caption, credit, alt)
        if url not in images or (caption and not images[url].caption):
            images[url] = image
    return tuple(images.values())


def _shown_title(picture: HtmlElement) -> str | None:
    """The title of a picture whose class says that scripts print it below as a caption."""
    named = "caption" in (picture.get("class") or "").split()
    return clean_line(picture.get("title") or "") or None if named else None


def _attachments(root: HtmlElement, base: str) -> tuple[Attachment, ...]:
    """Links to documents, and documents shown in a frame or a viewer."""
    found: dict[str, Attachment] = {}
    for element in root.iter("a", "iframe", "embed", "object"):
        target = element.get("href") or element.get("src") or element.get("data") or ""
        url = _document(absolute(base, target)) if target else None
        if url is None:
            continue
        name = file_name(element, url) if element.tag == "a" else unquote(split(url).path).rpartition("/")[2]
        found.setdefault(url, Attachment(url, name, media_type(url)))
    return tuple(found.values())


def _document(url: str) -> str | None:
    """The document that a URL leads to, or that an online viewer shows; None for anything else."""
    try:
        parts = split(url)
        if parts.scheme in ("http", "https") and (_DOCUMENT.search(unquote(parts.path)) or hands_out(url)):
            return url
        shown = [value for name in ("url", "file", "src") for value in parse_qs(parts.query).get(name, ())]
    except ValueError:  # an address that is none
        return None
    return next((v for v in shown if v.startswith(("http://", "https://")) and _DOCUMENT.search(split(v).path)), None)


def _file_lines(segments: Sequence[Segment], attachments: Sequence[Attachment]) -> set[int]:
    """Lines that only offer a file: a label before it, or its bare name."""
    names = {attachment.name for attachment in attachments} if attachments else set()
    found = set()
    for index, segment in enumerate(segments):
        if not attachments or len(segment.text) > 160:
            continue
        label = match_label(segment.text)
        is_label = label is not None and label[0] == "attachments" and _only_names(label[1], names)
        bare = _SIZE.sub("", segment.text)
        if is_label or (bare in names and _DOCUMENT.search(bare)):
            found.add(index)
    return found


def _only_names(text: str, names: Iterable[str]) -> bool:
    """Whether a text says nothing but files' names and sizes."""
    for name in names:
        text = text.replace(name, " ")
    return not re.search(r"\w", _BETWEEN_FILES.sub(" ", text))


def _provenance(tail: Tail) -> Mapping[str, Provenance]:
    found = {}
    if tail.byline:
        found["byline"] = Provenance(f"body.byline.{tail.rule}", "body's last line", 0.8)
    if tail.source:
        found["source"] = Provenance("body.source.last_line", "body's last line", 0.8)
    return MappingProxyType(found)


def _markup(root: HtmlElement, base: str, taken: Sequence[Segment]) -> str:
    for segment in taken:
        segment.erase()
    for element in list(root.iter("*")):
        if element is root or element.getparent() is None:
            continue
        if element.tag in _DROPPED or (element.tag != "iframe" and is_silent(element) and element.tag not in _SHOWN):
            element.drop_tree()
    for element in root.iter("a", "img", "iframe", "source", "video", "audio"):
        _make_absolute(element, base)
    inner = [lxml_html.tostring(child, encoding="unicode") for child in root]
    return ((root.text or "") + "".join(inner)).strip()


_SHOWN = frozenset({"iframe", "object", "embed", "video", "audio", "source"})


def _make_absolute(element: HtmlElement, base: str) -> None:
    if element.tag == "img":
        url = picture_url(element, base)
        for name in ("srcset", "sizes", "data-src", "data-original", "loading"):
            element.attrib.pop(name, None)
        if url:
            element.set("src", url)
        return
    for name in ("href", "src"):
        if element.get(name):
            element.set(name, absolute(base, element.get(name) or ""))
