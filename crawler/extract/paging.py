"""Articles divided into pages: which number a page has, and where the others are. Told by addresses that extend the
article's own (``/2/``, ``?page=2``, ``?start=1``, ``/page-2``) and are linked as page numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit, urlunsplit

from lxml.html import HtmlElement

from crawler.discovery.urls import canonical
from crawler.extract.identity import canonical_url
from crawler.page import Page
from crawler.profiles import Profile
from crawler.vietnamese.text import clean_line, fold

#: A text in more pages than this is a list of something else.
MOST = 40
_COUNTED_FROM_0 = frozenset({"start", "limitstart"})
_PARAMETER = re.compile(r"(?:^|&)(?P<name>start|limitstart|page|paged|trang|pg)=(?P<n>\d{1,2})(?=&|$)")
#: How much a page holds, said beside its number.
_SIZE = re.compile(r"(?:^|&)limit=\d{1,2}(?=&|$)")
_IN_PATH = (
    re.compile(r"^(?P<base>.+)/(?:page|trang)[-/](?P<n>\d{1,2})(?P<end>\.html?|/)?$"),
    re.compile(r"^(?P<base>.+)/(?P<n>\d{1,2})/?$"),
)
#: Any of these at the end of an address as written: only such links are looked at more closely.
_NUMBERED = re.compile(
    r"[?&](?:start|limitstart|page|paged|trang|pg)=\d{1,2}(?:&|$)|[?&]showall=|/(?:(?:page|trang)[-/])?\d{1,2}(?:\.html?|/)?$"
)
_EXTENSION = re.compile(r"(?:\.html?)?/?$")
_PAGE_TEXT = re.compile(
    r"^(?:(?:trang|page|phan|part)\s*)?\[?\d{1,2}\]?$|^(?:trang )?(?:sau|tiep(?: theo)?|ke)$|^next\b|^[›»>]+$"
)
_COUNTER = re.compile(
    r"^\(?(?:trang|page)\s*\d{1,2}\s*(?:/|of|trong|tren|cua)\s*(?:tong so\s*)?\d{1,2}(?: trang| pages)?\)?$"
)
_WHOLE = re.compile(r"(?:^|&)showall=1?(?:&|$)")


@dataclass(frozen=True, slots=True)
class Paging:
    """``number`` of the page at hand (1 for the first, or for an article of one page); ``first``: the first page's
    canonical URL; ``others``: canonical URLs of pages 2 and on, in order."""

    number: int = 1
    first: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Address:
    """An address taken apart: the first page's key, the number (counting from 1), and how it is written."""

    key: str
    number: int
    form: str


def find_paging(page: Page, profile: Profile) -> Paging:
    """The pages of the article at hand. Pure: by the page's own address and its links."""
    own = canonical_url(page, profile)
    at_hand = _taken_apart(own)
    links = dict(_page_links(page, own, profile))
    if at_hand is not None and any(_key(url) == at_hand.key for url in links.values()):
        base = next(url for url in links.values() if _key(url) == at_hand.key)
        return Paging(at_hand.number, base)
    found = {a.number: url for url in links.values() if (a := _taken_apart(url)) is not None and a.key == _key(own)}
    numbers = [number for number in found if 2 <= number <= MOST]
    if not numbers:
        return Paging()
    pattern = found[min(numbers)]
    shift = min(numbers)
    others = tuple(found.get(n) or _with_number(pattern, shift, n) for n in range(2, max(numbers) + 1))
    return Paging(1, own, others)


def clear_page_links(root: HtmlElement, page: Page, profile: Profile) -> None:
    """Take the page numbers, an index of pages and ``Trang 1/3`` out of ``root``, a private copy of the page's body."""
    own = canonical_url(page, profile)
    hrefs = {href for href, _ in _page_links(page, own, profile)}
    if not hrefs:
        return
    numbers = [a for a in root.iter("a") if (a.get("href") or "").strip() in hrefs]
    if numbers:
        hrefs |= {(a.get("href") or "").strip() for a in root.iter("a") if _leads_to(a, own, page, profile)}
    known: dict[HtmlElement, bool] = {}
    for anchor in numbers:
        box = _index_of(anchor, root, hrefs, known)
        if box is not None and box.getparent() is not None:
            box.drop_tree()
    for element in root.iter("div", "p", "span", "li", "td", "caption"):
        if element.text and len(element) == 0 and _COUNTER.match(fold(clean_line(element.text))):
            element.text = None


def _leads_to(anchor: HtmlElement, own: str, page: Page, profile: Profile) -> bool:
    href = (anchor.get("href") or "").strip()
    try:
        url = canonical(urljoin(page.url, href), profile) if _may_lead_to(href, _stem(own)) else None
    except ValueError:
        return False
    return url is not None and _key(url) == _key(own)


