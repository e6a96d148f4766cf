"""An article's citation, versions, captured page and schema.org facts."""

import asyncio
import gzip
import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from publish import citation
from publish.application import make_datasette
from publish.captured_page import cleaned
from publish.changes import compare
from publish.charts import columns, line
from tests.publish.conftest import build

Get = Callable[..., Any]
EMPTY = {"title": None, "lead": None, "byline": None, "body": "", "images": "[]", "attachments": "[]"}


def test_facts_for_search_engines_are_microdata(get: Get) -> None:
    page = get("/bai/1").text
    assert 'itemtype="https://schema.org/NewsArticle"' in page
    assert 'itemprop="headline">Đoàn thanh niên ra quân' in page
    assert '<time datetime="2026-03-26T08:15:00+07:00" itemprop="datePublished">' in page
    assert re.search(r'itemprop="author".*?<span itemprop="name">Tánh Võ</span>', page)
    assert "datePublished" not in get("/bai/2").text  # the day of an event is no day of publication


@pytest.mark.parametrize(
    ("ending", "media_type", "text"),
    [
        ("txt", "text/plain", "Tánh Võ. “Đoàn thanh niên ra quân Tháng Thanh niên năm 2026”. Tỉnh đoàn Kiên Giang"),
        ("bib", "application/x-bibtex", "  year = {2026}"),
        ("ris", "application/x-research-info-systems", "DA  - 2026/03/26\r\n"),
        ("json", "application/vnd.citationstyles.csl+json", '"literal": "Tánh Võ"'),
    ],
)
def test_citations_are_files(get: Get, ending: str, media_type: str, text: str) -> None:
    answer = get(f"/bai/1/trich-dan.{ending}")
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert text in answer.text
    assert "http://localhost/bai/1" in answer.text
    assert get(f"/bai/12/trich-dan.{ending}").status_code == 404


def test_a_citation_has_no_date_that_the_site_did_not_give(get: Get) -> None:
    assert "issued" not in get("/bai/2/trich-dan.json").json()[0]
    assert get("/bai/1/trich-dan.json").json()[0]["issued"] == {"date-parts": [[2026, 3, 26]]}


def test_no_title_breaks_out_of_a_citation() -> None:
    hostile = "a}\r\nER  - \n@x{y, {\\input{z}} 100% & $"
    cited = citation.work(
        {"id": 1, "title": hostile, "site": "s", "published_at": None, "captured_at": None,
         "first_seen_at": "2026-01-02T00:00:00Z", "url": "http://a.example/}{\\x"},
        [], "http://b.example/bai/1",
    )  # fmt: skip
    assert citation.ris(cited).count("\r\n") == citation.ris(cited).count("\n") == 8
    entry = re.sub(r"\\[{}]", "", citation.bibtex(cited))
    assert entry.count("{") == entry.count("}")
    assert "100\\%" in entry
    assert json.loads(citation.csl(cited))[0]["accessed"] == {"date-parts": [[2026, 1, 2]]}


def test_a_version_that_the_archive_read_again_is_no_change_of_the_site(tmp_path: Path) -> None:
    with closing(sqlite3.connect(build(tmp_path))) as database:
        database.execute("update versions set cause = 'change' where article_id = 1 and number = 2")
        database.execute(
            "insert into versions (article_id, number, cause, seen_at, digest, extractor, title, body)"
            " select 1, 4, 're-extraction', seen_at, 'v4', 2, title, 'Chữ của mẫu trang. ' || body from versions"
            " where article_id = 1 and number = 2"
        )
        database.commit()
    desk = make_datasette(tmp_path / "archive.db")

    def page(query: str) -> str:
        async def ask() -> str:
            return str((await desk.client.get(f"/bai/1/phien-ban{query}")).text)

        return asyncio.run(ask())

    only = "The site changed nothing between these two"
    assert re.search(r'value="4">4 · [^<]* · read again by the archive<', page("?lang=en"))
    first = page("?lang=en")  # what the site changed last comes before what we read again
    assert "<del>250</del>" in first
    assert only not in first
    assert only in page("?tu=2&den=4&lang=en")
    assert only in page("?tu=4&den=2&lang=en")
    assert only not in page("?tu=1&den=4&lang=en")
    assert "kho đọc lại" in page("?tu=2&den=4")


def test_two_versions_stand_side_by_side(get: Get) -> None:
    page = get("/bai/1/phien-ban").text
    assert "<del>250</del> đoàn viên" in page
    assert "<ins>300</ins> đoàn viên" in page
    assert re.search(r'<tr class="added"><td></td><td><ins>Dịp này', page)
    assert "Bản hỏng" not in page
    assert "Hai phiên bản không khác nhau" in get("/bai/1/phien-ban?tu=2&den=2").text
    assert get("/bai/1/phien-ban?tu=99&den=-1").status_code == 200
    assert get("/bai/2/phien-ban").status_code == 404
    assert get("/bai/12/phien-ban").status_code == 404


