"""The bytes of one captured file, read from its WARC with the standard library; images and documents only."""

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

#: Raster images that every browser draws and none runs. SVG can carry scripts and is not among them.
IMAGE_TYPES: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
_MAGIC: Final = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n": "image/png", b"GIF8": "image/gif"}
MAX_BYTES: Final = 32 * 1024 * 1024  # a compressed record may claim any size; no photo of these sites is near this


class UnreadableRecordError(Exception):
    """The record is not there, is damaged, is no response, or is too large. The page goes on without this image."""


@dataclass(frozen=True, slots=True)
class Payload:
    """What the server sent as body, content coding undone, and its media type in lower case without parameters."""

    body: bytes
    media_type: str


def read_payload(path: Path, offset: int, length: int) -> Payload:
    """Body of the response record at ``offset`` (bytes; ``length`` bytes long) of the WARC at ``path``.

    Raises UnreadableRecordError where there is none.
    """
    try:
        with path.open("rb") as file:
            file.seek(offset)
            stored = file.read(length)
        record = _inflate(stored, 31) if stored.startswith(b"\x1f\x8b") else stored
        head, block = _split(record)
        if head.get(b"warc-type") != b"response":
            raise UnreadableRecordError(f"{path.name} at {offset}: not a response record")
        return _body(block[: int(head.get(b"content-length", b"0"))])
    except (OSError, zlib.error, ValueError) as problem:
        raise UnreadableRecordError(f"{path.name} at {offset}: {problem}") from problem


def image_type(body: bytes) -> str | None:
    """The media type of an image by its first bytes, None for anything else: a label alone is not believed."""
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in _MAGIC.items() if body.startswith(magic)), None)


def _body(message: bytes) -> Payload:
    head, body = _split(message)
    if b"chunked" in head.get(b"transfer-encoding", b"").lower():
        body = _unchunk(body)
    coding = head.get(b"content-encoding", b"").strip().lower()
    if coding in (b"gzip", b"x-gzip", b"deflate"):
        body = _inflate(body, 47)
    elif coding not in (b"", b"identity"):
        raise UnreadableRecordError(f"content coding {coding!r}")
    media_type = head.get(b"content-type", b"").split(b";")[0].strip().lower()
    return Payload(body, media_type.decode("latin-1"))


def _split(message: bytes) -> tuple[dict[bytes, bytes], bytes]:
    """Header lines (names in lower case; the last of a repeated one) and what follows the empty line."""
    head, _, rest = message.partition(b"\r\n\r\n")
    fields = (line.partition(b":") for line in head.split(b"\r\n")[1:])
    return {name.strip().lower(): value.strip() for name, _, value in fields}, rest


def _unchunk(body: bytes) -> bytes:
    parts, at = [], 0
    while at < len(body):
        line_end = body.index(b"\r\n", at)
        size = int(body[at:line_end].split(b";")[0], 16)
        if size == 0:
            break
        parts.append(body[line_end + 2 : line_end + 2 + size])
        at = line_end + 2 + size + 2
    return b"".join(parts)


def _inflate(stored: bytes, window: int) -> bytes:
    machine = zlib.decompressobj(window)
    data = machine.decompress(stored, MAX_BYTES)
    if machine.unconsumed_tail:
        raise UnreadableRecordError(f"more than {MAX_BYTES} bytes")
    return data
