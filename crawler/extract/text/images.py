"""Which address a picture really has, and which pictures are decoration."""

import re

from lxml.html import HtmlElement

from crawler.extract.markup.addresses import split
from crawler.extract.markup.lines import absolute

_LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-echo", "data-url")
_BLANK = re.compile(
    r"(?:^|/)(?:blank|pix|pixel|spacer|transparent|loading|lazy|grey|no_?image|clear|dot)[\w-]*\.(?:gif|png|svg|jpe?g)$",
    re.IGNORECASE,
)
_EMOJI = re.compile(r"(?:^|[-_\s])(?:emoji|smiley|smilies|emoticon|wp-smiley)(?:[-_\s]|$)", re.IGNORECASE)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp)(?:$|\?)", re.IGNORECASE)
_TINY = 32
#: A banner in pixels: no higher, and so many times as wide (468 x 60, 728 x 90).
_FLAT, _FLATTER = 120, 5


def picture_url(image: HtmlElement, base: str) -> str | None:
    """Absolute http(s) address of the picture: of its lazy attributes where ``src`` is a place holder; None where it
    has none that can be fetched."""
    shown = (image.get("src") or "").strip()
    lazy = [value.strip() for name in _LAZY if (value := image.get(name))]
    srcset = (image.get("srcset") or image.get("data-srcset") or "").strip()
    candidates = [*lazy, shown] if _is_placeholder(shown) else [shown, *lazy]
    for candidate in [*candidates, srcset.split(",")[0].split(" ")[0]]:
        if candidate and not _is_placeholder(candidate):
            url = absolute(base, candidate)
            if split(url).scheme in ("http", "https"):
                return url
    return None


def is_decoration(image: HtmlElement) -> bool:
    """An emoji, a counter, a spacer or an advertiser's banner: so named, or by its own measures."""
    names = f"{image.get('class') or ''} {image.get('data-emoticon') or ''}"
    if _EMOJI.search(names):
        return True
    width, height = _pixels(image, "width"), _pixels(image, "height")
    known = [side for side in (width, height) if side is not None]
    if (bool(known) and min(known) <= _TINY // 2) or (len(known) == 2 and max(known) <= _TINY):
        return True
    flat = width is not None and height is not None and height <= _FLAT and width >= _FLATTER * height
    return flat and _leads_away(image)


def _leads_away(image: HtmlElement) -> bool:
    """Whether a picture links to a whole address that is not its own file."""
    anchor = next(image.iterancestors("a"), None)
    href = (anchor.get("href") or "") if anchor is not None else ""
    return href.startswith(("http://", "https://", "//")) and not _PICTURE.search(href)


def _is_placeholder(src: str) -> bool:
    return (
        not src
        or src.startswith(("data:", "about:", "file:", "blob:"))
        or bool(_BLANK.search(src.split("?", maxsplit=1)[0]))
    )


def _pixels(image: HtmlElement, side: str) -> int | None:
    found = re.match(r"\s*(\d+)(?:px)?\s*$", image.get(side) or "")
    if found is None:
        found = re.search(rf"(?:^|[;\s]){side}\s*:\s*(\d+)px", image.get("style") or "")
    return int(found[1]) if found else None
