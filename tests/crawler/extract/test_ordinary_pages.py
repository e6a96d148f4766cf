"""Ordinary pages that look a little like what other rules look for: lists, boxes beside the text, headings of menus."""

import pytest

from crawler.extract.generic import read_generic
from crawler.extract.markup.decode import parse_page
from crawler.extract.reading import Reading
from crawler.profile_files import with_family
from crawler.profiles import Profile
from tests.crawler.extract.plain_pages import LINKS, OTHERS, PARAGRAPHS, PARTS, TEXT, TITLE, around

STAMP = "<p>05/06/2021 08:30</p>"
MORE = ("Ra mắt câu lạc bộ thanh niên khởi nghiệp huyện Mẫu", "Tập huấn kỹ năng cho cán bộ Đoàn cơ sở", *OTHERS)
FIELDS = ("Số ký hiệu: 12-KH/TĐTN", "Ngày ban hành: 02/03/2024", "Trích yếu: Kế hoạch tổ chức Tháng Thanh niên")
WIDGET = f"<div><h3>Văn bản mới</h3>{''.join(f'<p>{field}</p>' for field in FIELDS)}</div>"
PICTURES = "<img src='/a.jpg'><p>Trồng cây</p><img src='/b.jpg'>"


def reading(body: str, path: str = "tin-tuc") -> Reading:
    profile = with_family(Profile("mau", "Huyện đoàn Mẫu", ("doan.example",)), "generic")
    markup = f"<html><head><title>Huyện đoàn Mẫu</title></head><body>{body}</body></html>"
    return read_generic(parse_page(markup.encode(), "text/html; charset=utf-8", f"http://doan.example/{path}"), profile)


@pytest.mark.parametrize(
    ("above", "kind"),
    [
        (f"<h1>Tin tức</h1><ul>{''.join(f'<li>{link}</li>' for link in (*LINKS, *LINKS))}</ul>", "listing"),
        ("<h1>Liên hệ</h1><p>Địa chỉ: 12 Lê Lợi</p><p>Điện thoại: 0123.456.789</p>", "empty"),
        (f"<h1>{TITLE}</h1>{STAMP}<iframe src='https://www.youtube.com/embed/abc'></iframe>", "article"),
        (f"<h1>{TITLE}</h1>{STAMP}{PICTURES}", "article"),
    ],
)
def test_a_box_with_the_newest_document_makes_no_document_of_a_page(above: str, kind: str) -> None:
    found = reading(f"<div>{above}</div>{WIDGET}")
    assert found.kind == kind
    assert found.article is None or (found.article.paragraphs, found.article.document_number) == ((), None)


def test_two_fields_at_the_end_of_news_are_told_there() -> None:
    found = reading(
        f"<div><h1>{TITLE}</h1>{STAMP}{PARAGRAPHS}<p>Số văn bản: 12-KH/TĐTN</p><p>Ngày ký: 2/3/2024</p></div>"
    )
    assert found.article is not None
    assert (found.article.kind, found.article.paragraphs[-2]) == ("article", "Số văn bản: 12-KH/TĐTN")


@pytest.mark.parametrize(
    "card",
    [
        "<div><a href='/album/{n}'><img src='/{n}.jpg'></a><p>{title}</p></div>",
        "<div onclick='play({n})'><img src='/{n}.jpg'><span>{title}</span></div>",
        "<div><a href='/tin/{n}'></a><img src='/{n}.jpg'><h3>{title}</h3></div>",
        "<div onclick='go({n})'><img src='/{n}.jpg'><b>{title}</b><i>1{n}/03/2024</i></div>",
        "<div><span>{title}</span><audio src='/{n}.mp3'></audio></div>",
    ],
)
def test_albums_videos_and_cards_are_neither_a_poem_nor_pictures(card: str) -> None:
    cards = "".join(card.format(n=number, title=title) for number, title in enumerate(MORE))
    assert reading(f"<div><h1>Thư viện</h1><div>{cards}</div></div>").article is None


@pytest.mark.parametrize(
    "after",
    [
        f"<p>{LINKS[0]}</p><p>Lượt xem: 512</p>",
        f"<p>Xem thêm: {LINKS[0]}</p><p>Đã xem: 512</p>",
        "<p><a href='http://a.example/1'>Theo Cổng thông tin Trung ương Đoàn</a></p><p>Số lượt xem: 512</p>",
        "<div><a href='/bac'>Học tập và làm theo tư tưởng, đạo đức Hồ Chí Minh</a> | Lượt xem: 512</div>",
    ],
)
def test_an_own_count_may_follow_a_link_in_the_box_of_the_text(after: str) -> None:
    found = reading(f"<div><h1>{TITLE}</h1>{STAMP}<div>{PARAGRAPHS}{after}</div></div>").article
    assert found is not None
    assert found.read_count == "512"


