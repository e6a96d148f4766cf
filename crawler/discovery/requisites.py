"""Which files a page needs to be shown again as it was: style sheets with their images and fonts, scripts, icons,
pictures of its template, backgrounds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.discovery.files import found_files
from crawler.discovery.found import Found
from crawler.discovery.stylesheets import css_text, css_urls
from crawler.page import Page, PageKind
from crawler.profiles import Profile

#: What the scripts that load pictures when they come into view move into ``src`` and ``srcset``.
LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-echo")
SETS = ("srcset", "data-srcset", "data-lazy-srcset")
PRELOADED = ("script", "font", "image")
#: CSS pixels of the window that a picture is chosen for where a page offers several sizes, at density 1.
WINDOW_WIDTH = 1280
#: One candidate of a ``srcset``: address, number, unit. Addresses may hold commas, not end in one.
_CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,]|[^\s,])(?:\s+([\d.]+)([wx])[^,]*)?\s*(?:,|$)")
_PIXELS = re.compile(r"(?:^|[,\s])([\d.]+)px\s*$")


@dataclass(slots=True)
class References:
    """What a page refers to, as it writes it."""

    sheets: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    has_icon: bool = False

    def add_css(self, text: str) -> None:
        """What a piece of CSS within the page asks for."""
        urls = css_urls(text)
        self.sheets.extend(urls.imports)
        self.files.extend(urls.files)


class PageRequisites:
    """The requisites of a crawl's pages, each given once: what a template repeats on every page is looked at only on
    the first, which is most of the work. Remembers a number for each."""

    def __init__(self) -> None:
        self._met: set[int] = set()

    def of(self, page: Page, profile: Profile) -> Found:
        """The requisites of an HTML page that no page before it had. What stands in ``<noscript>`` is left out: it is
        for readers without scripts, and mostly a counter. A page that names no icon has the site's ``/favicon.ico``,
        as browsers ask for it."""
        base, refers = page.base, _references(page.tree)
        if not refers.has_icon:
            refers.files.append("/favicon.ico")
        sheets = found_files(self._new(refers.sheets, base), base, PageKind.REQUISITE, profile, sheets=True)
        files = found_files(self._new(refers.files, base), base, PageKind.REQUISITE, profile)
        return Found(sheets.links + files.links, sheets.refusals + files.refusals)

    def _new(self, places: list[str], base: str) -> Iterator[str]:
        parts = urlsplit(base)
        origin, folder = parts[:2], parts.path.rpartition("/")[0]
        for place in places:
            rooted = place.startswith(("/", "http:", "https:"))
            number = hash((origin, "" if rooted else folder, place))
            if number not in self._met:
                self._met.add(number)
                yield place


def css_requisites(body: bytes, url: str, charset: str | None, profile: Profile) -> Found:
    """The requisites of a style sheet: further sheets, images, fonts."""
    urls = css_urls(css_text(body, charset))
    sheets = found_files(urls.imports, url, PageKind.REQUISITE, profile, sheets=True)
    files = found_files(urls.files, url, PageKind.REQUISITE, profile)
    return Found(sheets.links + files.links, sheets.refusals + files.refusals)


def _references(tree: HtmlElement) -> References:
    refers, unseen = References(), set[HtmlElement]()
    for element in tree.iter("link", "script", "style", "img", "input", "source", "video", "image", "noscript"):
        if element in unseen:
            continue
        if element.tag == "noscript":
            unseen.update(element.iterdescendants("link", "style", "img"))
        elif element.tag == "link":
            _add_link(element, refers)
        elif element.tag == "style":
            refers.add_css(element.text or "")
        else:
            refers.files.extend(_shown(element))
    refers.files.extend(map(str, tree.xpath("//@background")))
    for style in tree.xpath("//@style[contains(., '(')]"):
        refers.add_css(str(style))
    return refers


def _add_link(element: HtmlElement, refers: References) -> None:
    href, rel = element.get("href"), (element.get("rel") or "").lower().split()
    if not href:
        return
    wanted = (element.get("as") or "").lower() if "preload" in rel else ""
    if "stylesheet" in rel or wanted == "style":
        refers.sheets.append(href)
    elif "icon" in rel:
        refers.has_icon = True
        refers.files.append(href)
    elif wanted in PRELOADED or "modulepreload" in rel:
        refers.files.append(href)


def _shown(element: HtmlElement) -> list[str]:
    """What an element shows or runs: of several sizes the one for a window of WINDOW_WIDTH."""
    if element.tag == "input" and (element.get("type") or "").lower() != "image":
        return []
    names = {"video": ("poster",), "source": (), "image": ("href", "xlink:href")}.get(str(element.tag), ("src", *LAZY))
    places = [value for name in names if (value := element.get(name))]
    if element.tag in ("img", "source"):
        sizes = element.get("sizes") or element.get("data-sizes") or ""
        places += [chosen for name in SETS if (value := element.get(name)) and (chosen := candidate(value, sizes))]
    return places


def candidate(srcset: str, sizes: str) -> str | None:
    """The address that a browser takes from a ``srcset``: the smallest that fills its place, else the largest. The
    place's width is the last of ``sizes`` where that is in pixels, else the whole window."""
    found = [(match[1], float(match[2] or 1), match[3] or "x") for match in _CANDIDATE.finditer(srcset)
             if _is_number(match[2])]  # fmt: skip
    pixels = _PIXELS.search(sizes)
    width = float(pixels[1]) if pixels and _is_number(pixels[1]) else WINDOW_WIDTH
    dense = sorted((number / width if unit == "w" else number, url) for url, number, unit in found)
    return next((url for density, url in dense if density >= 1), dense[-1][1] if dense else None)


def _is_number(text: str | None) -> bool:
    return text is None or text.replace(".", "", 1).isdigit()
