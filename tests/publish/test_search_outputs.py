"""Lists as JSON, CSV and feed; filters, orders, abbreviations and spelling help."""

import csv
import io
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest

from publish.abbreviations import same
from publish.feeds import ATOM, Feed, atom
from publish.search_filters import Filters, filters_of
from publish.search_outputs import COLUMNS, as_csv
from publish.suggestions import slips

Get = Callable[..., Any]


def found(get: Get, address: str) -> list[str]:
    """Titles of ``/tim-kiem.json`` with these parameters."""
    return [article["title"] for article in get(f"/tim-kiem.json?{address}").json()["articles"]]


def records(get: Get, address: str) -> list[dict[str, str]]:
    """Rows of ``/tim-kiem.csv`` with these parameters."""
    return list(csv.DictReader(io.StringIO(get(f"/tim-kiem.csv?{address}").text)))


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("site=ca-mau", 1), ("tinh_cu=Ki%C3%AAn+Giang", 11), ("tinh_moi=An+Giang", 11), ("tinh_moi=Ki%C3%AAn+Giang", 0),
        ("muc=tin+hoat+dong", 6), ("tac_gia=TANH+VO", 1), ("nam=2024", 4), ("nam=24", 0), ("thang=2024-05", 1),
        ("da_mat=1", 1), ("co_anh=1", 1), ("co_tep=1", 1), ("q=doan&nam=2024", 2), ("q=doan&co_anh=1", 1),
        ("q=doan&da_mat=1", 1), ("xep=doc", 12), ("", 0), ("da_sua=1&xep=sua", 1), ("da_mat=1&xep=mat", 1),
    ],
)  # fmt: skip
def test_each_filter_narrows(get: Get, address: str, count: int) -> None:
    answer = get(f"/tim-kiem.json?{address}").json()
    assert (answer["count"], len(answer["articles"])) == (count, count)


def test_orders(get: Get) -> None:
    reads = [int(row["read_count"] or -1) for row in records(get, "q=doan&xep=doc")]
    assert reads == sorted(reads, reverse=True)
    assert reads[0] == 4982
    days = [row["published_at"] or row["event_date"] for row in records(get, "q=doan&xep=moi")]
    assert days == sorted(days, reverse=True)


def test_page_csv_json_and_feed_hold_the_same_list(get: Get) -> None:
    address = f"q={quote('đoàn')}&site=kien_giang"
    ids = {int(row["id"]) for row in records(get, address)}
    assert ids == {article["id"] for article in get(f"/tim-kiem.json?{address}").json()["articles"]}
    tree = ET.fromstring(get(f"/tim-kiem.atom?{address}").content)
    links = tree.findall(f"{{{ATOM}}}entry/{{{ATOM}}}id")
    assert {int(str(link.text).rpartition("/")[2]) for link in links} == ids
    assert 12 not in ids
    assert len(ids) > 5


def test_a_feed_is_whole_and_stable(get: Get) -> None:
    answer = get("/tim-kiem.atom?xep=doc&q=doan&lang=en")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    tree = ET.fromstring(answer.content)
    assert tree.findtext(f"{{{ATOM}}}id") == "http://localhost/tim-kiem.atom?q=doan&xep=doc"
    entries = tree.findall(f"{{{ATOM}}}entry")
    assert all(entry.findtext(f"{{{ATOM}}}{name}") for entry in entries for name in ("id", "title", "updated"))
    dates = [str(entry.findtext(f"{{{ATOM}}}published"))[:4] for entry in entries]
    assert dates[0] == "2026"
    page = get("/tim-kiem?q=doan&xep=doc").text
    assert 'type="application/atom+xml" href="/tim-kiem.atom?q=doan&amp;xep=doc"' in page
    assert tree.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "en"


