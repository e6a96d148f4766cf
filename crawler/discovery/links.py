"""Which URLs an HTML page leads to."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.discovery.found import Found
from crawler.discovery.urls import canonical, link_to, on_site
from crawler.discovery.verdicts import NOWHERE, Verdict, verdicts_for
from crawler.page import Link, Page, PageKind, Refusal
from crawler.profiles import Profile

FEEDS = (
    "//link[contains(@rel, 'alternate')][contains(@type, 'rss+xml') or contains(@type, 'atom+xml')]"
    "[not(contains(@href, 'comment'))]/@href"
)
#: How a page without links sends its reader on; searched in its source, since such pages often have no body at all.
SENDS_ON = (
    re.compile(
        r"(?i)<meta\b(?=[^<>]*http-equiv\s*=\s*['\"]?refresh\b)[^<>]*"
        r"(?:\burl\s*=\s*(?:['\"](?=[^'\"<>]*['\"]))?|\bcontent\s*=\s*['\"]?\s*[\d.]+\s*[;,]\s*(?!url\s*=))([^'\">\s]+)"
    ),
    re.compile(r"\blocation(?:\.href)?\s*=\s*['\"]([^'\"]+)"),
    re.compile(r"\blocation\.(?:replace|assign)\(\s*['\"]([^'\"]+)"),
)
FRONT = re.compile(r"(?i)^/?(?:index\.\w+|default\.aspx|home(?:\.\w+)?|trang-chu(?:\.\w+)?)?$")


def discover(page: Page, profile: Profile) -> Found:
    """All links of a page that are in scope, each once, in page order; traps met come as refusals.

    Besides anchors: frames, ``rel=next``, the target of a page that only sends its reader on, and on the front page
    the feeds that it announces.
    """
    links: dict[str, Link] = {}
    refusals: dict[str, Refusal] = {}
    for _, link, refusal in _verdicts(page, profile):
        if link is not None:
            links[link.url] = link
        elif refusal is not None:
            refusals[refusal.url] = refusal
    for feed in _feeds(page, profile):
        refusals.pop(feed, None)
        links[feed] = link_to(feed, profile, PageKind.FEED)
    return Found(tuple(links.values()), tuple(refusals.values()))


def _verdicts(page: Page, profile: Profile) -> Iterable[Verdict]:
    """What becomes of each place that the page refers to. Where it refers to none, it is a shell around a frame, or a
    page that only sends its reader on."""
    judge = verdicts_for(profile).at(page.base)
    written = map(_written, page.elements("area", "frame", "link"))
    found = [*map(judge, filter(None, written)), *map(judge, page.hrefs)]
    if all(verdict is NOWHERE for verdict in found):
        frames = map(str, page.tree.xpath("//iframe/@src"))
        found = [*map(judge, frames), *(judge(place) for sent in SENDS_ON for place in sent.findall(page.source))]
    return found


def _written(element: HtmlElement) -> str:
    """Where an element that is no anchor leads, as it is written; empty where it leads nowhere."""
    tag = element.tag
    if tag == "link" and element.get("rel") != "next":
        return ""
    return (element.get("src" if tag == "frame" else "href") or "").strip()


def _feeds(page: Page, profile: Profile) -> list[str]:
    if not FRONT.match(urlsplit(page.url).path) or urlsplit(page.url).query:
        return []
    urls = [canonical(str(href), profile, page.base) for href in page.tree.xpath(FEEDS)]
    return [url for url in urls if url and on_site(urlsplit(url).netloc, profile)]
