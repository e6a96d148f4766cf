"""A day drawn like a leaf of a calendar, boxes that name who posted, tools that set the size of letters."""

import pytest

from crawler.extract.markup.decode import parse_page
from crawler.extract.reader import read
from crawler.profiles import Profile

TITLE = "Đoàn xã ra quân ngày Chủ nhật xanh lần thứ hai"
SAYS = "Sáng ngày 12/3/2024, hơn 50 đoàn viên đã dọn vệ sinh tuyến đường liên ấp và trồng cây xanh."


def article(above: str, below: str = ""):  # type: ignore[no-untyped-def]
    text = f"<p>{SAYS}</p>" * 5
    page = f"<body><div><p>Trang chủ</p></div><div>{above}<h2>{TITLE}</h2>{below}{text}</div></body>"
    profile = Profile(slug="thu", name="Tỉnh đoàn Thử", hosts=("a.vn",))
    found = read(parse_page(page.encode(), "text/html; charset=utf-8", "http://a.vn/tin/1.html"), profile).article
    assert found is not None
    assert found.title == TITLE
    assert found.paragraphs == (SAYS,) * 5
    return found


@pytest.mark.parametrize(
    ("leaf", "day"),
    [
        ("<div>12</div><div>Tháng 5 2025</div>", "12 Tháng 5 2025"),
        ("<div>12</div><div>Tháng Năm</div><div>2025</div>", "12 Tháng Năm 2025"),
        ("<div>12</div><div>May 2025</div>", "12 May 2025"),
        ("<div>12</div><div>05/2025</div>", "12/05/2025"),
        ("<div>12</div><div>Tháng 5</div>", None),
    ],
)
def test_the_leaf_of_a_calendar_beside_the_headline_is_its_day(leaf: str, day: str | None) -> None:
    for found in (article(f"<div>{leaf}</div>"), article("", f"<div>{leaf}</div>")):
        assert found.published == day


def test_a_leaf_elsewhere_on_the_page_is_not() -> None:
    assert article("<div><div><div>12</div><div>Tháng 5 2025</div></div></div>").published is None


@pytest.mark.parametrize("box", ['<p class="author">Tánh Võ</p>', '<p><a href="/author/tanh-vo/">Tánh Võ</a></p>'])
def test_who_posted_it_is_no_text(box: str) -> None:
    assert article("", f"{box}<p>Thứ hai, 12 Tháng 5 2025 08:30</p>").byline == "Tánh Võ"


@pytest.mark.parametrize("tool", ["Cỡ chữ: A- A+", "Kích thước chữ", "Tăng cỡ chữ", "Font size"])
def test_tools_for_letters_are_no_text(tool: str) -> None:
    article("", f"<ul><li>12/05/2025 08:30</li><li>{tool}</li></ul>")


@pytest.mark.parametrize("account", ["Admin", "quantri", "Super User"])
def test_an_administrators_account_is_neither_author_nor_text(account: str) -> None:
    assert article("", f"<div><span>{account}</span></div><p>12/05/2025 08:30</p>").byline is None
