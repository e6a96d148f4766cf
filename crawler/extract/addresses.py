"""Addresses as pages write them, which need not be any."""

from urllib.parse import SplitResult, urlsplit

_NONE = SplitResult("", "", "", "", "")


def split(url: str) -> SplitResult:
    """The parts of an absolute address; all empty where it is none (``http://[``, ``http://a℀b.vn``)."""
    try:
        return urlsplit(url)
    except ValueError:
        return _NONE
