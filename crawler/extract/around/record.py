"""An official document that a page describes field by field: its number, what it is about, who signed it, its file."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from lxml.html import HtmlElement

from crawler.extract.around.stamp import is_bare_stamp
from crawler.extract.markup.lines import Line, is_inside
from crawler.extract.markup.zones import CONTENT
from crawler.extract.text.files import hands_out
from crawler.extract.text.images import is_decoration
from crawler.extract.text.main_block import is_headline_link
from crawler.vietnamese.documents import document_number
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.text import tone_canonical

_NUMBER: Final = (
    r"số\s*(?:/|,|và)?\s*k[ýí] hiệu(?: văn bản)?|số hiệu(?: văn bản)?|số (?:văn bản|công văn)|k[ýí] hiệu(?: văn bản)?"
)
_SUBJECT: Final = r"trích yếu(?: nội dung)?|nội dung trích yếu|tên văn bản|về việc"
_OTHER: Final = (
    r"ngày (?:ban hành|ký|(?:có |hết )?hiệu lực|văn bản)|(?:cơ quan|đơn vị|nơi) ban hành|người ký(?: duyệt)?|"
    r"(?:loại|thể loại|hình thức) văn bản|lĩnh vực|(?:tình trạng|trạng thái)(?: hiệu lực)?|(?:số )?lượt tải(?: về)?"
)
_LABEL: Final = re.compile(
    tone_canonical(rf"(?:(?P<number>{_NUMBER})|(?P<subject>{_SUBJECT})|(?P<other>{_OTHER}))\s*(?P<colon>[:：]|$)"),
    re.IGNORECASE,
)
#: How labels begin, so that few lines are looked at.
_HEADS: Final = frozenset(
    {"số", "ký", "kí", "tr", "nộ", "tê", "về", "ng", "cơ", "đơ", "nơ", "lo", "th", "hì", "lĩ", "tì", "lư"}
)
_NUMBER_HEADS: Final = frozenset({"Số", "số", "SỐ", "Ký", "ký", "KÝ", "Kí", "kí", "KÍ"})
#: The document's own number above its text: ``Số: 123-CV/TĐTN-BTG``.
_HEADED: Final = re.compile(r"số\s*[:：]\s*(?P<value>\S.{2,40})$", re.IGNORECASE)
_LONGEST_VALUE, _LONGEST_SUBJECT = 120, 600
#: What may be one field's label and value, a box for each.
_ROWS: Final = ("tr", "dl")
#: The fields of one document stand no further apart.
_NEAR: Final = 24
#: Lines that may stand between a headline and the fields; the heading of a box beside the page's own text.
_MOST_ABOVE: Final = 2
_NEW: Final = re.compile(r"\b(?:mới|nổi bật|liên quan|khác)\b", re.IGNORECASE)
_PLAYERS: Final = ("iframe", "video", "embed", "object")
_FILE: Final = re.compile(r"\.(?:pdf|docx?|xlsx?|zip|rar)(?:$|[?#])|download|tai-?(?:ve|file)", re.IGNORECASE)
_VIEWER: Final = re.compile(r"viewer|\.pdf|docs\.google|drive\.google|officeapps", re.IGNORECASE)
#: Fewer fields at the end of a text are told there.
_FEWEST_BELOW: Final = 3
#: A document's head has no more lines above its number.
_TOP: Final = 4


@dataclass(frozen=True, slots=True)
class Record:
    """``number`` of the document, the line that says what it is about (None: none does), and all lines that are fields:
    labels with their values."""

    number: str
    subject: Line | None
    lines: tuple[Line, ...]
    fields: int = 2

    @property
    def is_full(self) -> bool:
        """Whether it has fields enough to be one at the end of a text."""
        return self.fields >= _FEWEST_BELOW

    @property
    def box(self) -> HtmlElement:
        """The nearest element that holds all of the fields."""
        first, last = self.lines[0].block, self.lines[-1].block
        around = {first, *first.iterancestors()}
        return next(up for up in (last, *last.iterancestors()) if up in around)


def find_record(lines: Sequence[Line]) -> Record | None:
    """The one document whose number the page gives beside its label, with at least one more field; None where none is
    given, or several are: that is a list."""
    if not any(line.text[:2] in _NUMBER_HEADS and len(line.text) <= _LONGEST_VALUE for line in lines):
        return None
    numbers, subject, fields = list[tuple[str, Line]](), None, list[tuple[str, tuple[Line, ...]]]()
    for name, value, held in _fields(lines):
        fields.append((name, held))
        if name == "number" and (number := document_number(f"Số {value}")) is not None:
            numbers.append((number, held[0]))
        if name == "subject" and _leads_on(held[-1]):
            return None  # an entry of a list
        if name == "subject" and subject is None and len(value) <= _LONGEST_SUBJECT:
            subject = held[-1] if len(held) > 1 else None
    if len(numbers) != 1:
        return None
    number, at = numbers[0]
    near = [held for _, held in fields if abs(held[0].index - at.index) <= _NEAR]
    if len(near) < 2:
        return None
    return Record(number, subject, tuple(line for held in near for line in held), len(near))


def _leads_on(line: Line) -> bool:
    """Whether what a document is about links to its page; a link to its file does not."""
    if line.to_self or not line.hrefs or len(line.hrefs) > 1:
        return False
    return not (hands_out(line.hrefs[0]) or _FILE.search(line.hrefs[0]))


def is_of_the_page(record: Record, lines: Sequence[Line], headline: int) -> bool:
    """Whether a record on a page without a text is what its ``headline`` (an index) is of, not in a box beside lists or
    pictures: little stands between them, and no heading says what is new. Without a headline (-1) no link is above."""
    first = record.lines[0].index
    if first <= headline:
        return True
    above = [line for line in lines[headline + 1 : first] if line.zone == CONTENT]
    if above and _NEW.search(above[-1].text) and len(above[-1].text) < _LONGEST_VALUE and not above[-1].is_sentence:
        return False
    if headline < 0:
        return not any(map(is_headline_link, above))
    said = [line for line in above if not (is_bare_stamp(line.text) or match_label(line.text))]
    return len(said) <= _MOST_ABOVE and not any(map(is_headline_link, said)) and not _shows_more(lines, headline, first)


def _shows_more(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether pictures or a player stand between two lines."""
    upper, lower = lines[start].block, lines[end].block
    holders = set(lower.iterancestors())
    box = next((up for up in upper.iterancestors() if up in holders), None)
    inside, shown = False, 0
    for element in box.iter() if box is not None else ():
        if element is lower:
            break
        inside = inside or element is upper
        if inside and element.tag in _PLAYERS and not _VIEWER.search(element.get("src") or element.get("data") or ""):
            return True
        shown += inside and element.tag == "img" and not is_decoration(element)
    return shown > 1


