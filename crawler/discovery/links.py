"""Which URLs an HTML page leads to."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import cast
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from crawler.discovery.found import Found
from crawler.discovery.urls import canonical, link_to, on_site
from crawler.discovery.verdicts import origin_of, verdicts_for
from crawler.page import Link, Page, PageKind, Refusal
from crawler.profiles import Profile

NO_PLACE = ("#", "javascript:", "mailto:", "tel:", "data:", "zalo:", "skype:")
FEEDS = (
    "//link[contains(@rel, 'alternate')][contains(@type, 'rss+xml') or contains(@type, 'atom+xml')]"
    "[not(contains(@href, 'comment'))]/@href"
)
#: How a page without links sends its reader on; searched in its source, since such pages often have no body at all.
SENDS_ON = (
    re.compile(r"(?i)<meta\b(?=[^<>]*http-equiv\s*=\s*['\"]?refresh\b)[^<>]*\burl\s*=\s*['\"]?([^'\">\s]+)"),
    re.compile(r"\blocation(?:\.href)?\s*=\s*['\"]([^'\"]+)"),
    re.compile(r"\blocation\.(?:replace|assign)\(\s*['\"]([^'\"]+)"),
)
#: What the page's ``link`` elements, dozens on some sites, say that they are.
_RELATIONS = etree.XPath("descendant::link/@rel", smart_strings=False)
FRONT = re.compile(r"(?i)^/?(?:index\.\w+|default\.aspx|home(?:\.\w+)?|trang-chu(?:\.\w+)?)?$")


def discover(page: Page, profile: Profile) -> Found:
    """All links of a page that are in scope, each once, in page order; traps met come as refusals.

    Besides anchors: frames, ``rel=next``, the target of a page that only sends its reader on, and on the front page
    the feeds that it announces.
    """
    base = base_of(page)
    origin, verdicts = origin_of(base), verdicts_for(profile)
    links: dict[str, Link] = {}
    refusals: dict[str, Refusal] = {}
    for place in dict.fromkeys(_places(page)):
        url, link, reason = verdicts.of(place, base, origin)
        if url is None or url in links or url in refusals:
            continue
        if link is not None:
            links[url] = link
        elif reason is not None and reason != "asset":  # not worth a row each: every page has them by the dozen
            refusals[url] = Refusal(url, reason)
    for feed in _feeds(page, profile, base):
        refusals.pop(feed, None)
        links[feed] = link_to(feed, profile, PageKind.FEED)
    return Found(tuple(links.values()), tuple(refusals.values()))


def base_of(page: Page) -> str:
    """What the page's addresses are relative to: its ``<base>``, else its own URL."""
    base = next((href for element in page.elements("base") if (href := element.get("href")) is not None), "")
    try:
        return urljoin(page.url, base.strip()) if base else page.url
    except ValueError:
        return page.url


def _places(page: Page) -> Iterator[str]:
    """What the page refers to, as it writes it."""
    others = page.elements("area", "frame", *(("link",) if "next" in cast("list[str]", _RELATIONS(page.tree)) else ()))
    written = [*map(_written, others), *page.hrefs()]
    places = [place for place in dict.fromkeys(map(str.strip, written)) if _leads_on(place)]
    yield from places
    if not places:  # a shell around a frame, or a splash page
        yield from map(str, page.tree.xpath("//iframe/@src"))
        for pattern in SENDS_ON:
            yield from pattern.findall(page.source)


@lru_cache(maxsize=4096)
def _leads_on(place: str) -> bool:
    return bool(place) and not place.lower().startswith(NO_PLACE)


def _written(element: HtmlElement) -> str:
    """Where an element that is no anchor leads, as it is written; empty where it leads nowhere."""
    tag = element.tag
    if tag == "link" and element.get("rel") != "next":
        return ""
    return element.get("src" if tag == "frame" else "href") or ""


def _feeds(page: Page, profile: Profile, base: str) -> list[str]:
    if not FRONT.match(urlsplit(page.url).path) or urlsplit(page.url).query:
        return []
    urls = [canonical(str(href), profile, base) for href in page.tree.xpath(FEEDS)]
    return [url for url in urls if url and on_site(urlsplit(url).netloc, profile)]
