"""One record back out of a WARC, by its offset: the standard library finds it, ``block.py`` reads the HTTP in it."""

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from crawler.capture.block import MAX_BODY, Headers, Message, body_of
from crawler.capture.writer import OPEN
from crawler.errors import CaptureError

_PIECE: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Recorded:
    """A response as it lies in a WARC: ``body`` without chunks and content-encoding, header repeats kept."""

    url: str
    status: int
    headers: Headers
    body: bytes

    @property
    def content_type(self) -> str | None:
        """The Content-Type header, whole, or None."""
        return next((value for name, value in self.headers if name.lower() == "content-type"), None)


def read_record(warc: Path, offset: int, original: tuple[Path, int] | None = None) -> Recorded:
    """The response record at ``offset`` bytes of ``warc`` (or of ``warc`` with ``.open`` behind its name).

    A revisit has no payload of its own: ``original`` says where the record lies whose payload it repeats (the capture
    that ``captures.refers_to`` names). A revisit that says "not modified" is read as its original altogether. Raises
    CaptureError where the file or the record is not there, is damaged, or is a revisit without ``original``.
    """
    kind, url, block = _record(warc, offset)
    if kind == "response":
        return Recorded(url, *_message(block, warc, offset))
    if kind != "revisit" or original is None:
        raise CaptureError(f"{warc.name}: no response record at byte {offset} but {kind}; check the file's digest.")
    kind, _, whole = _record(*original)
    if kind != "response":
        raise CaptureError(f"{original[0].name}: byte {original[1]} holds no payload for a revisit but {kind}.")
    first = _message(whole, *original)
    again = _message(block, warc, offset) if block.strip() else first
    return Recorded(url, *(first if again.status == 304 else again._replace(body=first.body)))


def locate(warc: Path) -> Path:
    """The file that holds ``warc``'s records now: under its name, or under its name with ``.open`` while it grows."""
    closed = warc.with_name(warc.name.removesuffix(OPEN))
    growing = closed.with_name(closed.name + OPEN)
    return growing if growing.exists() and not closed.exists() else closed


def open_warc(warc: Path) -> IO[bytes]:
    """``warc`` for reading, under whichever of its two names it has now. OSError where it is under none."""
    try:
        return locate(warc).open("rb")
    except FileNotFoundError:
        return locate(warc).open("rb")  # it was closed, and so renamed, between the look and the opening


def _message(block: bytes, warc: Path, offset: int) -> Message:
    try:
        return body_of(block)
    except ValueError as problem:
        raise CaptureError(f"{warc.name}: the record at byte {offset} cannot be read: {problem}") from problem


def _record(warc: Path, offset: int) -> tuple[str, str, bytes]:
    """Type, target URI and block of the record at ``offset``."""
    try:
        with open_warc(warc) as file:
            file.seek(offset)
            data = _member(file)
        fields, block = _parted(data)
    except (OSError, zlib.error, ValueError) as problem:
        raise CaptureError(f"{warc.name}: the record at byte {offset} cannot be read: {problem}") from problem
    return fields.get("warc-type", "none"), fields.get("warc-target-uri", "").strip("<>"), block


def _parted(data: bytes) -> tuple[dict[str, str], bytes]:
    """The WARC head's fields (names in lower case) and its block; ValueError where the record is not whole."""
    head, _, rest = data.partition(b"\r\n\r\n")
    version, *lines = head.decode("utf-8", "replace").split("\r\n")
    fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    length = int(fields.get("content-length", "-1"))
    if not version.startswith("WARC/") or not 0 <= length <= len(rest):
        raise ValueError("no whole WARC record")
    return fields, rest[:length]


def _member(file: IO[bytes]) -> bytes:
    """The gzip member that begins here, unpacked; of an uncompressed WARC the rest of the file."""
    machine = zlib.decompressobj(31)
    stored, out = file.read(_PIECE), bytearray()
    if stored.startswith(b"WARC/"):
        return stored + file.read(MAX_BODY)
    while not machine.eof:
        if not stored:
            raise ValueError("the file ends in the middle of it")
        out += machine.decompress(stored, MAX_BODY - len(out) + 1)
        if len(out) > MAX_BODY:
            raise ValueError(f"it has more than {MAX_BODY} bytes")
        stored = machine.unconsumed_tail or file.read(_PIECE)
    return bytes(out)
