"""Which URLs a feed (RSS, Atom) or a sitemap leads to."""

import re
import zlib
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree

from crawler.discovery.found import Found
from crawler.discovery.urls import canonical, link_to, on_site, refusal, target
from crawler.page import Link, PageKind, Refusal
from crawler.profiles import Profile

#: Parts of a sitemap index that list no articles.
IRRELEVANT = re.compile(r"(?i)(taxonom|category|_tag|post_tag|users?|author|image|video|about|siteterms)")


#: A sitemap may hold 50 MB (sitemaps.org); what unpacks to more is cut there.
UNPACKED_MAX = 50 * 1024 * 1024
#: And 50,000 addresses; of one with more the first are taken.
ADDRESSES_MAX = 50_000
#: Where XML begins: PHP's warnings may stand before it.
_BEGINNING = re.compile(rb"<(?:\?xml|rss|feed|urlset|sitemapindex|rdf:RDF)\b")
#: An address; those of a page's pictures and films are none.
_ADDRESS = re.compile(rb"<(?!image:|video:)(?:\w+:)?(?:loc|item|entry)\b")
#: ``&`` as it stands in hand-written links; a parser that repairs would drop what follows it. In CDATA it is one.
_BARE_AMPERSAND = re.compile(rb"(<!\[CDATA\[.*?(?:\]\]>|\Z))|&(?!(?:#\d+|#[xX][0-9a-fA-F]+|\w+);)", re.DOTALL)


def _root(body: bytes) -> etree._Element | None:
    if body.startswith(b"\x1f\x8b"):
        try:
            body = zlib.decompressobj(wbits=31).decompress(body, UNPACKED_MAX)
        except zlib.error:
            return None
    begin = _BEGINNING.search(body)
    body = _bounded(body[begin.start() :] if begin else body.lstrip())
    if b"\0" not in body:  # UTF-16, where each sign is followed by one
        body = _BARE_AMPERSAND.sub(lambda found: found[1] or b"&amp;", body)
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, huge_tree=False, encoding=_encoding(body)
    )
    try:
        return etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        return None


def _bounded(body: bytes) -> bytes:
    """No more than ADDRESSES_MAX addresses, so that a bomb takes no room as a tree."""
    beyond = next(islice(_ADDRESS.finditer(body), ADDRESSES_MAX, None), None)
    return body if beyond is None else body[: beyond.start()]


def _encoding(body: bytes) -> str | None:
    """UTF-8 where the bytes are that, whatever the XML declaration calls them; else None, as declared."""
    if b"\0" in body:
        return None
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _locations(root: etree._Element, names: str) -> list[str]:
    found = root.xpath(names)
    texts = (str(text).strip() for text in found) if isinstance(found, list) else ()
    return [text for text in texts if text]


def discover_feed(body: bytes, url: str, profile: Profile) -> Found:
    """Articles that a feed names (``item/link``, Atom ``entry/link``). Broken XML gives what could be read."""
    root = _root(body)
    if root is None:
        return Found()
    places = _locations(
        root,
        "//*[local-name()='item']/*[local-name()='link']/text()"
        " | //*[local-name()='entry']/*[local-name()='link'][not(@rel) or @rel='alternate']/@href",
    )
    return _links(places, url, profile)


def discover_sitemap(body: bytes, url: str, profile: Profile) -> Found:
    """Pages that a sitemap names; an index gives its parts (those that can list articles) as sitemaps."""
    root = _root(body)
    if root is None:
        return Found()
    parts = _locations(root, "//*[local-name()='sitemap']/*[local-name()='loc']/text()")
    nested = [part for part in (canonical(part, profile, url) for part in parts) if part]
    own = [part for part in nested if on_site(urlsplit(part).netloc, profile) and not IRRELEVANT.search(target(part))]
    links = tuple(link_to(part, profile, PageKind.SITEMAP) for part in own)
    found = _links(_locations(root, "//*[local-name()='url']/*[local-name()='loc']/text()"), url, profile)
    return Found(links + found.links, found.refusals)


def _links(places: list[str], base: str, profile: Profile) -> Found:
    links: dict[str, Link] = {}
    refusals: dict[str, Refusal] = {}
    for place in places:
        url = canonical(place, profile, base)
        if url is None:
            continue
        reason = refusal(url, profile)
        if reason is None:
            links[url] = link_to(url, profile)
        elif reason != "asset":
            refusals[url] = Refusal(url, reason)
    return Found(tuple(links.values()), tuple(refusals.values()))
