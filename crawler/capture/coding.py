"""Content-codings (RFC 9110, 8.4.1) taken off a payload, within a limit of size. Pure.

A piece at a time, so that a bomb is noticed before it has gone off; zstd's window is at most 8 MB (RFC 9659).
"""

import sys
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping
from typing import Any, Final, TypeAlias

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

#: Bytes unpacked at a time.
STEP: Final = 64 * 1024
#: Members of one stream that are read. Real ones have one, rarely a few; a hostile one has a million empty ones.
MEMBERS: Final = 1000
#: What a payload in one of these codings begins with; where it does not, a server has mislabelled it.
_MAGIC: Final = {"gzip": b"\x1f\x8b", "x-gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}
_GZIP: Final = 31  # zlib's window bits for a gzip wrapper


class TooLargeError(ValueError):
    """The payload unpacks to more than the limit."""


class BadCodingError(ValueError):
    """The payload is not what its Content-Encoding says."""


def decoded(payload: bytes, encoding: str | None, limit: int) -> bytes:
    """The payload without its content-codings, at most ``limit`` bytes of it. Raises TooLargeError, BadCodingError.
    An unknown coding, and one that the payload does not have (a server that labels plain text gzip), leave it as it is;
    a stream that breaks off gives what it has."""
    for name in _names(encoding):
        payload, problem = _without(payload, name, limit)
        if problem is not None:
            raise BadCodingError(str(problem)) from problem
    if len(payload) > limit:
        raise TooLargeError(f"more than {limit} bytes")
    return payload


def salvaged(payload: bytes, encoding: str | None, limit: int) -> bytes:
    """As ``decoded``, but a damaged stream gives what comes before the damage, and the payload itself where nothing
    does: what an archive holds is shown as far as it goes. Raises TooLargeError."""
    for name in _names(encoding):
        unpacked, problem = _without(payload, name, limit)
        payload = unpacked if problem is None else unpacked or payload
    return payload


def _names(encoding: str | None) -> list[str]:
    """The codings, the last applied first."""
    return [name.strip().lower() for name in reversed((encoding or "").split(",")) if name.strip()]


def _without(payload: bytes, name: str, limit: int) -> tuple[bytes, Exception | None]:
    """What comes out, and what was wrong, if anything."""
    if name not in _PIECES or not payload.startswith(_MAGIC.get(name, b"")):
        return payload, None
    whole = bytearray()
    try:
        for piece in _PIECES[name](payload):
            whole += piece
            if len(whole) > limit:
                raise TooLargeError(f"more than {limit} bytes")
    except (zlib.error, brotli.error, zstd.ZstdError) as problem:
        return bytes(whole), problem
    return bytes(whole), None


def _gunzip(payload: bytes) -> Iterator[bytes]:
    return _members(payload, _MAGIC["gzip"], lambda: zlib.decompressobj(_GZIP), _fed_zlib)


def _zstd(payload: bytes) -> Iterator[bytes]:
    options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: 23}
    return _members(payload, _MAGIC["zstd"], lambda: zstd.ZstdDecompressor(options=options), _fed_zstd)


def _inflate(payload: bytes) -> Iterator[bytes]:
    """deflate as the standard has it (zlib's header), or as many servers send it (raw)."""
    try:
        zlib.decompressobj().decompress(payload[:STEP], 1)
    except zlib.error:
        return _stream(payload, 0, zlib.decompressobj(-zlib.MAX_WBITS), _fed_zlib)
    return _stream(payload, 0, zlib.decompressobj(), _fed_zlib)


def _members(payload: bytes, magic: bytes, machine: Callable[[], Any], fed: "_Fed") -> Iterator[bytes]:
    """All gzip members or zstd frames; what follows the last one is left out, and what follows MEMBERS of them."""
    place = 0
    for _ in range(MEMBERS):
        if not payload.startswith(magic, place):
            return
        place = yield from _stream(payload, place, machine(), fed)


def _stream(payload: bytes, place: int, machine: Any, fed: "_Fed") -> Generator[bytes, None, int]:
    """One stream that begins at ``place``, fed in steps: what stands behind it is copied each time it is touched.
    Returns where it ends."""
    while place < len(payload) and not machine.eof:
        piece = payload[place : place + STEP]
        yield from fed(machine, piece)
        place += len(piece) - len(machine.unused_data)
    return place


def _fed_zlib(machine: Any, piece: bytes) -> Iterator[bytes]:
    out = b" " * STEP
    while not machine.eof and (piece or len(out) == STEP):  # a full step may have left something inside
        out = machine.decompress(piece, STEP)
        yield out
        piece = machine.unconsumed_tail


def _fed_zstd(machine: Any, piece: bytes) -> Iterator[bytes]:
    yield machine.decompress(piece, STEP)
    while not machine.eof and not machine.needs_input:
        yield machine.decompress(b"", STEP)


def _brotli(payload: bytes) -> Iterator[bytes]:
    machine, place, out = brotli.Decompressor(), 0, b""
    while not machine.is_finished() and (place < len(payload) or out):
        # While it holds input that it had no room to unpack, it takes no more.
        piece = payload[place : place + STEP] if machine.can_accept_more_data() else b""
        place += len(piece)
        out = machine.process(piece, output_buffer_limit=STEP)
        yield out


_Fed: TypeAlias = Callable[[Any, bytes], Iterator[bytes]]
_PIECES: Final[Mapping[str, Callable[[bytes], Iterator[bytes]]]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _brotli,
    "zstd": _zstd,
}
