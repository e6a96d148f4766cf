"""What others put into a page: flagged, and read as if it were not there."""

import pytest

from crawler.article import Flag, FlagKind, RawArticle
from crawler.extract.markup.decode import parse_page
from crawler.extract.reader import read
from crawler.profiles import Profile

PROFILE = Profile("mau", "Tỉnh đoàn Mẫu", ("tinhdoan.example",))
TITLE = "Tuổi trẻ toàn tỉnh ra quân trồng cây đầu xuân"
FIRST = "Sáng 12/3, hơn 300 đoàn viên đã trồng 1.200 cây xanh dọc tuyến đường liên xã vừa hoàn thành."
LAST = (
    "Tỉnh đoàn đề nghị các cơ sở Đoàn phân công chi đoàn chăm sóc số cây đã trồng đến hết mùa khô, gắn biển tên cho "
    "từng đoạn đường và báo cáo kết quả về Ban Thường vụ Tỉnh đoàn trước ngày 30/4."
)
COMMERCIAL, HIDDEN, BARE = FlagKind.COMMERCIAL_LINK, FlagKind.HIDDEN_TEXT, FlagKind.UNACCENTED_ANCHOR


def article(middle: str, after: str = "", before: str = "") -> RawArticle:
    body = f"{before}<div><h1>{TITLE}</h1><p>{FIRST}</p>{middle}<p>{LAST}</p></div>{after}"
    page = f"<html><head><title>x</title></head><body>{body}</body></html>"
    reading = read(
        parse_page(page.encode(), "text/html; charset=utf-8", "https://tinhdoan.example/trong-cay-1.html"), PROFILE
    )
    assert reading.article is not None
    return reading.article


#: Around what was put in: a sentence that goes on behind it.
BEFORE, AFTER = "Coi trọng giáo dục ", ", đạo đức, lối sống cho thanh thiếu nhi trong tình hình mới."
SPOILT = [
    (
        '<a href="http://ban-hang.example/">Thiết kế nội thất phòng ngủ đẹp</a>',
        Flag(COMMERCIAL, "Thiết kế nội thất phòng ngủ đẹp", "http://ban-hang.example/"),
    ),
    ('<a href="http://xa-la.example/">thu thap y kien</a>', Flag(BARE, "thu thap y kien", "http://xa-la.example/")),
    (
        '<span style="font-size:0px">nhà cái uy tín nạp tiền nhanh</span>',
        Flag(HIDDEN, "nhà cái uy tín nạp tiền nhanh"),
    ),
    (
        '<div style="position:absolute; left:-9999px"><a href="http://xa-la.example/">đọc thêm bài này</a></div>',
        Flag(HIDDEN, "đọc thêm bài này", "http://xa-la.example/"),
    ),
    (
        '<span style="display: none">xem <a href="http://xa-la.example/">kèo nhà cái</a></span>',
        Flag(HIDDEN, "xem kèo nhà cái", "http://xa-la.example/"),
    ),
]


@pytest.mark.parametrize(("spam", "flag"), SPOILT, ids=lambda value: getattr(value, "text", ""))
def test_what_was_put_into_a_sentence_is_flagged_and_not_read(spam: str, flag: Flag) -> None:
    found = article(f"<p>{BEFORE}{spam}{AFTER}</p>")
    assert found.flags == (flag,)
    text = " ".join(found.paragraphs)
    assert flag.text not in text
    assert flag.text not in found.body_html
    assert "đạo đức, lối sống cho thanh thiếu nhi" in text


def test_a_bare_anchor_that_sells_is_flagged_wherever_it_stands() -> None:
    found = article("", before='<a href="http://ban-hang.example/ks">khach san bac ninh</a>')
    assert found.flags == (Flag(COMMERCIAL, "khach san bac ninh", "http://ban-hang.example/ks"),)


def test_a_link_that_sells_is_no_related_article() -> None:
    spam = '<li><a href="http://ban-hang.example/">vay tien nhanh trong ngay khong the chap</a></li>'
    listed = '<li><a href="/tin-2.html">Xã đoàn Tân Hòa trao mái ấm cho đoàn viên</a></li>'
    found = article("", after=f"<div><h3>Tin liên quan</h3><ul>{spam}{listed}</ul></div>")
    assert [link.url for link in found.related] == ["https://tinhdoan.example/tin-2.html"]
    assert [flag.kind for flag in found.flags] == [COMMERCIAL]


@pytest.mark.parametrize(
    "sentence",
    [
        'Chi tiết tại <a href="https://doan.gov.vn/ke-hoach">trang cua trung uong</a> và các kênh của Đoàn các cấp.',
        'Bạn đọc xem thêm trên <a href="https://bao.example/bai-1">Báo Tuổi trẻ Thủ đô</a> số ra ngày 12/3 vừa qua.',
        'Đoàn viên <a href="/thue-xe">thuê xe</a> chở cây giống từ vườn ươm của huyện về các xã vùng cao trong tỉnh.',
        'Ảnh: <span style="display:none">ghi chú của ban biên tập</span> đoàn viên trồng cây ở xã Tân Lập.',
    ],
)
def test_links_in_good_faith_are_none(sentence: str) -> None:
    assert article(f"<p>{sentence}</p>").flags == ()


def test_the_maker_of_the_site_is_no_spam() -> None:
    found = article(
        "", after='<div id="footer">© <a href="https://may.example/">Thiết kế web bởi Công ty Mây</a></div>'
    )
    assert found.flags == ()
