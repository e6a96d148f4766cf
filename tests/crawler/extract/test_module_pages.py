"""Articles that modules of portals print: DotNetNuke's, Liferay's, those made by hand."""

import pytest

from crawler.discovery.urls import canonical, refusal
from crawler.extract.lists.filed import section_by_folder
from crawler.extract.markup.decode import parse_page
from crawler.extract.markup.metadata import title_parts
from crawler.profile_files import with_family
from crawler.profiles import Profile
from tests.crawler.extract.plain_pages import LINKS, PARAGRAPHS, TEXT, TITLE, URL, around, page

LEAD = "Mười góc học tập vừa được Đoàn xã Hòa Lợi trao tận nhà cho các em nhỏ có hoàn cảnh khó khăn."
OTHER_URLS = [f"http://doan.example/tin/{number}-bai.html" for number in (70, 71, 72)]
ROW = "By <a href='/u/2'>admin</a> @ 8:16 SA :: 371 Views :: <a href='/tin/1#Comments'>0 Comments</a>"


def test_a_row_of_a_time_and_counts_below_its_day() -> None:
    category = "<a href='/CategoryView/categoryId/5/guong.aspx'>Gương sáng</a>"
    rows = f"<td><a href='{URL}'>{TITLE}</a><br>{ROW} :: {category}</td>"
    trail = "<div id='breadcrumb'><a href='/tin-tuc'>Tin tức</a></div>"
    day = "<tr><td>Thứ tư, 05 Tháng 5 2021</td></tr>"
    found = page(f"{trail}<table>{day}<tr>{rows}</tr><tr><td><div>{PARAGRAPHS}</div></td></tr></table>")
    assert (found.published, found.read_count) == ("Thứ tư, 05 Tháng 5 2021 8:16 SA", "371")
    assert found.section == "Gương sáng"


def test_two_colons_between_blanks_part_values() -> None:
    found = around(above="<div>05/06/2021 08:30 :: 371 Views :: 0 Comments</div>")
    assert (found.published, found.read_count) == ("05/06/2021 08:30", "371")


def test_a_mark_between_the_headline_and_the_site_s_name() -> None:
    assert TITLE in title_parts(f"{TITLE} > Huyện đoàn Mẫu")


@pytest.mark.parametrize("between", [" ", "<img src='/anh.jpg' width='115' height='99'> "])
def test_a_stamp_that_only_its_box_parts_from_the_lead(between: str) -> None:
    opening = f"<p>{TITLE}</p><span>05/06/2021 08:30</span>{between}<b>{LEAD}</b>"
    found = page(f"<table><tr><td>{opening}<div>{PARAGRAPHS}</div></td></tr></table>")
    assert (found.published, found.lead) == ("05/06/2021 08:30", LEAD)


def test_related_headlines_that_only_styles_break_into_lines() -> None:
    found = around(below=f"<p><b><u>Các tin khác:</u></b></p><p>{' '.join(LINKS)}</p>")
    assert [link.url for link in found.related] == OTHER_URLS
    assert all(link.title and len(link.title) < 60 for link in found.related)


def test_what_an_article_is_filed_under_is_no_text() -> None:
    terms = "<a href='/term/3'>Gương sáng</a> <a href='/term/12'>hiến máu</a>"
    filed = f"<div><span><a href='/blog/1'>Tin tức</a><br>{terms}</span></div>"
    assert around(above=filed).paragraphs == TEXT


def test_the_category_that_the_menu_has_goes_before_a_trail_of_one_step() -> None:
    entries = (("", "Trang chủ"), ("tin", "Tin hoạt động"), ("guong", "Gương sáng"), ("lien-he", "Liên hệ"))
    menu = "".join(f"<li><a href='/{where}'>{name}</a></li>" for where, name in entries)
    trail = "<div id='breadcrumb'><a href='/tin-tuc'>Tin tức</a></div>"
    row = "<div><a href='/guong'>Gương sáng</a> <a href='/term/12'>hiến máu</a></div>"
    found = page(f"<ul>{menu}</ul>{trail}<div><h1>{TITLE}</h1>{row}<div>{PARAGRAPHS}</div></div>")
    assert found.section == "Gương sáng"


def test_the_folder_of_a_page_that_a_portlet_shows() -> None:
    url = "http://doan.example/web/guest/guong-sang/-/asset_publisher/a1/content/le-ra-quan"
    markup = "<body><a href='/web/guest/guong-sang'>Gương sáng</a></body>"
    root = parse_page(markup.encode(), "text/html; charset=utf-8", url).tree
    assert section_by_folder(root, url, url) == "Gương sáng"


def test_the_text_of_a_picture_is_no_lead() -> None:
    rows = ("<img src='/anh.jpg' width='200'>", "<span class='image_desc'>Quang cảnh buổi lễ</span>")
    picture = "".join(f"<tr><td>{row}</td></tr>" for row in rows)
    found = around(above=f"<table>{picture}</table><span class='story_teaser'>{LEAD}</span>")
    assert found.lead == LEAD


