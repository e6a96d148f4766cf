"""Which part of a page an element opens: content, or chrome (menus, sidebars, footer), comments, related, hidden."""

import re
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

CONTENT = "content"
CHROME = "chrome"
COMMENTS = "comments"
RELATED = "related"
CRUMBS = "crumbs"
HIDDEN = "hidden"

_ROLES = {
    "navigation": CHROME,
    "search": CHROME,
    "complementary": CHROME,
    "banner": CHROME,
    "contentinfo": CHROME,
    "dialog": CHROME,
}
# Tokens of class and id. A token counts whole or as a dash- or underscore-separated part ("left-sidebar").
_WORDS = {
    CRUMBS: "breadcrumb breadcrumbs breadcrum breadcrump crumbs crumb pathway duong-dan duongdan",
    COMMENTS: "comments comment-list commentlist comment-body comments-area respond fb-comments binh-luan binhluan "
    "ykien y-kien ykienbandoc comment-form",
    RELATED: "related relate related-posts relatedposts related-news tin-lien-quan tinlienquan lien-quan lienquan "
    "tin-khac tinkhac tin-cung-loai cung-chuyen-muc cungchuyenmuc other-news othernews news-other newsother "
    "baivietkhac tincungchuyenmuc other-post yarpp jp-relatedposts tinmoihon tincuhon similar",
    CHROME: "sidebar sidebars side-bar widget widgets widget-area menu mainmenu main-menu navbar navigation nav topnav "
    "submenu footer copyright masthead site-header topbar top-bar toolbar advert adverts advertisement ads quangcao "
    "quang-cao banner banners slider slideshow carousel ticker marquee social share sharing addthis a2a "
    "pagination pager wp-pagenavi page-numbers paging phantrang phan-trang skip-link screen-reader-text sr-only "
    "visually-hidden element-invisible unseen content_rating content_vote "
    "cookie popup modal login search searchform tim-kiem timkiem rating star-ratings "
    "thong-ke thongke lien-ket lienket doi-tac doitac tai-tro taitro sponsor sponsors "
    "hit-counter visitors offcanvas off-canvas author-box authorbox about-author newsletter "
    "radio checkbox poll voting tham-do thamdo",
}
_WORD_ZONES = [
    (zone, re.compile(r"(?:^|[-_])(?:" + "|".join(re.escape(word) for word in words.split()) + r")(?:[-_]|$)"))
    for zone, words in _WORDS.items()
]
# Layout classes that only tell that a sidebar or menu exists somewhere ("has-sidebar", "content-with-menu"), and the
# headings that magazine themes set over boxes in the article's own column too ("mh-widget-title").
_HARMLESS = re.compile(
    r"(?:^|[-_])(?:has|no|with|without|is|elementor|layout|grid|content|main|wrap|wrapper|container|row|col|page|body|"
    r"article|entry|single|detail)(?:[-_]|$)|(?:^|[-_])widget-title$"
)
_SHARES = re.compile(r"(?:^|[-_\s])(?:shar(?:e|ing)|social)(?:[-_\s]|$)")
_TAGS_INSIDE = etree.XPath("boolean(descendant::a[@rel='tag'])")
_HOME = re.compile(r"^(?:https?://[^/]+)?/?(?:index\.\w+|default\.aspx|home\.php)?$", re.IGNORECASE)
_MARKED_INSIDE = etree.XPath("boolean(descendant::*[@itemprop='articleBody' or @itemprop='headline'])")
#: An article's own picture by the classes of themes: opened in a window, cut to the size of a slider.
_SHOWN_AS = re.compile(r"(?:^|[\s_-])(?:modal|lightbox|(?:size|attachment)-\w+|wp-post-image)(?:[\s_-]|$)")
_FILED_INSIDE = etree.XPath(
    "boolean(ancestor::article and descendant::*[@itemprop='datePublished'"
    " or self::dl and contains(concat(' ', @class, ' '), ' article-info ')])"
)
#: Elements that say by their own name what they open.
_TELLING = frozenset({"body", "html", "main", "article", "nav", "aside", "marquee", "header", "footer"})
_READS = re.compile(r"\b\d[\d.,]*\s+(?:lượt|lần)?\s*(?:xem|đọc|reads?|views?)\b", re.IGNORECASE)
#: So many words, closed by a mark, are a sentence.
_SENTENCE = 8
#: Names of an article's foot; that of a site (``footer``, ``site-footer``) may be in a box of the same tag.
_FOOT = re.compile(r"(?<!site)(?<!page)(?<!main)(?<!global)[-_]footer$")
_HIDDEN_CLASSES = frozenset({"hidden", "hide", "d-none", "invisible", "is-hidden"})
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@lru_cache(maxsize=4096)
def _zone_of_token(token: str) -> str | None:
    for zone, words in _WORD_ZONES:
        if words.search(token):
            return None if zone == CHROME and _HARMLESS.search(token) and token not in _WORDS[CHROME] else zone
    return None


