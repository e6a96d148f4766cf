"""Rows of values around a text, however they are parted: when it was posted, by whom, how often it was read."""

import pytest

from tests.crawler.extract.plain_pages import PARAGRAPHS, TEXT, TITLE, around, page

WHO = "Thanh Trúc"
LEAD = "Mười góc học tập vừa được Đoàn xã Hòa Lợi trao tận nhà cho các em nhỏ có hoàn cảnh khó khăn."
DAY = "05/6/2021"


@pytest.mark.parametrize(
    ("row", "published"),
    [
        ("Đăng ngày: 05/6/2021 bởi Thanh Trúc", DAY),
        ("Đăng ngày 05/6/2021 bởi <a href='/u/1'>Thanh Trúc</a>", DAY),
        ("Xuất bản: 05/6/2021 - Thanh Trúc", DAY),
        ("05/6/2021 - Thanh Trúc", DAY),
        ("Thanh Trúc | 05/6/2021", DAY),
        ("Thanh Trúc – 05/6/2021", DAY),
        ("Thứ Hai, 05/6/2021, 08:30 — Thanh Trúc", "Thứ Hai, 05/6/2021, 08:30"),
        ("Sat, 05/6/2021 - 08:30 by Thanh Trúc", "Sat, 05/6/2021 - 08:30"),
        ("<span>Thanh Trúc</span> <span>05/6/2021 08:30</span>", "05/6/2021 08:30"),
    ],
)
def test_a_name_beside_the_stamp(row: str, published: str) -> None:
    found = around(above=f"<div>{row}</div>")
    assert (found.byline, found.published) == (WHO, published)


def test_an_author_s_label_before_name_and_day() -> None:
    found = around(above="<div>Viết bởi: Thanh Trúc - 05/6/2021</div>")
    assert (found.byline, found.published) == ("Viết bởi: Thanh Trúc", DAY)


@pytest.mark.parametrize("name", ["Gương Sáng", "Tin hoạt động", "admin"])
def test_sections_and_accounts_beside_the_stamp_are_no_authors(name: str) -> None:
    menu = "".join(f"<li><a href='/{n}'>{word}</a></li>" for n, word in enumerate(("Trang chủ", "Gương sáng", "Tin")))
    found = around(above=f"<div>{name} | 05/6/2021 08:30</div>", before=f"<ul>{menu}</ul>")
    assert (found.byline, found.published) == (None, "05/6/2021 08:30")


def test_a_change_in_brackets_behind_the_stamp() -> None:
    found = around(above="<div>05/6/2021 08:30 (Cập nhật: 07/6/2021 10:00)</div>")
    assert found.published == "05/6/2021 08:30"


@pytest.mark.parametrize("place", ["above", "below"])
@pytest.mark.parametrize(
    "row",
    [
        "<i class='fa fa-eye'></i> 12",
        "<div>12</div><div>lượt xem</div>",
        "0 bình luận | 12 lượt xem",
        "👁 12 lượt xem",
        "12 người đã xem",
        "Có 12 lượt xem",
        "Bài viết đã được xem 12 lần",
    ],
)
def test_a_read_count(row: str, place: str) -> None:
    assert around(**{place: f"<div>{row}</div>"}).read_count == "12"


@pytest.mark.parametrize("place", ["above", "below"])
@pytest.mark.parametrize(
    "row",
    ["Thời gian đọc: 3 phút đọc", "Đọc: 3 phút", "3 phút để đọc", "1.2K lượt xem", "12 lượt thích", "Chia sẻ 3",
     "5/5 - (1 bình chọn)"],
)  # fmt: skip
def test_other_counts_are_neither_reads_nor_text(row: str, place: str) -> None:
    assert around(**{place: f"<div>{row}</div>"}).read_count is None
    assert around(f"{PARAGRAPHS}<p>{row}</p>").read_count is None


def test_a_row_that_only_boxes_part_after_a_word_for_the_account() -> None:
    row = "<span>viết bởi <a href='/author/x/'>admin</a></span><span>5 Tháng Sáu, 2021</span>"
    row += "<span><i>12</i> lượt xem</span>"
    found = around(above=f"<div>{row}</div>")
    assert (found.byline, found.published, found.read_count) == (None, "5 Tháng Sáu, 2021", "12")


