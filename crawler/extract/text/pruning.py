"""A private copy of the main block with everything taken out that is not body, and its lead picture put in."""

import re
from collections.abc import Collection, Sequence
from copy import deepcopy
from itertools import islice

from lxml.html import HtmlElement

from crawler.extract.around.stamp import is_bare_stamp
from crawler.extract.markup.lines import BLOCKS, Line, is_inside
from crawler.extract.markup.zones import CONTENT, zone_at, zone_of
from crawler.extract.scene import Scene
from crawler.extract.text.tools import is_tool
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.text import clean_line

_ICON = re.compile(
    r"icon|button|btn|spacer|blank\.gif|pixel|avatar|gravatar|emoji|smilies|logo|bullet|arrow|loading|/print|printer|email\.|share|"
    r"facebook|twitter|zalo|captcha|counter|banner",
    re.IGNORECASE,
)
_SIZED = re.compile(r"(?:-\d+x\d+|-scaled)?(?:\.(?:jpe?g|png|webp|gif))*$")
#: Links of a trail; a menu has more.
_FEW_LINKS = 5
#: What stands on buttons; pictures of an article are rarely such, and never so named.
_BUTTON = re.compile(
    r"^(?:ico?n?[-_]?)?(?:print|in|email|mail|pdf|word|back|top|rss|save|luu|gui|home|new|moi|hot)[-_]?\d*\.(?:gif|png)$",
    re.IGNORECASE,
)
#: What rows below a headline say.
_SAID = frozenset({"published", "modified", "read_count", "poster", "section"})
_LONGEST_VALUE = 120
#: Addresses of accounts, and names of the boxes that show their pictures.
_ACCOUNT = re.compile(r"/(?:users?|author|tac-gia|thanh-vien|profile|member)/[^/?#]+/?$|[?&]q=user/\d", re.IGNORECASE)
_PORTRAIT = re.compile(
    r"(?:^|[\s_-])(?:(?:user|author|profile|member)[-_]+(?:picture|image|photo|avatar|pic|thumb\w*)|avatar)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_TOO_WIDE = frozenset({"body", "header", "main", "article"})
#: A picture's cell is its holder only together with the whole table, whose other row has the caption.
_PARTS_OF_TABLES = frozenset({"td", "tr", "tbody"})


def prune(scene: Scene, body: HtmlElement, foreign: Collection[int], ends: tuple[int, int]) -> None:
    """Take out of ``body`` (an element of the scene's private tree) what is not text of the article.

    ``foreign`` are the indexes of lines that are not body; ``ends`` the indexes of the headline (-1: none) and of the
    first line after the article (len(lines): none); pictures outside these two go as well.
    """
    lines, order = scene.lines, scene.order
    above = order.get(_first_element(lines, ends[0]), -1) if ends[0] >= 0 else -1
    below = order.get(_first_element(lines, ends[1]), len(order)) if ends[1] < len(lines) else len(order)
    values = _rows_of_values(lines[max(0, ends[0]) : ends[1]], foreign)
    headline = lines[ends[0]] if ends[0] in foreign else None
    for line in lines:
        if line.index in foreign and line is not headline:
            line.erase()
    lead = _lead_pictures(scene, body, above, values)
    if headline is not None:  # boxes named like chrome are none as long as they hold it
        headline.erase()
    gone: set[HtmlElement] = set()
    for element in list(body.iter("*")):
        if element is body or element.tag == "body":
            continue
        if element.getparent() in gone:
            gone.add(element)
        else:
            outside = element.tag == "img" and not above <= order[element] < below
            decorative = element.tag == "img" and (_is_decoration(element) or _stands_in(element, values))
            if outside or decorative or zone_of(element, CONTENT) != CONTENT:
                element.drop_tree()
                gone.add(element)
    for picture in reversed(lead):
        picture.tail = None
        body.insert(0, picture)
        picture.tail, body.text = body.text, None


def _first_element(lines: Sequence[Line], index: int) -> HtmlElement:
    return lines[index].chunks[0][0]


def _lead_pictures(scene: Scene, body: HtmlElement, above: int, values: Collection[HtmlElement]) -> list[HtmlElement]:
    """Copies of the pictures between the headline and the body, each with the caption printed with it; none of those
    that stand in the boxes of ``values``."""
    if above < 0:
        return []
    root, order, headline = scene.root, scene.order, scene.elements[above]
    picture = _picture_above(body, order, headline)
    if picture is None and scene.meta.picture:
        picture = _declared_above(scene, body, above)
    found: list[HtmlElement] = [picture] if picture is not None else []
    around = {body, headline, *body.iterancestors(), *headline.iterancestors()}
    for image in root.iter("img"):
        if not above < order[image] < order[body] or is_inside(image, body):
            continue
        if _is_decoration(image) or _stands_in(image, values):
            continue
        if _is_portrait(image):
            continue
        if zone_at(image) == CONTENT and not any(is_inside(image, other) for other in found):
            found.append(_holder(image, around))
    return [deepcopy(holder) for holder in found]


def _rows_of_values(lines: Sequence[Line], foreign: Collection[int]) -> set[HtmlElement]:
    """The boxes that say no more than a day or a labelled value: pictures in them are clocks, eyes, pens."""
    found = set()
    for line in lines:
        if line.index in foreign and len(line.text) <= _LONGEST_VALUE:
            label = match_label(line.text)
            told = is_bare_stamp(line.text) or (label is not None and label[0] in _SAID and label[1])
            if told and clean_line(line.block.text_content()) == line.text:
                found.add(line.block)
    return found


def _stands_in(image: HtmlElement, boxes: Collection[HtmlElement]) -> bool:
    return bool(boxes) and next((up for up in image.iterancestors() if up.tag in BLOCKS), None) in boxes


def _is_portrait(image: HtmlElement) -> bool:
    """Whether a picture is that of the account which posted the page: it leads to it, or its box is so named."""
    around = list(islice(image.iterancestors(), 3))
    if any(up.tag == "a" and _ACCOUNT.search(up.get("href") or "") for up in around):
        return True
    return any(_PORTRAIT.search(f"{up.get('class') or ''}") for up in (image, *around))


def _picture_above(body: HtmlElement, order: dict[HtmlElement, int], headline: HtmlElement) -> HtmlElement | None:
    """The picture right above the headline, in one ``main`` or ``article`` with it and with no text between: block
    themes set the article's own picture there."""
    above = order[headline]
    column = next((up for up in headline.iterancestors() if up.tag in ("main", "article")), None)
    if column is None or is_inside(column, body):
        return None
    pictures = [image for image in column.iter("img") if order[image] < above]
    if not pictures or _is_decoration(pictures[-1]) or zone_at(pictures[-1]) != CONTENT:
        return None
    holder = _holder(pictures[-1], {body, *body.iterancestors()})
    last = max(order[element] for element in holder.iter())
    between = (element for element, number in order.items() if last < number < above)
    silent = not any((element.text or "").strip() for element in between if isinstance(element.tag, str))
    return holder if silent and not any(is_inside(headline, up) for up in (holder, *holder.iter("a"))) else None


def _declared_above(scene: Scene, body: HtmlElement, above: int) -> HtmlElement | None:
    """The picture above the headline that the page's head declares as its own; no more links than a trail has may stand
    between."""
    name = _file(scene.meta.picture or "")
    for image in scene.root.iter("img"):
        if not name or scene.order[image] > above or _file(image.get("src") or "") != name or _is_decoration(image):
            continue
        between = scene.elements[scene.order[image] : above]
        if sum(element.tag == "a" for element in between) <= _FEW_LINKS and zone_at(image) == CONTENT:
            return _holder(image, {body, *body.iterancestors()})
    return None


def _file(address: str) -> str:
    """A picture's file name without the size that systems add to it."""
    return _SIZED.sub("", address.partition("?")[0].rpartition("/")[2].lower())


def _holder(image: HtmlElement, around: Collection[HtmlElement]) -> HtmlElement:
    """The picture with its caption: the figure around it, else the widest box that holds little else; ``around`` are
    the elements in which the headline or the body lies."""
    for up in image.iterancestors("figure"):
        return up
    holder = image
    for up in image.iterancestors():
        if up.tag in _TOO_WIDE or up in around or up.find(".//h1") is not None:
            break
        if len(up.text_content().strip()) > 250 or len(list(up.iter("img"))) > 1:
            break
        if up.tag not in _PARTS_OF_TABLES:
            holder = up
    return holder


def _is_button(image: HtmlElement) -> bool:
    """Whether a picture stands for a tool: in a link that leads nowhere, whose title says what it does."""
    link = next((up for up in islice(image.iterancestors(), 2) if up.tag == "a"), None)
    if link is None or not (link.get("href") or "#").lower().startswith(("#", "javascript:")):
        return False
    title = link.get("title") or image.get("title") or image.get("alt") or ""
    return bool(title.strip()) and is_tool(title)


def _is_decoration(image: HtmlElement) -> bool:
    """An icon, a counter, a logo: tiny by its own measures, or so named."""
    for side in ("width", "height"):
        value = re.match(r"\s*(\d+)(?:px)?\s*$", image.get(side) or "")
        if value and int(value[1]) <= 48:
            return True
    source = image.get("src") or ""
    if "gravatar.com" in source or _is_button(image):  # portraits of accounts, tools
        return True
    name = source.rpartition("/")[2]
    names = image.get("class") or ""
    return "wp-image" not in names and bool(_ICON.search(name) or _BUTTON.match(name) or _ICON.search(names))
