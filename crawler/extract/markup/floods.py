"""Tags with a thousand attributes, which only attacks have. libxml2 compares each attribute with all before it, so that
a tag of a hundred kilobytes takes seconds and one of a megabyte minutes, in which the crawl stands still."""

import re
from typing import Final

#: Tags with more attributes lose all of them; real ones have ten, drawings of one path or chart some dozens.
MOST: Final = 1000
#: A page in which every stretch of so many bytes has a tag's end holds no flood, or one that was made to pass for none;
#: larger pages are looked through in any case.
_STRETCH: Final = 8192
_LARGE: Final = 100_000
#: An attribute as HTML's tokenizer takes it (13.2.5.32 to 13.2.5.39): anything up to a blank, a slash or the tag's end.
_ATTRIBUTE: Final = rb"""[\s/]*+=?[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
_FLOOD: Final = re.compile(rb"<([a-zA-Z][^\s/>]*+)(?:%s){%d,}+[\s/]*+>?" % (_ATTRIBUTE, MOST))


def without_floods(page: bytes) -> bytes:
    """The markup ``page`` (UTF-8), such tags in it without their attributes; nearly every page as it is."""
    return _FLOOD.sub(rb"<\1>", page) if len(page) > _LARGE or _may_flood(page) else page


def _may_flood(page: bytes) -> bool:
    return any(page.find(b">", start, start + _STRETCH) < 0 for start in range(0, len(page) - _STRETCH, _STRETCH))
