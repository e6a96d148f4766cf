"""Kinds that are odd in their heads: status lines, header lines, what stands before them."""

from typing import Any

from tests.crawler.fetch.zoo.kind import HTML, PAGE, Kind, head, sized

LENGTH = b"Content-Length: %d" % len(PAGE)
COOKIES = [b"Set-Cookie: c%d=%s; path=/" % (n, b"x" * 20) for n in range(300)]
MOVED = b"HTTP/1.1 301 Moved Permanently"
#: curl 7.88 gives up on these heads; the page behind them is whole.
MENDED: dict[str, Any] = {"curl": None, "why": "the head can be mended and the page is whole"}

STATUS_LINES = (
    Kind("plain", sized()),
    Kind("not_found", sized(start=b"HTTP/1.1 404 Not Found"), status=404),
    Kind("server_error", sized(start=b"HTTP/1.1 500 Loi"), status=500),
    Kind("unauthorized", sized(b'WWW-Authenticate: Basic realm="x"', start=b"HTTP/1.1 401 No"), status=401),
    Kind("reason_blank", sized(start=b"HTTP/1.1 200 ")),
    Kind("reason_missing", sized(start=b"HTTP/1.1 200")),
    Kind("reason_utf8", sized(start="HTTP/1.1 200 Được rồi".encode())),
    Kind("reason_latin1", sized(start=b"HTTP/1.1 200 \xd0\xb5\xf4i")),
    Kind("reason_long", sized(start=b"HTTP/1.1 200 " + b"OK " * 3000)),
    Kind("status_999", sized(start=b"HTTP/1.1 999 No"), status=999),
    Kind("status_600", sized(start=b"HTTP/1.1 600 Odd"), status=600),
    Kind("icy", sized(start=b"ICY 200 OK"), **MENDED),
    Kind("protocol_lower_case", sized(start=b"http/1.1 200 OK")),
    Kind("protocol_no_minor", sized(start=b"HTTP/1 200 OK"), **MENDED),
    Kind("protocol_no_version", sized(start=b"HTTP 200 OK"), **MENDED),
    Kind("protocol_1_2", sized(start=b"HTTP/1.2 200 OK"), **MENDED),
    Kind("protocol_2_0", sized(start=b"HTTP/2.0 200 OK")),
    Kind("two_blanks", sized(start=b"HTTP/1.1  200 OK")),
    Kind("status_tab", sized(start=b"HTTP/1.1\t200\tOK"), **MENDED),
    Kind("crlf_first", b"\r\n" + sized(), **MENDED),
    Kind("two_lf_first", b"\n\n" + sized(), **MENDED),
)

HEADER_LINES = (
    Kind("odd_case", head(b"cOnTeNt-TyPe: text/html", b"CONTENT-LENGTH: %d" % len(PAGE)) + PAGE),
    Kind("header_order", sized(b"B: 2", b"A: 1", b"b: 3", b"A: 4")),
    Kind("cookies_300", sized(*COOKIES)),
    Kind("type_twice", sized(b"Content-Type: text/plain")),
    Kind("value_utf8", sized("X-Tieu-De: Tuổi trẻ Thạnh Lộc".encode())),
    Kind("value_latin1", sized(b"X-Old: Ti\xeang Vi\xeat")),
    Kind("value_empty", sized(b"X-Empty:", b"X-Blank:   ")),
    Kind("value_no_blank", head(b"Content-Type:text/html", b"Content-Length:%d" % len(PAGE)) + PAGE),
    Kind("value_nul", sized(b"X-Nul: a\x00b"), **MENDED),
    Kind("value_vt", sized(b"X-Vt: a\x0bb")),
    Kind("value_bare_cr", sized(b"X-Cr: a\rb")),
    Kind("value_escape", sized(b"X-Esc: \x1b[31mred\x7f")),
    Kind("obs_fold", sized(b"X-Fold: one", b"  two", b"\tthree")),
    Kind("obs_fold_of_type", head(b"Content-Type: text/html;", b"  charset=utf-8", LENGTH) + PAGE),
    Kind("obs_fold_of_length", head(HTML, b"Content-Length:", b" %d" % len(PAGE)) + PAGE, **MENDED),
    Kind("fold_before_any", head(b" X-Odd: 1", HTML, LENGTH) + PAGE, **MENDED),
    Kind("blank_before_colon", head(b"P3P : CP=x", b"Content-Length : %d" % len(PAGE), HTML) + PAGE),
    Kind("blank_in_name", sized(b"X Powered By: PHP/4.4")),
    Kind("name_not_ascii", sized("X-Đoàn: 1".encode())),
    Kind("name_empty", sized(b": nothing")),
    Kind("name_brackets", sized(b"X(1)[2]: a", b"<br />: b")),
    Kind("no_colon", sized(b"Warning: mysql_connect() in /a.php on line 3", b"PHP Notice  Undefined index"), **MENDED),
    Kind("status_line_twice", sized(b"HTTP/1.1 200 OK"), **MENDED),
    Kind("bare_lf", sized(eol=b"\n")),
    Kind("mixed_lf", b"HTTP/1.1 200 OK\r\n" + HTML + b"\nX-A: 1\r\n" + LENGTH + b"\n\r\n" + PAGE),
    Kind("bare_lf_crlf_end", b"HTTP/1.1 200 OK\n" + HTML + b"\n" + LENGTH + b"\r\n\n" + PAGE),
    Kind("crcrlf", b"HTTP/1.1 200 OK\r\n" + HTML + b"\r\r\n" + LENGTH + b"\r\n\r\n" + PAGE),
    Kind("header_60k", sized(b"X-Long: " + b"x" * 60_000)),
    Kind("header_110k", sized(*[b"X-Long-%d: " % n + b"x" * 1000 for n in range(110)])),
    Kind("headers_1500", sized(*[b"X-%d: %d" % (n, n) for n in range(1500)])),
    Kind("no_headers", head() + PAGE, ending="close"),
    Kind("moved", sized(b"Location: /news.php?id=1", start=MOVED), status=301),
    Kind("moved_utf8", sized("Location: /tin tức?id=1".encode(), start=MOVED), status=301),
    Kind("refresh", sized(b"Refresh: 0; url=/probe")),
)  # fmt: skip

INTERIM = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"

BEFORE = (
    Kind("interim_100", sized(), interim=CONTINUE),
    Kind("interim_102", sized(), interim=b"HTTP/1.1 102 Processing\r\n\r\n"),
    Kind("interim_103", sized(), interim=INTERIM),
    Kind("interim_many", sized(), interim=CONTINUE + INTERIM * 3),
    Kind("interim_bare_lf", sized(), interim=b"HTTP/1.1 100 Continue\n\n"),
    Kind("interim_cut", sized(), interim=INTERIM, cut=(10, len(INTERIM) - 2, len(INTERIM), len(INTERIM) + 9)),
    Kind("switching", head(b"Upgrade: x", start=b"HTTP/1.1 101 Switching") + PAGE, None, ending="close", status=101,
         curl=PAGE, why="what follows a switch that nobody asked for is no HTTP"),
    Kind("early_answer", sized(), early=True),
)  # fmt: skip

HEADS = (*STATUS_LINES, *HEADER_LINES, *BEFORE)
