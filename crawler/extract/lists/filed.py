"""Terms that links name, told by the words before them and by where they lead: no class or ``rel`` is needed."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import unquote

from lxml.html import HtmlElement

from crawler.extract.around.posted import is_dated_phrase, posted
from crawler.extract.around.stamp import is_bare_stamp
from crawler.extract.markup.addresses import split
from crawler.extract.markup.lines import Line, absolute
from crawler.extract.markup.zones import CONTENT
from crawler.extract.text.main_block import is_headline_link
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.text import clean_line, comparison_key, fold

HOME = re.compile(r"^(?:trang chu|trang nhat|home|trang dau|ban dang o day|ban o day|you are here|trang chinh)\W*:?$")
#: What menus of a few links have beside the home page.
_NO_SECTION = re.compile(
    r"^(?:gioi thieu|lien he|so do|dang nhap|dang ky|thanh vien|rss|english|tieng |vietnam|hoi dap|gop y|email|"
    r"thu dien tu|webmail|tim kiem|contact|about|log ?in|sitemap|facebook|mobile)|^(?:vi|vn|en)$"
)
_JOINED = re.compile(r"^[\s,;|/•·&+#-]*(?:và|and)?\s*$", re.IGNORECASE)
_LONGEST_TERM, _LONGEST_LINE, _LONGEST_LABEL = 80, 400, 30
_LONGEST_MENU = 300
_SHORTEST_MENU = 3
_SAID_ABOVE = frozenset({"published", "modified", "poster", "read_count"})
#: A trail of links from the home page to the section; a list with more is the site's menu.
_LONGEST_TRAIL = 3


def terms_under(line: Line, field: str) -> list[str]:
    """The links of a line that stand behind a label of ``field``: of ``Categorized as Gương sáng Tagged hiến máu`` the
    first for ``section``, the second for ``tags``. Empty where no such label stands right before a link."""
    if not line.anchors or line.own_chars == 0 or len(line.text) >= _LONGEST_LINE:
        return []
    if line.is_sentence and not is_dated_phrase(line.text):
        return []
    return [name for name, labelled in _labelled(line) if labelled == field and 0 < len(name) <= _LONGEST_TERM]


def _labelled(line: Line) -> Iterator[tuple[str, str | None]]:
    """(name, field of the label before it or None) of each link in a line."""
    place, field = 0, None
    for anchor in line.anchors:
        name = clean_line(anchor.text_content())
        start = line.text.find(name, place) if name else -1
        if start < 0:
            continue
        before = line.text[place:start].rpartition(". ")[2]
        if not _JOINED.match(before):
            found = match_label(before.strip(" :：|,;•·-") + ":") if len(before) <= _LONGEST_LABEL else None
            field = found[0] if found and not found[1] else None
        yield name.strip("#,; "), field
        place = start + len(name)


def labelled_section(lines: Sequence[Line], end: int) -> str | None:
    """The section that a label names with a link; below the article (from line ``end``) only where all say the same."""
    below: set[str] = set()
    for line in lines:
        terms = terms_under(line, "section") if line.zone == CONTENT else []
        if terms and line.index < end:
            return terms[0]
        below.update(terms[:1])
    return below.pop() if len(below) == 1 else None


def section_by_menu(root: HtmlElement, above: Sequence[Line], base: str, url: str) -> str | None:
    """The last line ``above`` the headline (days and times passed over) where the site's own menu has a link of the
    same words: the section as a heading. None where there is no such line or link."""
    above = [line for line in above[-3:] if not _tells_when(line.text)]
    if not above or (line := above[-1]).is_sentence or len(line.anchors) > (line.zone == CONTENT):
        return None
    if len(above) > 1 and line.anchors and _is_of_a_menu(above[-2]) and not _ends_a_menu(root, above[-2], line):
        return None
    name = line.text.strip(" :»›>•|")
    key = fold(name)
    if not 1 < len(name) <= _LONGEST_TERM or HOME.match(key) or _NO_SECTION.match(key):
        return None
    host = split(url).netloc
    for anchor in root.iter("a"):
        href = anchor.get("href") if anchor not in line.anchors else None
        if href and fold(clean_line(anchor.text_content())) == key and _leads_on(absolute(base, href), host, url):
            return name
    return None


def section_beside(root: HtmlElement, rows: Sequence[Line], base: str, url: str) -> str | None:
    """The one link in the ``rows`` between headline and text that the site's own menu has as well, under the same name:
    ``12/05/2025 | Tin hoạt động | Lượt xem 371``. None where there is none, or more than one."""
    host, found = split(url).netloc, set[str]()
    for line in rows:
        for anchor in line.anchors if not line.is_sentence and len(line.anchors) <= _LONGEST_TRAIL else ():
            name, href = clean_line(anchor.text_content()), absolute(base, anchor.get("href") or "")
            if not 1 < len(name) <= _LONGEST_TERM or _NO_SECTION.match(fold(name)) or not _leads_on(href, host, url):
                continue
            others = (other for other in root.iter("a") if other is not anchor and other.get("href"))
            if any(_is_same(other, fold(name), href, base) for other in others):
                found.add(name)
    return found.pop() if len(found) == 1 else None


def section_among(root: HtmlElement, rows: Sequence[Line], base: str, url: str) -> str | None:
    """The one link in the ``rows`` of terms around a text that the menu which leads home has as well, under the same
    name: the section among them. None where there is none, or more than one."""
    terms = [anchor for line in rows if line.is_link for anchor in line.anchors]
    entries = _menu(root, base, terms) if terms else frozenset()
    found = {
        name
        for anchor in terms
        if 1 < len(name := clean_line(anchor.text_content())) <= _LONGEST_TERM
        and (fold(name), href := absolute(base, anchor.get("href") or "")) in entries
        and not _NO_SECTION.match(fold(name))
        and _leads_on(href, split(url).netloc, url)
    }
    return found.pop() if len(found) == 1 else None


def _menu(root: HtmlElement, base: str, terms: Sequence[HtmlElement]) -> frozenset[tuple[str, str]]:
    """(folded name, address) of each link in the lists that hold a link to the home page and none of the ``terms``."""
    found: set[tuple[str, str]] = set()
    for home in root.iter("a"):
        if HOME.match(fold(clean_line(home.text_content()))):
            boxes = ([*box.iter("a")] for box in islice(home.iterancestors(), 3))
            links = next((links for links in boxes if len(links) >= _SHORTEST_MENU), [])
            if terms[0] not in links:
                found.update((fold(clean_line(a.text_content())), absolute(base, a.get("href") or "")) for a in links)
    return frozenset(found)


def _is_same(anchor: HtmlElement, key: str, href: str, base: str) -> bool:
    return absolute(base, anchor.get("href") or "") == href and fold(clean_line(anchor.text_content())) == key


def names_no_section(name: str) -> bool:
    """Whether a name is that of another entry of a menu: ``Liên hệ``, ``Sơ đồ site``."""
    return _NO_SECTION.match(fold(name)) is not None


def _tells_when(text: str) -> bool:
    """Whether a line says when the page was put up, by whom, or how often it was read."""
    found = match_label(text)
    return is_bare_stamp(text) or posted(text) is not None or (found is not None and found[0] in _SAID_ABOVE)


def _is_of_a_menu(line: Line) -> bool:
    """Whether a line of links is the end of a menu rather than a headline of the newest articles."""
    return bool(line.anchors) and not line.to_self and not is_headline_link(line)


def _ends_a_menu(root: HtmlElement, last: Line, line: Line) -> bool:
    """Whether a menu ends with the line ``last``, so that the link below it, which the menu has too, is none of it: all
    links above are the menu's, and no entry stands twice but this one."""
    names = [fold(clean_line(anchor.text_content())) for anchor in islice(root.iter("a"), _LONGEST_MENU)]
    ends, own = fold(clean_line(last.anchors[-1].text_content())), fold(line.text.strip(" :»›>•|"))
    return ends in names and own in names[: names.index(ends)] and names.count(ends) == 1


