"""``/tim-kiem`` against the small archive."""

import asyncio
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from pipelines.schema import open_database
from publish import search
from publish.application import make_datasette
from publish.search_query import parse

Get = Callable[..., Any]


def titles(html: str) -> list[str]:
    """Titles of the hits in order, marks removed."""
    hits = html.partition("<ol")[2].partition("</ol>")[0]
    found = re.findall(r'class="headline"[^>]*>(.*?)</a>', hits)
    return [unescape(re.sub("</?mark>", "", title)) for title in found]


def test_stock_search_finds_nothing_and_ours_finds_it(get: Get, desk: Get) -> None:
    stock = desk("/archive/article_texts.json?_search=doan&_shape=array").json()
    assert not [row for row in stock if "Đoàn" in row["title"]]
    page = get("/tim-kiem?q=doan+thanh+nien")
    assert page.status_code == 200
    assert titles(page.text)[0] == "Đoàn thanh niên ra quân Tháng Thanh niên năm 2026"
    assert "<mark>Đoàn</mark> <mark>thanh</mark> <mark>niên</mark> ra quân" in page.text


@pytest.mark.parametrize("typed", ["đoàn thanh niên", "Đoàn Thanh Niên", "DOAN THANH NIEN"])
def test_accents_do_not_change_what_is_found(get: Get, typed: str) -> None:
    assert set(titles(get(f"/tim-kiem?q={quote(typed)}").text)) == set(titles(get("/tim-kiem?q=doan+thanh+nien").text))


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("q=doan", "doan · Tìm kiếm"),
        ("nam=2024&tinh_moi=An+Giang", "An Giang · 2024 · Tìm kiếm"),
        ("q=doan&thang=2024-05", "doan · 2024-05 · Tìm kiếm"),
    ],
)
def test_a_list_is_named_after_what_was_asked(get: Get, asked: str, title: str) -> None:
    assert f"<title>{title}" in get(f"/tim-kiem?{asked}&lang=vi").text
    assert f"<title>{title.removesuffix(' · Tìm kiếm')} · Kho Tin Đoàn</title>" in get(
        f"/tim-kiem.atom?{asked}"
    ).text.replace("ns0:", "")


def test_typed_accents_come_first(get: Get) -> None:
    assert titles(get(f"/tim-kiem?q={quote('đoạn đường')}").text)[0].startswith("Đoạn đường")
    assert titles(get(f"/tim-kiem?q={quote('hoà bình')}").text) == titles(get(f"/tim-kiem?q={quote('hòa bình')}").text)


def test_hidden_articles_are_never_found(get: Get) -> None:
    assert "đã ẩn" not in get(f"/tim-kiem?q={quote('đoàn viên')}").text
    assert titles(get(f"/tim-kiem?q={quote('bí mật')}").text) == []


def test_filters_and_order(get: Get) -> None:
    only = titles(get(f"/tim-kiem?q={quote('sinh viên')}&site=ca-mau").text)
    assert only == ["Sinh viên tình nguyện tiếp sức mùa thi"]
    assert titles(get("/tim-kiem?q=doan&site=khong-co").text) == []
    dates = re.findall(r'<time datetime="(\d{4})', get("/tim-kiem?q=doan&xep=moi").text.partition("Thấy lần đầu")[0])
    assert dates == sorted(dates, reverse=True)
    assert len(dates) > 3


def test_nothing_found_gives_advice(get: Get) -> None:
    page = get("/tim-kiem?q=khongcochu+doan&site=ca-mau").text
    assert "Không tìm thấy bài nào" in page
    assert "Thử ít từ hơn" in page
    assert 'href="/tim-kiem?q=khongcochu+doan"' in page
    assert 'href="/tim-kiem?q=doan"' in page


@pytest.mark.parametrize("typed", ['"', "AND", "a* OR (", "-đoàn", "\x00", "title:x", "x" * 3000, "%FF", "'"])
@pytest.mark.parametrize("rest", ["", "&trang=x", "&trang=0", "&trang=99999999999999999999", "&lang=en", "&site=%27"])
def test_no_question_is_an_error(get: Get, typed: str, rest: str) -> None:
    page = get(f"/tim-kiem?q={quote(typed)}{rest}")
    assert page.status_code == 200
    assert "<h1>" in page.text


def test_what_was_typed_comes_back_escaped(get: Get) -> None:
    page = get("/tim-kiem?q=%3Cscript%3Ealert(1)%3C/script%3E%22").text
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_pages_hold_every_hit_once(tmp_path: Path) -> None:
    db = open_database(tmp_path / "archive.db")
    db.conn.execute("insert into sites (id, slug, name, url) values (1, 's', 'S', 'http://s.example/')")
    for number in range(1, 58):
        db.conn.execute(
            "insert into articles (id, site_id, id_space, identity, url, title, first_seen_at, last_seen_at,"
            " changed_at) values (?, 1, 'a', ?, 'http://s.example/', ?, '', '', '')",
            [number, str(number), f"Đoàn viên {number}"],
        )
        db.conn.execute("insert into article_texts values (?, ?, null, 'x', '')", [number, f"Đoàn viên {number}"])
    db.close()

    async def all_pages() -> list[str]:
        client = make_datasette(tmp_path / "archive.db").client
        path, found = "/tim-kiem?q=doan+vien", []
        while path:
            html = (await client.get(path)).text
            found += titles(html)
            following = re.search(r'rel="next" href="([^"]+)"', html)
            path = unescape(following[1]) if following else ""
        return found

    found = asyncio.run(all_pages())
    assert sorted(found) == sorted(f"Đoàn viên {number}" for number in range(1, 58))


