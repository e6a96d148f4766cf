"""Labelled values around a body: ``Số lần đọc: 4982``."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from crawler.extract.around.badges import find_badge
from crawler.extract.around.counted import count_behind
from crawler.extract.around.posted import posted, stamp_behind, times_read, updated, who_and_when
from crawler.extract.around.read_counts import read_counter, read_icons, read_tallies
from crawler.extract.around.rows import (
    credits_a_picture,
    glued_values,
    lists_of_values,
    parts_of,
    stamp_above,
    values_behind,
)
from crawler.extract.around.stamp import has_year_and_day, is_bare_stamp, is_exact
from crawler.extract.around.stamp_rows import StampRow, clock_row, stamp_among, stamp_row
from crawler.extract.around.tallies import (
    is_behind_a_person,
    is_tally,
    tells_minutes,
)
from crawler.extract.around.values import Cues, Extent
from crawler.extract.around.visit_day import may_be_the_visit
from crawler.extract.around.visits import visits_of
from crawler.extract.around.yielding import before_author, before_label
from crawler.extract.lists.link_names import is_of_a_card
from crawler.extract.markup.lines import Line
from crawler.extract.markup.zones import CONTENT
from crawler.extract.text.ends import reach
from crawler.vietnamese.counts import parse_count
from crawler.vietnamese.labels import match_label, split_labels
from crawler.vietnamese.names import looks_like_byline

_ABOVE = 8
#: A stamp without label stands no more lines below the text.
_RIGHT_BELOW = 5
#: A row of values is no longer.
_LONGEST_ROW = 160
_VALUES = ("read_count", "source", "published", "modified", "author", "poster", "section")
_BY = re.compile(
    r"^(?:by|bởi)\s+(?P<who>[^,|–—]{2,60}?)(?:(?:\s*[,|–—]\s*|\s+(?:on|vào|lúc|ngày)\s+)(?P<when>.+))?$", re.IGNORECASE
)
_COUNTED = re.compile(r"(?:^|[\s|•·(–-])(?P<n>\d[\d.,]*)\s*(?:lượt|lần)\s*(?:xem|đọc)\)?$", re.IGNORECASE)
# The count that has no label but a day before it; only where the profile says so, by this label.
BESIDE_STAMP = "#"
_BESIDE = re.compile(r"(?:\d{4}|\d:\d\d)\s+(?P<n>\d{1,7})$")
_ONLY_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?:\s?(?:am|pm|sa|ch|sáng|chiều|tối))?$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_SECTION_FIRST = re.compile(r"^.{0,6}\s[|•·–]\s")
_WHEN = re.compile(r"[\W\d]*Thời gian\b", re.IGNORECASE)
_WHERE = re.compile(r"[\W\d]*Địa điểm\b", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}:\d\d.*\d{4}\b|\d{4}\s+\d{1,2}:\d\d")
# A byline keeps its label: it says who wrote and who took the pictures.
_AS_PRINTED = frozenset({"author"})


def read_cues(
    lines: Sequence[Line],
    extent: Extent,
    labels: Mapping[str, tuple[str, ...]],
    repeated: Callable[[str], bool] = lambda _: False,
) -> Cues:
    """The labelled values between the headline and the body, and after the body; those inside the text stay text. A
    stamp above the headline counts last, since it may be the day of the visit; not where it is ``repeated`` (what the
    site is known to print on most pages)."""
    cues = Cues()
    near = [line for line in lines if extent.title - _ABOVE <= line.index < extent.first]
    furthest = reach(lines, extent.last, extent.end)
    near += [line for line in lines if extent.last < line.index <= furthest]
    last = [line for line in near if line.index < extent.title and is_bare_stamp(line.text)]
    near = [line for line in near if line not in last and not _tells_an_event(lines, line.index)]
    near = [line for line in near if line.index <= extent.last or not _is_of_another(lines, line, extent)]
    for part in values_behind(lines[extent.title]) if extent.title >= 0 else ():
        _read_line(cues, part, None, extent, labels)
    for line in near:
        if line.zone == CONTENT and (rest := _without_visits(cues, line, lines[extent.last], extent)):
            following = lines[line.index + 1] if line.index + 1 < len(lines) else None
            for part in glued_values(line) if rest is line and line.index < extent.first else ():
                _read_line(cues, part, None, extent, labels)
            _read_line(cues, _without_count(cues, rest, extent), following, extent, labels)
    _read_parts(cues, lines, extent, labels)
    _read_above(cues, lines, last, extent)
    for line in last:
        if not (may_be_the_visit(line, lines, extent.title, extent.first) or repeated(line.text)):
            _read_line(cues, line, None, extent, labels)
    _read_stamp_below(cues, near, extent)
    cues.spent |= lists_of_values(near, lines[extent.first : extent.last + 1], cues.spent)
    for line in lines[extent.first : extent.last]:  # a count in the middle of a text is still no text
        found = match_label(line.text, labels) if len(line.text) < 60 else None
        if found and found[0] == "read_count" and parse_count(found[1]) is not None:
            cues.take("read_count", found[1], line)
    if "published" not in cues.values and (badge := find_badge(lines, extent.title, extent.first)) is not None:
        for line in badge[1]:
            cues.take("published", badge[0], line)
    return cues


def _read_above(cues: Cues, lines: Sequence[Line], last: Sequence[Line], extent: Extent) -> None:
    """The article's day above its headline: beside the section, or with its time in a row below."""
    if extent.title > 0 and (day := stamp_above(lines[extent.title - 1], lines[extent.title])) is not None:
        cues.take("published", day, lines[extent.title - 1])
    if cues.clock and last:  # the day of which stands above the headline
        cues.take("published", f"{last[-1].text} {cues.clock}", last[-1])


