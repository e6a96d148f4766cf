"""Content codings of HTTP undone, in pieces, so that a bomb is noticed before it is unpacked.

RFC 9110 §8.4.1 (gzip, deflate), RFC 7932 (br), RFC 8878 and RFC 9659 (zstd, window at most 8 MB).
"""

import sys
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping
from typing import Final

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

#: Bytes unpacked at a time.
PIECE: Final = 64 * 1024
_GZIP: Final = 31  # zlib's window bits for a gzip wrapper


class TooLargeError(ValueError):
    """More bytes than the caller allows come out of a compressed body."""


def decoded(data: bytes, coding: str, limit: int) -> bytes:
    """``data`` with one content coding (lower case) undone; at most ``limit`` bytes, else TooLargeError.

    A stream that ends early or breaks gives what came before; bytes that are not in the coding that their label names
    are given back as they are, as is everything in a coding that nobody here knows: servers mislabel.
    """
    if coding not in _PIECES:
        return data
    out = bytearray()
    try:
        for piece in _PIECES[coding](data):
            out += piece
            if len(out) > limit:
                raise TooLargeError(f"more than {limit} bytes after {coding}")
    except (zlib.error, brotli.error, zstd.ZstdError):
        return bytes(out) or data
    return bytes(out)


def _gzip(data: bytes) -> Iterator[bytes]:
    while data:
        data = yield from _zlib(data, _GZIP)
        data = data if data.startswith(b"\x1f\x8b") else b""  # members may follow each other, zero padding too


def _deflate(data: bytes) -> Iterator[bytes]:
    wrapped = len(data) > 1 and data[0] & 15 == 8 and int.from_bytes(data[:2], "big") % 31 == 0
    yield from _zlib(data, 15 if wrapped else -15)  # some servers send the stream without zlib's header


def _zlib(data: bytes, window: int) -> Generator[bytes, None, bytes]:
    """The stream's bytes; returns what lies behind its end."""
    machine = zlib.decompressobj(window)
    while data and not machine.eof:
        yield machine.decompress(data, PIECE)
        data = machine.unconsumed_tail
    yield machine.flush()
    return machine.unused_data


def _brotli(data: bytes) -> Iterator[bytes]:
    machine = brotli.Decompressor()
    piece = machine.process(data, output_buffer_limit=PIECE)
    while piece:
        yield piece
        piece = machine.process(b"", output_buffer_limit=PIECE)


def _zstd(data: bytes) -> Iterator[bytes]:
    while data:
        machine = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: 23})
        yield machine.decompress(data, PIECE)
        while not machine.eof and not machine.needs_input:
            yield machine.decompress(b"", PIECE)
        data = machine.unused_data


_PIECES: Final[Mapping[str, Callable[[bytes], Iterator[bytes]]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
