"""The element that holds the article's body: found by where the running text lies, not by any one CMS's names."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from lxml.html import HtmlElement

from crawler.extract.around.posted import is_dated_phrase
from crawler.extract.markup.lines import Line, is_inside
from crawler.extract.markup.zones import CONTENT
from crawler.vietnamese.labels import match_label

_PARAGRAPH_TAGS = "p li ul ol blockquote h1 h2 h3 h4 h5 h6 pre figure figcaption dt dd dl center tr tbody thead"
_PARAGRAPHS = frozenset(_PARAGRAPH_TAGS.split())
# Names that templates give to the body itself, strongest first.
_BODY_NAMES = re.compile(
    r"^(?:entry-content|post-content|article-content|article-body|articlebody|post-body|entry|news-content|news-body|"
    r"newscontent|news_content|content-detail|detail-content|details-content|contentdetail|detailcontent|noi-dung|noidung|"
    r"noidungtin|noi-dung-tin|chi-tiet-tin|chitiettin|fck_detail|bodytext|bodycontent|item-page|node__content|"
    r"field-name-body|field--name-body|td-post-content|elementor-widget-theme-post-content|single-content|"
    r"the-content|com-content-article__body|post_content|article_content|ms-rtestate-field|news-detail-content)$"
)
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar)(?:$|[?#])", re.IGNORECASE)
#: A file stands no more lines below its headline.
_NEAR = 12
_FOOTER = re.compile(
    r"^(?:©|copyright|bản quyền|giấy phép|chịu trách nhiệm|địa chỉ\s*:|trụ sở|điện thoại\s*:|đt\s*:|fax|email\s*:|"
    r"hotline|ghi rõ nguồn|thiết kế|phát triển bởi|xây dựng bởi|powered by|designed by|cơ quan chủ quản|mọi ý kiến)|"
    r"bản quyền thuộc|all rights reserved|ghi rõ nguồn",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:xem tiếp|xem thêm|chi tiết|đọc tiếp|đọc thêm|continue reading|read more)\W*$|(?:\[…\]|\[\.{3}\]|…|\.{3})\s*$",
    re.IGNORECASE,
)


#: A heading shorter than this is no running text, however it ends.
_HEADLINE = 250


@dataclass(frozen=True, slots=True)
class MainBlock:
    """``element`` holds the body; ``prose`` are its sentence lines; ``named``: a template's own name says so;
    ``start``: index of its first sentence, else of its first line (None: it prints no text)."""

    element: HtmlElement
    prose: tuple[Line, ...]
    named: bool
    start: int | None = None

    @property
    def size(self) -> int:
        """Characters of running text."""
        return sum(line.own_chars for line in self.prose)


@dataclass(frozen=True, slots=True)
class _Sums:
    text: dict[HtmlElement, float]
    links: dict[HtmlElement, float]
    lines: dict[HtmlElement, int]


def find_main_block(
    named: Sequence[HtmlElement],
    lines: Sequence[Line],
    ignored: Collection[int],
    cards: Mapping[int, str] | None = None,
) -> MainBlock | None:
    """The main block, or None where no running text and no named body exists.

    ``named`` are the page's ``named_bodies``, ``lines`` its lines; those whose index is in ``ignored`` (labels, related
    lists) count neither way. ``cards``: what ``teasers`` gives for the lines of the content, where that is known.
    """
    content = [line for line in lines if line.zone == CONTENT and line.index not in ignored]
    if cards is None:
        cards = teasers([line for line in lines if line.zone == CONTENT])
    prose = [line for line in content if is_prose(line) and line.index not in cards]
    sums = _sum_up(content, prose)
    best = _densest(prose, sums)
    body = _named_body(named, cards, content)
    if body is not None and (best is None or _is_better(body, best, prose, sums)):
        best = body
    if best is None:
        return None
    inside = tuple(line for line in prose if is_inside(line.block, best))
    opening = inside or [line for line in content if is_inside(line.block, best)]
    return MainBlock(best, inside, best is body, opening[0].index if opening else None)


def _is_better(named: HtmlElement, best: HtmlElement, prose: Sequence[Line], sums: _Sums) -> bool:
    """Whether the named body goes before the densest box: it holds most of its text, or pictures below a lone lead."""
    if sums.text[named] >= 0.7 * sums.text[best] or is_inside(best, named):
        return True
    lone = [line for line in prose if is_inside(line.block, best)]
    return len(lone) == 1 and len(prose) == 1 and named.find(".//img") is not None


def files_below(lines: Sequence[Line], headline: Line) -> MainBlock | None:
    """The box of the first file that is offered below a headline: what there is of an article that only is a file."""
    for line in lines[headline.index + 1 : headline.index + 1 + _NEAR]:
        if line.zone == CONTENT and line.hrefs and any(map(_FILE.search, line.hrefs)):
            box = line.block
            for up in line.block.iterancestors():
                if is_inside(headline.block, up):
                    break
                box = up
            return MainBlock(box, (), named=False, start=line.index)
    return None


def is_prose(line: Line) -> bool:
    """Running text that is neither the site's imprint, nor who posted the page when, nor a headline closed with a full
    stop."""
    if line.prose is None:
        headline = line.block.tag in ("h1", "h2") and len(line.text) < _HEADLINE
        told = _FOOTER.search(line.text) or is_dated_phrase(line.text)
        line.prose = not headline and line.is_sentence and not told
    return line.prose


def teasers(lines: Sequence[Line]) -> dict[int, str]:
    """Sentence lines that only announce another page: index of the line -> the URL announced."""
    found: dict[int, str] = {}
    headlines: Counter[HtmlElement] | None = None
    for position, line in enumerate(lines):
        if not line.is_sentence:
            continue
        before = [other for other in _up_to_heading(lines, position) if _heads_a_card(other)]
        after = [other for other in lines[position + 1 : position + 2] if other.is_link and _MORE.search(other.text)]
        inner = line.hrefs and _MORE.search(line.text)
        for other in [*reversed(before), *after]:
            headlines = _headlines_in(lines) if headlines is None else headlines
            if _same_card(line, other, headlines):
                found[line.index] = other.hrefs[0]
        if inner and line.index not in found:
            found[line.index] = line.hrefs[-1]
    return found


def _heads_a_card(line: Line) -> bool:
    """A headline link that no label tells from the text around it (``Xem thêm: …`` amid an article)."""
    return is_headline_link(line) and match_label(line.text) is None


def _headlines_in(lines: Sequence[Line]) -> Counter[HtmlElement]:
    """How many headline links each element holds."""
    held: Counter[HtmlElement] = Counter()
    for line in lines:
        if is_headline_link(line):
            held.update((line.block, *line.block.iterancestors()))
    return held


def _up_to_heading(lines: Sequence[Line], position: int) -> Sequence[Line]:
    """The three lines before a position, those above a headline that is no link left out: it heads what follows."""
    for start in range(position - 1, max(-1, position - 4), -1):
        if lines[start].block.tag in ("h1", "h2") and not lines[start].is_link:
            return lines[start + 1 : position]
    return lines[max(0, position - 3) : position]


def is_headline_link(line: Line) -> bool:
    """A line that is a link with the words of a headline."""
    if line.to_self or not line.is_link or len(set(line.hrefs)) != 1:
        return False
    return len(line.text) >= 20 and line.text.count(" ") >= 3


def _same_card(line: Line, link: Line, headlines: Counter[HtmlElement]) -> bool:
    """Whether a headline link and a text stand in one small box (a card), apart from other text. ``headlines``: how
    many headline links each element holds; a list of several beside a text announces nothing of it."""
    if line.block is link.block:
        return abs(line.index - link.index) <= 2
    ancestors = list(link.block.iterancestors())[:4]
    beside = link.block
    for shared in [link.block, *ancestors]:
        if is_inside(line.block, shared):
            break
        beside = shared
    else:
        return False
    if headlines[beside] > 1:
        return False
    return len(shared.text_content().strip()) < 3 * len(line.text) + len(link.text) + 200


def _sum_up(content: Sequence[Line], prose: Sequence[Line]) -> _Sums:
    sums = _Sums(defaultdict(float), defaultdict(float), defaultdict(int))
    chosen = {line.index for line in prose}
    own: dict[HtmlElement, list[float]] = {}
    for line in content:
        of_block = own.setdefault(line.block, [0, 0, 0])
        of_block[0] += 1
        if line.index in chosen:
            of_block[1] += line.own_chars
        elif line.is_link:
            of_block[2] += min(len(line.text), 60)
    for block, (count, text, links) in own.items():
        sums.lines[block], sums.text[block], sums.links[block] = int(count), text, links
    for element, parent in _upwards(own):  # each box once, however deep the page nests
        sums.lines[parent] += sums.lines[element]
        sums.text[parent] += sums.text[element]
        sums.links[parent] += sums.links[element]
    return sums


def _upwards(blocks: Iterable[HtmlElement]) -> list[tuple[HtmlElement, HtmlElement]]:
    """The blocks and all boxes around them, each with the box that it is in, inner ones before outer ones."""
    depths: dict[HtmlElement, int] = {}
    pairs: list[tuple[int, HtmlElement, HtmlElement]] = []
    for block in blocks:
        path = []
        up: HtmlElement | None = block
        while up is not None and up not in depths:
            path.append(up)
            up = up.getparent()
        depth = depths[up] if up is not None else -1
        parent = up
        for element in reversed(path):
            depth += 1
            depths[element] = depth
            if parent is not None:
                pairs.append((depth, element, parent))
            parent = element
    pairs.sort(key=itemgetter(0), reverse=True)
    return [(element, parent) for _, element, parent in pairs]


def _densest(prose: Sequence[Line], sums: _Sums) -> HtmlElement | None:
    """The box with most text directly in it; widened while what a wider box adds is mostly text, and enough of it."""
    direct: dict[HtmlElement, float] = defaultdict(float)
    for line in prose:
        direct[_box(line, sums)] += line.own_chars
    if not direct:
        return None
    best = max(direct, key=lambda element: direct[element])
    for wider in list(best.iterancestors()):
        added = (sums.text[wider] - sums.text[best]) - (sums.links[wider] - sums.links[best])
        if wider.tag != "html" and added >= 0.15 * sums.text[best]:
            best = wider
    return best


def _box(line: Line, sums: _Sums) -> HtmlElement:
    """The nearest element around a line that is more than a paragraph: it holds other lines too."""
    box = line.block
    for element in (line.block, *line.block.iterancestors()):
        box = element
        if element.tag not in _PARAGRAPHS and sums.lines[element] > 1:
            break
    return box


def named_bodies(root: HtmlElement, lines: Sequence[Line]) -> list[HtmlElement]:
    """The elements that a template names as body, outermost first, of those around the content's lines and pictures."""
    seen: set[HtmlElement] = set()
    found = []
    for start in (*[line.block for line in lines if line.zone == CONTENT], *root.iter("img")):
        up: HtmlElement | None = start
        while up is not None and up not in seen:
            seen.add(up)
            if _is_named_body(up):
                found.append(up)
            up = up.getparent()
    return sorted(found, key=lambda element: sum(1 for _ in element.iterancestors()))