def zone_of(element: HtmlElement, outer: str) -> str:
    """The zone that ``element`` opens inside zone ``outer``; what is outside the content stays outside."""
    if outer != CONTENT:
        return outer
    tag = element.tag
    if tag not in _TELLING and not element.keys():
        return CONTENT  # nothing names it: most paragraphs, cells and items
    if tag in ("body", "html", "main", "article"):
        return COMMENTS if tag == "article" and "comment" in (element.get("class") or "") else CONTENT
    if is_hidden(element):
        return HIDDEN
    if tag == "figcaption":
        return CONTENT  # whatever it is named after: the widget that prints it, the gallery that it stands in
    by_name = zone_by_name(element)
    if by_name == CHROME and _is_picture(element, tag):
        by_name = None  # a picture that opens in a window of its own, or in the size of a slider
    if by_name == CHROME and (_is_foot_of_article(element, tag) or _holds_the_article(element) or _holds_tags(element)):
        by_name = None
    return by_name or _zone_of_tag(element, tag)


def _is_picture(element: HtmlElement, tag: str) -> bool:
    """A linked picture, or one whose classes say how it is shown rather than what it is."""
    if tag == "a":
        return element.find("img") is not None
    return tag == "img" and bool(_SHOWN_AS.search(element.get("class") or ""))


def _is_foot_of_article(element: HtmlElement, tag: str) -> bool:
    """Whether this ``<footer>`` is an article's, and its names say no more: ``post-footer``. A sentence in it asks to
    share the text or tells of who wrote it."""
    if tag != "footer" or not any(up.tag == "article" for up in element.iterancestors()):
        return False
    if any(len(piece.split()) >= _SENTENCE and piece.rstrip()[-1] in ".!?…" for piece in element.itertext()):
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
    return all(_zone_of_token(name) is None for name in names if not _FOOT.search(name))


def _holds_tags(element: HtmlElement) -> bool:
    """Whether a share bar is also the row of the article's tags."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return bool(_SHARES.search(names)) and bool(_TAGS_INSIDE(element))


def is_hidden(element: HtmlElement) -> bool:
    """Whether an element's own attributes keep it from being shown."""
    names, style = element.get("class"), element.get("style")
    if (names and _hides(names)) or (style and _HIDDEN_STYLE.search(style)):
        return True
    return element.get("hidden") is not None


@lru_cache(maxsize=4096)
def _hides(names: str) -> bool:
    return any(name in _HIDDEN_CLASSES or name.endswith("tabs-hide") for name in names.split())


def zone_at(element: HtmlElement, *, through: frozenset[str] = frozenset()) -> str:
    """The zone in which ``element`` stands, judged from the root down; zones in ``through`` are looked through."""
    zone = CONTENT
    for up in (*reversed(list(element.iterancestors())), element):
        zone = zone_of(up, zone)
        if zone in through:
            zone = CONTENT
    return zone


def zone_by_name(element: HtmlElement) -> str | None:
    """The zone that class, id and label of an element name, whatever it holds; None where they name none."""
    names, own, label = element.get("class"), element.get("id"), element.get("aria-label")
    return _zone_of_names(names or "", own or "", label or "") if names or own or label else None


@lru_cache(maxsize=4096)
def _zone_of_names(*names: str) -> str | None:
    zones = {zone for zone in map(_zone_of_token, " ".join(names).lower().split()) if zone}
    return next((zone for zone in (CRUMBS, COMMENTS, RELATED, CHROME) if zone in zones), None)


def _zone_of_tag(element: HtmlElement, tag: str) -> str:
    role = _ROLES.get(element.get("role") or "")
    if role and not _holds_the_article(element):
        return role
    if tag in ("nav", "aside", "marquee"):
        own = _FILED_INSIDE(element) if tag == "aside" else tag == "nav" and _counts_reads(element)
        return CONTENT if own else CHROME
    if tag in ("header", "footer") and not any(up.tag in ("article", "main") for up in element.iterancestors()):
        return CONTENT if _holds_the_article(element) else CHROME
    return CONTENT


def _counts_reads(nav: HtmlElement) -> bool:
    """Whether the links of an article (``nav``) say as well how often it was read."""
    inside = any(up.tag == "article" for up in nav.iterancestors())
    return inside and any(_READS.search(text) for text in nav.itertext())


def _holds_the_article(element: HtmlElement) -> bool:
    """A box named like chrome that holds the headline or the article itself is not chrome."""
    if any(inner is not element for inner in element.iter("article", "main")) or _MARKED_INSIDE(element):
        return True
    return any(_is_headline(heading) for heading in element.iter("h1"))


def _is_headline(heading: HtmlElement) -> bool:
    """A first-level heading with text that does not lead home (that one is the site's name)."""
    homes = [link for link in heading.iter("a") if _HOME.match((link.get("href") or "").strip())]
    return bool(heading.text_content().strip()) and not homes
