"""How often a page says that its article was read, without a label at the number: by boxes, icons, rows of counts."""

from crawler.extract.around.stamp import is_bare_stamp
from crawler.extract.around.tallies import (
    BARE_COUNT,
    count_among,
    counts_behind,
    is_above_its_label,
    is_behind_an_eye,
    is_named_counter,
    reads_among,
)
from crawler.extract.around.values import Cues
from crawler.extract.markup.lines import Line
from crawler.vietnamese.counts import parse_count


def read_tallies(cues: Cues, line: Line, following: Line | None) -> bool:
    """A row of counts, those of other things than reads, and a number above its label."""
    if following is not None and is_above_its_label(line, following):
        cues.take("read_count", line.text, line)
        cues.spent.add(following.index)
        return True
    count = count_among(line.text)
    if count is None:
        return False
    cues.take("read_count", count, line)
    return True


def read_counter(cues: Cues, line: Line) -> bool:
    """A number alone in a box that a class names a counter of views, or the one behind an eye in a row of numbers."""
    counts = counts_behind(line) if len(line.chunks) > 1 else []
    if len(counts) > 1 and (reads := reads_among(line, counts)) is not None:
        cues.take("read_count", reads, line)
        return True
    if not BARE_COUNT.match(line.text) or parse_count(line.text) is None:
        return False
    if not is_named_counter(line) and not is_behind_an_eye(*line.chunks[0]):
        return False
    cues.take("read_count", line.text, line)
    return True


def read_icons(cues: Cues, line: Line) -> bool:
    """A stamp with counts that icons tell apart, if anything does: a clock, an eye, a balloon."""
    counts = counts_behind(line)
    reads = reads_among(line, counts)
    if not counts or (counts == [reads] and not is_behind_an_eye(*line.chunks[-1])):
        return False
    shown = line.text
    for count in reversed(counts):
        shown = shown[: shown.rfind(count)].rstrip()
    if not is_bare_stamp(shown):
        return False
    cues.take("published", shown, line)
    if reads is not None:
        cues.take("read_count", reads, line)
    return True
