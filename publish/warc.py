"""The bytes of one captured file, read from its WARC; images and documents only."""

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from publish.message import body_of, inflated

#: Raster images that every browser draws and none runs. SVG can carry scripts and is not among them.
IMAGE_TYPES: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
_MAGIC: Final = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n": "image/png", b"GIF8": "image/gif"}
MAX_BYTES: Final = 32 * 1024 * 1024  # a compressed record may claim any size; no photo of these sites is near this


class UnreadableRecordError(Exception):
    """The record is not there, is damaged, is no response, or is too large. The page goes on without this image."""


@dataclass(frozen=True, slots=True)
class Payload:
    """What the server sent as body, codings undone, and its media type in lower case without parameters."""

    body: bytes
    media_type: str


def read_payload(path: Path, offset: int, length: int) -> Payload:
    """Body of the response record at ``offset`` (bytes; ``length`` bytes long) of the WARC at ``path``, or of the file
    that it is until it is closed (``.open`` behind its name).

    Raises UnreadableRecordError where there is none; for a revisit give the place of the capture that it refers to.
    """
    stored = read_record(path, offset, length)
    try:
        block = _block(_unpacked(stored) if stored.startswith(b"\x1f\x8b") else stored)
        _, headers, body = body_of(block, MAX_BYTES)
    except (zlib.error, ValueError) as problem:
        raise UnreadableRecordError(f"{path.name} at {offset}: {problem}") from problem
    kind = next((value for name, value in headers if name.lower() == "content-type"), "")
    return Payload(body, kind.partition(";")[0].strip().lower())


def read_record(path: Path, offset: int, length: int) -> bytes:
    """The bytes of the record as they lie in the file. Raises UnreadableRecordError where the file cannot be read or
    the record is larger than MAX_BYTES."""
    if length > MAX_BYTES:
        raise UnreadableRecordError(f"{path.name} at {offset}: more than {MAX_BYTES} bytes")
    try:
        with _open(path) as file:
            file.seek(offset)
            return file.read(length)
    except OSError as problem:
        raise UnreadableRecordError(f"{path.name} at {offset}: {problem}") from problem


def image_type(body: bytes) -> str | None:
    """The media type of an image by its first bytes, None for anything else: a label alone is not believed."""
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in _MAGIC.items() if body.startswith(magic)), None)


def _open(path: Path) -> IO[bytes]:
    closed = path.with_name(path.name.removesuffix(".open"))
    for candidate in (closed, closed.with_name(closed.name + ".open")):
        try:
            return candidate.open("rb")
        except FileNotFoundError:
            continue
    return closed.open("rb")  # it was renamed between the two looks, or it is not there


def _block(record: bytes) -> bytes:
    """The HTTP message of a whole response record; ValueError for anything else."""
    head, _, rest = record.partition(b"\r\n\r\n")
    fields = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(b":") for line in head.split(b"\r\n"))
    }
    length = int(fields.get(b"content-length", b"-1"))
    if fields.get(b"warc-type") != b"response" or not 0 <= length <= len(rest):
        raise ValueError("not a whole response record")
    return rest[:length]


def _unpacked(stored: bytes) -> bytes:
    record = bytearray()
    for piece in inflated(stored):
        record += piece
        if len(record) > MAX_BYTES:
            raise ValueError(f"more than {MAX_BYTES} bytes")
    return bytes(record)
