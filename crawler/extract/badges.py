"""A day that a theme draws like a leaf of a calendar beside the headline: ``12`` above ``Tháng 5 2025``."""

import re
from collections.abc import Sequence

from crawler.extract.lines import Line, is_inside
from crawler.extract.zones import CONTENT
from crawler.vietnamese.dates import parse_stamp

_DAY = re.compile(r"\d{1,2}")
_MONTH = re.compile(r"\d{1,2}\s*[/.-]\s*\d{4}")
#: Characters of the lines below the day, and how many there are.
_LONGEST, _MOST = 20, 2
#: Lines above the headline among which the leaf may stand.
_ABOVE = 4


def find_badge(lines: Sequence[Line], title: int, first: int) -> tuple[str, tuple[Line, ...]] | None:
    """The day as one text (``12 Tháng 5 2025``) and the lines that print it, in a box of its own right beside the
    headline (index ``title``), above the text (index ``first``); None where there is none. A leaf without its year
    tells no day."""
    for line in lines[max(0, title - _ABOVE) : first]:
        if line.zone != CONTENT or not _DAY.fullmatch(line.text):
            continue
        box = line.block.getparent()
        if box is None or box.getparent() is None or not is_inside(lines[title].block, box.getparent()):
            continue
        below: list[Line] = []
        for other in lines[line.index + 1 : line.index + 1 + _MOST]:
            if len(other.text) > _LONGEST or not is_inside(other.block, box):
                break
            below.append(other)
            said = " ".join(part.text for part in below)
            day = f"{line.text}/{said}" if _MONTH.fullmatch(said) else f"{line.text} {said}"
            if parse_stamp(day) is not None:
                return day, (line, *below)
    return None
