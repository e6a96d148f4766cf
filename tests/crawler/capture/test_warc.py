"""What is written is what two independent readers find."""

import errno
import gzip
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from fastwarc.warc import WarcRecordType
from warcio.archiveiterator import ArchiveIterator

from crawler.capture.reader import read_record
from crawler.capture.writer import Exchange, WarcWriter
from crawler.errors import CaptureError, DiskFullError

MOMENT = datetime(2026, 6, 1, 23, 59, 58, tzinfo=UTC)


def exchange(url: str = "http://a.vn/news.php?id=9560&x=a%20b", **changes: Any) -> Exchange:
    body = changes.pop("body", "<h1>Đoàn</h1>".encode())
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
    values: dict[str, Any] = {
        "url": url,
        "method": "GET",
        "request_line": "GET /news.php?id=9560&x=a%20b HTTP/1.1",
        "request_headers": [("Host", "a.vn"), ("User-Agent", "khotin/test")],
        "status_line": "200 OK",
        "response_headers": [*headers, ("Content-Length", str(len(body)))],
        "body": body,
        "ip": "203.0.113.7",
        "captured_at": MOMENT,
    }
    return Exchange(**(values | changes))


def written(folder: Path, *exchanges: Exchange) -> Path:
    writer = WarcWriter(folder, "thu", "khotin/test")
    for one in exchanges:
        writer.write(one)
    writer.close()
    return next(iter(sorted(folder.glob("*.warc.gz"))))


def test_both_readers_find_request_and_response_with_right_digests(tmp_path: Path) -> None:
    path = written(tmp_path, exchange(), exchange("http://a.vn/rong", body=b"", status_line="204 No Content"))
    with path.open("rb") as file:
        records = [(r.rec_type, r.rec_headers, r.http_headers, r.content_stream().read(), r.digest_checker.passed)
                   for r in ArchiveIterator(file, check_digests=True)]  # fmt: skip
    assert [kind for kind, *_ in records] == ["warcinfo", "response", "request", "response", "request"]
    assert all(passed is not False for *_, passed in records)
    response, request = records[1], records[2]
    assert response[1].get_header("WARC-Target-URI") == "http://a.vn/news.php?id=9560&x=a%20b"
    assert response[1].get_header("WARC-IP-Address") == "203.0.113.7"
    assert response[1].get_header("WARC-Date").startswith("2026-06-01T23:59:58")
    assert [value for name, value in response[2].headers if name == "Set-Cookie"] == ["a=1", "b=2"]
    assert request[1].get_header("WARC-Concurrent-To") == response[1].get_header("WARC-Record-ID")
    assert request[2].protocol + " " + request[2].statusline == "GET /news.php?id=9560&x=a%20b HTTP/1.1"
    with path.open("rb") as file:
        fast = [(r.record_type, r.verify_block_digest()) for r in FastIterator(file, parse_http=False)]
    assert [kind for kind, _ in fast].count(WarcRecordType.response) == 2
    assert all(right for kind, right in fast if kind != WarcRecordType.warcinfo)


def test_a_record_is_read_back_by_its_offset(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path, "thu", "khotin/test")
    writer.write(exchange("http://a.vn/1"))
    body = gzip.compress("Số lần đọc: 4982".encode())
    headers = [("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))]
    record = writer.write(exchange("http://a.vn/2", body=body, response_headers=headers, status_line="404 Not Found"))
    writer.close()
    back = read_record(tmp_path / record.warc, record.offset)
    assert (back.url, back.status, back.content_type) == ("http://a.vn/2", 404, "text/html")
    assert back.body.decode() == "Số lần đọc: 4982"
    with pytest.raises(CaptureError, match="byte 3"):
        read_record(tmp_path / record.warc, 3)
    with pytest.raises(CaptureError):
        read_record(tmp_path / "khong-co.warc.gz", 0)


def test_headers_that_are_no_ascii_do_not_stop_the_writer(tmp_path: Path) -> None:
    odd = "attachment; filename=Kế hoạch.pdf".encode().decode("latin-1")
    headers = [("Content-Type", "application/pdf"), ("Content-Disposition", odd), ("Content-Length", "2")]
    path = written(tmp_path, exchange(body=b"ok", response_headers=headers))
    with path.open("rb") as file:
        bodies = [r.content_stream().read() for r in ArchiveIterator(file) if r.rec_type == "response"]
    assert bodies == [b"ok"]


def test_a_full_disk_is_named_and_the_file_stays_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = WarcWriter(tmp_path, "thu", "khotin/test")
    writer.write(exchange("http://a.vn/1"))

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(DiskFullError, match="Make room"):
            writer.write(exchange("http://a.vn/2"))
    writer.write(exchange("http://a.vn/3"))
    writer.close()
    with next(tmp_path.glob("*.warc.gz")).open("rb") as file:
        records = [r for r in FastIterator(file, parse_http=False) if r.record_type == WarcRecordType.response]
        urls = [record.headers["WARC-Target-URI"] for record in records]
    assert urls == ["http://a.vn/1", "http://a.vn/3"]


def test_too_little_room_is_said_before_anything_is_written(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path, "thu", "khotin/test", reserve=2**60)
    with pytest.raises(DiskFullError, match="nothing is lost"):
        writer.write(exchange())
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_never_shared_nor_written_over(tmp_path: Path) -> None:
    first = written(tmp_path, exchange("http://a.vn/1")).read_bytes()
    written(tmp_path, exchange("http://a.vn/2"))
    files = sorted(tmp_path.glob("*.warc.gz"))
    assert len(files) == 2
    assert files[0].read_bytes() == first


def test_each_utc_day_has_its_own_file(tmp_path: Path) -> None:
    later = datetime(2026, 6, 2, 0, 0, 1, tzinfo=UTC)
    written(tmp_path, exchange(), exchange(captured_at=later))
    assert [path.name.split("-")[2] for path in sorted(tmp_path.glob("*.warc.gz"))] == ["20260601", "20260602"]
