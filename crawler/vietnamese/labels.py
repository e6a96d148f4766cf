"""The words by which pages name their fields: ``Số lần đọc:``, ``Tác giả:``, ``Tin liên quan``."""

import re
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
               "Tải về", "Hôm nay", "Hôm qua", "Năm nay", "Tháng này", "Tháng trước", "Tuần này", "Tuần trước"))
)  # fmt: skip
#: Prefixes that are a label however the line goes on.
_OPEN_ENDED: Final = frozenset(map(fold, ("Tổng số điểm của bài viết là", "Click để đánh giá bài viết")))
#: Fields that may stand further right on a line (``Viết lúc: …, lượt xem: 410``).
_INNER: Final = frozenset(
    {"read_count", "published", "modified", "source", "author", "poster", "tags", "section", "cut"}
)
_INNER_START: Final = re.compile(r"(?:[|•·;,]|\s[-–—])\s*|\s")
_NUMBER_FIRST: Final = re.compile(
    r"^\(?(?P<n>\d[\d.,]*)\s*(?:lượt|lần|người)?\s*(?:xem|đọc|views?|hits|reads?)\b\s*\)?$", re.IGNORECASE
)
_VALUE_START: Final = re.compile(r"\s*\(?\s*(?:\d|thứ\s|chủ nhật)", re.IGNORECASE)
_BULLETS: Final = " \t•·*–—-|>»▪■►◄+"
_TRIMMED: Final = _BULLETS + ",;"
_COLON: Final = re.compile(r"\s*[:：]+\s*")
_OUTLET: Final = re.compile(
    r"^\(?theo\s+(?P<outlet>(?:báo|tạp chí|đài|cổng|trang|website|ttxvn|vov|vtv|vietnamnet|dân trí|tuổi trẻ|thanh niên|"
    r"tiền phong|trung ương đoàn|tw đoàn|[\w.-]+\.(?:vn|com|net|org)\b)[^.,;!?()]{0,50})\)?\.?$",
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
    read = _read(line)
    if counted := _NUMBER_FIRST.match(read.text):
        return "read_count", counted["n"]
    if outlet := _OUTLET.match(read.text):
        return "source", outlet["outlet"].strip()
    frozen = _freeze(extra)
    if not _label_at(read, 0, frozen, inner=False):
        return None
    return _values(read, frozen)[0]


def split_labels(line: str, extra: Mapping[str, tuple[str, ...]] | None = None) -> tuple[tuple[str, str], ...]:
    """Every labelled value of a line in order: ``Viết lúc: 10:16 ngày 08/11/2021, lượt xem: 410`` gives
    ``(("published", "10:16 ngày 08/11/2021"), ("read_count", "410"))``. Text before the first label is left out; a
    second label of the same field is part of the first one's value (``Tin: A - Ảnh: B``)."""
    read = _read(line)
    if _NUMBER_FIRST.match(read.text) or _OUTLET.match(read.text):
        only = match_label(line, extra)
        return (only,) if only else ()
    return _values(read, _freeze(extra))


def is_site_counter(line: str) -> bool:
    """Whether the line counts visits of the whole site, which never is an article's read count."""
    found = match_label(line)
    return found is not None and found[0] == "site_counter"


_Frozen = tuple[tuple[str, tuple[str, ...]], ...]


class _Line(NamedTuple):
    """A clean line and its key; both have the same length, so that places in one are places in the other."""

    text: str
    key: str


@lru_cache(32768)
def _read(line: str) -> _Line:
    text = clean_line(line).lstrip(_BULLETS)
    key = _key(text)
    # A few letters change their length with their case (İ); none of them stands in a label.
    return _Line(text, key if len(key) == len(text) else "".join(c.lower()[:1] for c in text))


def _comma(name: str) -> str:
    return re.sub(r"\s*,\s*", ", ", name)


def _values(line: _Line, extra: _Frozen) -> tuple[tuple[str, str], ...]:
    """(field, value) of each label in a clean line; a value ends where the label of another field begins."""
    opening = _label_at(line, 0, extra, inner=False)
    marks = [(0, *opening)] if opening else []
    for mark in _inner_labels(line, opening[1] if opening else 0, extra):
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


@lru_cache(maxsize=64)
def _lexicon(extra: _Frozen) -> tuple[dict[str, str], re.Pattern[str]]:
    """Key of each spelling -> field, with and without accents; and one pattern for all, longest first."""
    fields: dict[str, str] = {}
    for source in (dict(extra), LABELS):
        for field, spellings in source.items():
            for spelling in spellings:
                bare = clean_line(spelling).rstrip(" :：")
                fields.setdefault(_comma(_key(bare)), field)
                # "anh:" without accents is the word for brother as well; short ones are not read without accents.
                if len(bare) > 4:
                    fields.setdefault(_comma(fold(bare)), field)
    longest = sorted(fields, key=len, reverse=True)
    pattern = "|".join(r"\s*,\s*".join(re.escape(part) for part in re.split(r"\s*,\s*", key)) for key in longest)
    return fields, re.compile(rf"(?:{pattern})(?!\w)")


def _label_at(line: _Line, start: int, extra: _Frozen, *, inner: bool) -> tuple[str, int] | None:
    """Field and end (after the colon) of the label at ``start``; inside a line only with a colon."""
    fields, pattern = _lexicon(extra)
    found = pattern.match(line.key, start)
    if not found:
        return None
    name, end = _comma(found[0]), found.end()
    colon = _COLON.match(line.text, end)
    if colon:
        return fields[name], colon.end()
    if inner or fold(name) in _COLON_ONLY:
        return None
    return (fields[name], end) if _stands_alone(fields[name], name, line.text[end:], dict(extra)) else None


def _stands_alone(field: str, name: str, rest: str, extra: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a label without a colon is one: a heading, ``Tin liên quan (5)``, ``Ngày cập nhật 17/11/2017``."""
    if fold(name) in _OPEN_ENDED:
        return True
    if field in _COUNTED and _VALUE_START.match(rest):
        return True
    if re.fullmatch(r"[\s.…»>+]*(?:\(\d*\))?", rest) is None:
        return False
    ours = {_key(clean_line(s)) for s in _ALONE} | {_key(clean_line(s)) for s in extra.get(field, ())}
    return field in _HEADINGS or name in ours


def _inner_labels(line: _Line, start: int, extra: _Frozen) -> Iterator[tuple[int, str, int]]:
    """Labels with a colon further right: (start with its separator, field, end)."""
    position = start
    while gap := _INNER_START.search(line.text, position):
        found = _label_at(line, gap.end(), extra, inner=True)
        separated = gap[0].strip() != ""
        if found and found[0] in _INNER and (separated or found[0] != "author"):
            yield gap.start(), *found
            position = found[1]
        else:
            position = gap.end()
