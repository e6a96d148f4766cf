"""Lists of other articles below a NukeViet body: newer, older, related, of one topic; each under its label."""

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml.html import HtmlElement

from crawler.article import LinkKind, RelatedLink, RelatedState
from crawler.extract.lists.related import RelatedList
from crawler.extract.lists.tabs import kind_behind, tab_kinds
from crawler.extract.markup.addresses import split
from crawler.extract.markup.lines import Line, is_inside
from crawler.extract.markup.zones import COMMENTS
from crawler.extract.nukeviet.page import Frame
from crawler.vietnamese.dates import without_stamps
from crawler.vietnamese.labels import LINK_FIELDS, match_label
from crawler.vietnamese.text import clean_line

#: Labels of this system that elsewhere mean something else: articles of one topic.
_TOPIC = ("Theo dòng sự kiện", "Tin cùng chủ đề", "Các tin cùng chủ đề", "Cùng dòng sự kiện")
_NO_PAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|pdf|docx?|xlsx?|zip|rar)$|/tags?/|/(?:savefile|print)/", re.IGNORECASE)
_ENTRIES = frozenset({"li", "tr", "article"})


def find_lists(frame: Frame) -> RelatedList:
    """The links under each label below the body; state ``empty`` where a label has none under it."""
    labels = _labels(frame)
    lines = list(frame.below)
    links: dict[str, RelatedLink] = {}
    spent: set[int] = set()
    labelled = False
    tabs = tab_kinds(lines, labels)
    for position, line in enumerate(lines):
        kind = list_kind(line, labels)
        if kind is None or line.index in spent:
            continue
        labelled = True
        spent.add(line.index)
        for entry in _entries(line, lines[position + 1 :], labels):
            spent.add(entry.index)
            for link in _links(entry, frame, kind_behind(entry, tabs, kind)):
                known = links.get(link.url)
                if known is None or len(known.title or "") < len(link.title or ""):
                    links[link.url] = RelatedLink(link.url, link.title, known.kind if known else link.kind)
    state = RelatedState.LISTED if links else RelatedState.EMPTY if labelled else RelatedState.ABSENT
    return RelatedList(tuple(links.values()), state, frozenset(spent))


def lists_start(frame: Frame) -> int | None:
    """Index of the first label of a list below the body; None where there is none."""
    labels = _labels(frame)
    return next((line.index for line in frame.below if list_kind(line, labels)), None)


def list_kind(line: Line, labels: Mapping[str, tuple[str, ...]]) -> LinkKind | None:
    """The kind of list that a line announces, if it is such a label and nothing else."""
    if len(line.text) > 60 or line.is_sentence or line.zone == COMMENTS:
        return None
    found = match_label(line.text, labels)
    return LinkKind(found[0]) if found and found[0] in LINK_FIELDS and len(found[1]) <= 4 else None


def _labels(frame: Frame) -> dict[str, tuple[str, ...]]:
    own = frame.scene.profile.labels
    return {**own, "related": (*own.get("related", ()), *_TOPIC)}


def _entries(label: Line, after: Sequence[Line], labels: Mapping[str, tuple[str, ...]]) -> Iterator[Line]:
    """Lines with links below a label, until another label, a plain line that is no date or teaser, or the box that
    holds label and first link ends."""
    box: HtmlElement | None = None
    entry: HtmlElement | None = None
    for line in after:
        if line.zone == COMMENTS or (box is not None and not is_inside(line.block, box)) or _is_label(line, labels):
            return
        if line.hrefs:
            box = box if box is not None else _common(label.block, line.block)
            entry = next((up for up in (line.block, *line.block.iterancestors()) if up.tag in _ENTRIES), line.block)
            yield line
        elif not _is_date(line) and (entry is None or not is_inside(line.block, entry)):
            return


def _is_label(line: Line, labels: Mapping[str, tuple[str, ...]]) -> bool:
    found = match_label(line.text, labels) if len(line.text) < 80 else None
    return found is not None and len(found[1]) < 40 and not (line.is_link and len(line.text) > 30)


def _is_date(line: Line) -> bool:
    return len(re.sub(r"\W", "", without_stamps(line.text))) <= 4


def _common(one: HtmlElement, other: HtmlElement) -> HtmlElement:
    return next(up for up in (one, *one.iterancestors()) if is_inside(other, up))


def _links(line: Line, frame: Frame, kind: LinkKind) -> Iterator[RelatedLink]:
    own = frame.scene.page.url.partition("#")[0]
    for anchor, href in zip(line.anchors, line.hrefs, strict=True):
        parts = split(href)
        title = clean_line(anchor.text_content()) or clean_line(anchor.get("title") or "")
        followed = parts.scheme in ("http", "https") and parts.path.strip("/") and not _NO_PAGE.search(parts.path)
        if followed and href.partition("#")[0] != own and len(title) >= 8:
            yield RelatedLink(href, title, kind)
