"""Links to other articles in a box that is known to hold them; a label before some of them says what they are."""

from collections.abc import Mapping, Sequence
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from crawler.article import LinkKind, RelatedLink
from crawler.extract.markup.lines import absolute
from crawler.vietnamese.labels import LINK_FIELDS, match_label
from crawler.vietnamese.text import clean_line

_LONGEST_LABEL: Final = 60
_REL: Final = {"prev": LinkKind.OLDER, "next": LinkKind.NEWER}


def list_links(
    boxes: Sequence[HtmlElement], base: str, labels: Mapping[str, tuple[str, ...]]
) -> tuple[RelatedLink, ...]:
    """The links in ``boxes`` in page order, each once, with the longest title that leads there. Their kind is the one
    of the label before them in the box (``Những tin mới hơn``), or of their own ``rel``, else ``related``."""
    found: dict[str, RelatedLink] = {}
    for box in boxes:
        kind = LinkKind.RELATED
        walk = etree.iterwalk(box, events=("start", "end"))
        for event, element in walk:
            text = element.text if event == "start" else element.tail if element is not box else None
            if event == "start" and element.tag == "a" and element.get("href"):
                _add(found, element, base, _REL.get(element.get("rel") or "", kind))
                walk.skip_subtree()
            elif text and 3 < len(text) < _LONGEST_LABEL and not text.isspace() and (said := match_label(text, labels)):
                kind = LinkKind(said[0]) if said[0] in LINK_FIELDS and len(said[1]) <= 4 else kind
    return tuple(found.values())


def _add(found: dict[str, RelatedLink], anchor: HtmlElement, base: str, kind: LinkKind) -> None:
    href = (anchor.get("href") or "").strip()
    if href[0:1] in ("", "#") or href.lower().startswith(("javascript:", "mailto:", "tel:")):
        return
    url = absolute(base, href)
    title = clean_line(anchor.text_content()) or clean_line(anchor.get("title") or "") or None
    known = found.get(url)
    if known is None or len(known.title or "") < len(title or ""):
        found[url] = RelatedLink(url, title, known.kind if known else kind)