def read_more(cues: Cues, lines: Sequence[Line], extent: Extent, labels: Mapping[str, tuple[str, ...]]) -> None:
    """Labelled values in further lines, for what is not known yet."""
    for line, following in zip_longest(lines, lines[1:]):
        if not line.is_link:
            _read_line(cues, line, following, extent, labels)


def _tells_an_event(lines: Sequence[Line], index: int) -> bool:
    """Whether a line says when something takes place, beside one that says where: ``Thời gian: …``, ``Địa điểm: …``."""
    if not _WHEN.match(lines[index].text):
        return False
    beside = lines[max(0, index - 1) : index + 2]
    return any(_WHERE.match(line.text) for line in beside)


def _is_of_another(lines: Sequence[Line], line: Line, extent: Extent) -> bool:
    """Whether a line below the text says something of another article, whose headline is in its card. A section with a
    long name, of which a bar parts the rest of its line, stands on one line alone."""
    if not is_of_a_card(line, lines[line.index - 1], lines[max(0, extent.last)]):
        return False
    beside = [*lines[line.index - 1 : line.index], *lines[line.index + 1 : line.index + 2]]
    return not _SECTION_FIRST.search(line.text[line.link_chars :]) or any(other.link_chars > 20 for other in beside)


def _read_parts(cues: Cues, lines: Sequence[Line], extent: Extent, labels: Mapping[str, tuple[str, ...]]) -> None:
    """Rows of values between headline and text that only their boxes part: ``admin18/02/20231,523``; right above the
    headline one that says the time and by whom."""
    above = lines[max(0, extent.title - 1) : max(0, extent.title)]
    signed = [line for line in above if sum(is_exact(part.text) for part in parts_of(line)) == 1]
    for line in [*signed, *lines[extent.title + 1 : extent.first]]:
        if line.zone != CONTENT or line.is_sentence or len(line.text) > _LONGEST_ROW:
            continue
        if _tells_an_event(lines, line.index):
            continue
        parts, known = parts_of(line), line.index in cues.spent
        _read_name_beside(cues, parts, line)
        for part, following in zip_longest(parts, parts[1:]):
            if known and not is_bare_stamp(part.text):
                # a label among them, or a dash in a section's name, gave the row's other values
                if not read_counter(cues, part) and (count := times_read(part.text)) is not None:
                    cues.take("read_count", count[0], line)
                continue
            _read_line(cues, part, following, extent, labels)


def _read_name_beside(cues: Cues, parts: Sequence[Line], line: Line) -> None:
    """The one name in a row that has a stamp."""
    names = [part.text for part in parts if looks_like_byline(part.text)] if len(parts) > 1 else []
    if len(names) == 1 and any(is_bare_stamp(part.text) for part in parts):
        cues.take("beside", names[0], line)


def _without_visits(cues: Cues, line: Line, last: Line, extent: Extent) -> Line | None:
    """The line without the article's visits, which are taken; None where nothing else is left."""
    found = visits_of(line, last, extent.title < line.index < extent.first)
    if found is None:
        return line
    cues.take("read_count", found[0], line)
    return replace(line, text=found[1]) if found[1] else None


