"""What is written is what two independent readers find."""

import base64
import errno
import gzip
import hashlib
import os
import re
import resource
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from fastwarc.warc import WarcRecordType
from warcio.archiveiterator import ArchiveIterator

from crawler.capture.exchange import Exchange
from crawler.capture.reader import read_record
from crawler.capture.writer import WarcWriter, Writing
from crawler.errors import CaptureError, DiskFullError

Make = Callable[..., Exchange]
WRITING = Writing("thu", "khotin/test", "admin@a.vn")


def reply(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", "Content-Type: text/html", *headers, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


def written(folder: Path, *exchanges: Exchange) -> Path:
    writer = WarcWriter(folder, WRITING)
    for one in exchanges:
        writer.write(one)
    writer.close()
    return next(iter(sorted(folder.glob("*.warc.gz"))))


def blocks(path: Path) -> list[tuple[str, bytes]]:
    with path.open("rb") as file:
        return [(r.headers["WARC-Type"], r.reader.read()) for r in FastIterator(file, parse_http=False)]


def test_both_readers_find_request_and_response_with_right_digests(tmp_path: Path, make_exchange: Make) -> None:
    path = written(tmp_path, make_exchange(), make_exchange("http://a.vn/rong", reply(b"", "204 No Content")))
    with path.open("rb") as file:
        records = [(r.rec_type, r.rec_headers, r.http_headers, r.content_stream().read(), r.digest_checker.passed)
                   for r in ArchiveIterator(file, check_digests=True)]  # fmt: skip
    assert [kind for kind, *_ in records] == ["warcinfo", "response", "request", "response", "request"]
    assert all(passed is not False for *_, passed in records)
    info, response, request = records[:3]
    assert b"software: khotin/test\r\noperator: admin@a.vn\r\n" in info[3]
    assert response[1].get_header("WARC-Target-URI") == "http://a.vn/news.php?id=9560&x=a%20b"
    assert response[1].get_header("WARC-IP-Address") == "203.0.113.7"
    assert response[1].get_header("WARC-Date") == "2026-06-01T23:59:58Z"
    assert [value for name, value in response[2].headers if name.lower() == "set-cookie"] == ["a=1", "b=2"]
    assert request[1].get_header("WARC-Concurrent-To") == response[1].get_header("WARC-Record-ID")
    assert request[2].protocol + " " + request[2].statusline == "GET /news.php?id=9560&x=a%20b HTTP/1.1"
    with path.open("rb") as file:
        fast = [(r.record_type, r.verify_block_digest()) for r in FastIterator(file, parse_http=False)]
    assert [kind for kind, _ in fast].count(WarcRecordType.response) == 2
    assert all(right for _, right in fast)


def test_the_blocks_are_the_bytes_of_the_wire(tmp_path: Path, make_exchange: Make) -> None:
    raw = (
        b"HTTP/1.0 200\r\nSERVER: Apache\r\ncontent-disposition: attachment; filename=K\xe1\xba\xbf.pdf"
        b"\r\nX-Old: Ti\xeang\r\nTransfer-Encoding: chunked\r\n\r\n5;x=1\r\nhello\r\n0\r\nT: 1\r\n\r\n"
    )
    one = make_exchange("http://a.vn/1", raw)
    found = blocks(written(tmp_path, one))
    assert found[1:] == [("response", raw), ("request", one.sent)]
    assert one.payload == b"hello"


def test_what_belongs_to_no_message_lies_in_metadata(tmp_path: Path, make_exchange: Make) -> None:
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    main = b"HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\nok"
    found = blocks(written(tmp_path, make_exchange("http://a.vn/1", early + main + b"TAIL")))
    assert [kind for kind, _ in found] == ["warcinfo", "response", "request", "metadata", "metadata", "metadata"]
    assert found[1][1] == main
    assert b"repaired: blank-before-colon\r\n" in found[3][1]
    assert [block for _, block in found[4:]] == [early, b"TAIL"]


def test_a_record_is_read_back_by_its_offset(tmp_path: Path, make_exchange: Make) -> None:
    writer = WarcWriter(tmp_path, WRITING)
    writer.write(make_exchange("http://a.vn/1"))
    body = gzip.compress("Số lần đọc: 4982".encode())
    record = writer.write(make_exchange("http://a.vn/2", reply(body, "404 Not Found", "Content-Encoding: gzip")))
    writer.close()
    back = read_record(tmp_path / record.warc, record.offset)
    assert (back.url, back.status, back.content_type) == ("http://a.vn/2", 404, "text/html")
    assert back.body.decode() == "Số lần đọc: 4982"
    with pytest.raises(CaptureError, match="byte 3"):
        read_record(tmp_path / record.warc, 3)
    with pytest.raises(CaptureError):
        read_record(tmp_path / "khong-co.warc.gz", 0)


@pytest.mark.parametrize(("status", "body"), [("200 OK", b"<p>x"), ("304 Not Modified", b""), ("204 No Content", b"")])
def test_payload_digests_are_right(tmp_path: Path, make_exchange: Make, status: str, body: bytes) -> None:
    writer = WarcWriter(tmp_path, WRITING)
    record = writer.write(make_exchange("http://a.vn/1", reply(body, status)))
    writer.close()
    assert record.digest == "sha1:" + base64.b32encode(hashlib.sha1(body).digest()).decode()
    assert (record.status, record.media_type, record.payload_length) == (int(status[:3]), "text/html", len(body))
    with (tmp_path / record.warc).open("rb") as file:
        assert [one.verify_payload_digest() for one in FastIterator(file, WarcRecordType.response)] == [True]


def test_the_same_payload_again_is_a_revisit(tmp_path: Path, make_exchange: Make) -> None:
    writer = WarcWriter(tmp_path, WRITING)
    first = replace(writer.write(make_exchange("http://a.vn/1")), id=7)
    later = datetime(2026, 6, 1, 23, 59, 59, tzinfo=UTC)
    again = writer.write(make_exchange("http://a.vn/1", captured_at=later), first)
    other = writer.write(make_exchange("http://a.vn/1", reply(b"changed")), first)
    same = writer.write(make_exchange("http://a.vn/1", reply(b"", "304 Not Modified")), first)
    writer.close()
    assert [(r.record_type, r.refers_to) for r in (again, other, same)] == [
        ("revisit", 7), ("response", None), ("revisit", 7),
    ]  # fmt: skip
    assert again.digest == same.digest == first.digest
    with (tmp_path / first.warc).open("rb") as file:
        revisits = [r for r in ArchiveIterator(file) if r.rec_type == "revisit"]
        headers = [r.rec_headers for r in revisits]
    assert [h.get_header("WARC-Profile").rpartition("/")[2] for h in headers] == [
        "identical-payload-digest", "server-not-modified",
    ]  # fmt: skip
    assert {h.get_header("WARC-Refers-To-Date") for h in headers} == {"2026-06-01T23:59:58Z"}
    assert {h.get_header("WARC-Refers-To-Target-URI") for h in headers} == {"http://a.vn/1"}


def test_an_empty_payload_and_a_broken_answer_are_never_revisits(tmp_path: Path, make_exchange: Make) -> None:
    writer = WarcWriter(tmp_path, WRITING)
    empty = replace(writer.write(make_exchange("http://a.vn/1", reply(b""))), id=1)
    assert writer.write(make_exchange("http://a.vn/1", reply(b"")), empty).record_type == "response"
    cut = reply(b"half")[:-2]
    known = replace(writer.write(make_exchange("http://a.vn/2", cut)), id=2)
    again = writer.write(make_exchange("http://a.vn/2", cut), known)
    assert (known.truncated, again.record_type, again.truncated) == ("disconnect", "response", "disconnect")
    writer.close()
    with (tmp_path / known.warc).open("rb") as file:
        marks = [r.headers.get("WARC-Truncated") for r in FastIterator(file, WarcRecordType.response)]
    assert marks == [None, None, "disconnect", "disconnect"]


def test_an_answer_without_a_head_is_kept_and_breaks_no_reader(tmp_path: Path, make_exchange: Make) -> None:
    path = written(tmp_path, make_exchange("http://a.vn/1", b"<html>HTTP/0.9</html>"), make_exchange("http://a.vn/2"))
    with path.open("rb") as file:
        kinds = [(r.rec_type, r.content_stream().read()) for r in ArchiveIterator(file, check_digests="raise")]
    assert ("resource", b"<html>HTTP/0.9</html>") in kinds
    assert [kind for kind, _ in kinds].count("response") == 1


def test_what_did_not_get_to_the_disk_is_never_called_safe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_exchange: Make
) -> None:
    writer = WarcWriter(tmp_path, WRITING)
    writer.write(make_exchange("http://a.vn/1"))
    writer.sync()
    writer.write(make_exchange("http://a.vn/2"))

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(DiskFullError, match="Make room"):
            writer.sync()
    with pytest.raises(DiskFullError):
        writer.sync()
    with pytest.raises(DiskFullError):
        writer.write(make_exchange("http://a.vn/3"))
    writer.close()
    assert urls_in(tmp_path) == ["http://a.vn/1", "http://a.vn/2"], "the file stays whole"


