"""Parts of a page told by their form fields and headings where no class names them: comment threads and polls."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from crawler.extract.lines import BLOCKS, Line, is_inside
from crawler.extract.zones import CHROME, COMMENTS, CONTENT

_THREAD = re.compile(
    r"^(?:\d+\s+(?:comments?|responses?|replies|bình luận|ý kiến|phản hồi)\b[^|•·]{0,60}|"
    r"(?:bình luận|ý kiến|phản hồi|comments?)(?: bạn đọc| của bạn)?\s*\(\s*\d+\s*\)|"
    r"(?:ý kiến|bình luận|phản hồi)(?: (?:bạn đọc|độc giả|của bạn|của độc giả))?|"
    r"(?:gửi|viết|để lại|thêm)(?: một)? (?:bình luận|ý kiến|phản hồi)|leave a (?:comment|reply))\s*:?$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\d")
_CHOICES = frozenset({"radio", "checkbox"})


def zoned(root: HtmlElement, lines: Sequence[Line]) -> Sequence[Line]:
    """The lines, those of comment threads and of a poll's answers put into their zones."""
    polled = set(_choices(root))
    zones = {line.index: CHROME for line in lines if line.block in polled} if polled else {}
    for line in lines:
        if line.zone == CONTENT and line.index not in zones and len(line.text) <= 80 and _THREAD.match(line.text):
            zones.update(dict.fromkeys(_thread(line, lines), COMMENTS))
    if not zones:
        return lines
    return [replace(line, zone=zones[line.index]) if line.index in zones else line for line in lines]


def _choices(root: HtmlElement) -> Iterator[HtmlElement]:
    """The boxes of fields that are ticked: answers of a poll, marks that are given."""
    for field in root.iter("input"):
        if (field.get("type") or "").lower() in _CHOICES:
            yield next(up for up in field.iterancestors() if up.tag in BLOCKS or up is root)


def _thread(heading: Line, lines: Sequence[Line]) -> list[int]:
    """Indexes of the lines of the thread that a heading opens: of the widest box around it that begins with it. Empty
    where no text stands above it, and where it is neither counted nor above a field to write into."""
    before = [line for line in lines[: heading.index] if line.zone == CONTENT]
    told = any(line.is_sentence for line in before)
    if not told and not any(line.block.tag == "h1" for line in before):
        return []
    above, box = before[-1].block, heading.block
    for up in heading.block.iterancestors():
        if up.tag in ("body", "html") or is_inside(above, up):
            break
        box = up
    counted = told and _COUNTED.search(heading.text)  # above the text it only stands among the article's values
    if box.find(".//h1") is not None or not (counted or box.find(".//textarea") is not None):
        return []
    return [line.index for line in lines[heading.index :] if is_inside(line.block, box)]