def test_a_comparison_pairs_paragraphs_and_escapes() -> None:
    old = {**EMPTY, "body": "giữ nguyên\nmột hai ba bốn <b>\nbỏ hẳn đi"}
    new = {**EMPTY, "body": "giữ nguyên\nmột hai ba năm <b>\nviết lại khác hoàn toàn\nvà thêm dòng"}
    (body,) = compare(old, new)
    assert [one.kind for one in body.lines] == ["same", "changed", "removed", "added", "added"]
    assert body.lines[1].old == "một hai ba <del>bốn</del> &lt;b&gt;"
    assert body.lines[1].new == "một hai ba <ins>năm</ins> &lt;b&gt;"
    assert compare(EMPTY, EMPTY) == []


def test_the_captured_page_is_shown_and_cannot_run(get: Get) -> None:
    frame = get("/bai/1/chup/1")
    assert '<iframe class="captured" sandbox=""' in frame.text
    assert "frame-src 'self'" in frame.headers["content-security-policy"]
    inside = get("/bai/1/chup/1/trang")
    assert inside.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert "allow-" not in inside.headers["content-security-policy"]
    assert "Trang như lúc chụp." in inside.text
    assert re.findall(r"<img[^>]*>", inside.text) == ['<img src="/tep/2" alt="Quang cảnh">', "<img>"]
    for part in ("script", "alert", "evil", "onload", "refresh", "dem.example", "<form", "<input", "javascript"):
        assert part not in inside.text.partition("<body>")[2], part


def test_the_record_can_be_saved(get: Get) -> None:
    answer = get("/bai/1/chup/1/ban-ghi")
    assert answer.headers["content-disposition"] == 'attachment; filename="khotin-1.warc.gz"'
    assert gzip.decompress(answer.content).startswith(b"WARC/1.1\r\nWARC-Type: response")


@pytest.mark.parametrize("path", ["/bai/1/chup/2", "/bai/12/chup/1", "/bai/11/chup/1", "/bai/1/chup/99"])
@pytest.mark.parametrize("ending", ["", "/trang", "/ban-ghi"])
def test_captures_of_others_hidden_and_excerpts_are_not_shown(get: Get, path: str, ending: str) -> None:
    assert get(path + ending).status_code == 404


def test_cleaning_keeps_words_and_our_pictures() -> None:
    html = '<p>a<b>b</b><img src="x.png"><img src="http://[bad"><object>c</object></p>'
    assert cleaned(html, "http://s.example/a/", {"http://s.example/a/x.png": "/tep/7"}) == (
        '<p>a<b>b</b><img src="/tep/7"><img></p>'
    )


def test_no_year_below_a_chart_stands_over_another_and_the_last_one_is_named() -> None:
    points = [(f"tháng {number}", 1) for number in range(60)]
    near = columns("Số bài", points, "1", {0: "2021", 4: "2022", 30: "2024", 58: "2026"})
    assert [(text, "end" in more) for more, text in re.findall(r'<text x="[\d.]+%"([^>]*)>(\d{4})<', near)] == [
        ("2021", False), ("2024", False), ("2026", True),
    ]  # fmt: skip
    full = columns("Số bài", points, "1", {0: "2021", 20: "2022", 50: "2024", 59: "2026"})
    assert re.findall(r">(\d{4})<", full) == ["2021", "2022", "2024"]


def test_charts_have_a_name_and_labels() -> None:
    drawn = columns("Bài <mỗi> tháng", [("1/2024", 0), ("2/2024", 7), ("3/2024", 3)], "7", {0: "2024"})
    assert 'aria-label="Bài &lt;mỗi&gt; tháng"' in drawn
    assert drawn.count("<rect") == 2
    assert "<title>2/2024: 7</title>" in drawn
    assert 'text-anchor="end">3/2024</text>' in drawn
    assert columns("x", [], "", {}) == ""
    many = columns("x", [("", n) for n in range(120)], "119", {n: str(2000 + n // 12) for n in range(0, 120, 12)})
    assert re.findall(r">(\d{4})</text>", many) == ["2000", "2002", "2004", "2006", "2008"]
    reads = [("2026-01-01T00:00:00Z", 1), ("2026-01-02T00:00:00Z", 3), ("2026-01-05T00:00:00Z", 3)]
    drawn = line("x", reads, ("a", "b"), "3")
    assert '<line class="line" x1="1.00%" y1="124.0" x2="25.50%" y2="28.0"/>' in drawn
    assert '<line class="line" x1="25.50%" y1="28.0" x2="99.00%" y2="28.0"/>' in drawn
    assert line("x", reads[:1], ("a", "b"), "3") == ""
    assert line("x", reads, ("29/11/2026", "29/11/2026"), "3").count("29/11/2026") == 1