def test_the_hint_of_a_box_counts_what_all_of_its_line_says() -> None:
    assert around(below="<span title='Lượt xem'>512</span><span title='Bình luận'>3</span>").read_count is None
    assert around(above=f"{STAMP}<div><span title='Lượt xem'>512</span></div>").read_count == "512"


@pytest.mark.parametrize(
    "inside", ["Xem ảnh <a href='/anh'>tại đây</a>", "<a href='#a'>#</a>", "<a href='/a.jpg'></a>"]
)
def test_parts_of_a_text_in_boxes_of_their_own_are_no_cards(inside: str) -> None:
    parts = "".join(f"<article><h3>Phần mở đầu</h3>{part}<p>{inside}</p></article>" for part in PARTS)
    assert reading(f"<main><h1>{TITLE}</h1>{STAMP}{parts}</main>").kind == "article"


def test_a_text_above_cards_is_an_article() -> None:
    cards = "".join(f"<article><h3>{title}</h3>{PARTS[1]}<a href='/{title[:2]}'></a></article>" for title in OTHERS)
    assert reading(f"<main><h1>{TITLE}</h1>{STAMP}{PARTS[0]}{cards}</main>").kind == "article"


@pytest.mark.parametrize("name", ["Liên hệ", "Danh mục", "Tin mới", "Nổi bật"])
def test_entries_and_heads_of_menus_are_no_sections(name: str) -> None:
    assert around(before=f"<div class='category'>{name}</div>").section != name


def test_several_names_on_one_line_are_no_section() -> None:
    names = "<span class='category'>Tin trong tỉnh</span><span class='category'>Đoàn cơ sở</span>"
    assert "Đoàn cơ sở" not in (around(before=names).section or "")


def test_a_trail_without_links_is_no_menu() -> None:
    assert around(before="<div>Trang chủ » Đoàn - Hội » Góp ý dự thảo</div>").section == "Góp ý dự thảo"


def test_a_day_that_a_headline_ends_with_is_its_own() -> None:
    titles = (
        "Mít tinh kỷ niệm Ngày thành lập Đoàn <b>26/3/2024</b>",
        "Lịch tiếp công dân ngày <span>15/03/2024</span>",
    )
    links = "".join(f"<li><a href='/tin/{number}.html'>{title}</a></li>" for number, title in enumerate(titles))
    found = around(below=f"<h3>Tin liên quan</h3><ul>{links}</ul>").related
    assert [link.title[-10:].strip() for link in found] == ["26/3/2024", "15/03/2024"]


def test_a_contact_page_and_a_section_without_news_are_not_signed() -> None:
    for said in ("Mọi thông tin đóng góp của bạn đọc xin vui lòng gửi về địa chỉ dưới đây của Ban Biên tập.", TEXT[0]):
        assert (
            reading(f"<div><h1>Thông tin chung</h1><div><p>{said}</p><p>Tỉnh đoàn Mẫu</p></div></div>").article is None
        )


def test_a_sentence_that_begins_like_a_tool_is_text() -> None:
    found = reading(
        f"<div><h1>{TITLE}</h1>{STAMP}<div><h3>Nghe tin bão, lên đường</h3>{PARAGRAPHS}</div></div>"
    ).article
    assert found is not None
    assert found.paragraphs == ("Nghe tin bão, lên đường", *TEXT)


def test_the_foot_of_the_site_in_a_box_of_the_page_is_no_text() -> None:
    foot = (
        "<footer class='footer'><p>Trang tin hoạt động theo giấy phép do Sở Thông tin và Truyền thông cấp.</p></footer>"
    )
    found = reading(f"<article><h1>{TITLE}</h1>{STAMP}<div>{PARAGRAPHS}</div>{foot}</article>").article
    assert found is not None
    assert found.paragraphs == TEXT


def test_a_call_to_share_in_an_articles_foot_is_no_text() -> None:
    foot = "<footer class='post-footer'><p>Bài viết này hay? Hãy chia sẻ ngay với bạn bè của mình nhé.</p></footer>"
    found = reading(f"<main><article><h1>{TITLE}</h1>{STAMP}{PARAGRAPHS}{foot}</article></main>").article
    assert found is not None
    assert found.paragraphs == TEXT


def test_what_a_form_asks_for_is_no_poem() -> None:
    asked = ("Họ và tên của bạn", "Địa chỉ hộp thư của bạn", "Nội dung cần liên hệ", "Nhập mã bảo mật bên cạnh")
    form = f"<form>{''.join(f'<p>{label}</p>' for label in asked)}</form>"
    assert reading(f"<div><h1>Liên hệ</h1><p>Địa chỉ: 12 Lê Lợi</p>{form}</div>").article is None


def test_a_list_of_one_document_is_no_document() -> None:
    fields = f"<p>Số hiệu: 12-CV/TĐTN</p><p>Trích yếu: {LINKS[0]}</p><p>Ngày ban hành: 02/03/2024</p>"
    assert reading(f"<div><h1>Công văn</h1><div>{fields}</div></div>").article is None
