"""Files that a killed crawl left, and files that were damaged."""

import fcntl
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from crawler.capture.exchange import Exchange
from crawler.capture.recovery import recover
from crawler.capture.writer import WarcWriter, Writing
from crawler.ports import CaptureRecord

Make = Callable[..., Exchange]


class Index:
    """The rows of ``captures``, as far as recovery sees them."""

    def __init__(self, *records: CaptureRecord) -> None:
        self.records, self.lost = list(records), list[CaptureRecord]()

    def warc_ends(self) -> dict[str, int]:
        ends: dict[str, int] = {}
        for record in self.records:
            ends[record.warc] = max(ends.get(record.warc, 0), record.offset + record.length)
        return ends

    def lose_captures(self, warc: str, end: int) -> int:
        gone = [record for record in self.records if record.warc == warc and record.offset + record.length > end]
        self.records = [record for record in self.records if record not in gone]
        self.lost += gone
        return len(gone)

    def captured_at(self, warc: str) -> set[int]:
        return {record.offset for record in self.records if record.warc == warc}

    def adopt_capture(self, capture: CaptureRecord) -> None:
        if (capture.warc, capture.offset) not in {(one.warc, one.offset) for one in self.records}:
            self.records.append(capture)


def abandoned(folder: Path, make: Make, count: int = 3) -> tuple[Path, list[CaptureRecord]]:
    """A file whose crawl was killed after ``count`` exchanges: open by name, held by nobody."""
    writer = WarcWriter(folder, Writing("thu", "khotin/test"))
    records = [writer.write(make(f"http://a.vn/{number}")) for number in range(count)]
    assert writer._file is not None
    writer._file.close()
    return folder / f"{records[0].warc}.open", records


def urls(path: Path) -> list[str]:
    with path.open("rb") as file:
        return [record.headers["WARC-Target-URI"] for record in ArchiveIterator(file, WarcRecordType.response)]


def test_a_record_whose_later_neighbour_was_recorded_first_gets_its_row(tmp_path: Path, make_exchange: Make) -> None:
    _, records = abandoned(tmp_path, make_exchange)
    index = Index(records[2])
    assert recover(tmp_path, "thu", index) == []
    assert sorted(one.url for one in index.records) == ["http://a.vn/0", "http://a.vn/1", "http://a.vn/2"]


def test_a_whole_file_that_was_left_open_is_closed_without_a_word(tmp_path: Path, make_exchange: Make) -> None:
    _, records = abandoned(tmp_path, make_exchange)
    index = Index(*records)
    assert recover(tmp_path, "thu", index) == []
    assert [one.name for one in tmp_path.iterdir()] == [records[0].warc]
    assert index.lost == []


def test_a_torn_end_is_put_aside_and_said(tmp_path: Path, make_exchange: Make) -> None:
    path, records = abandoned(tmp_path, make_exchange)
    whole = path.stat().st_size
    with path.open("ab") as file:
        file.write(path.read_bytes()[: records[0].offset + records[0].length - 40][records[0].offset :])
    (signal,) = recover(tmp_path, "thu", Index(*records))
    assert (signal.code, signal.file, signal.severity) == ("warc.damaged", records[0].warc, "error")
    closed = tmp_path / records[0].warc
    assert closed.stat().st_size == whole
    assert (tmp_path / f"{records[0].warc}.{whole}.torn").stat().st_size == records[0].length - 40
    assert urls(closed) == ["http://a.vn/0", "http://a.vn/1", "http://a.vn/2"]


def test_whole_records_without_a_row_get_theirs(tmp_path: Path, make_exchange: Make) -> None:
    _, records = abandoned(tmp_path, make_exchange)
    index = Index(records[0])
    assert recover(tmp_path, "thu", index) == []
    found = [replace(one, payload_length=None, etag=None, last_modified=None) for one in records[1:]]
    assert index.records[1:] == found


@pytest.mark.parametrize("opened", [True, False])
@pytest.mark.parametrize("left", [1, 700, 1500])
def test_the_end_cut_off_by_hand(tmp_path: Path, make_exchange: Make, opened: bool, left: int) -> None:
    path, records = abandoned(tmp_path, make_exchange)
    if not opened:
        path = path.rename(tmp_path / records[0].warc)
    with path.open("r+b") as file:
        file.truncate(left)
    index = Index(*records)
    (signal,) = recover(tmp_path, "thu", index)
    size = (tmp_path / records[0].warc).stat().st_size
    assert signal.code == "warc.damaged"
    assert index.lost
    assert all(one.offset + one.length <= size for one in index.records)
    assert urls(tmp_path / records[0].warc) == [one.url for one in index.records]


def test_a_file_that_is_gone_loses_its_captures(tmp_path: Path, make_exchange: Make) -> None:
    path, records = abandoned(tmp_path, make_exchange)
    path.unlink()
    index = Index(*records)
    (signal,) = recover(tmp_path, "thu", index)
    assert (signal.code, len(index.lost)) == ("warc.missing", 3)


def test_a_living_crawl_and_other_sites_are_left_alone(tmp_path: Path, make_exchange: Make) -> None:
    path, records = abandoned(tmp_path, make_exchange)
    other = WarcWriter(tmp_path, Writing("thu_hai", "khotin/test"))
    other.write(make_exchange())
    with path.open("ab") as file:
        file.write(b"half a record")
        fcntl.flock(file, fcntl.LOCK_EX)
        assert recover(tmp_path, "thu", Index(*records)) == []
        assert recover(tmp_path, "thu_ba", Index()) == []
    assert path.exists()
    assert (tmp_path / f"{other._name}.open").exists()
    other.close()
