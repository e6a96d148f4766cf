"""A web address as a person writes it: whether a site can be asked for it, and how it crosses the wire."""

import re
from typing import Final
from urllib.parse import SplitResult, urlsplit

from w3lib.url import safe_url_string

from crawler.errors import UsageError

#: Labels of letters (any script's), digits, - and _, the last perhaps closed by a dot.
_HOST: Final = re.compile(r"(?=.*[^\W_])[\w-]+(\.[\w-]+)*\.?")
_EXAMPLE: Final = "http://tuoitrekiengiang.vn/"


def parted(url: str) -> SplitResult:
    """``url`` in its parts, with a host that can be. Raises UsageError where it is no http or https URL, and where it
    carries a password, since the archive would keep it and show it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:
        raise UsageError(f"{url!r} is no URL: {problem}") from problem
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host:
        raise UsageError(f"{url!r} is no http or https URL; write it whole, like {_EXAMPLE}")
    if parts.username or parts.password:
        shown = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        raise UsageError(f"a URL with a name and password would be kept in the archive; write {shown!r}")
    if port == 0 or not (":" in host or (_HOST.fullmatch(host) and _is_name(host))):
        raise UsageError(f"{parts.netloc!r} is no host; write a URL like {_EXAMPLE}")
    return parts


def is_host(netloc: str) -> bool:
    """Whether ``netloc`` is a host, perhaps with a port."""
    try:
        return parted(f"http://{netloc}/").netloc == netloc
    except UsageError:
        return False


def host_in_ascii(netloc: str) -> str:
    """A host, perhaps with a port, as it crosses the wire: Vietnamese letters in Punycode (RFC 3490), in lower case.
    What cannot be a host stays as it is."""
    if netloc.isascii():
        return netloc.lower()
    host, colon, port = netloc.partition(":")
    try:
        return f"{host.encode('idna').decode('ascii').lower()}{colon}{port}"
    except UnicodeError:
        return netloc


def _is_name(host: str) -> bool:
    try:
        host.encode("idna")
    except UnicodeError:
        return False
    return True


def on_the_wire(url: str) -> str:
    """``url`` in ASCII, as a request names it: the host in Punycode, everything else percent-encoded in UTF-8."""
    return safe_url_string(url)
