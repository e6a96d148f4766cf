"""CDXJ lines: what a web archive's index says of one capture. Pure.

Format: CDXJ 0.1 of the WACZ specification: ``SURT TIMESTAMP JSON``, lines sorted by their bytes. The key is the URL in
"sort-friendly URI reordering transform" with the wayback rules of canonicalisation, by which replay software looks up.
"""

import contextlib
import json
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote_from_bytes, unquote_to_bytes

_URL: Final = re.compile(rb"(https?):/*([^/?#]*)([^?#]*)(?:\?([^#]*))?", re.IGNORECASE | re.DOTALL)
_AUTHORITY: Final = re.compile(rb"(?:.*@)?(.*?)(?::(\d*))?", re.DOTALL)
_WWW: Final = re.compile(rb"www\d*\.")
#: What is printable and needs no escape in a key; ``%`` and ``#`` do.
_SAFE: Final = "".join(map(chr, range(0x21, 0x7F))).replace("%", "").replace("#", "")
#: Session ids, which name no page: the last of each kind is left out of the key.
_SESSIONS: Final = tuple(
    re.compile(rb"(.*)" + pattern + rb"(?:&|\Z)")
    for pattern in (
        rb"jsessionid=[0-9a-z]{32}", rb"phpsessid=[0-9a-z]{32}", rb"sid=[0-9a-z]{32}",
        rb"aspsessionid[a-z]{8}=[a-z]{24}", rb"cfid=[^&]+&cftoken=[^&]+",
    )
)  # fmt: skip
_ASPX_SESSION: Final = re.compile(rb"/\((?:(?:[a-z]\([0-9a-z]{24}\))+|[0-9a-z]{24})\)(?=/[^?]+\.aspx)")


def surt(url: str) -> str:
    """The sort key of ``url``: ``http://www.Tinh.vn:80/Tin/?b=1&a=2`` becomes ``vn,tinh)/tin?a=2&b=1``. Total: what is
    no http(s) address is its own key, blanks escaped."""
    data = re.sub(rb"[\n\r\t]", b"", url.strip().encode("utf-8", "surrogateescape"))
    parts = _URL.match(data)
    if parts is None:
        return quote_from_bytes(data, _SAFE + "%#")
    scheme, authority, path, query = parts.groups()
    key = _authority(authority, b"443" if len(scheme) == 5 else b"80") + b")" + _path(path)
    arguments = _query(query) if query else b""
    return (key + (b"?" + arguments if arguments else b"")).decode("ascii")


def _authority(authority: bytes, default_port: bytes) -> bytes:
    match = _AUTHORITY.fullmatch(authority)
    host, port = match.groups() if match else (authority, None)
    host = re.sub(rb"\.+", b".", _unescaped(host)).strip(b".")
    with contextlib.suppress(UnicodeError):  # no host name that DNS could have
        host = host.decode("utf-8").encode("idna")
    host = _escaped(host).lower()
    host = host[www.end() :] if (www := _WWW.match(host)) else host
    literal = host.startswith(b"[")  # an IPv6 address has no parts to turn round
    turned = host.strip(b"[]") if literal else b",".join(reversed(host.split(b".")))
    return turned + (b":" + port if port and port != default_port else b"")


def _path(path: bytes) -> bytes:
    kept: list[bytes] = []
    for part in _unescaped(path).split(b"/"):
        if part == b"..":
            kept = kept[:-1]  # the empty part of a double slash too
        elif part != b".":
            kept.append(part)
    plain = b"/" + b"/".join(filter(None, kept))
    return _ASPX_SESSION.sub(b"", _escaped(plain).lower(), count=1)


def _query(query: bytes) -> bytes:
    query = _escaped(_unescaped(query)).lower()
    for session in _SESSIONS:
        if found := session.match(query):
            query = found[1] + query[found.end() :]
    pairs = sorted(argument.split(b"=", 1) for argument in query.split(b"&"))
    return b"&".join(b"=".join(pair) for pair in pairs)


def _unescaped(text: bytes) -> bytes:
    """Percent escapes undone until none is left, so that all spellings of an address have one key."""
    while (plain := unquote_to_bytes(text)) != text:
        text = plain
    return text


def _escaped(text: bytes) -> bytes:
    return quote_from_bytes(text, _SAFE).encode("ascii")


def cdxj_line(url: str, captured_at: str, fields: Mapping[str, str | None]) -> str:
    """One line without its line feed. ``captured_at`` is UTC, ``2026-11-23T05:38:00Z``; ``fields`` are the JSON's keys
    in their order (``mime``, ``status``, ``digest``, ``length``, ``offset``, ``filename``): all strings, null left out.
    With a ``method`` (what is no GET) the key is another than the page's, as replay software makes it."""
    method = fields.get("method")
    key = surt(f"{url}{'&' if '?' in url else '?'}__wb_method={method}" if method else url)
    timestamp = re.sub(r"\D", "", captured_at)[:14]
    record = {"url": url} | {name: value for name, value in fields.items() if value is not None}
    return f"{key} {timestamp} {json.dumps(record, ensure_ascii=True)}"
