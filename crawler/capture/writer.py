"""WARC/1.1 files, one writer a crawl: every exchange as a request and a response record, each a gzip member of its own.

Format: ISO 28500:2017. A file's name carries host and process, so that no two writers ever share one.
"""

import os
import re
import shutil
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

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


class WarcWriter:
    """Writes one crawl's exchanges to ``folder``. Each is on disk (fsync) before ``write`` returns."""

    def __init__(self, folder: Path, slug: str, software: str, reserve: int = 0) -> None:
        self.folder, self.slug, self.software, self.reserve = folder, slug, software, reserve
        self._file: BinaryIO | None = None
        self._records: WARCWriter | None = None
        self._serial = 0
        self._written = 0
        self._day = ""

    def write(self, exchange: Exchange) -> CaptureRecord:
        """Append one exchange; returns where its response record lies. Raises DiskFullError, CaptureError."""
        try:
            return self._write(exchange)
        except OSError as problem:
            if problem.errno in (28, 122):  # ENOSPC, EDQUOT
                raise DiskFullError(
                    f"The disk of {self.folder} is full. Make room and start the crawl again."
                ) from problem
            raise CaptureError(f"{self.folder}: a WARC record could not be written: {problem}") from problem

    def _write(self, exchange: Exchange) -> CaptureRecord:
        file, records = self._open(exchange.captured_at)
        response = self._response(records, exchange)
        request = self._request(records, exchange, response.rec_headers.get_header("WARC-Record-ID"))
        offset = file.tell()
        try:
            records.write_record(response)
            length = file.tell() - offset
            records.write_record(request)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            self._cut(file, offset)
            raise
        media_type = _media_type(exchange.response_headers)
        return CaptureRecord(
            url=exchange.url,
            captured_at=exchange.captured_at,
            status=int(exchange.status_line.split(" ", 1)[0]),
            media_type=media_type,
            warc=Path(file.name).name,
            offset=offset,
            length=length,
            digest=response.rec_headers.get_header("WARC-Payload-Digest"),
            ip=exchange.ip,
            method=exchange.method,
        )

    def _cut(self, file: BinaryIO, offset: int) -> None:
        """Take a half-written record off the end, so that the file stays readable."""
        try:
            file.truncate(offset)
            file.seek(offset)
        except OSError:
            self._file = None

    def _response(self, records: WARCWriter, exchange: Exchange) -> Any:
        headers = StatusAndHeaders(exchange.status_line, list(exchange.response_headers), "HTTP/1.1")
        return records.create_warc_record(
            exchange.url,
            "response",
            payload=BytesIO(exchange.body),
            http_headers=headers,
            warc_headers_dict=self._headers(exchange),
        )

    def _request(self, records: WARCWriter, exchange: Exchange, response_id: str) -> Any:
        headers = StatusAndHeaders(exchange.request_line, list(exchange.request_headers), is_http_request=True)
        extra = {**self._headers(exchange), "WARC-Concurrent-To": response_id}
        return records.create_warc_record(exchange.url, "request", http_headers=headers, warc_headers_dict=extra)

    @staticmethod
    def _headers(exchange: Exchange) -> dict[str, str]:
        headers = {"WARC-Date": exchange.captured_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
        return headers | ({"WARC-IP-Address": exchange.ip} if exchange.ip else {})

    def _open(self, moment: datetime) -> tuple[BinaryIO, WARCWriter]:
        """The open file, a new one each UTC day and at FILE_SIZE."""
        day = moment.astimezone(UTC).strftime("%Y%m%d")
        if self._file is not None and (day != self._day or self._file.tell() > FILE_SIZE):
            self.close()
        if self._file is None or self._records is None:
            self._check_room()
            self._day = day
            self._file, name = self._create()
            self._records = WARCWriter(self._file, gzip=True, warc_version="WARC/1.1")
            info = {
                "software": self.software,
                "format": "WARC File Format 1.1",
                "robots": "classic",
                "isPartOf": self.slug,
            }
            self._records.write_record(self._records.create_warcinfo_record(name, info))
        self._written += 1
        if self._written % 50 == 0:
            self._check_room()
        return self._file, self._records

    def _create(self) -> tuple[BinaryIO, str]:
        self.folder.mkdir(parents=True, exist_ok=True)
        host = re.sub(r"[^A-Za-z0-9.-]", "-", socket.gethostname()) or "host"
        while True:
            self._serial += 1
            name = f"khotin-{self.slug}-{self._day}-{host}-{os.getpid()}-{self._serial:05d}.warc.gz"
            try:
                return (self.folder / name).open("xb"), name
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
            self._file.close()
            self._file = self._records = None


def _media_type(headers: Headers) -> str | None:
    value = next((value for name, value in headers if name.lower() == "content-type"), "")
    return value.partition(";")[0].strip().lower() or None
