"""Two versions of an article side by side: what was taken out, what was put in, word by word, as safe HTML."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from markupsafe import Markup

_WORDS: Final = re.compile(r"\s+|[^\s]+")
#: Comparing costs the product of the lengths; a paragraph beyond this is shown as replaced whole.
_MAX_WORDS: Final = 2_000
#: Below this share of equal words two paragraphs are another text, and marks on single words would only confuse.
_LIKE: Final = 0.4
_NOTHING: Final = Markup("")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the comparison: ``kind`` is ``same``, ``changed``, ``removed`` or ``added``; old and new text."""

    kind: str
    old: Markup = _NOTHING
    new: Markup = _NOTHING


@dataclass(frozen=True, slots=True)
class Part:
    """One field of the article (``title``, ``lead``, ``byline``, ``body``, ``photos``, ``attachments``) with lines."""

    field: str
    lines: tuple[Line, ...]

    @property
    def differs(self) -> bool:
        """Whether any line of the field changed."""
        return any(line.kind != "same" for line in self.lines)


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Part]:
    """The fields of two ``versions`` rows in reading order; fields that both leave empty are not among them."""
    parts = [Part(field, tuple(_lines(one, two))) for field, one, two in _fields(old, new)]
    return [part for part in parts if part.lines]


def _fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, list[str], list[str]]]:
    for field in ("title", "lead", "byline", "body"):
        yield field, _paragraphs(old[field]), _paragraphs(new[field])
    for field, column in (("photos", "images"), ("attachments", "attachments")):
        yield field, _files(old[column]), _files(new[column])


def _paragraphs(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").split("\n") if line.strip()]


def _files(stored: str) -> list[str]:
    """A photo or file as a line: its address, and the caption or name that stands second in the stored list."""
    return [" · ".join(str(part) for part in entry[:2] if part) for entry in json.loads(stored)]


def _lines(old: list[str], new: list[str]) -> Iterator[Line]:
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (Line("same", Markup.escape(text), Markup.escape(text)) for text in old[a:b])
        else:
            yield from _replaced(old[a:b], new[c:d])


def _replaced(old: list[str], new: list[str]) -> Iterator[Line]:
    """Paragraphs that were changed, each beside the next one like it, else removed and added."""
    waiting = list(new)
    for text in old:
        like = next((i for i, other in enumerate(waiting) if _alike(text, other)), None)
        if like is None:
            yield Line("removed", old=Markup("<del>{}</del>").format(text))
            continue
        yield from (_added(other) for other in waiting[:like])
        yield Line("changed", *_marked(text, waiting[like]))
        waiting = waiting[like + 1 :]
    yield from (_added(other) for other in waiting)


def _added(text: str) -> Line:
    return Line("added", new=Markup("<ins>{}</ins>").format(text))


def _alike(old: str, new: str) -> bool:
    one, two = old.split(), new.split()
    if max(len(one), len(two)) > _MAX_WORDS:
        return False
    match = SequenceMatcher(None, one, two, autojunk=False)
    return match.real_quick_ratio() >= _LIKE and match.quick_ratio() >= _LIKE and match.ratio() >= _LIKE


def _marked(old: str, new: str) -> tuple[Markup, Markup]:
    one, two = _WORDS.findall(old), _WORDS.findall(new)
    left, right = Markup(""), Markup("")
    for kind, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        gone, come = "".join(one[a:b]), "".join(two[c:d])
        if kind == "equal":
            left, right = left + gone, right + come
        else:
            left += Markup("<del>{}</del>").format(gone) if gone else ""
            right += Markup("<ins>{}</ins>").format(come) if come else ""
    return left, right
