"""Whether a WARC file is what the archive's index says of it: records whole, sums right, each row at a record."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from crawler.capture.block import payload_of
from crawler.capture.reader import open_warc
from crawler.capture.records import digest_of
from crawler.capture.writer import OPEN

#: Most bytes that one record may unpack to.
LARGEST: Final = 512 * 1024 * 1024
_PIECE: Final = 256 * 1024
_END: Final = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Stated:
    """What the index says of one capture: a row of ``captures``; ``captured_at`` is UTC, ``2026-11-23T05:38:00Z``."""

    id: int
    url: str
    captured_at: str
    status: int
    record_type: str
    offset: int
    length: int
    digest: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of looking at one file: its records, how many of them captures with a row that is right, and what is
    wrong, each line naming the file and the byte."""

    records: int
    right: int
    problems: tuple[str, ...] = ()


def prove(warc: Path, stated: Sequence[Stated]) -> Proof:
    """Read every record of ``warc`` and compare those that ``stated`` names. Never raises for what is in the file: a
    file that is not there, or is damaged, is a problem among the others. What a living crawl has not finished writing
    behind its last row is none."""
    try:
        with open_warc(warc) as file:
            return _Proving(file, warc.name, stated).run()
    except OSError as problem:
        text = f"{warc.name}: {len(stated)} captures lie in it, and it cannot be read: {problem.strerror}"
        return Proof(0, 0, (text,))


class _Proving:
    """One walk through a file, member by member."""

    def __init__(self, file: IO[bytes], name: str, stated: Sequence[Stated]) -> None:
        self._file, self._name = file, name
        self._rows = {row.offset: row for row in stated}
        self._offsets = sorted(self._rows)
        self._growing = str(file.name).endswith(OPEN)
        self._problems: list[str] = []

    def run(self) -> Proof:
        size = self._file.seek(0, 2)
        at = records = right = 0
        while at < size:
            try:
                record, length = self._member(at)
            except ValueError as problem:
                nearest = next((offset for offset in self._offsets if offset > at), size)
                if not (self._growing and nearest == size and at not in self._rows):
                    self._say(at, f"no record can be read here: {problem}")
                    self._rows.pop(at, None)
                at = nearest
                continue
            records += 1
            row = self._rows.pop(at, None)
            wrong = list(_faults(record) if row is None else _differences(record, length, row))
            for fault in wrong:
                self._say(at, fault if row is None else f"capture {row.id} of {row.url}: {fault}")
            right += row is not None and not wrong
            at += length
        for row in self._rows.values():
            self._say(row.offset, f"capture {row.id} of {row.url}: no record begins here")
        return Proof(records, right, tuple(self._problems))

    def _say(self, at: int, text: str) -> None:
        self._problems.append(f"{self._name}: byte {at}: {text}")

    def _member(self, at: int) -> tuple[bytes, int]:
        """The unpacked member at byte ``at`` and its stored length. Raises ValueError where there is no whole one."""
        machine, out, read = zlib.decompressobj(31), bytearray(), 0
        self._file.seek(at)
        try:
            while not machine.eof:
                stored = machine.unconsumed_tail or self._file.read(_PIECE)
                if not stored:
                    raise ValueError("the file ends in the middle of it")
                read += 0 if machine.unconsumed_tail else len(stored)
                out += machine.decompress(stored, LARGEST - len(out) + 1)
                if len(out) > LARGEST:
                    raise ValueError(f"it has more than {LARGEST} bytes")
        except zlib.error as problem:
            raise ValueError(str(problem)) from problem
        return bytes(out), read - len(machine.unused_data)


def _parted(record: bytes) -> tuple[dict[str, str], bytes]:
    head, _, rest = record.partition(_END)
    lines = (line.partition(":") for line in head.decode("utf-8", "replace").split("\r\n")[1:])
    fields = {name.strip().lower(): value.strip() for name, _, value in lines}
    return fields, rest[: int(fields.get("content-length", "0"))]


def _faults(record: bytes) -> Iterator[str]:
    """What is wrong with a record by itself."""
    if not record.startswith(b"WARC/"):
        yield "this is no WARC record"
        return
    try:
        fields, block = _parted(record)
    except ValueError:
        yield "the record does not say how long it is"
        return
    if len(block) < int(fields.get("content-length", "-1")):
        yield "the record is shorter than it says"
    said = fields.get("warc-block-digest", "")
    if said.lower().startswith("sha1:") and len(said) == 37 and said[5:].upper() != digest_of(block)[5:]:
        yield "the record is not what its own digest says"


def _differences(record: bytes, length: int, row: Stated) -> Iterator[str]:
    """What is wrong with a record that a row names."""
    faults = list(_faults(record))
    yield from faults
    if faults:
        return
    fields, block = _parted(record)
    kind = fields.get("warc-type", "none")
    if ("revisit" if kind == "revisit" else "response") != row.record_type or kind not in _CAPTURES:
        yield f"the record is a {kind}, not a {row.record_type}"
        return
    if fields.get("warc-target-uri", "").strip("<>") != row.url:
        yield f"the record is of {fields.get('warc-target-uri', '').strip('<>')}"
    if fields.get("warc-date", "")[:19] != row.captured_at[:19]:
        yield f"the record is of {fields.get('warc-date', '')}, not of {row.captured_at}"
    if length != row.length:
        yield f"the record has {length} bytes, not {row.length}"
    yield from _payload_differences(kind, block, row)


def _payload_differences(kind: str, block: bytes, row: Stated) -> Iterator[str]:
    if kind == "revisit":
        return  # its payload is another capture's
    try:
        message = payload_of(block) if kind == "response" else None
    except ValueError as problem:
        yield f"the answer cannot be read: {problem}"
        return
    if message is not None and message.status != row.status:
        yield f"the answer's status is {message.status}, not {row.status}"
    if digest_of(block if message is None else message.body) != row.digest:
        yield f"the payload is not what the digest {row.digest} says"


_CAPTURES: Final = ("response", "revisit", "resource")
