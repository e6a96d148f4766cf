"""The URL rule that a few article URLs share: proposed for a new profile where no family's rule gives their ids."""

import re
from collections.abc import Iterable
from typing import Final

from crawler.discovery.urls import target

#: Fewer articles than this prove no rule.
ENOUGH: Final = 2
#: Words of a slug before the number at its end.
_ANY: Final = "[^/?]+[-_.]"


def article_rule(urls: Iterable[str]) -> str | None:
    """A pattern with the group ``id`` that all these canonical URLs match, each with an id of its own; None where
    their shapes differ or hold no number. ``/chi-tiet/le-ra-quan-123`` and ``/chi-tiet/hoi-thi-7`` give
    ``^/chi-tiet/[^/?]+[-_.](?P<id>\\d+)$``."""
    targets = sorted({target(url) for url in urls})
    if len(targets) < ENOUGH:
        return None
    parted = [re.split(r"([/?&=])", one) for one in targets]
    if len({len(parts) for parts in parted}) != 1:
        return None
    pattern = "^" + "".join(_part(list(column)) for column in zip(*parted, strict=True)) + "$"
    if pattern.count("(?P<id>") != 1:
        return None
    ids = {found["id"] for one in targets if (found := re.search(pattern, one))}
    return pattern if len(ids) == len(targets) else None


def _part(texts: list[str]) -> str:
    """What stands between two separators in all URLs: itself where it is always the same; else what lies around the
    number at its end, its beginning, or before its suffix; else any word."""
    if len(set(texts)) == 1:
        return re.escape(texts[0])
    for shape in (r"^()(\d+)(\.\w+)?$", r"^(.*[-_.])(\d+)(\.\w+)?$", r"^([a-z]?)(\d+)([-_:].*)$"):
        found = [re.match(shape, text) for text in texts]
        if all(found):
            ends = {match[3] or "" for match in found if match}
            starts = {match[1] for match in found if match}
            before = starts.pop() if starts <= set("abcdefghijklmnopqrstuvwxyz") | {""} and len(starts) == 1 else _ANY
            after = re.escape(ends.pop()) if len(ends) == 1 else "[^/?]*"
            return rf"{before}(?P<id>\d+){after}"
    return "[^/?&]+"
