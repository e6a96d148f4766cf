"""Addresses as pages write them, which need not be any."""

from urllib.parse import SplitResult, urlsplit

_NONE = SplitResult("", "", "", "", "")


def is_own(href: str, url: str) -> bool:
    """Whether a link leads to a place on the page ``url`` itself; a tab says in a query which of them is open."""
    there, mark, _ = href.partition("#")
    own = url.partition("#")[0]
    if _bare(there) == _bare(own):
        return True
    return bool(mark) and "?" not in own and _bare(there.partition("?")[0]) == _bare(own)


def _bare(url: str) -> str:
    return url.rpartition("://")[2].rstrip("/")


def split(url: str) -> SplitResult:
    """The parts of an absolute address; all empty where it is none (``http://[``, ``http://a℀b.vn``)."""
    try:
        return urlsplit(url)
    except ValueError:
        return _NONE
