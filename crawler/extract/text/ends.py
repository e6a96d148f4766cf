"""Where an article ends: what stands below its text and belongs to it no more."""

import re
from collections.abc import Mapping, Sequence

from crawler.extract.lists.labels import heads_others, list_label
from crawler.extract.lists.see_also import see_also
from crawler.extract.markup.lines import Line
from crawler.extract.markup.zones import CHROME, COMMENTS, CONTENT
from crawler.extract.text.main_block import is_headline_link
from crawler.extract.text.tools import is_row_of_tools
from crawler.vietnamese.labels import LINK_FIELDS, match_label

_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|jpe?g|png)(?:$|\?)", re.IGNORECASE)
_DOCUMENT_NUMBER = re.compile(r"^(?:[•*+·–-]\s*)?\d{1,5}\s?[-–/]\s?[A-ZĐ]{1,6}(?:[-–/][A-ZĐ]+)+$")
#: So many numbers of documents, each on a line of its own, are a list of new documents, not an article's text.
_MANY_DOCUMENTS = 3
#: What a site says of itself and of its texts.
IMPRINT = re.compile(
    r"^(?:©|copyright\b|bản quyền (?:thuộc|của|©)|giấy phép (?:số|thiết lập|hoạt động|xuất bản)|cơ quan chủ quản\s*:)|"
    r"all rights reserved|ghi rõ nguồn",
    re.IGNORECASE,
)
#: What is said of an article stands no more lines below its text, unless that goes on with files and terms.
_REACH = 14
_ANNOUNCED = re.compile(r"(?:\.{3,}|…)$")


def find_end(lines: Sequence[Line], prose: Sequence[Line], start: int, labels: Mapping[str, tuple[str, ...]]) -> int:
    """Index of the line after which nothing belongs to the article: a related label, a comment box, a share bar that
    stands after (nearly) all running text and below line ``start``; len(lines) where there is none."""
    total = sum(line.own_chars for line in prose) or 1
    if (signed := _signed(lines, prose, labels)) is not None:
        return signed
    start = prose[0].index if prose else start
    numbers = [line.index for line in lines[start + 1 :] if _is_document_number(line)]
    if len(numbers) >= _MANY_DOCUMENTS:
        return numbers[0]
    for line in lines:
        if line.index <= start or line.zone == CHROME:
            continue
        if line.zone == COMMENTS or _closes(line, labels):
            after = sum(other.own_chars for other in prose if other.index > line.index)
            if after < 0.3 * total:
                above = [other.index for other in prose if other.index < line.index]
                return _unlabelled_list(lines[: line.index], above[-1]) if above else line.index
    return min(_unlabelled_list(lines, prose[-1].index), _imprint(lines, prose[-1].index)) if prose else len(lines)


def reach(lines: Sequence[Line], last: int, end: int) -> int:
    """Index of the last line that may still say something of an article whose text ends with the line ``last``: a
    little beyond its ``end`` and the tools that stand there."""
    tools = 1
    while end + tools < len(lines) and is_row_of_tools(lines[end + tools]):
        tools += 1
    return max(last + _REACH, end + tools + 2)


def _signed(lines: Sequence[Line], prose: Sequence[Line], labels: Mapping[str, tuple[str, ...]]) -> int | None:
    """Index behind a labelled author below which another article is announced, its text cut short; None for none."""
    if len(prose) < 2 or not _ANNOUNCED.search(prose[-1].text):
        return None
    above = lines[prose[-2].index + 1 : prose[-1].index]
    for line in above:
        found = match_label(line.text, labels) if len(line.text) < 90 else None
        if found and found[0] == "author" and found[1] and line.zone == CONTENT:
            return line.index + 1
    return None


def _unlabelled_list(lines: Sequence[Line], last: int) -> int:
    """Index of the first of two or more headlines of other pages that follow the text without any label."""
    links = [line.index for line in lines[last + 1 :] if line.zone == CONTENT and is_headline_link(line)]
    close = [index for index in links if index - last <= 10 and not _FILE.search(lines[index].hrefs[0])]
    return _from_heading(lines, close[0], last) if len(close) >= 2 else len(lines)


def _from_heading(lines: Sequence[Line], first: int, last: int) -> int:
    """Index of the heading right above a list's ``first`` headline that says what the list is of, else ``first``: the
    pictures of the list stand below it."""
    return first - 1 if first - 1 > last and heads_others(lines[first - 1]) else first


def _imprint(lines: Sequence[Line], last: int) -> int:
    """Index of the line below the text in which the site says whose it is: on pages without boxes all stands in one."""
    return next((line.index for line in lines[last + 1 :] if IMPRINT.search(line.text)), len(lines))


def _is_document_number(line: Line) -> bool:
    """Whether a line is the number of a document and nothing else: an entry of a list of new documents."""
    return len(line.text) < 40 and line.zone == CONTENT and bool(_DOCUMENT_NUMBER.match(line.text))


def _closes(line: Line, labels: Mapping[str, tuple[str, ...]]) -> bool:
    found = match_label(line.text, labels) if len(line.text) < 80 else None
    if found is None:
        return bool(line.anchors) and not line.is_link and list_label(line, labels) is not None
    if len(found[1]) >= 40 or (found[1] and see_also(line, labels) is not None):
        return False
    return found[0] in LINK_FIELDS or found[0] == "cut"
