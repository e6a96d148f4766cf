"""The bytes of a WARC file: as they came, whole, checked by a second implementation."""

import base64
import hashlib
import os
import re
import resource
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from crawler.capture.writer import Exchange, Headers, WarcWriter
from crawler.errors import CaptureError

NAME = "attachment; filename=Kế hoạch.pdf"


def exchange(status: str, headers: Headers, body: bytes, number: int = 1) -> Exchange:
    return Exchange(
        url=f"http://a.vn/{number}",
        method="GET",
        request_line=f"GET /{number} HTTP/1.1",
        request_headers=[("Host", "a.vn")],
        status_line=status,
        response_headers=[*headers, ("Content-Length", str(len(body)))],
        body=body,
        ip=None,
        captured_at=datetime(2026, 6, 1, tzinfo=UTC),
    )


def urls_in(folder: Path) -> list[str]:
    found = []
    for path in sorted(folder.glob("*.warc.gz")):
        with path.open("rb") as file:
            found += [record.headers["WARC-Target-URI"] for record in ArchiveIterator(file, WarcRecordType.response)]
    return found


@pytest.mark.parametrize(("status", "body"), [("200 OK", b"<p>x"), ("304 Not Modified", b""), ("204 No Content", b"")])
def test_payload_digests_are_right(tmp_path: Path, status: str, body: bytes) -> None:
    writer = WarcWriter(tmp_path, "thu", "khotin/test")
    record = writer.write(exchange(status, [("Content-Type", "text/html; charset=utf-8")], body))
    writer.close()
    assert record.digest == "sha1:" + base64.b32encode(hashlib.sha1(body).digest()).decode()
    assert (record.status, record.media_type) == (int(status[:3]), "text/html")
    with (tmp_path / record.warc).open("rb") as file:
        assert [one.verify_payload_digest() for one in ArchiveIterator(file, WarcRecordType.response)] == [True]
    with (tmp_path / record.warc).open("rb") as file:
        kinds = WarcRecordType.response | WarcRecordType.request
        digests = [one.verify_block_digest() for one in ArchiveIterator(file, kinds, parse_http=False)]
    assert digests == [True, True]


def test_headers_keep_their_bytes_order_and_repeats(tmp_path: Path) -> None:
    headers = [
        ("Set-Cookie", "b=2; path=/"),
        ("Content-Disposition", NAME.encode().decode("latin-1")),
        ("Set-Cookie", "a=1"),
        ("X-Old", "Ti\xeang"),
    ]
    writer = WarcWriter(tmp_path, "thu", "khotin/test")
    record = writer.write(exchange("200 OK", headers, b"ok"))
    writer.close()
    with (tmp_path / record.warc).open("rb") as file:
        (record_bytes,) = [
            one.reader.read() for one in ArchiveIterator(file, WarcRecordType.response, parse_http=False)
        ]
    head, _, body = record_bytes.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert lines[0] == b"HTTP/1.1 200 OK"
    assert lines[1:5] == [
        b"Set-Cookie: b=2; path=/",
        b"Content-Disposition: " + NAME.encode(),
        b"Set-Cookie: a=1",
        b"X-Old: Ti\xeang",
    ]
    assert body == b"ok"


def test_a_record_that_is_written_by_half_is_cut_off_again(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path, "thu", "khotin/test")
    first = writer.write(exchange("200 OK", [], b"one", 1))
    whole = (tmp_path / first.warc).stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (whole + 500, hard))
    try:
        with pytest.raises(CaptureError, match="could not be written"):
            writer.write(exchange("200 OK", [], os.urandom(5000), 2))
        assert (tmp_path / first.warc).stat().st_size == whole
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    writer.write(exchange("200 OK", [], b"three", 3))
    writer.close()
    assert urls_in(tmp_path) == ["http://a.vn/1", "http://a.vn/3"]


def test_a_file_names_its_site_day_host_and_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "máy chủ/1")
    mine, other = WarcWriter(tmp_path, "thu", "khotin/test"), WarcWriter(tmp_path, "thu", "khotin/test")
    names = [mine.write(exchange("200 OK", [], b"x")).warc, other.write(exchange("200 OK", [], b"y")).warc]
    monkeypatch.setattr("os.getpid", lambda: 4_000_000)
    names.append(WarcWriter(tmp_path, "thu", "khotin/test").write(exchange("200 OK", [], b"z")).warc)
    assert len(set(names)) == 3
    assert all(re.fullmatch(r"khotin-thu-20260601-[A-Za-z0-9.-]+-\d+-\d{5}\.warc\.gz", name) for name in names)
    assert "-4000000-" in names[2]
