"""Section and tags: what a page files itself under."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from crawler.extract.lists.filed import HOME, labelled_section, names_no_section, terms_under
from crawler.extract.markup.lines import Line, is_inside
from crawler.extract.markup.zones import CHROME, CONTENT, CRUMBS
from crawler.extract.text.main_block import is_headline_link
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.text import clean_line, comparison_key, fold

_CRUMB_SEPARATOR = re.compile(r"\s*(?:»|›|>|→|::|\s/\s|≫|►)\s*")
#: The front page, by whatever name a trail calls it.
_FRONT = re.compile(r"^https?://[^/?#]+/?$")
#: Any of its marks, looked for before a line is divided by them.
_SEPARATES = re.compile(r"[»›>→≫►]|::|/")
#: Addresses of sections on systems that mark their links as tags are marked (WordPress's block themes).
_SECTION_HREF = re.compile(
    r"/(?:category|chuyen-muc|danh-muc|chuyenmuc|categoryview/categoryid|categoryid)/[^?]|[?&]cat=\d", re.IGNORECASE
)
#: A row of values between headline and text is no longer.
_LONGEST_ROW = 160
BREADCRUMB = "generic.section.breadcrumb"
#: Addresses of tags, under any theme.
_TAG_HREF = re.compile(
    r"/(?:tags?|tu-khoa|tukhoa|component/tags/tag|itemlist/tag)/[^/?]+/?$|[?&]tag=|"
    r"[?&]subject(?:%3A|:)list=",
    re.IGNORECASE,
)
_LONGEST_LABEL = 30
_TAG_BOX = re.compile(r"(?:^|[-_])(?:tags?|tags-links|keywords?|tukhoa|tu-khoa)(?:[-_]|$)")
#: The box of a whole post, which WordPress names after the post's tags and sections too.
_POST = re.compile(r"(?:^|\s)(?:hentry|type-\w+)(?:\s|$)")
#: Classes of a line that is the name of a section and nothing else.
_SECTION_NAME = re.compile(
    r"(?:(?:news|post|article|entry|detail|item)[-_]?)?(?:cate?|category|chuyen[-_]?muc|danh[-_]?muc)(?:[-_]?(?:name|title|label))?"
)
_LONGEST_NAME = 60
#: A name of so many words is no menu's: ``Góp ý dự thảo``.
_WORDY = 4
#: What heads a menu or marks a piece of news, so boxed.
_NO_NAME = re.compile(
    r"(?:cac )?(?:danh muc|chuyen muc|the loai|menu)(?: (?:tin|tin tuc|bai viet|chinh))?|"
    r"(?:tin |bai (?:viet )?)?(?:moi(?: nhat)?|noi bat|hot|nong|tieu diem|doc nhieu|xem nhieu)"
)
#: What a line has that is more than a name: a day, a label, a trail.
_SAYS_MORE = re.compile(r"[\d:»›>→]|^(?:trang chủ|home)\b", re.IGNORECASE)
_SECTION_BOX = re.compile(
    r"(?:^|[-_])(?:cat-links|category-name|post-category|post-categories|td-category|entry-category)$"
)


def find_section(lines: Sequence[Line], title: str | None, end: int) -> tuple[str, str] | None:
    """(name, rule) of the article's section by ``rel=category``, a category box, the breadcrumb, a link with a label or
    a lone link by the headline; else None."""
    if named := _marked_section(lines, end):
        return named, "generic.section.rel_category"
    for line in lines[:end]:
        if line.zone == CONTENT and line.anchors and _boxed(line, _SECTION_BOX):
            return clean_line(line.anchors[0].text_content()), "generic.section.category_box"
    at = _headline(lines, title)
    if beside := _section_by_address(lines, at, end, above=0):
        return beside
    if crumbs := crumbs_of(lines, title):
        return crumbs[-1], BREADCRUMB
    if named := _named_line(lines, at):
        return named, "generic.section.named"
    if labelled := labelled_section([line for line in lines if not _leads_to_tags(line)], end):
        return labelled, "generic.section.labelled_link"
    return _section_by_address(lines, at, end, above=2)


def _marked_section(lines: Sequence[Line], end: int) -> str | None:
    """The section whose link says what it is; below the article (from line ``end``) only where all say the same, since
    cards of other articles name theirs."""
    below: set[str] = set()
    for line in lines:
        for anchor in line.anchors if line.zone == CONTENT else ():
            named = anchor.getparent().get("itemprop") == "articleSection"
            if named or "category" in (anchor.get("rel") or "").split() or _is_section_term(anchor):
                name = clean_line(anchor.text_content())
                if line.index < end:
                    return name
                below.add(name)
    return below.pop() if len(below) == 1 else None


def _headline(lines: Sequence[Line], title: str | None) -> int | None:
    """Index of the line that prints the title."""
    key = comparison_key(title or "")
    return next((line.index for line in lines if line.zone == CONTENT and comparison_key(line.text) == key), None)


def _section_by_address(lines: Sequence[Line], at: int | None, end: int, *, above: int) -> tuple[str, str] | None:
    """The one link to a section, told by its address, in the rows between headline and text or the lines right
    ``above`` the headline, the line ``at``."""
    if at is None:
        return None
    for line in lines[max(0, at - above) : min(end, at + 8)]:
        if line.is_sentence:
            break
        if line.zone == CONTENT and line.anchors and len(line.text) <= _LONGEST_ROW and not _is_headline(line):
            named = [anchor for anchor in line.anchors if _SECTION_HREF.search(anchor.get("href") or "")]
            name = clean_line(named[0].text_content()) if len(named) == 1 else ""
            if 1 < len(name) <= 60 and (line.index > at or len(line.anchors) == 1):
                return name, "generic.section.address"
    return None


def _named_line(lines: Sequence[Line], at: int | None) -> str | None:
    """The line beside the headline (``at``) that only its class calls a section: ``<p class="cate">Tin</p>``."""
    for line in lines[max(0, at - 2) : at + 3] if at is not None else ():
        short = 1 < len(line.text) <= _LONGEST_NAME and not line.is_sentence and len(line.anchors) < 2
        if short and line.zone == CONTENT and line.index != at and not _SAYS_MORE.search(line.text):
            if _NO_NAME.fullmatch(fold(line.text)) or names_no_section(line.text):
                continue
            boxes = {box for box in (*line.elements()[:1], line.block) if clean_line(box.text_content()) == line.text}
            if any(_SECTION_NAME.fullmatch(n) for box in boxes for n in (box.get("class") or "").lower().split()):
                return line.text
    return None


def _is_headline(line: Line) -> bool:
    """Whether a link is an article's, this one's or another's, whatever its address holds."""
    return line.to_self or is_headline_link(line)


