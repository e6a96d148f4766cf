"""WARC/1.1 files, one writer a crawl: every exchange as a request and a response record, each a gzip member of its own.

Format: ISO 28500:2017. A file's name carries host and process, so that no two writers ever share one.
"""

import contextlib
import errno
import os
import re
import shutil
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO, FileIO
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.errors import CaptureError, DiskFullError
from crawler.ports import CaptureRecord

Headers = Sequence[tuple[str, str]]

#: A file is closed and the next begun at this size, so that one damaged file never holds a whole site.
FILE_SIZE = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what came back, as far as the HTTP client shows it. ``body`` is still content-encoded (gzip),
    but no longer chunked; ``request_line`` has the query; header names and values are latin-1 text, repeats kept."""

    url: str
    method: str
    request_line: str
    request_headers: Headers
    status_line: str
    response_headers: Headers
    body: bytes
    ip: str | None
    captured_at: datetime


class _WireHeaders(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
    """Headers written as the bytes that crossed the wire; warcio would percent-encode what is not ASCII."""

    def compute_headers_buffer(self, header_filter: Any = None) -> None:
        self.headers_buff = self.to_bytes(header_filter, encoding="latin-1")


class WarcWriter:
    """Writes one crawl's exchanges to ``folder``. Each is on disk (fsync) before ``write`` returns."""

    def __init__(self, folder: Path, slug: str, software: str, reserve: int = 0) -> None:
        self.folder, self.slug, self.software, self.reserve = folder, slug, software, reserve
        self._file: FileIO | None = None
        self._name = ""
        self._serial = 0
        self._written = 0
        self._day = ""

    def write(self, exchange: Exchange) -> CaptureRecord:
        """Append one exchange; returns where its response record lies. Raises DiskFullError, CaptureError."""
        try:
            return self._write(exchange)
        except OSError as problem:
            if problem.errno in (errno.ENOSPC, errno.EDQUOT):
                raise DiskFullError(
                    f"The disk of {self.folder} is full. Make room and start the crawl again."
                ) from problem
            raise CaptureError(f"{self.folder}: a WARC record could not be written: {problem}") from problem

    def _write(self, exchange: Exchange) -> CaptureRecord:
        file = self._open(exchange.captured_at)
        buffer = BytesIO()
        records = WARCWriter(buffer, gzip=True, warc_version="WARC/1.1")
        response = self._response(records, exchange)
        request = self._request(records, exchange, response.rec_headers.get_header("WARC-Record-ID"))
        records.write_record(response)
        length = buffer.tell()
        records.write_record(request)
        offset = self._append(file, buffer.getvalue())
        media_type = _media_type(exchange.response_headers)
        return CaptureRecord(
            url=exchange.url,
            captured_at=exchange.captured_at,
            status=int(exchange.status_line.split(" ", 1)[0]),
            media_type=media_type,
            warc=self._name,
            offset=offset,
            length=length,
            digest=response.rec_headers.get_header("WARC-Payload-Digest"),
            ip=exchange.ip,
            method=exchange.method,
        )

    def _append(self, file: FileIO, data: bytes) -> int:
        """Put whole records at the file's end, durably; returns their offset. What a full disk took only half of is
        cut off again, so that the file stays readable."""
        offset = file.tell()
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[file.write(rest) or 0 :]
            os.fsync(file.fileno())
        except OSError:
            try:
                file.truncate(offset)
                file.seek(offset)
            except OSError:
                self.close()  # the next record goes into a file of its own, not behind a torn one
            raise
        return offset

    def _response(self, records: WARCWriter, exchange: Exchange) -> Any:
        headers = _WireHeaders(exchange.status_line, list(exchange.response_headers), "HTTP/1.1")
        return records.create_warc_record(
            exchange.url,
            "response",
            payload=BytesIO(exchange.body),
            http_headers=headers,
            warc_headers_dict=self._headers(exchange),
        )

    def _request(self, records: WARCWriter, exchange: Exchange, response_id: str) -> Any:
        headers = _WireHeaders(exchange.request_line, list(exchange.request_headers), is_http_request=True)
        extra = {**self._headers(exchange), "WARC-Concurrent-To": response_id}
        return records.create_warc_record(exchange.url, "request", http_headers=headers, warc_headers_dict=extra)

    @staticmethod
    def _headers(exchange: Exchange) -> dict[str, str]:
        headers = {"WARC-Date": exchange.captured_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
        return headers | ({"WARC-IP-Address": exchange.ip} if exchange.ip else {})

    def _open(self, moment: datetime) -> FileIO:
        """The open file, a new one each UTC day and at FILE_SIZE."""
        day = moment.astimezone(UTC).strftime("%Y%m%d")
        if self._file is not None and (day != self._day or self._file.tell() > FILE_SIZE):
            self.close()
        if self._file is None:
            self._check_room()
            self._day = day
            file, self._name = self._create()
            self._file = file
            buffer = BytesIO()
            records = WARCWriter(buffer, gzip=True, warc_version="WARC/1.1")
            info = {
                "software": self.software,
                "format": "WARC File Format 1.1",
                "robots": "classic",
                "isPartOf": self.slug,
            }
            records.write_record(records.create_warcinfo_record(self._name, info))
            self._append(file, buffer.getvalue())
        self._written += 1
        if self._written % 50 == 0:
            self._check_room()
        return self._file

    def _create(self) -> tuple[FileIO, str]:
        self.folder.mkdir(parents=True, exist_ok=True)
        host = re.sub(r"[^A-Za-z0-9.-]", "-", socket.gethostname()) or "host"
        while True:
            self._serial += 1
            name = f"khotin-{self.slug}-{self._day}-{host}-{os.getpid()}-{self._serial:05d}.warc.gz"
            try:
                # Unbuffered: what a failed write left in a buffer would be written later, behind a hole.
                return (self.folder / name).open("xb", buffering=0), name
            except FileExistsError:  # an earlier process with our number wrote it; its file is left alone
                continue

    def _check_room(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(self.folder).free
        if free < self.reserve:
            raise DiskFullError(
                f"Only {free // 1_000_000} MB are left on the disk of {self.folder}; a crawl needs "
                f"{self.reserve // 1_000_000} MB. Make room and start the crawl again: nothing is lost."
            )

    def close(self) -> None:
        """Close the open file, if there is one. Safe to call twice."""
        if self._file is not None:
            with contextlib.suppress(OSError):  # nothing is buffered: every record is on disk
                self._file.close()
            self._file = None


def _media_type(headers: Headers) -> str | None:
    value = next((value for name, value in headers if name.lower() == "content-type"), "")
    return value.partition(";")[0].strip().lower() or None
