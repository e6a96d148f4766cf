"""Who wrote it, where it is said outside the text: an account link, a byline box, a line after the body."""

import re
from collections.abc import Collection
from functools import lru_cache
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from crawler.extract.markup.lines import Line, is_inside
from crawler.extract.markup.metadata import is_placeholder_author
from crawler.extract.markup.zones import CONTENT, is_hidden
from crawler.extract.scene import Marks, Scene
from crawler.extract.text.main_block import MainBlock
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.names import looks_like_byline
from crawler.vietnamese.text import clean_line, fold

_BOX = re.compile(r"(?:^|[-_])(?:author|byline|tac-gia|tacgia|createdby|writer|fn)(?:[-_]|$)")
#: Addresses of accounts: WordPress's, and those of its Vietnamese themes.
_ACCOUNT_HREF = re.compile(r"/(?:author|tac-gia)/[^/?]+/?$|[?&]author=\d")
_BY = re.compile(
    r"^(?:by|bởi|(?:được\s+)?(?:viết|đăng|gửi) bởi|(?:posted|written|submitted) by|tác giả)\s*(?::\s*|\s)",
    re.IGNORECASE,
)


def find_byline(scene: Scene, marks: Marks, block: MainBlock) -> tuple[str, str, float] | None:
    """(byline, rule, confidence) outside the body's own text; accounts of administrators and the site do not count."""
    names = frozenset(fold(name) for name in scene.site_names)
    extent, meta = marks.extent, scene.meta
    after = [line for line in scene.lines if extent.last < line.index < min(extent.end, extent.last + 5)]
    for line in after:
        outside = not is_inside(line.block, block.element) and line.zone == CONTENT
        free = line.index not in marks.cues.spent and not line.hrefs and match_label(line.text) is None
        if outside and free and looks_like_byline(line.text):
            return line.text, "generic.byline.after_body", 0.6
    for line in scene.lines:
        if line.zone == CONTENT and extent.title - 8 <= line.index <= max(extent.last + 60, extent.end):
            name = account_in(line)
            if name and not is_placeholder_author(name, names) and not _is_outlet(name):
                return name, "generic.byline.account", 0.8
    if meta.author and meta.is_article and not is_placeholder_author(meta.author, names):
        return meta.author, "generic.byline.meta", 0.5
    return None


def _is_outlet(name: str) -> bool:
    """Whether what stands in an author's box says from whom the text was taken: ``Theo: Báo Mẫu``."""
    found = match_label(name)
    return found is not None and found[0] == "source"


@lru_cache(maxsize=4096)
def _is_box(names: str) -> bool:
    return any(_BOX.search(name) for name in names.lower().split())


def account_in(line: Line) -> str | None:
    """The name that a link to an account or a byline's box gives on a line; None where there is none."""
    for anchor in line.anchors:
        if "author" in (anchor.get("rel") or "").split() or _ACCOUNT_HREF.search(anchor.get("href") or ""):
            return clean_line(anchor.text_content())
    for element in line.elements():
        for up in (element, *islice(element.iterancestors(), 2)):
            names = up.get("class")
            if (names and _is_box(names)) or up.get("itemprop") == "author":
                text = _BY.sub("", clean_line(_shown(up)) + " ").strip(" -–|")
                if text:  # a box that holds nothing but "by" stands beside the name's
                    return text if 1 < len(text) <= 60 else None
    return None


def _shown(element: HtmlElement) -> str:
    """The text of an element without what is hidden in it: names for machines."""
    hidden = {inner for inner in element.iterdescendants() if isinstance(inner.tag, str) and is_hidden(inner)}
    if not hidden:
        return element.text_content() or ""
    texts: list[str] = element.xpath(".//text()")
    return "".join(text for text in texts if not _hides(text, element, hidden))


def _hides(text: Any, element: HtmlElement, hidden: Collection[HtmlElement]) -> bool:
    up = text.getparent().getparent() if text.is_tail else text.getparent()
    while up is not None and up is not element:
        if up in hidden:
            return True
        up = up.getparent()
    return False
