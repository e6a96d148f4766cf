"""A page as lines in reading order, each in its zone."""

import pytest

from crawler.extract.markup.decode import parse_page
from crawler.extract.markup.lines import Line, read_lines
from crawler.extract.markup.zones import CHROME, COMMENTS, CONTENT, CRUMBS, HIDDEN, RELATED

URL = "http://doan.example/tin/bai.html"


def lines(markup: str) -> list[Line]:
    body = parse_page(markup.encode(), "text/html; charset=utf-8", URL).tree.find("body")
    assert body is not None
    return read_lines(body, URL)


def test_breaks_and_blocks_part_lines_and_inline_markup_does_not() -> None:
    assert [line.text for line in lines("<p>Một <b>hai</b><br>ba</p>bốn<div>năm</div> sáu")] == [
        "Một hai",
        "ba",
        "bốn",
        "năm",
        "sáu",
    ]


def test_links_are_absolute_and_counted() -> None:
    (line,) = lines('<p><a href="../x.html">Tin khác của trang</a></p>')
    assert line.hrefs == ("http://doan.example/x.html",)
    assert line.is_link


def test_scripts_and_hidden_inline_text_print_nothing() -> None:
    assert [line.text for line in lines("<p>a<script>b</script><span style='display: none'>c</span>d</p>")] == ["ad"]


@pytest.mark.parametrize(
    ("markup", "zone"),
    [
        ("<nav>x</nav>", CHROME),
        ("<footer>x</footer>", CHROME),
        ("<article><footer>x</footer></article>", CONTENT),
        ("<div class='left-sidebar'>x</div>", CHROME),
        ("<div class='has-sidebar'>x</div>", CONTENT),
        ("<div class='entry-footer'>x</div>", CONTENT),
        ("<div class='elementor-widget-container'>x</div>", CONTENT),
        ("<div class='breadcrumb'>x</div>", CRUMBS),
        ("<div id='comments'>x</div>", COMMENTS),
        ("<div class='tin-lien-quan'>x</div>", RELATED),
        ("<div class='d-none'>x</div>", HIDDEN),
        ("<div class='sidebar'><h1>Tiêu đề</h1>x</div>", CONTENT),
        ("<header><h1><a href='/'>Tỉnh đoàn</a></h1>x</header>", CHROME),
        ("<header><h1>Ra quân chiến dịch hè</h1>x</header>", CONTENT),
        ("<div role='navigation'>x</div>", CHROME),
    ],
)
def test_zone(markup: str, zone: str) -> None:
    assert lines(markup)[-1].zone == zone


def test_erasing_a_line_leaves_the_others() -> None:
    found = lines("<p>Một<br>Số lần đọc: 3<br>Ba</p>")
    found[1].erase()
    assert [line.text for line in read_lines(found[0].block, URL)] == ["Một", "Ba"]
