"""Terms that links name, told by the words before them and by where they lead: no class or ``rel`` is needed."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import unquote

from lxml.html import HtmlElement

from crawler.extract.addresses import split
from crawler.extract.lines import Line, absolute, is_inside
from crawler.extract.zones import CONTENT
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.text import clean_line, fold

HOME = re.compile(r"^(?:trang chu|trang nhat|home|trang dau|ban dang o day|ban o day|you are here|trang chinh)\W*:?$")
_JOINED = re.compile(r"^[\s,;|/•·&+#-]*(?:và|and)?\s*$", re.IGNORECASE)
_LONGEST_TERM, _LONGEST_LINE, _LONGEST_LABEL = 80, 400, 30
#: A trail of links from the home page to the section; a list with more is the site's menu.
_LONGEST_TRAIL = 4


def terms_under(line: Line, field: str) -> list[str]:
    """The links of a line that stand behind a label of ``field``: of ``Categorized as Gương sáng Tagged hiến máu`` the
    first for ``section``, the second for ``tags``. Empty where no such label stands right before a link."""
    if not line.anchors or line.is_sentence or line.own_chars == 0 or len(line.text) >= _LONGEST_LINE:
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
        before = line.text[place:start]
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


def trail_of_links(lines: Sequence[Line], headline: int) -> list[Line]:
    """The links of the last short list above line ``headline`` that begins with the home page; empty for none."""
    for line in reversed(lines[: max(0, headline)]):
        if line.zone == CONTENT and line.is_link and HOME.match(fold(line.text)):
            return _trail_from(line, lines[line.index : headline])
    return []


def _trail_from(home: Line, lines: Sequence[Line]) -> list[Line]:
    for box in islice(home.block.iterancestors(), 3):
        inside = [line for line in lines if is_inside(line.block, box)]
        if len(inside) > 1:
            short = len(inside) <= _LONGEST_TRAIL and all(line.is_link for line in inside)
            return inside if short and box.tag not in ("body", "html") else []
    return []


def section_by_folder(root: HtmlElement, base: str, url: str) -> str | None:
    """What the site's own links call the folder in which the page lies: ``/guong-sang/abc-12.html`` is filed under what
    leads to ``/guong-sang/``. None at the top of the site, and where no link leads there."""
    here = split(url)
    folder = unquote(here.path).rstrip("/").rpartition("/")[0]
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