def test_more_hits_than_are_ranked(archive: Path, monkeypatch: pytest.MonkeyPatch, get: Get) -> None:
    monkeypatch.setattr(search, "MAX_RANKED", 3)

    async def run() -> search.Found:
        db = make_datasette(archive).databases["archive"]
        return await search.search(db, parse("doan"), search.Filters(), 1)

    found = asyncio.run(run())
    assert found.capped
    assert found.count == 3


def test_a_search_that_takes_too_long_says_so(monkeypatch: pytest.MonkeyPatch, get: Get) -> None:
    async def slow(*_: object) -> None:
        from datasette.database import QueryInterrupted

        raise QueryInterrupted(None, "", {})

    monkeypatch.setattr("publish.search_page.search", slow)
    page = get("/tim-kiem?q=doan")
    assert page.status_code == 200
    assert "mất quá nhiều thời gian" in page.text


def archive_of(folder: Path, texts: list[tuple[str, str]]) -> Path:
    """An archive of articles with these titles and bodies, ids from 1."""
    path = folder / "archive.db"
    db = open_database(path)
    db["sites"].insert({"slug": "a", "name": "A", "url": "http://a.example/"})
    for number, (title, body) in enumerate(texts, 1):
        db["articles"].insert(
            {
                "site_id": 1,
                "id_space": "a",
                "identity": str(number),
                "url": f"http://a.example/{number}",
                "title": title,
                "first_seen_at": SEEN,
                "last_seen_at": SEEN,
                "changed_at": SEEN,
            }
        )
        db["article_texts"].insert({"article_id": number, "title": title, "body": body})
    db.close()
    return path


SEEN = "2026-11-20T03:04:05Z"


def test_a_rare_name_stands_before_many_that_differ_by_accents_alone(tmp_path: Path, get: Get) -> None:
    rare, common = "Đồng chí Nguyễn Văn Hưng phát biểu.", "Đồng chí Nguyễn Văn Hùng phát biểu."
    path = archive_of(tmp_path, [("Tin", rare)] + [("Tin ngắn", common)] * 300 + [("Tin", rare)])
    found = get(f"/tim-kiem.json?q={quote('nguyễn văn hưng')}", path).json()
    assert [row["id"] for row in found["articles"]][:2] == [302, 1]
    assert found["count"] == 302


def test_of_more_hits_than_are_ranked_words_side_by_side_and_in_the_title_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, get: Get
) -> None:
    monkeypatch.setattr(search, "MAX_RANKED", 20)
    texts = [("Ra quân mùa hè xanh", "Tin."), ("Tin", "Chiến dịch mùa hè xanh."), ("Hè của mùa xanh", "Tin.")]
    path = archive_of(tmp_path, texts + [("Tin", "Mùa này cây xanh, sắp đến hè.")] * 40)
    found = get("/tim-kiem.json?q=mua+he+xanh", path).json()
    assert [row["id"] for row in found["articles"]][:4] == [1, 2, 43, 42], "the third lies before the newest twenty"
    assert found["capped"] is True
    assert found["count"] == 20


def test_a_rare_name_is_looked_for_far_back_among_more_hits_than_are_ranked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, get: Get
) -> None:
    monkeypatch.setattr(search, "MAX_RANKED", 20)
    monkeypatch.setattr(search, "NEAR", (10, 60))
    rare, common = "Đồng chí Nguyễn Văn Hưng phát biểu.", "Đồng chí Nguyễn Văn Hùng phát biểu."
    path = archive_of(tmp_path, [("Tin", rare)] + [("Tin", common)] * 50)
    found = get(f"/tim-kiem.json?q={quote('nguyễn văn hưng')}", path).json()
    assert [row["id"] for row in found["articles"]][:2] == [1, 51]
    assert [row["id"] for row in get("/tim-kiem.json?q=nguyen+van+hung", path).json()["articles"]][:2] == [51, 50]


def test_a_filter_that_few_pass_finds_old_articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, get: Get) -> None:
    path = archive_of(tmp_path, [("Thanh niên", "Tin.")] * 60)
    db = open_database(path)
    db.execute("update articles set year = 2009 where id in (3, 4)")
    db.close()
    for few in (0, 1_000):
        monkeypatch.setattr(search, "_FEW", few)
        found = get("/tim-kiem.json?q=thanh+nien&nam=2009", path).json()
        assert [row["id"] for row in found["articles"]] == [4, 3]
