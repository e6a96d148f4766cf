"""What the content of a page means: its links, its article, its files. Pure."""

import re
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urljoin, urlsplit

from crawler.article import RawArticle
from crawler.discovery.feeds import discover_feed, discover_sitemap
from crawler.discovery.files import file_refusal, file_url
from crawler.discovery.found import Found
from crawler.discovery.links import discover
from crawler.discovery.postback import is_turned_by_script
from crawler.discovery.requisites import css_requisites
from crawler.discovery.urls import PAGINATION, PRIORITY, link_to, target
from crawler.discovery.wp_rest import discover_posts, is_post_list
from crawler.extract.outage import outage
from crawler.extract.reader import read
from crawler.extract.reading import Reading
from crawler.page import FILES, Link, Page, PageKind, Refusal, Signal
from crawler.ports import PageResult
from crawler.profiles import Profile
from crawler.spiders.outcomes import Answer

HTML = ("text/html", "application/xhtml+xml", "text/plain", "")
XML = ("text/xml", "application/xml", "application/rss+xml", "application/atom+xml", "application/rdf+xml")
#: Links out of a page that can be news; a listing without any has gone wrong.
NEWS = (PageKind.ARTICLE, PageKind.PAGE)
#: What stands in the place of a page of the site.
OUTAGES: Final = {
    "parked": "In the page's place stands that of a parked or expired domain.",
    "suspended": "In the page's place stands a notice that the site's account is suspended.",
    "bot_check": "In the page's place stands a check whether we are a robot, which we are.",
    "maintenance": "In the page's place stands a notice of maintenance.",
    "login": "In the page's place stands a login.",
    "betting": "In the page's place stands an advertisement for betting: the site or its domain was taken over.",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """What a listing page shows: the news URLs on it, and whether it is a further page of a list."""

    urls: frozenset[str]
    further: bool


def of_machine_page(answer: Answer, profile: Profile) -> PageResult:
    """The result of a feed, a sitemap or a file."""
    kind = answer.page.kind
    if kind is PageKind.REQUISITE:
        return _of_requisite(answer, profile)
    listed_by_kind = kind in (PageKind.FEED, PageKind.SITEMAP)  # also when served as application/x-gzip
    if kind is PageKind.SITEMAP and is_post_list(answer.page.url):
        return _done(answer, str(kind), discover_posts(answer.body, answer.page.url, profile), ())
    if kind is PageKind.ASSET or not (listed_by_kind or answer.media_type in (*XML, *HTML)):
        return _done(answer, "asset", Found(), ())
    xml = answer.body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<rss", b"<feed", b"<urlset"))
    if listed_by_kind and answer.media_type == "text/html" and not xml:
        # a page for people, served for every unknown address
        return _done(answer, "absent", Found(), ())
    reader = discover_feed if kind is PageKind.FEED else discover_sitemap
    found = reader(answer.body, answer.page.url, profile)
    signals: tuple[Signal, ...] = () if found.links else (_no_links(answer, str(kind)),)
    return _done(answer, str(kind), found, signals)


def is_machine_page(answer: Answer) -> bool:
    """Whether an answer is no HTML page for people: by what we expected, else by what it says it is."""
    if answer.page.kind in (*FILES, PageKind.FEED, PageKind.SITEMAP):
        return True
    return answer.media_type in XML or answer.media_type not in HTML


def with_requisites(result: PageResult, requisites: Found) -> PageResult:
    """The same result, with what the page needs to be shown; an article's own files are not its template's."""
    own = {file_url(link.url, link.url) for link in result.links if link.kind is PageKind.ASSET}
    links = (*result.links, *(link for link in requisites.links if link.url not in own))
    return replace(result, links=links, refusals=(*result.refusals, *requisites.refusals))


def of_page(answer: Answer, page: Page, profile: Profile) -> PageResult:
    """The result of an HTML page: all its links; its article, unless a rule says that it is a listing."""
    kind = outage(page) if answer.page.kind in (PageKind.SEED, PageKind.ARTICLE) else None
    if kind is not None:
        signal = Signal(f"site.{kind}", OUTAGES[kind], "Look at the site in a browser; the next crawl looks again.")
        failed = _done(answer, f"site_{kind}", Found(), (signal,))
        return replace(failed, state="failed", decoding=page.decoding)
    found = discover(page, profile)
    if is_listed(answer.page.kind, answer.page.url, profile):
        none = not any(link.kind in NEWS for link in found.links)
        said = (_no_links(answer, "listing"),) if none else _turned_by_script(answer, page, found)
        return replace(_done(answer, "listing", found, said), decoding=page.decoding)
    reading = read(page, profile)
    article, signals = reading.article, reading.signals
    reason = str(reading.kind)
    if article is not None:
        files = _files(article, profile)
        found = Found((*files.links, *found.links), (*files.refusals, *found.refusals))
    elif answer.page.kind is PageKind.ARTICLE and reason in ("empty", "error", "unknown"):
        signals = (*signals, _no_article(answer, reason))
    elif reason == "listing":
        signals += _turned_by_script(answer, page, found)
    return replace(_done(answer, reason, found, signals), raw_article=article, decoding=page.decoding)


def listed(answer: Answer, result: PageResult) -> Listed:
    """What a page shows as a listing; compared with what earlier pages showed, it tells the end of a list."""
    urls = frozenset(link.url for link in result.links if link.kind in NEWS)
    numbers = re.findall(r"\d+", " ".join(match[0] for match in PAGINATION.finditer(target(answer.page.url))))
    return Listed(urls, any(int(number) > 1 for number in numbers))


def as_further_page(result: PageResult) -> PageResult:
    """The same result, marked as a further page of a list: a later crawl looks at it only where the list has news."""
    return replace(result, reason="listing_page") if result.reason == "listing" else result


def without_further_pages(result: PageResult) -> PageResult:
    """The same result, not going on along the list: this page showed nothing that an earlier one had not."""
    kept = tuple(link for link in result.links if not PAGINATION.search(target(link.url)))
    return replace(result, links=kept)


def reading_of(kind: PageKind, page: Page, profile: Profile) -> Reading:
    """What an HTML page is, expected to be of ``kind``, and its article, without its links."""
    return Reading("listing") if is_listed(kind, page.url, profile) else read(page, profile)


def is_listed(kind: PageKind, url: str, profile: Profile) -> bool:
    """Whether a page is a listing whatever is on it."""
    return kind is PageKind.LISTING and is_listing_by_rule(url, profile)


def is_listing_by_rule(url: str, profile: Profile) -> bool:
    """Whether a profile's or family's rule (not just the URL's shape) says that this is a listing."""
    return any(rule.pattern.search(target(url)) for rule in profile.discovery.listings)


def entry_links(profile: Profile) -> list[Link]:
    """Feeds and sitemaps that the profile names, as links."""
    parts = urlsplit(profile.seeds[0]) if profile.seeds else urlsplit(f"{profile.schemes[0]}://{profile.hosts[0]}/")
    origin = f"{parts.scheme}://{profile.hosts[0]}"
    feeds = [link_to(urljoin(origin, feed), profile, PageKind.FEED) for feed in profile.discovery.feeds]
    return feeds + [link_to(urljoin(origin, part), profile, PageKind.SITEMAP) for part in profile.discovery.sitemaps]


def _of_requisite(answer: Answer, profile: Profile) -> PageResult:
    """A style sheet leads to what it needs itself. A page for people in a file's place is no file."""
    if answer.media_type == "text/html":
        return _done(answer, "absent", Found(), ())
    css = answer.media_type == "text/css" or urlsplit(answer.page.url).path.lower().endswith(".css")
    charset = re.search(r"charset=[\"']?([\w-]+)", answer.headers.get("content-type", ""), re.IGNORECASE)
    found = css_requisites(answer.body, answer.page.url, charset and charset[1], profile) if css else Found()
    return _done(answer, "requisite", found, ())


def _files(article: RawArticle, profile: Profile) -> Found:
    """The article's images and attachments, asked for as they are written, also where they lie on another host."""
    urls = [image.url for image in article.images] + [attachment.url for attachment in article.attachments]
    links, refusals = [], []
    for url in dict.fromkeys(url.partition("#")[0] for url in urls):
        reason = file_refusal(url, PageKind.ASSET, profile) if file_url(url, url) else "unreadable"
        if reason is None:
            links.append(Link(url, PageKind.ASSET, PRIORITY[PageKind.ASSET]))
        elif reason != "unreadable":
            refusals.append(Refusal(url, reason, PageKind.ASSET))
    return Found(tuple(links), tuple(refusals))


def _done(answer: Answer, reason: str, found: Found, signals: tuple[Signal, ...]) -> PageResult:
    return PageResult(
        answer.page,
        "done",
        reason,
        answer.status,
        answer.capture,
        links=found.links,
        refusals=found.refusals,
        signals=signals,
    )


def _no_links(answer: Answer, what: str) -> Signal:
    return Signal(
        "listing.no_links",
        f"The {what} {answer.page.url} leads to no article.",
        "Look at the capture: an error page served as 200, a list filled by script, or URL patterns that changed.",
    )


def _turned_by_script(answer: Answer, page: Page, found: Found) -> tuple[Signal, ...]:
    if not is_turned_by_script(page) or any(PAGINATION.search(target(link.url)) for link in found.links):
        return ()
    signal = Signal(
        "listing.turned_by_script",
        f"The list {answer.page.url} turns its pages by script (__doPostBack): no link leads to what lies behind.",
        "Give the profile a sitemap or feed of the site, or `discovery.id_ranges` to walk along its articles' ids.",
    )
    return (signal,)


def _no_article(answer: Answer, reason: str) -> Signal:
    return Signal(
        "article.not_found",
        f"{answer.page.url} was linked as an article, but the page is {reason}.",
        "Look at the capture; if there is an article on it, its layout is one that no rule reads yet.",
    )