def _leads_on(href: str, host: str, url: str) -> bool:
    """Whether a link leads to another page of the site, below its front page."""
    there = split(href)
    return there.netloc == host and href != url and bool(there.path.strip("/") or there.query)


def section_by_trail(root: HtmlElement, headline: HtmlElement, base: str, title: str | None) -> str | None:
    """The last link of the nearest short list above the headline that begins with the home page, where the list ends
    with the ``title`` or the site's menu leads to the same page; None for none. (A list to which nothing else on the
    page agrees may be the menu itself.)"""
    found = None
    key = comparison_key(title or "")
    for element in root.iter():
        if element is headline:
            break
        if element.tag == "a" and HOME.match(fold(clean_line(element.text_content()))):
            found = _end_of_trail(element, key) or found
    if found is None or found[1]:
        return found[0] if found else None
    name, _, href = found
    there = absolute(base, href)
    same = sum(absolute(base, anchor.get("href") or "") == there for anchor in root.iter("a") if anchor.get("href"))
    return name if same > 1 else None


def _end_of_trail(home: HtmlElement, title: str) -> tuple[str, bool, str] | None:
    """(name, whether the article's title follows, address) of the last link of the trail that a link home begins."""
    for box in islice(home.iterancestors(), 3):
        links = list(islice(box.iter("a"), _LONGEST_TRAIL + 1))
        if len(links) > 1:
            name = clean_line(links[-1].text_content())
            is_trail = links[0] is home and len(links) <= _LONGEST_TRAIL and not _NO_SECTION.match(fold(name))
            text = clean_line(box.text_content())
            titled = bool(title) and comparison_key(text).endswith(title)
            others = len(title) if titled else 0
            shown = len(text) <= _LONGEST_LABEL + others + sum(len(a.text_content()) for a in links)
            fits = is_trail and shown and 1 < len(name) <= _LONGEST_TERM and comparison_key(name) != title
            return (name, titled, links[-1].get("href") or "") if fits else None
    return None


