"""One HTTP/1 response out of the bytes of a socket, in any pieces: where its head, its body and its end are. Pure.

h11 reads the head (mended first, see ``head``) and ends messages without a length; chunked bodies have a reader of
their own, since h11 waits for ever on a bare line feed. Bodies of known length are counted here, without a copy.
"""

import re
from typing import Final

import h11

from crawler.capture.chunks import ChunkReader, NotChunkedError
from crawler.fetch.head import repaired, status_of

#: A head longer than this is an attack or a fault; real ones with hundreds of cookies stay far below.
HEAD_LIMIT: Final = 256 * 1024
#: Framing around a body may take this many bytes, and a quarter of the body besides: chunks of a byte each are no page
#: but a way to keep us busy.
FRAMING_SLACK: Final = 1024 * 1024
_HEAD_END: Final = re.compile(rb"\n\r?\n")


class MessageReader:
    """Takes what the socket gives until ``complete``. Then ``received`` (final message), ``interim`` (1xx heads) and
    ``excess`` (bytes behind the end) are together what came; ``payload`` is the body without transfer-coding.

    ``status`` is 0 where no HTTP head came; ``headers`` are latin-1 text in their own case; ``truncated`` is WARC's
    word or None; ``reusable`` says whether the connection may carry another exchange.
    """

    def __init__(self, method: str, body_limit: int) -> None:
        self.complete = False
        self.status = 0
        self.headers: tuple[tuple[str, str], ...] = ()
        self.head_length = 0
        self.interim = self.excess = b""
        self.repaired: tuple[str, ...] = ()
        self.truncated: str | None = None
        self.reusable = False
        self._method, self._limit = method, body_limit
        self._head = bytearray()
        self._raw: list[bytes] = []
        self._size = 0
        self._parts: list[bytes] = []
        self._wire: h11.Connection | None = None
        self._chunks: ChunkReader | None = None
        #: Bytes of a body of known length that are yet to come.
        self._left: int | None = None

    @property
    def received(self) -> bytes:
        """The final message as it came."""
        return b"".join(self._raw) if self._raw else bytes(self._head)

    @property
    def payload(self) -> bytes:
        """The body without transfer-coding; its content-coding is kept."""
        return bytes(self._chunks.body) if self._chunks else b"".join(self._parts)

    @property
    def begun(self) -> bool:
        """Whether any byte has come."""
        return bool(self._raw or self._head or self.interim)

    def feed(self, data: bytes) -> None:
        """Read on with what came next."""
        if self.complete:
            self.excess += data
        elif self._raw:
            self._body(data)
        else:
            self._read_head(data)

    def end(self, why: str = "disconnect", orderly: bool = True) -> None:
        """No more will come: the peer closed (``disconnect``; not ``orderly`` where it was a reset), or we stop
        (``time``, ``length``)."""
        if self.complete:
            return
        self.complete, self.reusable = True, False
        until_close = why == "disconnect" and bool(self._raw) and self._chunks is None and not self._counts()
        if not (until_close and orderly):
            self.truncated = why

    def _counts(self) -> bool:
        """Whether the head announced the body's length."""
        return any(name.lower() == "content-length" for name, _ in self.headers)

    def _read_head(self, data: bytes) -> None:
        head = self._head
        searched = max(0, len(head) - 3)
        head += data
        while True:
            blanks = len(head) - len(head.lstrip(b"\r\n"))
            if len(head) - blanks >= 5 and not _may_be_head(head, blanks):
                return self._without_head()
            found = _HEAD_END.search(head, max(searched, blanks))
            if found is None:
                if len(head) > HEAD_LIMIT:
                    self.end("length")
                return None
            raw, rest = bytes(head[: found.end()]), bytes(head[found.end() :])
            if not self._is_interim(raw):
                head.clear()
                return self._begin(raw, rest)
            self.interim += raw
            if len(self.interim) > HEAD_LIMIT:
                head[:] = rest
                return self.end("length")
            head[:] = rest
            searched = 0

    @staticmethod
    def _is_interim(raw: bytes) -> bool:
        status = status_of(raw)
        return status is not None and status < 200 and status != 101

    def _without_head(self) -> None:
        """HTTP/0.9 or no HTTP at all: all is body until the peer closes."""
        self._raw = [bytes(self._head)]
        self._parts = [bytes(self._head)]
        self._size = len(self._head)
        self._head.clear()
        self.repaired = ("no-head",)

    def _begin(self, raw: bytes, rest: bytes) -> None:
        self._raw, self.head_length = [raw], len(raw)
        mended = repaired(raw)
        if mended is None:
            self.head_length, self.repaired, self._parts = 0, ("no-head",), [raw]
        else:
            self._understand(*mended)
        if not self.complete and (rest or self._wire is not None or self._left == 0):
            self._body(rest)

    def _understand(self, head: bytes, mends: tuple[str, ...]) -> None:
        self.repaired = mends
        wire = h11.Connection(h11.CLIENT, max_incomplete_event_size=2 * HEAD_LIMIT)
        wire.send(h11.Request(method=self._method, target="/", headers=[("Host", "-")]))
        wire.send(h11.EndOfMessage())
        wire.receive_data(head)
        try:
            event = wire.next_event()
        except h11.RemoteProtocolError:  # 101, a switch that nobody asked for
            self.repaired, self.status = (*mends, "unreadable"), status_of(head) or 0
            return
        if not isinstance(event, h11.Response | h11.InformationalResponse):
            self.repaired = (*mends, "unreadable")
            return
        self.status = event.status_code
        self.headers = tuple((n.decode("latin-1"), v.decode("latin-1")) for n, v in event.headers.raw_items())
        self.reusable = _keeps_alive(event)
        no_body = self._method == "HEAD" or self.status in (204, 304) or self.status < 200
        named = {name: value for name, value in event.headers if name in (b"content-length", b"transfer-encoding")}
        if b"transfer-encoding" in named and not no_body:
            self._chunks = ChunkReader()
        elif b"content-length" in named and not no_body:
            self._left = int(named[b"content-length"])  # h11 has seen that it is one number
        else:
            self._wire = wire

    def _body(self, data: bytes) -> None:
        self._size += len(data)
        if self._chunks is not None:
            self._chunked(data)
        elif self._left is not None:
            self._counted(data, self._left)
        elif self._wire is not None:
            self._ended(data)
        else:
            self._raw.append(data)
            self._parts.append(data)
        if not self.complete and self._is_too_large():
            self.end("length")

    def _is_too_large(self) -> bool:
        if self._chunks is None:
            return self._size > self._limit
        body = len(self._chunks.body)
        return body > self._limit or self._size > body * 5 // 4 + FRAMING_SLACK

    def _chunked(self, data: bytes) -> None:
        chunks = self._chunks
        if chunks is None or not data:
            return
        if "broken-chunk" in self.repaired:
            self._raw.append(data)
            return
        try:
            rest = chunks.feed(data)
        except NotChunkedError:
            self._raw.append(data)
            self._as_it_came() if not chunks.begun else self._broken()
            return
        self._raw.append(data[: len(data) - len(rest)] if rest else data)
        if chunks.done:
            self._finish(rest)

    def _as_it_came(self) -> None:
        """Announced as chunked, but it is not: the body is all that comes until the peer closes."""
        self._chunks = None
        self._parts = self._raw[1:]
        self.repaired = tuple(sorted({*self.repaired, "not-chunked"}))
        self.headers = tuple(field for field in self.headers if field[0].lower() != "content-length")
        self.reusable = False

    def _broken(self) -> None:
        """The chunks end in something else: the payload ends here, known to be a part; the bytes that follow are kept
        until the peer closes."""
        self.repaired = tuple(sorted({*self.repaired, "broken-chunk"}))
        self.reusable = False

    def _counted(self, data: bytes, left: int) -> None:
        ours, rest = (data, b"") if len(data) <= left else (data[:left], data[left:])
        self._left = left - len(ours)
        if ours:
            self._raw.append(ours)
            self._parts.append(ours)
        if not self._left:
            self._finish(rest)

    def _ended(self, data: bytes) -> None:
        wire = self._wire
        if wire is None:
            return None
        if data:
            wire.receive_data(data)
        while True:
            event = wire.next_event()
            if isinstance(event, h11.Data):
                self._parts.append(bytes(event.data))
            elif isinstance(event, h11.EndOfMessage):
                rest = bytes(wire.trailing_data[0])
                if len(data) > len(rest):
                    self._raw.append(data[: len(data) - len(rest)])
                return self._finish(rest)
            else:
                if data:
                    self._raw.append(data)
                return None

    def _finish(self, rest: bytes) -> None:
        self.complete = True
        self.excess = rest


def _may_be_head(head: bytearray, blanks: int) -> bool:
    start = bytes(head[blanks : blanks + 5]).upper()
    return start[:4] == b"HTTP" or start[:3] == b"ICY"


def _keeps_alive(event: h11.Response | h11.InformationalResponse) -> bool:
    """Whether the server keeps the connection open (RFC 9112, 9.3), as far as its head says."""
    said = {token.strip().lower() for name, value in event.headers if name == b"connection"
            for token in value.split(b",")}  # fmt: skip
    if b"close" in said:
        return False
    return event.http_version >= b"1.1" or b"keep-alive" in said
