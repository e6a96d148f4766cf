"""What stands right beside an article and is another one's; photographs and short texts that are articles alone."""

from crawler.extract.generic import read_generic
from crawler.extract.markup.decode import parse_page
from crawler.extract.reading import Reading
from crawler.profile_files import with_family
from crawler.profiles import Profile
from tests.crawler.extract.plain_pages import LINKS, OTHERS, PARAGRAPHS, PARTS, TEXT, TITLE, around, page

IMPRINT = "<p>HUYỆN ĐOÀN - Điện thoại: 02963.123.456</p>"


def reading(body: str, url: str = "http://doan.example/anh/61.html") -> Reading:
    profile = with_family(Profile("mau", "Huyện đoàn Mẫu", ("doan.example",)), "generic")
    markup = f"<html><head><title>Huyện đoàn Mẫu</title></head><body>{body}{IMPRINT}</body></html>"
    return read_generic(parse_page(markup.encode(), "text/html; charset=utf-8", url), profile)


def test_how_often_others_were_read_is_not_how_often_this_was() -> None:
    beside = "".join(f"<div>{link}<br><small>Lượt xem: {900 - n}</small></div>" for n, link in enumerate(LINKS))
    found = page(f"<div><h1>{TITLE}</h1><p>12/05/2020</p>{PARAGRAPHS}</div><div><h3>Xem nhiều</h3>{beside}</div>")
    assert (found.published, found.read_count) == ("12/05/2020", None)


def test_days_and_counts_around_headlines_are_no_part_of_the_list() -> None:
    rows = "".join(f"<p>[0{n + 1}/09/2018] {link} (Đã xem: {n + 20})</p>" for n, link in enumerate(LINKS))
    found = page(f"<div><h1>{TITLE}</h1><p>05/09/2018</p>{PARAGRAPHS}<p><b>Tin cũ hơn:</b></p>{rows}</div>")
    assert (tuple(link.title for link in found.related), found.read_count) == (OTHERS, None)


def test_cards_with_teasers_below_a_label_beside_the_link_to_all() -> None:
    cards = "".join(
        f"<div><div>{link}<p>{text}</p><i>09/11/2024</i></div></div>" for link, text in zip(LINKS, TEXT, strict=True)
    )
    label = '<div><h4>Tin cùng chuyên mục</h4><a href="/cm/tin">Xem tất cả</a></div>'
    found = page(f"<div><h1>{TITLE}</h1><p>08/11/2024</p>{PARAGRAPHS}{label}{cards}</div>")
    assert [(link.title, link.kind) for link in found.related] == [(other, "same_section") for other in OTHERS]


def test_how_a_unit_is_reached_is_no_byline() -> None:
    assert around(below=IMPRINT).byline is None


def test_a_caption_over_two_paragraphs() -> None:
    lines = ("Bí thư Đoàn xã (thứ hai từ trái sang)", "trao góc học tập cho các em")
    picture = '<p align="center"><img src="/h.jpg"></p>' + "".join(f'<p align="center">{line}</p>' for line in lines)
    found = around(PARTS[0] + picture + PARTS[1] + PARTS[2])
    assert [image.caption for image in found.images] == [" ".join(lines)]


def test_photographs_without_a_text_are_an_article() -> None:
    pictures = "".join(
        f'<p align="center"><img src="/p{n}.jpg"></p><p align="center"><i>Bạn trẻ xã số {n}</i></p>' for n in range(3)
    )
    signed = '<p align="right"><b>Thu Phương</b></p>'
    found = reading(f"<div><h1>{TITLE}</h1><div>21/07/2019 09:00</div><div>{pictures}{signed}</div></div>").article
    assert found is not None
    assert (found.title, found.paragraphs, found.byline) == (TITLE, (), "Thu Phương")
    assert [image.caption for image in found.images] == [f"Bạn trẻ xã số {n}" for n in range(3)]


def test_photographs_in_the_box_of_headline_and_stamp_are_an_article() -> None:
    pictures = "".join(f'<p><img src="/p{n}.jpg"></p>' for n in range(3))
    found = reading(f"<div><h1>{TITLE}</h1><p>21/07/2019 09:00</p>{pictures}</div>").article
    assert found is not None
    assert (found.published, found.paragraphs, len(found.images)) == ("21/07/2019 09:00", (), 3)


def test_a_signed_text_may_be_short() -> None:
    signed = f"<div><h1>{TITLE}</h1><div>{PARTS[0]}<p align='right'>Hồng Đào</p></div></div>"
    found = reading(signed).article
    assert found is not None
    assert (found.paragraphs, found.byline) == (TEXT[:1], "Hồng Đào")
    assert reading(signed.replace("Hồng Đào", "")).article is None


def test_a_source_with_a_long_name_that_links_is_no_headline() -> None:
    source = 'Nguồn: <a href="http://tw.example">Trang tin điện tử Trung ương Đoàn thanh niên</a>'
    assert around(below=f"<div>{source}</div>").source == "Trang tin điện tử Trung ương Đoàn thanh niên"


def test_a_day_behind_a_count_on_its_line_is_the_stamp() -> None:
    found = around(above="<p>Lượt xem: 12 | 03/04/2025</p>")
    assert (found.read_count, found.published) == ("12", "03/04/2025")


def test_an_authors_box_may_name_the_outlet() -> None:
    found = around(above='<div class="author">Theo: <b>Báo Mẫu</b></div>')
    assert (found.byline, found.source) == (None, "Báo Mẫu")
