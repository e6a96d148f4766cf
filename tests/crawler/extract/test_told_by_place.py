"""Sections, leads, lists and counts that their place or a name of their box tells, where no words do."""

from crawler.extract.generic import read_generic
from crawler.extract.markup.decode import parse_page
from crawler.profile_files import with_family
from crawler.profiles import Profile
from tests.crawler.extract.plain_pages import OTHERS, PARAGRAPHS, PARTS, TEXT, TITLE, URL, around, page

LEAD = "Mười góc học tập đã được trao tận tay các em nhỏ trước thềm năm học mới ở xã Hòa Lợi."


def test_the_line_above_the_headline_that_a_class_calls_a_section() -> None:
    assert around(before='<p class="cate"><span>PHONG TRÀO</span></p>').section == "PHONG TRÀO"
    assert around(before='<p class="cate"><span>Ngày 12/3/2024</span></p>').section is None


def test_a_trail_whose_strokes_have_no_blanks_around_them() -> None:
    trail = '<div><a href="/">Trang chủ</a><span>/</span><a href="/c/1">Gương sáng</a></div>'
    assert around(before=trail).section == "Gương sáng"


def test_a_sentence_set_as_a_heading_above_the_text_is_the_lead() -> None:
    found = page(f"<div><h1>{TITLE}</h1><div>26/03/2022 10:00</div><h2>{LEAD}</h2>{PARAGRAPHS}</div>")
    assert found.lead == LEAD


def test_pictures_below_the_heading_of_an_unlabelled_list_are_the_lists() -> None:
    cards = "".join(
        f'<div><a href="/v/{n}"><img src="/v/{n}.jpg" alt="{other}"></a><h6><a href="/v/{n}">{other}</a></h6></div>'
        for n, other in enumerate(OTHERS)
    )
    found = page(f"<div><h1>{TITLE}</h1><p>09/01/2024</p>{PARAGRAPHS}<h4>Video khác</h4><div>{cards}</div></div>")
    assert (found.images, len(found.related)) == ((), 3)


def test_a_count_that_only_its_hint_explains() -> None:
    hints = (("Ngày đăng", "03/03/2024 19:20"), ("Lượt xem", "4.982"), ("Bình luận", "0"))
    found = around(above=f"<ul>{''.join(f'<li title={hint!r}>{value}</li>' for hint, value in hints)}</ul>")
    assert (found.published, found.read_count) == ("03/03/2024 19:20", "4.982")


def test_a_name_that_begins_like_a_form_of_address_signs_all_the_same() -> None:
    assert around(PARAGRAPHS + "<p><b>Anh Khoa</b></p>").byline == "Anh Khoa"


def test_a_plain_headline_may_begin_with_a_units_name() -> None:
    title = "Đoàn khối trường học Hòa Lợi tiếp sức mùa thi"
    profile = with_family(Profile("mau", "Huyện đoàn Mẫu", ("doan.example",)), "generic")
    body = f"<div><div>{title}</div><div>Cập nhật lúc 10:15, 05/05/2025</div><div>{PARAGRAPHS}</div></div>"
    markup = f"<html><head><title>Huyện đoàn Mẫu</title></head><body>{body}</body></html>"
    found = read_generic(parse_page(markup.encode(), None, "http://doan.example/p/55"), profile).article
    assert found is not None
    assert found.title == title


def test_of_several_headings_in_a_text_none_is_its_lead() -> None:
    headings = ("Tuyên truyền sâu rộng các nội dung của nghị quyết đại hội tới đoàn viên.", "Tổ chức các hoạt động.")
    first, second = (f"<h2>{heading}</h2>" for heading in headings)
    markup = f"<div><h1>{TITLE}</h1><p>01/03/2023</p><div>{first}{PARTS[0]}{second}{PARTS[1]}{PARTS[2]}</div></div>"
    found = read_generic(
        parse_page(markup.encode(), "text/html; charset=utf-8", URL),
        with_family(Profile("mau", "Huyện đoàn Mẫu", ("doan.example",)), "generic"),
    ).article
    assert found is not None
    assert (found.lead, found.paragraphs) == (None, (headings[0], TEXT[0], headings[1], *TEXT[1:]))
