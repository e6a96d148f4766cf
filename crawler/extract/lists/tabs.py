"""Lists behind tabs: what a tab says is the label of the box that it opens, wherever that stands."""

from collections.abc import Mapping, Sequence

from crawler.article import LinkKind
from crawler.extract.markup.lines import Line
from crawler.vietnamese.labels import LINK_FIELDS, match_label
from crawler.vietnamese.text import clean_line

#: Where scripts read which box a tab opens, before the link's own place on the page.
_TARGETS = ("data-bs-target", "data-target", "href")
#: Characters of a row of tabs.
_LONGEST = 120


def tab_kinds(lines: Sequence[Line], labels: Mapping[str, tuple[str, ...]]) -> dict[str, LinkKind]:
    """The id of each box that a tab among ``lines`` opens, with the kind of list that the tab announces; ``labels`` are
    the profile's own spellings. Empty for nearly every page."""
    found: dict[str, LinkKind] = {}
    for line in lines:
        if not line.anchors or len(line.text) > _LONGEST:
            continue
        for anchor in line.anchors:
            if (anchor.get("href") or "")[:1] != "#":
                continue
            target = next((value for name in _TARGETS if (value := anchor.get(name) or "").startswith("#")), "")
            said = match_label(clean_line(anchor.text_content()), labels) if len(target) > 1 else None
            if said is not None and said[0] in LINK_FIELDS and len(said[1]) <= 4:
                found.setdefault(target[1:], LinkKind(said[0]))
    return found


def kind_behind(line: Line, tabs: Mapping[str, LinkKind], kind: LinkKind) -> LinkKind:
    """The kind of list that ``line`` belongs to: that of the tab which opens the box around it, else ``kind``."""
    if not tabs:
        return kind
    ids = (up.get("id") for up in (line.block, *line.block.iterancestors()))
    return next((tabs[name] for name in ids if name in tabs), kind)
