"""Content-codings (RFC 9110, 8.4.1) taken off a payload, within a limit of size. Pure.

A piece at a time, so that a bomb is noticed before it has gone off; zstd's window is at most 8 MB (RFC 9659).
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

#: Bytes unpacked at a time.
STEP: Final = 64 * 1024
#: Members of one stream that are read. Real ones have one, rarely a few; a hostile one has a million empty ones.
MEMBERS: Final = 1000
#: What a payload in one of these codings begins with; where it does not, a server has mislabelled it.
_MAGIC: Final = {"gzip": b"\x1f\x8b\x08", "x-gzip": b"\x1f\x8b\x08", "zstd": b"\x28\xb5\x2f\xfd"}
#: The head of a gzip member (RFC 1952, 2.3): fixed part, then what its flags announce.
_GZIP_HEAD: Final = re.compile(rb"\x1f\x8b\x08(.).{6}", re.DOTALL)
_EXTRA, _NAME, _COMMENT, _CRC = 4, 8, 16, 2
#: Checksum and length behind a gzip member. They are not looked at, no more than browsers do: scripts that pack by hand
#: get them wrong or leave them out, and the page before them is whole.
_GZIP_TAIL: Final = 8


class TooLargeError(ValueError):
    """The payload unpacks to more than the limit."""


class BadCodingError(ValueError):
    """The payload is not what its Content-Encoding says."""


class BrokenOffError(ValueError):
    """The payload breaks off before its coding ends; ``body`` is what came of it."""

    def __init__(self, body: bytes) -> None:
        super().__init__("it breaks off before its end")
        self.body = body


class _CutError(ValueError):
    """A stream ends too early."""


def decoded(payload: bytes, encoding: str | None, limit: int) -> bytes:
    """The payload without its content-codings, at most ``limit`` bytes of it. Raises TooLargeError, BadCodingError,
    BrokenOffError. An unknown coding, and one that the payload does not have (a server that labels plain text gzip),
    leave it as it is."""
    broken = False
    for name in _names(encoding):
        payload, problem = _without(payload, name, limit)
        broken = broken or isinstance(problem, _CutError)
        if problem is not None and not isinstance(problem, _CutError):
            raise BadCodingError(str(problem)) from problem
    if len(payload) > limit:
        raise TooLargeError(f"more than {limit} bytes")
    if broken:
        raise BrokenOffError(payload)
    return payload


def salvaged(payload: bytes, encoding: str | None, limit: int) -> bytes:
    """As ``decoded``, but a damaged stream gives what comes before the damage, and the payload itself where nothing
    does: what an archive holds is shown as far as it goes. Raises TooLargeError."""
    for name in _names(encoding):
        unpacked, problem = _without(payload, name, limit)
        payload = unpacked if problem is None or isinstance(problem, _CutError) else unpacked or payload
    return payload


def _names(encoding: str | None) -> list[str]:
    """The codings, the last applied first."""
    return [name.strip().lower() for name in reversed((encoding or "").split(",")) if name.strip()]


def _without(payload: bytes, name: str, limit: int) -> tuple[bytes, Exception | None]:
    """What comes out, and what was wrong, if anything."""
    if not payload or name not in _PIECES or not payload.startswith(_MAGIC.get(name, b"")):
        return payload, None
    whole = bytearray()
    try:
        for piece in _PIECES[name](payload):
            whole += piece
            if len(whole) > limit:
                raise TooLargeError(f"more than {limit} bytes")
    except (zlib.error, brotli.error, zstd.ZstdError, _CutError) as problem:
        return bytes(whole), problem
    return bytes(whole), None


def _gunzip(payload: bytes) -> Iterator[bytes]:
    """All members, as ``_zstd`` has all frames."""
    place = 0
    for _ in range(MEMBERS):
        if not payload.startswith(_MAGIC["gzip"], place):
            return
        start = _behind_gzip_head(payload, place)
        place = _GZIP_TAIL + (yield from _stream(payload, start, zlib.decompressobj(-zlib.MAX_WBITS), _fed_zlib))


def _behind_gzip_head(payload: bytes, place: int) -> int:
    """Where a member's data begins; the payload's end where its head is not whole."""
    head = _GZIP_HEAD.match(payload, place)
    if head is None:
        return len(payload)
    flags, place = head[1][0], head.end()
    if flags & _EXTRA:
        place += 2 + int.from_bytes(payload[place : place + 2], "little")
    for _ in range(bool(flags & _NAME) + bool(flags & _COMMENT)):
        place = payload.find(b"\0", place) + 1 or len(payload)
    return place + (2 if flags & _CRC else 0)


def _zstd(payload: bytes) -> Iterator[bytes]:
    """All frames; what follows the last one is left out, and what follows MEMBERS of them."""
    options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: 23}
    place = 0
    for _ in range(MEMBERS):
        if not payload.startswith(_MAGIC["zstd"], place):
            return
        place = yield from _stream(payload, place, zstd.ZstdDecompressor(options=options), _fed_zstd)


def _inflate(payload: bytes) -> Iterator[bytes]:
    """deflate as the standard has it (behind zlib's header of two bytes), or as many servers send it (raw)."""
    try:
        zlib.decompressobj().decompress(payload[:STEP], 1)
    except zlib.error:
        return _stream(payload, 0, zlib.decompressobj(-zlib.MAX_WBITS), _fed_zlib)
    return _stream(payload, 2, zlib.decompressobj(-zlib.MAX_WBITS), _fed_zlib)


def _stream(payload: bytes, place: int, machine: Any, fed: "_Fed") -> Generator[bytes, None, int]:
    """One stream that begins at ``place``, fed in steps: what stands behind it is copied each time it is touched.
    Returns where it ends. Raises _CutError, behind all that came, where the payload ends before."""
    while place < len(payload) and not machine.eof:
        piece = payload[place : place + STEP]
        yield from fed(machine, piece)
        place += len(piece) - len(machine.unused_data)
    if not machine.eof:
        raise _CutError("it breaks off before its end")
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
    if not machine.is_finished():
        raise _CutError("it breaks off before its end")


_Fed: TypeAlias = Callable[[Any, bytes], Iterator[bytes]]
_PIECES: Final[Mapping[str, Callable[[bytes], Iterator[bytes]]]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _brotli,
    "zstd": _zstd,
}
