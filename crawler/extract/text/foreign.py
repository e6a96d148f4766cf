"""Which of a page's lines are no text of its article: labels, lists, tools, share bars, and all beyond its ends."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from crawler.extract.around.byline import account_in
from crawler.extract.around.values import Extent
from crawler.extract.markup.addresses import split
from crawler.extract.markup.emphasis import emphasis
from crawler.extract.markup.lines import Line
from crawler.extract.markup.metadata import is_administrator
from crawler.extract.markup.zones import CONTENT
from crawler.extract.scene import Marks, Scene
from crawler.extract.text.blocks import is_data_table
from crawler.extract.text.ends import IMPRINT
from crawler.extract.text.files import is_file_line
from crawler.extract.text.main_block import is_headline_link
from crawler.extract.text.tools import is_row_of_tools
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.names import looks_like_byline
from crawler.vietnamese.text import clean_line, comparison_key

_SHARED = re.compile(
    r"/sharer|[/.]share\b|/intent/|twitter\.com/home|zalo\.me|pinterest\.\w+/pin|^mailto:|/submit\?", re.IGNORECASE
)
#: What leads to the article before or after this one, and says so by arrows.
_ARROWS = re.compile(r"^(?:<<?|[«‹←])\s|\s(?:>>?|[»›→])$")
#: Headings of a table of contents, with the word that folds it.
_CONTENTS = re.compile(
    r"(?:mục lục|nội dung(?: chính)?(?: (?:của )?bài(?: viết)?)?|table of contents|contents)\W*"
    r"(?:toggle|ẩn|hiện|hide|show|đóng|mở)?\W*",
    re.IGNORECASE,
)
#: A cell of a table of files says no more beside them: how large they are, from when.
_LONGEST_CELL = 40
_TOOLS = re.compile(r"(?:(?:e-?mail|print|in|pdf|word|rss|share|tweet|like|a[+-]?)[\s.|,/•-]*)+", re.IGNORECASE)
#: What sets the size of letters.
_SIZES = re.compile(r"(?:tăng |giảm |chọn )?(?:cỡ|kích thước|khổ|kiểu) chữ\b|font ?size\b", re.IGNORECASE)
_BY = re.compile(r"^(?:(?:đăng )?bởi|(?:posted )?by)\s*:?\s+", re.IGNORECASE)
#: What reads the article aloud.
_LISTEN = re.compile(
    r"nghe (?:audio|podcast|(?:đọc )?bài(?: viết| báo)?|tin(?: bài)?)"
    r"(?: (?:này|tại đây|ngay|bằng giọng đọc|audio))?\s*(?:$|[\d(:|/–-])",
    re.IGNORECASE,
)
#: A day or month alone: the badge that themes lay over a picture.
_BADGE = re.compile(r"\d{1,2}|(?:th|thg|tháng)\.?\s?\d{1,2}", re.IGNORECASE)

#: Labels of an article's parts, where a form's fields are printed with their names.
_PART = re.compile(
    r"(?:(?:nội dung )?(?:tóm tắt|tóm lược)|tóm tắt nội dung|trích yếu|lời dẫn|mô tả(?: ngắn)?|giới thiệu chung|"
    r"nội dung(?: (?:chi tiết|bài viết|tin|tin bài))?|chi tiết|body|summary|content)\W*",
    re.IGNORECASE,
)
#: To whom comments are open, with a link to the login.
_LOGIN = re.compile(
    r"\b(?:đăng nhập|log ?in|login)\b.{0,40}(?:bình luận|ý kiến|phản hồi|nhận xét|comments?)\W*$|"
    r"^để (?:gửi|viết|đăng).{0,40}đăng nhập",
    re.IGNORECASE,
)
_LONGEST_NOTICE = 120


def foreign_lines(scene: Scene, marks: Marks) -> set[int]:
    """Indexes of the lines that are no body text."""
    foreign = set(scene.related.lines | scene.tag_lines | marks.cues.spent)
    title, extent = scene.title, marks.extent
    foreign.update(line.index for line in scene.lines if line.index >= extent.end or line.zone != CONTENT)
    inside = scene.lines[: extent.end]
    files = [line for line in inside if line.index not in foreign and is_file_line(line, extent)]
    foreign.update(line.index for line in files)
    foreign.update(_beside_files(files, inside[extent.last + 1 :]))
    foreign.update(_list_heading(scene.lines, extent))
    foreign.update(_contents(scene.lines[extent.title + 1 : extent.end + 1]))
    foreign.update(line.index for line in inside if line.hrefs and _shares(line))
    foreign.update(line.index for line in inside[extent.last + 1 :] if _is_no_text(line) or _is_term(line, scene))
    foreign.update(line.index for line in inside[: extent.first] if _is_in_between(line))
    around = (*inside[extent.title + 1 : extent.first], *(line for line in inside[extent.last + 1 :] if line.is_link))
    foreign.update(line.index for line in around if _names_account(line))
    if title and title.lines:
        foreign.update(line.index for line in scene.lines if line.index <= title.lines[-1].index)
    if title:
        key = comparison_key(title.text)
        opening = scene.lines[: extent.first + 2]
        foreign.update(line.index for line in opening if _repeats(line, title.text, key, extent))
    if marks.lead:
        foreign.update(line.index for line in marks.lead[0])
    return foreign


def _beside_files(files: Sequence[Line], below: Sequence[Line]) -> Iterator[int]:
    """Indexes of the lines in the tables that list ``files`` below a text: headings, sizes."""
    around = {table for line in files if (table := next(line.block.iterancestors("table"), None)) is not None}
    tables = {table for table in around if is_data_table(table)}
    for line in below if tables else ():
        if len(line.text) <= _LONGEST_CELL and any(up in tables for up in line.block.iterancestors("table")):
            yield line.index


def _list_heading(lines: Sequence[Line], extent: Extent) -> Iterator[int]:
    """Index of the heading right above the unlabelled list of other articles that ends this one: ``Đừng bỏ lỡ``."""
    if not extent.last + 1 < extent.end < len(lines) or not is_headline_link(lines[extent.end]):
        return
    line = lines[extent.end - 1]
    if len(line.text) <= _LONGEST_CELL and not line.hrefs and emphasis(line) and not looks_like_byline(line.text):
        yield line.index


def _contents(lines: Sequence[Line]) -> Iterator[int]:
    """Indexes of the lines of a table of contents: links to places on the page itself, and the heading above them."""
    for line, *following in zip_longest(lines, lines[1:], lines[2:]):
        if _jumps(line) or (
            len(line.text) < _LONGEST_CELL
            and _CONTENTS.fullmatch(line.text)
            and any(other is not None and (other.passed or _jumps(other)) for other in following)
        ):
            yield line.index


def _jumps(line: Line) -> bool:
    """Whether a line is nothing but links to places on its own page."""
    return line.to_self and line.is_link and all("#" in (anchor.get("href") or "") for anchor in line.anchors)


def _repeats(line: Line, title: str, key: str, extent: Extent) -> bool:
    """Whether a line says the headline again; below the first sentence only word for word, since captions come near."""
    return line.text == title or (line.index <= extent.first and comparison_key(line.text) == key)


def _shares(line: Line) -> bool:
    """Whether a line is nothing but links by which the page is passed on."""
    return line.is_link and all(map(_SHARED.search, line.hrefs))


def _is_no_text(line: Line) -> bool:
    """Whether a line below the text is a label without value, leads away or is the site's notice on reprints."""
    if line.hrefs and len(line.text) <= _LONGEST_NOTICE and _LOGIN.search(line.text):
        return True
    return _is_bare_label(line) or _leads_away(line) or IMPRINT.search(line.text) is not None


