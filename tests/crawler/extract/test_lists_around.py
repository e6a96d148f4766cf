"""Lists around a text: of other articles under their labels or none, of places on the page, of files."""

import pytest

from crawler.article import RelatedState
from crawler.extract.generic import read_generic
from crawler.extract.markup.decode import parse_page
from crawler.profiles import Profile
from tests.crawler.extract.plain_pages import LINKS, OTHERS, PARAGRAPHS, PARTS, TEXT, TITLE, URL, around, page

LIST = "<ul>" + "".join(f"<li>{link}</li>" for link in LINKS) + "</ul>"


@pytest.mark.parametrize(
    "label",
    [
        "Bạn cũng có thể thích", "Các mục liên quan (theo thẻ)", "Tin tức cùng loại", "You may also like",
        "Văn bản liên quan", "Các thông tin khác:", "Tin hoạt động khác", "Các tin cùng chuyên đề", "Bài đọc thêm",
    ],
)  # fmt: skip
def test_labels_of_related_lists(label: str) -> None:
    for found in (
        around(below=f"<div><h3>{label}</h3>{LIST}</div>"),
        around(f"{PARAGRAPHS}<p><b>{label}</b></p>{LIST}"),
    ):
        assert [link.title for link in found.related] == list(OTHERS)


@pytest.mark.parametrize("heading", ["Các hoạt động khác", "Một số hình ảnh khác:", "Thông tin liên quan"])
def test_a_heading_amid_the_text_that_heads_no_list_is_text(heading: str) -> None:
    markup = f"<h1>{TITLE}</h1><div>{PARTS[0]}<p><b>{heading}</b></p>{PARTS[1]}{PARTS[2]}</div>"
    reading = read_generic(parse_page(markup.encode(), None, URL), Profile("mau", "", ("doan.example",)))
    assert reading.article is not None
    assert reading.article.paragraphs == (TEXT[0], heading, *TEXT[1:])


def test_a_short_link_that_is_a_paragraph_of_the_text_is_text() -> None:
    form = "<p><a href='/mau-phieu'>Tải mẫu phiếu đăng ký</a></p>"
    found = page(f"<h1>{TITLE}</h1><div>{PARAGRAPHS}{form}</div>", end=("Tải mẫu phiếu đăng ký",))
    assert found.related == ()


def test_a_heading_of_an_unlabelled_list_is_no_text() -> None:
    assert around(f"{PARAGRAPHS}<p><b>Đừng bỏ lỡ</b></p>{LIST}").related_state == RelatedState.ABSENT


@pytest.mark.parametrize(
    "line", ["<b>Xem thêm: {}</b>", "&gt;&gt;&gt; Xem thêm: {}", "<a href='/tin/70-bai.html'>Xem thêm: {text}</a>"]
)
def test_a_labelled_link_amid_the_text_is_related(line: str) -> None:
    found = around(f"{PARTS[0]}<p>{line.format(LINKS[0], text=OTHERS[0])}</p>{PARTS[1]}{PARTS[2]}")
    assert [link.title for link in found.related] == [OTHERS[0]]


def test_a_day_that_is_a_link_is_not_related() -> None:
    cards = "".join(f"<li><h3>{link}</h3><a href='/2021/06/'>5 Tháng Sáu, 2021</a></li>" for link in LINKS)
    found = around(below=f"<div><h4>Bài viết liên quan</h4><ul>{cards}</ul></div>")
    assert [link.title for link in found.related] == list(OTHERS)


@pytest.mark.parametrize(
    "turn",
    [
        f"<div><div><span>Bài trước</span>{LINKS[0]}</div><div><span>Bài tiếp theo</span>{LINKS[1]}</div></div>",
        f"<div><p>Bài trước: {LINKS[0]}</p><p>Bài sau: {LINKS[1]}</p></div>",
        f"<h4>Bài viết trước</h4>{LINKS[0]}<h4>Bài viết tiếp theo</h4>{LINKS[1]}",
        f"<p>Các mục khác: <a href='/70.html'>&laquo; {OTHERS[0]}</a> <a href='/71.html'>{OTHERS[1]} &raquo;</a></p>",
    ],
)
def test_articles_before_and_after_are_not_related(turn: str) -> None:
    assert around(below=turn).related == ()
    assert around(PARAGRAPHS + turn).related == ()


