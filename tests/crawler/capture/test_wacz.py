"""A WACZ says of itself what is in it; a growing or partly withheld WARC goes in as whole records."""

import gzip
import hashlib
import json
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from crawler.capture.members import copied, moved, whole_part
from crawler.capture.wacz import About, Contents, WarcPart, page_line, write_wacz
from crawler.errors import ArchiveError

MEMBERS = [gzip.compress(bytes([65 + n]) * (n * 70_000 + 5), mtime=0) for n in range(5)]
STARTS = [sum(map(len, MEMBERS[:n])) for n in range(6)]
MOMENT = datetime(2026, 11, 23, 5, tzinfo=UTC)
ABOUT = About("Tỉnh đoàn", "Thử", "khotin/test", MOMENT, "http://a.vn/", "2026-11-23T04:00:00Z")


def packed(contents: Contents) -> zipfile.ZipFile:
    file = BytesIO()
    write_wacz(file, contents, ABOUT)
    return zipfile.ZipFile(file)


def test_every_file_is_listed_with_its_sum(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(b"".join(MEMBERS))
    lines = [f"vn,a)/{n:05} 20261123050000 {{}}" for n in range(2500)]
    page = page_line("a/news/1", "http://a.vn/1", "2026-11-23T05:00:00Z", None, 'Lời "dẫn"\nThân bài')
    package = packed(Contents([WarcPart("a.warc.gz", tmp_path / "a.warc.gz", STARTS[5])], lines, [page]))
    names = ["archive/a.warc.gz", "indexes/index.cdx.gz", "indexes/index.idx", "pages/pages.jsonl", "datapackage.json",
             "datapackage-digest.json"]  # fmt: skip
    assert package.namelist() == names
    assert package.testzip() is None
    stored = {entry.filename for entry in package.infolist() if entry.compress_type == zipfile.ZIP_STORED}
    assert stored == {"archive/a.warc.gz", "indexes/index.cdx.gz"}
    about = json.loads(package.read("datapackage.json"))
    assert (about["wacz_version"], about["profile"], about["title"]) == ("1.1.1", "data-package", "Tỉnh đoàn")
    assert (about["created"], about["mainPageUrl"]) == ("2026-11-23T05:00:00Z", "http://a.vn/")
    assert [resource["path"] for resource in about["resources"]] == names[:4]
    for resource in about["resources"]:
        data = package.read(resource["path"])
        assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
    digest = hashlib.sha256(package.read("datapackage.json")).hexdigest()
    assert json.loads(package.read("datapackage-digest.json")) == {
        "path": "datapackage.json", "hash": f"sha256:{digest}",
    }  # fmt: skip
    head, row = package.read("pages/pages.jsonl").decode().splitlines()
    assert json.loads(head)["format"] == "json-pages-1.0"
    assert json.loads(row) == {"id": "a/news/1", "url": "http://a.vn/1", "ts": "2026-11-23T05:00:00Z",
                               "title": "http://a.vn/1", "text": 'Lời "dẫn"\nThân bài'}  # fmt: skip


def test_the_index_is_found_by_its_list(tmp_path: Path) -> None:
    lines = [f"vn,a)/{n:05} 20261123050000 {{}}" for n in range(2500)]
    package = packed(Contents([], lines, []))
    data = package.read("indexes/index.cdx.gz")
    meta, *places = package.read("indexes/index.idx").decode().splitlines()
    assert meta == '!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}'
    found: list[str] = []
    for place in places:
        key, timestamp, rest = place.split(" ", 2)
        at: dict[str, Any] = json.loads(rest)
        member = data[at["offset"] : at["offset"] + at["length"]]
        assert at["digest"] == f"sha256:{hashlib.sha256(member).hexdigest()}"
        block = gzip.decompress(member).decode().splitlines()
        assert block[0].startswith(f"{key} {timestamp} ")
        found += block
    assert (found, len(places)) == (lines, 3)


@pytest.mark.parametrize("holes", [(), (0,), (4,), (1, 2), (0, 2, 4), (0, 1, 2, 3, 4)])
def test_records_left_out_move_the_others(tmp_path: Path, holes: tuple[int, ...]) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(MEMBERS) + b"a torn record")
    gaps = [(STARTS[n], len(MEMBERS[n])) for n in holes]
    copy = b"".join(copied(path, STARTS[5], gaps))
    kept = [n for n in range(5) if n not in holes]
    assert copy == b"".join(MEMBERS[n] for n in kept)
    for n in kept:
        assert copy.startswith(MEMBERS[n], moved(STARTS[n], gaps))


@pytest.mark.parametrize("cut", [0, 1, 9, 200])
def test_a_growing_file_is_whole_up_to_its_last_member(tmp_path: Path, cut: int) -> None:
    growing = tmp_path / "a.warc.gz.open"
    more = gzip.compress(bytes(900_000)) + gzip.compress(bytes(range(256)) * 40_000, compresslevel=0)
    growing.write_bytes(b"".join(MEMBERS) + more + MEMBERS[4][:cut])
    assert whole_part(tmp_path / "a.warc.gz", STARTS[3], STARTS[4]) == STARTS[5] + len(more)
    growing.write_bytes(b"".join(MEMBERS)[:-1])
    assert whole_part(tmp_path / "a.warc.gz", STARTS[3], STARTS[4]) == STARTS[4]
    with pytest.raises(ArchiveError, match="the archive knows of"):
        whole_part(tmp_path / "a.warc.gz", STARTS[4], STARTS[5])


def test_a_missing_or_short_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"a\.warc\.gz cannot be read"):
        whole_part(tmp_path / "a.warc.gz", 0, 9)
    (tmp_path / "a.warc.gz").write_bytes(b"12345678")
    with pytest.raises(ArchiveError, match="holds 8 bytes"):
        whole_part(tmp_path / "a.warc.gz", 0, 9)
    with pytest.raises(ArchiveError, match="shorter"):
        list(copied(tmp_path / "a.warc.gz", 9, ()))