def _index_of(
    anchor: HtmlElement, root: HtmlElement, hrefs: set[str], known: dict[HtmlElement, bool]
) -> HtmlElement | None:
    """The widest box around a page's number that holds little but such links; None where it was taken out already.
    ``known``: what was found of boxes around earlier numbers."""
    box = anchor
    for up in anchor.iterancestors():
        if up is root or up.tag in ("body", "html"):
            return box
        if up not in known:
            known[up] = _is_index(up, hrefs)
        if not known[up]:
            break
        box = up
    return box


def _is_index(box: HtmlElement, hrefs: set[str]) -> bool:
    links = [a for a in box.iter("a") if (a.get("href") or "").strip()]
    if any((a.get("href") or "").strip() not in hrefs for a in links):
        return False
    text = len(clean_line(box.text_content())) - sum(len(clean_line(a.text_content())) for a in links)
    return text <= 40 + 6 * len(links)


def _page_links(page: Page, own: str, profile: Profile) -> Iterator[tuple[str, str]]:
    """(href as written, canonical URL) of links to the pages of this article, itself and its first page included."""
    base = page.base
    at_hand = _taken_apart(own)
    keys = {_key(own)} | ({at_hand.key} if at_hand else set())
    stem = _stem(at_hand.key if at_hand else own)
    likely = {h for h in page.hrefs if stem in h or h[:1] == "?"} if stem else set()
    likely = likely if at_hand else {h for h in likely if _NUMBERED.search(h)}
    for href, anchor in page.anchors if likely else ():
        if href not in likely or href[0] == "#":
            continue
        try:
            url = canonical(urljoin(base, href), profile)
        except ValueError:
            continue
        found = _taken_apart(url) if url else None
        if url is None or "#" in href:
            continue
        if _WHOLE.search(urlsplit(url).query):
            yield href, url
        elif found is not None and found.key in keys:
            if found.form in _COUNTED_FROM_0 or _is_number(anchor):
                yield href, url
        elif at_hand is not None and _key(url) == at_hand.key:
            yield href, url


def _stem(url: str) -> str:
    """What every address of the article holds: the last part of its path, else its query."""
    parts = urlsplit(url)
    return _EXTENSION.sub("", parts.path).rpartition("/")[2] or parts.query.partition("&")[0]


def _may_lead_to(href: str, stem: str) -> bool:
    return bool(href) and href[0] != "#" and bool(stem) and (href[0] == "?" or stem in href)


def _is_number(anchor: HtmlElement) -> bool:
    return bool(_PAGE_TEXT.match(fold(clean_line(anchor.text_content())))) and not _in_comments(anchor)


def _in_comments(anchor: HtmlElement) -> bool:
    return any("comment" in f"{up.get('id') or ''} {up.get('class') or ''}".lower() for up in anchor.iterancestors())


def _taken_apart(url: str | None) -> _Address | None:
    """The address of a further page; None for one that names no page number."""
    if url is None:
        return None
    parts = urlsplit(url)
    found = _PARAMETER.search(parts.query)
    if found:
        query = _SIZE.sub("", parts.query[: found.start()] + parts.query[found.end() :]).strip("&")
        number = int(found["n"]) + (found["name"] in _COUNTED_FROM_0)
        key = _key(urlunsplit((parts.scheme, parts.netloc, parts.path, query, "")))
        return _Address(key, number, found["name"]) if number > 1 else None
    for pattern in _IN_PATH:
        in_path = pattern.match(parts.path)
        if in_path and int(in_path["n"]) > 1 and in_path["base"].count("-") >= 1:
            key = _key(urlunsplit((parts.scheme, parts.netloc, in_path["base"], parts.query, "")))
            return _Address(key, int(in_path["n"]), "path")
    return None


def _key(url: str) -> str:
    """One spelling for the first page's address, with or without slash or extension."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, _EXTENSION.sub("", parts.path), parts.query, ""))


def _with_number(url: str, number: int, wanted: int) -> str:
    """The address of page ``wanted``, written like that of page ``number``."""
    parts = urlsplit(url)
    found = _PARAMETER.search(parts.query)
    if found:
        value = wanted - (found["name"] in _COUNTED_FROM_0)
        query = f"{parts.query[: found.start('n')]}{value}{parts.query[found.end('n') :]}"
        return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
    head, _, tail = parts.path.rpartition(str(number))
    return urlunsplit((parts.scheme, parts.netloc, f"{head}{wanted}{tail}", parts.query, ""))
