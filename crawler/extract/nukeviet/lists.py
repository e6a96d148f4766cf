"""Lists around a NukeViet body: pictures above it, files, tags."""

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from urllib.parse import parse_qs, unquote

from lxml.html import HtmlElement

from crawler.article import Attachment, Image
from crawler.extract.markup.addresses import split
from crawler.extract.markup.lines import Line, absolute, is_inside
from crawler.extract.markup.query import selecting
from crawler.extract.markup.zones import HIDDEN, zone_at
from crawler.extract.nukeviet.page import Frame
from crawler.extract.text.body import read_body
from crawler.extract.text.files import media_type
from crawler.extract.text.images import is_decoration, picture_url
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.text import clean_line

_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|rtf|zip|rar|7z)$", re.IGNORECASE)
_NUMBERED = re.compile(r"^(?:tập tin|tệp tin|tệp|file)\s*\d*\s*[:：]\s*", re.IGNORECASE)
_TAG_URL = re.compile(r"(?:^|/)tags?/|[?&]op=tag(?:/|%2f)", re.IGNORECASE)
_previews = selecting("descendant::*[@id='imgpreview']/descendant::img")
_HOLDER = re.compile(r"imghome|img-?home|home-?img|homeimg|image-?center|hometext-img|fig", re.IGNORECASE)


def lead_pictures(frame: Frame) -> list[HtmlElement]:
    """The elements that hold the pictures between headline and body, each with its caption, in order."""
    order = frame.scene.order
    above = order[frame.title.chunks[0][0]] if frame.title is not None else order[frame.column] - 1
    found: list[HtmlElement] = []
    for image in frame.scene.root.iter("img"):
        if not above < order[image] < order[frame.body] or is_decoration(image) or is_inside(image, frame.body):
            continue
        holder = _holder(image, frame)
        if zone_at(image) != HIDDEN and not any(is_inside(holder, other) for other in found):
            found.append(holder)
    return found


def _holder(image: HtmlElement, frame: Frame) -> HtmlElement:
    for up in image.iterancestors():
        if up.tag == "figure" or _HOLDER.search(f"{up.get('class') or ''} {up.get('id') or ''}"):
            return image if is_inside(frame.body, up) or len(clean_line(up.text_content())) > 400 else up
        if up is frame.column or is_inside(frame.body, up):
            break
    parent = image.getparent()
    return parent if parent is not None and len(clean_line(parent.text_content())) < 200 else image


def lead_images(frame: Frame, holders: Sequence[HtmlElement]) -> tuple[Image, ...]:
    """The pictures above the body with their captions; a thumbnail gives way to its full form if the page holds it."""
    if not holders:
        return ()
    box = frame.body.makeelement("div", {})
    for holder in holders:
        copy = deepcopy(holder)
        copy.tail = None
        box.append(copy)
    full = _full_forms(frame)
    return tuple(replace(i, url=full.get(_file(i.url), i.url)) for i in read_body(box, frame.scene.base).images)


def _full_forms(frame: Frame) -> dict[str, str]:
    """Pictures that the page keeps hidden for a preview, by folder and file name."""
    found: dict[str, str] = {}
    if "imgpreview" not in frame.scene.page.source:
        return found
    for image in _previews(frame.scene.root):
        url = picture_url(image, frame.scene.base)
        if url:
            found[_file(url)] = url
    return found


def _file(url: str) -> str:
    """The last folder and the file name: what a thumbnail and its full form share."""
    return "/".join(split(url).path.split("/")[-2:])


def merge_images(above: Sequence[Image], inside: Sequence[Image]) -> tuple[Image, ...]:
    """Pictures above the body first; one that stands in the body again is kept once, with the better address."""
    merged: dict[str, Image] = {}
    for image in (*above, *inside):
        kept = merged.get(_file(image.url))
        if kept is None or (not kept.caption and image.caption):
            merged[_file(image.url)] = image
    return tuple(merged.values())


def find_files(frame: Frame, end: int) -> tuple[Attachment, ...]:
    """Documents offered beside the body, before the lists of other articles."""
    found: dict[str, Attachment] = {}
    for line in (*frame.above, *frame.scene.lines[frame.last + 1 : end]):
        for anchor in line.anchors:
            href = absolute(frame.scene.base, anchor.get("href") or "")
            name = _file_name(anchor, href)
            if name:
                found.setdefault(href, Attachment(href, name, media_type("http://file/" + name) or media_type(href)))
    return tuple(found.values())


def _file_name(anchor: HtmlElement, href: str) -> str | None:
    """The shown name of a file that a link offers; None where it offers none."""
    try:
        parts = split(href)
        query = parse_qs(parts.query)
    except ValueError:  # an address that is none
        return None
    if parts.scheme not in ("http", "https") or "pdf" in query:
        return None
    is_file = bool(_DOCUMENT.search(unquote(parts.path)))
    if not (is_file or "download" in query or anchor.get("download") is not None):
        return None
    shown = _NUMBERED.sub("", clean_line(anchor.text_content()))
    named = _NUMBERED.sub("", clean_line(anchor.get("download") or "")) or unquote(parts.path).rpartition("/")[2]
    return shown or (named if is_file or anchor.get("download") else None)


def find_tags(frame: Frame, end: int) -> tuple[tuple[str, ...], frozenset[int]]:
    """Tags below the body by label or address, and their lines; past ``end``, below the lists of other articles, those
    in the article's own box that say that they are tags."""
    tags: dict[str, None] = {}
    spent: set[int] = set()
    below = [line for line in frame.scene.lines[end:] if _says_tags(line, frame)]
    for line in (*frame.above, *frame.scene.lines[frame.last + 1 : end], *below):
        label = match_label(line.text)
        labelled = label is not None and label[0] == "tags"
        anchors = [a for a in line.anchors if labelled or _TAG_URL.search(a.get("href") or "")]
        names = [clean_line(anchor.text_content()).strip("#,; ") for anchor in anchors]
        if labelled and label and not anchors:
            names = [part.strip(" .#") for part in re.split(r"[,;]", label[1])]
        tags.update(dict.fromkeys(name for name in names if 0 < len(name) <= 80))
        if labelled or (names and line.is_link):
            spent.add(line.index)
    return tuple(tags), frozenset(spent)


def _says_tags(line: Line, frame: Frame) -> bool:
    """Whether a line's links have ``rel=tag`` and stand in the same article element as the body."""
    if not line.anchors or any("tag" not in (anchor.get("rel") or "").split() for anchor in line.anchors):
        return False
    box = next((up for up in frame.body.iterancestors() if _is_article(up)), None)
    return box is not None and is_inside(line.block, box)


def _is_article(element: HtmlElement) -> bool:
    return element.tag == "article" or "Article" in (element.get("itemtype") or "")
