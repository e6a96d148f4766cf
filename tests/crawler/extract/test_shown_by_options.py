"""What systems print around a text where their options show more: votes, tools, days of several kinds, fields, lists
that name section and account beside each headline."""

import pytest

from tests.crawler.extract.plain_pages import LINKS, OTHERS, PARAGRAPHS, TEXT, TITLE, around, page

DAY = "Thứ sáu, 04 Tháng 6 2021 09:05"
TOOLS = "".join(f"<li><a href='#' title='{n} sao'>{n}</a></li>" for n in range(1, 6))


def test_stars_and_sizes_of_letters_are_no_menu() -> None:
    sizes = "<li>cỡ chữ <a href='#'>giảm cỡ chữ</a> <a href='#'>tăng cỡ chữ</a></li><li><a href='?in=1'>In</a></li>"
    rows = f"<ul>{sizes}<li><a href='?gui=1'>Email</a></li><li><a href='#yk'>Ý kiến</a></li></ul><ul>{TOOLS}</ul>"
    found = page(f"<div><div><span>{DAY}</span><h2>{TITLE}</h2></div>{rows}<div>{PARAGRAPHS}</div></div>")
    assert found.published == DAY


def test_the_day_of_publishing_goes_before_one_without_label() -> None:
    rows = f"<ul><li>03 Tháng 6 2021</li><li>Cập nhật lần cuối: 08 Tháng 6 2021</li><li>Được đăng: {DAY}</li></ul>"
    assert around(above=rows).published == DAY


def test_a_day_of_an_update_does_not() -> None:
    assert around(above="<div>04/6/2021 09:05</div><div>Cập nhật: 08/6/2021 10:00</div>").published == "04/6/2021 09:05"


def test_a_name_beside_the_stamp_above_the_headline() -> None:
    found = page(f"<div><p>{DAY} <span>Thanh Trúc</span></p><div><h2>{TITLE}</h2>{PARAGRAPHS}</div></div>")
    assert (found.published, found.byline) == (DAY, "Thanh Trúc")


@pytest.mark.parametrize("tools", ["<a href='?in=1'>In bài này</a> <a href='/gui?b=1'>Gửi Email bài này</a>"])
def test_tools_in_one_line_are_no_text(tools: str) -> None:
    assert around(f"<ul><li>{tools}</li></ul>{PARAGRAPHS}").paragraphs == TEXT


def test_a_row_that_files_the_page_is_no_text() -> None:
    menu = "<ul><li><a href='/'>Trang chủ</a></li><li><a href='/hoat-dong'>Tin hoạt động</a></li></ul>"
    row = "<p><span><a href='/tin-tuc'>Tin tức</a> - </span><span><a href='/hoat-dong'>Tin hoạt động</a></span></p>"
    assert around(f"{row}<p>{DAY}</p>{PARAGRAPHS}", before=menu).paragraphs == TEXT


@pytest.mark.parametrize(
    "beside",
    [
        " <span>(371)</span> <span>(<a href='/hoat-dong'>Tin hoạt động</a>)</span> <span>04 Tháng 6 2021</span>",
        "<div>trong <a href='/hoat-dong'>Tin hoạt động</a></div><div>Bởi <a href='/u/42'>Quản trị</a></div>",
    ],
)
def test_section_and_account_beside_a_headline_are_not_related(beside: str) -> None:
    entries = "".join(f"<li>{link}{beside}</li>" for link in LINKS)
    found = around(below=f"<div><h3>Các bài liên quan</h3><ul>{entries}</ul></div>")
    assert [link.url.rpartition("/")[2] for link in found.related] == ["70-bai.html", "71-bai.html", "72-bai.html"]


@pytest.mark.parametrize("label", ["Related items", "Related news items:", "Newer news items:", "Older news items:"])
def test_english_labels_of_lists(label: str) -> None:
    entries = "".join(f"<li>04/06/2021 09:05 - {link}</li>" for link in LINKS)
    found = around(f"{PARAGRAPHS}<div><hr><div>{label}</div><ul>{entries}</ul><hr></div>")
    assert [link.title for link in found.related] == list(OTHERS)


@pytest.mark.parametrize("heading", ["<h3>Thông tin bổ sung</h3>", ""])
@pytest.mark.parametrize("box", ["ul><li", "dl><dd"])
def test_fields_of_the_record_are_no_text(heading: str, box: str) -> None:
    entry = "<span class='x-label'>Đơn vị:</span> <span class='x-value'>Xã đoàn Hòa Lợi</span>"
    outer, inner = box.split("><")
    fields = f"<div>{heading}<{outer}><{inner}>{entry}</{inner}></{outer}></div>"
    assert around(f"{PARAGRAPHS}<p style='text-align:right'>Thanh Trúc</p>{fields}").byline == "Thanh Trúc"


def test_tags_behind_a_label_in_words() -> None:
    tags = "<div><span>Tagged under</span> <a href='/t/1'>học tập</a> <a href='/t/2'>hè</a></div>"
    found = around(f"{PARAGRAPHS}<p><b>Thanh Trúc</b></p>{tags}")
    assert (found.tags, found.byline) == (("học tập", "hè"), "Thanh Trúc")


