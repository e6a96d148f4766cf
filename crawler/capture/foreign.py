"""WARC files of other programs (wget, Browsertrix, ours of another archive) brought into ``warc/``, record by record:
the records' bytes unchanged, each a gzip member of its own, so that every one can be read by its offset.

A member that holds exactly one record is copied as it is; a file that is one long gzip stream, or not compressed at
all, is cut into members. Format: ISO 28500:2017, WARC/0.17 to 1.1.
"""

import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final
from urllib.parse import urlsplit

from isal import igzip

from crawler.capture.block import payload_of
from crawler.capture.exchange import media_type_of
from crawler.capture.records import LEVEL, digest_of
from crawler.ports import CaptureRecord

#: Bytes read from a file at a time.
STEP: Final = 256 * 1024
#: Unpacked bytes after which a stream of many records is cut into records before it ends.
CUT: Final = 4 * 1024 * 1024
#: Most bytes that one record may have.
LARGEST: Final = 256 * 1024 * 1024
_END: Final = b"\r\n\r\n"
#: How a gzip member begins, and bytes of it that show whether a record is in it.
_MEMBER: Final = b"\x1f\x8b\x08"
_PROBE: Final = 4096
#: Hears what was left out amid the file, for a person.
_Told = Callable[[str], object]


class _DamagedError(Exception):
    """From here on the file cannot be read."""


@dataclass(frozen=True, slots=True)
class Revisit:
    """A record without payload of its own: what it says of the capture whose payload it repeats."""

    capture: CaptureRecord
    url: str
    captured_at: datetime | None


@dataclass(slots=True)
class Intake:
    """What came out of one file: captures in the file's order, the revisits among them as they name their originals,
    records that were no captures (by type), and what was wrong (``problems``, for a person)."""

    captures: list[CaptureRecord] = field(default_factory=list)
    revisits: list[Revisit] = field(default_factory=list)
    others: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Requests:
    """Which request belongs to which answer: either may name the other, and either may come first."""

    methods: dict[str, str] = field(default_factory=dict)
    names: dict[int, tuple[str, str]] = field(default_factory=dict)

    def note(self, fields: dict[str, str], method: str) -> None:
        for name in (fields.get("warc-record-id"), fields.get("warc-concurrent-to")):
            if name:
                self.methods[name] = method

    def answer(self, fields: dict[str, str], offset: int) -> None:
        self.names[offset] = fields.get("warc-record-id", ""), fields.get("warc-concurrent-to", "")

    def completed(self, capture: CaptureRecord) -> CaptureRecord:
        """The capture with the method it was asked for with; GET where the file does not say."""
        found = (self.methods[name] for name in self.names[capture.offset] if name in self.methods)
        return replace(capture, method=next(found, "GET"))


def copy_in(source: IO[bytes], name: str, target: Path) -> Intake:
    """Write the records of ``source`` (``name`` in messages) to ``target``, durably, and say what they are. What is
    damaged is left out and named; reading goes on at the next gzip member that holds a record. Raises OSError;
    ``target`` appears only when it is whole."""
    intake, requests, part = Intake(), _Requests(), target.with_name(f"{target.name}.part")
    try:
        with part.open("wb") as out:
            _copy(source, name, out, (intake, requests, target.name))
            out.flush()
            os.fsync(out.fileno())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    intake.captures = [requests.completed(capture) for capture in intake.captures]
    return intake


def _copy(source: IO[bytes], name: str, out: IO[bytes], to: tuple[Intake, _Requests, str]) -> None:
    intake, requests, target = to

    def told(words: str) -> None:
        intake.problems.append(f"{name}: {words}.")

    try:
        for stored, record in _records(source, told):
            offset, member = out.tell(), stored or igzip.compress(record, compresslevel=LEVEL, mtime=0)
            try:
                _note(intake, requests, record, (target, offset, len(member)))
            except ValueError as problem:
                told(f"a record was left out: {problem}")
                continue
            out.write(member)
    except _DamagedError as problem:
        told(f"{problem}; what follows was left out")


def _records(source: IO[bytes], told: _Told) -> Iterator[tuple[bytes | None, bytes]]:
    """Each record, with its gzip member where it has one of its own."""
    start = source.read(STEP)
    if start.startswith(b"WARC/"):
        yield from _plain(source, start)
    elif start.startswith(b"\x1f\x8b"):
        yield from _gzipped(source, start, told)
    elif start:
        raise _DamagedError("it is no WARC file")


def _plain(source: IO[bytes], data: bytes) -> Iterator[tuple[None, bytes]]:
    buffer = bytearray(data)
    while data:
        yield from ((None, record) for record in _cut(buffer))
        if len(buffer) > LARGEST:
            raise _DamagedError(f"a record has more than {LARGEST} bytes")
        data = source.read(STEP)
        buffer += data
    if buffer.strip():
        raise _DamagedError("it ends in the middle of a record")


def _gzipped(source: IO[bytes], data: bytes, told: _Told) -> Iterator[tuple[bytes | None, bytes]]:
    at = 0  # where the member begins
    while data:
        machine, stored, unpacked, alone = zlib.decompressobj(31), bytearray(), bytearray(), True
        while not machine.eof:
            try:
                unpacked += machine.decompress(data)
            except zlib.error as problem:
                length, data = _next_member(bytes(stored) + data, source)
                if not data:
                    raise _DamagedError(f"it is damaged behind byte {at} ({problem})") from problem
                told(f"it is damaged behind byte {at} ({problem}); what lies before byte {at + length} was left out")
                at += length
                break
            stored += data[: len(data) - len(machine.unused_data)]
            if len(unpacked) > CUT and not machine.eof:
                for record in _cut(unpacked):
                    alone = False
                    yield None, record
                if len(unpacked) > LARGEST:
                    raise _DamagedError(f"the record at byte {at} has more than {LARGEST} bytes")
            data = machine.unused_data or source.read(STEP)
            if not data and not machine.eof:
                raise _DamagedError(f"it ends in the middle of the record at byte {at}")
        else:
            records, whole = _cut_whole(unpacked)
            if not whole:
                told(f"there is no whole record at byte {at}; it was left out")
            alone = alone and whole and len(records) == 1
            yield from ((bytes(stored) if alone else None, record) for record in records)
            at += len(stored)


