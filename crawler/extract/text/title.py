"""The headline: the heading-like text that opens the body. Never the site's own name."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crawler.extract.around.posted import posted
from crawler.extract.around.rows import headline_of
from crawler.extract.around.stamp import is_bare_stamp
from crawler.extract.markup.emphasis import HEADINGS, emphasis, voice
from crawler.extract.markup.lines import Line, is_inside
from crawler.extract.markup.zones import CONTENT, CRUMBS
from crawler.vietnamese.dates import parse_stamp, without_stamps
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.name_words import DEEDS
from crawler.vietnamese.text import comparison_key, fold, tone_canonical

_LOOK_BACK = 25
#: A headline is broken into no more lines.
_MOST_LINES = 4
#: The emphasis of a line that is bold and nothing else.
_BOLD = 2.0
#: The longest headline that may be closed with a full stop.
_LONGEST_SENTENCE = 250
# Words of a site's own name or slogan.
_UNIT = re.compile(r"(?:trung ương|tỉnh|thành|huyện|thị|quận|xã)[ -]?đoàn|đoàn (?:khối|tncs|thanh niên)|hội lhtn")
_UNIT_NAME = re.compile(rf"{_UNIT.pattern}|tuổi trẻ")
#: Small words that are still part of a unit's name.
_UNIT_GOES_ON = frozenset(
    ("các", "cơ", "tỉnh", "huyện", "thị", "thành", "quận", "xã", "phường", "trường", "khối", "cộng", "và", "thuộc")
)
_WORD = re.compile(r"\w+")
#: What an address has beside words.
_NO_WORDS = frozenset({"html", "htm", "aspx", "php", "0"})
_SITE_WORDS = re.compile(r"(?:cổng|trang) thông tin|diễn đàn của|website|trang chủ|trang tin điện tử|home ?page")
#: How an entry of a list begins.
_BULLETS = ("- ", "+ ", "• ", "* ", "– ")
#: What is labelled between a headline and its text.
_ABOVE_TEXT = frozenset({"published", "read_count", "author", "poster"})
#: A breadcrumb's entry that may be a headline; a word that opens a stamp (``Chi tiết``).
_SHORTEST_ENTRY, _LONGEST_OPENING = 20, 12
#: What forms that show a record call its headline.
_TITLE_FIELDS = frozenset({"tieu de", "tieu de tin", "tieu de bai viet", "ten bai viet", "title"})
_LONGEST_FIELD = 20


@dataclass(frozen=True, slots=True)
class Title:
    """The headline's text, the lines that print it (none where only the head gives it), and the rule that found it."""

    text: str
    lines: tuple[Line, ...]
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class TitleContext:
    """What the choice needs to know: titles the head declares, names of the site (comparison keys), the page's URL and
    lines, and what the site is known to print on most pages (comparison keys)."""

    declared: tuple[str, ...]
    site_names: frozenset[str]
    url: str
    lines: Sequence[Line] = ()
    repeated: Collection[str] = frozenset()

    def links_before(self, line: Line, first_prose: int | None) -> int:
        """How many link lines part a line from the body: a menu between means that it belongs to the page's head. Links
        that lead nowhere else are no menu but tools: stars to vote by, letters to enlarge the text."""
        between = self.lines[line.index + 1 : first_prose] if first_prose is not None else ()
        passed = self.lines[first_prose].passed if first_prose is not None else 0
        return passed + sum((other.is_link and not other.to_self) + other.passed for other in between)


def find_title(lines: Sequence[Line], first_prose: int | None, context: TitleContext) -> Title | None:
    """The headline among ``lines`` above the line with index ``first_prose`` (None: anywhere), else the head's."""
    if (named := _named_by_a_form(lines, first_prose)) is not None:
        return Title(named.text, (named,), "generic.title.label", 0.95)
    declared = {comparison_key(title) for title in context.declared if not _names_the_site(title, context)}
    declared |= _end_of_trail(lines)
    scored = [(_score(line, first_prose, declared, context), line) for line in _candidates(lines, first_prose)]
    scored = [(score, line) for score, line in scored if score >= 2]
    if scored:
        score, line = max(scored, key=lambda pair: (pair[0], pair[1].index))
        whole = _whole(line, lines)
        text = " ".join(headline_of(part) for part in whole)
        return Title(text, whole, "generic.title.visible", 0.95 if score >= 6 else 0.7)
    return _declared_title(context)


