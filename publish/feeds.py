"""Atom feeds (RFC 4287) of any list of articles, written by ElementTree so that nothing is left unescaped."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from xml.etree import ElementTree as ET

from publish.markup import urlsplit_scheme
from publish.moments import instant

ATOM: Final = "http://www.w3.org/2005/Atom"
MEDIA_TYPE: Final = "application/atom+xml; charset=utf-8"
#: XML 1.0 has no way to write these, not even escaped.
_UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

ET.register_namespace("", ATOM)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's own facts: ``address`` is where it lies (and its id), ``page`` the list that it follows, ``root`` the
    start of the archive's addresses without a slash at the end; ``language`` that of its title; ``rights``: whose the
    texts are; ``as_of``: since when (ISO 8601) nothing is in it, where it has no entry."""

    title: str
    address: str
    page: str
    root: str
    language: str
    rights: str = ""
    as_of: str = ""


def atom(feed: Feed, articles: Iterable[Mapping[str, Any]]) -> bytes:
    """``articles`` (rows of ``search.named``, newest first) as a feed; an entry is updated when its text last changed.

    An entry's date is the site's own, or else the day that we first saw it, as a feed needs one.
    """
    top = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": feed.language})
    _add(top, "title", feed.title)
    _add(top, "id", feed.address)
    _add(top, "link", rel="self", type="application/atom+xml", href=feed.address)
    _add(top, "link", rel="alternate", type="text/html", href=feed.page)
    _add(_add(top, "author"), "name", "Kho Tin Đoàn")
    if feed.rights:
        _add(top, "rights", feed.rights)
    entries = [_entry(feed, article) for article in articles]
    _add(
        top,
        "updated",
        max((str(entry.findtext(f"{{{ATOM}}}updated")) for entry in entries), default=instant(feed.as_of)),
    )
    top.extend(entries)
    return bytes(ET.tostring(top, encoding="utf-8", xml_declaration=True))


def _entry(feed: Feed, article: Mapping[str, Any]) -> ET.Element:
    entry = ET.Element(f"{{{ATOM}}}entry", {"{http://www.w3.org/XML/1998/namespace}lang": "vi"})
    link = f"{feed.root}/bai/{article['id']}"
    _add(entry, "title", article["title"] or link)
    _add(entry, "id", link)
    _add(entry, "link", rel="alternate", type="text/html", href=link)
    if urlsplit_scheme(article["url"]) in ("http", "https"):  # RFC 4287, 4.2.7.2: where it comes from
        _add(entry, "link", rel="via", type="text/html", href=article["url"])
    _add(entry, "rights", article["rights"])
    _add(entry, "published", instant(article["published_at"] or article["first_seen_at"]))
    _add(entry, "updated", instant(article["changed_at"]))
    _add(_add(entry, "author"), "name", article["byline"] or article["site"])
    if article["section"]:
        _add(entry, "category", term=article["section"])
    if article["excerpt"]:
        _add(entry, "summary", article["excerpt"])
    return entry


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    clean = {key: _UNWRITABLE.sub("", value) for key, value in attributes.items()}
    element = ET.SubElement(parent, f"{{{ATOM}}}{name}", clean)
    element.text = _UNWRITABLE.sub("", text) if text is not None else None
    return element
