"""What a page is: an article, a listing of others, a static page, an error, or the template without an article."""

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from crawler.extract.markup.addresses import is_own, split
from crawler.extract.markup.lines import Line, absolute, is_inside
from crawler.extract.markup.zones import CHROME, CONTENT, zone_at
from crawler.extract.reading import ReadingKind
from crawler.extract.text.gallery import is_of_pictures
from crawler.extract.text.main_block import MainBlock, is_headline_link, teasers
from crawler.extract.text.players import holds_player
from crawler.extract.text.title import Title
from crawler.vietnamese.names import looks_like_byline
from crawler.vietnamese.syllables import share_of_syllables
from crawler.vietnamese.text import comparison_key, fold

_HOME_PATH = re.compile(
    r"^/?(?:(?:vi|vn|en)/?)?(?:index\.\w+|default\.aspx|home\.\w+|trang-chu(?:\.\w+)?)?/?$", re.IGNORECASE
)
# A query that names one thing, not a section, a module or a page of a list.
_ID_QUERY = re.compile(
    r"(?:^|&)(?!(?:page\w*|start|limitstart|trang|pg|tabid|cat\w*|cid|cn|gd|loai|lang\w*|nv|mod\w*|itemid)=)\w+=[^&]*\d",
    re.IGNORECASE,
)
#: On servers of Microsoft's (DotNetNuke, SharePoint) an article's number; on Joomla (``Itemid``) an entry of the menu.
_ITEM_QUERY = re.compile(r"(?:^|&)itemid=\d", re.IGNORECASE)
_LISTING_PATH = re.compile(
    r"/(?:page|trang|page-|trang-)/?\d+/?$|/(?:tag|tags|category|author|search|tim-kiem)/", re.IGNORECASE
)
_LISTING_TITLE = re.compile(
    r"^(?:category|categories|tags?|the|chuyen muc|danh muc|tu khoa|archives?|luu tru|author|tac gia|nam|thang|ngay|"
    r"day|month|year|search results?(?: for)?|tim kiem|ket qua tim kiem|chu de)\s*[:：]|"
    r"^(?:ket qua tim kiem|search results)\b"
)
_ERROR = re.compile(
    r"\b404\b|not found|forbidden|access denied|tu choi truy cap|truy cap bi tu choi|khong co quyen|dang bao tri|"
    r"under construction|database error|error establishing|internal server error|fatal error|service unavailable|"
    r"bad gateway|page can.?t be found|account suspended|trang ban tim khong|khong tim thay trang|trang khong ton tai"
)
_THINGS = r"(?:bai viet|tin|noi dung|ban tin|tin tuc|du lieu|van ban|bai)"
_NOTHING = re.compile(
    rf"^(?:xin loi\W+)?{_THINGS}(?: ban tim| yeu cau)?(?: nay)? "
    r"(?:khong ton tai|da bi xoa|khong tim thay|chua duoc cap nhat|dang (?:duoc )?cap nhat)|"
    rf"^(?:khong tim thay|khong co|chua co) {_THINGS}\b(?! sao)"
)
#: A headline of an error page, however much that says below it.
_ERROR_TITLE = re.compile(
    r"^\W*(?:(?:trang )?(?:loi|error)\W*)?404\b|^\W*(?:(?:oops|rat tiec|xin loi)\W+)?(?:page not found|not found\b|"
    r"khong tim thay (?:trang|noi dung|bai viet|du lieu|duong dan)|"
    r"(?:trang|duong dan|dia chi|lien ket)(?: web)?(?: nay| ban (?:tim|yeu cau|truy cap|can tim))* "
    r"(?:khong ton tai|khong tim thay|khong con|da bi xoa))"
)
_STATIC = re.compile(
    r"^(?:gioi thieu|lien he|so do|co cau to chuc|bo may|dieu le|lich su|chuc nang|lanh dao|ban chap hanh$|gop y|"
    r"ban do|sitemap|chinh sach|dieu khoan|huong dan su dung|about|contact|lich (?:cong tac|lam viec)|hoi dap$|"
    r"cau hoi thuong gap|danh ba|lien ket web)"
)
_FILES = etree.XPath("boolean(.//a[contains(@href, '.pdf') or contains(@href, '.doc') or contains(@href, '.xls')])")
_MEDIA = "boolean(.//img | .//iframe | .//video | .//a[contains(@href, '.pdf') or contains(@href, '.doc')])"
# Body classes by which templates say what they print.
_TEMPLATES: tuple[tuple[re.Pattern[str], ReadingKind], ...] = (
    (re.compile(r"^error404$"), ReadingKind.ERROR),
    (re.compile(r"^(?:home|blog|archive|category|tag|search|search-results|author|date|tax-.+|post-type-archive)$"),
     ReadingKind.LISTING),
    (re.compile(r"^(?:view-(?:category|categories|featured|search|tag|archive)|path-frontpage|front|page-taxonomy|"
                r"path-taxonomy|page-search|path-search)$"), ReadingKind.LISTING),
    (re.compile(r"^(?:single|single-post|view-article|single-format-.+)$"), ReadingKind.ARTICLE),
    (re.compile(r"^(?:(?:page-)?node-type-(?:page|book|forum|webform|poll|faq)|page-id-\d+|page-template|"
                r"page-template-default)$"), ReadingKind.PAGE),
    (re.compile(r"^(?:page-node-type-.+|node-type-.+)$"), ReadingKind.ARTICLE),
)  # fmt: skip


