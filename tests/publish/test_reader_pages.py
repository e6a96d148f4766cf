"""Home, article, site and image pages in-process."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines.schema import open_database
from publish.catalogue import LANGUAGES, number
from publish.moments import day, minute, published

Get = Callable[..., Any]
OURS = [
    "/", "/bai/1", "/bai/2", "/tim-kiem?q=doan", "/don-vi/kien_giang", "/don-vi/ca-mau", "/bai/12", "/tinh",
    "/tinh/kien-giang", "/tinh/an-giang", "/tac-gia/1", "/thang/2026-03", "/tim-kiem?xep=doc", "/bai/1/phien-ban",
    "/tinh-trang", "/khong-co-trang-nay", "/archive/khong-co-bang-nay",
]  # fmt: skip


@pytest.mark.parametrize("path", OURS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_strict_and_in_both_languages(get: Get, path: str, language: str) -> None:
    page = get(path + ("&" if "?" in path else "?") + f"lang={language}")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "script" not in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["x-frame-options"] == "DENY"
    assert f'<html lang="{language}">' in page.text
    assert "<script" not in page.text
    assert " style=" not in page.text
    assert 'class="skip"' in page.text
    assert f'/xuat{"?lang=en" if language == "en" else "?lang=vi"}#quyen"' in page.text
    assert len(page.content) < (12_000 if path.startswith("/bai") else 40_000)
    main = page.text.partition("<main")[2]
    ours = re.findall(r'href="(/(?:bai|don-vi|tac-gia|thang|tinh|tim-kiem)(?![^"]*trich-dan|[^"?]*\.)[^"]*)"', main)
    assert all(("lang=en" in href) == (language == "en") for href in ours)


def test_home_shows_what_is_there(get: Get) -> None:
    page = get("/").text
    assert re.search(r'href="/bai/1">[^<]*</a>\s*<p class="about">(?:(?!</p>).)* · Lượt đọc: 4.982', page, re.DOTALL)
    assert "<strong>12</strong> bài" in page
    assert (
        page.index("Tháng Thanh niên năm 2026") < page.index("Doanh nghiệp trẻ") < page.index("Sinh viên tình nguyện")
    )
    assert "Gặp mặt cựu cán bộ" not in page  # undated: seen today is not today's news
    assert "đã ẩn" not in page


def test_article_page_holds_everything(get: Get) -> None:
    page = get("/bai/1").text
    for text in ("Đăng lúc", "08:15, 26/03/2026", "Tánh Võ", "4.982", "Tin hoạt động", "Tỉnh đoàn Kiên Giang",
                 "Hơn 500 đoàn viên", "Kế hoạch 65-KH/TĐTN.pdf", "Tháng Thanh niên", "kho-0002.warc.gz", "sha1:PAGE",
                 "10:04, 20/11/2026", "<strong>chương trình kỷ niệm</strong>", "An Biên", "4.900"):  # fmt: skip
        assert text in page, text
    assert page.count("Quang cảnh chương trình</") + page.count("Quang cảnh chương trình <") == 1
    assert '<a href="/bai/2">Hội nghị sơ kết giữa nhiệm kỳ</a>' in page
    assert 'href="http://tinhdoan.example/bai/1" rel="nofollow noopener external"' in page
    assert "4,982" in get("/bai/1?lang=en").text


def test_articles_say_what_others_show_of_a_link_to_them(get: Get) -> None:
    page = get("/bai/1").text
    assert '<link rel="canonical" href="http://localhost/bai/1">' in page
    assert '<meta name="description" content="Hơn 500 đoàn viên tham gia ngày hội hiến máu.">' in page
    assert '<meta property="article:published_time" content="2026-03-26T08:15:00+07:00">' in page
    assert '<meta name="description" content="Buổi gặp mặt' in get("/bai/7").text  # no lead: the first paragraph


def test_foreign_markup_stays_outside(get: Get) -> None:
    page = get("/bai/1").text
    assert "javascript:" not in page
    assert "alert(2)" not in page
    assert "onclick" not in page
    assert "icon.gif" not in page
    assert "<script" not in get("/bai/13").text
    assert "&lt;script&gt;" in get("/bai/13").text


def test_images_come_from_the_archive_or_not_at_all(get: Get) -> None:
    page = get("/bai/1").text
    assert re.findall(r'<img src="([^"]+)"', page) == ["/tep/2"]
    assert 'href="http://tinhdoan.example/anh/2.jpg"' in page
    image = get("/tep/2")
    assert image.headers["content-type"] == "image/png"
    assert image.headers["x-content-type-options"] == "nosniff"
    assert image.content.startswith(b"\x89PNG")
    for path in ("/tep/1", "/tep/99", "/tep/9999999999999999999999"):
        assert get(path).status_code == 404


def test_an_image_that_had_not_changed_is_shown_from_the_capture_it_repeats(
    tmp_path: Path, archive: Path, get: Get
) -> None:
    shutil.copytree(archive.parent, tmp_path / "kho")
    db = open_database(tmp_path / "kho" / "archive.db")
    db.conn.execute(
        "insert into captures (site_id, url, captured_at, status, media_type, warc, offset, length, digest,"
        " record_type, refers_to) select site_id, url, '2026-11-22T00:00:00Z', status, media_type, warc, 0, 9, digest,"
        " 'revisit', id from captures where id = 2"
    )
    again = db.conn.execute("select max(id) from captures").fetchone()[0]
    db.close()
    assert f'<img src="/tep/{again}"' in get("/bai/1", tmp_path / "kho" / "archive.db").text
    answer = get(f"/tep/{again}", tmp_path / "kho" / "archive.db")
    assert (answer.status_code, answer.content[:4]) == (200, b"\x89PNG")


@pytest.mark.parametrize(
    ("number_of_article", "text"),
    [(2, "Ngày diễn ra sự kiện"), (7, "Thấy lần đầu"), (4, "đã bị gỡ khỏi trang gốc"), (8, "chờ xem lại")],
)
def test_kind_of_date_and_status_are_said(get: Get, number_of_article: int, text: str) -> None:
    assert text in get(f"/bai/{number_of_article}").text.partition("<aside")[0]


def test_rights_of_the_site_are_kept(get: Get) -> None:
    excerpt = get("/bai/11").text
    assert "Theo quyền của trang gốc" in excerpt
    assert "Hơn 200 sinh viên" in excerpt


def test_metadata_only_shows_no_text(tmp_path: Path, archive: Path, get: Get) -> None:
    shutil.copy(archive, tmp_path / "archive.db")
    db = open_database(tmp_path / "archive.db")
    db.conn.execute("update sites set rights_publish = 'metadata'")
    db.close()
    page = get("/bai/1", tmp_path / "archive.db").text
    assert "Tháng Thanh niên năm 2026" in page
    assert "Hơn 500 đoàn viên" not in page
    assert "Nguyễn Thị Ánh Hồng" not in page
    assert "Hơn 500" not in get("/", tmp_path / "archive.db").text
    assert "Nguyễn Thị Ánh Hồng" not in get("/tim-kiem?q=anh+hong", tmp_path / "archive.db").text
    assert get("/tep/2", tmp_path / "archive.db").status_code == 404


@pytest.mark.parametrize("path", ["/bai/12", "/bai/999", "/bai/0", "/bai/9999999999999999999999", "/don-vi/khong-co"])
def test_unknown_and_hidden_are_not_found(get: Get, path: str) -> None:
    page = get(path)
    assert page.status_code == 404
    assert "Không có trang này trong kho" in page.text


def test_hidden_articles_do_not_show_as_related(get: Get) -> None:
    assert "Liên kết đến bài ẩn" not in get("/bai/1").text


def test_an_empty_archive_says_what_to_do(tmp_path: Path, get: Get) -> None:
    open_database(tmp_path / "archive.db").close()
    page = get("/", tmp_path / "archive.db")
    assert page.status_code == 200
    assert "khotin crawl" in page.text
    assert get("/tim-kiem?q=doan", tmp_path / "archive.db").status_code == 200


def test_times_are_told_in_vietnam() -> None:
    assert day("2024-12-31T18:00:00Z") == "01/01/2025"
    assert minute("2024-12-31T18:00:00Z") == "01:00, 01/01/2025"
    assert minute("2024-12-31") == "31/12/2024"
    assert day("khoảng 2019") == "khoảng 2019"
    row = {"published_at": None, "event_date": None, "published_from": "2023-01-01", "published_to": "2023-02-01"}
    assert published(row) == ("between", "01/01/2023 – 01/02/2023", "2023-01-01")
    assert number(1234567, "vi") == "1.234.567"
