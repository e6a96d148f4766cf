"""What a theme's names tell elsewhere, told by the page itself: values for programs, captions, ends of breadcrumbs."""

from crawler.extract.markup.decode import parse_page
from crawler.extract.reader import read
from crawler.profiles import Profile
from tests.crawler.extract.plain_pages import PARAGRAPHS, PARTS, TEXT, TITLE, around, page

MACHINE = (
    "<span itemprop='datePublished'>2021-06-05T07:30:00+07:00</span><span itemprop='mainEntityOfPage'>"
    "http://doan.example/tin-hoat-dong/61-doan-xa-hoa-loi-trao-muoi-goc-hoc-tap-cho-em-nho.html"
    "</span><span itemprop='image'>/themes/no_image.gif</span><span itemprop='description'>" + TITLE + "</span><div "
    "itemprop='publisher'><span itemprop='name'>Huyện đoàn Mẫu</span><span itemprop='logo'><span itemprop='url'>"
    "http://doan.example/logo.png</span></span></div>"
)


def test_microdata_that_only_a_style_sheet_hides_is_no_text() -> None:
    found = page(
        f"<div><h1 itemprop='headline'>{TITLE}</h1>{MACHINE}<div><div>Thứ bảy - 05/06/2021 07:30 "
        f"<span>Số lần xem: 203</span></div></div><div>{PARAGRAPHS}</div></div>"
    )
    assert (found.published, found.read_count, found.lead) == ("Thứ bảy - 05/06/2021 07:30", "203", None)


def test_a_visible_day_in_microdata_stays() -> None:
    found = around(above="<p>Ngày đăng: <span itemprop='datePublished'>05/06/2021</span></p>")
    assert found.published == "05/06/2021"


def test_a_plain_headline_that_the_address_spells_goes_before_a_sentence_that_spells_it_too() -> None:
    url = "http://doan.example/van-ban/thong-bao-ket-qua-hoi-thi-tin-hoc-tre-lan-thu-2/"
    body = (
        "<div>Thông báo kết quả Hội thi Tin học trẻ lần thứ 2</div><div><p><b>Ban Tổ chức Hội thi Tin học trẻ "
        f"lần thứ 2 thông báo kết quả.</b></p>{PARAGRAPHS}</div>"
    )
    reading = read(parse_page(f"<body>{body}</body>".encode(), None, url), Profile("mau", "", ("doan.example",)))
    assert reading.article is not None
    assert reading.article.title == "Thông báo kết quả Hội thi Tin học trẻ lần thứ 2"
    assert reading.article.lead == "Ban Tổ chức Hội thi Tin học trẻ lần thứ 2 thông báo kết quả."


def test_a_headline_is_told_by_the_end_of_the_breadcrumb_and_by_the_details_below_it() -> None:
    trail = f"<ol class='breadcrumb'><li><a href='/'>Trang chủ</a></li><li>{TITLE}</li></ol>"
    details = "<dl><dt>Chi tiết</dt><dd>Được viết bởi: Super User</dd><dd>Được đăng: 05/6/2021</dd></dl>"
    for before, below in ((trail, "<p>Tin ảnh</p>" * 5), ("", details)):
        body = f"{before}<div><p><b>{TITLE}</b></p>{below}<p><b>{TEXT[0]}</b></p>{PARTS[1]}{PARTS[2]}</div>"
        url = "http://doan.example/index.php?id=61"
        reading = read(parse_page(f"<body>{body}</body>".encode(), None, url), Profile("mau", "", ("doan.example",)))
        assert reading.article is not None
        assert (reading.article.title, reading.article.lead) == (TITLE, TEXT[0])


def test_a_plain_headline_above_tools_or_a_lead_is_one() -> None:
    tools = "<div><a href='/in'>Bản in</a> <a href='/gui'>Gửi email</a></div>"
    for between in (tools, f"<div>{TEXT[0]}</div>"):
        body = f"<div><div>{TITLE}</div>{between}<div>{PARAGRAPHS}</div></div>"
        url = "http://doan.example/index.php?id=61"
        reading = read(parse_page(f"<body>{body}</body>".encode(), None, url), Profile("mau", "", ("doan.example",)))
        assert reading.article is not None
        assert reading.article.title == TITLE


