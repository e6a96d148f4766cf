"""Lists of links to other articles under their labels; a label with an empty list is a finding of its own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from lxml.html import HtmlElement

from crawler.article import LinkKind, RelatedLink, RelatedState
from crawler.extract.around.stamp import is_bare_stamp
from crawler.extract.lists.cards import Card, cards_in
from crawler.extract.lists.labels import heads_others, list_label
from crawler.extract.lists.link_names import name_of
from crawler.extract.lists.see_also import pointed_at, see_also
from crawler.extract.lists.tabs import kind_behind, tab_kinds
from crawler.extract.markup.addresses import is_own, split
from crawler.extract.markup.lines import Line, is_inside
from crawler.extract.markup.zones import CHROME, COMMENTS, RELATED
from crawler.extract.text.main_block import is_headline_link
from crawler.extract.text.tools import is_row_of_tools
from crawler.page import Page
from crawler.vietnamese.dates import without_stamps
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.text import clean_line

_FILES = re.compile(r"\.(?:jpe?g|png|gif|webp|pdf|docx?|xlsx?|pptx?|zip|rar|mp[34])$", re.IGNORECASE)
_SERVICES = re.compile(
    r"^(?:javascript:|mailto:|tel:|#)|facebook\.com/sharer|twitter\.com|zalo\.me|plus\.google", re.IGNORECASE
)
_DAY_BEFORE = re.compile(r"^\(?\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})?(?:,?\s+\d{1,2}[:hg]\d\d(?::\d\d)?)?\)?\s*[:|–-]\s+")
_DATE_TAIL = re.compile(
    r"\s*(?:[–-]\s*)?[(\[–-]\s*(?:\d{1,2}:\d{2}\s*)?\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?(?:\s*\d{1,2}:\d{2})?\s*[)\]]?$"
)
#: A day, a time or a count behind a headline in its own link: ``Lễ ra quân - (2021-06-04 09:05) - xem 371 lần``.
_VALUE_TAIL = re.compile(
    r"\s*(?:[-–|]\s*|(?=[(\[]))[(\[]?\s*(?:\d{4}-\d\d-\d\d(?:\s\d{1,2}:\d\d)?|(?:đã )?(?:xem|đọc|read)\s*:?\s*\d[\d.,]*"
    r"(?: (?:lần|lượt|times))?|\d[\d.,]* (?:lượt|lần) (?:xem|đọc))\s*[)\]]?$",
    re.IGNORECASE,
)
#: How often an entry was read.
_READS = re.compile(r"(?:đã|lượt|lần) (?:xem|đọc)\s*:?\s*\d[\d.,]*(?: (?:lần|lượt))?", re.IGNORECASE)
#: Addresses of sections and accounts, which lists name beside their headlines; a headline's text is longer.
_TERM = re.compile(
    r"/(?:category|chuyen-muc|danh-muc|author|tac-gia)/[^?]|"
    r"[?&](?:cat|cat(?:e|egory)?_?id|danh-?muc|chuyen-?muc|author)=\d",
    re.IGNORECASE,
)
#: Signs before the entries of a list.
_SIGNS = "•·*-–»>▪ "
#: What the link to all of a list says.
_ONWARD = re.compile(
    r"\W*(?:(?:xem|đọc) (?:tất cả|toàn bộ|thêm|tiếp|hết)|tất cả|(?:view|see|read) (?:all|more)|more)(?: tin| bài)?\W*",
    re.IGNORECASE,
)
#: What stands before a section or an account that a list names beside a headline.
_FILED = re.compile(r"\W*(?:trong|tại|thuộc|bởi|in|by)\W*", re.IGNORECASE)
_SHORTEST_HEADLINE = 25
_SHORTEST_ENTRY = 20
#: So many lines below the last sentence a link may be one amid the text.
_RIGHT_BELOW = 3
#: Where a page's comments begin.
_COMMENTS = ("#respond", "#comments")


@dataclass(frozen=True, slots=True)
class RelatedList:
    """The links found, whether any label or list stood on the page, and the lines that belong to the lists."""

    links: tuple[RelatedLink, ...]
    state: RelatedState
    lines: frozenset[int]


def find_related(
    lines: Sequence[Line],
    prose: Sequence[Line],
    page: Page,
    labels: Mapping[str, tuple[str, ...]],
    body: HtmlElement | None = None,
) -> RelatedList:
    """Related links of the article on ``page`` whose running text is ``prose`` and lies in ``body``; ``labels`` are the
    profile's own spellings."""
    url = page.url
    holders = [line.block for line in prose] + ([body] if body is not None else [])
    links: dict[str, RelatedLink] = {}
    spent: set[int] = set()
    labelled = False
    tabs = tab_kinds(lines, labels)
    for position, line in enumerate(lines):
        kind = list_label(line, labels) or _kind_in_own_words(line, lines[position + 1 : position + 2], prose)
        if kind is None or line.index in spent:
            if line.hrefs and (amid := _amid_the_text(line, url, labels, prose)) is not None:
                labelled = True
                spent.add(line.index)
                links.setdefault(amid.url, amid)
            continue
        labelled = True
        spent.add(line.index)
        entries, cards = _listed(line, lines[position + 1 :], holders, labels, page)
        for card in cards:
            spent.update(other.index for other in lines[position + 1 :] if is_inside(other.block, card.box))
            links.setdefault(card.url, RelatedLink(card.url, card.title, kind))
        for entry in entries:
            spent.add(entry.index)
            for link in _links(entry, url, kind_behind(entry, tabs, kind)):
                links.setdefault(link.url, link)
    for line in lines:  # a list that only its class names
        if line.zone == RELATED and line.index not in spent:
            spent.add(line.index)
            labelled = True
            for link in _links(line, url, LinkKind.RELATED):
                links.setdefault(link.url, link)
    state = RelatedState.LISTED if links else RelatedState.EMPTY if labelled else RelatedState.ABSENT
    return RelatedList(tuple(links.values()), state, frozenset(spent))


