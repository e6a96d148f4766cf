"""Which URLs an HTML page leads to."""

from urllib.parse import urljoin

from crawler.discovery.found import Found
from crawler.discovery.urls import canonical, link_to, refusal
from crawler.page import Link, Page, Refusal
from crawler.profiles import Profile

#: Not worth a row each: every page has them by the dozen.
UNRECORDED = {"offsite", "asset"}


def discover(page: Page, profile: Profile) -> Found:
    """All links of a page that are in scope, each once, in page order; traps met come as refusals."""
    base = _base(page)
    links: dict[str, Link] = {}
    refusals: dict[str, Refusal] = {}
    for href in page.tree.xpath("//a/@href | //area/@href"):
        text = str(href).strip()
        if not text or text.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
            continue
        url = canonical(text, profile, base)
        if url is None or url in links or url in refusals:
            continue
        reason = refusal(url, profile)
        if reason is None:
            links[url] = link_to(url, profile)
        elif reason not in UNRECORDED:
            refusals[url] = Refusal(url, reason)
    return Found(tuple(links.values()), tuple(refusals.values()))


def _base(page: Page) -> str:
    base = page.tree.xpath("string(//base/@href)")
    return urljoin(page.url, str(base).strip()) if base else page.url