def _leads_away(line: Line) -> bool:
    """Whether a line below the text is nothing but links with arrows, to the articles before and after, or tools."""
    if line.is_link and len(line.text) < 250 and _ARROWS.search(line.text):
        return True
    return is_row_of_tools(line)


def _is_bare_label(line: Line) -> bool:
    """Whether a line below the text is a label without a value: of tags that are none, of a list that is empty."""
    return len(line.text) < 40 and (found := match_label(line.text)) is not None and not found[1]


def _names_account(line: Line) -> bool:
    """Whether a line around the text is no more than who posted it, in a box or link that says so."""
    return len(line.text) <= _LONGEST_CELL and (name := account_in(line)) is not None and line.text.endswith(name)


def _is_filed(line: Line) -> bool:
    """Whether a line above the text is nothing but links of a few words: what the article is filed under."""
    if not line.is_link or line.to_self or line.is_sentence:
        return False
    return all(len(clean_line(anchor.text_content())) <= _LONGEST_CELL for anchor in line.anchors)


def _is_term(line: Line, scene: Scene) -> bool:
    """Whether a line below the text is nothing but short links within the site: terms that no label tells."""
    if not _is_filed(line) or line.index in scene.related.lines or _is_set_as_text(line, scene):
        return False
    host = split(scene.page.url).netloc
    return all(split(href).netloc == host for href in line.hrefs)


def _is_set_as_text(line: Line, scene: Scene) -> bool:
    """Whether a line is a paragraph beside those of the running text."""
    prose = scene.block.prose if scene.block is not None else ()
    return line.block.tag == "p" and any(text.block.getparent() is line.block.getparent() for text in prose)


def _is_in_between(line: Line) -> bool:
    """Whether a line above the text belongs to a box of other articles, is a row of tools or an account."""
    if line.text.isascii() and len(line.text) < 40 and _TOOLS.fullmatch(line.text):
        return True
    if len(line.text) < 20 and is_administrator(_BY.sub("", line.text)):  # the account that posted it
        return True
    if len(line.text) < 60 and _LISTEN.match(line.text) and not line.is_sentence:
        return True
    if len(line.text) < 40 and (_SIZES.match(line.text) or _BADGE.fullmatch(line.text)):
        return True
    if is_headline_link(line) or _is_filed(line) or _is_bare_label(line) or _PART.fullmatch(line.text):
        return True
    return is_row_of_tools(line)