_NUMBER = re.compile(r"\d{2,}$|^[a-z]?\d{2,}(?=[-_])")
_HEADINGS = frozenset({"h1", "h2", "h3"})
#: Share of a list's text that may describe its section.
_LITTLE_ABOVE = 0.2
#: Rows of a list of documents: number, day, what it is about; and their share of the text.
_FEWEST_ROWS, _FEWEST_CELLS, _MOST_OF = 3, 3, 0.7
_FEWEST_CARDS = 3
_A_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|pdf|docx?|xlsx?|zip|rar|mp[34])$", re.IGNORECASE)
_HEADED = etree.XPath("boolean(.//h2 | .//h3 | .//h4)")
#: Characters of running text below which a page without a headline is no article.
_LEAST_UNTITLED = 150
#: Characters of running text that are enough below a headline.
_ENOUGH = 200
#: Characters of running text that make a page of one that the menu leads to.
_SHORTEST_PAGE = 80
#: Share of words that are Vietnamese syllables, above which a text is no junk.
_PROSE = 0.6


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a page when its kind is judged. ``addressed``: its URL has the shape of the site's articles;
    ``static``: of its static pages. ``marks``: how many of stamp, read count, byline and tags the page prints.
    ``furnished``: it is known what the site prints on every page, so that ``block`` has none of it;
    ``described``: the page describes one document field by field."""

    url: str
    base: str
    root: HtmlElement
    lines: Sequence[Line]
    block: MainBlock | None
    title: Title | None
    related: frozenset[int]
    addressed: bool
    static: bool
    marks: int
    furnished: bool = False
    described: bool = False


def template_kind(root: HtmlElement) -> ReadingKind | None:
    """What the template says by the classes of ``<body>``; None where it says nothing."""
    names = (root.get("class") or "").split()
    for pattern, kind in _TEMPLATES:
        if any(pattern.match(name) for name in names):
            return kind
    return None


def judge(evidence: Evidence) -> ReadingKind:
    """The page's kind by URL, template and content, the surest evidence first. A page that prints itself when it is
    loaded is another's twin for paper, whatever its address."""
    if "print(" in (evidence.root.get("onload") or ""):
        return ReadingKind.UNKNOWN
    template = template_kind(evidence.root)
    size = evidence.block.size if evidence.block else 0
    if template == ReadingKind.ERROR or (size < 400 and _says(evidence, _ERROR, _NOTHING)):
        return ReadingKind.EMPTY if template is None and _says(evidence, _NOTHING) else ReadingKind.ERROR
    if _is_headed_as_error(evidence):
        return ReadingKind.ERROR
    if (
        template != ReadingKind.LISTING
        and size >= _SHORTEST_PAGE
        and _is_named_static(evidence)
        and _is_in_menu(evidence)
    ):
        return ReadingKind.PAGE
    if template == ReadingKind.LISTING or _is_listing_address(evidence):
        return ReadingKind.LISTING
    if evidence.described and evidence.block is not None and evidence.title is not None:
        return ReadingKind.ARTICLE
    if evidence.block is None or (evidence.title is None and not _is_untitled(evidence, evidence.block)):
        return _without_text(evidence)
    if template != ReadingKind.ARTICLE and _is_listing(evidence, evidence.block):
        return ReadingKind.EMPTY if evidence.addressed and evidence.block.size < 150 else ReadingKind.LISTING
    if not _is_enough(evidence, evidence.block, template):
        return _without_text(evidence)
    return ReadingKind.PAGE if _is_static(evidence, template) else ReadingKind.ARTICLE


def _is_headed_as_error(evidence: Evidence) -> bool:
    """Whether the headline says that there is no such page, and nothing on it is an article's own."""
    return evidence.marks == 0 and evidence.title is not None and bool(_ERROR_TITLE.search(fold(evidence.title.text)))


def _says(evidence: Evidence, *patterns: re.Pattern[str]) -> bool:
    content = [line.text for line in evidence.lines if line.zone == CONTENT and not line.is_link]
    shown = ([evidence.title.text] if evidence.title else []) + [text for text in content if len(text) < 160][:12]
    return any(pattern.search(fold(text)) for text in shown if len(text) < 160 for pattern in patterns)