def _without_count(cues: Cues, line: Line, extent: Extent) -> Line:
    """The line without a count behind its day, which is taken; not where it may be another article's."""
    if line.hrefs or not extent.title < line.index < extent.end or (found := count_behind(line.text)) is None:
        return line
    cues.take("read_count", found[0], line)
    return replace(line, text=found[1])


def _read_stamp_below(cues: Cues, near: Sequence[Line], extent: Extent) -> None:
    """The article's stamp right below its text, where none stands above: with its time, or beside the count."""
    files = sum(line.is_link for line in near if extent.last < line.index < extent.last + 2 * _RIGHT_BELOW)
    for line in near if "published" not in cues.values else ():
        if not extent.last < line.index < min(extent.end, extent.last + _RIGHT_BELOW + files) or line.hrefs:
            continue
        text = " ".join(part.text for part in parts_of(line)) or line.text
        counted = count_behind(text) or (_BESIDE.search(text) and text.rsplit(maxsplit=1)[::-1])
        shown = counted[1] if counted else text
        if line.zone != CONTENT or not is_bare_stamp(shown):
            continue
        if not counted and not is_exact(shown):  # a day alone may be any; in figures it is no text
            cues.spent.update({line.index} if shown[:1] in "(0123456789" else ())
        else:
            cues.take("published", shown, line)
            if counted:
                cues.take("read_count", counted[0], line)
            return


def _read_line(
    cues: Cues, line: Line, following: Line | None, extent: Extent, labels: Mapping[str, tuple[str, ...]]
) -> None:
    if len(line.text) > 200 or (line.is_sentence and len(line.text) > 120):
        return
    if (
        read_counter(cues, line)
        or read_tallies(cues, line, following)
        or _read_phrase(cues, line)
        or (line.index < extent.first and _read_account(cues, line))
    ):
        return
    bracketed = line.text[:1] in "([" and line.text[-1:] in ")]"
    found = split_labels(line.text[1:-1] if bracketed else line.text, labels)
    if not found:
        _read_bare_stamp(cues, line, following, extent, beside=BESIDE_STAMP in labels.get("read_count", ()))
        return
    start = before_author(line.text, labels) if found[0][0] == "author" else 0
    for name, value in found:
        printed = line.text[start:].strip(" |•·,;–-")
        start = line.text.find(value, start) + len(value)
        if not value and following is not None and name in _VALUES and not match_label(following.text, labels):
            if name == "section" and line.index < extent.title and ":" not in line.text:
                continue  # the heading of a menu
            if _accepts(name, following.text, line, extent):
                cues.take(name, following.text, following)
                cues.spent.add(line.index)
        elif _accepts(name, value, line, extent) and not (
            name == "author" and line.index < extent.first and credits_a_picture(line, printed)
        ):
            _take_labelled(cues, name, value, printed[: printed.find(value) + len(value)], line)
        elif name in ("author", "poster") and (parted := who_and_when(value)) is not None:
            cues.take(name, parted[0], line)
            cues.take("published", parted[1], line)
        elif name == "site_counter" or (name == "attachments" and not value and line.index > extent.last):
            cues.spent.add(line.index)
    if "published" not in cues.values and line.index < extent.first:
        _read_before_label(cues, line, extent, labels)


def _read_before_label(cues: Cues, line: Line, extent: Extent, labels: Mapping[str, tuple[str, ...]]) -> None:
    """A stamp, or a row with one, that a line prints before its first label; else one behind a labelled value."""
    before = before_label(line.text, labels)
    if is_bare_stamp(before):
        cues.take("published", before, line)
    elif extent.title < line.index and (behind := stamp_among(line.text)) is not None:
        cues.take("published", behind, line)
    elif extent.title < line.index and (row := stamp_row(before)) is not None:
        _take_row(cues, row, line)


def _take_labelled(cues: Cues, name: str, value: str, printed: str, line: Line) -> None:
    """A labelled value; who posted the page when, where the label names one and the value says both."""
    row = stamp_row(value) if name in ("published", "author", "poster", "source", "section") else None
    who = (row.account or row.beside or (row.rest[0] if len(row.rest) == 1 else None)) if row else None
    if name == "read_count":
        value = value.partition("|")[0].rstrip()
    if row is None and name == "source" and (parted := stamp_behind(value)) is not None:
        cues.take("published", parted[1], line)
        value = parted[0]
    if row is None or (name != "published" and who is None):
        cues.take(name, printed if name in _AS_PRINTED else value, line)
        return
    if name == "published":
        _take_row(cues, row, line)
        return
    cues.take(name, printed[: printed.find(who or "") + len(who or "")] if name in _AS_PRINTED else who or "", line)
    cues.take("published", row.stamp, line)