def test_a_count_of_comments_above_the_text_opens_no_thread() -> None:
    text = f"<div><div>0 bình luận</div><div>05/6/2021</div>{PARAGRAPHS}</div>"
    assert page(f"<main><h1>{TITLE}</h1>{text}</main>").published == DAY


def test_a_row_of_boxes_gives_all_its_values() -> None:
    section = "<span><a href='/tin'>Tin hoạt động</a></span>"
    row = f"<span>Thanh Trúc</span>{section}<span>05 Tháng 6 2021</span><span>Lượt xem: 12</span>"
    found = around(above=f"<div>{row}</div>")
    assert (found.byline, found.published, found.read_count) == (WHO, "05 Tháng 6 2021", "12")


def test_a_person_named_by_microdata_is_no_headline() -> None:
    row = "<span itemprop='author'><span itemprop='name'>Thanh Trúc</span></span> <span>Lượt xem: 12</span>"
    assert page(f"<div><div>{TITLE}</div><div>{row}</div><div>{PARAGRAPHS}</div></div>").read_count == "12"


def test_tools_above_the_text_are_none() -> None:
    tools = "<ul><li><a href='/mail'>Gửi bài viết qua email</a></li><li>In ra</li><li>Lưu bài viết này</li></ul>"
    assert around(f"{tools}{PARAGRAPHS}").byline is None


def test_a_portrait_beside_the_account_is_no_picture() -> None:
    portrait = "<img src='https://secure.gravatar.com/avatar/1f.jpg' width=80 height=80>"
    assert around(above=f"<div>{portrait} bởi <a href='/author/tt/'>Thanh Trúc</a></div>").images == ()


def test_a_lead_above_a_text_that_only_breaks_part() -> None:
    rest = "<br><br>".join(TEXT)
    found = page(f"<div><h1>{TITLE}</h1><div>{LEAD}</div><div>{rest}</div></div>")
    assert found.lead == LEAD


def test_an_outlet_named_without_a_colon() -> None:
    assert (
        around(f"{PARAGRAPHS}<p style='text-align:right'><em>Nguồn Báo Kiên Giang</em></p>").source == "Báo Kiên Giang"
    )


@pytest.mark.parametrize(
    "row",
    [
        "Người đăng: Thanh Trúc .Ngày đăng: 05/6/2021 .Lượt xem: 12 lượt.",
        "<ul><li><i class='fa fa-user'></i> Thanh Trúc</li><li>05/6/2021</li><li>12 lượt xem</li></ul>",
        "<i class='fa fa-user'></i> Thanh Trúc <i class='fa fa-clock'></i> 05/6/2021 <i class='fa fa-eye'></i> 12",
        "Posted on 05/6/2021 by Thanh Trúc in <a href='/category/tin'>Tin</a> // 12 views",
    ],
)
def test_rows_of_values(row: str) -> None:
    found = around(above=f"<div>{row}</div>")
    assert found.byline is not None
    assert found.byline.removeprefix("Người đăng: ") == WHO
    assert (found.published, found.lead) == (DAY, None)


def test_a_count_behind_an_eye_beside_other_numbers() -> None:
    row = "".join(f"<span><i class='fa fa-{icon}'></i> {said}</span> " for icon, said in
                  (("calendar", DAY), ("eye", "12"), ("comments", "0")))  # fmt: skip
    assert around(above=f"<div>{row}</div>").read_count == "12"


@pytest.mark.parametrize("row", ["Nguồn: Báo Kiên Giang - 05/6/2021", "Theo Báo Kiên Giang | 05/6/2021"])
def test_a_source_beside_the_stamp(row: str) -> None:
    found = around(above=f"<div>{row}</div>")
    assert (found.source, found.published) == ("Báo Kiên Giang", DAY)


def test_a_labelled_section_beside_the_stamp() -> None:
    found = around(above="<div>Chuyên mục: <a href='/t'>Tin hoạt động</a> | 05/6/2021</div>")
    assert (found.section, found.published) == ("Tin hoạt động", DAY)