def test_captures_are_synced_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_exchange: Make) -> None:
    synced: list[int] = []
    monkeypatch.setattr("os.fsync", synced.append)
    writer = WarcWriter(tmp_path, WRITING)
    for number in range(3):
        writer.write(make_exchange(f"http://a.vn/{number}"))
    assert synced == []
    writer.sync()
    writer.sync()
    writer.close()
    assert len(synced) == 1


def test_a_record_that_is_written_by_half_is_cut_off_again(tmp_path: Path, make_exchange: Make) -> None:
    writer = WarcWriter(tmp_path, WRITING)
    first = writer.write(make_exchange("http://a.vn/1"))
    path = tmp_path / f"{first.warc}.open"
    whole = path.stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (whole + 500, hard))
    try:
        with pytest.raises(CaptureError, match="could not be written"):
            writer.write(make_exchange("http://a.vn/2", reply(os.urandom(5000))))
        assert path.stat().st_size == whole
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    writer.write(make_exchange("http://a.vn/3"))
    writer.close()
    assert urls_in(tmp_path) == ["http://a.vn/1", "http://a.vn/3"]


def urls_in(folder: Path) -> list[str]:
    found = []
    for path in sorted(folder.glob("*.warc.gz")):
        with path.open("rb") as file:
            found += [record.headers["WARC-Target-URI"] for record in FastIterator(file, WarcRecordType.response)]
    return found


