"""Blocks as servers send them, exactly: each is read to the body that its author meant, by the crawl's reader and by
the publication's, which may not share code."""

import gzip
import random
import time
import zlib
from typing import Any

import brotli
import pytest

from crawler.capture.block import body_of
from crawler.capture.coding import TooLargeError, zstd
from publish import message

PAGE = "<h1>Đoàn Thanh niên ra quân</h1>".encode() * 40
RAW_DEFLATE = zlib.compress(PAGE)[2:-4]


def chunked(body: bytes, step: int = 7, end: bytes = b"\r\n", extension: bytes = b"", trailer: bytes = b"") -> bytes:
    pieces = [body[at : at + step] for at in range(0, len(body), step)]
    lines = b"".join(b"%x" % len(piece) + extension + end + piece + end for piece in pieces)
    return lines + b"0" + end + trailer + end


def response(body: bytes, *headers: str, start: str = "HTTP/1.1 200 OK", end: str = "\r\n") -> bytes:
    return end.join([start, *headers, "", ""]).encode("latin-1") + body


CHUNKED = "Transfer-Encoding: chunked"
BLOCKS = {
    "plain": response(PAGE, "Content-Type: text/html"),
    "gzip": response(gzip.compress(PAGE), "Content-Encoding: gzip"),
    "gzip members": response(gzip.compress(PAGE[:99]) + gzip.compress(PAGE[99:]), "Content-Encoding: x-gzip"),
    "gzip and padding": response(gzip.compress(PAGE) + b"\0" * 9, "Content-Encoding: gzip"),
    "deflate": response(zlib.compress(PAGE), "Content-Encoding: deflate"),
    "deflate without header": response(RAW_DEFLATE, "Content-Encoding: deflate"),
    "br": response(brotli.compress(PAGE), "Content-Encoding: br"),
    "zstd": response(zstd.compress(PAGE), "Content-Encoding: ZSTD"),
    "zstd frames": response(zstd.compress(PAGE[:9]) + zstd.compress(PAGE[9:]), "Content-Encoding: zstd"),
    "zstd and more": response(zstd.compress(PAGE) + b"more", "Content-Encoding: zstd"),
    "two codings": response(gzip.compress(brotli.compress(PAGE)), "Content-Encoding: br", "Content-Encoding: gzip"),
    "chunked": response(chunked(PAGE), CHUNKED),
    "chunked, extensions": response(chunked(PAGE, extension=b' ;a="b"'), CHUNKED),
    "chunked, trailers": response(chunked(PAGE, trailer=b"X-Sum: 1\r\nX-More: 2\r\n"), CHUNKED),
    "chunked, bare LF": response(chunked(PAGE, end=b"\n"), CHUNKED, end="\n"),
    "chunked, cut in a chunk": response(chunked(PAGE)[: -len(chunked(b""))] + b"40\r\n", CHUNKED),
    "chunked, no end": response(chunked(PAGE).removesuffix(b"0\r\n\r\n"), CHUNKED),
    "chunked twice named": response(chunked(PAGE), CHUNKED, CHUNKED),
    "gzip, chunked": response(chunked(gzip.compress(PAGE)), "Content-Encoding: gzip", CHUNKED),
    "gzip as transfer coding": response(chunked(gzip.compress(PAGE)), "Transfer-Encoding: gzip, chunked"),
    "said to be chunked": response(PAGE, CHUNKED),
    "said to be gzip": response(PAGE, "Content-Encoding: gzip"),
    "said to be br": response(PAGE, "Content-Encoding: br"),
    "said to be zstd": response(PAGE, "Content-Encoding: zstd"),
    "unknown coding": response(PAGE, "Content-Encoding: compress"),
    "bare LF": response(PAGE, "Content-Type: text/html", end="\n"),
    "head ended by LF": response(PAGE, "Content-Type: text/html").replace(b"\r\n\r\n", b"\r\n\n", 1),
    "line without colon": response(PAGE, "nonsense", ": no name", CHUNKED.replace("chunked", "identity")),
    "ICY": response(PAGE, start="ICY 200 OK"),
    "lower case": response(PAGE, start="http/1.1 200"),
    "no minor version": response(PAGE, start="HTTP/1  200  Fine"),
    "blank lines before": b"\r\n\n" + response(PAGE),
    "1xx before": response(b"", start="HTTP/1.1 103 Early") + response(b"", start="HTTP/1.1 100 C") + response(PAGE),
    "long head": response(PAGE, *(f"X-{n}: {'y' * 90}" for n in range(2000))),
}  # fmt: skip


@pytest.mark.parametrize("kind", BLOCKS)
def test_bodies(kind: str) -> None:
    status, headers, body = body_of(BLOCKS[kind])
    assert (status, body) == (200, PAGE)
    assert message.body_of(BLOCKS[kind], 10**7) == (200, headers, PAGE)


def test_headers_keep_order_repeats_and_odd_bytes() -> None:
    block = response(
        b"", "Set-Cookie: a=1", "X-Tên: Kế".encode().decode("latin-1"), "set-cookie:b=2", "X-Fold: one", "\ttwo",
        "   three", "Blank Name : x",
    )  # fmt: skip
    assert body_of(block) == message.body_of(block, 99)
    assert body_of(block).headers == (
        ("Set-Cookie", "a=1"), ("X-Tên".encode().decode("latin-1"), "Kế".encode().decode("latin-1")),
        ("set-cookie", "b=2"), ("X-Fold", "one two three"), ("Blank Name", "x"),
    )  # fmt: skip


