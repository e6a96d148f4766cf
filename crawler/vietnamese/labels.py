"""The words by which pages name their fields: ``Số lần đọc:``, ``Tác giả:``, ``Tin liên quan``."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from crawler.vietnamese.lexicon import LABELS
from crawler.vietnamese.text import clean_line, fold, tone_canonical

#: Fields that are lists of links to other articles.
LINK_FIELDS: Final = frozenset({"related", "same_section", "newer", "older"})
#: Fields whose label may stand alone on its line (a heading, or a cell whose value is the next one).
_HEADINGS: Final = LINK_FIELDS | {"attachments", "cut", "tags", "site_counter"}
_ALONE: Final = {
    "Tác giả", "Tác giả bài viết", "Nguồn tin", "Số lần đọc", "Số lần xem", "Lượt xem", "Lượt đọc", "Đã xem",
    "Ngày đăng", "Đăng lúc", "Ngày cập nhật", "Viết lúc", "Người viết", "Chuyên mục", "Số lượt xem",
}  # fmt: skip
#: Fields whose value may follow without a colon where it begins with a digit or a weekday.
_COUNTED: Final = frozenset({"read_count", "site_counter", "published", "modified"})
#: Labels so short or so common that only a colon makes them one.
_COLON_ONLY: Final = frozenset(
    map(fold, ("Xem", "Đọc", "Read", "View", "Theo", "Tin", "Bài", "Date", "Tất cả", "Thời gian", "Mục", "Email",
               "Tải về", "Hôm nay", "Hôm qua", "Năm nay", "Tháng này", "Tháng trước", "Tuần này", "Tuần trước", "Ngày"))
)  # fmt: skip
#: Prefixes that are a label however the line goes on.
_OPEN_ENDED: Final = frozenset(map(fold, ("Tổng số điểm của bài viết là", "Click để đánh giá bài viết")))
#: Fields that may stand further right on a line (``Viết lúc: …, lượt xem: 410``).
_INNER: Final = frozenset(
    {"read_count", "published", "modified", "source", "author", "poster", "tags", "section", "cut"}
)
_INNER_START: Final = re.compile(r"(?:[|•·;,]|\s[-–—.])\s*|\s")
_NUMBER_FIRST: Final = re.compile(
    r"^\(?(?P<n>\d[\d.,]*)\s*(?:lượt|lần|người)?\s*(?:đã\s+)?(?:xem|đọc|views?|hits|reads?)\b\s*\)?$|"
    r"^\(?(?:viewed|read)\s+(?P<t>\d[\d.,]*)\s+times?\)?$",
    re.IGNORECASE,
)
_VALUE_START: Final = re.compile(r"\s*\(?\s*(?:\d|thứ\s|chủ nhật)", re.IGNORECASE)
#: A day behind its label.
_DATED: Final = re.compile(r"\s+\(?(?:\d{4}-\d\d?-|\d\d?[/-]\d\d?[/-]\d{4})")
#: Labels of authors that are none of a picture's credit, so that they need no sign before them.
_WRITER: Final = re.compile(r"(?:tác giả|người viết|viết bởi|được viết bởi|author)(?: bài viết)?\s*[:：]")
#: What may stand behind a heading: signs, a number, by what a list was made (``(theo thẻ)``).
_NO_MORE: Final = re.compile(r"[\s.…»>+]*(?:\(\d*\)|\((?:theo|by)\s[^()]{1,30}\))?")
#: Openings of longer lines are not kept.
_SHORT: Final = 160
#: Signs before a label: those of lists, and pictures among the letters (an eye, a clock, a pen).
_BULLETS: Final = " \t•·*–—-|><»«›‹▪■►◄+👁🕒⏰📅🗓✍👤\ufe0f"
_TRIMMED: Final = _BULLETS + ",;"
_COLON: Final = re.compile(r"(?!\s+::)\s*[:：]+\s*")
_OUTLET: Final = re.compile(
    r"^\(?(?:theo|nguồn)\s+(?P<outlet>(?:báo|tạp chí|đài|cổng|trang|website|ttxvn|vov|vtv|vietnamnet|vnexpress|"
    r"vietnamplus|dân trí|tuổi trẻ|thanh niên|tiền phong|trung ương đoàn|tw đoàn|"
    r"(?:tỉnh|thành|huyện|thị|quận) đoàn|đoàn (?:khối|tncs|thanh niên)|hội (?:lhtn|sinh viên)|"
    r"[\w.-]+\.(?:vn|com|net|org)\b)[^.,;!?()]{0,50})\)?\.?$",
    re.IGNORECASE,
)


def match_label(line: str, extra: Mapping[str, tuple[str, ...]] | None = None) -> tuple[str, str] | None:
    """The field whose label opens ``line``, and the text after it (up to the next label on the line); else None.

    Fields are the keys of ``LABELS`` (``read_count``, ``site_counter``, ``author``, ``poster``, ``source``,
    ``published``, ``modified``, ``section``, ``tags``, ``related``, ``same_section``, ``newer``, ``older``,
    ``attachments``, ``cut``).
    ``extra`` adds spellings of a profile, field by field, and goes first. The rest is '' for a label that stands alone.
    A number before its label counts as well: ``1.205 lượt xem`` gives ``("read_count", "1.205")``; so does an outlet:
    ``Theo Báo Kiên Giang`` gives ``("source", "Báo Kiên Giang")``.
    """
    text = clean_line(line).lstrip(_BULLETS)
    lexicon = _lexicon_for(extra)
    if not (_head(text[:2]) in lexicon.heads or text[:1] == "(" or text[:1].isdigit()):
        return None
    if len(text) > _SHORT:
        return _opening(text, lexicon)
    return _kept_opening(text, lexicon)


def _opening(text: str, lexicon: "_Lexicon") -> tuple[str, str] | None:
    if counted := _NUMBER_FIRST.match(text):
        return "read_count", counted["n"] or counted["t"]
    if outlet := _OUTLET.match(text):
        return "source", outlet["outlet"].strip()
    line = _read(text)
    if not _label_at(line, 0, lexicon, inner=False):
        return None
    return _values(line, lexicon)[0]


def split_labels(line: str, extra: Mapping[str, tuple[str, ...]] | None = None) -> tuple[tuple[str, str], ...]:
    """Every labelled value of a line in order: ``Viết lúc: 10:16 ngày 08/11/2021, lượt xem: 410`` gives
    ``(("published", "10:16 ngày 08/11/2021"), ("read_count", "410"))``. Text before the first label is left out; a
    second label of the same field is part of the first one's value (``Tin: A - Ảnh: B``)."""
    text = clean_line(line).lstrip(_BULLETS)
    if _NUMBER_FIRST.match(text) or _OUTLET.match(text):
        only = match_label(line, extra)
        return (only,) if only else ()
    lexicon = _lexicon_for(extra)
    if _head(text[:2]) not in lexicon.heads and not _has_colon(text):
        return ()
    return _values(_read(text), lexicon)