def _end_of_trail(lines: Sequence[Line]) -> set[str]:
    """The key of a breadcrumb's last entry, where it links nowhere and nothing of that name leads to another page: a
    section stands in the menu as well."""
    trail = [line for line in lines if line.zone == CRUMBS]
    if not trail or trail[-1].hrefs or len(trail[-1].text) < _SHORTEST_ENTRY:
        return set()
    key = comparison_key(trail[-1].text)
    return (
        set() if any(line.hrefs and not line.to_self and comparison_key(line.text) == key for line in lines) else {key}
    )


def _named_by_a_form(lines: Sequence[Line], first_prose: int | None) -> Line | None:
    """The line beside the words ``Tiêu đề`` in the row of a table: a form that shows a record field by field."""
    for line in lines[:first_prose]:
        if len(line.text) <= _LONGEST_FIELD and fold(line.text).strip(" :") in _TITLE_FIELDS:
            row = next(line.block.iterancestors("tr"), None)
            beside = lines[line.index + 1] if line.index + 1 < len(lines) else None
            if (
                row is not None
                and beside is not None
                and is_inside(beside.block, row)
                and beside.block is not line.block
            ):
                return beside
    return None


def heads_the_text(found: Title | None, prose: Sequence[Line], context: TitleContext) -> bool:
    """Whether the first sentence is the headline, closed with a full stop, rather than what was ``found``: the address
    spells it and no line above, or it stands out from the text, or it stands out above a stamp."""
    if not prose or len(prose[0].text) > _LONGEST_SENTENCE or prose[0].hrefs or ". " in prose[0].text:
        return False
    first = prose[0]
    if spells(first.text, context.url):
        return found is None or not found.lines or not spells(found.text, context.url)
    if found is not None:
        return False
    weight = emphasis(first)
    if weight >= _BOLD and _heads_a_stamp(first, len(context.lines), context):
        return True
    return weight >= _BOLD and len(prose) > 1 and emphasis(prose[1]) < weight


def as_headline(line: Line) -> Title:
    """The headline that is the first sentence."""
    return Title(line.text, (line,), "generic.title.sentence", 0.7)


def _candidates(lines: Sequence[Line], first_prose: int | None) -> list[Line]:
    above = [line for line in lines if line.zone == CONTENT and (first_prose is None or line.index < first_prose)]
    near = above[-_LOOK_BACK:] if first_prose is not None else above
    return [line for line in above if line in near or line.block.tag == "h1"]


def _score(line: Line, first_prose: int | None, declared: Collection[str], context: TitleContext) -> float:
    key, length = comparison_key(line.text), len(line.text)
    if key in context.site_names or key in context.repeated or length < 4 or length > 400 or _is_cue(line.text):
        return -10.0
    spelt = spells(line.text, context.url)
    score = _weight(line, first_prose, context, spelt) - (4 if _SITE_WORDS.search(key) else 0)
    links = context.links_before(line, first_prose)
    if links >= 8:  # a menu stands between: the head of the page, not of the article
        score -= 5
    if spelt or (_agrees(key, declared) and (links < 8 or score >= 4)):
        score += 5
    if first_prose is not None:
        score += _place(line, first_prose, context, score)
    if line.is_link and not any(_same_page(href, context.url) for href in line.hrefs):
        score -= 4
    if line.is_sentence:
        score -= 3 if length > 160 or score < 3 else 1
    return score - (2 if length < 15 else 0)


def _weight(line: Line, first_prose: int | None, context: TitleContext, spelt: bool) -> float:
    """How much a line stands out from the text; less than nothing for what opens a list or names a unit."""
    weight = emphasis(line)
    if first_prose is not None and weight < 4 and weight == emphasis(context.lines[first_prose]):
        after = context.lines[first_prose + 1 : first_prose + 4]
        if not any(other.is_sentence and emphasis(other) != weight for other in after):
            weight = 0.0  # it looks like the text, not only like its lead
    if weight < 4 and not spelt and (line.text.endswith(":") or line.text.startswith(_BULLETS)):
        return weight - 5
    if weight == 0 and not spelt and len(line.text) < 60 and _names_a_unit(line.text):
        return -3.0
    return weight + (1 if weight == _BOLD else 0)


def _names_a_unit(text: str) -> bool:
    """Whether a line is a unit's name: ``Huyện đoàn Hòa Vang``, not what it did: ``Huyện đoàn tổng kết năm``."""
    found = _UNIT.match(comparison_key(text))
    if found is None:
        return False
    if DEEDS.search(tone_canonical(text).lower()):
        return False
    after = text[found.end() :].split()
    return len(after) < 3 or not after[0].isalpha() or not after[0].islower() or after[0] in _UNIT_GOES_ON


