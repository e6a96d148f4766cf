"""Content-codings (RFC 9110, 8.4.1) taken off a payload, within a limit of size. Pure."""

import sys
import zlib
from typing import Final

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

#: Bytes fed to a decompressor at a time, so that a bomb is noticed before it has gone off.
STEP: Final = 64 * 1024
#: Members of one gzip stream that are read. Real ones have one, rarely a few; a hostile one has a million empty ones.
MEMBERS: Final = 1000


class TooLargeError(ValueError):
    """The payload unpacks to more than the limit."""


class BadCodingError(ValueError):
    """The payload is not what its Content-Encoding says."""


def decoded(payload: bytes, encoding: str | None, limit: int) -> bytes:
    """The payload without its content-codings, at most ``limit`` bytes of it. Raises TooLargeError, BadCodingError.
    An unknown coding, and one that the payload does not have (a server that labels plain text gzip), leave it as it is;
    a stream that breaks off gives what it has."""
    names = [name.strip().lower() for name in (encoding or "").split(",") if name.strip()]
    for name in reversed(names):
        payload = _without(payload, name, limit)
    if len(payload) > limit:
        raise TooLargeError(f"more than {limit} bytes")
    return payload


def _without(payload: bytes, name: str, limit: int) -> bytes:
    if not payload:
        return payload
    if name in ("gzip", "x-gzip"):
        return _gunzip(payload, limit) if payload[:2] == b"\x1f\x8b" else payload
    if name == "deflate":
        return _inflate(payload, limit)
    if name == "br":
        return _brotli(payload, limit)
    if name == "zstd":
        return _zstd(payload, limit) if payload[:4] == b"\x28\xb5\x2f\xfd" else payload
    return payload


def _gunzip(payload: bytes, limit: int) -> bytes:
    """All members of a gzip stream; what follows the last one is left out, and so is what follows MEMBERS of them."""
    parts: list[bytes] = []
    place = size = 0
    for _ in range(MEMBERS):
        if payload[place : place + 2] != b"\x1f\x8b":
            break
        member = zlib.decompressobj(wbits=31)
        while place < len(payload) and not member.eof:
            # In steps: what stands behind a member is copied for each member.
            piece = payload[place : place + STEP]
            parts.append(_unpacked(member, piece, limit - size))
            size += len(parts[-1])
            place += len(piece) - len(member.unused_data)
    return b"".join(parts)


def _inflate(payload: bytes, limit: int) -> bytes:
    """deflate as the standard has it (zlib's header), or as many servers send it (raw)."""
    try:
        return _unpacked(zlib.decompressobj(), payload, limit)
    except BadCodingError:
        return _unpacked(zlib.decompressobj(wbits=-15), payload, limit)


def _unpacked(machine: "zlib._Decompress", payload: bytes, limit: int) -> bytes:
    try:
        whole = machine.decompress(payload, limit + 1)
    except zlib.error as problem:
        raise BadCodingError(str(problem)) from problem
    if len(whole) > limit:
        raise TooLargeError(f"more than {limit} bytes")
    return whole


def _brotli(payload: bytes, limit: int) -> bytes:
    machine = brotli.Decompressor()
    parts: list[bytes] = []
    place = size = 0
    try:
        while True:
            # While it holds input that it had no room to unpack, it takes no more.
            piece = payload[place : place + STEP] if machine.can_accept_more_data() else b""
            parts.append(machine.process(piece, output_buffer_limit=STEP))
            if machine.is_finished() or not (piece or parts[-1]):
                return b"".join(parts)
            place += len(piece)
            size += len(parts[-1])
            if size > limit:
                raise TooLargeError(f"more than {limit} bytes")
    except brotli.error as problem:
        raise BadCodingError(str(problem)) from problem


def _zstd(payload: bytes, limit: int) -> bytes:
    machine = zstd.ZstdDecompressor()
    try:
        whole: bytes = machine.decompress(payload, max_length=limit + 1)
    except zstd.ZstdError as problem:
        raise BadCodingError(str(problem)) from problem
    if len(whole) > limit:
        raise TooLargeError(f"more than {limit} bytes")
    return whole