def is_site_counter(line: str) -> bool:
    """Whether the line counts visits of the whole site, which never is an article's read count."""
    found = match_label(line)
    return found is not None and found[0] == "site_counter"


_Frozen = tuple[tuple[str, tuple[str, ...]], ...]


class _Line(NamedTuple):
    """A clean line and its key; both have the same length, so that places in one are places in the other."""

    text: str
    key: str


def _read(text: str) -> _Line:
    """A clean line without the bullets before it."""
    key = _key(text)
    # A few letters change their length with their case (İ); none of them stands in a label.
    return _Line(text, key if len(key) == len(text) else "".join(c.lower()[:1] for c in text))


def _has_colon(text: str) -> bool:
    return ":" in text or "：" in text


def _comma(name: str) -> str:
    return re.sub(r"\s*,\s*", ", ", name)


def _values(line: _Line, lexicon: "_Lexicon") -> tuple[tuple[str, str], ...]:
    """(field, value) of each label in a clean line; a value ends where the label of another field begins."""
    opening = _label_at(line, 0, lexicon, inner=False)
    marks = [(0, *opening)] if opening else []
    for mark in _inner_labels(line, opening[1] if opening else 0, lexicon):
        if not marks or marks[-1][1] != mark[1]:
            marks.append(mark)
    ends = [start for start, _, _ in marks[1:]] + [len(line.text)]
    return tuple((mark[1], line.text[mark[2] : end].strip(_TRIMMED)) for mark, end in zip(marks, ends, strict=False))


def _freeze(extra: Mapping[str, tuple[str, ...]] | None) -> _Frozen:
    # A profile names the article's fields, the lexicon what a label says: the byline's label is the author's.
    names = {"byline": "author"}
    return tuple((names.get(field, field), tuple(said)) for field, said in extra.items()) if extra else ()


def _key(text: str) -> str:
    """Lower case, tone placement made one; as long as ``text`` where that is clean NFC."""
    return tone_canonical(text).lower()


@lru_cache(maxsize=4096)
def _head(letters: str) -> str:
    """Letters without case and marks: two of them tell for most lines that no label can open them. (Also the tone goes,
    since it may stand on the next letter in another spelling.)"""
    return "".join(c for c in unicodedata.normalize("NFD", letters.lower()) if not unicodedata.combining(c))


