"""Labels of lists of other articles: ``Tin liên quan``, tabs of which the first is shown, a label and its section."""

import re
from collections.abc import Mapping

from crawler.article import LinkKind
from crawler.extract.around.rows import parts_of
from crawler.extract.markup.lines import Line
from crawler.extract.markup.zones import CHROME, COMMENTS, CRUMBS
from crawler.vietnamese.labels import LINK_FIELDS, match_label
from crawler.vietnamese.text import clean_line

_ONWARD = re.compile(r"(?:xem|đọc) thêm\W*$", re.IGNORECASE)
#: Headings in words of the site's own: ``Văn bản liên quan``, ``Các hoạt động khác``, ``Tin cùng chuyên đề``.
_OTHERS = re.compile(
    r"\W*(?:(?:các|những|một số)\s+)?(?:tin|bài|bản tin|văn bản|thông tin|thông báo|hoạt động|sự kiện|nội dung|"
    r"tài liệu|hình ảnh|video)(?:\s[^\W\d]+){0,4}\s(?:liên quan|khác|cùng (?:chuyên đề|chủ đề|sự kiện)|đọc thêm)\W*|"
    r"\W*(?:other|more|related) (?:news|articles|stories)\W*",
    re.IGNORECASE,
)
#: Characters of a link's name that may be a headline.
_SHORTEST_HEADLINE = 25
#: A row of terms before a label is no longer.
_LONGEST_TERMS = 250


def list_label(line: Line, labels: Mapping[str, tuple[str, ...]]) -> LinkKind | None:
    """The kind of list that a line announces; None for any other line. ``labels`` are the profile's own spellings."""
    if line.zone in (CHROME, COMMENTS, CRUMBS):
        return None
    if len(line.text) > 60 or line.is_sentence:
        return _label_behind(line, labels)
    if line.is_link and _ONWARD.match(line.text):  # the end of a teaser
        return None
    found = match_label(line.text, labels)
    if found is None and len(line.anchors) > 1:  # tabs, of which the first is shown
        found = match_label(clean_line(line.anchors[0].text_content()), labels)
    if found is None and line.anchors and not line.is_link:
        found = match_label(_before_links(line), labels)
    if found is None or found[0] not in LINK_FIELDS or not (len(found[1]) <= 4 or found[1][0] == "("):
        return _label_behind(line, labels)
    return LinkKind(found[0])


def heads_others(line: Line) -> bool:
    """Whether a line may head a list of others in words of the site's own; what it heads must tell."""
    return not line.hrefs and len(line.text) <= 60 and _OTHERS.fullmatch(line.text) is not None


def _label_behind(line: Line, labels: Mapping[str, tuple[str, ...]]) -> LinkKind | None:
    """The kind of list that a label in the last box of a line of terms announces: styles set it on a line below."""
    if not line.anchors or line.text[-1:] != ":" or len(line.text) > _LONGEST_TERMS:
        return None
    parts = parts_of(line)
    found = match_label(parts[-1].text, labels) if len(parts) > 1 else None
    return LinkKind(found[0]) if found and found[0] in LINK_FIELDS and not found[1] else None


def _before_links(line: Line) -> str:
    """What stands before the section that a label without colon speaks of, and the link to all of it: ``Tin cùng chuyên
    mục Gương sáng Xem tất cả``; '' where the links may be headlines."""
    names = [clean_line(anchor.text_content()) for anchor in line.anchors]
    short = all(0 < len(name) < _SHORTEST_HEADLINE for name in names) and ":" not in line.text
    return line.text.partition(names[0])[0].rstrip() if short else ""