def test_a_feed_without_entries_is_as_old_as_the_last_look(get: Get, archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "archive.db"

    def updated() -> str:
        feed = ET.fromstring(get("/tim-kiem.atom?q=khongcochunaynhuvay", copy).content)
        assert feed.find(f"{{{ATOM}}}entry") is None
        return str(feed.findtext(f"{{{ATOM}}}updated"))

    with closing(sqlite3.connect(archive)) as own, closing(sqlite3.connect(copy)) as ours:
        own.backup(ours)
        assert datetime.now(UTC) - datetime.fromisoformat(updated()) < timedelta(minutes=1), "nothing was crawled yet"
        for ended in ("2026-11-19T10:00:00Z", "2026-11-20T10:00:00Z", None):
            ours.execute(
                "insert into crawls (site_id, started_at, ended_at, lease_token) values (1, '2026-11-18', ?, 1)",
                [ended],
            )
        ours.commit()
        assert updated() == "2026-11-20T17:00:00+07:00"


def test_a_feed_of_control_letters_is_xml() -> None:
    entry = {
        "id": 1, "title": "a\x00\x0b<b>\ufffe", "published_at": None, "first_seen_at": "2026-01-02",
        "excerpt": "", "changed_at": "2026-01-02T00:00:00Z", "byline": None, "site": "s", "section": None,
        "url": "javascript:x", "rights": "của s\x02",
    }  # fmt: skip
    tree = ET.fromstring(atom(Feed("t\x01", "http://a/f", "http://a", "http://a", "vi"), [entry]))
    assert tree.findtext(f"{{{ATOM}}}entry/{{{ATOM}}}title") == "a<b>"
    assert tree.findtext(f"{{{ATOM}}}entry/{{{ATOM}}}published") == "2026-01-02T00:00:00+07:00"
    assert tree.findtext(f"{{{ATOM}}}entry/{{{ATOM}}}rights") == "của s"
    assert [link.get("rel") for link in tree.findall(f"{{{ATOM}}}entry/{{{ATOM}}}link")] == ["alternate"]


def test_every_form_of_a_list_says_whose_the_articles_are_and_where_they_come_from(get: Get) -> None:
    listed = get("/tim-kiem.json?q=doan").json()["articles"]
    assert listed
    assert all(article["rights"] and article["url"].startswith("http") for article in listed)
    rows = list(csv.DictReader(io.StringIO(get("/tim-kiem.csv?q=doan").text, newline="")))
    assert all(row["rights"] and row["url"].startswith("http") for row in rows)
    feed = ET.fromstring(get("/tim-kiem.atom?q=doan&lang=en").content)
    assert str(feed.findtext(f"{{{ATOM}}}rights")).startswith("The articles belong to")
    entries = feed.findall(f"{{{ATOM}}}entry")
    assert entries
    for entry in entries:
        sources = [link.get("href") for link in entry.findall(f"{{{ATOM}}}link") if link.get("rel") == "via"]
        assert len(sources) == 1
        assert entry.findtext(f"{{{ATOM}}}rights")


@pytest.mark.parametrize("text", ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1", " =cmd|' /C calc'!A0", "＝1", "|x", "%0A"])
def test_no_text_of_a_csv_is_a_formula(text: str) -> None:
    article = dict.fromkeys(COLUMNS) | {"id": 1, "title": text, "byline": text}
    row = next(csv.DictReader(io.StringIO(as_csv([article], "http://a"), newline="")))
    assert row["title"] == row["byline"] == "'" + text
    assert as_csv([], "", bom=True).startswith("\ufeffid,title,")


def test_abbreviations_are_expanded_where_asked(get: Get) -> None:
    title = "Hội Liên hiệp Thanh niên Việt Nam tỉnh tổ chức Đại hội"
    assert found(get, "q=LHTN") == [title]  # its body has the short form
    assert "viet_tat=1" in get("/tim-kiem?q=LHTN").text
    assert len(found(get, f"q={quote('ĐVTN')}")) == 0
    assert "Chuyển đổi số" not in str(found(get, "q=DVTN"))
    assert len(found(get, f"q={quote('đtn')}&viet_tat=1")) > 0
    assert "<mark>Đoàn thanh niên</mark>" in get("/tim-kiem?q=DTN&viet_tat=1").text
    assert same(("đvtn",))[0] == "đoàn viên thanh niên"
    assert same(("ban", "chấp", "hành")) == ("bch",)
    assert same(("bàn",)) == ()


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("thanh nienn", "thanh nien"),
        ("thanhnien", "thanh nien"),
        ("tinh nguyne", "tinh nguyen"),
        ("doam vien", "doan vien"),
    ],
)  # fmt: skip
def test_spelling_help(get: Get, typed: str, better: str) -> None:
    assert f">{better}</a>?" in get(f"/tim-kiem?q={quote(typed)}").text
    assert found(get, f"q={quote(better)}")


def test_no_help_where_none_is_known(get: Get) -> None:
    assert "Có phải bạn tìm" not in get("/tim-kiem?q=zzzzqqqq").text
    assert (
        "Có phải bạn tìm" not in get(f"/tim-kiem?q={quote('khoi nghiep duoi nuoc')}").text
    )  # both known, not together
    assert "niên" not in slips("nien")
    assert "nine" in slips("nien")


HOSTILE = [
    '"', '""', "'", "''", "(", ")", "((", "*", "^", "a*", "^a", "a:b", "title:doan", "-", "--", "-doan", '-"', "NEAR(",
    "NEAR(a b, 3)", "AND", "OR", "NOT", "a AND", "NOT a", "{a}", "a + b", "\\", "%", "_", ";", "a;drop table articles",
    "\x00", "\x00doan", "\ud7ff", "🙂", "a\tb\nc", "<script>", "{{7*7}}", "${x}", "%00", "x" * 5000, "đ" * 300,
    "d " * 500, "-a -b -c", '"a b', "“a b”", "NaN", "null", "0", "-1", "1e309", "' OR 1=1 --",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("ending", ["", ".json", ".csv", ".atom"])
def test_nothing_typed_is_an_error(get: Get, typed: str, ending: str) -> None:
    assert get(f"/tim-kiem{ending}?q={quote(typed)}&viet_tat=1").status_code == 200


@pytest.mark.parametrize(
    "name", ["site", "tinh_cu", "tinh_moi", "muc", "tac_gia", "nam", "thang", "xep", "trang", "co_anh"]
)
@pytest.mark.parametrize("value", ["'", "%00", "9" * 30, "-1", "0", "२०२४", "2024-99", "<b>", "x" * 3000])
def test_no_parameter_is_an_error(get: Get, name: str, value: str) -> None:
    for ending in ("", ".json", ".csv", ".atom"):
        assert get(f"/tim-kiem{ending}?q=doan&{name}={quote(value, safe='%')}").status_code == 200


def test_filters_and_addresses_agree() -> None:
    filters = Filters(site="a", section="Tin", year="2024", images=True, order="doc", expand=True)
    assert filters_of({name: str(value) for name, value in filters.address().items()}) == filters
    assert Filters(expand=True).narrowing is False
    assert filters_of({"xep": "khac"}) == Filters()
