"""A day that a theme draws like a leaf of a calendar beside the headline: ``12`` above ``Tháng 5 2025``."""

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from crawler.extract.markup.lines import Line, is_inside
from crawler.extract.markup.zones import CONTENT
from crawler.vietnamese.dates import parse_stamp
from crawler.vietnamese.text import clean_line

_DAY = re.compile(r"\d{1,2}")
_MONTH = re.compile(r"\d{1,2}\s*[/.-]\s*\d{4}")
_YEAR = re.compile(r"\d{4}")
#: A month and the last figures of its year.
_SHORT_YEAR = re.compile(r"(?P<month>(?:tháng|thg|th|t)\.?\s?\d{1,2}|[a-z]{3,9})[\s,/]+(?P<year>\d\d)", re.IGNORECASE)
_SHORT_MONTH = re.compile(r"^t(?:h|hg)?\.?\s?(?=\d)", re.IGNORECASE)
#: Characters of the lines below the day, and how many there are.
_LONGEST, _MOST = 20, 2
#: Month, day, year.
_PARTS = 3
#: Lines above the headline among which the leaf may stand.
_ABOVE = 4


def find_badge(lines: Sequence[Line], title: int, first: int) -> tuple[str, tuple[Line, ...]] | None:
    """The day as one text (``12 Tháng 5 2025``) and the lines that print it, in a box of its own right beside the
    headline (index ``title``), above the text (index ``first``); None where there is none. A leaf without its year
    tells no day."""
    for line in lines[max(0, title - _ABOVE) : first]:
        if line.zone == CONTENT and (line.index > title or is_inside(lines[title].block, _around(line))):
            leaf = _leaf(line)
            if leaf is not None:
                return leaf, (line,)
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
            if (short := _SHORT_YEAR.fullmatch(said)) is not None:
                said = f"{short['month']} 20{short['year']}"
            day = f"{line.text}/{said}" if _MONTH.fullmatch(said) else f"{line.text} {said}"
            if parse_stamp(day) is not None:
                return day, (line, *below)
    return None


def _leaf(line: Line) -> str | None:
    """The day that a line prints, where its month, day and year stand in elements of their own."""
    if len(line.text) > 2 * _LONGEST or len({id(element) for element in line.elements()}) != _PARTS:
        return None
    pieces = [clean_line((element.tail if is_tail else element.text) or "") for element, is_tail in line.chunks]
    if not (any(map(_YEAR.fullmatch, pieces)) and any(map(_DAY.fullmatch, pieces))):
        return None
    if parse_stamp(line.text) is not None:
        return line.text
    day = "/".join(_SHORT_MONTH.sub("", piece) for piece in pieces)  # 04 T6 2021
    return day if parse_stamp(day) is not None else None


def _around(line: Line) -> HtmlElement:
    """The box around that of a leaf."""
    around = line.block.getparent()
    return line.block if around is None else around
