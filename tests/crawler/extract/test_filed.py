"""Section, tags and account where no class, ``rel`` or microdata names them."""

import pytest

from crawler.article import RawArticle
from crawler.extract.generic import read_generic
from crawler.extract.markup.decode import parse_page
from crawler.profile_files import for_url

URL = "http://tuoitre.example/guong-sang/thu-linh-thanh-nien-12.html"
TITLE = "Thủ lĩnh thanh niên nông thôn làm kinh tế giỏi"
TEXT = "".join(
    f"<p>Anh Lê Văn Lan cùng đoàn viên ấp {n} trồng thêm một vườn cây ăn trái trong năm nay.</p>" for n in "1234"
)


def article(before: str = "", after: str = "", url: str = URL) -> RawArticle:
    """The reading of a page without any names in its markup."""
    markup = f"<html><body><div>{before}</div><div><h1>{TITLE}</h1>{TEXT}</div><div>{after}</div></body></html>"
    read = read_generic(
        parse_page(markup.encode(), "text/html; charset=utf-8", url), for_url("http://tuoitre.example/")
    )
    assert read.article is not None
    return read.article


@pytest.mark.parametrize("label", ["Categorized as", "Chuyên mục:", "Đăng trong"])
def test_terms_stand_behind_their_labels_on_one_line(label: str) -> None:
    links = '<a href="/c/1">Gương sáng</a>', '<a href="/t/1">hiến máu</a>, <a href="/t/2">tuyên truyền</a>'
    found = article(after=f"<div>{label} {links[0]}<span>Tagged {links[1]}</span></div>")
    assert found.section == "Gương sáng"
    assert found.tags == ("hiến máu", "tuyên truyền")


def test_labels_of_a_sidebar_that_disagree_are_no_section() -> None:
    far = "<p>Ý kiến bạn đọc</p>" + "".join(f'<p><a href="/anh/{n}">Ảnh {n}</a></p>' for n in range(16))
    cards = far + "".join(f'<div><p>Chuyên mục: <a href="/c/{n}">Mục {n}</a></p></div>' for n in "12")
    assert article(after=cards, url="http://tuoitre.example/tin-12.html").section is None


_HOME = '<li><a href="/">Trang nhất</a></li><li><a href="/index.php?m=3">Gương sáng</a></li>'
_ROWS = "".join(f'<li><a href="/index.php?m={n}">Mục số {n}</a></li>' for n in range(6))


@pytest.mark.parametrize("trail", [f"<ul>{_ROWS}</ul><ul>{_HOME}</ul>", f"<ul>{_HOME}<li>{TITLE}</li></ul>"])
def test_a_short_list_of_links_from_home_is_the_trail(trail: str) -> None:
    assert article(trail, url="http://tuoitre.example/index.php?id=12").section == "Gương sáng"


def test_a_short_list_that_nothing_agrees_to_may_be_the_menu() -> None:
    assert article(f"<ul>{_HOME}</ul>", url="http://tuoitre.example/index.php?id=12").section is None


def test_a_section_in_a_row_of_values_is_told_by_its_address() -> None:
    row = '<a href="/x#respond">Để lại bình luận</a> / <a href="/category/guong-sang/">Gương sáng</a> / Bởi admin'
    body = f"<div><h1>{TITLE}</h1><div>{row} / 05/6/2021</div>{TEXT}</div>"
    page = parse_page(f"<body>{body}</body>".encode(), "text/html; charset=utf-8", "http://tuoitre.example/thu-12/")
    read = read_generic(page, for_url("http://tuoitre.example/")).article
    assert read is not None
    assert read.section == "Gương sáng"


def test_a_menu_is_no_trail() -> None:
    menu = "".join(f'<li><a href="/index.php?m={n}">Mục số {n}</a></li>' for n in range(6))
    found = article(f'<ul><li><a href="/">Trang chủ</a></li>{menu}</ul>', url="http://tuoitre.example/index.php?id=12")
    assert found.section is None


def test_a_bar_of_a_few_links_is_no_trail() -> None:
    bar = '<div><a href="/">Trang chủ</a> | <a href="/rss.php">RSS</a> | <a href="/lien-he.php">Liên hệ</a></div>'
    assert article(bar, url="http://tuoitre.example/index.php?id=12").section is None


def test_the_folder_is_called_what_leads_to_it() -> None:
    menu = '<a href="/">Trang chủ</a> <a href="/guong-sang/">Gương sáng</a> <a href="/hoi-doi/">Hội - Đội</a>'
    found = article(f"<div>{menu}</div>")
    assert found.section == "Gương sáng"
    assert found.provenance["section"].rule == "generic.section.folder"
    assert found.provenance["section"].confidence < 0.8


def test_an_account_is_told_by_its_address() -> None:
    found = article(after='<div>12/05/2020 <span>By <a href="/author/thu/">Minh Thư</a></span></div>')
    assert found.byline == "Minh Thư"
