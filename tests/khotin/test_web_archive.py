"""CDXJ and WACZ from the rows of an archive: what goes in, what stays out, and that neither is ever cut in silence."""

import gzip
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from crawler.capture.reader import read_record
from khotin.damage import is_whole
from khotin.export import export
from pipelines.schema import open_database

SEEN = "2026-11-20T03:04:05Z"
WARC = "khotin-a-1.warc.gz"


def member(url: str, body: bytes, kind: str = "response") -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Length: {len(block)}\r\n\r\n"
    return gzip.compress(head.encode() + block + b"\r\n\r\n")


class Archive:
    """An archive of two sites with one WARC each; captures are added one by one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "warc").mkdir(parents=True)
        self.db = open_database(folder / "archive.db")
        for slug in ("a", "b"):
            self.add("sites", slug=slug, name=f"Tỉnh đoàn {slug.upper()}", url=f"http://{slug}.vn/")

    def add(self, table: str, **values: Any) -> int:
        sql = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})"
        return int(self.db.conn.execute(sql, list(values.values())).lastrowid or 0)

    def capture(self, url: str, body: bytes = b"x", site: int = 1, warc: str = WARC, **values: Any) -> int:
        path = self.folder / "warc" / warc
        offset = path.stat().st_size if path.exists() else 0
        kind = values.get("record_type", "response")
        with path.open("ab") as file:
            length = file.write(member(url, body, kind))
            file.write(member(url, b"", "request"))
        digest = f"sha1:{hashlib.sha1(body).hexdigest()}"
        row = {"site_id": site, "url": url, "captured_at": SEEN, "status": 200, "media_type": "text/html",
               "warc": warc, "offset": offset, "length": length, "digest": digest}  # fmt: skip
        return self.add("captures", **row | values)

    def article(self, number: int, capture: int, status: str = "live", site: int = 1, **values: Any) -> int:
        url = f"http://{'ab'[site - 1]}.vn/{number}"
        row = {"site_id": site, "id_space": "news", "source_id": str(number), "identity": str(number), "url": url,
               "title": f"Bài {number}", "status": status, "first_seen_at": SEEN, "last_seen_at": SEEN,
               "changed_at": SEEN, "capture_id": capture}  # fmt: skip
        article = self.add("articles", **row | values)
        self.add(
            "article_texts", article_id=article, title=f"Bài {number}", lead="Lời dẫn.", body="Thân bài.", captions=""
        )
        return article

    def export(self, *options: str) -> Result:
        self.db.conn.commit()
        return CliRunner().invoke(export, ["--archive", str(self.folder), *options])

    def lines(self, *options: str) -> list[tuple[str, str, Any]]:
        path = self.folder / "out" / "a.cdxj"
        run = self.export("--format", "cdxj", "--output", str(path), *options)
        assert run.exit_code == 0, run.output
        text = path.read_bytes().decode("ascii")
        assert text.splitlines() == sorted(text.splitlines(), key=str.encode)
        return [(key, time, json.loads(rest)) for key, time, rest in (line.split(" ", 2) for line in text.splitlines())]

    def wacz(self, *options: str) -> zipfile.ZipFile:
        path = self.folder / "out" / "a.wacz"
        run = self.export("--format", "wacz", "--output", str(path), *options)
        assert run.exit_code == 0, run.exception or run.output
        return zipfile.ZipFile(path)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "kho")


def index(package: zipfile.ZipFile) -> dict[str, Any]:
    lines = gzip.decompress(package.read("indexes/index.cdx.gz")).decode().splitlines()
    return {row["url"]: row for row in (json.loads(line.split(" ", 2)[2]) for line in lines)}


def pages(package: zipfile.ZipFile) -> list[Any]:
    return [json.loads(line) for line in package.read("pages/pages.jsonl").decode().splitlines()[1:]]


def test_the_index_has_a_line_for_each_capture(archive: Archive) -> None:
    archive.capture("http://www.a.vn/Tin/?b=1&a=2", captured_at="2026-11-21T00:00:00Z")
    first = archive.capture("http://a.vn/1")
    archive.capture("http://a.vn/1", record_type="revisit", refers_to=first, captured_at="2026-11-22T00:00:00Z")
    archive.capture("http://a.vn/0", media_type=None, status=404)
    archive.capture("http://a.vn/mat", lost=1)
    archive.capture("http://b.vn/", site=2, warc="b.warc.gz.open")
    rows = archive.lines()
    assert [(key, time) for key, time, _ in rows] == [
        ("vn,a)/0", "20261120030405"), ("vn,a)/1", "20261120030405"), ("vn,a)/1", "20261122000000"),
        ("vn,a)/tin?a=2&b=1", "20261121000000"), ("vn,b)/", "20261120030405"),
    ]  # fmt: skip
    assert [row["mime"] for _, _, row in rows] == ["unk", "text/html", "warc/revisit", "text/html", "text/html"]
    assert rows[0][2]["status"] == "404"
    assert rows[4][2]["filename"] == "b.warc.gz"
    for _, _, row in rows[:2]:
        assert read_record(archive.folder / "warc" / row["filename"], int(row["offset"])).url == row["url"]
    assert [key for key, _, _ in archive.lines("--site", "b")] == ["vn,b)/"]
    assert len(archive.lines("--since", "2026-11-21")) == 2
    manifest = json.loads((archive.folder / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["files"][0]["format"], manifest["files"][0]["rows"]) == ("cdxj", 2)


def test_what_was_not_modified_is_its_original_seen_again(archive: Archive) -> None:
    first = archive.capture("http://a.vn/1", b"one")
    lost = archive.capture("http://a.vn/2", lost=1)
    for url, original in (("http://a.vn/1", first), ("http://a.vn/2", lost)):
        archive.capture(url, b"", record_type="revisit", refers_to=original, status=304, media_type=None,
                        captured_at="2026-11-22T00:00:00Z")  # fmt: skip
    once, again, alone = archive.lines()
    assert again[:2] == ("vn,a)/1", "20261122000000")
    places = ("mime", "status", "offset", "length", "filename")
    assert [again[2][name] for name in places] == [once[2][name] for name in places]
    assert (alone[2]["mime"], alone[2]["status"]) == ("warc/revisit", "304")


def test_a_package_holds_warcs_index_and_pages(archive: Archive) -> None:
    archive.capture("http://a.vn/")
    archive.article(1, archive.capture("http://a.vn/1", b"one"))
    archive.article(2, archive.capture("http://a.vn/2", b"two", lost=1))
    archive.article(1, archive.capture("http://b.vn/1", site=2, warc="b.warc.gz"), site=2)
    package = archive.wacz()
    assert {name for name in package.namelist() if name.startswith("archive/")} == {
        f"archive/{WARC}", "archive/b.warc.gz",
    }  # fmt: skip
    assert package.read(f"archive/{WARC}") == (archive.folder / "warc" / WARC).read_bytes()
    assert set(index(package)) == {"http://a.vn/", "http://a.vn/1", "http://b.vn/1"}
    assert [page["id"] for page in pages(package)] == ["a/news/1", "b/news/1"]
    assert pages(package)[0] == {"id": "a/news/1", "url": "http://a.vn/1", "ts": SEEN, "title": "Bài 1",
                                 "text": "Lời dẫn.\nThân bài."}  # fmt: skip
    one = archive.wacz("--site", "a")
    assert [name for name in one.namelist() if name.startswith("archive/")] == [f"archive/{WARC}"]
    about = json.loads(one.read("datapackage.json"))
    assert (about["title"], about["mainPageUrl"], about["mainPageDate"]) == ("Tỉnh đoàn A", "http://a.vn/", SEEN)
    manifest = json.loads((archive.folder / "out" / "manifest.json").read_text(encoding="utf-8"))
    data = (archive.folder / "out" / "a.wacz").read_bytes()
    assert [(file["rows"], file["bytes"], file["sha256"]) for file in manifest["files"]] == [
        (2, len(data), hashlib.sha256(data).hexdigest())
    ]


def test_hidden_articles_leave_no_record_behind(archive: Archive, tmp_path: Path) -> None:
    archive.capture("http://a.vn/")
    secret = archive.capture("http://a.vn/1", b"secret")
    archive.capture("http://a.vn/in/1", b"secret")
    archive.capture("http://a.vn/1", b"", record_type="revisit", refers_to=secret)
    for name in ("mat.jpg", "chung.jpg"):
        archive.capture(f"http://a.vn/{name}", name.encode())
    shown = archive.capture("http://a.vn/2", b"shown")
    hidden, visible = archive.article(1, secret, "hidden"), archive.article(2, shown)
    archive.add("article_urls", article_id=hidden, url="http://a.vn/in/1", first_seen_at=SEEN)
    for article, name in ((hidden, "mat.jpg"), (hidden, "chung.jpg"), (visible, "chung.jpg")):
        position = 1 if name == "mat.jpg" else 2
        archive.add("images", article_id=article, position=position, url=f"http://a.vn/{name}")
    package = archive.wacz()
    rows = index(package)
    assert set(rows) == {"http://a.vn/", "http://a.vn/chung.jpg", "http://a.vn/2"}
    assert {row["url"] for _, _, row in archive.lines()} == set(rows)
    assert [page["url"] for page in pages(package)] == ["http://a.vn/2"]
    copy = tmp_path / WARC
    copy.write_bytes(package.read(f"archive/{WARC}"))
    assert b"secret" not in gzip.decompress(copy.read_bytes())
    for url, body in (("http://a.vn/chung.jpg", b"chung.jpg"), ("http://a.vn/2", b"shown"), ("http://a.vn/", b"x")):
        back = read_record(copy, int(rows[url]["offset"]))
        assert (back.url, back.body) == (url, body)


def test_a_growing_file_goes_in_under_its_later_name(archive: Archive) -> None:
    archive.capture("http://a.vn/1", b"one", warc=WARC)
    path = archive.folder / "warc" / WARC
    whole = path.read_bytes()
    (archive.folder / "warc" / f"{WARC}.open").write_bytes(whole + whole[:50])
    path.unlink()
    assert archive.wacz().read(f"archive/{WARC}") == whole


def test_a_package_is_complete_or_an_error(archive: Archive) -> None:
    assert archive.export("--format", "wacz").exit_code != 0  # no capture at all
    archive.capture("http://a.vn/1")
    before = archive.wacz().namelist()
    path = archive.folder / "warc" / WARC
    path.write_bytes(path.read_bytes()[:20])
    run = archive.export("--format", "wacz", "--output", str(archive.folder / "out" / "a.wacz"))
    assert "20 bytes of whole records" in str(run.exception)
    path.unlink()
    run = archive.export("--format", "wacz", "--output", str(archive.folder / "out" / "a.wacz"))
    assert "cannot be read" in str(run.exception)
    with zipfile.ZipFile(archive.folder / "out" / "a.wacz") as package:
        assert package.namelist() == before
    assert sorted(file.name for file in (archive.folder / "out").iterdir()) == [
        "SHA256SUMS", "a.wacz", "datapackage.json", "manifest.json",
    ]  # fmt: skip
    run = archive.export("--format", "wacz", "--since", "2026-11-23")
    assert "--since does not go" in str(run.exception)


def spoil(path: Path, offset: int, length: int) -> None:
    data = bytearray(path.read_bytes())
    middle = offset + length // 2
    data[middle : middle + 4] = bytes(byte ^ 0xFF for byte in data[middle : middle + 4])
    path.write_bytes(data)


def test_a_damaged_record_is_left_out_and_named(archive: Archive, tmp_path: Path) -> None:
    archive.capture("http://a.vn/")
    archive.article(1, archive.capture("http://a.vn/1", b"mot " * 50))
    archive.article(2, archive.capture("http://a.vn/2", b"hai " * 50))
    archive.article(1, archive.capture("http://b.vn/1", b"ba " * 50, site=2, warc="b.warc.gz"), site=2)
    for url in ("http://a.vn/1", "http://b.vn/1"):
        row = archive.db.conn.execute("SELECT warc, offset, length FROM captures WHERE url = ?", [url]).fetchone()
        spoil(archive.folder / "warc" / row[0], *row[1:])
    path = archive.folder / "out" / "a.wacz"
    archive.db.conn.commit()
    words = ["--archive", str(archive.folder), "--format", "wacz", "--output", str(path)]
    run = CliRunner().invoke(export, words, standalone_mode=False)
    assert run.return_value == 1
    assert f"{WARC}: byte " in run.stderr
    assert "the record of http://a.vn/1 is damaged" in run.stderr
    assert "a.wacz is without what is damaged. Put the WARC files back" in run.stderr
    with zipfile.ZipFile(path) as package:
        rows = index(package)
        assert set(rows) == {"http://a.vn/", "http://a.vn/2"}
        assert [page["url"] for page in pages(package)] == ["http://a.vn/2"]
        (tmp_path / WARC).write_bytes(package.read(f"archive/{WARC}"))
        assert [name for name in package.namelist() if name.startswith("archive/")] == [f"archive/{WARC}"]
    assert gzip.decompress((tmp_path / WARC).read_bytes()).count(b"WARC/1.1") == 5
    for url, row in rows.items():
        assert read_record(tmp_path / WARC, int(row["offset"])).url == url
    manifest = json.loads((archive.folder / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert [(one["warc"], one["url"]) for one in manifest["files"][0]["damaged"]] == [
        ("b.warc.gz", "http://b.vn/1"), (WARC, "http://a.vn/1"),
    ]  # fmt: skip


def test_a_site_with_nothing_but_damage_keeps_no_other_from_its_package(archive: Archive) -> None:
    archive.article(1, archive.capture("http://a.vn/1", b"mot " * 50))
    archive.article(1, archive.capture("http://b.vn/1", b"ba " * 50, site=2, warc="b.warc.gz"), site=2)
    length = archive.db.conn.execute("SELECT length FROM captures WHERE site_id = 1").fetchone()[0]
    spoil(archive.folder / "warc" / WARC, 0, length)
    archive.db.conn.commit()
    out = archive.folder / "out"
    words = ["--archive", str(archive.folder), "--format", "all", "--output", str(out)]
    run = CliRunner().invoke(export, words, standalone_mode=False)
    assert run.return_value == 1, run.output
    assert "the record of http://a.vn/1 is damaged" in run.stderr
    with zipfile.ZipFile(out / "a.wacz") as empty, zipfile.ZipFile(out / "b.wacz") as whole:
        assert index(empty) == {}
        assert set(index(whole)) == {"http://b.vn/1"}


def test_a_record_is_one_whole_member_and_no_more() -> None:
    one = member("http://a.vn/1", b"x" * 600_000)
    assert is_whole(io.BytesIO(b"before" + one + b"after"), 6, len(one))
    assert not is_whole(io.BytesIO(one), 0, len(one) - 1)
    assert not is_whole(io.BytesIO(one + one), 0, len(one) * 2)
    assert not is_whole(io.BytesIO(one), 0, len(one) + 1)
    assert not is_whole(io.BytesIO(one), 1, len(one) - 1)
    other = gzip.compress(b"no record")
    assert not is_whole(io.BytesIO(other), 0, len(other))


@pytest.mark.parametrize("form", ["jsonl", "json", "cdxj", "wacz"])
def test_a_folder_is_no_file_to_write(archive: Archive, tmp_path: Path, form: str) -> None:
    run = archive.export("--format", form, "--output", str(tmp_path))
    assert "is a folder. Name a file in it" in str(run.exception)
    (tmp_path / "file").write_text("kept")
    run = archive.export("--format", "csv", "--output", str(tmp_path / "file"))
    assert "name a folder" in str(run.exception)
    assert (tmp_path / "file").read_text() == "kept"
