"""Content-codings come off within a limit."""

import gzip
import sys
import zlib

import brotli
import pytest

from crawler.capture.coding import BadCodingError, TooLargeError, decoded

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TEXT = "Đoàn viên trồng cây. ".encode() * 500
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


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress), ("zstd", zstd.compress)],
)
def test_a_bomb_is_refused(encoding: str, pack: object) -> None:
    assert callable(pack)
    with pytest.raises(TooLargeError):
        decoded(pack(bytes(20_000_000)), encoding, 1_000_000)


def test_what_is_not_what_it_says_is_an_error_and_what_breaks_off_is_kept() -> None:
    with pytest.raises(BadCodingError):
        decoded(b"\x1f\x8b" + TEXT, "gzip", 10**6)
    with pytest.raises(BadCodingError):
        decoded(TEXT, "br", 10**6)
    half = gzip.compress(TEXT)[:60]
    assert TEXT.startswith(decoded(half, "gzip", 10**6))
