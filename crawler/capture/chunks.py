"""The chunked transfer-coding (RFC 9112, 7.1), read as tolerantly as browsers do: bare line feeds, padded sizes."""

import re
from typing import Final

#: A size line longer than this is no size line; extensions are rare and short.
LINE_LIMIT: Final = 16 * 1024
_SIZE: Final = re.compile(rb"[ \t]*0*([0-9A-Fa-f]{1,15})[ \t]*(?:;.*)?\r?")
#: What a size line may be as far as it has come.
_BEGINNING: Final = re.compile(rb"[ \t]*[0-9A-Fa-f]*[ \t]*(?:;.*)?\r?")


class NotChunkedError(ValueError):
    """Where a chunk's size was due, something else came."""


class ChunkReader:
    """Takes the bytes of a chunked body in any pieces; ``done`` once its last line was seen, ``begun`` after the first
    size."""

    def __init__(self) -> None:
        self.done = False
        self.body = bytearray()  # a list of its chunks takes twenty times the room where they are tiny
        self._pending = b""
        self._left = 0
        self._in_trailer = False
        self.begun = False

    def feed(self, data: bytes) -> bytes:
        """Read on; returns what lies behind the body's end (empty while there is none). Raises NotChunkedError where a
        size was due and something else came."""
        data = self._pending + data if self._pending else data
        self._pending = b""
        place = 0
        while not self.done:
            if self._left:
                place = self._take(data, place)
                if self._left:
                    return b""
            end = data.find(b"\n", place)
            if end < 0:
                self._pending = data[place:]
                if len(self._pending) > LINE_LIMIT or not (self.begun or _BEGINNING.fullmatch(self._pending)):
                    raise NotChunkedError("no line end where a chunk's size was due")
                return b""
            self._line(data[place:end])
            place = end + 1
        return data[place:]

    def _take(self, data: bytes, place: int) -> int:
        """A chunk's bytes, as many as are here."""
        part = data[place : place + self._left]
        self._left -= len(part)
        self.body += part
        return place + len(part)

    def _line(self, line: bytes) -> None:
        """A size line, the line end behind a chunk, or a line of the trailer."""
        if self._in_trailer:
            self.done = line in (b"", b"\r")
            return
        if line in (b"", b"\r") and self.begun:
            return  # the line end that closes a chunk
        size = _SIZE.fullmatch(line) if len(line) <= LINE_LIMIT else None  # however the line was cut
        if size is None:
            raise NotChunkedError(f"{line[:40]!r} is no chunk size")
        self.begun = True
        self._left = int(size[1], 16)
        self._in_trailer = self._left == 0


def unchunked(payload: bytes) -> bytes:
    """The data of a chunked body that is all here, as far as its chunks go; a payload that begins with none was never
    chunked, and stays as it is."""
    chunks = ChunkReader()
    try:
        chunks.feed(payload)
    except NotChunkedError:
        if not chunks.begun:
            return payload
    return bytes(chunks.body)
