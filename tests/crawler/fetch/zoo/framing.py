"""Kinds that are odd in how the body is framed and coded."""

import gzip
import zlib

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


def coded(coding: bytes, data: bytes) -> bytes:
    """A body in a content-coding, with its length."""
    return sized(b"Content-Encoding: " + coding, body=data)


CODED = (
    Kind("gzip", coded(b"gzip", GZIP)),
    Kind("x_gzip", coded(b"x-gzip", GZIP)),
    Kind("gzip_upper_case", coded(b"GZIP", GZIP)),
    Kind("deflate", coded(b"deflate", zlib.compress(PAGE))),
    Kind("deflate_raw", coded(b"deflate", RAW_DEFLATE)),
    Kind("brotli", coded(b"br", BROTLI)),
    Kind("zstd", coded(b"zstd", ZSTD)),
    Kind("gzip_twice", coded(b"gzip, gzip", gzip.compress(GZIP, mtime=0))),
    Kind("coding_identity", coded(b"identity", PAGE)),
    Kind("coding_empty", coded(b"", PAGE)),
    Kind("coding_unknown", coded(b"vn-7", PAGE)),
    Kind("gzip_lie", coded(b"gzip", PAGE)),
    Kind("gzip_cut", coded(b"gzip", GZIP[:-20])),
    Kind("gzip_tail", coded(b"gzip", GZIP + b"\0\0\0\0")),
    Kind("gzip_members", coded(b"gzip", gzip.compress(PAGE[:50], mtime=0) + gzip.compress(PAGE[50:], mtime=0))),
    Kind("gzip_chunked", chunked(b"Content-Encoding: gzip", parts=chunks(GZIP))),
    Kind("gzip_until_close", head(HTML, b"Content-Encoding: gzip") + GZIP, ending="close"),
    Kind("gzip_as_transfer", head(HTML, b"Transfer-Encoding: gzip, chunked") + b"".join(chunks(GZIP)) + b"0\r\n\r\n"),
)

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
    Kind("chunk_lie", head(HTML, CHUNKED) + PAGE, ending="close"),
    Kind("chunk_no_last", chunked(last=b""), ending="close", truncated="disconnect"),
    Kind("chunk_no_blank_at_end", chunked(last=b"0\r\n"), ending="close", truncated="disconnect"),
    Kind("chunk_broken", chunked(last=b"zz\r\nxx\r\n"), ending="close"),
)

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
    Kind("te_unknown", sized(b"Transfer-Encoding: vn-7")),
    Kind("te_empty", sized(b"Transfer-Encoding:")),
    Kind("length_twice", sized(LENGTH)),
    Kind("length_twice_in_one", head(HTML, LENGTH + b", %d" % len(PAGE)) + PAGE),
    Kind("length_conflicting", head(HTML, b"Content-Length: 10", LENGTH) + PAGE),
    Kind("length_negative", head(HTML, b"Content-Length: -1") + PAGE, ending="close"),
    Kind("length_empty", head(HTML, b"Content-Length:") + PAGE, ending="close"),
    Kind("length_word", head(HTML, b"Content-Length: nhieu") + PAGE, ending="close"),
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
