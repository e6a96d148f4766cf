"""One odd response: its bytes, how they are sent, and what must become of them."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

#: What nearly every kind says: short, so that it can be cut everywhere; accented, so that lengths in characters lie.
PAGE: Final = "<html><body><h1>Đoàn xã Thạnh Lộc</h1><p>Số lần đọc: 4982</p></body></html>\n".encode()
#: A whole response behind the end of another: who takes it for the next page forges the archive.
FORGED: Final = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\nFORGED"
HTML: Final = b"Content-Type: text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Kind:
    """``interim + final + excess`` are the bytes on the wire. ``final`` must stand in the response record, the others
    in metadata records.

    ``body`` is what must reach extraction, decoded of its content-coding; None where there is nothing to read.
    ``payload`` is the body before that, where it is another. ``curl`` is what curl 7.88 writes where that is something
    else than ``body`` (None: nothing); such kinds say ``why``. ``truncated`` is the mark that the record must carry.

    ``ending``: ``keep`` the connection, ``close`` it, ``reset`` it, ``abort`` TLS without its close alert, ``hold`` it
    in silence. ``cut``: places where the sender pauses for ``pause`` seconds, or None for a pause behind every byte.
    ``early``: answered before the request was read wholly. ``endless``: follows ``final`` over and over. ``late``: sent
    some time behind all else. ``limited``: asked for with limits of time and size that can be waited for. ``half``: the
    message is whole, its content is not.
    """

    name: str
    final: bytes
    body: bytes | None = PAGE
    interim: bytes = b""
    excess: bytes = b""
    curl: bytes | str | None = "body"
    why: str = ""
    method: str = "GET"
    status: int = 200
    truncated: str | None = None
    ending: str = "keep"
    cut: tuple[int, ...] | None = ()
    pause: float = 0.0
    early: bool = False
    endless: bytes = b""
    late: bytes = b""
    payload: bytes | None = None
    limited: bool = False
    half: bool = False

    @property
    def wire(self) -> bytes:
        """All bytes that are sent at once."""
        return self.interim + self.final + self.excess

    @property
    def pieces(self) -> list[bytes]:
        """The bytes as they are cut."""
        wire = self.wire
        if self.cut is None:
            return [wire[n : n + 1] for n in range(len(wire))]
        places = [0, *self.cut, len(wire)]
        return [wire[a:b] for a, b in pairwise(places)]

    @property
    def curl_body(self) -> bytes | None:
        """What curl gives."""
        return self.body if self.curl == "body" else self.curl  # type: ignore[return-value]

    @property
    def entity(self) -> bytes:
        """The payload: what is left without transfer-coding, content-coding kept."""
        return self.payload if self.payload is not None else (self.body or b"")


def head(*lines: bytes, start: bytes = b"HTTP/1.1 200 OK", eol: bytes = b"\r\n") -> bytes:
    """A head of these lines, its blank line included."""
    return eol.join((start, *lines, b"", b""))


def sized(*lines: bytes, body: bytes = PAGE, start: bytes = b"HTTP/1.1 200 OK", eol: bytes = b"\r\n") -> bytes:
    """A response with its length."""
    return head(HTML, *lines, b"Content-Length: %d" % len(body), start=start, eol=eol) + body


def chunks(body: bytes = PAGE, size: int = 20, line: bytes = b"%x\r\n", eol: bytes = b"\r\n") -> list[bytes]:
    """The chunks of a body, without the last; ``line`` is the form of a size line."""
    parts = [body[n : n + size] for n in range(0, len(body), size)]
    return [line % len(part) + part + eol for part in parts]


def chunked(*lines: bytes, parts: list[bytes] | None = None, last: bytes = b"0\r\n\r\n") -> bytes:
    """A chunked response."""
    return head(HTML, *lines, b"Transfer-Encoding: chunked") + b"".join(parts or chunks()) + last
