"""Kinds that are odd in how the body is framed and coded."""

import gzip
import zlib
from typing import Any

from tests.crawler.fetch.zoo.kind import HTML, PAGE, Kind, chunked, chunks, head, sized

GZIP = gzip.compress(PAGE, mtime=0)
RAW_DEFLATE = zlib.compress(PAGE)[2:-4]
#: Stored, not compressed: a coder need not be installed to make them.
BROTLI = b"\x8b,\x80" + PAGE + b"\x03"
ZSTD = b"(\xb5/\xfd Z\xd1\x02\x00" + PAGE
LENGTH = b"Content-Length: %d" % len(PAGE)
CHUNKED = b"Transfer-Encoding: chunked"
HTTP10 = b"HTTP/1.0 200 OK"
LONG = PAGE * 30_000  # 2.4 MB


def coded(name: str, coding: bytes, data: bytes, body: bytes = PAGE, **more: Any) -> Kind:
    """A body in a content-coding, with its length."""
    return Kind(name, sized(b"Content-Encoding: " + coding, body=data), body, payload=data, **more)


TWO_MEMBERS = gzip.compress(PAGE[:50], mtime=0) + gzip.compress(PAGE[50:], mtime=0)
BROKEN = b"\x1f\x8b\x08" + b"\xff" * 40
GZIP_BEGUN = zlib.decompressobj(31).decompress(GZIP[:-20])

CODED = (
    coded("gzip", b"gzip", GZIP),
    coded("x_gzip", b"x-gzip", GZIP),
    coded("gzip_upper_case", b"GZIP", GZIP),
    coded("deflate", b"deflate", zlib.compress(PAGE)),
    coded("deflate_raw", b"deflate", RAW_DEFLATE),
    coded("brotli", b"br", BROTLI),
    coded("zstd", b"zstd", ZSTD),
    coded("gzip_twice", b"gzip, gzip", gzip.compress(GZIP, mtime=0)),
    coded("coding_identity", b"identity", PAGE),
    coded("coding_empty", b"", PAGE),
    coded("coding_unknown", b"vn-7", PAGE, curl=None, why="browsers and we show it as it came"),
    coded("gzip_lie", b"gzip", PAGE, curl=None, why="plain text that is called gzip is read as text"),
    coded("gzip_cut", b"gzip", GZIP[:-20], GZIP_BEGUN, half=True),
    coded("gzip_wrong_sum", b"gzip", GZIP[:-8] + b"\0" * 8),
    coded("gzip_no_sum", b"gzip", GZIP[:-8]),
    coded("gzip_sum_of_zlib", b"gzip", b"\x1f\x8b\x08" + bytes(7) + zlib.compress(PAGE)[2:]),
    coded("gzip_long_head", b"gzip", b"\x1f\x8b\x08\x1e" + bytes(6) + b"\x02\0ab" + b"ten\0loi\0\0\0" + GZIP[10:],
          curl=None, why="the head's own sum is wrong; the page behind it is whole"),
    Kind("gzip_in_two_headers", sized(b"Content-Encoding: identity", b"Content-Encoding: gzip", body=GZIP),
         payload=GZIP),
    Kind("moved_gzip_broken", sized(b"Location: /x", b"Content-Encoding: gzip", body=BROKEN, start=b"HTTP/1.1 302 X"),
         b"", payload=BROKEN, status=302),
    coded("gzip_tail", b"gzip", GZIP + b"\0\0\0\0"),
    coded("gzip_members", b"gzip", TWO_MEMBERS, curl=PAGE[:50], why="RFC 1952 has several members; curl reads one"),
    Kind("gzip_chunked", chunked(b"Content-Encoding: gzip", parts=chunks(GZIP)), payload=GZIP),
    Kind("gzip_until_close", head(HTML, b"Content-Encoding: gzip") + GZIP, ending="close", payload=GZIP),
    Kind("gzip_as_transfer", head(HTML, b"Transfer-Encoding: gzip, chunked") + b"".join(chunks(GZIP)) + b"0\r\n\r\n",
         GZIP, curl=PAGE, why="only who asks for it by TE gets it (RFC 9112, 7.4), and we do not ask"),
)  # fmt: skip

