"""A record comes back out of its WARC whatever state the file is in: growing, closed, a revisit, damaged."""

import gzip
import random
import zlib
from pathlib import Path

import pytest

from crawler.capture import reader
from crawler.capture.reader import locate, read_record
from crawler.errors import CaptureError

PAGE = "Hội trại thanh niên".encode()
WHOLE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE)
SAME = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nDate: later\r\n\r\n"
NOT_MODIFIED = b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"


def record(block: bytes, kind: str = "response", compress: bool = True) -> bytes:
    head = f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://a.vn/1\r\nContent-Length: {len(block)}\r\n\r\n"
    whole = head.encode() + block + b"\r\n\r\n"
    return gzip.compress(whole) if compress else whole


def test_a_revisit_is_read_with_the_payload_it_repeats(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    parts = [record(WHOLE), record(SAME, "revisit"), record(NOT_MODIFIED, "revisit"), record(b"", "revisit")]
    path.write_bytes(b"".join(parts))
    first, same, unmodified, bare = (sum(map(len, parts[:n])) for n in range(4))
    original = (path, first)
    back = read_record(path, same, original)
    assert (back.status, back.body, back.headers[-1]) == (200, PAGE, ("Date", "later"))
    for offset in (unmodified, bare):
        assert read_record(path, offset, original) == read_record(path, first)
    with pytest.raises(CaptureError, match="revisit"):
        read_record(path, same)
    with pytest.raises(CaptureError, match="no payload"):
        read_record(path, same, (path, unmodified))


def test_a_growing_file_is_read_under_both_names(tmp_path: Path) -> None:
    closed, growing = tmp_path / "a.warc.gz", tmp_path / "a.warc.gz.open"
    growing.write_bytes(record(WHOLE) + record(WHOLE)[:30])
    assert locate(closed) == locate(growing) == growing
    assert read_record(closed, 0).body == read_record(growing, 0).body == PAGE
    with pytest.raises(CaptureError, match="ends in the middle"):
        read_record(closed, len(record(WHOLE)))
    growing.rename(closed)
    assert read_record(growing, 0).body == PAGE


def test_an_uncompressed_warc_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(b"x" * 7 + record(WHOLE, compress=False) + record(WHOLE, compress=False))
    back = read_record(path, 7)
    assert (back.url, back.content_type, back.body) == ("http://a.vn/1", "text/html", PAGE)


def test_what_is_no_record_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.warc.gz"
    short = gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 99\r\n\r\nHTTP/1.1 200 OK\r\n\r\n")
    damaged = bytearray(record(WHOLE))
    damaged[40:60] = bytes(20)
    wrong_sum = record(WHOLE)[:-8] + bytes(8)
    for data in (
        b"",
        b"text",
        short,
        bytes(damaged),
        wrong_sum,
        gzip.compress(b"text"),
        zlib.compress(PAGE),
        record(b"no HTTP"),
    ):
        path.write_bytes(data)
        with pytest.raises(CaptureError, match=r"a\.warc\.gz: the record at byte 0"):
            read_record(path, 0)
    path.write_bytes(record(b"HTTP/1.1 200 OK\r\n\r\n" + bytes(5_000_000)))
    monkeypatch.setattr(reader, "MAX_BODY", 1_000_000)
    with pytest.raises(CaptureError, match="more than"):
        read_record(path, 0)


def test_a_record_of_many_pieces_is_whole_and_ends_where_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    body = random.Random(1).randbytes(1_000_000)
    path.write_bytes(record(b"HTTP/1.1 200 OK\r\n\r\n" + body) + record(WHOLE))
    assert read_record(path, 0).body == body