def _named_body(named: Sequence[HtmlElement], cards: Mapping[int, str], content: Sequence[Line]) -> HtmlElement | None:
    """The one element that a template names as body; None where several stand side by side (a listing)."""
    outer = [e for e in named if not any(up in named for up in e.iterancestors()) and _is_open(e, content)]
    if len(outer) != 1:
        return None
    body = outer[0]
    inner = [e for e in named if is_inside(e, body) and e.get("itemprop") == "articleBody"]
    held = {line.index: line.block for line in content if is_inside(line.block, body) and line.is_sentence}
    if held and set(held) <= set(cards):
        return None
    return inner[0] if inner else _innermost(body, named, list(held.values()))


def _innermost(body: HtmlElement, named: Sequence[HtmlElement], texts: Sequence[HtmlElement]) -> HtmlElement:
    """The innermost named body that holds all text of ``body``, where that holds the headline as well."""
    if not texts or body.find(".//h1") is None:
        return body
    inner = [e for e in named if is_inside(e, body) and all(is_inside(text, e) for text in texts)]
    return inner[-1] if inner else body


def _is_named_body(element: HtmlElement) -> bool:
    if element.get("itemprop") == "articleBody":
        return True
    return element.tag not in ("body", "html", "a", "span") and _names_a_body(element.get("class"), element.get("id"))


@lru_cache(maxsize=4096)
def _names_a_body(*names: str | None) -> bool:
    return any(_BODY_NAMES.match(name) for part in names if part for name in part.lower().split())


def _is_open(element: HtmlElement, content: Sequence[Line]) -> bool:
    """Whether the element shows something of the content (an empty or hidden box of that name does not count)."""
    return bool(element.xpath("boolean(.//img)")) or any(is_inside(line.block, element) for line in content)