def crumbs_of(lines: Sequence[Line], title: str | None) -> list[str]:
    """Names of the breadcrumb after the home page, the article's own title left out."""
    trail = [line for line in lines if line.zone == CRUMBS]
    trail = trail or [line for line in lines if _is_trail_of(line, title)][:1]
    names: list[str] = []
    for line in trail:
        named = zip(line.anchors, line.hrefs, strict=True)
        anchors = [clean_line(anchor.text_content()) for anchor, href in named if not _FRONT.match(href)]
        names += anchors if line.anchors else _CRUMB_SEPARATOR.split(line.text)
    key = comparison_key(title or "")
    shown = [name for name in names if 1 < len(name) <= 80 and not HOME.match(fold(name))]
    is_bare = bool(trail) and trail[0].zone != CRUMBS
    if is_bare and shown and names_no_section(shown[-1]) and (trail[0].anchors or len(shown[-1].split()) < _WORDY):
        return []  # a menu in one line
    return [name for name in shown if comparison_key(name) != key]


def _is_trail_of(line: Line, title: str | None) -> bool:
    return _is_trail(line) or _is_drawn_trail(line, title) or _is_linked_trail(line)


def _is_trail(line: Line) -> bool:
    if line.zone != CONTENT or not _SEPARATES.search(line.text):
        return False
    parts = _CRUMB_SEPARATOR.split(line.text)
    return 2 <= len(parts) <= 6 and bool(HOME.match(fold(parts[0])))


def _is_linked_trail(line: Line) -> bool:
    """A trail whose separators have no blanks around them: ``Trang chủ/Thanh niên tình nguyện``."""
    if line.zone != CONTENT or not 2 <= len(line.anchors) <= 4 or not _SEPARATES.search(line.text):
        return False
    names = [clean_line(anchor.text_content()) for anchor in line.anchors]
    if not all(names) or not HOME.match(fold(names[0])):
        return False
    between = r"\s*[»›>→≫►/]+\s*"
    return re.match(between.join(map(re.escape, names)), line.text) is not None


def _is_drawn_trail(line: Line, title: str | None) -> bool:
    """A breadcrumb whose separators are pictures: it begins with the home page and ends with the headline."""
    if line.zone != CONTENT or not title or not 2 <= len(line.anchors) <= 5:
        return False
    first = fold(clean_line(line.anchors[0].text_content()))
    return bool(HOME.match(first)) and comparison_key(line.text).endswith(comparison_key(title))


