"""Pages that are lists or the site's own though they print running text: none of them is an article."""

import pytest

from crawler.extract.generic import read_generic
from crawler.extract.markup.decode import parse_page
from crawler.extract.reading import Reading
from crawler.profiles import Profile
from tests.crawler.extract.plain_pages import OTHERS, PARAGRAPHS, TEXT

NAME = "Tin hoạt động"
MENU = "<ul><li><a href='/'>Trang chủ</a></li><li><a href='/tin-hoat-dong'>Tin hoạt động</a></li></ul>"


def read(body: str, path: str = "/tin-hoat-dong") -> Reading:
    markup = f"<html><head><title>{NAME}</title></head><body>{MENU}<div>{body}</div></body></html>"
    page = parse_page(markup.encode(), "text/html; charset=utf-8", f"http://doan.example{path}")
    return read_generic(page, Profile("mau", "Huyện đoàn Mẫu", ("doan.example",)))


def test_teasers_that_end_in_a_link_to_more() -> None:
    cards = "".join(
        f"<div><h2><a href='/tin/{n}-bai'>{other} {n}</a></h2><p>{TEXT[0]}</p><a href='/tin/{n}-bai'>Xem thêm</a></div>"
        for n, other in enumerate(OTHERS * 2)
    )
    assert str(read(f"<h1>{NAME}</h1>{cards}").kind) == "listing"


def test_a_section_that_prints_its_only_article_whole() -> None:
    article = f"<div><h2><a href='/tin/70-bai'>{OTHERS[0]}</a></h2><div>05/06/2021</div>{PARAGRAPHS}</div>"
    assert str(read(f"<h1>{NAME}</h1>{article}").kind) == "listing"


@pytest.mark.parametrize(
    ("href", "kind"), [("/tin-hoat-dong/61-bai.html", "listing"), ("/tin-hoat-dong/1-tin.html", "article")]
)
def test_a_section_numbered_like_an_article(href: str, kind: str) -> None:
    own = "/tin-hoat-dong/1-tin.html"
    menu = f"<ul><li><a href='/'>Trang chủ</a></li><li><a href='{own}'>{NAME}</a></li></ul>"
    article = f"<div><h2><a href='{href}'>{OTHERS[0]}</a></h2><div>05/06/2021 08:00</div>{PARAGRAPHS}</div>"
    assert str(read(f"{menu}<h1>{NAME}</h1>{article}", own).kind) == kind


def test_a_table_of_documents() -> None:
    said = "Kế hoạch tổ chức Tháng Thanh niên trên địa bàn huyện Hòa Lợi và các xã, thị trấn trực thuộc."
    rows = "".join(
        f"<tr><td><a href='/vb/{n}'>{n}-KH/ĐTN</a></td><td>0{n}/06/2021</td><td>{said}</td></tr>" for n in range(1, 8)
    )
    assert str(read(f"<h1>Văn bản</h1><table>{rows}</table>", "/vanban.php?loai=2").kind) == "listing"


def test_the_week_s_calendar_without_any_mark_of_an_article() -> None:
    days = "".join(f"<tr><td>Thứ {day}</td><td>8h00: {TEXT[1]}</td></tr>" for day in ("hai", "ba", "tư", "năm"))
    assert str(read(f"<h1>Lịch công tác tuần 23</h1><table>{days}</table>", "/lich-cong-tac").kind) == "page"


def test_an_article_with_a_table_is_one() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>Xã số {n}</td><td><a href='/xa/{n}'>Xem</a></td></tr>" for n in range(5))
    found = read(f"<h1>{OTHERS[0]}</h1><div>{PARAGRAPHS}<table>{rows}</table></div>", "/tin/70-hoi-thi.html")
    assert str(found.kind) == "article"