def test_a_folded_coding_counts() -> None:
    assert body_of(response(gzip.compress(PAGE), "Content-Encoding:", " gzip")).body == PAGE


def test_a_cut_message_gives_what_came() -> None:
    whole = gzip.compress(random.Random(1).randbytes(90_000))
    body = body_of(response(whole[:60_000], "Content-Encoding: gzip")).body
    assert 50_000 < len(body) < 60_000
    assert gzip.decompress(whole).startswith(body)
    assert body_of(b"HTTP/1.1 500 Oops\r\nX-A: 1").headers == (("X-A", "1"),)


@pytest.mark.parametrize("status", [204, 304])
def test_some_answers_have_no_body(status: int) -> None:
    assert body_of(response(b"stray", start=f"HTTP/1.1 {status} None")) == (status, (), b"")


def test_what_is_no_http_is_refused() -> None:
    for block in (b"", b"<html>", b"HTTP/1.1 OK\r\n\r\n"):
        with pytest.raises(ValueError, match="status line"):
            body_of(block)


@pytest.mark.parametrize(
    ("coding", "bomb"),
    [
        ("gzip", gzip.compress(b"\0" * 40_000_000)),
        ("deflate", zlib.compress(b"\0" * 40_000_000)),
        ("br", brotli.compress(b"\0" * 40_000_000, quality=1)),
        ("zstd", zstd.compress(b"\0" * 40_000_000)),
    ],
)
def test_a_bomb_is_stopped(coding: str, bomb: bytes) -> None:
    assert len(bomb) < 100_000
    with pytest.raises(TooLargeError):
        body_of(response(bomb, f"Content-Encoding: {coding}"), limit=1_000_000)
    with pytest.raises(message.TooLargeError):
        message.body_of(response(bomb, f"Content-Encoding: {coding}"), 1_000_000)


@pytest.mark.parametrize("size", [65_535, 65_536, 131_072, 1_000_000])
@pytest.mark.parametrize("noisy", [True, False])
def test_long_bodies_come_out_whole_whatever_the_steps(size: int, noisy: bool) -> None:
    page = random.Random(3).randbytes(size) if noisy else bytes(size)
    raw = zlib.compressobj(wbits=-15)
    for coding, data in (
        ("gzip", gzip.compress(page)), ("gzip", gzip.compress(page[:9]) + gzip.compress(page[9:]) + b"\0" * 9),
        ("deflate", zlib.compress(page)), ("deflate", raw.compress(page) + raw.flush()),
        ("br", brotli.compress(page, quality=2)), ("zstd", zstd.compress(page[:70_000]) + zstd.compress(page[70_000:])),
    ):  # fmt: skip
        block = response(data, f"Content-Encoding: {coding}")
        assert body_of(block).body == page
        assert message.body_of(block, size)[2] == page


def test_a_million_members_take_no_time_and_give_the_same() -> None:
    block = response(gzip.compress(PAGE) + gzip.compress(b"", mtime=0) * 1_000_000, "Content-Encoding: gzip")
    began = time.process_time()
    assert body_of(block).body == message.body_of(block, 10**7)[2] == PAGE
    assert time.process_time() - began < 10  # copying what is left for each would take a quarter of an hour


@pytest.mark.parametrize(
    "payload",
    [
        b"5\r\nabcde\r\nffffffffffffffff\r\nxyz",
        b"5\r\nabcde\r\n\r\n\r\n2\r\nfg\r\n0\r\n\r\n",
        b"0" * 300 + b"5\r\nabcde\r\n0\r\n\r\n",
        b"5\r\nabcde\r\n2;" + b"x" * 20_000 + b"\r\nfg\r\n0\r\n\r\n",
        b"5;" + b"x" * 20_000 + b"\r\nabcde",
        b"1f",
        b"ba-mien.html",
        b"\r\n5\r\nabcde",
    ],
)
def test_hostile_chunks_are_read_alike(payload: bytes) -> None:
    block = response(payload, CHUNKED)
    assert outcome(body_of, block) == outcome(message.body_of, block)


@pytest.mark.parametrize("cut", [0, 3, 8, 9, 40])
def test_checksums_do_not_count(cut: int) -> None:
    packed = gzip.compress(PAGE)
    block = response(packed[: len(packed) - cut], "Content-Encoding: gzip")
    assert outcome(body_of, block) == outcome(message.body_of, block)


def test_damaged_blocks_are_read_alike_and_never_break_a_reader() -> None:
    noise = random.Random(2)
    blocks = list(BLOCKS.values())
    for turn in range(3000):
        block = bytearray(blocks[turn % len(blocks)][:3000])
        for _ in range(noise.randrange(1, 9)):
            block[noise.randrange(len(block))] = noise.choice(b"\r\n \t:;0a\xff\x00")
        cut = bytes(block[: noise.randrange(1, len(block))])
        assert outcome(body_of, cut) == outcome(message.body_of, cut)


def outcome(read: Any, block: bytes) -> Any:
    try:
        return tuple(read(block, 10**7))
    except ValueError as problem:
        return str(problem)
