"""URLs of a site: one canonical spelling, the identity they carry, what they lead to, whether they are refused."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from crawler.page import Link, PageKind
from crawler.profiles import Profile
from crawler.web_address import host_in_ascii

#: Common servers refuse a request line that is longer.
LONGEST = 8000
#: Parameters that say where a reader came from or who he is, never what the page is.
TRACKING = re.compile(
    r"(?i)^(utm_\w+|fbclid|gclid|zarsrc|_|phpsessid|jsessionid|aspsessionid\w*|sess(?:ion)?_?id|oscsid|zenid|cfid|cftoken|"
    r"token|rand|nocache|ver|p_p_col_\w+|_\w+_(?:redirect|backurl|returntofullpageurl)|inheritredirect)$"
)
#: The same as a parameter of a segment of the path, as Java servers write it.
PATH_SESSION = re.compile(r"(?i);(?:jsessionid|phpsessid|sess(?:ion)?_?id|sid)=[^/?;]*")
#: ``sid`` is a session, or the number of a story on old PHP portals.
SESSION = re.compile(r"(?i)^sid=(?!\d{1,9}$)")
#: A fresh token in a value: long, hexadecimal or mixed, other on every visit.
TOKEN = re.compile(r"^(?=.*\d)(?=.*[a-fA-F])[0-9a-fA-F]{16,}$")
ASSET = re.compile(
    r"(?i)\.(jpe?g|png|gif|webp|bmp|tiff?|svg|ico|css|js|pdf|docx?|xlsx?|pptx?|zip|rar|7z|mp3|mp4|m4a|wav|avi|mov|flv|"
    r"wmv|swf|exe|apk|woff2?)$"
)
#: Further pages of a list, on any site.
PAGINATION = re.compile(
    r"(?i)(/(?:page|trang|pg|pageindex|currentpage|pageno)[/-]?\d+(?:/|\.\w+|\?|$)|-nc\d+\.html|"
    r"[?&](?:page|paged|trang|p|pageindex|pageno|page_no|currentpage|start|limitstart|offset|per_page|pg)=\d+)"
)
#: Lists that say what they are.
LISTING = re.compile(
    r"(?i)(/(?:categor(?:y|ies)|chuyen-muc|danh-muc|chuyenmuc|danhmuc|taxonomy/term|itemlist)(?:/|$)|"
    r"[?&](?:cat|catid|cid)=\d+$|[?&]view=(?:category|categories|section|featured)(?:&|$))"
)
#: WordPress without permalinks: ``/?p=`` and three figures or more; below that it may be the page of a list.
POST = re.compile(r"^/(?:index\.php)?\?p=\d{3,}$")
#: Articles by shape: a number that ends the last segment or begins it, a number as parameter, or a long slug.
NUMBERED = re.compile(
    r"(?i)(-\d+(\.\w+|/)?$|/i?\d+[-_:/][^/]*/?$|/\d+(\.\w+|/)?$|/post/\d+|/index/\d+$|"
    r"[?&](id|nid|sid|itemid|newsid|articleid|newsviews|tc)=\d+)"
)
LONG_SLUG = re.compile(r"/[^/?]*(?:-[^/?-]+){4,}(?:\.\w+)?/?$")

#: The first page of a list, said beside other parameters. (1 is the second page on systems that count from 0.)
FIRST_PAGE = frozenset(f"{name}=0" for name in ("page", "paged", "trang", "p", "start", "limitstart", "offset"))

_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_CHARACTERS = "/:@!$&'()*+,;=~"
_QUERY_CHARACTERS = "/:@!$&'()*+,;=~?"
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ENCODED = re.compile(r"%([0-9A-Fa-f]{2})")

PRIORITY = {PageKind.SEED: 50, PageKind.FEED: 40, PageKind.SITEMAP: 40, PageKind.LISTING: 30, PageKind.ARTICLE: 10,
            PageKind.PAGE: 5, PageKind.ASSET: 2, PageKind.GUESS: 0, PageKind.REQUISITE: -10}  # fmt: skip


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
    """One spelling of a URL: absolute, host in ASCII, the site's first scheme and canonical host for its aliases, no
    fragment, no tracking or session parameters, only the parameters that count. None for what is no http(s) URL, or
    longer than servers take."""
    if len(url) > LONGEST:
        return None
    url = url.strip().replace("\\", "/")  # as browsers do
    try:
        url.encode()
        parts = urlsplit(urljoin(base, url) if base else url)
        host = host_in_ascii(parts.netloc.rpartition("@")[2])
        port = parts.port
    except ValueError:  # half a character (JSON may hold one) included
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    host = plain_host(host, None if port == {"http": 80, "https": 443}[parts.scheme] else port)
    scheme = parts.scheme
    if on_site(host, profile):
        host, scheme = profile.hosts[0], profile.schemes[0] if scheme not in profile.schemes else scheme
        if len(profile.schemes) > 1 and profile.seeds:
            scheme = urlsplit(profile.seeds[0]).scheme or scheme
    return urlunsplit((scheme, host, _path(parts.path), _query(parts.query, profile), ""))


def plain_host(netloc: str, port: int | None) -> str:
    """A host with its port in its plainest spelling: without the root's dot, ``:`` before nothing, zeros."""
    host = netloc if netloc.endswith("]") else netloc.rpartition(":")[0] if ":" in netloc else netloc
    host = host.removesuffix(".") or host
    return host if port is None else f"{host}:{port}"


