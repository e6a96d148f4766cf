"""WARC files, one writer a crawl. A file's name carries site, host and process, so that no two writers ever share one;
while it is written its name ends in ``.open`` and it is locked, so that others can tell a living crawl's from a dead
one's."""

import contextlib
import errno
import fcntl
import os
import re
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import Final

from crawler.capture.exchange import Exchange
from crawler.capture.records import records_of, stray, warcinfo
from crawler.errors import CaptureError, DiskFullError
from crawler.ports import CaptureRecord

#: A file is closed and the next begun at this size, so that one damaged file never holds a whole site.
FILE_SIZE: Final = 1_000_000_000
#: Suffix of a file that is being written.
OPEN: Final = ".open"
#: Exchanges between two looks at the room on the disk.
LOOK_EVERY: Final = 50


@dataclass(frozen=True, slots=True)
class Writing:
    """What a crawl says of itself in its files: site, program, who runs it; ``reserve`` is the room in bytes that has
    to stay free on the disk."""

    slug: str
    software: str
    operator: str = ""
    reserve: int = 0


class WarcWriter:
    """Writes one crawl's exchanges to ``folder``. They are in the file when ``write`` returns, and on disk when
    ``sync`` does. Not to be called from two threads at once."""

    def __init__(self, folder: Path, writing: Writing) -> None:
        self.folder, self.writing = folder, writing
        self.written_bytes = 0
        self._file: FileIO | None = None
        self._name = ""
        self._day = ""
        self._serial = 0
        self._looked = 0
        self._synced = True
        #: Why not all that was written is on disk: no row may refer to it, and nothing is added to it.
        self._lost: OSError | None = None

    def write(self, exchange: Exchange, known: CaptureRecord | None = None) -> CaptureRecord:
        """Append one exchange; returns where its response record (or the revisit of ``known``) lies. Raises
        DiskFullError, CaptureError."""
        written = records_of(exchange, known)
        offset = self._guarded(b"".join(written.members), exchange.captured_at)
        return CaptureRecord(
            url=exchange.url,
            captured_at=exchange.captured_at,
            status=exchange.status,
            media_type=exchange.media_type,
            warc=self._name,
            offset=offset,
            length=written.length,
            digest=written.digest,
            ip=exchange.ip,
            method=exchange.method,
            truncated=exchange.truncated,
            record_type=written.record_type,
            refers_to=written.refers_to,
            payload_length=len(exchange.payload),
            etag=exchange.header("etag"),
            last_modified=exchange.header("last-modified"),
            repaired=exchange.repaired,
            proxied=exchange.proxied,
            tls_verified=exchange.tls_verified,
        )

    def sync(self) -> None:
        """See that all that was written is on disk. Raises DiskFullError or CaptureError, from then on each time: what
        was written since the last sync may be lost."""
        with self._named():
            self._sync()

    def write_stray(self, url: str, data: bytes, now: datetime) -> None:
        """Keep bytes that came after the answer for ``url``, when nobody had asked. Errors as ``write``."""
        self._guarded(stray(url, data, now), now)

    def _guarded(self, data: bytes, moment: datetime) -> int:
        with self._named():
            return self._append(self._open(moment), data)

    def _sync(self) -> None:
        if self._lost is None and self._file is not None and not self._synced:
            try:
                os.fsync(self._file.fileno())
            except OSError as problem:  # asked again, the system would call what it has given up safe
                self._lost = problem
        if self._lost is not None:
            raise self._lost
        self._synced = True

    @contextlib.contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except OSError as problem:
            if problem.errno in (errno.ENOSPC, errno.EDQUOT):
                raise DiskFullError(
                    f"The disk of {self.folder} is full. Make room and start the crawl again."
                ) from problem
            raise CaptureError(f"{self.folder}: a WARC record could not be written: {problem}") from problem

    def _append(self, file: FileIO, data: bytes) -> int:
        """Put whole records at the file's end; returns their offset. What a full disk took only half of is cut off
        again, so that the file stays readable."""
        if self._lost is not None:
            raise self._lost
        offset = file.tell()
        self._synced = False
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[file.write(rest) or 0 :]
        except OSError:
            try:
                file.truncate(offset)
                file.seek(offset)
            except OSError:
                self.close()  # the next record goes into a file of its own, not behind a torn one
            raise
        self.written_bytes += len(data)
        return offset

    def _open(self, moment: datetime) -> FileIO:
        """The open file, a new one each UTC day and at FILE_SIZE."""
        day = moment.astimezone(UTC).strftime("%Y%m%d")
        if self._file is not None and (day != self._day or self._file.tell() > FILE_SIZE):
            self._sync()
            self.close()
        if self._file is None or self._looked >= LOOK_EVERY:
            self.check_room()
        self._looked += 1
        if self._file is None:
            self._day = day
            self._file, self._name = self._create()
            info = {
                "software": self.writing.software,
                "operator": self.writing.operator,
                "format": "WARC File Format 1.1",
                "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
                "robots": "obey",
                "isPartOf": self.writing.slug,
                "hostname": socket.gethostname(),
            }
            self._append(self._file, warcinfo(self._name, moment, info))
        return self._file

    def _create(self) -> tuple[FileIO, str]:
        self.folder.mkdir(parents=True, exist_ok=True)
        host = re.sub(r"[^A-Za-z0-9.-]", "-", socket.gethostname()) or "host"
        while True:
            self._serial += 1
            name = f"khotin-{self.writing.slug}-{self._day}-{host}-{os.getpid()}-{self._serial:05d}.warc.gz"
            if (self.folder / name).exists():  # an earlier process with our number wrote it; it is left alone
                continue
            try:
                # Unbuffered: what a failed write left in a buffer would be written later, behind a hole.
                file = (self.folder / f"{name}{OPEN}").open("xb", buffering=0)
            except FileExistsError:
                continue
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return file, name

    def check_room(self) -> None:
        """Raise DiskFullError where less room is left on the disk than has to stay free."""
        self._looked = 0
        self.folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(self.folder).free
        if free < self.writing.reserve:
            raise DiskFullError(
                f"Only {free // 1_000_000} MB are left on the disk of {self.folder}; a crawl needs "
                f"{self.writing.reserve // 1_000_000} MB. Make room and start the crawl again: nothing is lost."
            )

    def close(self) -> None:
        """Close the open file, if there is one, and take the mark of an open one off its name. Safe to call twice."""
        if self._file is None:
            return
        with contextlib.suppress(OSError):  # nothing is buffered, and no row refers to what is not on disk
            self._sync()
        with contextlib.suppress(OSError):
            (self.folder / f"{self._name}{OPEN}").rename(self.folder / self._name)
        with contextlib.suppress(OSError):
            self._file.close()
        self._file = None
