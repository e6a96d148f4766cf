"""Tags with thousands of attributes: the page is read, in a time that a page of its size may take."""

import pytest

from crawler.extract.markup.decode import parse_page
from crawler.extract.markup.floods import MOST, without_floods

TEXT = "<p>Đoàn viên, thanh niên ra quân chiến dịch tình nguyện hè.</p>"
SHAPES = {
    "with values": ' a{}="1"',
    "without values": " a{}",
    "with slashes between": "/a{}",
    "with ends of tags in their values": ' a{}=">"',
    "with beginnings of tags in their names": " <a{}",
    "with quotes in their names": " a'{}",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_tag_of_a_hundred_thousand_attributes_loses_them(shape: str) -> None:
    flood = "".join(map(shape.format, range(100_000)))
    page = parse_page(f"<html><body><div{flood}>{TEXT}</div></body></html>".encode(), None, "http://x/")
    assert page.tree.find(".//div").attrib == {}
    assert page.tree.findtext(".//p") == "Đoàn viên, thanh niên ra quân chiến dịch tình nguyện hè."


@pytest.mark.parametrize(
    "markup",
    [
        f"<p title='{'a b ' * 2 * MOST}'>{TEXT}",
        f"<p it's>{'một hai ' * 2 * MOST}<p it's>",
        f"<p>{'a < b, ' * 2 * MOST}</p>",
        f"<img src='data:image/png;base64,{'QUJD' * 9000}'>{TEXT}",
        f"<script>{'var a = 1; ' * 2 * MOST}</script>{TEXT}",
        "<p " + " ".join(f"a{n}=1" for n in range(MOST - 1)) + ">" + TEXT,
    ],
)
def test_long_values_texts_and_scripts_stay_as_they_are(markup: str) -> None:
    assert without_floods(markup.encode()) == markup.encode()
