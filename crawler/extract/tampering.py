"""What others have put into a page: links that sell, text that is hidden from readers, bare anchors to foreign hosts.

Hacked sites carry links for search engines: inside a sentence (``… Thiết kế nội thất phòng ngủ đẹp, đạo đức …``), in
boxes pushed off the screen, or spelt without accents (``khach san bac ninh``). None of it is the article's.
"""

import re
from collections.abc import Collection, Iterator
from copy import deepcopy
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.article import Flag, FlagKind
from crawler.extract.markup.lines import BLOCKS
from crawler.extract.markup.query import selecting
from crawler.page import Page
from crawler.profiles import Profile
from crawler.vietnamese.syllables import is_bare_syllable
from crawler.vietnamese.text import clean_line, fold
from crawler.web_address import host_in_ascii

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
#: How an address begins that may lead to another host.
_ABROAD: Final = ("http://", "https://", "//")
_LONGEST_KEPT: Final = 500
_LEAST_HIDDEN: Final = 15
_LEAST_SENTENCE: Final = 60


def flags_of(page: Page, profile: Profile) -> tuple[Flag, ...]:
    """What was put into ``page`` by others, in page order, each text and address once; () for nearly every page."""
    return tuple(dict.fromkeys(flag for flag, _ in _findings(page, profile)))


def without_tampering(page: Page, profile: Profile) -> Page:
    """The page with what ``flags_of`` names taken out of a copy of its tree: texts are read as they were before."""
    copy = replace(page, tree=deepcopy(page.tree))
    for _, element in list(_findings(copy, profile)):
        if element.getparent() is not None:
            element.drop_tree()
    return replace(page, tree=copy.tree)


def _findings(page: Page, profile: Profile) -> Iterator[tuple[Flag, HtmlElement]]:
    own = _own_names(urlsplit(page.url).hostname or "", profile.hosts)
    away = [href for href in page.hrefs if href.startswith(_ABROAD) and not href.startswith(own.addresses)]
    foreign = {href for href in away if _leads_out(href, own.names)}
    abroad = [(href, anchor) for href, anchor in page.anchors if href in foreign] if foreign else []
    around = {up for _, anchor in abroad for up in (anchor, *anchor.iterancestors())}
    hidden = [found for element in _STYLED(page.tree) if (found := _hidden(element, foreign, element in around))]
    yield from hidden
    within = {anchor for _, element in hidden for anchor in element.iter("a")}
    for href, anchor in abroad:
        text = clean_line(anchor.text_content()) if anchor not in within else ""
        kind = _kind(anchor, text) if text else None
        if kind is not None:
            yield Flag(kind, text[:_LONGEST_KEPT], href), anchor


def _hidden(element: HtmlElement, foreign: Collection[str], leads_out: bool) -> tuple[Flag, HtmlElement] | None:
    """A text set off the screen or in no size; what is merely not shown only where it leads to ``foreign`` hosts."""
    off, shown = _effect(element.get("style") or "")
    if shown or not (off or leads_out):
        return None
    text = clean_line(element.text_content())
    anchors = list(element.iter("a"))
    abroad = [href for a in anchors if (href := (a.get("href") or "").strip()) in foreign]
    sells = leads_out and (off or any(_kind_of_words(clean_line(a.text_content())) for a in anchors))
    if not sells and not (off and len(text) >= _LEAST_HIDDEN):
        return None
    return Flag(FlagKind.HIDDEN_TEXT, text[:_LONGEST_KEPT], abroad[0] if abroad else None), element


class _Own(NamedTuple):
    """The site's hosts without ``www.``, and how addresses on them begin."""

    names: tuple[str, ...]
    addresses: tuple[str, ...]


@lru_cache(maxsize=64)
def _own_names(host: str, hosts: tuple[str, ...]) -> _Own:
    flat = [name for name in (host, *hosts) if name]
    names = tuple(name.removeprefix("www.") for name in flat)
    starts = tuple(f"{scheme}://{name}/" for scheme in ("http", "https") for name in dict.fromkeys((*flat, *names)))
    return _Own(names, starts)


@lru_cache(maxsize=4096)
def _effect(style: str) -> tuple[bool, bool]:
    """Whether a style sets its element off the screen or in no size; whether it is shown at all."""
    off = bool(_OFF_SCREEN.search(style))
    return off, not off and not _NOT_SHOWN.search(style)


@lru_cache(maxsize=8192)
def _leads_out(href: str, own: tuple[str, ...]) -> bool:
    """Whether an address as written leads to a host that is none of the site's ``own`` (without ``www.``) and none that
    unions link to."""
    try:
        host = host_in_ascii(urlsplit(href).hostname or "").removeprefix("www.")
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
