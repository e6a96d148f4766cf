"""What stands at the end of a body and is no text: the author's line and the source."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.extract.text.blocks import Gap, Segment
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.names import is_person_name, looks_like_byline, split_byline
from crawler.vietnamese.text import clean_line
from crawler.vietnamese.units import is_unit

_GLUED = re.compile(r"^(?P<text>.*\S\s*\./\.?)\s*(?P<name>[^\s./][^./]{1,70}(?:\.\s?[^./\s]{1,20})?)$")
_SIGNED = re.compile(
    r"^(?:TM|KT|TL|TUQ|T/M|K/T)\.|đã ký|^(?:PHÓ )?(?:BÍ THƯ|CHỦ TỊCH|TRƯỞNG BAN|GIÁM ĐỐC|CHÁNH VĂN PHÒNG|CHỦ NHIỆM)\b|"
    r"^(?:Nơi nhận|Kính gửi)\s*:",
)
_ALIGNED_RIGHT = re.compile(r"text-align\s*:\s*(?:right|end)|float\s*:\s*right", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?:;…][\"”’')\]]*$")
_BEHIND = re.compile(r"\((?P<said>(?:theo|nguồn)\s*[^()]{3,80})\)\s*\.?$", re.IGNORECASE)
_PICTURES = re.compile(r"^\W*(?:(?:một số|những|các|chùm)\s+)?(?:hình ảnh|ảnh)\b.{0,120}$", re.IGNORECASE)
#: What is left of a table's border when a text is pasted.
_EDGES = " |"
_LONGEST, _LONGEST_SOURCE = 120, 160


@dataclass(slots=True)
class Tail:
    """Byline and source as printed; ``taken``: indexes of whole lines that are no text; ``glued``: a last line's text
    without the name glued to its end."""

    byline: str | None = None
    source: str | None = None
    rule: str = ""
    taken: frozenset[int] = frozenset()
    glued: tuple[int, str] | None = None


def read_tail(segments: Sequence[Segment], captions: Collection[int], container: HtmlElement) -> Tail:
    """Author's line and source from the last lines of a body, from the end up; captions are passed over."""
    tail = Tail()
    lines = [i for i, s in enumerate(segments) if s.text and i not in captions]
    taken: set[int] = set()
    while len(lines) > 1 and _heads_pictures(segments, lines[-1]):
        lines.pop()
    while lines and len(taken) < 4:
        index = lines.pop()
        segment = segments[index]
        if not lines and _is_credit_alone(tail, segments, index, container):
            tail.byline, tail.rule = segment.text, "below_pictures"
            taken.add(index)
            break
        if not lines or segment.row or not _take(tail, segment, segments[lines[-1]], container):
            _take_glued(tail, index, segment)
            break
        taken.add(index)
        if len(lines) > 1 and _is_signer(tail, segments[lines[-1]], segment):
            taken.add(lines[-1])
            tail.byline = f"{segments[lines.pop()].text} - {tail.byline}"
    tail.taken = frozenset(taken)
    return tail


def _heads_pictures(segments: Sequence[Segment], index: int) -> bool:
    """Whether a line announces the pictures that follow: who wrote the text is said above it."""
    following = segments[index + 1] if index + 1 < len(segments) else None
    return following is not None and following.picture is not None and bool(_PICTURES.match(segments[index].text))


def _is_credit_alone(tail: Tail, segments: Sequence[Segment], index: int, container: HtmlElement) -> bool:
    """Whether the body's only line is an author's, below pictures: a scan with who sent it."""
    segment = segments[index]
    if tail.byline is not None or segment.row or len(segment.text) > 50 or match_label(segment.text):
        return False
    below = any(other.picture is not None for other in segments[:index])
    return below and (looks_like_byline(segment.text) or is_set_right(segment, container))


def _is_signer(tail: Tail, segment: Segment, below: Segment) -> bool:
    """Whether a line names who signs for the unit that is named a line below it, in one box with it."""
    if tail.rule != "last_line" or below.gap is not Gap.BREAK or segment.block is not below.block:
        return False
    return below.text == tail.byline and is_unit(below.text) and is_person_name(segment.text)


def _take(tail: Tail, segment: Segment, before: Segment, container: HtmlElement) -> bool:
    """Take one line off the end if it is a source or an author's line."""
    text = segment.text.strip(_EDGES)
    label = match_label(text.strip("()[] ")) if len(text) <= _LONGEST_SOURCE else None
    if label and label[0] == "source" and label[1] and tail.source is None:
        tail.source = label[1].strip("()[] .")
        return True
    if len(text) > _LONGEST or _SIGNED.search(before.text) or _SIGNED.search(text) or segment.block.tag == "li":
        return False
    labelled = label is not None and label[0] == "author" and bool(label[1])
    joins = tail.byline is None or ":" in tail.byline
    if labelled and joins and (looks_like_byline(text) or is_set_right(segment, container)):
        tail.byline = text if tail.byline is None else f"{text} - {tail.byline}"
        tail.rule = "label"
        return True
    if tail.byline is None and (
        looks_like_byline(text) or _is_signature(segment, before, container) or _is_called_anh(text, before)
    ):
        tail.byline, tail.rule = clean_line(text.strip("./ ")) if text.startswith("./") else text, "last_line"
        tail.source = tail.source or _outlet_behind(text)
        return True
    return False


def _is_called_anh(text: str, before: Segment) -> bool:
    """A name whose first word is how a man is addressed as well, alone below running text: ``Anh Khoa``."""
    return len(before.text) >= 60 and text.startswith("Anh ") and text.count(" ") == 1 and is_person_name(text)


def _outlet_behind(text: str) -> str | None:
    """The outlet in brackets behind a name: ``Thanh Hà (Theo Báo Mẫu)``."""
    found = _BEHIND.search(text)
    label = match_label(found["said"]) if found else None
    return label[1] if label and label[0] == "source" and label[1] else None


def _is_signature(segment: Segment, before: Segment, container: HtmlElement) -> bool:
    """One word or an uncommon name, set right (or bold) below running text: ``BBT``, ``Tánh``, ``P.V``."""
    text = segment.text
    if len(text) > 50 or _SENTENCE.search(text.removesuffix(".")) or not text[:1].isupper():
        return False
    if len(before.text) < 60 and not before.row:
        return False
    return is_set_right(segment, container) and len(text.split()) <= 6 and bool(split_byline(text))


def is_set_right(segment: Segment, container: HtmlElement) -> bool:
    """Whether a line is set to the right margin."""
    for up in (segment.block, *segment.block.iterancestors()):
        if up is container:
            return False
        style = up.get("style") or ""
        if (up.get("align") or "").lower() == "right" or _ALIGNED_RIGHT.search(style):
            return True
        if {"text-right", "pull-right"} & set((up.get("class") or "").split()):
            return True
    return False


def _take_glued(tail: Tail, index: int, segment: Segment) -> None:
    """A name behind the mark that ends a text: ``… trong thời gian tới./.Tánh Võ``."""
    found = _GLUED.match(segment.text) if tail.byline is None else None
    if found and looks_like_byline(found["name"]):
        tail.byline, tail.rule = clean_line(found["name"]), "glued"
        tail.glued = (index, clean_line(found["text"]))
