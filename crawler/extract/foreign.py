"""Which of a page's lines are no text of its article: labels, lists, tools, share bars, and all beyond its ends."""

import re

from crawler.extract.cues import Extent
from crawler.extract.files import is_file_line
from crawler.extract.lines import Line
from crawler.extract.main_block import is_headline_link
from crawler.extract.scene import Marks, Scene
from crawler.extract.tools import is_row_of_tools
from crawler.extract.zones import CONTENT
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.text import comparison_key

_SHARED = re.compile(
    r"/sharer|[/.]share\b|/intent/|twitter\.com/home|zalo\.me|pinterest\.\w+/pin|^mailto:|/submit\?", re.IGNORECASE
)
#: What leads to the article before or after this one, and says so by arrows.
_ARROWS = re.compile(r"^(?:<<?|[«‹←])\s|\s(?:>>?|[»›→])$")
_TOOLS = re.compile(r"(?:(?:e-?mail|print|in|pdf|word|rss|share|tweet|like|a[+-]?)[\s.|,/•-]*)+", re.IGNORECASE)
#: A day or month alone: the badge that themes lay over a picture.
_BADGE = re.compile(r"\d{1,2}|(?:th|thg|tháng)\.?\s?\d{1,2}", re.IGNORECASE)


def foreign_lines(scene: Scene, marks: Marks) -> set[int]:
    """Indexes of the lines that are no body text."""
    foreign = set(scene.related.lines | scene.tag_lines | marks.cues.spent)
    title, extent = scene.title, marks.extent
    foreign.update(line.index for line in scene.lines if line.index >= extent.end or line.zone != CONTENT)
    inside = scene.lines[: extent.end]
    foreign.update(line.index for line in inside if line.index not in foreign and is_file_line(line, extent))
    foreign.update(line.index for line in inside if line.hrefs and _shares(line))
    foreign.update(line.index for line in inside[extent.last + 1 :] if _is_bare_label(line) or _leads_away(line))
    foreign.update(line.index for line in inside[: extent.first] if _is_in_between(line))
    if title and title.lines:
        foreign.update(line.index for line in scene.lines if line.index <= title.lines[-1].index)
    if title:
        key = comparison_key(title.text)
        opening = scene.lines[: extent.first + 2]
        foreign.update(line.index for line in opening if _repeats(line, title.text, key, extent))
    if marks.lead:
        foreign.update(line.index for line in marks.lead[0])
    return foreign


def _repeats(line: Line, title: str, key: str, extent: Extent) -> bool:
    """Whether a line says the headline again; below the first sentence only word for word, since captions come near."""
    return line.text == title or (line.index <= extent.first and comparison_key(line.text) == key)


def _shares(line: Line) -> bool:
    """Whether a line is nothing but links by which the page is passed on."""
    return line.is_link and all(map(_SHARED.search, line.hrefs))


def _leads_away(line: Line) -> bool:
    """Whether a line below the text is nothing but links with arrows, to the articles before and after, or tools."""
    if line.is_link and len(line.text) < 250 and _ARROWS.search(line.text):
        return True
    return is_row_of_tools(line)


def _is_bare_label(line: Line) -> bool:
    """Whether a line below the text is a label without a value: of tags that are none, of a list that is empty."""
    return len(line.text) < 40 and (found := match_label(line.text)) is not None and not found[1]


def _is_in_between(line: Line) -> bool:
    """Whether a line above the text belongs to a box of other articles or is the page's own row of tools."""
    if line.text.isascii() and len(line.text) < 40 and _TOOLS.fullmatch(line.text):
        return True
    if is_headline_link(line) or _is_bare_label(line) or _BADGE.fullmatch(line.text) is not None:
        return True
    return is_row_of_tools(line)
