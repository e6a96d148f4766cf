"""``khotin import``: files of other programs become the same rows as a crawl of what is in them."""

import gzip
import hashlib
import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result

from crawler.errors import ArchiveError
from khotin.main import cli
from pipelines.export import Filters, export_archive
from pipelines.schema import open_readonly
from tests.khotin.conftest import Sample

FRONT = (
    "<html><head><title>Đoàn</title></head><body><a href='/bai-viet-so-mot-12.html'>Bài viết số một</a></body></html>"
)


def page(title: str, lines: int = 8) -> str:
    """A page with one article on it."""
    text = "".join(f"<p>Đoàn viên thanh niên xã Thạnh Lộc ra quân lần thứ {n}, trồng cây tại ấp số {n}.</p>" for n in
                   range(lines))  # fmt: skip
    return f"<html><title>{title}</title><body><h1>{title}</h1><div class='content'>{text}</div></body></html>"


def record(kind: str, url: str, block: bytes, **fields: str) -> bytes:
    """One record, not compressed, as wget writes it: the address in angle brackets."""
    named = {"WARC-Type": kind, "WARC-Target-URI": f"<{url}>", "WARC-Date": "2019-03-04T05:06:07Z"} | {
        name.replace("_", "-"): value for name, value in fields.items()
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"WARC/1.0\r\n{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def response(url: str, body: str, **fields: str) -> bytes:
    """A response record of an HTML page."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body.encode()
    return record("response", url, block, **fields)


def run(archive: Path, *words: str) -> Result:
    words = ("import", *words, "--archive", str(archive), "--jobs", "1")
    return CliRunner().invoke(cli, words, standalone_mode=False)


def exported(archive: Path) -> list[dict[str, Any]]:
    target = archive / "out.jsonl"
    export_archive(archive / "archive.db", "jsonl", target, Filters())
    return [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]


def one(archive: Path, sql: str) -> Any:
    connection = open_readonly(archive / "archive.db")
    try:
        return connection.execute(sql).fetchone()[0]
    finally:
        connection.close()


def test_an_archive_of_ours_imported_elsewhere_has_the_same_articles(sample: Sample, tmp_path: Path) -> None:
    archive = tmp_path / "kho"
    sample.give_profile(archive)
    result = run(archive, str(sample.archive / "warc"))
    assert result.return_value == 0, result.output
    want, got = sample.rows(), sample.rows(archive)
    assert got.keys() == want.keys()
    differing = {key: name for key, row in want.items() for name in row if got[key][name] != row[name]}
    assert differing == {}


def test_captures_keep_their_own_dates_and_name_their_source(sample: Sample, tmp_path: Path) -> None:
    archive = tmp_path / "kho"
    sample.give_profile(archive)
    run(archive, str(sample.archive / "warc"), "--source", "bản sao của Tỉnh đoàn")
    sql = "SELECT count(*), min(captured_at), max(captured_at) FROM captures WHERE record_type = 'response'"
    ours, theirs = open_readonly(archive / "archive.db"), open_readonly(sample.archive / "archive.db")
    assert tuple(ours.execute(sql).fetchone()) == tuple(theirs.execute(sql).fetchone())
    assert {row[0] for row in ours.execute("SELECT imported_from FROM captures")} == {"bản sao của Tỉnh đoàn"}
    last = theirs.execute("SELECT max(captured_at) FROM captures").fetchone()[0]
    assert ours.execute("SELECT max(last_seen_at) FROM articles").fetchone()[0] <= last
    ours.close()
    theirs.close()


@pytest.mark.parametrize("shape", ["members", "stream", "plain", "package"])
def test_every_shape_of_file_is_read(tmp_path: Path, shape: str) -> None:
    records = [
        record("warcinfo", "urn:x", b"software: Wget\r\n"),
        response("http://mau.vn/", FRONT),
        response("http://mau.vn/bai-viet-so-mot-12.html", page("Bài viết số một của huyện")),
    ]
    whole, members = b"".join(records), b"".join(map(gzip.compress, records))
    path = tmp_path / "thu.warc.gz"
    if shape == "plain":
        path = tmp_path / "thu.warc"
        path.write_bytes(whole)
    elif shape == "package":
        path = tmp_path / "thu.wacz"
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("archive/data.warc.gz", members)
            package.writestr("pages/pages.jsonl", "{}")
    else:
        path.write_bytes(members if shape == "members" else gzip.compress(whole))
    result = run(tmp_path / "kho", str(path))
    assert result.return_value == 0, result.output
    rows = exported(tmp_path / "kho")
    assert [row["title"] for row in rows] == ["Bài viết số một của huyện"]
    assert rows[0]["first_seen_at"].startswith("2019-03-04T05:06:07")
    kept = next((tmp_path / "kho" / "warc").glob("import-*.warc.gz"))
    if shape == "members":
        assert kept.read_bytes() == members


def test_twice_the_same_file_changes_nothing(tmp_path: Path) -> None:
    path, archive = tmp_path / "a.warc.gz", tmp_path / "kho"
    path.write_bytes(gzip.compress(response("http://mau.vn/tin-tuc-moi-nhat-9.html", page("Tin tức mới nhất"))))
    assert "in the archive already: 0" in run(archive, str(path)).output
    before = exported(archive), one(archive, "SELECT count(*) FROM captures")
    path.rename(tmp_path / "b.warc.gz")
    assert "in the archive already: 1" in run(archive, str(tmp_path / "b.warc.gz")).output
    assert (exported(archive), one(archive, "SELECT count(*) FROM captures")) == before
    assert len(list((archive / "warc").iterdir())) == 1


def test_an_older_capture_says_what_was_and_a_newer_one_what_is(tmp_path: Path) -> None:
    url, archive = "http://mau.vn/tin-tuc-moi-nhat-9.html", tmp_path / "kho"
    texts = {"2018": page("Tin tức cũ của huyện", 6), "2020": page("Tin tức mới của huyện", 9)}
    for year in ("2020", "2018"):
        path = tmp_path / f"{year}.warc.gz"
        path.write_bytes(gzip.compress(response(url, texts[year], WARC_Date=f"{year}-01-02T03:04:05Z")))
        assert run(archive, str(path)).return_value == 0
    rows = exported(archive)
    assert [row["title"] for row in rows] == ["Tin tức mới của huyện"]
    assert rows[0]["first_seen_at"].startswith("2018")
    assert rows[0]["last_seen_at"].startswith("2020")
    path = tmp_path / "2022.warc.gz"
    path.write_bytes(
        gzip.compress(response(url, page("Tin tức hôm nay của huyện", 9), WARC_Date="2022-01-02T03:04:05Z"))
    )
    run(archive, str(path))
    rows = exported(archive)
    assert [(row["title"], row["versions"]) for row in rows] == [("Tin tức hôm nay của huyện", 3)]


def test_a_revisit_is_read_as_what_it_repeats(tmp_path: Path) -> None:
    url, archive = "http://mau.vn/tin-tuc-moi-nhat-9.html", tmp_path / "kho"
    again = record(
        "revisit", url, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", WARC_Date="2020-01-01T00:00:00Z",
        WARC_Refers_To_Target_URI=url, WARC_Refers_To_Date="2019-03-04T05:06:07Z", WARC_Payload_Digest="sha1:A",
    )  # fmt: skip
    orphan = record("revisit", "http://mau.vn/x-1.html", b"HTTP/1.1 200 OK\r\n\r\n", WARC_Payload_Digest="sha1:B")
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(map(gzip.compress, (response(url, page("Tin tức mới nhất")), again, orphan))))
    result = run(archive, str(path))
    assert result.return_value == 1
    assert "1 revisit repeats a capture that the archive does not have" in result.output
    rows = exported(archive)
    assert [(row["versions"], row["last_seen_at"][:4]) for row in rows] == [(1, "2020")]


def test_a_later_file_that_shows_no_family_is_read_by_the_one_that_is_known(tmp_path: Path) -> None:
    """A crawl that found nothing changed is all revisits: read as a site of no known system, they were new articles."""
    url, archive = "http://mau.vn/tin-hoat-dong/doan-vien-ra-quan-12.html", tmp_path / "kho"
    made_with = '<head><meta name="generator" content="NukeViet v4.5"><script>var nv_base_siteurl="/";</script>'
    front = FRONT.replace("<head>", made_with).replace("/bai-viet-so-mot-12.html", urlsplit(url).path)
    article = page("Đoàn viên ra quân").replace("<html>", f"<html>{made_with}</head>")
    first, second = tmp_path / "a.warc.gz", tmp_path / "b.warc.gz"
    first.write_bytes(gzip.compress(response("http://mau.vn/", front)) + gzip.compress(response(url, article)))
    again = record(
        "revisit", url, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", WARC_Date="2020-01-01T00:00:00Z",
        WARC_Refers_To_Target_URI=url, WARC_Refers_To_Date="2019-03-04T05:06:07Z", WARC_Payload_Digest="sha1:A",
    )  # fmt: skip
    second.write_bytes(gzip.compress(again))
    assert run(archive, str(first)).return_value == 0
    assert run(archive, str(second)).return_value == 0
    assert one(archive, "SELECT family FROM sites") == "nukeviet"
    rows = exported(archive)
    assert [(row["id_space"], row["source_id"], row["last_seen_at"][:4]) for row in rows] == [
        ("nukeviet", "12", "2020")
    ]


def test_damage_is_named_and_what_is_whole_before_it_is_taken_in(tmp_path: Path) -> None:
    good = gzip.compress(response("http://mau.vn/tin-tuc-moi-nhat-9.html", page("Tin tức mới nhất")))
    torn = gzip.compress(response("http://mau.vn/tin-tuc-khac-nua-10.html", page("Tin tức khác")))
    path, archive = tmp_path / "a.warc.gz", tmp_path / "kho"
    path.write_bytes(good + torn[: len(torn) // 2])
    result = run(archive, str(path))
    assert result.return_value == 1
    assert f"a.warc.gz: it ends in the middle of the record at byte {len(good)}" in result.output
    assert [row["title"] for row in exported(archive)] == ["Tin tức mới nhất"]


def test_a_folder_that_cannot_be_written_is_named_and_the_file_is_not_blamed(tmp_path: Path) -> None:
    path, archive = tmp_path / "a.warc.gz", tmp_path / "kho"
    path.write_bytes(gzip.compress(response("http://mau.vn/tin-tuc-moi-nhat-9.html", page("Tin tức mới nhất"))))
    (archive / "warc").mkdir(parents=True)
    name = f"import-{hashlib.sha256(path.read_bytes()).hexdigest()[:32]}.warc.gz.part"
    (archive / "warc" / name).mkdir()
    problem = run(archive, str(path)).exception
    assert isinstance(problem, ArchiveError)
    assert str(problem).startswith(f"The archive folder {archive / 'warc'} cannot be written: ")
    (tmp_path / "file").write_text("")
    problem = run(tmp_path / "file" / "kho", str(path)).exception
    assert isinstance(problem, ArchiveError)


def test_a_block_that_is_not_what_its_digest_says_is_left_out_and_named(tmp_path: Path) -> None:
    wrong = response("http://mau.vn/tin-tuc-khac-nua-10.html", page("Giả"), WARC_Block_Digest="sha1:" + "A" * 32)
    good = response("http://mau.vn/tin-tuc-moi-nhat-9.html", page("Tin tức mới nhất"))
    path, archive = tmp_path / "a.warc.gz", tmp_path / "kho"
    path.write_bytes(gzip.compress(wrong) + gzip.compress(good))
    result = run(archive, str(path))
    assert result.return_value == 1
    assert "tin-tuc-khac-nua-10.html is not what its digest says" in result.output
    assert [row["title"] for row in exported(archive)] == ["Tin tức mới nhất"]


def test_what_was_posted_and_what_is_a_trap_is_kept_and_not_read(tmp_path: Path) -> None:
    url = "http://mau.vn/tin-tuc-moi-nhat-9.html"
    sent = record("request", url, b"POST /x HTTP/1.1\r\n\r\n", WARC_Concurrent_To="<urn:uuid:1>")
    path, archive = tmp_path / "a.warc.gz", tmp_path / "kho"
    answers = (response(url, page("Trả lời"), WARC_Record_ID="<urn:uuid:1>"), sent, response("http://mau.vn/", FRONT))
    path.write_bytes(b"".join(map(gzip.compress, answers)))
    assert run(archive, str(path)).return_value == 0
    assert exported(archive) == []
    assert one(archive, "SELECT method FROM captures WHERE url LIKE '%-9.html'") == "POST"


def test_a_page_newer_in_the_archive_keeps_its_state(copy_of_sample: Callable[[], Sample], tmp_path: Path) -> None:
    """An old 404 of a page that is live today makes nothing suspected."""
    made = copy_of_sample()
    url = one(made.archive, "SELECT url FROM articles WHERE source_id IS NOT NULL LIMIT 1")
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(record("response", url, b"HTTP/1.1 404 Not Found\r\n\r\n")))
    before = made.rows()
    assert run(made.archive, str(path)).return_value == 0
    assert made.rows() == before


def test_what_is_no_warc_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(b"no archive at all")
    result = run(tmp_path / "kho", str(tmp_path / "a.warc.gz"))
    assert result.return_value == 1
    assert "a.warc.gz: it is no WARC file" in result.output
    (tmp_path / "empty").mkdir()
    result = run(tmp_path / "kho", str(tmp_path / "empty"))
    assert "there is no WARC file" in str(result.exception)


def test_a_crawl_goes_on_from_an_import(tmp_path: Path) -> None:
    """What the captures lead to and do not hold is pending, as after a crawl that was stopped."""
    path, archive = tmp_path / "a.warc.gz", tmp_path / "kho"
    path.write_bytes(gzip.compress(response("http://mau.vn/", FRONT)))
    run(archive, str(path))
    connection = sqlite3.connect(archive / "archive.db")
    rows = connection.execute("SELECT url, state FROM pages ORDER BY id").fetchall()
    assert ("http://mau.vn/", "done") in rows
    assert ("http://mau.vn/bai-viet-so-mot-12.html", "pending") in rows
    assert connection.execute("SELECT reason, judged, exit_code FROM crawls").fetchall() == [
        ("imported", "unjudged", 0)
    ]
    connection.close()


def test_what_the_archive_has_in_another_file_is_not_taken_twice(copy_of_sample: Callable[[], Sample]) -> None:
    made = copy_of_sample()
    before, count = made.rows(), "SELECT count(*) FROM captures"
    captures = one(made.archive, count)
    files = sorted((made.archive / "warc").iterdir())
    result = run(made.archive, *(str(path) for path in files))
    assert result.return_value == 0, result.output
    assert f"in the archive already: {captures}" in result.output
    assert (made.rows(), one(made.archive, count)) == (before, captures)
    assert sorted((made.archive / "warc").iterdir()) == files


def test_what_the_archive_lost_is_given_back(copy_of_sample: Callable[[], Sample], tmp_path: Path) -> None:
    made = copy_of_sample()
    warc = next((made.archive / "warc").glob("*.warc.gz"))
    saved = warc.rename(tmp_path / "saved.warc.gz")
    connection = sqlite3.connect(made.archive / "archive.db")
    connection.execute("UPDATE captures SET lost = 1")
    connection.commit()
    connection.close()
    before = made.rows()
    assert run(made.archive, str(saved)).return_value == 0
    after = made.rows()
    assert after == before
    sql = "SELECT count(*) FROM articles a JOIN captures c ON c.id = a.capture_id WHERE c.lost = 0"
    assert one(made.archive, sql) == len(before)


def day(folder: Path, year: int, lines: int, *more: bytes) -> Path:
    """A file with one look at an article."""
    path = folder / f"{year}.warc.gz"
    first = response(URL, page("Tin tức của huyện", lines), WARC_Date=f"{year}-01-02T03:04:05Z",
                     WARC_Payload_Digest=f"sha1:{lines}") if lines else b""  # fmt: skip
    path.write_bytes(b"".join(gzip.compress(part) for part in (first, *more) if part))
    return path


URL = "http://mau.vn/tin-tuc-moi-nhat-9.html"
VERSIONS = "SELECT number, cause, substr(seen_at, 1, 4), id = (SELECT current_version_id FROM articles) FROM versions"


@pytest.mark.parametrize("order", [(2016, 2018, 2020, 2022), (2022, 2020, 2018, 2016), (2020, 2016, 2022, 2018)])
def test_whatever_comes_first_the_versions_are_those_of_the_site_in_their_order(tmp_path: Path, order: Any) -> None:
    archive = tmp_path / "kho"
    for year in order:
        assert run(archive, str(day(tmp_path, year, {2016: 6, 2018: 6, 2020: 9, 2022: 12}[year]))).return_value == 0
    with closing(sqlite3.connect(archive / "archive.db")) as database:
        assert database.execute(f"{VERSIONS} ORDER BY number").fetchall() == [
            (1, "first", "2016", 0), (2, "change", "2020", 0), (3, "change", "2022", 1),
        ]  # fmt: skip
    assert [(row["versions"], row["body_text"].count("\n")) for row in exported(archive)] == [(3, 11)]
    assert CliRunner().invoke(cli, ["verify", "--archive", str(archive)], standalone_mode=False).return_value == 0


def test_what_was_imported_is_among_what_came_since(tmp_path: Path) -> None:
    archive = tmp_path / "kho"
    run(archive, str(day(tmp_path, 2018, 6)))
    target = tmp_path / "since.jsonl"
    export_archive(archive / "archive.db", "jsonl", target, Filters(since=datetime.now(UTC) - timedelta(hours=1)))
    assert len(target.read_text(encoding="utf-8").splitlines()) == 1


def test_a_revisit_may_come_in_a_file_before_the_one_that_it_repeats(tmp_path: Path) -> None:
    again = record(
        "revisit", URL, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", WARC_Date="2022-01-01T00:00:00Z",
        WARC_Refers_To_Target_URI=URL, WARC_Refers_To_Date="2024-01-02T03:04:05Z", WARC_Payload_Digest="sha1:6",
    )  # fmt: skip
    again = again.replace(b"2024-01-02", b"2019-01-02")
    files = [day(tmp_path, 2010, 0, again), day(tmp_path, 2019, 6)]
    result = run(tmp_path / "kho", *map(str, files))
    assert result.return_value == 0, result.output
    assert [row["last_seen_at"][:4] for row in exported(tmp_path / "kho")] == ["2022"]


def test_what_cannot_be_of_its_date_is_kept_and_not_read(tmp_path: Path) -> None:
    """A wrong clock, or a tool that leaves the date out, must not make a page the newest, or end the import."""
    others = [response(URL.replace("9", number), page(f"Tin tức số {number}"), WARC_Date=f"{year}-01-01T00:00:00Z")
              for number, year in (("10", "0001"), ("11", "2999"))]  # fmt: skip
    result = run(tmp_path / "kho", str(day(tmp_path, 2019, 6, *others)))
    assert result.return_value == 1
    assert "2 captures are dated before there was a web, or after today" in result.output
    assert [row["url"] for row in exported(tmp_path / "kho")] == [URL]
    assert one(tmp_path / "kho", "SELECT count(*) FROM captures") == 3


def test_old_captures_of_a_time_when_others_had_the_domain_are_no_articles(tmp_path: Path) -> None:
    """An article's page that showed what another one shows now, and what it was before that."""
    archive, other = tmp_path / "kho", "http://mau.vn/tin-tuc-khac-nua-10.html"
    lines = "".join(f"<p>Công ty nhận vận chuyển hàng hóa trên tuyến số {n} với giá {n * 9} nghìn đồng.</p>" for n in
                    range(8))  # fmt: skip
    company = f"<html><title>Dịch vụ vận tải</title><body><h1>Dịch vụ vận tải</h1><div>{lines}</div></body></html>"
    run(archive, str(day(tmp_path, 2022, 9, response(other, page("Hội trại tòng quân", 7), WARC_Date=NOW))))
    was = [response(url, company, WARC_Date="2020-01-01T00:00:00Z") for url in (URL, other)]
    result = run(archive, str(day(tmp_path, 2018, 6, *was)))
    assert result.return_value == 0, result.output
    assert {row["title"]: row["status"] for row in exported(archive)} == {
        "Tin tức của huyện": "live", "Hội trại tòng quân": "live", "Dịch vụ vận tải": "replaced",
    }  # fmt: skip


NOW = "2022-01-02T03:04:05Z"
