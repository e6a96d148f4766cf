"""A body's element to paragraphs, captions, files, author's line and source."""

import pytest
from lxml import html

from crawler.extract.markup.decode import parse_page
from crawler.extract.text.body import Body, BodyOptions, read_body

BASE = "http://doan.example/tin/bai.html"
LONG = (
    "Sáng nay, hơn 80 đoàn viên của xã đã ra quân nạo vét 2 km kênh mương và trồng thêm 120 cây xanh dọc tuyến đường."
)
MORE = "Sau lễ ra quân, các đội hình chia nhau về từng thôn, giúp bà con cài đặt dịch vụ công trực tuyến ngay tại nhà."
IMG = '<img src="/upload/a.jpg" alt="">'


def body(markup: str) -> Body:
    return read_body(html.fromstring(f"<div>{markup}</div>"), BASE)


def captions(markup: str) -> list[str | None]:
    return [image.caption for image in body(markup).images]


@pytest.mark.parametrize(
    "markup",
    [
        f"<p>{LONG}</p><p>{MORE}</p>",
        f"{LONG}<br><br>{MORE}",
        f"{LONG}<br>{MORE}",
        f"<div><div><div>{LONG}</div></div><div>{MORE}</div></div>",
        f"<table><tr><td><p>{LONG}</p>{MORE}</td></tr></table>",
        f"<p>&nbsp;</p><p>{LONG}</p><p> \u200b </p><p>&nbsp;&nbsp;</p><p>{MORE}</p>",
        f"<p class=MsoNormal><span><span>{LONG[:30]}</span></span><span>{LONG[30:]}</span><o:p></o:p></p><p>{MORE}</p>",
        f"<p>{LONG}</p><script>var a=1</script><style>p{{}}</style><div style='display:none'>ẩn</div><p>{MORE}</p>",
        f"<section><ul><li>{LONG}</li><li>{MORE}</li></ul></section>",
    ],
    ids=["p", "br-br", "br", "nested", "layout-table", "blank", "word", "silent", "list"],
)
def test_two_paragraphs(markup: str) -> None:
    assert body(markup).paragraphs == (LONG, MORE)


def test_a_break_inside_a_sentence_does_not_part_it() -> None:
    assert body("Nghe báo cáo kết quả<br>công tác năm 2023 của xã.").paragraphs == (
        "Nghe báo cáo kết quả công tác năm 2023 của xã.",
    )


def test_an_icon_inside_a_sentence_does_not_part_it() -> None:
    assert body('Chúc mừng <img src="/x/smile.gif" width="16" height="16"> các bạn trẻ.').paragraphs == (
        "Chúc mừng các bạn trẻ.",
    )


def test_text_is_nfc() -> None:
    assert body("<p>Đoa\u0300n xa\u0303</p>").paragraphs == ("Đoàn xã",)


def test_a_data_table_is_a_line_a_row() -> None:
    table = "<table><tr><th>STT</th><th>Đơn vị</th></tr><tr><td>1</td><td>Đoàn xã A</td></tr></table>"
    assert body(f"<p>{LONG}</p>{table}").paragraphs == (LONG, "STT | Đơn vị", "1 | Đoàn xã A")


@pytest.mark.parametrize(
    "markup",
    [
        f"<figure>{IMG}<figcaption>Quang cảnh</figcaption></figure><p>{LONG}</p>",
        f"<div class='wp-caption'>{IMG}<p class='wp-caption-text'>Quang cảnh</p></div><p>{LONG}</p>",
        f"<table><tr><td>{IMG}</td></tr><tr><td>Quang cảnh</td></tr></table><p>{LONG}</p>",
        f"<p>{LONG}</p><p>{IMG}</p><p style='text-align: center'>Quang cảnh</p><p>{MORE}</p>",
        f"<p>{LONG}</p><p>{IMG}</p><p><em>Quang cảnh</em></p><p>{MORE}</p>",
        f"<p>{LONG}</p><center>{IMG}<br>Quang cảnh</center><p>{MORE}</p>",
        f"{LONG}<br>{IMG}<br>Quang cảnh<br>{MORE}",
        f"<p>{LONG}</p><p>{IMG}</p><p class='chuthich'>Quang cảnh</p><p>{MORE}</p>",
        f"<p>{LONG}</p><p><img src='/a.jpg' alt='Quang cảnh'></p><p><b>Quang cảnh</b></p><p>{MORE}</p>",
        f"<p>{LONG}</p><p>{IMG}</p><p>Quang cảnh</p><p>{MORE}</p>",
    ],
    ids=["figure", "named-box", "table", "centred", "slanted", "center", "br-soup", "named", "alt", "plain"],
)
def test_a_caption_belongs_to_its_picture(markup: str) -> None:
    found = body(markup)
    assert [image.caption for image in found.images] == ["Quang cảnh"]
    assert "Quang cảnh" not in found.paragraphs


@pytest.mark.parametrize(
    "after",
    [f"<p>{MORE}</p>", f"<p style='text-align:center'><b>{MORE * 3}</b></p>", "<h3>Nhiều hoạt động</h3>",
     "<p><b>Nhiều hoạt động</b></p>", "<p>- Ban Tổ chức</p>", "<ul><li>1. Thể lệ cuộc thi</li></ul>"],
)  # fmt: skip
def test_what_follows_a_picture_is_not_always_a_caption(after: str) -> None:
    found = body(f"<p>{LONG}</p><p>{IMG}</p>{after}<p>{MORE}</p>")
    assert [image.caption for image in found.images] == [None]
    assert len(found.paragraphs) == 3


def test_a_body_that_is_centred_throughout_has_no_captions_by_centring() -> None:
    centred = "".join(f"<p>{text}</p>" for text in (LONG * 2, MORE * 2))
    markup = f"<div style='text-align:center'>{centred}<p>{IMG}</p><p>{MORE}</p></div>"
    assert captions(markup) == [None]