def _is_listing_address(evidence: Evidence) -> bool:
    parts = urlsplit(evidence.url)
    if _HOME_PATH.match(parts.path) and (not parts.query or not evidence.addressed):
        return not evidence.addressed and not _asks_for_one(evidence.url)
    if evidence.addressed:
        return False
    is_long = evidence.block is not None and evidence.block.size > 600 and evidence.marks > 0
    return bool(_LISTING_PATH.search(parts.path)) and not is_long


def _headline_links(evidence: Evidence) -> list[Line]:
    return [
        line
        for line in evidence.lines
        if line.zone == CONTENT and line.index not in evidence.related and is_headline_link(line)
    ]


def _is_listing(evidence: Evidence, block: MainBlock) -> bool:
    """Whether announcements of other pages outweigh the page's own text."""
    if evidence.title and _LISTING_TITLE.match(fold(evidence.title.text)):
        return True
    content = [line for line in evidence.lines if line.zone == CONTENT and line.index not in evidence.related]
    cards = teasers(content)
    announced = sum(len(line.text) for line in content if line.index in cards)
    links = len(_headline_links(evidence))
    size = block.size
    if not evidence.addressed and (_is_run_of_articles(evidence, block) or _is_rows(evidence, block)):
        return True
    if evidence.addressed and _is_section_of_one(evidence, block):
        return True
    if len(set(cards.values())) >= 3 and announced > size:
        return True
    return links >= 4 and size < 50 * links and size < 400 and evidence.marks == 0


def _is_run_of_articles(evidence: Evidence, block: MainBlock) -> bool:
    """Whether the text stands below two or more linked headings, little of it above them: whole articles in a list."""
    headings = [
        line.index
        for line in _headline_links(evidence)
        if line.block.tag in _HEADINGS and is_inside(line.block, block.element)
    ]
    if not headings or (len(headings) == 1 and (_is_headed_below(evidence, headings[0]) or not _is_in_menu(evidence))):
        return False
    above = sum(line.own_chars for line in block.prose if line.index < headings[0])
    headed = {bisect(headings, line.index) for line in block.prose} - {0}
    return above < _LITTLE_ABOVE * block.size and len(headed) >= min(2, len(headings))


def _is_headed_below(evidence: Evidence, heading: int) -> bool:
    """Whether the page's own headline, which links nowhere, stands below a linked heading: that is its section's."""
    headline = evidence.title.lines[0] if evidence.title and evidence.title.lines else None
    return headline is not None and not headline.hrefs and headline.index > heading


def _is_rows(evidence: Evidence, block: MainBlock) -> bool:
    return _is_list_of_documents(block) or _is_row_of_cards(evidence, block)


def _is_row_of_cards(evidence: Evidence, block: MainBlock) -> bool:
    """Whether the text stands in several ``<article>`` of one parent, each with a heading and a link of its own: cards,
    whose link may lie over them without a word."""
    cards: dict[HtmlElement, int] = {}
    for line in block.prose:
        card = line.block if line.block.tag == "article" else next(line.block.iterancestors("article"), None)
        if card is not None and _HEADED(card) and _leads_on(evidence, card):
            cards[card] = cards.get(card, 0) + line.own_chars
    if evidence.marks > 0 and block.prose and not any(is_inside(block.prose[0].block, card) for card in cards):
        return False  # a text above them, with its stamp
    siblings = len({card.getparent() for card in cards}) == 1
    return siblings and len(cards) >= _FEWEST_CARDS and sum(cards.values()) > _MOST_OF * block.size


def _leads_on(evidence: Evidence, card: HtmlElement) -> bool:
    """Whether a card has a link to another page of the site that says nothing, is a heading or in one, or stands alone
    in its box: not one among the words of a text."""
    for anchor in card.iter("a"):
        href = absolute(evidence.base, anchor.get("href") or "")
        parts = split(href)
        if parts.netloc != split(evidence.url).netloc or is_own(href, evidence.url) or _A_FILE.search(parts.path):
            continue
        words, box = anchor.text_content().split(), anchor.getparent()
        if not words or _HEADED(anchor) or (box is not None and box.text_content().split() in (words, [])):
            return True
        if box is card and not (anchor.tail or "").strip():
            return True
    return False


def _is_section_of_one(evidence: Evidence, block: MainBlock) -> bool:
    """Whether the text is of another page, whose linked headline stands above it, and the page's own headline is what
    the menu calls it: a section that shows the whole of its one article. Some systems number sections as articles."""
    if block.start is None or evidence.title is None or not evidence.title.lines:
        return False
    between = evidence.lines[evidence.title.lines[-1].index + 1 : block.start]
    if not any(is_headline_link(line) and not line.to_self for line in between):
        return False
    return _is_in_menu(evidence)


