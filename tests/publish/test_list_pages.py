"""Home, provinces, authors and months: figures, lists, feeds."""

import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from publish.feeds import ATOM
from publish.list_pages import province_slug
from publish.tallies import filled, grid

Get = Callable[..., Any]


def headlines(page: str) -> list[str]:
    """The titles of a page's lists in order."""
    return re.findall(r'class="headline"[^>]*>(.*?)</a>', page)


def test_home_has_lists_charts_and_figures(get: Get) -> None:
    page = get("/").text
    for heading in ("Tin mới nhất", "Đọc nhiều nhất", "Mới bị sửa ở trang gốc", "Mới mất trên trang gốc"):
        assert f"<h2>{heading}</h2>" in page
    assert "Tuổi trẻ Rạch Giá" in page.partition("Mới mất trên trang gốc")[2].partition("</ul>")[0]
    assert headlines(page.partition("Đọc nhiều nhất")[2])[0] == "Đoàn thanh niên ra quân Tháng Thanh niên năm 2026"
    assert 'role="img" aria-label="Số bài theo tháng"' in page
    assert '<a href="/thang/2026-03">1</a>' in page
    assert "5.971" in page  # reads of all articles of Kiên Giang that are not hidden
    assert "5,971" in get("/?lang=en").text


def test_the_merger_of_provinces_is_a_table(get: Get) -> None:
    page = get("/tinh").text
    assert re.search(r'<th scope="rowgroup" rowspan="1"><a lang="vi" href="/tinh/an-giang">An Giang</a>', page)
    assert '<a lang="vi" href="/tinh/kien-giang">Kiên Giang</a>' in page
    assert "Gồm cả tỉnh cũ" in get("/tinh/an-giang").text
    assert "Nay thuộc" in get("/tinh/kien-giang").text
    assert len(headlines(get("/tinh/kien-giang").text)) == 11
    assert get("/tinh/ha-noi").status_code == 404
    assert province_slug("Thừa Thiên Huế") == "thua-thien-hue"


def test_author_and_month(get: Get) -> None:
    page = get("/tac-gia/1").text
    assert '<h1 lang="vi">Tánh Võ</h1>' in page
    assert headlines(page) == ["Đoàn thanh niên ra quân Tháng Thanh niên năm 2026"]
    page = get("/thang/2024-08?lang=en").text
    assert "<h1>Articles of August 2024</h1>" in page
    assert headlines(page)[0].startswith("Hội Liên hiệp")
    assert 'rel="prev" href="/thang/2024-05?lang=en"' in page
    assert 'rel="next" href="/thang/2024-12?lang=en"' in page


@pytest.mark.parametrize("path", ["/tac-gia/99", "/thang/2024-13", "/thang/1999-01", "/thang/2025-01", "/tinh/x"])
def test_what_is_not_there_is_not_found(get: Get, path: str) -> None:
    assert get(path).status_code == 404  # the only article of January 2025 is hidden


@pytest.mark.parametrize(
    "path",
    ["/", "/don-vi/kien_giang", "/tinh/kien-giang", "/tac-gia/1", "/thang/2024-05", "/tim-kiem?q=doan",
     "/tim-kiem?xep=doc", "/tim-kiem?da_mat=1&xep=mat", "/tim-kiem?da_sua=1&xep=sua"],
)  # fmt: skip
def test_every_list_has_its_feed(get: Get, path: str) -> None:
    page = get(path).text
    feed = re.search(r'<link rel="alternate" type="application/atom\+xml" href="([^"]+)"', page)
    assert feed
    tree = ET.fromstring(get(feed[1].replace("&amp;", "&")).content)
    titles = {entry.findtext(f"{{{ATOM}}}title") for entry in tree.findall(f"{{{ATOM}}}entry")}
    assert titles
    assert not any("đã ẩn" in str(title) for title in titles)
    shown = re.sub("</?mark>", "", " ".join(headlines(page)))
    assert all(str(title).partition("<")[0] in shown for title in list(titles)[:3] if path != "/")


@pytest.mark.parametrize(
    ("language", "text"), [("vi", "Không có trang này trong kho"), ("en", "The archive has no such page")]
)
def test_datasettes_own_404_is_in_the_readers_language(get: Get, desk: Get, language: str, text: str) -> None:
    for path in ("/khong-co", "/archive/khong-co", "/archive/articles/9999", "/bai/abc"):
        answer = (desk if "articles" in path else get)(f"{path}?lang={language}")
        assert answer.status_code == 404
        assert f"<h1>{text}</h1>" in answer.text
    assert get("/archive/khong-co.json").json()["ok"] is False


def test_months_between_are_there_and_stand_in_a_grid() -> None:
    assert filled([]) == []
    months = filled([("2024-02", 3), ("2023-12", 1)])
    assert months == [("2023-12", 1), ("2024-01", 0), ("2024-02", 3)]
    assert grid(months)[0] == ("2024", [0, 3, *[0] * 10])
