"""Captions: which lines belong to which picture (decision 10: pairs, never body text)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from lxml.html import HtmlElement

from crawler.extract.around.rows import boxes_in
from crawler.extract.markup.lines import is_inside
from crawler.extract.text.blocks import Gap, Segment
from crawler.extract.text.typesetting import is_bold, is_centred, is_heading, is_slanted, upwards
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.names import looks_like_byline
from crawler.vietnamese.text import clean_line, comparison_key

_NAME = re.compile(
    r"caption|chu-?thich|ghi-?chu|(?:img|image|photo|pic|picture|anh)[-_]?(?:note|desc|text|title|alt)|"
    r"(?:^|\s)(?:note-img|desc-img|fig-?text|wp-caption-text)(?:\s|$)"
)
_BOX_NAME = re.compile(
    r"wp-caption|image-?caption|caption-?(?:image|img|box)|image-?(?:center|left|right|box|wrap)|img-?(?:box|wrap)|"
    r"pic-?(?:box|wrap)|tplcaption|vcsortable|photo-?box|box-?(?:img|photo|image)|expNoEdit",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"^\(?(?:ảnh|hình|trong ảnh|hình ảnh)\s*(?:minh h(?:ọa|oạ)|chụp|tư liệu|\d+|:|：)|[([]\s*ảnh\b[^()]*[)\]]\.?$|"
    r"\.\s*\(?ảnh\s*[:：][^.]{2,50}\)?\.?$",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:^|[\s(\[.,;–-])(?:Ảnh|Nguồn ảnh|Ảnh chụp|Photo|PHOTO|ẢNH)\s*[:：]\s*(?P<who>[^()\[\]]{2,60}?)[)\]\s.]*$"
)
_LIST_MARK = re.compile(r"^(?:[-+•*▪■–]|\d{1,2}[.)]|[a-zđ][.)]|[IVX]+\.)\s")
_CLOSED = re.compile(r"[.!?:;…,][\"”’')\]]*$|/\.?$")
_LONGEST, _LONGEST_PLAIN = 320, 170
#: From how many characters a line is running text, which shows how the text is set; the second where none has so many.
_LONG = (200, 90)
#: How far up a picture's own box may be; hostile pages nest thousands deep.
_NEAR = 12
#: A box with more pictures is a gallery, whose pictures have boxes of their own.
_MANY = 12


@dataclass(slots=True)
class Captions:
    """Lines by picture (index of its segment), credits that stand apart from them, and the indexes of all lines that
    are captions."""

    by_picture: dict[int, list[str]] = field(default_factory=dict)
    credits: dict[int, str] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    def give(self, picture: int, line: int, segment: Segment) -> None:
        """Put a line to a picture; the second of its two boxes is the credit where it is a name."""
        lines = self.by_picture.setdefault(picture, [])
        parted = _credit_apart(segment)
        text = parted[0] if parted else segment.text
        if parted:
            self.credits[picture] = parted[1]
        if text not in lines:
            lines.append(text)
        self.taken.add(line)

    def text_of(self, picture: int) -> str | None:
        """The caption of a picture as printed; None where it has none."""
        return " ".join(self.by_picture.get(picture, ())) or None


def find_captions(segments: Sequence[Segment], container: HtmlElement) -> Captions:
    """Caption lines: inside a picture's own box (figure, table, named), else right after it and unlike the text."""
    captions = Captions()
    centred, slanted = _usual(segments, container)
    for index, segment in enumerate(segments):
        if segment.picture is not None and index not in captions.by_picture:
            _read_box(captions, segments, index, container)
    for index, segment in enumerate(segments):
        if segment.picture is None or index in captions.by_picture:
            continue
        if index + 1 < len(segments) and index + 1 not in captions.taken:
            style = _Style(container, centred, slanted)
            if _follows(segments, index, style):
                for picture in _beside(segments, index):
                    if picture not in captions.by_picture:
                        captions.give(picture, index + 1, segments[index + 1])
                _read_second_line(captions, segments, index + 2, style)
    # what is set as a caption is no text, whatever it belongs to: a video, a table
    captions.taken.update(i for i, segment in enumerate(segments) if segment.text and _is_figcaption(segment.block))
    return captions


def _is_figcaption(block: HtmlElement) -> bool:
    return block.tag == "figcaption" or any(up.tag == "figcaption" for up in islice(block.iterancestors(), 2))


def credit_of(caption: str) -> str | None:
    """Who took the picture, as a caption says: ``… Ảnh: Tánh Võ`` gives ``Tánh Võ``."""
    found = _CREDIT.search(caption)
    return clean_line(found["who"]) or None if found else None


