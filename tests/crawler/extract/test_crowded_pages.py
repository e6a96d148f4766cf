"""What stands around an article on crowded pages is none of it: tickers, clocks, banners, the section's heading."""

import pytest

from tests.crawler.extract.plain_pages import LINKS, PARAGRAPHS, PARTS, TITLE, around, page

CLOCK = "<div>Thứ hai, 30/11/2026 07:15:22</div>"
STAMP = "<div><span>05/6/2021</span><span>Tánh Võ</span><span>Tin hoạt động</span></div>"


def test_a_ticker_is_no_text_wherever_it_stands() -> None:
    ticker = "<marquee>Chào mừng kỷ niệm 90 năm Ngày thành lập Đoàn TNCS Hồ Chí Minh (26/3/1931 - 26/3/2021)!</marquee>"
    asks = "<h3>Trả lời</h3><p>Email của bạn sẽ không được hiển thị công khai trên trang này.</p>"
    assert page(f"{ticker}<div><h1>{TITLE}</h1><div>{PARAGRAPHS}</div>{asks}</div>").lead is None


@pytest.mark.parametrize("trail", ["", "<ol class='breadcrumb'><li><a href='/'>Trang chủ</a></li><li>Tin</li></ol>"])
def test_a_clock_above_the_headline_goes_behind_the_stamp_below_it(trail: str) -> None:
    assert around(above=STAMP, before=CLOCK + trail).published == "05/6/2021"


def test_a_clock_above_the_breadcrumb_is_no_stamp() -> None:
    trail = "<ol class='breadcrumb'><li><a href='/'>Trang chủ</a></li><li><a href='/tin'>Tin</a></li></ol>"
    assert around(before=CLOCK + trail).published is None


def test_a_stamp_above_the_headline_is_one_where_there_is_no_other() -> None:
    found = page(f"<div><div>05/06/2021 07:30</div><h1>{TITLE}</h1><div>{PARAGRAPHS}</div></div>")
    assert found.published == "05/06/2021 07:30"


def test_a_banner_amid_the_text_is_no_picture_of_the_article() -> None:
    banner = "<div><a href='http://quang-cao.example/x'><img src='/qc.gif' width='468' height='60'></a></div>"
    wide = "<p><a href='/anh/1.jpg'><img src='/anh/1.jpg' width='600' height='100'></a></p>"
    found = around(f"{PARTS[0]}{banner}{PARTS[1]}{wide}{PARTS[2]}")
    assert [image.url for image in found.images] == ["http://doan.example/anh/1.jpg"]


def test_a_sections_heading_above_the_headline_makes_no_list_of_an_article_that_the_newest_lead_to() -> None:
    newest = "".join(f"<li>{link}</li>" for link in LINKS)
    own = f"<li><a href='/tin-hoat-dong/61-doan-xa-hoa-loi-trao-muoi-goc-hoc-tap-cho-em-nho.html'>{TITLE}</a></li>"
    found = page(
        f"<ul>{own}{newest}</ul><article>"
        "<h2><a href='/tin-noi-bat'>Tin hoạt động và sự kiện nổi bật trong tỉnh</a></h2>"
        f"<h1>{TITLE}</h1>{PARAGRAPHS}</article>"
    )
    assert found.title == TITLE