def test_a_section_at_the_end_of_the_breadcrumb_is_no_headline() -> None:
    section = "Phong trào thi đua yêu nước"
    body = (
        f"<ul><li><a href='/phong-trao'>{section}</a></li></ul>"
        "<ol class='breadcrumb'><li><a href='/'>Trang chủ</a></li>"
        f"<li>{section}</li></ol><div><h3>{section}</h3><h1>{TITLE}</h1>{PARAGRAPHS}</div>"
    )
    assert page(body).title == TITLE


def test_the_box_of_a_whole_post_is_no_box_of_tags() -> None:
    file = "<p><a href='/uploads/ke-hoach.pdf'>Tải về: ke-hoach.pdf</a></p>"
    found = page(
        f"<div class='post-61 post type-post hentry tag-doan-vien'><h1>{TITLE}</h1><div class='entry-content'>"
        f"{PARAGRAPHS}{file}</div><div class='tags-links'><a rel='tag' href='/tag/doan-vien'>đoàn viên</a></div></div>"
    )
    assert found.tags == ("đoàn viên",)
    assert [attachment.name for attachment in found.attachments] == ["ke-hoach.pdf"]


def test_the_body_that_a_template_names_is_read_inside_a_box_named_like_a_sidebar() -> None:
    found = page(f"<h1>{TITLE}</h1><div class='sidebar left'><div class='node__content'>{PARAGRAPHS}</div></div>")
    assert found.title == TITLE


def test_a_line_in_one_box_with_a_picture_is_its_caption() -> None:
    picture = "<div><img src='/anh/1.jpg' width='480'><div>Đoàn viên kéo dây điện dọc tuyến đường ấp Hai</div></div>"
    found = around(f"{PARTS[0]}{picture}{PARTS[1]}{PARTS[2]}")
    assert [image.caption for image in found.images] == ["Đoàn viên kéo dây điện dọc tuyến đường ấp Hai"]


def test_a_layout_around_tables_with_pictures_is_no_box_of_a_picture() -> None:
    pictures = [
        f"<table><tr><td><img src='/anh/{n}.jpg' width='480'></td></tr>"
        f"<tr><td>Các em nhỏ nhận quà lần {n}</td></tr></table>"
        for n in (1, 2)
    ]
    text = f"{PARTS[0]}{pictures[0]}{PARTS[1]}{pictures[1]}{PARTS[2]}"
    found = around(f"<div class='entry-content'><table><tr><td>{text}</td></tr></table></div>")
    assert [image.caption for image in found.images] == ["Các em nhỏ nhận quà lần 1", "Các em nhỏ nhận quà lần 2"]


def test_a_short_text_in_a_layout_table_is_no_caption() -> None:
    picture = "<center><img src='/anh/1.jpg' width='480'></center>"
    for text in (f"{PARTS[0]}{picture}{PARTS[1]}{PARTS[2]}", f"{picture}{PARAGRAPHS}"):
        found = around(f"<div class='entry-content'><table><tr><td>{text}</td></tr></table></div>")
        assert [image.caption for image in found.images] == [None]


def test_a_text_that_is_centred_as_a_whole_has_no_caption_in_its_first_line() -> None:
    lines = "<br>".join(TEXT)
    found = around(f"<p align='center'><img src='/anh/1.jpg' width='480'><br>{lines}</p>")
    assert [image.caption for image in found.images] == [None]


def test_a_label_set_in_a_font_stands_beside_its_value() -> None:
    source = "<div><div><span style='font-size:14px'>Nguồn</span></div><div>Tỉnh đoàn Kiên Giang</div></div>"
    assert around(below=source).source == "Tỉnh đoàn Kiên Giang"