@dataclass(frozen=True, slots=True)
class _Style:
    """What is usual in this body, so that only what differs from it speaks for a caption."""

    container: HtmlElement
    centred: bool
    slanted: bool

    def stands_out(self, segment: Segment) -> bool:
        if not self.slanted and is_slanted(segment, self.container):
            return True
        return not self.centred and is_centred(segment, self.container)


def _usual(segments: Sequence[Segment], container: HtmlElement) -> tuple[bool, bool]:
    """Whether most of the running text is centred, and whether it is slanted."""
    long = next((found for least in _LONG if (found := [s for s in segments if len(s.text) > least])), [])
    centred = sum(is_centred(segment, container) for segment in long)
    slanted = sum(is_slanted(segment, container) for segment in long)
    return centred * 2 > len(long), slanted * 2 > len(long)


def _box(picture: HtmlElement, container: HtmlElement) -> HtmlElement | None:
    """The widest box around a picture that is its own: a figure, a small table, an element so named."""
    box = None
    for up in islice(upwards(picture, container), 1, _NEAR):
        named = up.tag in ("figure", "table", "dl") or bool(_BOX_NAME.search(up.get("class") or ""))
        if named:
            pictures = sum(1 for _ in islice(up.iter("img"), _MANY + 1))
            if box is not None and clean_line(box.text_content()):
                break  # what is around a picture with its caption is a layout
            if up.tag == "dl" and sum(1 for _ in islice(up.iter("dd"), _MANY + 1)) > pictures:
                break  # a text that is set as a list of definitions
            if pictures > _MANY or len(clean_line(up.text_content())) > _LONGEST * pictures:
                break
            box = up
    return box


def _read_box(captions: Captions, segments: Sequence[Segment], index: int, container: HtmlElement) -> None:
    box = _box(segments[index].picture, container) if segments[index].picture is not None else None
    if box is None:
        return
    inside = _run(segments, index, box)
    lines = [i for i in inside if segments[i].picture is None]
    if box.tag == "table" and _by_columns(captions, segments, box, inside):
        return
    pictures = [i for i in inside if segments[i].picture is not None]
    if box.tag == "table" and (len(lines) > 2 * len(pictures) or _opens_with_text(segments, inside)):
        return  # a layout that holds a short text
    for line in lines:
        before = [picture for picture in pictures if picture < line]
        for picture in _sharers(segments, line, before) or [_owner(before, pictures)]:
            captions.give(picture, line, segments[line])


def _opens_with_text(segments: Sequence[Segment], inside: Sequence[int]) -> bool:
    """Whether running text stands before the first picture, in one cell with it."""
    first, second = segments[inside[0]], next(segments[i] for i in inside if segments[i].picture is not None)
    cells = [next(_anchor(segment).iterancestors("td", "th"), None) for segment in (first, second)]
    return first is not second and cells[0] is cells[1] and len(first.text) > _LONG[1]


def _run(segments: Sequence[Segment], index: int, box: HtmlElement) -> list[int]:
    """Indexes of the segments inside ``box`` around the one at ``index``."""
    first = last = index
    while first > 0 and is_inside(_anchor(segments[first - 1]), box):
        first -= 1
    while last + 1 < len(segments) and is_inside(_anchor(segments[last + 1]), box):
        last += 1
    return list(range(first, last + 1))


def _owner(before: list[int], pictures: list[int]) -> int:
    """The picture right above a line, else the first one below it."""
    return before[-1] if before else pictures[0]


def _sharers(segments: Sequence[Segment], line: int, before: Sequence[int]) -> list[int]:
    """The pictures that share a caption: those of its own figure, else those in a row right above it."""
    figure = next(segments[line].block.iterancestors("figure"), None)
    if figure is not None:
        return [picture for picture in before if is_inside(_anchor(segments[picture]), figure)]
    return _beside(segments, before[-1]) if before and before[-1] == line - 1 else []


def _beside(segments: Sequence[Segment], index: int) -> list[int]:
    """The picture at ``index`` and those right before it that stand side by side with it: no break between them, or in
    other cells of its row."""
    first = index
    row = next(segments[index].block.iterancestors("tr"), None)
    while first > 0 and segments[first - 1].picture is not None:
        before = segments[first - 1].block
        same = before is segments[index].block and segments[first].gap is Gap.NONE
        if not same and (row is None or next(before.iterancestors("tr"), None) is not row):
            break
        first -= 1
    return list(range(first, index + 1))


