"""URLs of a site: one canonical spelling, the identity they carry, what they lead to, whether they are refused."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

from crawler.page import Link, PageKind
from crawler.profiles import Profile

#: Parameters that say where a reader came from or who he is, never what the page is.
TRACKING = re.compile(
    r"(?i)^(utm_\w+|fbclid|gclid|zarsrc|_|sid|phpsessid|jsessionid|session_?id|token|rand|nocache|ver)$"
)
#: A fresh token in a value: long, hexadecimal or mixed, other on every visit.
TOKEN = re.compile(r"^(?=.*\d)(?=.*[a-fA-F])[0-9a-fA-F]{16,}$")
ASSET = re.compile(
    r"(?i)\.(jpe?g|png|gif|webp|bmp|svg|ico|css|js|pdf|docx?|xlsx?|pptx?|zip|rar|7z|mp3|mp4|avi|flv|wmv|swf|woff2?)$"
)
#: Listings by shape, on sites without rules: numbered pages and folders that say what they are.
PAGINATION = re.compile(
    r"(?i)(/(page|trang)[/-]\d+|[?&](page|paged|trang|p|pageindex|start|pg)=\d+|/page-?\d+|trang-\d+\.html?|-nc\d+\.html)"
)
#: Articles by shape: a number that ends the last segment or begins it, a number as parameter, or a long slug.
NUMBERED = re.compile(
    r"(?i)(-\d+(\.\w+|/)?$|/i?\d+[-_/][^/]*$|/\d+(\.\w+|/)?$|/post/\d+|/index/\d+$|[?&](id|nid|p|itemid|newsid|newsviews|tc)=\d+)"
)
LONG_SLUG = re.compile(r"/[^/?]*(?:-[^/?-]+){4,}(?:\.\w+)?/?$")

PRIORITY = {PageKind.SEED: 50, PageKind.FEED: 40, PageKind.SITEMAP: 40, PageKind.LISTING: 30, PageKind.ARTICLE: 10,
            PageKind.PAGE: 5, PageKind.ASSET: 2, PageKind.GUESS: 0}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Identity:
    """An article's identity as its URL gives it: which numbering, which id."""

    id_space: str
    source_id: str


def target(url: str) -> str:
    """``path?query`` of a URL: what profile patterns are searched in."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def canonical(url: str, profile: Profile, base: str | None = None) -> str | None:
    """One spelling of a URL: absolute, the site's first scheme and canonical host for its aliases, no fragment, no
    tracking or session parameters, only the parameters that count. None for what is no http(s) URL."""
    try:
        parts = urlsplit(urljoin(base, url.strip()) if base else url.strip())
        host = parts.netloc.rpartition("@")[2].lower()
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    if port == {"http": 80, "https": 443}[parts.scheme]:
        host = host.rpartition(":")[0]
    scheme = parts.scheme
    if on_site(host, profile):
        host, scheme = profile.hosts[0], profile.schemes[0] if scheme not in profile.schemes else scheme
        if len(profile.schemes) > 1 and profile.seeds:
            scheme = urlsplit(profile.seeds[0]).scheme or scheme
    return urlunsplit((scheme, host, _path(parts.path), _query(parts.query, profile), ""))


def on_site(netloc: str, profile: Profile) -> bool:
    """Whether a host (with port) is one of the site's, with or without ``www.``."""
    return netloc in profile.hosts or netloc.removeprefix("www.") in {h.removeprefix("www.") for h in profile.hosts}


def _path(path: str) -> str:
    path = re.sub(r";jsessionid=[^/?]*", "", path, flags=re.IGNORECASE)
    while "/./" in path or "//" in path:
        path = path.replace("/./", "/").replace("//", "/")
    return quote(unquote(path, errors="surrogateescape"), safe="/:@!$&'()*+,;=~-._%", errors="surrogateescape") or "/"


def _query(query: str, profile: Profile) -> str:
    if not query:
        return ""
    pairs = parse_qsl(query.replace("&amp;", "&"), keep_blank_values=True)
    if not pairs:  # a bare "?12345" is a value of its own
        return query
    keep = profile.scope.query
    kept = [
        (name, value)
        for name, value in pairs
        if not TRACKING.match(name) and not TOKEN.match(value) and (keep is None or name in keep)
    ]
    first_page = ("page", "paged", "trang", "p", "start")
    kept = [(n, v) for n, v in kept if not (n in first_page and v in ("0", "1") and len(kept) > 1)]
    return urlencode(kept, safe="/:,", errors="surrogateescape")


def identify(url: str, profile: Profile) -> Identity | None:
    """The identity that an article rule of the profile reads from a canonical URL; None where none matches."""
    for rule in profile.discovery.articles:
        match = rule.pattern.search(target(url))
        if match and match.groupdict().get("id"):
            return Identity(rule.id_space, match["id"])
    return None


def refusal(url: str, profile: Profile) -> str | None:
    """Why a canonical URL is not followed: ``offsite``, ``asset`` or the reason of the trap it falls into; else None."""
    parts = urlsplit(url)
    if not on_site(parts.netloc, profile):
        return "offsite"
    if ASSET.search(parts.path):
        return "asset"
    shape = target(url)
    return next((trap.reason for trap in profile.scope.traps if trap.pattern.search(shape)), None)


def classify(url: str, profile: Profile) -> PageKind:
    """What is expected at a canonical URL: by the profile's rules, else by its shape. PAGE is "to be told by content"."""
    shape = target(url)
    rules = profile.discovery
    for kind, known in (
        (PageKind.ARTICLE, rules.articles),
        (PageKind.LISTING, rules.listings),
        (PageKind.PAGE, rules.statics),
    ):
        if any(rule.pattern.search(shape) for rule in known):
            return kind
    if PAGINATION.search(shape):
        return PageKind.LISTING
    if not rules.articles and (NUMBERED.search(shape) or LONG_SLUG.search(urlsplit(url).path)):
        return PageKind.ARTICLE
    return PageKind.PAGE


def link_to(url: str, profile: Profile, kind: PageKind | None = None) -> Link:
    """The frontier's link to a canonical URL, with kind, priority and the identity that the URL carries."""
    kind = kind or classify(url, profile)
    identity = identify(url, profile)
    return Link(
        url,
        kind,
        PRIORITY[kind],
        identity.id_space if identity else None,
        identity.source_id if identity else None,
    )
