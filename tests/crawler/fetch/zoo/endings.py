"""Kinds that are odd at their end: too much, too little, nothing, no end at all."""

from tests.crawler.fetch.zoo.kind import FORGED, HTML, PAGE, Kind, chunked, chunks, head, sized

NO_CONTENT = head(b"X-A: 1", start=b"HTTP/1.1 204 No Content")
NOT_MODIFIED = head(b'ETag: "a"', start=b"HTTP/1.1 304 Not Modified")
NOT_MODIFIED_SIZED = head(b"Content-Length: %d" % len(PAGE), start=b"HTTP/1.1 304 Not Modified")
SHORT = head(HTML, b"Content-Length: %d" % len(PAGE.decode()))
PLAIN = sized()

TOO_MUCH = (
    Kind("length_in_characters", SHORT + PAGE[: len(PAGE.decode())], PAGE[: len(PAGE.decode())],
         excess=PAGE[len(PAGE.decode()) :]),
    Kind("length_zero_with_body", head(HTML, b"Content-Length: 0"), b"", excess=PAGE),
    Kind("no_content", NO_CONTENT, b"", status=204),
    Kind("no_content_with_body", NO_CONTENT, b"", excess=PAGE, status=204),
    Kind("no_content_forged", NO_CONTENT, b"", excess=FORGED, status=204),
    Kind("not_modified", NOT_MODIFIED, b"", status=304),
    Kind("not_modified_with_length", NOT_MODIFIED_SIZED, b"", status=304),
    Kind("not_modified_with_body", NOT_MODIFIED_SIZED, b"", excess=PAGE, status=304),
    Kind("not_modified_forged", NOT_MODIFIED, b"", excess=FORGED, status=304),
    Kind("reset_content", head(b"Content-Length: 0", start=b"HTTP/1.1 205 Reset"), b"", status=205),
    Kind("head", head(HTML, b"Content-Length: 79"), b"", method="HEAD"),
    Kind("head_chunked", head(HTML, b"Transfer-Encoding: chunked"), b"", method="HEAD"),
    Kind("head_with_body", head(HTML, b"Content-Length: %d" % len(PAGE)), b"", excess=PAGE, method="HEAD"),
    Kind("head_forged", head(HTML, b"Content-Length: 6"), b"", excess=FORGED, method="HEAD"),
    Kind("tail_crlf", sized(), excess=b"\r\n"),
    Kind("tail_nul", sized(), excess=b"\0" * 16),
    Kind("tail_text", sized(), excess=b"<!-- generated in 0.12 s -->"),
    Kind("tail_forged", sized(), excess=FORGED),
    Kind("tail_of_chunks", chunked(), excess=b"\r\n<!-- 0.12 s -->"),
    Kind("tail_of_chunks_forged", chunked(), excess=FORGED),
    Kind("tail_and_close", sized(), excess=FORGED, ending="close"),
    Kind("tail_late", sized(), late=FORGED),
)  # fmt: skip

TOO_LITTLE = (
    Kind("length_too_long", head(HTML, b"Content-Length: 500") + PAGE, ending="close", truncated="disconnect"),
    Kind("early_close", b"", None, ending="close", truncated="disconnect", status=0),
    Kind("early_reset", b"", None, ending="reset", truncated="disconnect", status=0),
    Kind("early_close_in_status", b"HTTP/1.1 2", None, ending="close", truncated="disconnect", status=0),
    Kind("early_close_in_head", PLAIN[:40], None, ending="close", truncated="disconnect", status=0),
    Kind("early_close_after_interim", b"", None, interim=b"HTTP/1.1 100 Continue\r\n\r\n", ending="close",
         truncated="disconnect", status=0),
    Kind("early_close_in_body", PLAIN[:-9], PAGE[:-9], ending="close", truncated="disconnect"),
    Kind("early_reset_in_body", PLAIN[:-9], PAGE[:-9], ending="reset", truncated="disconnect", cut=(30,), pause=0.01),
    Kind("early_abort_in_body", PLAIN[:-9], PAGE[:-9], ending="abort", truncated="disconnect"),
    Kind("early_close_in_chunk", chunked(parts=chunks()[:2], last=b"14\r\nabc"), PAGE[:40] + b"abc", ending="close",
         truncated="disconnect"),
    Kind("early_close_in_size", chunked(parts=chunks()[:2], last=b"1"), PAGE[:40], ending="close",
         truncated="disconnect"),
    Kind("http09", PAGE, None, ending="close", status=0),
    Kind("not_http", b"SSH-2.0-OpenSSH_8.9\r\n", None, ending="close", status=0),
    Kind("not_http_binary", bytes(range(256)), None, ending="close", status=0),
)  # fmt: skip

NO_END = (
    Kind("silence", b"", None, ending="hold", truncated="time", limited=True, status=0),
    Kind("silence_in_head", PLAIN[:40], None, ending="hold", truncated="time", limited=True, status=0),
    Kind("silence_in_body", PLAIN[:-9], PAGE[:-9], ending="hold", truncated="time", limited=True),
    Kind("silence_in_chunk", chunked(last=b""), ending="hold", truncated="time", limited=True),
    Kind("no_length_held", head(HTML) + PAGE, ending="hold", truncated="time", limited=True),
    Kind("slow_body", head(HTML, b"Content-Length: 9000"), None, endless=b"x", pause=0.02,
         truncated="time", limited=True),
    Kind("endless_body", head(HTML), None, endless=b"x" * 10_000, truncated="length", limited=True),
    Kind("endless_chunks", head(HTML, b"Transfer-Encoding: chunked"), None, endless=b"3e8\r\n" + b"x" * 1000 + b"\r\n",
         truncated="length", limited=True),
    Kind("length_over_limit", head(HTML, b"Content-Length: 9000000000"), None, endless=b"x" * 10_000,
         truncated="length", limited=True),
    Kind("endless_header", b"HTTP/1.1 200 OK\r\nX-Long: ", None, endless=b"x" * 10_000,
         truncated="length", limited=True, status=0),
    Kind("endless_interim", b"", None, endless=b"HTTP/1.1 102 Processing\r\n\r\n" * 50,
         truncated="length", limited=True, status=0),
)  # fmt: skip

ENDINGS = (*TOO_MUCH, *TOO_LITTLE, *NO_END)
