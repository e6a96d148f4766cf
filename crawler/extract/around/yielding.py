"""Labels that go before others: of two of one field, and on one line."""

import re
from collections.abc import Mapping

from crawler.extract.around.stamp import is_bare_stamp
from crawler.extract.markup.lines import Line
from crawler.vietnamese.labels import match_label

#: Labels of values that yield to others of their field: when a page was made to when it was published, the section
#: around the article's own to that one.
_YIELDING = {
    "published": re.compile(r"(?:được (?:viết|tạo)|đã tạo|ngày tạo|tạo (?:ngày|lúc)|created)\b", re.IGNORECASE),
    "section": re.compile(r"(?:(?:chuyên|hạng|danh) mục (?:chính|cha)|parent category)\b", re.IGNORECASE),
}


#: A label that says when a page was published, as other days of it do not.
_SAYS_PUBLISHED = re.compile(r"(?:(?:được|đã|ngày) )?(?:đăng|xuất bản)\b|published\b", re.IGNORECASE)
#: Rows of values of one page stand no further apart.
_SAME_ROWS = 5


def yields_to(name: str, known: Line, line: Line) -> bool:
    """Whether a value that is known goes behind that of ``line``: by its label, or as a day without any just above the
    one that says of itself when the page was published."""
    if _yields(name, line.text):
        return False
    if name == "published" and 0 < line.index - known.index <= _SAME_ROWS and _SAYS_PUBLISHED.match(line.text):
        return _yields(name, known.text) or is_bare_stamp(known.text)
    return _yields(name, known.text)


def _yields(name: str, text: str) -> bool:
    """Whether the label of a line names a value of a field that others of it go before."""
    return name in _YIELDING and _YIELDING[name].match(text) is not None


def before_label(text: str, labels: Mapping[str, tuple[str, ...]]) -> str:
    """What stands on a line before its first label: ``Thứ bảy - 14/12/2024 18:34`` of one that ends in a count."""
    for position in (gap.end() for gap in re.finditer(r"\s+|[|•·]", text)):
        if match_label(text[position:], labels):
            return text[:position]
    return ""


def before_author(text: str, labels: Mapping[str, tuple[str, ...]]) -> int:
    """Where the label of an author begins that is the first of its line: behind the day before it."""
    return 0 if match_label(text, labels) else len(before_label(text, labels))
