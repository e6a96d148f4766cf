"""Bombs, and a process that fetches one and says what memory it took."""

import asyncio
import gzip
import json
import resource
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli

from crawler.profile_files import for_url
from tests.crawler.fetch.zoo.rig import rigged
from tests.crawler.fetch.zoo.scripted import Talk, dripping, request_of, scripted

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MB = 1024 * 1024
LIMIT = 30 * MB
BYTES = bytes(range(256))
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
#: What a bomb unpacks to: much more than any test may cost.
ZEROS = 250


def _gzip() -> bytes:
    machine = zlib.compressobj(9, wbits=31)
    return b"".join((*(machine.compress(bytes(MB)) for _ in range(ZEROS)), machine.flush()))


def _deflate() -> bytes:
    machine = zlib.compressobj(9)
    return b"".join((*(machine.compress(bytes(MB)) for _ in range(ZEROS)), machine.flush()))


def _brotli() -> bytes:
    machine = brotli.Compressor(quality=5)
    return b"".join((*(machine.process(bytes(MB)) for _ in range(ZEROS)), machine.finish()))


def _zstd() -> bytes:
    machine = zstd.ZstdCompressor()
    return b"".join((*(machine.compress(bytes(MB)) for _ in range(ZEROS)), machine.flush()))


def _coded(coding: bytes, body: bytes) -> bytes:
    return HEAD + b"Content-Encoding: %b\r\nContent-Length: %d\r\n\r\n" % (coding, len(body)) + body


#: Name -> what is sent first, and what is sent over and over behind it (or nothing).
BODIES: dict[str, Callable[[], tuple[bytes, bytes]]] = {
    "gzip bomb": lambda: (_coded(b"gzip", _gzip()), b""),
    "gzip bomb in gzip": lambda: (_coded(b"gzip, gzip", gzip.compress(_gzip(), mtime=0)), b""),
    "deflate bomb": lambda: (_coded(b"deflate", _deflate()), b""),
    "brotli bomb": lambda: (_coded(b"br", _brotli()), b""),
    "zstd bomb": lambda: (_coded(b"zstd", _zstd()), b""),
    "as large as allowed": lambda: (
        HEAD + b"Content-Length: %d\r\n\r\n" % LIMIT + bytes(range(256)) * (LIMIT // 256),
        b"",
    ),
    "endless body": lambda: (HEAD + b"\r\n", BYTES * 256),
    "endless chunks": lambda: (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"10\r\n0123456789abcdef\r\n" * 3000),
    "endless tiny chunks": lambda: (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 10_000),
    "endless header": lambda: (HEAD, b"X-Long: " + b"x" * 60_000 + b"\r\n"),
    "endless 1xx": lambda: (b"", b"HTTP/1.1 102 Processing\r\n\r\n" * 2000),
}


def _sending(first: bytes, over: bytes) -> Talk:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request_of(reader)
        for place in range(0, len(first), 65536):
            writer.write(first[place : place + 65536])
            await writer.drain()
        if over:
            await dripping(writer, over, 0)
        await reader.read()

    return talk


async def _fetch(name: str, folder: Path) -> dict[str, object]:
    first, over = BODIES[name]()
    async with (
        scripted(_sending(first, over)) as netloc,
        rigged(folder, for_url(f"http://{netloc}/"), DOWNLOAD_MAXSIZE=LIMIT) as rig,
    ):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        outcome = await rig.fetch(f"http://{netloc}/")
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "peak": (after - before) * 1024,
        "error": None if outcome.error is None else type(outcome.error).__name__,
        "truncated": outcome.capture.truncated if outcome.capture else "no capture",
    }


def main(name: str, folder: str) -> None:
    """Fetch it and print, as JSON: peak (bytes above what there was before), error (its class), truncated."""
    print(json.dumps(asyncio.run(_fetch(name, Path(folder)))))
