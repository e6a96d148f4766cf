"""Articles that are forms with fields, as Drupal prints them: labels of parts, terms below the text, links of tools."""

import pytest

from crawler.extract.identity import identity_of
from crawler.extract.markup.decode import parse_page
from crawler.extract.reader import read
from crawler.profile_files import with_family
from crawler.profiles import Profile
from tests.crawler.extract.plain_pages import LINKS, PARAGRAPHS, TEXT, TITLE, URL, around, page

LEAD = "Mười góc học tập vừa được Đoàn xã Hòa Lợi trao tận nhà cho các em nhỏ có hoàn cảnh khó khăn."
AUTHOR = "<p align='right'><strong>Thanh Trúc</strong></p>"
COUNT = "<ul><li><span>371 lần đọc</span></li></ul>"
MENU = "".join(
    f"<li><a href='/{where}'>{name}</a></li>"
    for where, name in (("", "Trang chủ"), ("tin", "Tin hoạt động"), ("guong", "Gương sáng"), ("lien-he", "Liên hệ"))
)
OTHER_URLS = [f"http://doan.example/tin/{number}-bai.html" for number in (70, 71, 72)]


@pytest.mark.parametrize("label", ["Tóm tắt", "Tóm tắt:", "Nội dung", "Nội dung chi tiết:"])
def test_the_label_of_a_part_is_no_text(label: str) -> None:
    found = around(above=f"<div><div>{label}</div><div><p>{LEAD}</p></div></div>")
    assert found.lead == LEAD


@pytest.mark.parametrize(
    "notice",
    [
        "<a href='/user/login'>Đăng nhập</a> hoặc <a href='/user/register'>đăng ký</a> để gửi bình luận",
        "<a href='/user/login'>Đăng nhập</a> để viết ý kiến",
        "<a href='/user/login'>Log in</a> or <a href='/user/register'>register</a> to post comments",
    ],
)
def test_to_whom_comments_are_open_is_no_text(notice: str) -> None:
    found = around(PARAGRAPHS + AUTHOR + f"<ul><li>{notice}</li><li>371 lần đọc</li></ul>")
    assert (found.byline, found.read_count) == ("Thanh Trúc", "371")


def test_a_count_behind_files_terms_and_a_bar_of_tools() -> None:
    files = "".join(f"<tr><td><a href='/f/{n}.pdf'>{n}.pdf</a></td><td>58 KB</td></tr>" for n in "abc")
    tools = "<div>Chia sẻ:</div>" + "".join(f"<li><a href='/t/{n}'>{n}</a></li>" for n in ("Facebook", "Twitter"))
    tools += "<li><a href='/print/1'>Bản in</a></li><li><a href='/mail/1'>Gửi cho bạn bè</a></li>"
    below = f"<div>Tệp đính kèm:</div><table><tr><th>Đính kèm</th><th>Kích cỡ</th></tr>{files}</table>{tools}{COUNT}"
    assert around(PARAGRAPHS + AUTHOR, below=below).read_count == "371"


def test_the_head_of_a_list_that_is_a_table_is_none_of_its_rows() -> None:
    rows = "".join(f"<tr><td>{link}</td><td>15/10/2021 - 13:21</td></tr>" for link in LINKS)
    head = "<tr><th>Tiêu đề</th><th>Ngày đăng</th></tr>"
    found = around(below=f"<div><h2>Tin cùng chuyên mục</h2><table>{head}{rows}</table></div>")
    assert [link.url for link in found.related] == OTHER_URLS


def test_a_picture_is_kept_in_a_box_that_is_named_after_its_sidebars() -> None:
    picture = "<div><img src='/anh.jpg' width='480' height='319'></div>"
    body = f"<h1>{TITLE}</h1><div><p>{LEAD}</p></div>{picture}<div class='field-name-body'>{PARAGRAPHS}</div>"
    found = page(f"<div class='sidebars'><div>{body}</div></div>")
    assert [image.url for image in found.images] == ["http://doan.example/anh.jpg"]


@pytest.mark.parametrize(
    "portrait",
    [
        "<div class='user-picture'><a href='/vi/mau'><img src='/p/mau.jpg'></a></div>",
        "<a href='/user/1'><img src='/p/mau.jpg'></a>",
        "<div class='node__author-image'><img src='/p/mau.jpg'></div>",
    ],
)
def test_the_portrait_of_the_account_is_no_picture_of_the_article(portrait: str) -> None:
    assert around(above=f"<div>{portrait}Đăng bởi admin ngày 05/06/2021</div>").images == ()


@pytest.mark.parametrize("word", ["on", "vào", "ngày"])
def test_an_account_before_a_stamp_with_its_weekday(word: str) -> None:
    found = around(above=f"<div>By Thanh Trúc {word} T7, 06/05/2021 - 08:30</div>")
    assert (found.byline, found.published) == ("Thanh Trúc", "T7, 06/05/2021 - 08:30")


