"""Readings of real pages (``page-cases.json``): a page's lines as text tools saw them, and what a person reads there.

The file is not part of this repository; it lies in ``shared/research`` beside the checkout, or in ``KHOTIN_SHARED``.
"""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

from crawler.vietnamese.text import comparison_key

_SHARED = Path(os.environ.get("KHOTIN_SHARED") or Path(__file__).parents[3] / "shared")
FILE = _SHARED / "research" / "page-cases.json"

#: Cases whose reading cannot follow from their lines.
LEFT_OUT = {
    "https://thuvientinhlaocai.vn/index.php/vi/news/savefile/lao-cai-hoc-tap-va-lam-theo-bac/"
    "suc-tre-xu-muong-1172.html": ("its text is the source of a page's head, not lines of a page"),
    "http://tinhdoanquangnam.qti.vn/Default.aspx?NewsViews=3142&tabid=109": (
        "its first line is the slogan of a banner, which on one page alone nothing tells from a headline"
    ),
    "https://rgbet01.com/news/961b298061.html": (
        "a betting site's copy: its lines do name an author, which the reading holds to be made up"
    ),
}
#: The address of a case that has none: by its notes a page of this site.
_ADDRESSES = {"seed:": "http://tuoitrekiengiang.vn/news.php?id=9118"}
#: What stands for the text that was left out of a case.
_FILLERS = (
    "Hoạt động đã thu hút đông đảo đoàn viên, thanh niên trên địa bàn tham gia với tinh thần trách nhiệm cao.",
    "Thông qua chương trình, các đơn vị đã trao đổi kinh nghiệm và thống nhất nội dung phối hợp trong thời gian tới.",
    "Các đại biểu đã thảo luận, đóng góp nhiều ý kiến sát với tình hình thực tế của từng địa phương, đơn vị.",
    "Đây là dịp để tuổi trẻ thể hiện tinh thần xung kích, tình nguyện, chung tay vì cuộc sống cộng đồng.",
)
_LEFT_OUT_TEXT = re.compile(r"\[[^\[\]]*…[^\[\]]*\]")
_QUOTED = re.compile(r"'([^']{4,})'")
_NO_TEXT = re.compile(r"^(?:\||\\'\\'|!\[.*|\s*)$")
_ALT = re.compile(r"^(?:\w|.*\.jpe?g\)?)$", re.IGNORECASE)


class Part(StrEnum):
    """What a line of a page is, by the person's reading."""

    TITLE = "title"
    TEXT = "text"
    CAPTION = "caption"


@dataclass(frozen=True)
class PageLine:
    """A line with the alternative text of its picture, if it is the first line of a caption."""

    part: Part
    text: str
    alt: str | None = None


@dataclass(frozen=True)
class Case:
    """One page: ``url``, ``kind``, its lines and what it says."""

    url: str
    kind: str
    source: str
    says: dict[str, Any]

    @cached_property
    def lines(self) -> tuple[PageLine, ...]:
        """The page's lines, text that was left out filled in."""
        return tuple(_parted(list(_printed(self.source, self.says.get("title") or "")), self.says))


def cases() -> list[Case]:
    """All cases that are judged."""
    rows = [row for row in json.loads(FILE.read_text(encoding="utf-8")) if row["url"] not in LEFT_OUT]
    return [Case(_address(row["url"]), row["kind"], row["text"], row["reading"]) for row in rows]


def _address(url: str) -> str:
    return next((address for start, address in _ADDRESSES.items() if url.startswith(start)), url)


def _printed(text: str, title: str) -> Iterator[str]:
    """The lines that the page prints: a line that goes on in small letters is the one before it, wrapped."""
    fillers = count()
    before = ""
    for raw in [*text.split("\n"), ""]:
        line = raw.replace("[title again]", title).replace("[cut]", "").rstrip()
        if before and line.strip()[:1].islower():
            before += ("<br>" if line[0] == " " else "\n") + line.strip()
            continue
        if before.startswith("[") and (quoted := _QUOTED.findall(before)):
            yield from (_filled(lead, fillers) for lead in quoted)
        elif before:
            yield _filled(before, fillers)
        before = "" if _NO_TEXT.match(line) else line.strip()


def _filled(line: str, fillers: Iterator[int]) -> str:
    """The line with a sentence where text was left out (``[…~500 chars]``)."""
    if line.startswith("[leads of"):
        return _sentences(fillers)
    return _LEFT_OUT_TEXT.sub(lambda _: _sentences(fillers), line)


def _sentences(fillers: Iterator[int]) -> str:
    start = next(fillers)
    return " ".join(_FILLERS[(start + step) % len(_FILLERS)] for step in range(2))


def _parted(printed: list[str], says: dict[str, Any]) -> Iterator[PageLine]:
    """Each line with its part; lines that together are the title or a caption are told apart from the text."""
    title, captions = says.get("title") or "", list(says.get("captions") or ())
    alt: str | None = None
    headed = False
    while printed:
        line = printed.pop(0)
        following = printed[0] if printed else ""
        is_title = title and (_same(line, title) or (following and _same(f"{line} {following}", title)))
        if is_title and not headed:
            headed = True
            yield PageLine(Part.TITLE, line if _same(line, title) else f"{line}<br>{printed.pop(0)}")
        elif captions and _opens(following, captions[0]) and (_ALT.match(line) or _same(line, following)):
            alt = line
        elif captions and _opens(line, captions[0]):
            caption = captions.pop(0)
            yield PageLine(Part.CAPTION, _taken(line, caption, printed), alt or "")
            alt = None
        elif captions and _same(line[-len(captions[0]) :], captions[0]):
            printed[:0] = [line[: -len(captions[0])], line[-len(captions[0]) :]]
        else:
            yield PageLine(Part.TEXT, line)


def _taken(line: str, caption: str, printed: list[str]) -> str:
    """The caption's line; what runs on behind it goes back, what is missing is taken from the line below."""
    if len(_bare(line)) > len(_bare(caption)):
        printed.insert(0, line[len(caption) :].strip())
        return line[: len(caption)]
    return f"{line}<br>{printed.pop(0)}" if len(_bare(line)) < len(_bare(caption)) else line


def _bare(text: str) -> str:
    return comparison_key(text.replace("\\", "").replace("<br>", " ").replace("\n", " "))


def _same(one: str, other: str) -> bool:
    return bool(one) and _bare(one) == _bare(other)


def _opens(line: str, caption: str) -> bool:
    key, whole = _bare(line), _bare(caption)
    return bool(key) and len(key) > 12 and (key.startswith(whole) or whole.startswith(key))
