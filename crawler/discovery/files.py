"""Files: which address a page's reference to one means, and whether it may be asked for. An article's images and
attachments and a page's requisites may lie one hop off the site; links never do."""

import re
from collections.abc import Iterable
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from crawler.discovery.found import Found
from crawler.discovery.urls import PRIORITY, on_site, plain_host, target, without_dots
from crawler.page import Link, PageKind, Refusal
from crawler.profiles import Profile
from crawler.web_address import host_in_ascii

#: What is a file by its name, and of the kinds that browsers load for a page.
STATIC = re.compile(r"(?i)\.(?:css|m?js|jpe?g|png|gif|webp|avif|svg|ico|cur|bmp|woff2?|ttf|otf)$")
#: Hosts whose files only count visitors or show advertisements.
COUNTERS = re.compile(
    r"(?i)(?:^|\.)(?:google-analytics\.com|googletagmanager\.com|googlesyndication\.com|googleadservices\.com|"
    r"doubleclick\.net|histats\.com|statcounter\.com|hitwebcounter\.com|amung\.us|scorecardresearch\.com|"
    r"adtimaserver\.vn|admicro\.vn|eclick\.vn)$"
)
#: A place in a template that a script was to fill.
_UNFILLED = re.compile(r"\{\{|\$\{|<%|\[\[")
_STEM = re.compile(r"[^/]+(?=\.\w+$)")
#: What browsers leave as it is (URL Standard, path and special-query percent-encode sets; ``%`` stays also when bare).
_PATH = "/:@!$&'()*+,;=~%[]|\\"
_QUERY = "/:@!$&()*+,;=~%[]|\\?^`{}"


def file_url(place: str, base: str) -> str | None:
    """The address that a browser asks for where a page at ``base`` refers to ``place``: absolute, without fragment, its
    query as written; only what cannot stand in a request is escaped. None for what is no http(s) address."""
    place = place.strip().replace("\n", "").replace("\t", "").replace("\r", "")
    if not place or place.startswith(("#", "?", "data:")) or _UNFILLED.search(place):
        return None
    try:
        place.encode()
        parts = urlsplit(urljoin(base, place.replace("\\", "/") if "?" not in place else place))
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    host = host_in_ascii(parts.netloc.rpartition("@")[2])
    host = plain_host(host, None if port == {"http": 80, "https": 443}[parts.scheme] else port)
    path = quote(parts.path, safe=_PATH, errors="surrogateescape") or "/"
    path = without_dots(path) if "/." in path else path
    query = quote(parts.query, safe=_QUERY, errors="surrogateescape")
    return urlunsplit((parts.scheme, host, path, query, ""))


def file_refusal(url: str, kind: PageKind, profile: Profile, *, sheet: bool = False) -> str | None:
    """Why a file is not asked for, or None. On the site the profile's traps hold (the file's own name aside: a
    ``print.css`` is no print twin). Elsewhere a requisite has to be a file by its name, or a style ``sheet``, as font
    services name them freely; counters are never asked for."""
    parts = urlsplit(url)
    if not on_site(parts.netloc, profile):
        if COUNTERS.search(parts.hostname or ""):
            return "trap:counter"
        return "offsite" if kind is PageKind.REQUISITE and not sheet and not STATIC.search(parts.path) else None
    if kind is PageKind.ASSET:
        return None
    shape = target(url)
    if STATIC.search(parts.path):
        shape = _STEM.sub("_", parts.path) + (f"?{parts.query}" if parts.query else "")
    return next((trap.reason for trap in profile.scope.traps if trap.pattern.search(shape)), None)


def found_files(places: Iterable[str], base: str, kind: PageKind, profile: Profile, *, sheets: bool = False) -> Found:
    """The files (or style sheets) at ``places`` as links of ``kind``, each once; those not asked for as refusals."""
    links: list[Link] = []
    refusals: list[Refusal] = []
    for url in dict.fromkeys(file_url(place, base) for place in places):
        if url is None:
            continue
        reason = file_refusal(url, kind, profile, sheet=sheets)
        if reason is None:
            links.append(Link(url, kind, PRIORITY[kind]))
        else:
            refusals.append(Refusal(url, reason, kind))
    return Found(tuple(links), tuple(refusals))