def _place(line: Line, first_prose: int, context: TitleContext, score: float) -> float:
    """What its place above the text adds to a line's score."""
    added = -0.25 * sum(not other.is_link for other in context.lines[line.index + 1 : first_prose])
    if score == 0 and len(line.text) >= 20 and not line.hrefs:
        added += 2.3  # plain, but right above the text or its lead
    if score >= 0 and not line.hrefs and _heads_a_stamp(line, first_prose, context):
        added += 2.0
    return added


def _heads_a_stamp(line: Line, first_prose: int, context: TitleContext) -> bool:
    """Whether a line stands right above the article's own stamp, or above a word (``Chi tiết``) that opens it."""
    if line.index + 1 >= first_prose or not 15 <= len(line.text) <= 250:
        return False
    below = context.lines[line.index + 1 : first_prose]
    if _is_of_a_stamp(below[0].text):
        return True
    opens = len(below) > 1 and len(below[0].text) <= _LONGEST_OPENING and not below[0].hrefs
    return opens and match_label(below[0].text) is None and _is_of_a_stamp(below[1].text)


def _is_of_a_stamp(text: str) -> bool:
    found = match_label(text)
    return is_bare_stamp(text) or posted(text) is not None or (found is not None and found[0] in _ABOVE_TEXT)


def _agrees(key: str, declared: Collection[str]) -> bool:
    """Equal to a declared title, or one cut short by the site (``Tuổi trẻ Kiên Giang ra quân chiến...``)."""
    return key in declared or any(
        len(title) >= 25 and (key.startswith(title.rstrip(". …")) or (len(key) >= 25 and title.startswith(key)))
        for title in declared
    )


def _is_cue(text: str) -> bool:
    """A label, a stamp, who posted the page or a bare number is no headline."""
    if match_label(text) is not None or posted(text) is not None or not any(c.isalpha() for c in text):
        return True
    return parse_stamp(text) is not None and len(without_stamps(text).strip(" ,|-:()")) < 12


def _same_page(href: str, url: str) -> bool:
    return _bare(href) == _bare(url)


def _bare(url: str) -> str:
    return url.partition("#")[0].rpartition("://")[2].rstrip("/")


def _whole(line: Line, lines: Sequence[Line]) -> tuple[Line, ...]:
    """A headline broken by ``<br>`` is one: the lines of one heading element, or of one bold or large text."""
    if line.block.tag in HEADINGS:
        return tuple(other for other in lines if other.block is line.block)
    setting = voice(line)
    if setting is None:
        return (line,)
    whole = [line]
    for step in (-1, 1):
        at = line.index + step
        while 0 <= at < len(lines) and lines[at].block is line.block and voice(lines[at]) is setting:
            if lines[at].is_sentence or _is_cue(lines[at].text):
                break
            whole.append(lines[at])
            at += step
    return tuple(sorted(whole, key=lambda part: part.index)) if len(whole) <= _MOST_LINES else (line,)


def _declared_title(context: TitleContext) -> Title | None:
    """The head's own title, where nothing printed is one: its longest leading part that is not the site's name."""
    for title in context.declared:
        key = comparison_key(title)
        if key.startswith(tuple(context.site_names)) or len(title) < 15 or " " not in title:
            continue
        if _names_the_site(title, context):
            continue
        parts = [other for other in context.declared if title.startswith(other) and len(other) >= 15]
        return Title(min(parts, key=len) if parts else title, (), "generic.title.declared", 0.4)
    return None


def _names_the_site(title: str, context: TitleContext) -> bool:
    """Whether a declared title is the site's name rather than the page's."""
    key = comparison_key(title)
    if key in context.site_names or key in context.repeated or _SITE_WORDS.search(key):
        return True
    return bool(_UNIT_NAME.match(key)) and len(title) < 60 and not _in_slug(title, context.url)


def _in_slug(title: str, url: str) -> bool:
    """Whether the URL spells the title: most of its words stand in the address."""
    words = re.findall(r"\w+", fold(title))
    address = _words_of(url)
    return bool(words) and sum(word in address for word in words) >= 0.7 * len(words)


def spells(text: str, url: str) -> bool:
    """Whether the last part of the URL is made of the line: nearly all words of each stand in the other. (Systems cut
    long addresses short and leave small words out.)"""
    words = _WORD.findall(fold(text))
    if len(words) < 4:
        return False
    for part in {url.partition("?")[0].rstrip("/"), url.rstrip("/")}:
        slug = _words_of(part.rpartition("/")[2])
        shared = sum(word in slug for word in words)
        if shared >= 0.7 * len(words) and len(slug.intersection(words)) >= 0.8 * len(slug):
            return True
    return False


@lru_cache(maxsize=64)
def _words_of(url: str) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(url).replace("_", "-"))) - _NO_WORDS