_ITEMS = (
    "<ul><li><a href='{0}#a'>1. Một việc nhỏ của chi đoàn</a></li><li><a href='{0}#b'>2. Hai việc lớn</a></li></ul>"
)


@pytest.mark.parametrize(
    "contents",
    [
        f"<div><p>Mục lục</p><a href='#'>Toggle</a></div><nav>{_ITEMS.format('')}</nav>",
        f"<div><p><b>Nội dung chính</b> [<a href='#'>ẩn</a>]</p>{_ITEMS.format('')}</div>",
        f"<p><b>Nội dung bài viết</b></p>{_ITEMS.format(URL)}",
    ],
)
def test_a_table_of_contents_is_no_text(contents: str) -> None:
    picture = "<p><img src='/a.jpg' width=600></p>"
    assert [image.caption for image in around(picture + contents + PARAGRAPHS).images] == [None]


@pytest.mark.parametrize("name", ["<a href='/author/tt/'>Thanh Trúc</a>", "<a href='/author/x/'>admin</a>"])
def test_who_wrote_it_told_in_a_box_is_no_text(name: str) -> None:
    told = "<p>Phó Bí thư Huyện đoàn Vĩnh Hòa, phụ trách trang tin điện tử từ năm 2018 đến nay.</p>"
    found = around(below=f"<div><h4>Giới thiệu tác giả</h4><h5>{name}</h5>{told}</div>")
    assert found.byline == ("Thanh Trúc" if "tt" in name else None)


def test_what_is_hidden_in_an_account_s_box_is_no_part_of_the_name() -> None:
    by = "<span itemprop='author'>Thanh Trúc<span style='display:none'>Huyện đoàn</span></span>"
    assert page(f"<div><h1>{TITLE}</h1><p>{by}</p><div>{PARAGRAPHS}</div></div>").byline == "Thanh Trúc"


def test_a_table_of_files_is_no_text() -> None:
    row = "<tr><td><a href='/u/kh12.pdf'>kh12.pdf</a></td><td>44.5 KB</td></tr>"
    table = f"<table><tr><th>Tập tin đính kèm</th><th>Dung lượng</th></tr>{row}</table>"
    assert [file.name for file in around(PARAGRAPHS + table).attachments] == ["kh12.pdf"]


DAY = "<span>(05/06/2021 09:17)</span>"


@pytest.mark.parametrize(
    "entries",
    [
        "<ul>" + "".join(f"<li>{link} {DAY}</li>" for link in LINKS) + "</ul>",
        "".join(f"<p>- {link} {DAY}</p>" for link in LINKS),
        "".join(f"<div>• {link}</div><div>05/06/2021</div>" for link in LINKS),
        "<ul>" + "".join(f"<li>05/06/2021: {link}</li>" for link in LINKS) + "</ul>",
    ],
)
def test_entries_beside_a_label_that_stands_alone(entries: str) -> None:
    for label in ("<p><strong>Những tin mới hơn</strong></p>", "<div><b>Các tin khác</b></div>"):
        assert [link.title for link in around(PARAGRAPHS + label + entries).related] == list(OTHERS)


def test_a_list_beside_its_label_ends_with_its_entries() -> None:
    far = f"<div><h3>Tin mới</h3><ul><li><a href='/tin/1-bai.html'>{TITLE} lần nữa</a></li></ul></div>"
    entries = "".join(f"<div>• {link} {DAY}</div>" for link in LINKS)
    article = f"<div><h1>{TITLE}</h1><div>{PARAGRAPHS}</div><div><b>Các tin khác</b></div>{entries}</div>"
    assert [link.title for link in page(f"<div>{article}{far}</div>").related] == list(OTHERS)


def test_a_section_above_the_headline_of_a_card_does_not_end_the_list() -> None:
    cards = "".join(f"<div><div>Phong trào</div><h3>{link}</h3><p>Tóm tắt ngắn của bài…</p></div>" for link in LINKS)
    found = around(below=f"<div><h4>Bài viết liên quan</h4>{cards}</div>")
    assert [link.title for link in found.related] == list(OTHERS)


def test_sections_of_other_articles_are_not_the_article_s() -> None:
    names = ("Tin Đoàn", "Phong trào", "Tin Hội")
    cards = "".join(
        f"<div><a href='/category/{n}/' rel='category tag'>{name}</a><h3>{LINKS[n]}</h3></div>"
        for n, name in enumerate(names)
    )
    assert around(below=f"<div><h4>Bài viết liên quan</h4>{cards}</div>").section is None
