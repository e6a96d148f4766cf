"""The headline: the heading-like text that opens the body. Never the site's own name."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from crawler.extract.emphasis import HEADINGS, emphasis
from crawler.extract.lines import Line
from crawler.extract.stamp import is_bare_stamp
from crawler.extract.zones import CONTENT
from crawler.vietnamese.dates import parse_stamp, without_stamps
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.text import comparison_key, fold

_LOOK_BACK = 25
# Words of a site's own name or slogan.
_UNIT_NAME = re.compile(
    r"(?:trung ương|tỉnh|thành|huyện|thị|quận|xã)[ -]?đoàn|đoàn (?:khối|tncs|thanh niên)|tuổi trẻ|hội lhtn"
)
_SITE_WORDS = re.compile(r"(?:cổng|trang) thông tin|diễn đàn của|website|trang chủ|trang tin điện tử|home ?page")


@dataclass(frozen=True, slots=True)
class Title:
    """The headline's text, the lines that print it (none where only the head gives it), and the rule that found it."""

    text: str
    lines: tuple[Line, ...]
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class TitleContext:
    """What the choice needs to know: titles the head declares, names of the site (comparison keys), the page's URL."""

    declared: tuple[str, ...]
    site_names: frozenset[str]
    url: str
    lines: Sequence[Line] = ()

    def links_before(self, line: Line, first_prose: int | None) -> int:
        """How many link lines part a line from the body: a menu between means that it belongs to the page's head."""
        between = self.lines[line.index + 1 : first_prose] if first_prose is not None else ()
        passed = self.lines[first_prose].passed if first_prose is not None else 0
        return passed + sum(other.is_link + other.passed for other in between)


def find_title(lines: Sequence[Line], first_prose: int | None, context: TitleContext) -> Title | None:
    """The headline among ``lines`` above the line with index ``first_prose`` (None: anywhere), else the head's."""
    declared = {comparison_key(title) for title in context.declared} - context.site_names
    scored = [(_score(line, first_prose, declared, context), line) for line in _candidates(lines, first_prose)]
    scored = [(score, line) for score, line in scored if score >= 2]
    if scored:
        score, line = max(scored, key=lambda pair: (pair[0], pair[1].index))
        whole = _whole(line, lines)
        text = " ".join(part.text for part in whole)
        return Title(text, whole, "generic.title.visible", 0.95 if score >= 6 else 0.7)
    return _declared_title(context)


def _candidates(lines: Sequence[Line], first_prose: int | None) -> list[Line]:
    above = [line for line in lines if line.zone == CONTENT and (first_prose is None or line.index < first_prose)]
    near = above[-_LOOK_BACK:] if first_prose is not None else above
    return [line for line in above if line in near or line.block.tag == "h1"]


def _score(line: Line, first_prose: int | None, declared: Collection[str], context: TitleContext) -> float:
    key, length = comparison_key(line.text), len(line.text)
    if key in context.site_names or length < 4 or length > 400 or _is_cue(line.text):
        return -10.0
    score = emphasis(line) - (4 if _SITE_WORDS.search(key) else 0)
    links = context.links_before(line, first_prose)
    if links >= 8:  # a menu stands between: the head of the page, not of the article
        score -= 5
    if _agrees(key, declared) and (links < 8 or score >= 4):
        score += 5
    if first_prose is not None and score == 0 and length >= 20 and not line.hrefs:
        score += 2.2  # plain, but right above the text
    if first_prose is not None and score >= 0 and not line.hrefs and _heads_a_stamp(line, first_prose, context):
        score += 2.0
    if first_prose is not None:
        score -= 0.25 * max(0, first_prose - line.index - 1)
    if length < 15:
        score -= 2
    if line.is_link and not any(_same_page(href, context.url) for href in line.hrefs):
        score -= 4
    if line.is_sentence and length > 160:
        score -= 3
    return score


def _heads_a_stamp(line: Line, first_prose: int, context: TitleContext) -> bool:
    """Whether a line stands right above the article's own stamp: only such lines part it from one."""
    if line.index + 1 >= first_prose or not 15 <= len(line.text) <= 250:
        return False
    following = context.lines[line.index + 1]
    found = match_label(following.text)
    return is_bare_stamp(following.text) or (found is not None and found[0] in ("published", "read_count", "author"))


def _agrees(key: str, declared: Collection[str]) -> bool:
    """Equal to a declared title, or one cut short by the site (``Tuổi trẻ Kiên Giang ra quân chiến...``)."""
    return key in declared or any(
        len(title) >= 25 and (key.startswith(title.rstrip(". …")) or (len(key) >= 25 and title.startswith(key)))
        for title in declared
    )


def _is_cue(text: str) -> bool:
    """A label, a stamp or a bare number is no headline."""
    if match_label(text) is not None or not any(c.isalpha() for c in text):
        return True
    return parse_stamp(text) is not None and len(without_stamps(text).strip(" ,|-:()")) < 12


def _same_page(href: str, url: str) -> bool:
    return _bare(href) == _bare(url)


def _bare(url: str) -> str:
    return url.partition("#")[0].rpartition("://")[2].rstrip("/")


def _whole(line: Line, lines: Sequence[Line]) -> tuple[Line, ...]:
    """A headline broken by ``<br>`` is one: the lines of the same heading element."""
    if line.block.tag not in HEADINGS:
        return (line,)
    return tuple(other for other in lines if other.block is line.block)


def _declared_title(context: TitleContext) -> Title | None:
    """The head's own title, where nothing printed is one: its longest leading part that is not the site's name."""
    for title in context.declared:
        key = comparison_key(title)
        if key.startswith(tuple(context.site_names)) or _SITE_WORDS.search(key) or len(title) < 15 or " " not in title:
            continue
        if _UNIT_NAME.match(key) and len(title) < 60 and not _in_slug(title, context.url):
            continue
        parts = [other for other in context.declared if title.startswith(other) and len(other) >= 15]
        return Title(min(parts, key=len) if parts else title, (), "generic.title.declared", 0.4)
    return None


def _in_slug(title: str, url: str) -> bool:
    """Whether the URL spells the title: most of its words stand in the address."""
    words = re.findall(r"\w+", fold(title))
    address = set(re.findall(r"\w+", fold(url).replace("_", "-")))
    return bool(words) and sum(word in address for word in words) >= 0.7 * len(words)