def find_tags(lines: Sequence[Line]) -> tuple[tuple[str, ...], frozenset[int]]:
    """Tags by ``rel=tag``, a tag box or a label (``Từ khóa:``), and the lines that print them."""
    tags: dict[str, None] = {}
    spent: set[int] = set()
    for position, line in enumerate(lines):
        if line.zone == CHROME:
            continue
        names = _rel_tags(line) or _labelled_tags(line, lines[position + 1 : position + 12])
        if names:
            spent.add(line.index)
            tags.update(dict.fromkeys(names))
    return tuple(tags), frozenset(spent)


def _rel_tags(line: Line) -> list[str]:
    names = []
    filed = False
    for anchor in line.anchors:
        rel = (anchor.get("rel") or "").split()
        filed = filed or "category" in rel
        if "tag" in rel and "category" not in rel and not _is_section_term(anchor):
            names.append(clean_line(anchor.text_content()).lstrip("# "))
    if not names and not filed and line.anchors and line.is_link and _boxed(line, _TAG_BOX):
        names = [clean_line(anchor.text_content()).lstrip("# ") for anchor in line.anchors]
    return [name for name in names if 0 < len(name) <= 80]


def _is_section_term(anchor: HtmlElement) -> bool:
    """A link with ``rel=tag`` that leads to a section: by its address, or the box that WordPress's core prints."""
    if "tag" not in (anchor.get("rel") or "").split():
        return False
    boxes = " ".join(up.get("class") or "" for up in islice(anchor.iterancestors(), 2))
    return "taxonomy-category" in boxes or bool(_SECTION_HREF.search(anchor.get("href") or ""))


def tags_by_address(lines: Sequence[Line], first: int, last: int) -> tuple[tuple[str, ...], frozenset[int]]:
    """Tags told by their addresses alone, where nothing names them: in the nearest lines around the text, from
    ``first`` to ``last``, that are nothing but such links and at most a label."""
    tags: dict[str, None] = {}
    spent: set[int] = set()
    for line in lines:
        near = first - 10 <= line.index < first or last < line.index <= last + 12
        labelled = line.own_chars <= _LONGEST_LABEL and not line.is_sentence
        if near and line.zone == CONTENT and labelled and _leads_to_tags(line):
            spent.add(line.index)
            names = (clean_line(anchor.text_content()).lstrip("# ").strip(",; ") for anchor in line.anchors)
            tags.update(dict.fromkeys(name for name in names if 0 < len(name) <= 80))
    return tuple(tags), frozenset(spent)


def _leads_to_tags(line: Line) -> bool:
    return bool(line.hrefs) and all(map(_TAG_HREF.search, line.hrefs))


def _labelled_tags(line: Line, following: Sequence[Line]) -> list[str]:
    if line.zone != CONTENT or len(line.text) >= 400:
        return []
    if terms := terms_under(line, "tags"):
        return terms
    found = match_label(line.text)
    if not found or found[0] != "tags":
        return []
    if line.anchors:
        names = [clean_line(anchor.text_content()).strip("#,; ") for anchor in line.anchors]
        return [name for name in names if 0 < len(name) <= 80]
    if found[1]:
        return [name for name in (part.strip(" .#") for part in re.split(r"[,;]", found[1])) if 0 < len(name) <= 80]
    names = []
    box = _box_with_links(line)
    for other in following:
        if not other.is_link or len(other.text) > 60 or box is None or not is_inside(other.block, box):
            break
        names += [clean_line(anchor.text_content()).strip("#,; ") for anchor in other.anchors]
    return names


def _box_with_links(label: Line) -> HtmlElement | None:
    """The nearest box around a label, no more than three up, that holds links: its list."""
    around = (label.block, *islice(label.block.iterancestors(), 3))
    return next((box for box in around if box.find(".//a") is not None), None)


def _boxed(line: Line, pattern: re.Pattern[str]) -> bool:
    """Whether the line or one of the three boxes around it carries such a class."""
    around = [line.block, *line.block.iterancestors()][:4]
    inner = [up for anchor in line.anchors for up in [anchor, anchor.getparent()]]
    for element in [*inner, *around]:
        names = element.get("class")
        if (
            names
            and _is_named(names, pattern)
            and not _POST.search(names)
            and element.tag not in ("body", "html", "article", "main")
        ):
            return True
    return False


@lru_cache(maxsize=4096)
def _is_named(names: str, pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(name) for name in names.lower().split())