def _next_member(begun: bytes, source: IO[bytes]) -> tuple[int, bytes]:
    """Behind a member that is damaged (``begun`` is what was read of it): how far off the next one with a record
    begins, and what was read from there on; nothing where there is none."""
    buffer, gone, place = bytearray(begun), 0, 1
    while True:
        place = buffer.find(_MEMBER, place)
        if place < 0:
            passed = max(0, len(buffer) - len(_MEMBER) + 1)
            gone, place = gone + passed, 0
            del buffer[:passed]
            if not (more := source.read(STEP)):
                return gone, b""
            buffer += more
            continue
        while len(buffer) < place + _PROBE and (more := source.read(STEP)):
            buffer += more
        if _begins_record(bytes(buffer[place : place + _PROBE])):
            return gone + place, bytes(buffer[place:])
        place += 1


def _begins_record(piece: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(piece, 16).startswith(b"WARC/")
    except zlib.error:
        return False


def _cut_whole(unpacked: bytearray) -> tuple[list[bytes], bool]:
    """The records of a member, and whether there is nothing else in it."""
    records: list[bytes] = []
    try:
        records.extend(_cut(unpacked))
    except _DamagedError:
        return records, False
    return records, not unpacked.strip()


def _cut(buffer: bytearray) -> Iterator[bytes]:
    """The whole records at the beginning of ``buffer``, taken off it."""
    while True:
        while buffer[:2] == b"\r\n":
            del buffer[:2]
        end = buffer.find(_END)
        if end < 0:
            return
        head = bytes(buffer[:end])
        if not head.startswith(b"WARC/"):
            raise _DamagedError(f"{head[:30]!r} begins no record")
        try:
            size = end + len(_END) + int(_fields(head).get("content-length", ""))
        except ValueError as problem:
            raise _DamagedError("a record does not say how long it is") from problem
        if len(buffer) < size:
            return
        record = bytes(buffer[:size])
        del buffer[:size]
        while buffer[:2] == b"\r\n":
            del buffer[:2]
        yield record + _END


def _fields(head: bytes) -> dict[str, str]:
    lines = (line.partition(":") for line in head.decode("utf-8", "replace").split("\r\n")[1:])
    return {name.strip().lower(): value.strip() for name, _, value in lines}


def _note(intake: Intake, requests: _Requests, record: bytes, place: tuple[str, int, int]) -> None:
    """Enter a record. Raises ValueError for one that contradicts itself."""
    head, _, block = record[: -len(_END)].partition(_END)
    fields = _fields(head)
    kind = fields.get("warc-type", "none")
    _check_block(fields, block)
    if kind == "request":
        requests.note(fields, block[:12].partition(b" ")[0].decode("latin-1"))
    if kind not in ("response", "revisit") or not _is_http(fields):
        intake.others[kind] = intake.others.get(kind, 0) + 1
        return
    capture = _capture(fields, block, place)
    intake.captures.append(capture)
    if kind == "revisit":
        url, when = fields.get("warc-refers-to-target-uri", capture.url), fields.get("warc-refers-to-date")
        intake.revisits.append(Revisit(capture, url.strip("<>"), _moment(when) if when else None))
    requests.answer(fields, place[1])


def _is_http(fields: dict[str, str]) -> bool:
    try:
        parts = urlsplit(fields.get("warc-target-uri", "").strip("<>"))
    except ValueError:  # an address such as http://[, which no server has answered for
        return False
    return parts.scheme in ("http", "https")


def _capture(fields: dict[str, str], block: bytes, place: tuple[str, int, int]) -> CaptureRecord:
    message = payload_of(block)
    headers = {name.lower(): value for name, value in reversed(message.headers)}
    types = [value for name, value in message.headers if name.lower() == "content-type"]
    is_revisit = fields["warc-type"] == "revisit"
    said = fields.get("warc-payload-digest", "")
    return CaptureRecord(
        url=fields["warc-target-uri"].strip("<>"),
        captured_at=_moment(fields.get("warc-date", "")),
        status=message.status,
        media_type=media_type_of(",".join(types)) or None,
        warc=place[0],
        offset=place[1],
        length=place[2],
        digest=said if is_revisit else digest_of(message.body),
        ip=fields.get("warc-ip-address"),
        truncated=fields.get("warc-truncated"),
        record_type="revisit" if is_revisit else "response",
        payload_length=None if is_revisit else len(message.body),
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
    )


def _check_block(fields: dict[str, str], block: bytes) -> None:
    """Raise ValueError where the block is not what its record's SHA-1 says; other sums are not looked at."""
    said = fields.get("warc-block-digest", "")
    if said.lower().startswith("sha1:") and len(said) == 37 and said[5:].upper() != digest_of(block)[5:]:
        raise ValueError(
            f"{fields.get('warc-target-uri', 'one without address').strip('<>')} is not what its digest says"
        )


def _moment(text: str) -> datetime:
    """WARC's date as an aware time; ValueError where it is none."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