def section_by_folder(root: HtmlElement, base: str, url: str) -> str | None:
    """What the site's own links call the folder in which the page lies: ``/guong-sang/abc-12.html`` is filed under what
    leads to ``/guong-sang/``. None at the top of the site, and where no link leads there."""
    here = split(url)
    folder = unquote(here.path).partition("/-/")[0]  # what follows it on Java portals names no folder
    folder = folder if "/-/" in here.path else folder.rstrip("/").rpartition("/")[0]
    if here.query:
        return _section_by_query(root, base, url)
    if not folder:
        return None
    names: Counter[str] = Counter()
    for anchor in root.iter("a"):
        href = anchor.get("href")
        if href and folder.rpartition("/")[2] in unquote(href):
            there = split(absolute(base, href))
            same = there.netloc == here.netloc and not there.query and unquote(there.path).rstrip("/") == folder
            name = clean_line(anchor.text_content()) if same else ""
            if 1 < len(name) <= _LONGEST_TERM and not HOME.match(fold(name)):
                names[name] += 1
    return names.most_common(1)[0][0] if names else None


def _section_by_query(root: HtmlElement, base: str, url: str) -> str | None:
    """What the site's own links call the address that is the page's without its number: ``?tin&muc=guong-sang`` of
    ``?tin&muc=guong-sang&id=12``."""
    here = split(url)
    own = set(here.query.split("&"))
    numbers = [part for part in own if part.rpartition("=")[2].isdigit()]
    wanted = [own - {number} for number in numbers if len(own) > 1]
    names: Counter[str] = Counter()
    for anchor in root.iter("a") if wanted else ():
        there = split(absolute(base, anchor.get("href") or ""))
        if (there.netloc, there.path) == (here.netloc, here.path) and set(there.query.split("&")) in wanted:
            name = clean_line(anchor.text_content()).strip(" :»›>•|")
            if 1 < len(name) <= _LONGEST_TERM and not HOME.match(fold(name)):
                names[name] += 1
    return names.most_common(1)[0][0] if names else None
