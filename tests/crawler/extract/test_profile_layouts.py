"""Layouts of a profile: chosen by structure, loud where a selector fails."""

import pytest

from crawler.extract.markup.decode import parse_page
from crawler.extract.reader import read
from crawler.profiles import Era, Layout, Profile

FIELDS = {
    "title": ("div.ten",),
    "body": ("div.nd",),
    "byline": ("div.tg",),
    "published": ("span.ngay",),
    "read_count": ("span.dem",),
    "related": ("ul.khac",),
}
PAGE = """<html><head><title>Trang tin</title></head><body class="mau2014"><div class="ten">Ra quân</div>
<span class="ngay">Ngày đăng: 12/03/2019</span> <span class="dem">Lượt xem: 12</span>
<div class="nd"><p>Sáng nay, đoàn viên ra quân.</p><p>Mưa vẫn đông.</p><div class="tg">Thanh Hà</div></div>
<ul class="khac"><li><a href="/tin/2">Tin hai của trang</a></li></ul></body></html>"""


def profile(*layouts: Layout) -> Profile:
    return Profile("mau", "Trang tin", ("doan.example",), eras=(Era("cu", "tin", layouts),), file="mau.toml")


def read_page(layout: Layout, page: str = PAGE):  # type: ignore[no-untyped-def]
    return read(parse_page(page.encode(), "text/html; charset=utf-8", "http://doan.example/tin/1"), profile(layout))


def test_selectors_give_the_fields() -> None:
    reading = read_page(Layout("mau2014", "body.mau2014", FIELDS))
    found = reading.article
    assert found is not None
    assert (found.title, found.byline, found.published, found.read_count) == ("Ra quân", "Thanh Hà", "12/03/2019", "12")
    assert found.paragraphs == ("Sáng nay, đoàn viên ra quân.", "Mưa vẫn đông.")
    assert [link.url for link in found.related] == ["http://doan.example/tin/2"]
    assert found.provenance["title"].rule == "layout.mau2014.title"
    assert reading.signals == ()


def test_a_selector_that_matches_nothing_names_file_and_key() -> None:
    reading = read_page(Layout("mau2014", "body.mau2014", {**FIELDS, "lead": ("div.sapo",)}))
    (signal,) = reading.signals
    assert signal.code == "layout.selector_unmatched"
    assert signal.file == "mau.toml"
    assert signal.key == "eras.cu.layouts.mau2014.fields.lead"
    assert reading.article is not None
    assert reading.article.lead is None


def test_a_page_that_no_layout_knows_is_read_generically_and_said() -> None:
    text = "<p>Sáng ngày 12/3/2019, Đoàn xã Tân Phú ra quân làm vệ sinh tuyến đường liên ấp của xã nhà.</p>" * 4
    page = f"<h1>Tân Phú ra quân làm đẹp đường quê</h1><div>{text}</div>"
    reading = read_page(Layout("mau2014", "body.mau2014", FIELDS), page)
    assert [signal.code for signal in reading.signals] == ["layout.unknown"]
    assert reading.article is not None
    assert reading.article.title == "Tân Phú ra quân làm đẹp đường quê"


def test_the_first_selector_that_matches_wins() -> None:
    reading = read_page(Layout("mau2014", "body.mau2014", {**FIELDS, "title": ("h1.moi", "div.ten")}))
    assert reading.article is not None
    assert reading.article.title == "Ra quân"
    assert reading.signals == ()


BOXES = """<div class="ten">Kế hoạch số 65-KH/TĐTN về Tháng Thanh niên</div><p class="o">Tác giả: Thanh Hà</p>
<p class="o">Nguồn: Báo Kiên Giang</p><span class="tk">Super User</span>
<div class="nd"><p>Tháng Thanh niên năm nay có ba đợt cao điểm.</p><p><a href="/tin/1?page=2">2</a></p></div>
<div class="khac"><b>Những tin mới hơn</b><ul><li><a href="/tin/3">Tin ba của trang</a></li></ul>
<b>Những tin cũ hơn</b><ul><li><a href="/tin/0">Tin không của trang</a></li></ul></div>
<a class="tep" href="/tai.aspx?id=1">Tệp đính kèm: ke-hoach.pdf</a>"""


def test_equal_boxes_are_told_apart_by_their_labels() -> None:
    fields = {"title": ("div.ten",), "body": ("div.nd",), "byline": ("p.o",), "source": ("p.o",)}
    reading = read_page(Layout("nay", "div.ten", fields, alone=True), BOXES)
    assert reading.article is not None
    assert (reading.article.byline, reading.article.source) == ("Thanh Hà", "Báo Kiên Giang")
    assert reading.article.provenance["source"].place.endswith("p[2]")


@pytest.mark.parametrize("printed", ["Super User", "Tác giả: Super User"])
def test_an_account_of_the_administrators_is_nobody(printed: str) -> None:
    fields = {"title": ("div.ten",), "body": ("div.nd",), "byline": ("span.tk",)}
    page = BOXES.replace("Super User", printed)
    found = read_page(Layout("nay", "div.ten", fields, alone=True), page).article
    assert found is not None
    assert found.byline is None
    assert "byline" not in found.provenance


def test_a_label_in_the_box_says_what_the_links_below_it_are() -> None:
    fields = {"title": ("div.ten",), "body": ("div.nd",), "related": ("div.khac",)}
    found = read_page(Layout("nay", "div.ten", fields, alone=True), BOXES).article
    assert found is not None
    assert [(link.url[-1], link.kind.value, link.title) for link in found.related] == [
        ("3", "newer", "Tin ba của trang"),
        ("0", "older", "Tin không của trang"),
    ]


def test_kind_page_numbers_and_files_are_read_as_without_a_layout() -> None:
    fields = {"title": ("div.ten",), "body": ("div.nd",), "attachments": ("a.tep",)}
    found = read_page(Layout("nay", "div.ten", fields, alone=True), BOXES).article
    assert found is not None
    assert found.kind.value == "document"
    assert found.paragraphs == ("Tháng Thanh niên năm nay có ba đợt cao điểm.",)
    assert found.next_pages == ("http://doan.example/tin/1?page=2",)
    assert [(file.name, file.media_type) for file in found.attachments] == [("ke-hoach.pdf", "application/pdf")]


def test_a_byline_may_name_a_mailbox_and_a_picture_link_has_its_title() -> None:
    page = BOXES.replace("Super User", "Tánh Võ (tanhvo@doan.example)").replace(
        '<a href="/tin/3">Tin ba của trang</a>', '<a href="/tin/3" title="Tin ba"> <img src="/a.jpg"> </a>'
    )
    fields = {"title": ("div.ten",), "body": ("div.nd",), "byline": ("span.tk",), "related": ("div.khac",)}
    found = read_page(Layout("nay", "div.ten", fields, alone=True), page).article
    assert found is not None
    assert found.byline == "Tánh Võ (tanhvo@doan.example)"
    assert found.related[0].title == "Tin ba"
