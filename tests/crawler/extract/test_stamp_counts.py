"""A bare number behind a stamp with its time counts reads; a headline may end with a full stop."""

import pytest

from crawler.extract.markup.decode import parse_page
from crawler.extract.reader import read
from crawler.profiles import Profile

TEXT = "<p>Sáng ngày 12/3/2024, hơn 50 đoàn viên đã dọn vệ sinh tuyến đường liên ấp và trồng cây xanh.</p>" * 5


def article(stamp: str, **labels: tuple[str, ...]):  # type: ignore[no-untyped-def]
    page = f"<body><div><h2>Đoàn xã ra quân ngày Chủ nhật xanh lần thứ hai.</h2><p>{stamp}</p>{TEXT}</div></body>"
    profile = Profile(slug="thu", name="Tỉnh đoàn Thử", hosts=("a.vn",), labels=labels)
    reading = read(parse_page(page.encode(), "text/html; charset=utf-8", "http://a.vn/tin/1.html"), profile)
    assert reading.article is not None
    return reading.article


@pytest.mark.parametrize(
    ("stamp", "published", "count"),
    [
        ("10:31 15/10/2018     371", "10:31 15/10/2018", "371"),
        ("06/06/2013 07:05 1608", "06/06/2013 07:05", "1608"),
        ("Thứ Sáu, 28/02/2025 10:16 GMT+7", "Thứ Sáu, 28/02/2025 10:16 GMT+7", None),
    ],
)
def test_a_number_behind_the_stamp(stamp: str, published: str, count: str | None) -> None:
    found = article(stamp, read_count=("#",))
    assert (found.published, found.read_count) == (published, count)
    assert article(stamp).read_count == count


def test_a_number_behind_a_day_alone_counts_only_where_the_profile_says_so() -> None:
    assert article("15/10/2018 371").read_count is None
    assert article("15/10/2018 371", read_count=("#",)).read_count == "371"


def test_a_headline_with_a_full_stop_is_a_headline() -> None:
    assert article("15/10/2018").title == "Đoàn xã ra quân ngày Chủ nhật xanh lần thứ hai."


@pytest.mark.parametrize(
    "stamp", ["Thứ Sáu, 28/02/2025 10:16 | Lượt truy cập: 1.371", "28/02/2025 10:16</p><p>Số lượt truy cập: 1.371"]
)
def test_visits_beside_the_stamp_are_the_articles(stamp: str) -> None:
    found = article(stamp)
    assert found.read_count == "1.371"
    assert found.published is not None
    assert "28/02/2025 10:16" in found.published


@pytest.mark.parametrize("count", ["2.093 Views", "2.093 reads", "Viewed 2.093 times", "2.093 lượt xem"])
def test_a_count_beside_the_stamp_is_no_part_of_it(count: str) -> None:
    found = article(f"<span>Thứ bảy - 24/05/2025 16:47</span> <span>{count}</span>")
    assert (found.published, found.read_count) == ("Thứ bảy - 24/05/2025 16:47", "2.093")


@pytest.mark.parametrize("first", [0, 1])
def test_when_an_event_takes_place_is_no_stamp_and_stays_text(first: int) -> None:
    said = ("Thời gian: 8h ngày 05/6/2024", "Địa điểm: Hội trường Huyện đoàn")
    note = f"<p>- {said[first]}</p><p>- {said[1 - first]}</p>"
    for box in (f"<div>{note}{TEXT}</div>", f"<div>{TEXT}{note}</div>"):
        page = f"<body><div><h2>Thông báo về việc tổ chức hội nghị sơ kết</h2>{box}</div></body>"
        profile = Profile(slug="thu", name="Tỉnh đoàn Thử", hosts=("a.vn",))
        reading = read(parse_page(page.encode(), "text/html; charset=utf-8", "http://a.vn/tin/1.html"), profile)
        assert reading.article is not None
        assert reading.article.published is None
        assert {f"- {line}" for line in said} <= set(reading.article.paragraphs)


def test_a_labelled_time_below_the_headline_is_the_stamp() -> None:
    assert article("Thời gian: 05/06/2024 08:10").published == "05/06/2024 08:10"


def test_visits_elsewhere_are_the_sites() -> None:
    page = f"<body><div><h2>Đoàn xã ra quân ngày Chủ nhật xanh</h2><p>15/10/2018</p>{TEXT}</div>"
    page += "<div><p>Đang xem: 12</p><p>Lượt truy cập: 1.204.551</p></div></body>"
    profile = Profile(slug="thu", name="Tỉnh đoàn Thử", hosts=("a.vn",))
    reading = read(parse_page(page.encode(), "text/html; charset=utf-8", "http://a.vn/tin/1.html"), profile)
    assert reading.article is not None
    assert reading.article.read_count is None
