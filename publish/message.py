"""The HTTP response in a WARC record's block, read leniently: a block holds what the server sent, exactly.

The crawl's room reads blocks by the same rules in code of its own; a test holds the two together.
"""

import re
import sys
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping
from typing import Any, Final, TypeAlias

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Headers = tuple[tuple[str, str], ...]

_STATUS: Final = re.compile(rb"[A-Za-z]+(?:/[\d.]*)?[ \t]+(\d{3})")
#: The line with a chunk's size, behind the line ends that close the chunk before; sizes of more digits are none.
_CHUNK: Final = re.compile(rb"(?:\r?\n)*([ \t]*0*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\n]*)?\r?)\n")
#: Such a line as far as it goes, in a body that ends within its first.
_CHUNK_BEGUN: Final = re.compile(rb"[ \t]*[0-9A-Fa-f]*[ \t]*(?:;[^\n]*)?\r?")
_LONGEST_LINE: Final = 16 * 1024
_BLANK: Final = " \t\r"
_CONTROL: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]+")
_GZIP: Final = b"\x1f\x8b"
_MEMBER: Final = re.compile(rb"\x1f\x8b\x08(.).{6}", re.DOTALL)
_GZIP_BODY: Final = b"\x1f\x8b\x08"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
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
    body = _unchunked(payload) if "chunked" in transfer.lower() else payload
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
    named = ((name.strip(_BLANK), _CONTROL.sub(" ", value).strip(_BLANK)) for name, colon, value in fields if colon)
    return int(status[1]), tuple(field for field in named if field[0]), rest


def _list(headers: Headers, name: str) -> str:
    return ",".join(value for key, value in headers if key.lower() == name)


def _unchunked(payload: bytes) -> bytes:
    """The data of the chunks, as far as they go; what begins with none was never chunked."""
    size, parts, at = _CHUNK.match(payload), [], 0
    if size is None and b"\n" not in payload and len(payload) <= _LONGEST_LINE and _CHUNK_BEGUN.fullmatch(payload):
        return b""
    if size is None or size.start(1) or len(size[1]) > _LONGEST_LINE:
        return payload
    while size and len(size[1]) <= _LONGEST_LINE and (length := int(size[2], 16)):
        at = size.end() + length
        parts.append(payload[size.end() : at])
        size = _CHUNK.match(payload, at)
    return b"".join(parts)


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


def inflated(data: bytes) -> Iterator[bytes]:
    """A gzip stream in pieces: its members (at most a thousand), nothing of what follows them."""
    return _members(data, _GZIP, lambda: zlib.decompressobj(31), _fed_zlib)


def _gunzip(data: bytes) -> Iterator[bytes]:
    """The members of a gzip body. Their checksums do not count: hand-written servers get them wrong."""
    place = 0
    for _ in range(1000):
        if data.startswith(_GZIP_BODY, place):
            start = _behind_head(data, place)
            place = 8 + (yield from _stream(data, start, zlib.decompressobj(-15), _fed_zlib))


def _behind_head(data: bytes, place: int) -> int:
    head = _MEMBER.match(data, place)
    if head is None:
        return len(data)
    flags, place = head[1][0], head.end()
    if flags & 4:
        place += 2 + int.from_bytes(data[place : place + 2], "little")
    for named in (8, 16):
        if flags & named:
            place = data.find(b"\0", place) + 1 or len(data)
    return place + (flags & 2)


def _zstd(data: bytes) -> Iterator[bytes]:
    options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: 23}
    return _members(data, _ZSTD, lambda: zstd.ZstdDecompressor(options=options), _fed_zstd)


def _deflate(data: bytes) -> Iterator[bytes]:
    try:
        zlib.decompressobj().decompress(data[:_PIECE], 1)
    except zlib.error:  # many servers leave zlib's header out
        return _stream(data, 0, zlib.decompressobj(-15), _fed_zlib)
    return _stream(data, 2, zlib.decompressobj(-15), _fed_zlib)


def _members(data: bytes, magic: bytes, machine: Callable[[], Any], fed: "_Fed") -> Iterator[bytes]:
    place = 0
    for _ in range(1000):
        if data.startswith(magic, place):
            place = yield from _stream(data, place, machine(), fed)


def _stream(data: bytes, place: int, machine: Any, fed: "_Fed") -> Generator[bytes, None, int]:
    """One stream from ``place`` on, fed piece by piece, so that nothing long is copied twice; returns its end."""
    while place < len(data) and not machine.eof:
        piece = data[place : place + _PIECE]
        yield from fed(machine, piece)
        place += len(piece) - len(machine.unused_data)
    return place


def _fed_zlib(machine: Any, piece: bytes) -> Iterator[bytes]:
    out = b" " * _PIECE
    while not machine.eof and (piece or len(out) == _PIECE):
        out = machine.decompress(piece, _PIECE)
        yield out
        piece = machine.unconsumed_tail


def _fed_zstd(machine: Any, piece: bytes) -> Iterator[bytes]:
    yield machine.decompress(piece, _PIECE)
    while not machine.eof and not machine.needs_input:
        yield machine.decompress(b"", _PIECE)


def _brotli(data: bytes) -> Iterator[bytes]:
    machine, place, out = brotli.Decompressor(), 0, b""
    while not machine.is_finished() and (place < len(data) or out):
        piece = data[place : place + _PIECE] if machine.can_accept_more_data() else b""
        place += len(piece)
        out = machine.process(piece, output_buffer_limit=_PIECE)
        yield out


_Fed: TypeAlias = Callable[[Any, bytes], Iterator[bytes]]
#: Content coding -> what a stream begins with, and what unpacks it.
_CODINGS: Final[Mapping[str, tuple[bytes, Callable[[bytes], Iterator[bytes]]]]] = {
    "gzip": (_GZIP_BODY, _gunzip), "x-gzip": (_GZIP_BODY, _gunzip), "deflate": (b"", _deflate), "br": (b"", _brotli),
    "zstd": (_ZSTD, _zstd),
}  # fmt: skip
