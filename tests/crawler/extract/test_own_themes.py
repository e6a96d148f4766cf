"""Themes written for one site: a headline in a paragraph, a section beside the stamp, a label with its section."""

from crawler.article import RawArticle
from crawler.extract.markup.decode import parse_page
from crawler.extract.reader import read
from crawler.profiles import Profile

TITLE = "Đoàn xã ra quân ngày Chủ nhật xanh lần thứ hai"
TEXT = tuple(
    f"Sáng ngày 12/3/2024, hơn {n}0 đoàn viên đã dọn vệ sinh tuyến đường liên ấp và trồng cây xanh."
    for n in range(2, 8)
)
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in TEXT)
CARDS = "".join(
    f'<div class="card"><figure><a href="/tin/{n}.html"><img src="/nho/{n}.jpg"></a></figure><h4>'
    f'<a href="/tin/{n}.html">'
    f"Tuổi trẻ xã số {n} giúp dân gặt lúa chạy bão</a></h4></div>"
    for n in (5, 6, 7)
)
MENU = "".join(
    f'<li><a href="/{path}">{name}</a></li>'
    for path, name in (
        ("", "Trang chủ"),
        ("tin-hoat-dong", "Tin hoạt động"),
        ("guong-sang", "Gương sáng"),
        ("van-ban", "Văn bản"),
        ("lien-he", "Liên hệ"),
    )
)


def article(body: str) -> RawArticle:
    profile = Profile(slug="thu", name="Tỉnh đoàn Thử", hosts=("a.vn",))
    page = f"<body><div><ul>{MENU}</ul></div>{body}<div>Bản quyền thuộc Tỉnh đoàn Thử</div></body>"
    found = read(parse_page(page.encode(), "text/html; charset=utf-8", "http://a.vn/tin/1.html"), profile).article
    assert found is not None
    assert (found.title, found.paragraphs) == (TITLE, TEXT)
    return found


def test_a_headline_in_a_paragraph_below_its_trail() -> None:
    trail = f'<a href="/">Trang chủ</a> / <a href="/tin-hoat-dong">Tin hoạt động</a> / <b>{TITLE}</b>'
    found = article(
        f'<div><div>{trail}</div><div><p class="t1">{TITLE}</p><div>Ngày đăng: 12/05/2025</div>{PARAGRAPHS}<div><span>'
        f'Chia sẻ: </span><a href=""><i></i></a></div><div><p>Bài viết khác</p>{CARDS}</div></div></div>'
    )
    assert (found.published, found.section, len(found.related), found.images) == ("12/05/2025", "Tin hoạt động", 3, ())


def test_a_section_between_stamp_and_count_is_told_by_the_menu() -> None:
    row = '12/05/2025 | <a href="/tin-hoat-dong">Tin hoạt động</a> | Lượt xem 371'
    found = article(f"<article><h1>{TITLE}</h1><p>{row}</p><div>{PARAGRAPHS}</div></article>")
    assert (found.published, found.section, found.read_count) == ("12/05/2025", "Tin hoạt động", "371")


def test_of_several_links_to_sections_none_is_taken() -> None:
    row = '12/05/2025 | <a href="/tin-hoat-dong">Tin hoạt động</a> | <a href="/guong-sang">Gương sáng</a>'
    assert article(f"<article><h1>{TITLE}</h1><p>{row}</p><div>{PARAGRAPHS}</div></article>").section is None


def test_a_label_with_its_section_opens_a_list_whose_pictures_are_none_of_the_article() -> None:
    label = '<span>Tin cùng chuyên mục <a href="/guong-sang">Gương sáng</a></span> <a href="/het">Xem tất cả</a>'
    found = article(
        f"<div><h1>{TITLE}</h1><p>08:30 12/05/2025</p>{PARAGRAPHS}"
        f'<div class="tag"><a href="/tag/hien-mau"># hiến máu</a></div>'
        f"<div><div>{label}</div><div>{CARDS}</div></div></div>"
    )
    assert [(str(link.kind), link.url[-7:]) for link in found.related] == [
        ("same_section", f"/{n}.html") for n in (5, 6, 7)
    ]
    assert (found.tags, found.images) == (("hiến máu",), ())
