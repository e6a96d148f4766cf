"""How much text each box of a page holds."""

from lxml import html

from crawler.extract.markup.decode import parse_page
from crawler.extract.markup.lines import read_lines
from crawler.extract.text.main_block import _sum_up, _upwards


def test_each_box_is_looked_at_once_however_deep_a_page_nests() -> None:
    root = html.fragment_fromstring("<div>" * 90 + "<p>a</p>" * 200 + "</div>" * 90)
    blocks = root.findall(".//p")
    pairs = _upwards(blocks)
    boxes = list(blocks[0].iterancestors())
    assert len(boxes) >= 90
    assert len(pairs) == 200 + len(boxes) - 1
    place = {element: number for number, (element, _) in enumerate(pairs)}
    assert all(place[element] < place[parent] for element, parent in pairs if parent is not boxes[-1])


def test_a_box_holds_what_all_boxes_in_it_hold() -> None:
    markup = (
        "<body><div id='a'><div><p>Một câu dài đủ để là một câu văn của bài báo này.</p></div><p>Ngắn</p></div></body>"
    )
    body = parse_page(markup.encode(), "text/html; charset=utf-8", "http://a.vn/").tree.find("body")
    lines = read_lines(body, "http://a.vn/")
    sums = _sum_up(lines, [lines[0]])
    assert [sums.lines[body], sums.lines[body[0]], sums.lines[body[0][0]]] == [2, 2, 1]
    assert sums.text[body] == sums.text[body[0][0]] == lines[0].own_chars
