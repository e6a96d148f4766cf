"""An article's page without any system's names: what tests put around its text is all that the page has."""

from crawler.article import RawArticle
from crawler.extract.generic import read_generic
from crawler.extract.markup.decode import parse_page
from crawler.profile_files import with_family
from crawler.profiles import Profile

TITLE = "Đoàn xã Hòa Lợi trao mười góc học tập cho em nhỏ"
TEXT = (
    "Sáng ngày 05/6/2021, Đoàn xã Hòa Lợi trao mười góc học tập cho các em có hoàn cảnh khó khăn trên địa bàn xã.",
    "Mỗi góc học tập gồm bàn, ghế, đèn và giá sách, do đoàn viên các chi đoàn ấp đóng trong những ngày nghỉ.",
    "Bí thư Đoàn xã cho biết từ nay đến cuối năm các chi đoàn sẽ làm thêm hai mươi góc học tập như thế.",
)
PARTS = tuple(f"<p>{text}</p>" for text in TEXT)
PARAGRAPHS = "".join(PARTS)
OTHERS = (
    "Hội thi rung chuông vàng của học sinh toàn huyện",
    "Chi đoàn ấp Ba thắp sáng hai kilômét đường quê",
    "Trao tặng công trình sân chơi cho thiếu nhi xã Vĩnh Phú",
)
LINKS = tuple(f"<a href='/tin/{70 + number}-bai.html'>{other}</a>" for number, other in enumerate(OTHERS))
URL = "http://doan.example/tin-hoat-dong/61-doan-xa-hoa-loi-trao-muoi-goc-hoc-tap-cho-em-nho.html"


def around(text: str = PARAGRAPHS, above: str = "", below: str = "", *, before: str = "") -> RawArticle:
    """The article of a page whose headline, what is ``above`` the ``text`` and ``below`` it stand in one box."""
    return page(f"{before}<div><h1>{TITLE}</h1>{above}<div>{text}</div>{below}</div>")


def page(body: str, family: str = "generic", head: str = "", end: tuple[str, ...] = ()) -> RawArticle:
    """The article of a page with this body; its title and text (with what is at its ``end``) must be read as they
    are."""
    profile = with_family(Profile("mau", "Huyện đoàn Mẫu", ("doan.example",)), family)
    markup = f"<html><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>"
    reading = read_generic(parse_page(markup.encode(), "text/html; charset=utf-8", URL), profile)
    assert reading.article is not None, reading.kind
    assert (reading.article.title, reading.article.paragraphs) == (TITLE, TEXT + end)
    return reading.article
