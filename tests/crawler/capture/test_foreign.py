"""Files of other programs that were damaged: what is whole in them is taken, on both sides of the damage."""

import gzip
import io
import random
from pathlib import Path

import pytest

from crawler.capture.foreign import Intake, copy_in
from crawler.capture.reader import read_record


def record(url: str, body: bytes) -> bytes:
    """One response record as it lies in many files: a gzip member of its own."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2019-03-04T05:06:07Z\r\n"
    return gzip.compress(head.encode() + f"Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n")


def bodies(size: int) -> list[bytes]:
    """Bytes that do not compress, so that members are as long as they are."""
    return [random.Random(number).randbytes(size) for number in range(5)]


def taken(data: bytes, folder: Path) -> Intake:
    return copy_in(io.BytesIO(data), "a.warc.gz", folder / "import.warc.gz")


@pytest.mark.parametrize("size", [50, 5_000, 700_000], ids=str)
@pytest.mark.parametrize("harm", ["zeros", "lost", "turned"])
def test_records_behind_a_damaged_one_are_taken(size: int, harm: str, tmp_path: Path) -> None:
    members = [record(f"http://mau.vn/{number}", body) for number, body in enumerate(bodies(size))]
    spoilt = members[2]
    middle = len(spoilt) // 2
    rest = {"zeros": bytes(20) + spoilt[middle + 20 :], "lost": spoilt[middle + 20 :],
            "turned": bytes([spoilt[middle] ^ 255]) + spoilt[middle + 1 :]}  # fmt: skip
    members[2] = spoilt[:middle] + rest[harm]
    intake = taken(b"".join(members), tmp_path)
    assert [capture.url[-1] for capture in intake.captures] == ["0", "1", "3", "4"]
    begins = len(members[0]) + len(members[1])
    assert len(intake.problems) == 1
    assert intake.problems[0].startswith(f"a.warc.gz: it is damaged behind byte {begins} (")
    assert f"what lies before byte {begins + len(members[2])} was left out" in intake.problems[0]
    for capture in intake.captures:
        found = read_record(tmp_path / "import.warc.gz", capture.offset)
        assert found.body == bodies(size)[int(capture.url[-1])]


def test_a_member_without_a_record_is_named_and_passed_over(tmp_path: Path) -> None:
    first = record("http://mau.vn/0", b"a")
    intake = taken(first + gzip.compress(b"no record") + record("http://mau.vn/1", b"b"), tmp_path)
    assert [capture.url[-1] for capture in intake.captures] == ["0", "1"]
    assert intake.problems == [f"a.warc.gz: there is no whole record at byte {len(first)}; it was left out."]


def test_a_record_of_no_address_is_no_capture(tmp_path: Path) -> None:
    intake = taken(record("http://[", b"a") + record("http://mau.vn/1", b"b"), tmp_path)
    assert [capture.url for capture in intake.captures] == ["http://mau.vn/1"]


def test_nothing_is_left_of_a_copy_that_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        taken(record("http://mau.vn/0", b"a"), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_last_of_several_media_types_counts_as_in_a_crawl(tmp_path: Path) -> None:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Type: text/html; charset=utf-8\r\n\r\nx"
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://mau.vn/\r\nWARC-Date: 2019-03-04T05:06:07Z\r\n"
    data = head.encode() + f"Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"
    assert [capture.media_type for capture in taken(gzip.compress(data), tmp_path).captures] == ["text/html"]
