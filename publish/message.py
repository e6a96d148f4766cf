"""The HTTP response in a WARC record's block, read leniently: a block holds what the server sent, exactly.

The crawl's room reads blocks by the same rules in code of its own; a test holds the two together.
"""

import re
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Final

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Headers = tuple[tuple[str, str], ...]

_STATUS: Final = re.compile(rb"[A-Za-z]+(?:/[\d.]*)?[ \t]+(\d{3})")
_CHUNK: Final = re.compile(rb"[ \t]*([0-9A-Fa-f]+)[ \t]*(?:;[^\n]*)?\r?\n")
_BLANK: Final = " \t\r"
_PIECE: Final = 64 * 1024


class TooLargeError(ValueError):
    """More bytes come out of a compressed body than the caller allows."""


def body_of(block: bytes, limit: int) -> tuple[int, Headers, bytes]:
    """Status, headers (latin-1) and body without any coding of the response in ``block``.

    A body that ends early, or is not in the coding that its label names, is given as far as it goes, or as it is.
    ValueError where there is no status line, TooLargeError where the body has more than ``limit`` bytes.
    """
    status, headers, payload = _split(block)
    while 100 <= status < 200 and _STATUS.match(payload.lstrip(b"\r\n")):
        status, headers, payload = _split(payload)
    if status in (204, 304):
        return status, headers, b""
    transfer = _list(headers, "transfer-encoding")
    chunked = "chunked" in transfer.lower() and _CHUNK.match(payload)
    body = b"".join(_chunks(payload)) if chunked else payload
    for coding in reversed(f"{_list(headers, 'content-encoding')},{transfer}".split(",")):
        body = _decoded(body, coding.strip().lower(), limit)
    return status, headers, body


def _split(block: bytes) -> tuple[int, Headers, bytes]:
    block = block.lstrip(b"\r\n")
    end = re.search(rb"\n\r?\n", block)
    head, rest = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    first, _, lines = head.partition(b"\n")
    status = _STATUS.match(first)
    if status is None:
        raise ValueError(f"no HTTP status line but {first[:40]!r}")
    lines = re.sub(rb"(?<=[^\r\n])\r*\n[ \t]+", b" ", lines)  # folded lines
    fields = (line.partition(":") for line in lines.decode("latin-1").split("\n"))
    named = ((name.strip(_BLANK), value.strip(_BLANK)) for name, colon, value in fields if colon)
    return int(status[1]), tuple(field for field in named if field[0]), rest


def _list(headers: Headers, name: str) -> str:
    return ",".join(value for key, value in headers if key.lower() == name)


def _chunks(payload: bytes) -> Iterator[bytes]:
    at = 0
    while (size := _CHUNK.match(payload, at)) and (length := int(size[1], 16)):
        yield payload[size.end() : size.end() + length]
        at = size.end() + length
        at += 2 if payload.startswith(b"\r\n", at) else payload.startswith(b"\n", at)


def _decoded(data: bytes, coding: str, limit: int) -> bytes:
    magic, unpack = _CODINGS.get(coding, (b"", None))
    if unpack is None or not data.startswith(magic):
        return data
    out = bytearray()
    try:
        for piece in unpack(data):
            out += piece
            if len(out) > limit:
                raise TooLargeError(f"more than {limit} bytes")
    except (zlib.error, brotli.error, zstd.ZstdError):
        return bytes(out) or data
    return bytes(out)


def inflated(data: bytes, window: int = 31) -> Iterator[bytes]:
    """One zlib stream in pieces; ``window`` as zlib's ``wbits`` (31: gzip, with every member that follows)."""
    while data:
        machine = zlib.decompressobj(window)
        while data and not machine.eof:
            yield machine.decompress(data, _PIECE)
            data = machine.unconsumed_tail
        yield machine.flush()
        data = machine.unused_data if window == 31 and machine.unused_data.startswith(b"\x1f\x8b") else b""


def _deflate(data: bytes) -> Iterator[bytes]:
    try:
        zlib.decompressobj().decompress(data, 1)
    except zlib.error:  # many servers leave zlib's header out
        return inflated(data, -15)
    return inflated(data, 15)


def _brotli(data: bytes) -> Iterator[bytes]:
    machine = brotli.Decompressor()
    while piece := machine.process(data, output_buffer_limit=_PIECE):
        yield piece
        data = b""


def _zstd(data: bytes) -> Iterator[bytes]:
    while data.startswith(b"\x28\xb5\x2f\xfd"):
        machine = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: 23})
        yield machine.decompress(data, _PIECE)
        while not machine.eof and not machine.needs_input:
            yield machine.decompress(b"", _PIECE)
        data = machine.unused_data


#: Content coding -> what a stream begins with, and what unpacks it.
_CODINGS: Final[Mapping[str, tuple[bytes, Callable[[bytes], Iterator[bytes]]]]] = {
    "gzip": (b"\x1f\x8b", inflated), "x-gzip": (b"\x1f\x8b", inflated), "deflate": (b"", _deflate),
    "br": (b"", _brotli), "zstd": (b"\x28\xb5\x2f\xfd", _zstd),
}  # fmt: skip