def test_captions_of_pictures_side_by_side() -> None:
    row = "<tr><td><img src='/1.jpg'></td><td><img src='/2.jpg'></td></tr><tr><td>Trước</td><td>Sau</td></tr>"
    assert captions(f"<p>{LONG}</p><table>{row}</table>") == ["Trước", "Sau"]


def test_pictures_one_below_the_other_each_with_its_line() -> None:
    rows = "".join(f"<tr><td><img src='/{n}.jpg'></td></tr><tr><td>Ảnh số {n}</td></tr>" for n in (1, 2))
    assert captions(f"<p>{LONG}</p><table>{rows}</table>") == ["Ảnh số 1", "Ảnh số 2"]


def test_credit() -> None:
    found = body(f"<figure>{IMG}<figcaption>Trao quà. Ảnh: Lò Văn Nam</figcaption></figure><p>{LONG}</p>").images[0]
    assert (found.caption, found.credit) == ("Trao quà. Ảnh: Lò Văn Nam", "Lò Văn Nam")


def test_lazy_and_offsite_pictures_keep_their_real_address_and_decoration_goes() -> None:
    found = body(
        '<img src="data:image/gif;base64,R0" data-src="/upload/b.jpg"><img src="http://anh.example/c.jpg">'
        '<img src="/x.gif" width="1" height="1"><img src="file:///C:/word/d.png">'
    )
    assert [image.url for image in found.images] == ["http://doan.example/upload/b.jpg", "http://anh.example/c.jpg"]


@pytest.mark.parametrize(
    ("tail", "byline"),
    [
        ("<p style='text-align:right'><strong>Tánh Võ</strong></p>", "Tánh Võ"),
        ("<p>Tin, ảnh: Hà My – Đức Long</p>", "Tin, ảnh: Hà My – Đức Long"),
        ("<p>Hà My (Thành đoàn)</p>", "Hà My (Thành đoàn)"),
        ("<p align='right'>Tuấn Kiệt (T/h)</p>", "Tuấn Kiệt (T/h)"),
        ("<p align=right><b>BBT</b></p>", "BBT"),
        ("<p>Bài: Hà My<br>Ảnh: Đức Long</p>", "Bài: Hà My - Ảnh: Đức Long"),
        ("<p>Một dòng nữa của bài viết này</p>", None),
        ("<ul><li>Nguyễn Văn An</li></ul>", None),
        ("<p align=right>TM. BAN THƯỜNG VỤ</p><p align=right>Nguyễn Văn An</p>", None),
    ],
)
def test_the_author_s_line_at_the_end(tail: str, byline: str | None) -> None:
    found = body(f"<p>{LONG}</p><p>{MORE}</p>{tail}")
    assert found.byline == byline
    assert (len(found.paragraphs) == 2) is (byline is not None)
    assert found.paragraphs[:2] == (LONG, MORE)


def test_a_name_glued_to_the_last_sentence() -> None:
    found = body(f"<p>{LONG}</p><p>{MORE[:-1]}./.Tánh Võ</p>")
    assert (found.byline, found.paragraphs[-1]) == ("Tánh Võ", f"{MORE[:-1]}./.")


def test_source_and_author_at_the_end() -> None:
    found = body(f"<p>{LONG}</p><p>{MORE}</p><p>Hà My</p><p><i>Nguồn: Báo Tuổi Mẫu</i></p>")
    assert (found.byline, found.source, found.paragraphs) == ("Hà My", "Báo Tuổi Mẫu", (LONG, MORE))


def test_without_the_tail_every_line_stays() -> None:
    element = html.fromstring(f"<div><p>{LONG}</p><p>Tánh Võ</p></div>")
    found = read_body(element, BASE, BodyOptions(tail=False))
    assert (found.byline, found.paragraphs) == (None, (LONG, "Tánh Võ"))


def test_files_linked_or_shown_in_a_viewer() -> None:
    found = body(
        f"<p>{LONG}</p><p><a href='/upload/kh17.doc'>Kế hoạch</a></p>"
        "<iframe src='https://docs.google.com/viewer?url=http://doan.example/upload/tb9.pdf&embedded=true'></iframe>"
    )
    assert [(file.url, file.name) for file in found.attachments] == [
        ("http://doan.example/upload/kh17.doc", "Kế hoạch"),
        ("http://doan.example/upload/tb9.pdf", "tb9.pdf"),
    ]


def test_markup_has_absolute_addresses_and_no_script() -> None:
    found = body(f"<p onclick='x()'>{LONG} <a href='../khac.html'>khác</a></p>{IMG}<script>x()</script>")
    assert 'href="http://doan.example/khac.html"' in found.html
    assert 'src="http://doan.example/upload/a.jpg"' in found.html
    assert "<script" not in found.html


@pytest.mark.parametrize("markup", ["", "<br><br>", "&nbsp;", "<table></table>", "<img>", "<figure></figure>"])
def test_an_empty_body(markup: str) -> None:
    found = body(markup)
    assert (found.paragraphs, found.images, found.byline, found.source) == ((), (), None, None)


def test_the_element_itself_is_left_as_it_is() -> None:
    element = html.fromstring(f"<div><p>{LONG}</p><script>x()</script><p>Tánh Võ</p></div>")
    before = html.tostring(element)
    read_body(element, BASE)
    assert html.tostring(element) == before


def test_nesting_beyond_the_parser_s_limit_is_read() -> None:
    page = parse_page(f"<html><body>{'<div>' * 900}{LONG}{'</div>' * 900}</body></html>".encode(), "text/html", BASE)
    assert read_body(page.tree.find("body"), BASE).paragraphs == (LONG,)
