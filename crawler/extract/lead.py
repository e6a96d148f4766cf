"""The standfirst (sa-pô), where a page sets one apart from the body."""

import re
from collections.abc import Sequence

from crawler.extract.emphasis import is_bold
from crawler.extract.lines import Line, is_inside
from crawler.extract.main_block import MainBlock
from crawler.extract.zones import CONTENT

_LEAD_NAME = re.compile(
    r"(?:^|[-_])(?:sapo|lead|summary|excerpt|intro|introtext|hometext|standfirst|tomtat|tom-tat|trichdan|trich-dan|mota|"
    r"mo-ta|chapo|description|desc|shortdes|short-description|subtitle-intro)(?:[-_]|$)"
)


def find_lead(lines: Sequence[Line], block: MainBlock, title: int) -> tuple[tuple[Line, ...], str] | None:
    """The lines of the lead and the rule that found them; None where the body simply begins."""
    start = -1 if block.start is None else block.start
    opening = [line for line in lines if title < line.index <= start and line.zone == CONTENT]
    named = [line for line in [*opening, *block.prose[1:2]] if _is_named_lead(line)]
    if named and len(named) <= 3:
        return tuple(named), "generic.lead.named"
    outside = [line for line in opening if line.is_sentence and not is_inside(line.block, block.element)]
    if 0 < len(outside) <= 2:
        return tuple(outside), "generic.lead.before_body"
    if len(block.prose) > 1 and _stands_out(block.prose[0], block.prose[1]):
        return (block.prose[0],), "generic.lead.bold"
    return None


def _is_named_lead(line: Line) -> bool:
    for element in [*line.elements()[:1], line.block, *list(line.block.iterancestors())[:2]]:
        names = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower().split()
        if any(_LEAD_NAME.search(name) for name in names):
            return len(element.text_content()) < 3 * len(line.text) + 40
    return False


def _stands_out(first: Line, second: Line) -> bool:
    if len(first.text) > 900 or not first.is_sentence:
        return False
    heading = first.block.tag in ("h2", "h3", "h4") and second.block.tag != first.block.tag
    return heading or (is_bold(first) and not is_bold(second))