CHUNKS = (
    Kind("chunked", chunked()),
    Kind("chunk_extensions", chunked(parts=chunks(line=b'%x;name="a;b";x\r\n'))),
    Kind("chunk_trailers", chunked(b"Trailer: X-Md5", last=b"0\r\nX-Md5: abc\r\nX-B: 2\r\n\r\n")),
    Kind("chunk_padded", chunked(parts=chunks(line=b"%x   \r\n"), last=b"0  \r\n\r\n")),
    Kind("chunk_zeros", chunked(parts=chunks(line=b"%08x\r\n"), last=b"0000\r\n\r\n")),
    Kind("chunk_upper_hex", chunked(parts=chunks(size=0x2E, line=b"%X\r\n"))),
    Kind("chunk_lower_hex", chunked(parts=chunks(size=0x2E, line=b"%x\r\n"))),
    Kind("chunk_bare_lf", chunked(parts=chunks(line=b"%x\n", eol=b"\n"), last=b"0\n\n")),
    Kind("chunk_mixed_lf", chunked(parts=chunks(line=b"%x\n"))),
    Kind("chunk_single_bytes", chunked(parts=chunks(size=1))),
    Kind("chunk_cut_everywhere", chunked(b"X-A: 1"), cut=None),
    Kind("chunk_empty", chunked(parts=[b""], last=b"0\r\n\r\n"), body=b""),
    Kind("chunk_http10", head(HTML, CHUNKED, start=HTTP10) + b"".join(chunks()) + b"0\r\n\r\n", ending="close"),
    Kind("chunk_and_length", head(HTML, LENGTH, CHUNKED) + b"".join(chunks()) + b"0\r\n\r\n"),
    Kind("chunk_and_wrong_length", head(HTML, b"Content-Length: 7", CHUNKED) + b"".join(chunks()) + b"0\r\n\r\n"),
    Kind("chunk_said_twice", head(HTML, CHUNKED, CHUNKED) + b"".join(chunks()) + b"0\r\n\r\n"),
    Kind("chunk_case", head(HTML, b"transfer-encoding:  Chunked ") + b"".join(chunks()) + b"0\r\n\r\n"),
    Kind("chunk_lie", head(HTML, CHUNKED) + PAGE, ending="close", curl=None, why="the page is whole and readable"),
    Kind("chunk_no_last", chunked(last=b""), ending="close", truncated="disconnect"),
    Kind("chunk_no_blank_at_end", chunked(last=b"0\r\n"), ending="close", truncated="disconnect"),
    Kind("chunk_broken", chunked(last=b"zz\r\nxx\r\n"), ending="close", truncated="disconnect"),
    Kind("chunk_broken_in_pieces", chunked(last=b"zz\r\nxx\r\n<p>"), ending="close", truncated="disconnect",
         cut=(-7, -3), pause=0.005),
)  # fmt: skip

NO_NUMBER: dict[str, Any] = {"curl": None, "why": "browsers read until the close, as if nothing were said"}

LENGTHS = (
    Kind("empty_body", sized(body=b""), body=b""),
    Kind("until_close", head(HTML) + PAGE, ending="close"),
    Kind("until_close_abort", head(HTML) + PAGE, ending="abort"),
    Kind("until_close_reset", head(HTML) + PAGE, ending="reset", truncated="disconnect"),
    Kind("connection_close", sized(b"Connection: close"), ending="close"),
    Kind("close_said_but_held", sized(b"Connection: close")),
    Kind("http10_close", head(HTML, start=HTTP10) + PAGE, ending="close"),
    Kind("http10_length", sized(start=HTTP10), ending="close"),
    Kind("http10_keep_alive", sized(b"Connection: Keep-Alive", start=HTTP10)),
    Kind("te_identity", sized(b"Transfer-Encoding: identity")),
    Kind("te_unknown", sized(b"Transfer-Encoding: vn-7"), curl=None, why="an unknown coding: the length is right"),
    Kind("te_empty", sized(b"Transfer-Encoding:")),
    Kind("length_twice", sized(LENGTH)),
    Kind("length_twice_in_one", head(HTML, LENGTH + b", %d" % len(PAGE)) + PAGE),
    Kind("length_conflicting", head(HTML, b"Content-Length: 10", LENGTH) + PAGE),
    Kind("length_negative", head(HTML, b"Content-Length: -1") + PAGE, ending="close", **NO_NUMBER),
    Kind("length_empty", head(HTML, b"Content-Length:") + PAGE, ending="close", **NO_NUMBER),
    Kind("length_word", head(HTML, b"Content-Length: nhieu") + PAGE, ending="close", **NO_NUMBER),
    Kind("length_plus", head(HTML, b"Content-Length: +%d" % len(PAGE)) + PAGE, ending="close"),
    Kind("length_with_unit", head(HTML, LENGTH + b" bytes") + PAGE, ending="close"),
    Kind("length_huge", head(HTML, b"Content-Length: 99999999999999999999999") + PAGE, ending="close"),
    Kind("length_zeros", head(HTML, b"Content-Length: 000%d" % len(PAGE)) + PAGE),
    Kind("long_body", sized(body=LONG), body=LONG),
    Kind("cut_in_head_end", sized(), cut=tuple(sized().index(b"\r\n\r\n") + n for n in range(5)), pause=0.005),
    Kind("cut_everywhere", sized(), cut=None),
    Kind("cut_everywhere_slowly", sized(), cut=None, pause=0.001),
)

FRAMING = (*CODED, *CHUNKS, *LENGTHS)
