"""One record back out of a WARC, by its offset: a gzip member is unpacked, ``block.py`` reads the HTTP in it."""

from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, cast

from isal import isal_zlib

from crawler.capture.block import MAX_BODY, Headers, Message, body_of
from crawler.capture.writer import OPEN
from crawler.errors import CaptureError

_PIECE: Final = 64 * 1024
_DamagedError: Final = cast("type[Exception]", isal_zlib.error)  # its stub calls the class an instance


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
    closed = _closed(warc)
    growing = closed.with_name(closed.name + OPEN)
    return growing if growing.exists() and not closed.exists() else closed


def _closed(warc: Path) -> Path:
    return warc.with_name(warc.name.removesuffix(OPEN)) if warc.name.endswith(OPEN) else warc


def open_warc(warc: Path) -> IO[bytes]:
    """``warc`` for reading, under whichever of its two names it has now. OSError where it is under none."""
    closed = _closed(warc)
    try:
        return closed.open("rb")
    except FileNotFoundError:
        try:
            return closed.with_name(closed.name + OPEN).open("rb")
        except FileNotFoundError:
            return closed.open("rb")  # it was closed, and so renamed, between the two


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
    except (OSError, _DamagedError, ValueError) as problem:
        raise CaptureError(f"{warc.name}: the record at byte {offset} cannot be read: {problem}") from problem
    return fields.get("warc-type", "none"), fields.get("warc-target-uri", "").strip("<>"), block


def _parted(data: bytes) -> tuple[dict[str, str], bytes]:
    """The WARC head's fields (names in lower case) and its block; ValueError where the record is not whole."""
    end = data.find(b"\r\n\r\n")
    end, begin = (end, end + 4) if end >= 0 else (len(data), len(data))
    version, *lines = data[:end].decode("utf-8", "replace").split("\r\n")
    fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    length = int(fields.get("content-length", "-1"))
    if not version.startswith("WARC/") or not 0 <= length <= len(data) - begin:
        raise ValueError("no whole WARC record")
    return fields, data[begin : begin + length]


def _member(file: IO[bytes]) -> bytes:
    """The gzip member that begins here, unpacked; of an uncompressed WARC the rest of the file."""
    machine = isal_zlib.decompressobj(31)  # takes half of zlib's time
    stored, pieces, size = file.read(_PIECE), [], 0
    if stored.startswith(b"WARC/"):
        return stored + file.read(MAX_BODY)
    while not machine.eof:
        if not stored:
            raise ValueError("the file ends in the middle of it")
        pieces.append(machine.decompress(stored, MAX_BODY - size + 1))
        size += len(pieces[-1])
        if size > MAX_BODY:
            raise ValueError(f"it has more than {MAX_BODY} bytes")
        stored = machine.unconsumed_tail or file.read(_PIECE)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