class _Lexicon:
    """All labels of the lexicon and of a profile, made ready for matching. Equal only to itself."""

    def __init__(self, extra: _Frozen) -> None:
        """``fields``: key of each spelling -> field, with and without accents."""
        self.fields: dict[str, str] = {}
        for source in (dict(extra), LABELS):
            for field, spellings in source.items():
                for spelling in spellings:
                    self._add(clean_line(spelling).rstrip(" :："), field)
        self.heads = frozenset(_head(key[:2]) for key in self.fields)
        self.alone = {
            field: frozenset(_key(clean_line(s)) for s in (*_ALONE, *dict(extra).get(field, ())))
            for field in {*self.fields.values()}
        }
        self._by_head = self._patterns()

    def _add(self, bare: str, field: str) -> None:
        self.fields.setdefault(_comma(_key(bare)), field)
        # "anh:" without accents is the word for brother as well; short ones are not read without accents.
        if len(bare) > 4:
            self.fields.setdefault(_comma(fold(bare)), field)

    def _patterns(self) -> dict[str, re.Pattern[str]]:
        """By the first letters of a key a pattern for all labels that begin so, longest first."""
        keys: dict[str, list[str]] = {}
        for key in sorted(self.fields, key=len, reverse=True):
            keys.setdefault(_head(key[:2]), []).append(
                r"\s*,\s*".join(re.escape(part) for part in re.split(r"\s*,\s*", key))
            )
        return {head: re.compile(rf"(?:{'|'.join(same)})(?!\w)") for head, same in keys.items()}

    def match(self, key: str, start: int) -> re.Match[str] | None:
        """The longest label at a place of a line's key."""
        pattern = self._by_head.get(_head(key[start : start + 2]))
        return pattern.match(key, start) if pattern else None


#: Made ready before: by content, and by the identity of the mapping (which is kept, so that no other can have it).
_by_content: Final = lru_cache(maxsize=64)(_Lexicon)
_by_identity: Final[dict[int, tuple[Mapping[str, tuple[str, ...]], _Lexicon]]] = {}
_PLAIN: Final = _by_content(())


def _lexicon_for(extra: Mapping[str, tuple[str, ...]] | None) -> _Lexicon:
    if not extra:
        return _PLAIN
    known = _by_identity.get(id(extra))
    if known is None:
        if len(_by_identity) >= 16:
            _by_identity.clear()
        known = _by_identity[id(extra)] = (extra, _by_content(_freeze(extra)))
    return known[1]


def _label_at(line: _Line, start: int, lexicon: _Lexicon, *, inner: bool) -> tuple[str, int] | None:
    """Field and end (after the colon) of the label at ``start``; inside a line only with a colon."""
    found = lexicon.match(line.key, start)
    if not found:
        return None
    name, end = _comma(found[0]), found.end()
    field = lexicon.fields[name]
    colon = _COLON.match(line.text, end)
    if colon:
        return field, colon.end()
    if inner or fold(name) in _COLON_ONLY:
        return None
    return (field, end) if _stands_alone(field, name, line.text[end:], lexicon) else None


def _stands_alone(field: str, name: str, rest: str, lexicon: _Lexicon) -> bool:
    """Whether a label without a colon is one: a heading, ``Tin liên quan (5)``, ``Ngày cập nhật 17/11/2017``."""
    if fold(name) in _OPEN_ENDED:
        return True
    if field in _COUNTED and _VALUE_START.match(rest):
        return True
    if _NO_MORE.fullmatch(rest) is None:
        return False
    return field in _HEADINGS or name in lexicon.alone[field]


def _inner_labels(line: _Line, start: int, lexicon: _Lexicon) -> Iterator[tuple[int, str, int]]:
    """Labels with a colon further right: (start with its separator, field, end); behind another label also one of a
    day that follows it without a colon."""
    position, last = start, max(line.text.rfind(":"), line.text.rfind("："))
    if start and (dated := _DATED.search(line.text, max(start, last))):
        last = dated.start()
    while position < last and (gap := _INNER_START.search(line.text, position)):
        at = gap.end()
        found = _label_at(line, at, lexicon, inner=True) or (_dated_label_at(line, at, lexicon) if start else None)
        separated = gap[0].strip() != "" or (start > 0 and _WRITER.match(line.key, at) is not None)
        if found and found[0] in _INNER and (separated or found[0] != "author"):
            yield gap.start(), *found
            position = found[1]
        else:
            position = gap.end()


def _dated_label_at(line: _Line, start: int, lexicon: _Lexicon) -> tuple[str, int] | None:
    """Field and end of a label of two words or more that a day follows: ``… Đăng vào lúc 2019-06-02 16:45``."""
    found = lexicon.match(line.key, start)
    if found is None or " " not in found[0].strip() or not _DATED.match(line.text, found.end()):
        return None
    field = lexicon.fields[_comma(found[0])]
    return (field, found.end()) if field in ("published", "modified") else None


_kept_opening: Final = lru_cache(8192)(_opening)