def _kind_in_own_words(line: Line, below: Sequence[Line], prose: Sequence[Line]) -> LinkKind | None:
    """``related`` for a heading below the text that no lexicon has, right above a headline of another page."""
    if (prose and line.index < prose[-1].index) or not heads_others(line) or not below or not _is_entry(below[0]):
        return None
    return LinkKind.RELATED if line.zone not in (CHROME, COMMENTS) else None


def _listed(
    label: Line,
    after: Sequence[Line],
    holders: Sequence[HtmlElement],
    labels: Mapping[str, tuple[str, ...]],
    page: Page,
) -> tuple[Sequence[Line], Sequence[Card]]:
    """What stands below a label: lines of links, else cards."""
    scope = _scope(label, holders)
    entries = _entries(after, scope, labels)
    if not entries and (beside := _list_beside(scope, label, after)) is not None:
        entries = _entries(after, beside, labels)
    if len(entries) < 2:
        entries = max(entries, _run_below(scope, label, after), key=len)
    return entries, () if entries else _cards_below(scope, label, page)


def _amid_the_text(
    line: Line, url: str, labels: Mapping[str, tuple[str, ...]], prose: Sequence[Line]
) -> RelatedLink | None:
    """The other article to which a line of a label, or of arrows amid the text, and its headline leads."""
    found = see_also(line, labels) or (pointed_at(line) if _is_amid(line, prose) else None)
    links = _links(line, url, found[0]) if found else []
    return RelatedLink(links[0].url, found[1], found[0]) if found and links else None


def _is_amid(line: Line, prose: Sequence[Line]) -> bool:
    """Whether a line stands between the paragraphs, or right below the last one and in one box with it."""
    if not prose or line.index < prose[0].index:
        return False
    beside = line.block.getparent() is prose[-1].block.getparent()
    return line.index < prose[-1].index or (beside and line.index <= prose[-1].index + _RIGHT_BELOW)


def _scope(label: Line, holders: Sequence[HtmlElement]) -> HtmlElement:
    """The widest box around the label that holds no running text of the article; its own block if there is none."""
    scope = label.block
    for element in (label.block, *label.block.iterancestors()):
        if element.tag in ("body", "html") or any(is_inside(holder, element) for holder in holders):
            break
        scope = element
    return scope


def _list_beside(scope: HtmlElement, label: Line, after: Sequence[Line]) -> HtmlElement | None:
    """The box that follows a label which stands alone in its own box, where it begins with a headline."""
    following = scope.getnext()
    if following is None or not _is_alone(label, scope) or scope.tag in ("td", "tr", "body"):
        return None
    begins = bool(after) and is_inside(after[0].block, following) and _is_entry(after[0])
    return following if begins else None


def _cards_below(scope: HtmlElement, label: Line, page: Page) -> Sequence[Card]:
    """The cards in the box around a label, or in the one that follows a label which stands alone in its own box."""
    alone = _is_alone(label, scope)
    box = next((up for up in scope.itersiblings() if isinstance(up.tag, str)), None) if alone else scope
    if box is None or box.tag in ("body", "html", "tr", "td"):
        return ()
    host = split(page.url).netloc
    return [
        card for card in cards_in(box, page.base) if split(card.url).netloc == host and not is_own(card.url, page.url)
    ]


def _run_below(scope: HtmlElement, label: Line, after: Sequence[Line]) -> list[Line]:
    """The headlines that follow a label which stands alone in its own box or row, each in whatever box: lines, rows and
    boxes beside that of the label. Bullets and days between them are passed over."""
    around, found = scope.getparent(), list[Line]()
    if around is None or not _is_alone(label, scope):
        return found
    for line in after:
        if not is_inside(line.block, around) or line.zone in (CHROME, COMMENTS):
            break
        if is_inside(line.block, scope) or (found and not line.hrefs and _is_in_card(line, found[-1], around)):
            continue
        if is_headline_link(line) or _is_entry(line) or _is_run(line):
            found.append(line)
        elif line.hrefs or not _is_filler(line):
            break
    return found


