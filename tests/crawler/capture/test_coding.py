"""Content-codings come off within a limit."""

import gzip
import random
import sys
import time
import zlib
from collections.abc import Callable

import brotli
import pytest

from crawler.capture.coding import STEP, BadCodingError, BrokenOffError, TooLargeError, decoded, salvaged

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TEXT = "Đoàn viên trồng cây. ".encode() * 500
PACKERS: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("gzip", gzip.compress), ("deflate", zlib.compress), ("br", lambda data: brotli.compress(data, quality=4)),
    ("zstd", zstd.compress),
]  # fmt: skip
RAW = zlib.compressobj(wbits=-15)
RAW_DEFLATE = RAW.compress(TEXT) + RAW.flush()


@pytest.mark.parametrize(
    ("encoding", "payload"),
    [
        (None, TEXT), ("", TEXT), ("identity", TEXT), ("utf-8", TEXT), ("gzip", TEXT), ("zstd", TEXT),
        ("gzip", gzip.compress(TEXT)), ("X-GZIP", gzip.compress(TEXT)), ("deflate", zlib.compress(TEXT)),
        ("deflate", RAW_DEFLATE), ("br", brotli.compress(TEXT)), ("zstd", zstd.compress(TEXT)),
        ("gzip", gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:])), ("gzip", gzip.compress(TEXT) + b"\0\0\0"),
        ("deflate, gzip", gzip.compress(zlib.compress(TEXT))),
    ],
    ids=range(15),
)  # fmt: skip
def test_codings(encoding: str | None, payload: bytes) -> None:
    assert decoded(payload, encoding, 10**6) == TEXT


@pytest.mark.parametrize(("encoding", "pack"), PACKERS)
def test_a_bomb_is_refused(encoding: str, pack: Callable[[bytes], bytes]) -> None:
    with pytest.raises(TooLargeError):
        decoded(pack(bytes(20_000_000)), encoding, 1_000_000)


def test_what_is_not_what_it_says_is_an_error() -> None:
    with pytest.raises(BadCodingError):
        decoded(b"\x1f\x8b\x08" + bytes(7) + b"\xff" * 50, "gzip", 10**6)
    with pytest.raises(BadCodingError):
        decoded(TEXT, "br", 10**6)


@pytest.mark.parametrize(("encoding", "pack"), PACKERS)
def test_what_breaks_off_is_kept_and_known_to_be_a_part(encoding: str, pack: Callable[[bytes], bytes]) -> None:
    half = pack(TEXT)[:-10]
    with pytest.raises(BrokenOffError) as caught:
        decoded(half, encoding, 10**6)
    assert TEXT.startswith(caught.value.body)
    assert salvaged(half, encoding, 10**6) == caught.value.body
    assert decoded(b"", encoding, 10**6) == b""


@pytest.mark.parametrize("cut", range(1, 9))
def test_a_checksum_that_is_wrong_or_missing_makes_no_page_worse(cut: int) -> None:
    packed = gzip.compress(TEXT)
    assert decoded(packed[:-cut], "gzip", 10**6) == TEXT
    assert decoded(packed[:-cut] + b"?" * cut, "gzip", 10**6) == TEXT
    assert decoded(zlib.compress(TEXT)[: -min(cut, 4)], "deflate", 10**6) == TEXT


@pytest.mark.parametrize(("encoding", "pack"), PACKERS)
def test_a_long_page_comes_out_whole_whatever_the_steps(encoding: str, pack: Callable[[bytes], bytes]) -> None:
    words = random.Random(7).choices([b"%06d" % number for number in range(3000)], k=100_000)
    page = b" ".join(words)
    assert len(pack(page)) > 2 * STEP
    for text in (page, bytes(3_000_000), b"x", b""):
        assert decoded(pack(text), encoding, 10**7) == text


def test_a_million_empty_members_do_not_stop_the_crawl() -> None:
    """Copying what is left for each of them would take a quarter of an hour."""
    payload = gzip.compress(TEXT, mtime=0) + gzip.compress(b"", mtime=0) * 1_000_000
    began = time.process_time()
    assert decoded(payload, "gzip", 10**6) == TEXT
    assert time.process_time() - began < 5


def test_a_million_empty_frames_do_not_either() -> None:
    payload = zstd.compress(TEXT) + zstd.compress(b"") * 1_000_000
    began = time.process_time()
    assert decoded(payload, "zstd", 10**6) == TEXT
    assert time.process_time() - began < 5
