"""Pages that stand in the place of a whole site: parked domains, betting pages, suspended accounts, maintenance notes,
logins, checks for robots. They say nothing about the article that was asked for, so no article is read from them."""

import re
from itertools import islice
from typing import Final

from crawler.extract.markup.query import selecting
from crawler.page import Page
from crawler.vietnamese.text import fold

#: Such a page has little text and few links; only a betting page may be as large as a site's own. What says so
#: stands in its title, or it has hardly any other text: an article may speak of a system under maintenance.
MOST_TEXT: Final = 2_500
LITTLE_TEXT: Final = 700
MOST_LINKS: Final = 40
#: Words of the betting trade, different ones, in the title and on the page, that make a betting page.
TITLE_WORDS: Final = 2
PAGE_WORDS: Final = 6

#: Kind -> what the folded title and text say. The order counts: a check for robots may speak of logins.
_SAYS: Final = {
    "parked": re.compile(
        r"\b(?:buy|acquire|purchase) this domain\b|\bdomain (?:name )?(?:is |may be |has been )?"
        r"(?:for sale|parked|expired)|\bdomain has expired\b|\bparked (?:free|domain)|\bdomain parking\b"
        r"|\bten mien (?:nay )?(?:\S+ ){0,3}(?:het han|rao ban|can ban|chua (?:duoc )?(?:tro|cau hinh))"
    ),
    "suspended": re.compile(
        r"\baccount (?:has been |is )?suspended\b|\bbandwidth limit exceeded\b|\bthis site has been suspended\b"
        r"|\b(?:website|trang web|hosting|tai khoan) (?:\S+ ){0,3}bi (?:tam )?(?:khoa|ngung|dinh chi)\b"
    ),
    "bot_check": re.compile(
        r"\bchecking (?:if the site connection is secure|your browser)\b|^just a moment\b|^attention required\b"
        r"|\bverify (?:that )?you are (?:a )?human\b|\benable javascript and cookies to continue\b"
        r"|\bddos protection by\b|\bxac (?:minh|nhan|thuc) (?:rang )?ban (?:la con nguoi|khong phai)"
    ),
    "maintenance": re.compile(
        r"\b(?:website|trang(?: web| tin)?|he thong|cong thong tin|may chu)\b.{0,40}\bdang (?:duoc )?"
        r"(?:bao tri|nang cap)\b|^(?:dang )?bao tri\b|\bbao tri he thong\b|\bunder (?:scheduled )?maintenance\b"
        r"|^maintenance(?: mode)?$|\b(?:down|closed|unavailable) for (?:scheduled )?maintenance\b"
        r"|\bsite (?:is )?under construction\b"
    ),
}
_TRADE: Final = re.compile(
    r"\b(?:nha cai|ca cuoc|casino|no hu|tai xiu|xoc dia|ban ca|game bai|soi cau|keo (?:nha cai|bong da)|xo so|lo de|"
    r"slot|baccarat|da ga|rut tien|nap tien|khuyen mai|dang ky|betting|jackpot|"
    r"[a-z]{2,8}bet\b|[a-z]{2,6}88\b|[a-z]{2,6}win\b)"
)
_LOGIN: Final = re.compile(r"^(?:dang nhap|log ?in|sign in)\b|\b(?:dang nhap|log ?in|sign in)$")
_TEXT: Final = selecting("descendant::*[not(self::script or self::style or self::noscript or self::title)]")


def outage(page: Page) -> str | None:
    """What stands in the site's place: ``parked``, ``suspended``, ``bot_check``, ``maintenance``, ``login`` or
    ``betting``; None for every other page."""
    title = fold(" ".join(node.text or "" for node in islice(page.elements("title"), 1)))
    if len(set(_TRADE.findall(title))) >= TITLE_WORDS:
        return "betting" if len(set(_TRADE.findall(_text(page)))) >= PAGE_WORDS else None
    if sum(1 for _ in islice(page.elements("a"), MOST_LINKS + 1)) > MOST_LINKS:
        return None
    text = _text(page)
    if len(text) > MOST_TEXT:
        return None
    texts = (title, text) if len(text) <= LITTLE_TEXT else (title,)
    said = next((kind for kind, says in _SAYS.items() if any(map(says.search, texts))), None)
    if said is None and _LOGIN.search(title) and any(box.get("type") == "password" for box in page.elements("input")):
        return "login"
    return said


def _text(page: Page) -> str:
    pieces = (piece for node in _TEXT(page.tree) for piece in (node.text, *(child.tail for child in node)) if piece)
    return fold(" ".join(pieces))