def test_too_little_room_is_said_before_anything_is_written(tmp_path: Path, make_exchange: Make) -> None:
    writer = WarcWriter(tmp_path, replace(WRITING, reserve=2**60))
    with pytest.raises(DiskFullError, match="nothing is lost"):
        writer.write(make_exchange())
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_open_by_name_and_locked_until_it_is_closed(tmp_path: Path, make_exchange: Make) -> None:
    import fcntl

    writer = WarcWriter(tmp_path, WRITING)
    record = writer.write(make_exchange())
    (path,) = tmp_path.iterdir()
    assert path.name == f"{record.warc}.open"
    with path.open("rb") as other, pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    writer.close()
    assert [path.name for path in tmp_path.iterdir()] == [record.warc]


def test_a_file_is_never_shared_nor_written_over(tmp_path: Path, make_exchange: Make) -> None:
    first = written(tmp_path, make_exchange("http://a.vn/1")).read_bytes()
    written(tmp_path, make_exchange("http://a.vn/2"))
    files = sorted(tmp_path.glob("*.warc.gz"))
    assert len(files) == 2
    assert files[0].read_bytes() == first


def test_a_file_names_its_site_day_host_and_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_exchange: Make
) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "máy chủ/1")
    mine, other = WarcWriter(tmp_path, WRITING), WarcWriter(tmp_path, WRITING)
    names = [mine.write(make_exchange()).warc, other.write(make_exchange()).warc]
    monkeypatch.setattr("os.getpid", lambda: 4_000_000)
    names.append(WarcWriter(tmp_path, WRITING).write(make_exchange()).warc)
    assert len(set(names)) == 3
    assert all(re.fullmatch(r"khotin-thu-20260601-[A-Za-z0-9.-]+-\d+-\d{5}\.warc\.gz", name) for name in names)
    assert "-4000000-" in names[2]


def test_each_utc_day_has_its_own_file(tmp_path: Path, make_exchange: Make) -> None:
    later = datetime(2026, 6, 2, 0, 0, 1, tzinfo=UTC)
    written(tmp_path, make_exchange(), make_exchange(captured_at=later))
    assert [path.name.split("-")[2] for path in sorted(tmp_path.glob("*.warc.gz"))] == ["20260601", "20260602"]