def on_site(netloc: str, profile: Profile) -> bool:
    """Whether a host (with port) is one of the site's, with or without ``www.``."""
    return netloc in profile.hosts or netloc.removeprefix("www.") in _bare_hosts(profile.hosts)


@lru_cache(maxsize=64)
def _bare_hosts(hosts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(host.removeprefix("www.") for host in hosts)


def at_origin(profile: Profile, url: str) -> Profile:
    """The same site with the scheme and host of ``url``, one of its own, as the canonical ones."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2].lower()
    return replace(
        profile,
        hosts=tuple(dict.fromkeys((host, *profile.hosts))),
        schemes=tuple(dict.fromkeys((parts.scheme, *profile.schemes))),
        seeds=(url, *profile.seeds),
    )


def _path(path: str) -> str:
    path = _escaped(PATH_SESSION.sub("", path), _PATH_CHARACTERS)
    while "//" in path:
        path = path.replace("//", "/")
    return (without_dots(path) if "/." in path else path) or "/"


def without_dots(path: str) -> str:
    """The path without its ``.`` and ``..`` (RFC 3986, 5.2.4); what leads above the root leads to the root."""
    *kept, last = path.split("/")
    whole: list[str] = []
    for segment in kept[1:]:
        if segment == ".." and whole:
            whole.pop()
        elif segment not in (".", ".."):
            whole.append(segment)
    if last == ".." and whole:
        whole.pop()
    return "/".join(("", *whole, "" if last in (".", "..") else last))


def _escaped(text: str, allowed: str) -> str:
    """One way of percent-encoding, the same when applied again: what needs none has none, what has it keeps it
    (an encoded slash is no slash), in capitals."""

    def one(match: re.Match[str]) -> str:
        letter = chr(int(match[1], 16))
        return letter if letter in _UNRESERVED else match[0].upper()

    text = _BARE_PERCENT.sub("%25", text)
    return quote(_ENCODED.sub(one, text), safe=allowed + "%", errors="surrogateescape")


def _query(query: str, profile: Profile) -> str:
    """The parameters that count, in the order they stand, written as the site writes them (``?12345`` stays bare)."""
    kept: list[tuple[str, str]] = []
    for part in query.replace("&amp;", "&").split("&"):
        name, _, value = part.partition("=")
        plain = unquote(name)
        if not part or TRACKING.match(plain) or TOKEN.match(value) or SESSION.match(part):
            continue
        if profile.scope.query is None or plain in profile.scope.query:
            kept.append((part, f"{plain}={value}".lower()))
    texts = [part for part, shape in kept if not (shape in FIRST_PAGE and (len(kept) > 1 or shape[:2] != "p="))]
    return _escaped("&".join(texts), _QUERY_CHARACTERS)


def identify(url: str, profile: Profile) -> Identity | None:
    """The identity that an article rule of the profile reads from a canonical URL; None where none matches. A group
    ``space`` that matched (a module with a numbering of its own) extends the rule's id space: ``nukeviet/laws``."""
    for rule in profile.discovery.articles:
        match = rule.pattern.search(target(url))
        found = match.groupdict() if match else {}
        if found.get("id"):
            space = found.get("space")
            return Identity(f"{rule.id_space}/{space.lower()}" if space else rule.id_space, found["id"])
    return None


def refusal(url: str, profile: Profile) -> str | None:
    """Why a canonical URL is not followed: ``offsite``, ``asset`` or the reason of the trap it falls into, or None."""
    parts = urlsplit(url)
    if not on_site(parts.netloc, profile):
        return "offsite"
    if ASSET.search(parts.path):
        return "asset"
    shape = target(url)
    return next((trap.reason for trap in profile.scope.traps if trap.pattern.search(shape)), None)


def classify(url: str, profile: Profile) -> PageKind:
    """What is expected at a canonical URL: by the profile's rules, else by its shape. PAGE is to be told by content."""
    shape = target(url)
    rules = profile.discovery
    for kind, known in (
        (PageKind.ARTICLE, rules.articles),
        (PageKind.LISTING, rules.listings),
        (PageKind.PAGE, rules.statics),
    ):
        if any(rule.pattern.search(shape) for rule in known):
            return kind
    if not rules.articles and POST.search(shape):
        return PageKind.ARTICLE
    if PAGINATION.search(shape) or LISTING.search(shape):
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
