"""The HTTP message in a WARC block, read as leniently as browsers read it: a block holds what the server sent, exactly.

WARC readers' own HTTP parsing is not used: it counts chunk trailers as body, or gives up on long or bare-LF heads.
"""

import re
from typing import Final, NamedTuple

from crawler.capture.chunks import unchunked
from crawler.capture.coding import salvaged

#: Most bytes that one body may have when its content coding is undone.
MAX_BODY: Final = 256 * 1024 * 1024

_STATUS: Final = re.compile(rb"[A-Za-z]+(?:/[\d.]*)?[ \t]+(\d{3})")
_HEAD_END: Final = re.compile(rb"\n\r?\n")
_FOLD: Final = re.compile(rb"(?<=[^\r\n])\r*\n[ \t]+")  # obs-fold, RFC 9112 §5.2
_BLANK: Final = " \t\r"  # nothing else: in latin-1 other white space may be half of a UTF-8 letter
_CONTROL: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]+")  # no part of a value; what reads live answers agrees
_BODYLESS: Final = (204, 304)

Headers = tuple[tuple[str, str], ...]


class Message(NamedTuple):
    """A response: status, headers as latin-1 text in their order with repeats, body without any coding."""

    status: int
    headers: Headers
    body: bytes


def body_of(block: bytes, limit: int = MAX_BODY) -> Message:
    """Read the response in ``block`` (the bytes of a response record behind its WARC head).

    Copes with bare line feeds, folded lines, lines without colon, odd status lines (``ICY 200``), 1xx heads in front,
    chunks with extensions and trailers, a message cut anywhere, and codings that are not what their label says.
    Raises ValueError where there is no status line at all, TooLargeError where the body has more than ``limit`` bytes.
    """
    status, headers, payload = payload_of(block)
    if not payload:
        return Message(status, headers, b"")
    codings = f"{_list(headers, 'content-encoding')},{_list(headers, 'transfer-encoding')}"
    return Message(status, headers, salvaged(payload, codings, limit))


def payload_of(block: bytes) -> Message:
    """The same with the body as WARC's payload digest takes it: without chunks, its content coding kept. Raises
    ValueError where there is no status line at all."""
    status, headers, payload = _split(block)
    while 100 <= status < 200 and _STATUS.match(payload.lstrip(b"\r\n")):
        status, headers, payload = _split(payload)
    if status in _BODYLESS:
        return Message(status, headers, b"")
    chunked = "chunked" in _list(headers, "transfer-encoding").lower()
    return Message(status, headers, unchunked(payload) if chunked else payload)


def _split(block: bytes) -> tuple[int, Headers, bytes]:
    """Status, headers and what follows the head; a head without its blank line is all there is."""
    block = block.lstrip(b"\r\n")
    end = _HEAD_END.search(block)
    head, rest = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    first, _, lines = head.partition(b"\n")
    status = _STATUS.match(first)
    if status is None:
        raise ValueError(f"no HTTP status line but {first[:40]!r}")
    lines = _FOLD.sub(b" ", lines)
    fields = (line.partition(":") for line in lines.decode("latin-1").split("\n"))
    named = ((name.strip(_BLANK), _CONTROL.sub(" ", value).strip(_BLANK)) for name, colon, value in fields if colon)
    return int(status[1]), tuple(field for field in named if field[0]), rest


def _list(headers: Headers, name: str) -> str:
    """The list in all headers of that name, in the order in which the codings were applied."""
    return ",".join(value for key, value in headers if key.lower() == name)