def _credit_apart(segment: Segment) -> tuple[str, str] | None:
    """(caption, credit) of a line that prints them in two boxes side by side, the second a name; else None."""
    boxes = boxes_in(segment.block, segment.chunks)
    if len(boxes) != 2 or any(box.tag not in ("span", "small", "cite") for box in boxes):
        return None
    caption, credit = boxes.values()
    who = credit_of(credit) or (credit if looks_like_byline(credit) else None)
    return (caption, who) if who and caption else None


def _by_columns(captions: Captions, segments: Sequence[Segment], table: HtmlElement, inside: list[int]) -> bool:
    """Captions below pictures that stand side by side: cell by cell; False where the table is not of that kind."""
    above: dict[int, int] = {}
    pairs: list[tuple[int, int]] = []
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        here = {
            i: next((n for n, cell in enumerate(cells) if is_inside(_anchor(segments[i]), cell)), -1) for i in inside
        }
        pictures = {column: i for i, column in here.items() if column >= 0 and segments[i].picture is not None}
        if pictures:
            above = pictures if len(pictures) > 1 else {}
        for i, column in here.items():
            if column >= 0 and segments[i].picture is None:
                if column not in above or (len(cells) < len(above)):
                    return False
                pairs.append((above[column], i))
    for picture, line in pairs:
        captions.give(picture, line, segments[line])
    return bool(pairs)


def _anchor(segment: Segment) -> HtmlElement:
    return segment.picture if segment.picture is not None else segment.block


def _follows(segments: Sequence[Segment], index: int, style: _Style) -> bool:
    """Whether the line right after a picture is its caption."""
    picture, line = segments[index], segments[index + 1]
    if line.picture is not None or line.row or not line.text or len(line.text) > _LONGEST or is_heading(line):
        return False
    label = match_label(line.text)
    if label and label[0] != "author":
        return False
    image = picture.picture
    if image is not None and comparison_key(image.get("alt") or "") == comparison_key(line.text):
        return True
    if _is_named(line, style.container):
        return True
    if _is_last_line(segments, index + 1) and looks_like_byline(line.text) and not _SPEAKS.search(line.text):
        return False
    if _SPEAKS.search(line.text) or (style.stands_out(line) and not _LIST_MARK.match(line.text)):
        return True
    return _looks_like_one(segments, index, style)


def _looks_like_one(segments: Sequence[Segment], index: int, style: _Style) -> bool:
    """Without any style: a short line without a full stop, between a picture and running text."""
    picture, line = segments[index], segments[index + 1]
    if len(line.text) > _LONGEST_PLAIN or _CLOSED.search(line.text) or _LIST_MARK.match(line.text):
        return False
    if (
        line.text.isupper()
        or is_bold(line, style.container)
        or (line.gap is Gap.NONE and line.block is not picture.block)
    ):
        return False
    following = segments[index + 2] if index + 2 < len(segments) else None
    if following is not None and following.picture is None and following.gap is Gap.BREAK:
        return len(following.text) > len(line.text) and following.text[:1].isupper()
    return not looks_like_byline(line.text) or _shares_a_box(picture, line, style.container)


def _shares_a_box(picture: Segment, line: Segment, container: HtmlElement) -> bool:
    """Whether a picture and the line after it are all that a box holds."""
    box = picture.block
    return box is not container and is_inside(line.block, box) and clean_line(box.text_content()) == line.text


def _read_second_line(captions: Captions, segments: Sequence[Segment], index: int, style: _Style) -> None:
    """A credit below the caption (``Ảnh: Tánh Võ``), or the rest of a caption that a break divides."""
    if index >= len(segments) or segments[index].picture is not None or _is_last_line(segments, index):
        return
    line, first = segments[index], segments[index - 1]
    same_block = line.gap is Gap.BREAK and line.block is first.block and len(line.text) < _LONGEST_PLAIN
    credit = len(line.text) < 80 and credit_of(line.text) is not None
    goes_on = len(line.text) < _LONGEST_PLAIN and line.text[:1].islower() and not _CLOSED.search(first.text)
    if ((same_block or goes_on) and style.stands_out(line) and style.stands_out(first)) or credit:
        captions.give(index - 2, index, line)


def _is_last_line(segments: Sequence[Segment], index: int) -> bool:
    return all(segment.picture is not None for segment in segments[index + 1 :])


def _is_named(line: Segment, container: HtmlElement) -> bool:
    return any(
        up.tag == "figcaption" or _NAME.search(f"{up.get('class') or ''} {up.get('id') or ''}".lower())
        for up in upwards(line.elements()[0] if line.chunks else line.block, container)
        if len(clean_line(up.text_content())) < len(line.text) + _LONGEST
    )