def _fields(lines: Sequence[Line]) -> Iterator[tuple[str, str, tuple[Line, ...]]]:
    """(kind, value, the lines that print them) of each labelled field of a document."""
    for line, following in zip_longest(lines, lines[1:]):
        found = _label(line)
        if found is None:
            continue
        value = line.text[found.end() :].strip()
        name = _name(found)
        if value:
            if found["colon"] and len(value) <= _LONGEST_SUBJECT:
                yield name, value, (line,)
        elif following is not None and _is_value(following, line, name):
            yield name, following.text, (line, following)


def _is_value(line: Line, label: Line, name: str) -> bool:
    """Whether a line is the value of the label above it: in its row, and no paragraph, which follows an empty field."""
    if line.hrefs or _label(line) is not None or len(line.text) > _LONGEST_SUBJECT:
        return False
    if name != "subject" and (line.is_sentence or len(line.text) > _LONGEST_VALUE):
        return False
    row = next(label.block.iterancestors(*_ROWS), None)
    return row is None or is_inside(line.block, row)


def _name(found: re.Match[str]) -> str:
    return next(name for name in ("number", "subject", "other") if found[name])


def _label(line: Line) -> re.Match[str] | None:
    if line.zone != CONTENT or line.text[:2].lower() not in _HEADS or len(line.text) > _LONGEST_SUBJECT:
        return None
    key = tone_canonical(line.text)
    return _LABEL.match(key) if len(key) == len(line.text) else None


def number_above(lines: Sequence[Line]) -> str | None:
    """The number that stands on a line of its own among the first ``lines`` of a document's text."""
    for line in lines[:_TOP]:
        found = _HEADED.match(line.text) if line.text[:1] in "Ss" and len(line.text) <= _LONGEST_VALUE else None
        if found and (number := document_number(f"Số {found['value']}")) is not None:
            return number
    return None