def _is_alone(label: Line, scope: HtmlElement) -> bool:
    """Whether a label stands alone in its box, or beside no more than the link to all of the list."""
    before, found, behind = clean_line(scope.text_content()).partition(label.text)
    return bool(found) and not before and (not behind or _ONWARD.fullmatch(behind) is not None)


def _is_in_card(line: Line, headline: Line, around: HtmlElement) -> bool:
    """Whether a line shares a box in ``around`` with the headline above it: its teaser, its day."""
    up: HtmlElement | None = headline.block
    while up is not None and up.getparent() is not around:
        up = up.getparent()
    return up is not None and up is not headline.block and is_inside(line.block, up)


def _is_entry(line: Line) -> bool:
    """Whether a line is a headline that links to another page, with or without its day beside it."""
    if line.to_self or len(line.anchors) != 1:
        return False
    title = clean_line(line.anchors[0].text_content())
    if len(title) < _SHORTEST_ENTRY or title.count(" ") < 3:
        return False
    return line.is_link or _says_nothing(line.text.replace(title, " ", 1))


def _is_run(line: Line) -> bool:
    """Whether a line is nothing but headlines that each lead to another page: only styles break it."""
    if not line.is_link or len(set(line.hrefs)) < 2:
        return False
    names = [clean_line(anchor.text_content()) for anchor in line.anchors]
    return all(len(name) >= _SHORTEST_ENTRY and name.count(" ") >= 3 for name in names)


def _entries(after: Sequence[Line], scope: HtmlElement, labels: Mapping[str, tuple[str, ...]]) -> list[Line]:
    """The lines of the list: links and what goes with them (dates, teasers), until something else begins."""
    found: list[Line] = []
    plain = 0
    for line, following in zip_longest(after, after[1:]):
        if not is_inside(line.block, scope) or line.zone in (CHROME, COMMENTS):
            break
        linked = bool(line.hrefs) and line.link_chars >= 0.3 * len(line.text)
        if not linked:
            if line.block.tag == "th":  # the head of a list that is set as a table
                continue
            plain += 1
            is_other = match_label(line.text, labels) is not None or line.block.tag in ("h1", "h2", "h3", "h4")
            begins = plain == 1 and len(line.text) < 40 and following is not None and _is_entry(following)
            if is_other or plain > 3 or not (found or begins or _is_filler(line)):
                break
            continue
        plain = 0
        if not is_row_of_tools(line):
            found.append(line)
    return found


def _is_filler(line: Line) -> bool:
    return _says_nothing(line.text)


def _says_nothing(text: str) -> bool:
    """Whether a text is a day, a bullet, a number."""
    return len(re.sub(r"\W", "", without_stamps(_READS.sub("", text)))) <= 4


def _is_beside(line: Line, name: str, href: str) -> bool:
    """Whether a link of a list stands beside a headline rather than being one: its author, its section; by the address,
    the word before it or the headline on the same line."""
    if len(name) >= _SHORTEST_HEADLINE:
        return False
    if _TERM.search(href) or (name and _FILED.fullmatch(line.text.partition(name)[0])):
        return True
    return any(len(clean_line(other.text_content())) >= _SHORTEST_HEADLINE for other in line.anchors)


def _without_values(said: str) -> str:
    """A headline without the day, time and count that stand with it, and without the sign of its entry."""
    if not any(map(str.isdigit, said)):
        return said.lstrip(_SIGNS).strip()
    title = _DATE_TAIL.sub("", _VALUE_TAIL.sub("", _VALUE_TAIL.sub("", said))).lstrip(_SIGNS).strip()
    return _DAY_BEFORE.sub("", title)


def _links(line: Line, url: str, kind: LinkKind) -> list[RelatedLink]:
    found: list[RelatedLink] = []
    if any(href.endswith(_COMMENTS) for href in line.hrefs):
        return found
    run = _is_run(line)
    for anchor, href in zip(line.anchors, line.hrefs, strict=True):
        parts = split(href)
        name = name_of(anchor)
        if _ONWARD.fullmatch(name) or is_own(href, url) or _is_beside(line, name, href) or is_bare_stamp(name):
            continue
        if parts.scheme not in ("http", "https") or _SERVICES.search(href) or _FILES.search(parts.path):
            continue
        alone = len(name) >= _SHORTEST_ENTRY and _says_nothing(line.text.replace(name, " ", 1))
        said = name if run or alone or len(name) >= _SHORTEST_HEADLINE else clean_line(line.text)
        title = _without_values(said)
        if len(title) >= 8 or len(line.hrefs) == 1:
            found.append(RelatedLink(href, title or None, kind))
    return found[:1] if len(line.hrefs) > 1 and line.is_link and not run else found
