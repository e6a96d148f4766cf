"""What others have put into a page: links that sell, text that is hidden from readers, bare anchors to foreign hosts.

Hacked sites carry links for search engines: inside a sentence (``… Thiết kế nội thất phòng ngủ đẹp, đạo đức …``), in
boxes pushed off the screen, or spelt without accents (``khach san bac ninh``). None of it is the article's.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.article import Flag, FlagKind
from crawler.extract.lines import BLOCKS
from crawler.extract.query import selecting
from crawler.page import Page
from crawler.profiles import Profile
from crawler.vietnamese.syllables import is_bare_syllable
from crawler.vietnamese.text import clean_line, fold

#: Words of trades that buy links, without accents.
_TRADES: Final = re.compile(
    r"\b(?:khach san|ca cuoc|keo nha cai|nha cai|casino|ty le keo|xo so|soi cau|game bai|danh bai|slot game|\w+bet|"
    r"bet\d+|poker|vay tien|vay nhanh|giam can|viagra|cialis|nang mui|ve may bay|du lich gia re|thue xe|chuyen nha|"
    r"hut be phot|sua dieu hoa|gia re|tui xach|dich vu seo|backlink|thiet ke (?:noi that|nha|web|logo)|phim sex|"
    r"xem phim|tai game)\b"
)
#: A link that sells is short; a headline of another paper is not.
_MOST_WORDS: Final = 8
#: Hosts that a union's pages link to in good faith: the state's, schools', the unions', and where films and files lie.
_TRUSTED: Final = re.compile(
    r"(?:^|\.)(?:gov\.vn|edu\.vn|dcs\.vn|org\.vn|mil\.vn|chinhphu\.vn|doanthanhnien\.vn|facebook\.com|fb\.watch|youtube\.com|"
    r"youtu\.be|zalo\.me|google\.com|goo\.gl|bit\.ly|tiktok\.com|forms\.gle|drive\.google\.com)$"
)
_FOOT: Final = re.compile(
    r"^(?:thiet ke|phat trien|xay dung|design|powered|copyright|ban quyen)\b.{0,12}\b(?:web|boi|by)"
)
#: Styles that keep text from readers though a program reads it; ``display:none`` alone is everyday.
_OFF_SCREEN: Final = re.compile(
    r"font-size\s*:\s*0|(?:left|top|text-indent|margin-left)\s*:\s*-\s*\d{3,}|opacity\s*:\s*0(?:\.0*)?\s*(?:;|$)|"
    r"(?:height|width)\s*:\s*[01](?:px)?\s*;.*overflow\s*:\s*hidden|"
    r"overflow\s*:\s*hidden\s*;.*(?:height|width)\s*:\s*[01](?:px)?\s*(?:;|$)",
    re.IGNORECASE,
)
_NOT_SHOWN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_STYLED: Final = selecting("descendant::*[@style]")
_LONGEST_KEPT: Final = 500
_LEAST_HIDDEN: Final = 15
_LEAST_SENTENCE: Final = 60


def flags_of(page: Page, profile: Profile) -> tuple[Flag, ...]:
    """What was put into ``page`` by others, in page order, each text and address once; () for nearly every page."""
    return tuple(dict.fromkeys(flag for flag, _ in _findings(page, page.tree, profile)))


def without_tampering(page: Page, profile: Profile) -> Page:
    """The page with what ``flags_of`` names taken out of a copy of its tree: texts are read as they were before."""
    tree = deepcopy(page.tree)
    for _, element in list(_findings(page, tree, profile)):
        if element.getparent() is not None:
            element.drop_tree()
    return replace(page, tree=tree)


def _findings(page: Page, tree: HtmlElement, profile: Profile) -> Iterator[tuple[Flag, HtmlElement]]:
    names = (urlsplit(page.url).hostname or "", *profile.hosts)
    own = tuple(name.removeprefix("www.") for name in names if name)
    hidden = list(_hidden(tree, own))
    yield from hidden
    foreign = {href for href in set(page.hrefs()) if _leads_out(href, own)}
    if not foreign:
        return
    within = {anchor for _, element in hidden for anchor in element.iter("a")}
    for anchor in tree.iter("a"):
        href = anchor.get("href")
        if href not in foreign or anchor in within:
            continue
        text = clean_line(anchor.text_content())
        kind = _kind(anchor, text) if text else None
        if kind is not None:
            yield Flag(kind, text[:_LONGEST_KEPT], href), anchor


def _hidden(tree: HtmlElement, own: tuple[str, ...]) -> Iterator[tuple[Flag, HtmlElement]]:
    """Texts set off the screen or in no size; what is merely not shown only where it links to foreign hosts."""
    for element in _STYLED(tree):
        off, shown = _effect(element.get("style") or "")
        if shown:
            continue
        text = clean_line(element.text_content())
        foreign = [href for a in element.iter("a") if (href := a.get("href")) and _leads_out(href, own)]
        sells = any(_kind_of_words(clean_line(a.text_content())) for a in element.iter("a"))
        if (off and len(text) >= _LEAST_HIDDEN) or (foreign and (off or sells)):
            yield Flag(FlagKind.HIDDEN_TEXT, text[:_LONGEST_KEPT], foreign[0] if foreign else None), element


@lru_cache(maxsize=4096)
def _effect(style: str) -> tuple[bool, bool]:
    """Whether a style sets its element off the screen or in no size; whether it is shown at all."""
    off = bool(_OFF_SCREEN.search(style))
    return off, not off and not _NOT_SHOWN.search(style)


@lru_cache(maxsize=8192)
def _leads_out(href: str, own: tuple[str, ...]) -> bool:
    """Whether an address as written leads to a host that is none of the site's ``own`` (without ``www.``) and none that
    unions link to."""
    if not href.startswith(("http://", "https://", "//")):
        return False
    try:
        host = (urlsplit(href).hostname or "").removeprefix("www.")
    except ValueError:
        return False
    if not host or _TRUSTED.search(host):
        return False
    return not any(host == name or host.endswith(f".{name}") for name in own)


def _kind(anchor: HtmlElement, text: str) -> FlagKind | None:
    """What a link to a foreign host is, if it is none of the article's."""
    words = text.split()
    bare = len(words) > 1 and text.isascii() and text == text.lower() and all(map(is_bare_syllable, words))
    sells = _kind_of_words(text)
    if sells and bare:
        return FlagKind.COMMERCIAL_LINK
    if not (sells or bare) or not _stands_in_a_sentence(anchor, text):
        return None
    return FlagKind.COMMERCIAL_LINK if sells else FlagKind.UNACCENTED_ANCHOR


@lru_cache(maxsize=4096)
def _kind_of_words(text: str) -> bool:
    key = fold(text)
    return key.count(" ") < _MOST_WORDS and bool(_TRADES.search(key)) and not _FOOT.search(key)


def _stands_in_a_sentence(anchor: HtmlElement, text: str) -> bool:
    """Whether the link stands inside running, accented text rather than in a list of links."""
    block = next((up for up in anchor.iterancestors() if up.tag in BLOCKS), None)
    if block is None:
        return False
    around = clean_line(block.text_content()).replace(text, "", 1)
    linked = sum(len(clean_line(other.text_content())) for other in block.iter("a")) - len(text)
    return len(around) - linked >= _LEAST_SENTENCE and not around.isascii()
