"""A stamp that opens the line of a text and is parted from it by its own box alone: styles set it on a line above."""

import re
from collections.abc import Sequence
from dataclasses import replace

from crawler.extract.around.rows import parts_of
from crawler.extract.around.stamp import is_bare_stamp
from crawler.extract.markup.lines import Line
from crawler.extract.markup.zones import CONTENT

#: How a line begins that may open with a stamp.
_OPENS = re.compile(r"\(?\d{1,4}[/:.-]\d|(?:thứ|chủ nhật|ngày)\s", re.IGNORECASE)
_BETWEEN = " |-–—:)"


def stamps_parted(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines, each opening stamp a line of its own above its text."""
    split = {line.index: parts for line in lines if (parts := _parted(line)) is not None}
    if not split:
        return lines
    found: list[Line] = []
    for line in lines:
        for part in split.get(line.index, (line,)):
            part.index = len(found)
            found.append(part)
    return found


def _parted(line: Line) -> tuple[Line, Line] | None:
    if len(line.chunks) < 2 or line.zone != CONTENT or not _OPENS.match(line.text) or not line.is_sentence:
        return None
    first, *others = parts_of(line) or (line,)
    if not others or not is_bare_stamp(first.text) or line.chunks[: len(first.chunks)] != first.chunks:
        return None
    text = line.text.removeprefix(first.text).lstrip(_BETWEEN)
    return first, replace(line, text=text, chunks=line.chunks[len(first.chunks) :])
