"""Ways in which the bytes of a page go wrong: cut, doubled, moved, mixed with those of other pages, and with what
parsers and rules of reading stumble over."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

#: A spoilt page is at most so much longer than the page was.
GROWTH = 8_000

#: Markup that opens, closes and nests as it should not; addresses, numbers, dates and charsets that are none; words
#: that rules of reading look for; bytes that are no text.
STUMBLING: tuple[bytes, ...] = (
    *(Path(__file__).parent / "stumbling.txt").read_bytes().split(b"\n")[:-1],
    b"\x00", b"\x0b", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xef\xbf\xbf", b"\xed\xa0\x80", b"\xc0\xaf", b"\xe1\xbb",
    b"\xcc\x81" * 9, "\u202e".encode(), "\u200b".encode(), b"\r", b"\n" * 50, b" " * 400, b"\t",
    b'<script type="application/ld+json">{"@type":"NewsArticle","author":[[]],"image":{}}</script>',
    b'<script type="application/ld+json">' + b"[" * 2000, "Lượt xem: ".encode() + b"9" * 500, b"A" * 3000, b"1" * 3000,
    b"/" * 300, b"." * 2000, b"- " * 600, b'<a href="' + b"../" * 500 + b'">', b"<div " + b"a=b " * 200 + b">",
)  # fmt: skip
#: What is repeated until the page has grown by all it may.
NESTING: tuple[bytes, ...] = (
    b"<div>", b"<p>", b"<b>", b"<table><tr><td>", b"<ul><li>", b"<font>", b"<a href=/>", b"<span>a", b"</div>", b"<br>",
    b"<h1>", b"<blockquote>", b"a/", b"&amp;", b"<i>x</b>", b"<p>Theo a", b"<a href=/tin-1.html>a</a> ",
    b"<img src=a.jpg>", b"<p><em>a</em></p>", b"<tr><td>1<td>2", b"1/1/2024 ", "Ảnh: ".encode(),
    "Nguồn: a<br>".encode(), b"<li><a href=#>a</a>", b"<div>a</div>",
    b"<p>a</p>", b"<span>a</span> ", b"<td>a</td>", b"<dt>a</dt><dd>b</dd>", b"<div><b>a</b>b</div>",
    b"<img src=a.jpg><br>a<br>",
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One thing that happens to a page: ``at`` is the place and ``size`` the share of the page, both 0..1; ``bytes`` is
    what comes in, ``many`` how often."""

    way: str
    at: float
    size: float
    what: bytes
    many: int

    def of(self, body: bytes) -> bytes:
        """The page after it."""
        start = int(self.at * len(body))
        return _WAYS[self.way](body, start, min(len(body), start + int(self.size * len(body)) + 1), self)


def spoilt(body: bytes, changes: list[Change]) -> bytes:
    """The page after all the changes, cut where it has grown too long."""
    most = len(body) + GROWTH
    for change in changes:
        body = change.of(body)[:most]
    return body


def _flipped(body: bytes, start: int, end: int, change: Change) -> bytes:
    mask = change.many & 0xFF or 0xFF
    return body[:start] + bytes(byte ^ mask for byte in body[start : min(end, start + 8)]) + body[min(end, start + 8) :]


def _moved(body: bytes, start: int, end: int, change: Change) -> bytes:
    rest = body[:start] + body[end:]
    place = int((1 - change.at) * len(rest))
    return rest[:place] + body[start:end] + rest[place:]


def _grown(body: bytes, start: int, change: Change) -> bytes:
    times = GROWTH // len(change.what) if change.many > 200 else change.many
    return body[:start] + change.what * times + body[start:]


_WAYS: dict[str, Callable[[bytes, int, int, Change], bytes]] = {
    "flip": _flipped,
    "cut": lambda body, start, end, change: body[:start] + body[end:],
    "end": lambda body, start, end, change: body[:start],
    "double": lambda body, start, end, change: body[:end] + body[start:end] * (change.many % 8) + body[end:],
    "move": _moved,
    "put": lambda body, start, end, change: body[:start] + change.what + body[start:],
    "replace": lambda body, start, end, change: body[:start] + change.what + body[end:],
    "grow": lambda body, start, end, change: _grown(body, start, change),
    "quote": lambda body, start, end, change: body[:start] + body[start:].replace(b'"', change.what[:1], change.many),
    "close": lambda body, start, end, change: body[:start] + body[start:].replace(b"</", b"<", change.many),
}
_SHARES = st.floats(0, 1, allow_nan=False)
_SMALL = st.floats(0, 0.05, allow_nan=False)


def changes(foreign: list[bytes]) -> st.SearchStrategy[list[Change]]:
    """One to six changes; what comes in is arbitrary, known to be stumbled over, or a piece of one of ``foreign``."""
    pieces = st.builds(
        lambda body, at, size: body[(start := int(at * len(body))) : start + int(size * 2000)],
        st.sampled_from(foreign), _SHARES, _SHARES,
    )  # fmt: skip
    what = st.one_of(st.sampled_from(STUMBLING), st.sampled_from(NESTING), st.binary(min_size=1, max_size=12), pieces)
    one = st.builds(
        Change,
        way=st.sampled_from(sorted(_WAYS)),
        at=_SHARES,
        size=st.one_of(_SMALL, _SHARES),
        what=what.filter(bool),
        many=st.integers(1, 255),
    )
    return st.lists(one, min_size=1, max_size=6)
