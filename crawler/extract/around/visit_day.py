"""The day of the visit, which templates print above the headline, told from the article's own stamp there."""

import re
from collections.abc import Sequence
from typing import Final

from crawler.extract.around.stamp import is_exact
from crawler.extract.markup.lines import Line, is_inside
from crawler.extract.markup.zones import CRUMBS
from crawler.vietnamese.text import fold

#: What templates say of today beside the figures.
_SAYS_TODAY: Final = re.compile(r"\b(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|t[2-7]|cn|thang|[a-z]+day)\b")


def may_be_the_visit(stamp: Line, lines: Sequence[Line], title: int, first: int) -> bool:
    """Whether a bare ``stamp`` above the headline (``lines[title]``) may be the day of the visit: it stands above the
    breadcrumb, or it is a day without a time that is spelt out, or that other lines part from the headline. Not where
    the two share a box without the article's text (``lines[first]``)."""
    headline, text = lines[title], lines[first]
    if any(line.zone == CRUMBS for line in lines[stamp.index + 1 : title]):
        return True
    if is_exact(stamp.text):
        return False
    shared = next((up for up in headline.block.iterancestors() if is_inside(stamp.block, up)), None)
    if shared is not None and not is_inside(text.block, shared):
        return False
    return stamp.index + 1 < headline.index or _SAYS_TODAY.search(fold(stamp.text)) is not None