def _is_list_of_documents(block: MainBlock) -> bool:
    """Whether the text stands in rows of a table that each lead on: to a document, or to the page of one."""
    rows: dict[HtmlElement, int] = {}
    for line in block.prose:
        row = next(line.block.iterancestors("tr"), None) if line.block.tag != "tr" else line.block
        if row is not None and len(row) >= _FEWEST_CELLS and row.find(".//a[@href]") is not None:
            rows[row] = rows.get(row, 0) + line.own_chars
    return len(rows) >= _FEWEST_ROWS and sum(rows.values()) > _MOST_OF * block.size


def _is_enough(evidence: Evidence, block: MainBlock, template: ReadingKind | None) -> bool:
    """Whether there is enough of an article: text, or pictures or files under a headline in a body that is named."""
    if template in (ReadingKind.ARTICLE, ReadingKind.PAGE):
        return True
    vouched = evidence.marks > 0 or evidence.addressed or block.named
    vouched = vouched or (evidence.furnished and _names_one_thing(evidence.url))
    headed = evidence.title is not None and bool(evidence.title.lines)
    short = headed and block.size < _ENOUGH and _names_one_thing(evidence.url)
    vouched = vouched or (short and _is_signed(evidence, block))
    if block.size >= (80 if vouched and headed else _ENOUGH if headed else 250):
        return True
    if headed and vouched and block.size == 0 and _FILES(block.element):
        return True
    if headed and evidence.marks > 0 and block.start is None and holds_player(block.element):
        return True
    if headed and evidence.marks > 0 and block.size == 0 and is_of_pictures(block.element):
        return True
    full = bool(block.element.xpath(_MEDIA)) or bool(block.element.text_content().strip())
    return block.named and full and (evidence.marks > 0 or evidence.addressed)


def _is_signed(evidence: Evidence, block: MainBlock) -> bool:
    """Whether an author's line follows the text in its box: templates without an article have none."""
    last = block.prose[-1].index if block.prose else len(evidence.lines)
    after = evidence.lines[last + 1 : last + 2]
    return any(
        is_inside(line.block, block.element) and not line.hrefs and looks_like_byline(line.text) for line in after
    )


def _is_untitled(evidence: Evidence, block: MainBlock) -> bool:
    """Whether a page without a headline is an article all the same: text enough, vouched for by its address or by what
    it prints. It is archived with an issue, not passed over."""
    if block.size < _LEAST_UNTITLED:
        return False
    vouched = evidence.marks > 0 or evidence.addressed or _names_one_thing(evidence.url)
    return vouched and share_of_syllables(block.element.text_content())[0] > _PROSE


def _names_one_thing(url: str) -> bool:
    """Whether an address looks like an article's: a number, or the words of a headline."""
    parts = urlsplit(url)
    last = parts.path.rstrip("/").rpartition("/")[2].partition(".")[0]
    return last.count("-") >= 5 or bool(_NUMBER.search(last)) or _asks_for_one(url)


def _asks_for_one(url: str) -> bool:
    """Whether the query of an address names one thing."""
    parts = urlsplit(url)
    is_item = parts.path.lower().endswith(".aspx") and _ITEM_QUERY.search(parts.query)
    return bool(is_item or _ID_QUERY.search(parts.query))


def _without_text(evidence: Evidence) -> ReadingKind:
    if not evidence.addressed and len(_headline_links(evidence)) >= 4:
        return ReadingKind.LISTING
    shown = any(line.zone == CONTENT for line in evidence.lines)
    return ReadingKind.EMPTY if shown or evidence.lines else ReadingKind.UNKNOWN


def _is_static(evidence: Evidence, template: ReadingKind | None) -> bool:
    if evidence.static or template == ReadingKind.PAGE:
        return True
    if not _is_named_static(evidence):
        return False
    return _is_in_menu(evidence) or (template != ReadingKind.ARTICLE and evidence.marks == 0)


def _is_named_static(evidence: Evidence) -> bool:
    """Whether the headline is one of those that pages have which are no news: ``Giới thiệu``, ``Liên hệ``."""
    title = evidence.title.text if evidence.title else ""
    return 0 < len(title) < 60 and bool(_STATIC.match(fold(title)))


def _is_in_menu(evidence: Evidence) -> bool:
    """Whether the page's own menu leads to it: news is not kept in menus."""
    own = evidence.url.partition("#")[0].rstrip("/")
    title = comparison_key(evidence.title.text) if evidence.title else ""
    return any(
        absolute(evidence.base, anchor.get("href") or "").rstrip("/") == own
        and (comparison_key(anchor.text_content()) == title or zone_at(anchor) == CHROME)
        for anchor in evidence.root.iter("a")
    )
