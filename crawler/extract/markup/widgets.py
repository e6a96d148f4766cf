"""Parts of a page told by what they hold where no class names them: comment threads, polls, lives of accounts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.markup.lines import BLOCKS, Line, is_inside
from crawler.extract.markup.zones import CHROME, COMMENTS, CONTENT
from crawler.vietnamese.text import clean_line

_THREAD = re.compile(
    r"^(?:\d+\s+(?:comments?|responses?|replies|bình luận|ý kiến|phản hồi)\b[^|•·]{0,60}|"
    r"(?:bình luận|ý kiến|phản hồi|comments?)(?: bạn đọc| của bạn)?\s*\(\s*\d+\s*\)|"
    r"(?:ý kiến|bình luận|phản hồi)(?: (?:bạn đọc|độc giả|của bạn|của độc giả))?|"
    r"(?:gửi|viết|để lại|thêm)(?: một)? (?:bình luận|ý kiến|phản hồi)|leave a (?:comment|reply))\s*:?$",
    re.IGNORECASE,
)
_holds_comments = etree.XPath("boolean(.//a[contains(@href, '#comment-')])")
_COUNTED = re.compile(r"\d")
_PORTRAIT = re.compile(r"gravatar\.com/avatar|(?:^|[\s_-])avatar(?:[\s_-]|$)", re.IGNORECASE)
_ACCOUNT = re.compile(r"/(?:author|tac-gia)/[^/?]+/?$|[?&]author=\d")
_NEAR, _LONGEST_BIOGRAPHY, _MOST_SAID = 5, 900, 3
_CHOICES = frozenset({"radio", "checkbox"})


def zoned(root: HtmlElement, lines: Sequence[Line]) -> Sequence[Line]:
    """The lines, those of comment threads, of a poll's answers and of accounts' lives put into their zones."""
    polled = set(_choices(root))
    zones = {line.index: CHROME for line in lines if line.block in polled} if polled else {}
    for box in _about_accounts(root):
        told = [line for line in lines if line.zone == CONTENT and is_inside(line.block, box)]
        below = told and any(line.is_sentence for line in lines[: told[0].index])
        if below and sum(line.is_sentence for line in told) <= _MOST_SAID:
            zones.update((line.index, CHROME) for line in told if line.is_sentence)
    for line in lines:
        if line.zone == CONTENT and line.index not in zones and len(line.text) <= 80 and _THREAD.match(line.text):
            zones.update(dict.fromkeys(_thread(line, lines), COMMENTS))
    if not zones:
        return lines
    return [replace(line, zone=zones[line.index]) if line.index in zones else line for line in lines]


def _choices(root: HtmlElement) -> Iterator[HtmlElement]:
    """The boxes of fields that are ticked: answers of a poll, marks that are given."""
    for field in root.iter("input"):
        if (field.get("type") or "").lower() in _CHOICES:
            yield next(up for up in field.iterancestors() if up.tag in BLOCKS or up is root)


def _about_accounts(root: HtmlElement) -> Iterator[HtmlElement]:
    """The boxes that hold a portrait and a link to its account, and little else: what they say of it is no text."""
    for image in root.iter("img"):
        if not _PORTRAIT.search(f"{image.get('src') or ''} {image.get('class') or ''}"):
            continue
        for box in islice(image.iterancestors(), _NEAR):
            names = {clean_line(anchor.text_content()) for anchor in box.iter("a") if _leads_to_an_account(anchor)}
            if names - {""}:
                headings = {clean_line(heading.text_content()) for heading in box.iter("h1", "h2", "h3", "h4")}
                if headings <= names and len(clean_line(box.text_content())) <= _LONGEST_BIOGRAPHY:
                    yield box
                break


def _leads_to_an_account(anchor: HtmlElement) -> bool:
    return "author" in (anchor.get("rel") or "").split() or bool(_ACCOUNT.search(anchor.get("href") or ""))


def _thread(heading: Line, lines: Sequence[Line]) -> list[int]:
    """Indexes of the lines of the thread that a heading opens: of the widest box around it that begins with it. Empty
    where no text stands above it, and where it is neither counted nor above comments or a field to write into."""
    before = [line for line in lines[: heading.index] if line.zone == CONTENT]
    told = any(line.is_sentence for line in before)
    if not told and not any(line.block.tag == "h1" for line in before):
        return []
    above, box = before[-1].block, heading.block
    for up in heading.block.iterancestors():
        if up.tag in ("body", "html") or is_inside(above, up):
            break
        box = up
    counted = told and _COUNTED.search(heading.text)  # above the text it only stands among the article's values
    if box.find(".//h1") is not None or not (counted or box.find(".//textarea") is not None or _holds_comments(box)):
        return []
    return [line.index for line in lines[heading.index :] if is_inside(line.block, box)]
