"""A link to another article amid a text, with its label on the same line: ``Xem thêm: Lễ ra quân chiến dịch …``."""

import re
from collections.abc import Mapping

from crawler.article import LinkKind
from crawler.extract.markup.lines import Line
from crawler.extract.markup.zones import CONTENT
from crawler.vietnamese.labels import LINK_FIELDS, match_label

_SHORTEST = 20
_ARROWS = re.compile(r"(?:>{2,}|»{2,})\s*")


def see_also(line: Line, labels: Mapping[str, tuple[str, ...]]) -> tuple[LinkKind, str] | None:
    """(list, headline) of a line that is a label of a list and one linked headline; None for any other line."""
    if len(line.hrefs) != 1 or line.zone != CONTENT or line.link_chars < _SHORTEST or ":" not in line.text:
        return None
    found = match_label(line.text, labels)
    if found is None or found[0] not in LINK_FIELDS or found[1].count(" ") < 3:
        return None
    return (LinkKind(found[0]), found[1]) if line.link_chars >= len(found[1].rstrip(" .")) >= _SHORTEST else None


def pointed_at(line: Line) -> tuple[LinkKind, str] | None:
    """(list, headline) of a line that is arrows and one linked headline, ``>> Lễ ra quân chiến dịch …``; None for any
    other line. Lists beside the article set such arrows as well: ask of lines amid the text only."""
    if len(line.hrefs) != 1 or line.zone != CONTENT or line.link_chars < _SHORTEST:
        return None
    arrows = _ARROWS.match(line.text)
    headline = line.text[arrows.end() :] if arrows else ""
    if headline.count(" ") < 3 or line.link_chars < len(headline.rstrip(" .")):  # words of the text around the link
        return None
    return LinkKind.RELATED, headline