def _take_row(cues: Cues, row: StampRow, line: Line) -> None:
    """What a row of values gives: when, and what stands beside it."""
    cues.take("published", row.stamp, line)
    _take_beside(cues, row, line)


def _take_beside(cues: Cues, row: StampRow, line: Line) -> None:
    """What a row gives beside its stamp."""
    cues.spent.add(line.index)
    if row.account:
        cues.take("poster", row.account, line)
    elif row.beside:
        cues.take("beside", row.beside, line)
    for part in row.rest:
        found = match_label(part)
        if found and found[0] == "read_count" and parse_count(found[1]) is not None and not is_tally(part):
            cues.take("read_count", found[1], line)


def _read_bare_stamp(cues: Cues, line: Line, following: Line | None, extent: Extent, *, beside: bool) -> None:
    """A stamp without label, with or without a count behind it: ``15/10/2018 10:31 - 371 lượt xem``, or, behind a day
    with its time, ``10:31 15/10/2018 371``; ``beside``: also behind a day alone."""
    if line.index >= extent.first:
        return
    if not _is_stamp_line(line, extent):
        if extent.title < line.index and not line.is_sentence:
            if (row := stamp_row(line.text)) is not None:
                _take_row(cues, row, line)
            elif (row := clock_row(line.text)) is not None:
                cues.clock = row.stamp
                _take_beside(cues, row, line)
        return
    if read_icons(cues, line):
        return
    counted = _COUNTED.search(line.text)
    behind = _BESIDE.search(line.text) if not counted and (beside or _CLOCK.search(line.text)) else None
    shown = line.text[: behind.start("n")].rstrip() if behind else line.text
    if following is not None and _ONLY_CLOCK.match(following.text) and ":" not in shown:
        cues.spent.add(following.index)
        shown = f"{shown} {following.text}"
    cues.take("published", shown, line)
    if found := counted or behind:
        cues.take("read_count", found["n"], line)


def _read_phrase(cues: Cues, line: Line) -> bool:
    """What is said without a colon: ``Được gửi bởi Thanh Hà vào Thứ ba, 12/03/2019``, ``Đọc 1523 lần``."""
    if (count := times_read(line.text)) is not None:
        cues.take("read_count", count[0], line)
        if count[1]:
            cues.take("modified", updated(count[1]) or "", line)
        return True
    if (changed := updated(line.text)) is not None:
        cues.take("modified", changed, line)
        return True
    if (said := posted(line.text)) is None or ":" in said[0]:  # a row that goes on with other labels
        return False
    cues.take("poster", said[0], line)
    if said[1]:
        cues.take("published", said[1], line)
    return True


def _read_account(cues: Cues, line: Line) -> bool:
    """The account that posted the page, above its text: ``By Tánh Võ, Sat, 04/03/2021 - 07:15``, ``bởi Tánh Võ``, a
    name behind an icon of a person."""
    if is_behind_a_person(*line.chunks[0]) and looks_like_byline(line.text) and not _DIGIT.search(line.text):
        cues.take("poster", line.text, line)
        return True
    found = _BY.match(line.text)
    if found is None or not (has_year_and_day(found["when"]) if found["when"] else looks_like_byline(found["who"])):
        return False
    cues.take("poster", found["who"].strip(), line)
    if found["when"]:
        cues.take("published", found["when"], line)
    return True


def _accepts(name: str, value: str, line: Line, extent: Extent) -> bool:
    """Whether a labelled value stands where that field may stand and has its shape."""
    above = line.index < extent.first
    if name == "read_count":
        return parse_count(value) is not None and len(value) < 40 and not tells_minutes(value)
    if name in ("published", "modified"):
        return has_year_and_day(value) and (abs(line.index - extent.title) <= _ABOVE or line.index > extent.last)
    if name in ("author", "poster"):
        return 1 < len(value) <= 90 and (above or line.index < extent.end)
    if name == "source":
        return 1 < len(value) <= 120
    return name == "section" and len(value) <= 80


def _is_stamp_line(line: Line, extent: Extent) -> bool:
    return is_bare_stamp(line.text) and -5 <= extent.title - line.index <= 2
