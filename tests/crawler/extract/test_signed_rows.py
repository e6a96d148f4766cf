"""Names, outlets and days that stand on one line, or on two, and are told apart."""

from tests.crawler.extract.plain_pages import LINKS, OTHERS, PARAGRAPHS, around, page

RIGHT = '<p style="text-align:right">{}</p>'


def test_a_day_before_an_author_is_no_part_of_the_byline() -> None:
    row = "<span>11/11/2021</span> | <span>Tác giả: Ban Tuyên giáo Tỉnh Đoàn</span> | <span>Nguồn: Đoàn TN</span>"
    found = around(above=f"<div>{row}</div>")
    assert ((found.published or "").strip(), found.byline, found.source) == (
        "11/11/2021",
        "Tác giả: Ban Tuyên giáo Tỉnh Đoàn",
        "Đoàn TN",
    )


def test_a_day_right_behind_an_outlet_is_the_stamp() -> None:
    found = around(above="<div><span>Nguồn: Báo Mẫu</span><span> 28-09-2022 06:41</span></div>")
    assert (found.source, found.published) == ("Báo Mẫu", "28-09-2022 06:41")


def test_an_outlet_in_brackets_behind_a_name_is_the_source() -> None:
    found = around(PARAGRAPHS + RIGHT.format("<b>Quang Minh</b> <em>(Theo mau.example.vn)</em>"))
    assert (found.byline, found.source) == ("Quang Minh (Theo mau.example.vn)", "mau.example.vn")


def test_who_did_an_interview_is_its_author() -> None:
    assert around(PARAGRAPHS + RIGHT.format("<b>Kim Thoa</b> (thực hiện)")).byline == "Kim Thoa (thực hiện)"


def test_a_line_set_right_below_a_table_is_signed() -> None:
    table = "<table><tr><th>Giải</th><th>Đơn vị</th></tr><tr><td>Nhất</td><td>Xã Hòa Lợi</td></tr></table>"
    markup = PARAGRAPHS + table + RIGHT.format("Ban Tổ chức")
    assert page_with_rows(markup) == "Ban Tổ chức"


def page_with_rows(markup: str) -> str | None:
    return page(
        f"<div><h1>Đoàn xã Hòa Lợi trao mười góc học tập cho em nhỏ</h1><div>{markup}</div></div>",
        end=("Giải | Đơn vị", "Nhất | Xã Hòa Lợi"),
    ).byline


def test_a_name_above_its_unit_signs_with_it() -> None:
    found = around(PARAGRAPHS + RIGHT.format("<b>Danh Kim Sang</b><br><i>Huyện đoàn Gò Quao</i>"))
    assert found.byline == "Danh Kim Sang - Huyện đoàn Gò Quao"


def test_a_count_of_the_page_views_is_the_read_count() -> None:
    assert around(below="<p>Số lần xem trang: 1204</p>").read_count == "1204"


def test_a_menu_in_one_line_of_text_files_nothing() -> None:
    assert around(before="<p>Trang chủ :: Tin tức :: Liên hệ</p>").section is None


def test_the_day_in_a_card_that_is_one_link_is_no_part_of_its_title() -> None:
    cards = "".join(
        link.replace("'>", "'><div>").replace("</a>", f"</div><div>1{n}/06/2024</div></a>")
        for n, link in enumerate(LINKS)
    )
    found = around(below=f"<div><div>Tin liên quan</div><div>{cards}</div></div>")
    assert tuple(link.title for link in found.related) == OTHERS
