"""After a crawl that was killed, or a file that was damaged: every WARC of the site ends with a whole record again, no
row points past a file's end, and no whole record is without its row."""

import fcntl
import os
import re
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from crawler.capture.exchange import media_type_of
from crawler.capture.writer import OPEN
from crawler.page import Signal
from crawler.ports import CaptureRecord

#: Bytes read from a file at a time.
STEP: Final = 256 * 1024
#: Of a member only this much is unpacked to be looked at: WARC and HTTP heads.
HEAD: Final = 64 * 1024


class CaptureIndex(Protocol):
    """What recovery needs of the archive's database."""

    def warc_ends(self) -> dict[str, int]:
        """Of each of the site's files, the byte where its last capture ends."""

    def lose_captures(self, warc: str, end: int) -> int:
        """Mark the captures of ``warc`` past byte ``end`` as lost, and what refers to them; make their pages due."""

    def adopt_capture(self, capture: CaptureRecord) -> None:
        """Give a whole record its row."""

    def captured_at(self, warc: str) -> Collection[int]:
        """The offsets in ``warc`` of the captures that have a row."""


@dataclass(frozen=True, slots=True)
class Member:
    """One gzip member: where it lies, and the beginning of what is in it."""

    offset: int
    length: int
    head: bytes


def recover(folder: Path, slug: str, index: CaptureIndex) -> list[Signal]:
    """Mend the files of one site, whose lease the caller holds, in ``folder``; files that a living crawl holds are left
    alone. Returns what a person should know. Raises OSError, and what the index raises."""
    ends = index.warc_ends()
    ours = re.compile(rf"khotin-{re.escape(slug)}-\d{{8}}-.*\.warc\.gz(?:\.open)?")
    found = {path.name.removesuffix(OPEN): path for path in folder.glob("*.warc.gz*") if ours.fullmatch(path.name)}
    signals = []
    for name in sorted({*found, *ends}):
        path, end = found.get(name), ends.get(name, 0)
        if path is None:
            signals += _missing(name, index)
        elif path.name.endswith(OPEN) or path.stat().st_size < end:
            signals += _mend(path, end, index)
    return signals


def _missing(name: str, index: CaptureIndex) -> list[Signal]:
    lost = index.lose_captures(name, 0)
    return (
        [_signal("warc.missing", name, f"{name} is not in the archive; {lost} captures in it are lost.")]
        if lost
        else []
    )


def _mend(path: Path, end: int, index: CaptureIndex) -> list[Signal]:
    """Cut the file to its last whole record, give records without a row theirs, close it by name."""
    name = path.name.removesuffix(OPEN)
    with path.open("r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return []  # its crawl lives
        size = path.stat().st_size
        whole = _adopt(path, end if end <= size else 0, index)
        torn = size - whole
        if torn:
            _cut(path, whole)
        lost = index.lose_captures(name, whole)
        if path.name != name:
            path.rename(path.with_name(name))
    if not torn and not lost:
        return []
    what = f"{name} ended in {torn} bytes that are no whole record; they were put aside. {lost} captures are lost."
    return [_signal("warc.damaged", name, what)]


def _adopt(path: Path, end: int, index: CaptureIndex) -> int:
    """Give the records behind byte ``end`` their rows, and those before it that have none: a later page's outcome may
    have been committed first. Returns where the last whole record ends."""
    name, whole = path.name.removesuffix(OPEN), end
    have = index.captured_at(name)
    for start in (0, end) if end else (0,):
        for member in members(path, start):
            if start == 0 < end <= member.offset:
                break
            whole = max(whole, member.offset + member.length)
            if member.offset not in have and (record := capture_of(member, name)) is not None:
                index.adopt_capture(record)
    return whole


def _cut(path: Path, whole: int) -> None:
    """Put aside what lies behind byte ``whole``: a torn record is no evidence one can read, but may be all there is."""
    with path.open("r+b") as file:
        file.seek(whole)
        path.with_name(f"{path.name.removesuffix(OPEN)}.{whole}.torn").write_bytes(file.read())
        file.truncate(whole)
        os.fsync(file.fileno())


def members(path: Path, start: int) -> Iterator[Member]:
    """The whole gzip members of a file from byte ``start``, where one begins; ends before the first torn one."""
    with path.open("rb") as file:
        file.seek(start)
        data, offset = b"", start
        while True:
            machine = zlib.decompressobj(wbits=31)
            head, length = bytearray(), 0
            while not machine.eof:
                data = data or file.read(STEP)
                if not data:
                    return
                try:
                    part = machine.decompress(data)
                except zlib.error:
                    return
                if len(head) < HEAD:
                    head += part[: HEAD - len(head)]
                length += len(data) - len(machine.unused_data)
                data = machine.unused_data
            yield Member(offset, length, bytes(head))
            offset += length


def capture_of(member: Member, warc: str) -> CaptureRecord | None:
    """The capture that a member holds, as far as its heads tell; None for other kinds of records."""
    head, _, block = member.head.partition(b"\r\n\r\n")
    fields = dict(line.split(": ", 1) for line in head.decode("utf-8", "replace").split("\r\n")[1:] if ": " in line)
    if fields.get("WARC-Type") not in ("response", "revisit", "resource"):
        return None
    http = block.partition(b"\r\n\r\n")[0]
    status = re.match(rb"\s*\S+[ \t]+(\d{3})", http) if fields["WARC-Type"] != "resource" else None
    media = re.findall(rb"\ncontent-type:[ \t]*([^\r\n]+)", http, re.IGNORECASE)
    return CaptureRecord(
        url=fields["WARC-Target-URI"],
        captured_at=datetime.fromisoformat(fields["WARC-Date"]),
        status=int(status[1]) if status else 0,
        media_type=media_type_of(b",".join(media).decode("latin-1")) or None,
        warc=warc,
        offset=member.offset,
        length=member.length,
        digest=fields.get("WARC-Payload-Digest", ""),
        ip=fields.get("WARC-IP-Address"),
        truncated=fields.get("WARC-Truncated"),
        record_type="revisit" if fields["WARC-Type"] == "revisit" else "response",
    )


def _signal(code: str, name: str, what: str) -> Signal:
    return Signal(
        code,
        what,
        "Their pages are asked for again in this crawl. If no crawl was killed, look at the disk, and restore the file "
        "from a copy if there is one.",
        "error",
        file=name,
        key=name,
    )