@pytest.mark.parametrize("row", ["Xem <b>371</b> lần", "Đọc <b>371</b> thời gian"])
def test_times_read_in_words(row: str) -> None:
    below = f"<div><span>{row}</span> <span>Sửa lần cuối vào {DAY}</span></div>"
    assert around(f"{PARAGRAPHS}{below}").read_count == "371"


@pytest.mark.parametrize("label", ["Đăng tại", "Xuất bản trong"])
def test_labels_of_the_section(label: str) -> None:
    assert around(below=f"<div><span>{label}</span> <a href='/x'>Gương sáng</a></div>").section == "Gương sáng"


STARS = "".join(f"<span><a href='javascript:void(null)' title='{n}'>1</a></span>" for n in range(10))


@pytest.mark.parametrize("votes", ["Đánh giá 0.00 (0 Bình chọn)", "Rating 4.50 (12 Votes)"])
def test_stars_with_their_votes_are_no_text(votes: str) -> None:
    row = f"<div><span>{STARS}</span> <span>{votes}</span></div>"
    assert around(row + PARAGRAPHS).paragraphs == TEXT
    assert around(f"{PARAGRAPHS}<p style='text-align:right'>Thanh Trúc</p>{row}").byline == "Thanh Trúc"


@pytest.mark.parametrize(
    ("leaf", "published"),
    [
        ("<div>{}<h1>{}</h1>", "Tháng 6 04 2021"),
        ("<div><p>{}</p><h1>{}</h1>", "Tháng 6 04 2021"),
    ],
)
def test_a_leaf_of_a_calendar_in_one_line(leaf: str, published: str) -> None:
    day = "<span><b>Tháng 6</b> <b>04</b> <b>2021</b></span>"
    assert page(f"{leaf.format(day, TITLE)}<div>{PARAGRAPHS}</div></div>").published == published


def test_a_leaf_with_the_last_figures_of_the_year() -> None:
    leaf = "<div><span><span>04<br></span> <span>Tháng 6</span> <span>21</span></span></div>"
    assert page(f"<div>{leaf}<div><h1>{TITLE}</h1></div>{PARAGRAPHS}</div>").published == "04 Tháng 6 2021"


@pytest.mark.parametrize("month", ["T6", "06"])
def test_a_leaf_among_the_rows_below_the_headline(month: str) -> None:
    leaf = f"<li><div><span>04</span> <span><b>{month}</b> <b>2021</b></span></div></li>"
    assert around(above=f"<ul>{leaf}<li>Lượt xem: 371</li></ul>").published == "04/6/2021".replace(
        "6", month.strip("T")
    )


def test_the_day_of_the_visit_is_no_leaf() -> None:
    found = page(f"<div><div>Tháng 6 04 2021</div><h1>{TITLE}</h1><div>{PARAGRAPHS}</div></div>")
    assert found.published is None


def test_a_row_that_begins_with_who_posted() -> None:
    section = "<span>Chuyên mục: <a href='/g'>Gương sáng</a></span>"
    row = f"<span>Viết bởi Super User</span> {section} <span>Lượt xem: 371</span>"
    found = around(above=f"<div>{row}</div>")
    assert (found.read_count, found.section, found.byline) == ("371", "Gương sáng", None)


@pytest.mark.parametrize(
    "behind", [" - (2021-06-04 09:05)", " (2021-06-04)", " - xem 371 lần", " - (04/06/2021) - đã đọc: 1.371"]
)
def test_values_inside_the_links_of_a_list_are_no_headline(behind: str) -> None:
    entries = "".join(f"<li>{link.replace('</a>', behind + '</a>')}</li>" for link in LINKS)
    found = around(below=f"<div><h3>Tin liên quan</h3><ul>{entries}</ul></div>")
    assert tuple(link.title for link in found.related) == OTHERS


@pytest.mark.parametrize(
    "place",
    [
        "/tin/item/download/12_ab12cd",
        "/van-ban/category/3-ke-hoach?download=12:ke-hoach",
        "/index.php?option=com_attachments&amp;task=download&amp;id=12",
        "/tai-lieu/send/3-ke-hoach/12-ke-hoach-so-65",
    ],
)
def test_files_handed_out_under_their_titles(place: str) -> None:
    entry = f"<li><a href='{place}'>Kế hoạch số 65</a> (15 lần tải)</li>"
    box = f"<div><span>Tải về file đính kèm:</span><ul>{entry}</ul></div>"
    found = around(below=box)
    assert [(file.url, file.name) for file in found.attachments] == [
        ("http://doan.example" + place.replace("&amp;", "&"), "Kế hoạch số 65")
    ]


def test_a_file_handed_out_below_the_text() -> None:
    file = "<p><a href='/van-ban/category/3-ke-hoach?download=12:kh-65'>Kế hoạch số 65</a></p>"
    found = around(f"{PARAGRAPHS}<p style='text-align:right'>Thanh Trúc</p>{file}")
    assert (found.byline, len(found.attachments)) == ("Thanh Trúc", 1)