def test_two_dashes_part_the_stamp_from_the_account() -> None:
    found = around(above="<div>05/06/2021 -- Thanh Trúc</div>")
    assert (found.byline, found.published) == ("Thanh Trúc", "05/06/2021")


def test_links_of_an_article_in_a_nav_may_say_how_often_it_was_read() -> None:
    login = "<li><a href='/user/login'>Đăng nhập</a> để gửi bình luận</li>"
    nav = f"<nav><ul>{login}<li>371 lần đọc</li></ul></nav>"
    found = page(f"<article><h1>{TITLE}</h1><div>{PARAGRAPHS}</div>{nav}</article>")
    assert found.read_count == "371"


def test_the_section_among_the_terms_below_a_text() -> None:
    terms = "<li><a rel='tag' href='/guong'>Gương sáng</a></li><li><a rel='tag' href='/t/5'>hiến máu</a></li>"
    found = page(f"<ul>{MENU}</ul><div><h1>{TITLE}</h1><div>{PARAGRAPHS}</div><ul>{terms}</ul></div>")
    assert (found.section, found.tags) == ("Gương sáng", ("hiến máu",))


def test_of_two_terms_that_the_menu_has_none_is_the_section() -> None:
    terms = "<li><a rel='tag' href='/guong'>Gương sáng</a></li><li><a rel='tag' href='/tin'>Tin hoạt động</a></li>"
    found = page(f"<ul>{MENU}</ul><div><h1>{TITLE}</h1><div>{PARAGRAPHS}</div><ul>{terms}</ul></div>")
    assert (found.section, found.tags) == (None, ("Gương sáng", "Tin hoạt động"))


def test_tabs_that_are_opened_by_the_server_lead_to_their_own_page() -> None:
    tabs = "".join(
        f"<li><a href='{URL}?tab={number}#tabs'>{name}</a></li>"
        for number, name in enumerate(("Tin liên quan", "Tin mới nhất"))
    )
    other = "<a href='/tin/90-bai.html'>Hội trại tòng quân rộn ràng trước giờ giao quân</a>"
    boxes = (
        f"<div><ul>{''.join(f'<li>{link}</li>' for link in LINKS)}</ul></div><div class='quicktabs-hide'>{other}</div>"
    )
    found = around(below=f"<div><ul>{tabs}</ul><div>{boxes}</div></div>")
    assert [link.url for link in found.related] == OTHER_URLS


def test_the_number_of_a_node_that_only_its_box_tells() -> None:
    found = page(
        f"<div id='node-318'><h1>{TITLE}</h1><div>{PARAGRAPHS}</div></div>".replace("'node-318'", '"node-318"')
    )
    assert (found.id_space, found.source_id) == ("node", "318")
    assert len(found.paragraphs) == len(TEXT)


def test_comments_that_only_their_permanent_links_tell() -> None:
    comment = "Bài viết rất hay, mong các bạn đoàn viên tiếp tục phát huy trong thời gian tới nhé."
    link = "<a href='/comment/5#comment-5'>Rất hay và ý nghĩa</a>"
    thread = (
        f"<div><h2>Bình luận</h2><div><p>Nguyễn Văn Khách</p><h3>{link}</h3><div><p>{comment}</p></div></div></div>"
    )
    text = f"<div><div><p>{LEAD}</p></div><div>{PARAGRAPHS}</div></div>"
    found = page(f"<div><h1>{TITLE}</h1></div><article>{text}{thread}</article>")
    assert found.lead == LEAD


@pytest.mark.parametrize("kind", ["page", "book", "webform"])
def test_what_drupal_calls_no_news_is_a_page(kind: str) -> None:
    profile = with_family(Profile("mau", "Huyện đoàn Mẫu", ("doan.example",)), "drupal")
    markup = (
        f"<body class='page-node-type-{kind} path-node'><main><h1>{TITLE}</h1><div>{PARAGRAPHS}</div></main></body>"
    )
    assert read(parse_page(markup.encode(), "text/html; charset=utf-8", URL), profile).kind == "page"


@pytest.mark.parametrize("url", ["/tin-tuc/trao-muoi-goc", "/component/content/article/trao-muoi-goc?catid=8"])
def test_joomla_tells_search_engines_the_number_that_its_address_lacks(url: str) -> None:
    """Below each menu the article has another address; slashes may be escaped. A list names many."""
    profile = with_family(Profile("mau", "Huyện đoàn Mẫu", ("doan.example",)), "joomla")

    def identity(*ids: int) -> tuple[str, str | None]:
        graph = "".join(f'{{"@id":"http:\\/\\/doan.example\\/#\\/schema\\/com_content\\/article\\/{n}"}}' for n in ids)
        markup = f"<head><script type='application/ld+json'>{graph}</script></head><body><h1>{TITLE}</h1></body>"
        page = parse_page(markup.encode(), "text/html; charset=utf-8", f"http://doan.example{url}")
        found = identity_of(page, profile)
        return found.id_space, found.source_id

    assert identity(13) == ("joomla", "13")
    assert identity()[0] in ("path", "joomla/alias")
    assert identity(13, 14) == identity()
