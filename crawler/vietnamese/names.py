"""Author lines: who is credited, in which unit, for what; and whether a bare line is one at all."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from crawler.article import Credit
from crawler.vietnamese.lexicon import LABELS
from crawler.vietnamese.name_words import (
    ACCOUNTS,
    DEEDS,
    NEVER_FIRST,
    OF_UNITS,
    PLACES,
    SHORT_FORMS,
    THINGS,
    WHOLE_UNION,
)
from crawler.vietnamese.syllables import is_syllable
from crawler.vietnamese.text import clean_line, fold, tone_canonical
from crawler.vietnamese.units import is_unit, without_office

_EDGES: Final = " \t|*•·…,;–—-_/\\\"'“”"
_TAIL: Final = re.compile(r"^(?:\s*\.\s*/\s*\.?)+|(?:\s*\.\s*/\s*\.?)+$")
#: Remarks in brackets that say how a piece was made, not by whom.
_REMARK: Final = re.compile(
    r"\s*[([]\s*(?:t\s?[/.]?\s?h|tổng hợp|th|sưu tầm|st|s\.t|biên soạn|biên tập|bs|lược ghi|ghi|thực hiện|phỏng vấn|ctv"
    r"|dịch|lược dịch"
    r"|theo [^()]*|nguồn[^()]*|ảnh[^()]*|tin[^()]*|bài[^()]*|\d[^()]*)\s*\.?\s*[)\]]\s*"
    r"|\s+[-–]\s+(?:t/h|tổng hợp|sưu tầm)\s*$|\s+t/h\s*$",
    re.IGNORECASE,
)
_BRACKET: Final = re.compile(r"\s*\(([^()]{1,80})\)?\s*\.?$")
_CONNECTORS: Final = re.compile(r"\s*[-–—_]+\s*|\s*[;&/,+]\s*|\s+và\s+", re.IGNORECASE)
_LABEL: Final = re.compile(
    r"(?:^|(?<=[\s,;|.\-–—/(]))(?P<label>"
    + "|".join(
        re.escape(spelling).replace(r",\ ", r"\s*,\s*").replace(r"\ ", r"\s*")
        for spelling in sorted(
            {*LABELS["author"], *LABELS["poster"], "Photo", "Text", "Nội dung", "Clip", "Video"}, key=len, reverse=True
        )
    )
    + r")\s*[:：]",
    re.IGNORECASE,
)
_PHOTO: Final = frozenset({"anh", "hinh anh", "hinh", "photo", "clip", "video"})
_TEXT: Final = frozenset({"tin", "bai", "tin bai", "tin, bai", "text", "noi dung", "bai viet", "nguoi viet"})
_PREFIX: Final = re.compile(r"^(?:ctv|pv|btv|phóng viên|cộng tác viên|nhóm pv|đ/c|đồng chí)[.:]?\s+", re.IGNORECASE)
_INITIALS: Final = re.compile(r"^(?:[A-ZĐ]\.?\s?){1,3}[A-ZĐ]\.?$")
_HONORIFIC: Final = re.compile(r"^(?:đ/c|đồng chí|anh|chị|ông|bà|em|các|cô|thầy)\s", re.IGNORECASE)
_WORD: Final = re.compile(r"^[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?$")
#: A list item, a heading, a question, a text cut short.
_NO_NAME: Final = re.compile(r"^[•·*▪■+]|[?!:：…]$|\.\.\.$")
_LONGEST: Final = 90
#: How a unit is reached: the end of a page.
_REACHED: Final = re.compile(
    r"@|\d{5}|\d{3}[ .]\d{3}|(?:điện thoại|đt|fax|e-?mail|hotline|địa chỉ)\s*[:.]", re.IGNORECASE
)
#: Words in small letters that units' names do not have, and one may have all the same.
_MOST_OTHERS: Final = 1
#: No author line is longer, whatever its label: a whole page in one cell is none.
_LONGEST_LABELLED: Final = 400


def split_byline(line: str) -> tuple[Credit, ...]:
    """The people and units that an author line credits, in order, each once; () where it names nobody
    or is longer than 400 characters.

    Labels give roles (``Tin: A - Ảnh: B``: ``text`` and ``photo``; ``Tin, ảnh: A``: None). A unit after a person, in
    brackets or after a dash or comma, is that person's ``unit``; a unit alone is the ``name``. Remarks such as
    ``(T/h)`` and accounts such as ``admin`` are left out.
    """
    if len(line) > _LONGEST_LABELLED:
        return ()
    named: dict[tuple[str, str | None], Credit] = {}
    for role, part in _parts(_trim(line)):
        for credit in _credits(part, role):
            if fold(credit.name) in ACCOUNTS or fold(credit.name).startswith("theo "):
                continue
            named.setdefault((fold(credit.name), credit.role), credit)
    return tuple(named.values())


def looks_like_byline(line: str) -> bool:
    """Whether a bare last line is an author line by its shape: an author label with a value, one or more names of
    persons, initials, or a unit; not a sentence, caption, heading or place. Precise rather than complete: one-word
    names and unlabelled names in lower case are refused."""
    text = _trim(line)
    if not text or len(text) > _LONGEST or _NO_NAME.search(clean_line(line)) or fold(text) in WHOLE_UNION:
        return False
    named = split_byline(text)
    if not named or _REACHED.search(text):
        return False
    if label := _LABEL.match(text):
        return len(text.split()) <= 16 and (fold(label["label"]).startswith("tac gia") or all(map(_plain_name, named)))
    if _HONORIFIC.match(text):
        return False
    return all(_name_shaped(c.name) and (c.unit is None or _unit_shaped(c.unit)) for c in named)


def is_person_name(text: str) -> bool:
    """Whether ``text`` has the shape of a Vietnamese person's name: two to five capitalised syllables (or all
    capitals), no heading, thing or place; ``CTV`` or ``PV`` may stand before it."""
    bare = _PREFIX.sub("", text)
    words = bare.split()
    if not 2 <= len(words) <= 5 or fold(bare) in PLACES:
        return False
    if not all(_WORD.match(w) and w[0].isupper() for w in words):
        return False
    if not bare.isupper() and any(len(w) > 1 and w.isupper() and "." not in w for w in words):
        return False
    lower = [tone_canonical(w).lower().rstrip(".") for w in words]
    if lower[0] in NEVER_FIRST or any(f"{a} {b}" in THINGS for a, b in pairwise(lower)):
        return False
    # Names of the highland peoples (H'Hen Niê, Y Krông) are not spelt in Vietnamese syllables throughout.
    return sum("'" in w or "’" in w or is_syllable(w.rstrip(".")) for w in words) * 2 >= len(words)


def _trim(line: str) -> str:
    """The line without ``./.``, table bars, dashes and quotes around it, and without a final full stop."""
    text = _TAIL.sub("", clean_line(line).strip(_EDGES)).strip(_EDGES)
    if text.endswith(".") and not _INITIALS.match(text.split()[-1]):
        text = text.rstrip(". ")
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        text = text[1:-1].strip(_EDGES)
    return text


def _parts(text: str) -> Iterator[tuple[str | None, str]]:
    """(role, names) of each labelled part; one part without a role where there is no label."""
    marks = list(_LABEL.finditer(text))
    if not marks or marks[0].start() > 0:
        yield None, text[: marks[0].start()] if marks else text
    ends = [m.start() for m in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=False):
        label = re.sub(r"\s*,\s*", ", ", fold(mark["label"]))
        role = "photo" if label in _PHOTO else "text" if label in _TEXT else None
        yield role, text[mark.end() : end].strip(_EDGES + ".")


def _credits(part: str, role: str | None) -> Iterator[Credit]:
    """Credits of one labelled part: names and units in the order printed, units joined to the person before them."""
    pending: Credit | None = None
    for piece, joined in _pieces(part):
        name, unit = _bracket(piece)
        if not name:
            continue
        if pending and not pending.unit and not unit and joined and is_unit(name) and not is_unit(pending.name):
            pending = Credit(pending.name, without_office(name), role)
            continue
        if pending:
            yield pending
        pending = Credit(name, unit, role)
    if pending:
        yield pending


def _pieces(part: str) -> Iterator[tuple[str, bool]]:
    """(piece, whether it may be the unit of the one before: after a dash or comma, not after ``và``)."""
    text = _REMARK.sub(" ", part).strip(_EDGES)
    gaps = [g for g in _CONNECTORS.finditer(text) if text.count("(", 0, g.start()) <= text.count(")", 0, g.start())]
    position, joined = 0, False
    for index, gap in enumerate(gaps):
        left = text[position : gap.start()].strip(_EDGES)
        following = gaps[index + 1].start() if index + 1 < len(gaps) else len(text)
        if not _separates(left, gap[0], text[gap.end() : following].strip(_EDGES)):
            continue
        yield left, joined
        position, joined = gap.end(), gap[0].strip().lower() not in {"và", "&", ";", "+"}
    yield text[position:].strip(_EDGES), joined


def _separates(left: str, connector: str, right: str) -> bool:
    """Whether a connector parts two credits, rather than standing inside one (``Sở Văn hóa và Thể thao``)."""
    known = is_unit(right) or is_person_name(_bracket(right)[0])
    if is_unit(left):
        return known
    # Without a space around it a stroke may be part of a name; both sides must then be sure.
    return connector != connector.strip() or connector in ",;&" or (is_person_name(left) and known)


def _bracket(piece: str) -> tuple[str, str | None]:
    """``Minh Thư (Thành đoàn)`` → name and unit."""
    found = _BRACKET.search(piece)
    if not found or found.start() == 0:
        return piece.strip(_EDGES + "():"), None
    return piece[: found.start()].strip(_EDGES), without_office(found[1].strip(_EDGES)) or None


def _plain_name(credit: Credit) -> bool:
    """After a label a name may be in lower case or one word; a caption after ``Ảnh:`` is still none."""
    return _name_shaped(credit.name) or (len(credit.name.split()) <= 5 and not DEEDS.search(_lower(credit.name)))


def _name_shaped(name: str) -> bool:
    initials = bool(_INITIALS.match(name)) and name not in SHORT_FORMS
    return is_person_name(name) or initials or (is_unit(name) and _unit_shaped(name))


def _lower(text: str) -> str:
    return tone_canonical(text).lower()


def _unit_shaped(name: str) -> bool:
    """A unit's name: opens like one, at most twelve words, and is no sentence about the unit or its members."""
    words = name.split()
    if not is_unit(name):
        # a bracket may hold a place or a short form: (Sóc Trăng), (BĐ)
        return fold(name) in PLACES or bool(_INITIALS.match(name))
    bare = (word.strip(_EDGES + "()") for word in words)
    others = sum(word.islower() and tone_canonical(word) not in OF_UNITS for word in bare)
    return len(words) <= 12 and others <= _MOST_OTHERS and not DEEDS.search(_lower(name))