def test_a_headline_that_only_its_class_names() -> None:
    section = "<div class='title_cate'><a>Gương sáng</a></div>"
    cell = f"<table><tr><td><a class='tieu_de_tin'>{TITLE}</a></td></tr><tr><td>{PARAGRAPHS}</td></tr></table>"
    assert page(f"{section}{cell}").title == TITLE


_VIEW = "p_p_id=vcms&p_p_lifecycle=0&p_p_state=normal&p_p_mode=view"
_ARTICLE = "_vcms_struts_action=%2Fvcms%2Fview&_vcms_categoryId=3&_vcms_articleId=12&_vcms_cur=1"
_SENT = "_vcms_redirect=http%3A%2F%2Fdoan.example%2Fweb&inheritRedirect=false"


@pytest.mark.parametrize("machinery", ["p_p_col_id=column-2&p_p_col_pos=1&p_p_col_count=2", _SENT])
def test_addresses_of_portlets(machinery: str) -> None:
    profile = with_family(Profile("mau", "Huyện đoàn Mẫu", ("doan.example",)), "generic")
    url = canonical(f"http://doan.example/web/guest/tin?{_VIEW}&{machinery}&{_ARTICLE}", profile)
    assert url == f"http://doan.example/web/guest/tin?{_VIEW}&{_ARTICLE}"
    assert refusal(url, profile) is None


def test_a_category_below_the_label_of_related_news() -> None:
    entries = (
        ("", "Trang chủ"),
        ("tin?danhmuc=1", "Tin hoạt động"),
        ("tin?danhmuc=3", "Gương sáng"),
        ("lh", "Liên hệ"),
    )
    menu = "".join(f"<li><a href='/{where}'>{name}</a></li>" for where, name in entries)
    trail = "<div class='category-breadcrump'><ul><li><a href='/'>Huyện đoàn Mẫu</a></li></ul></div>"
    terms = "<span>Từ khóa: <a href='/tin?tag=mau'>hiến máu</a></span> <span>Chuyên mục, tin tức liên quan:</span>"
    filed = "<ul class='cat-lienquan'><li><a href='/tin?danhmuc=3'>Gương sáng</a></li></ul>"
    others = f"<ul>{''.join(f'<li>{link}</li>' for link in LINKS)}</ul>"
    article = f"<article><header class='title-article'>{TITLE}</header><div>{PARAGRAPHS}</div></article>"
    found = page(f"<ul>{menu}</ul>{trail}{article}<div>{terms}{filed}<div>{others}</div></div>")
    assert [link.url for link in found.related] == OTHER_URLS
    assert (found.section, found.tags) == ("Gương sáng", ("hiến máu",))


def test_an_address_that_names_a_category_beside_the_number_is_an_article_s() -> None:
    newest = (
        f"<li><a href='{URL}'>{TITLE}</a></li><li><a href='/tin?dinhdanh=7&cat=3'>Trao học bổng cho học sinh</a></li>"
    )
    found = page(f"<ul>{newest}</ul><div><h1>{TITLE}</h1><div>{PARAGRAPHS}</div></div>")
    assert found.section is None


def test_pictures_on_buttons_are_no_pictures_of_the_article() -> None:
    buttons = "<a href='#' title='Thu nhỏ'><img src='/icon/FontTSmall.png'></a> <a href='#'><img src='/anh.jpg'></a>"
    assert [image.url for image in around(above=f"<div>{buttons}</div>").images] == ["http://doan.example/anh.jpg"]


def test_terms_below_a_text_that_no_label_tells_are_no_text() -> None:
    author = "<p style='text-align: right'><strong>Thanh Trúc</strong></p>"
    terms = "<ul><li><a href='/t/5'>hiến máu</a></li><li><a href='/t/6'>học bổng</a></li></ul>"
    found = around(f"{PARAGRAPHS}{author}{terms}")
    assert found.byline == "Thanh Trúc"


@pytest.mark.parametrize("label", ["Nằm trong:", "Filed under:", "Xem theo nhãn:"])
def test_tags_told_by_their_addresses_behind_any_label(label: str) -> None:
    links = ", ".join(
        f"<a href='/@@search?Subject%3Alist={n}'>{name}</a>" for n, name in ((1, "hiến máu"), (2, "học bổng"))
    )
    found = around(
        PARAGRAPHS + "<p style='text-align: right'>Thanh Trúc</p>", below=f"<div><span>{label}</span> {links}</div>"
    )
    assert (found.tags, found.section, found.byline) == (("hiến máu", "học bổng"), None, "Thanh Trúc")


def test_tools_below_a_list_of_related_news_are_none_of_its_entries() -> None:
    others = "".join(f"<dd>{link}</dd>" for link in LINKS)
    tools = "<ul><li><a href='/tin/1/sendto_form'>Gửi bài này</a></li><li><a href='/tin/1/in'>In bài này</a></li></ul>"
    found = around(below=f"<div><dl><dt>Nội dung liên quan</dt>{others}</dl><div>{tools}</div></div>")
    assert [link.url for link in found.related] == OTHER_URLS
