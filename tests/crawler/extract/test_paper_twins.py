"""A page that sends itself to the printer is no article of its own: its other address would double every article."""

import pytest

from crawler.extract.markup.decode import parse_page
from crawler.extract.reader import read
from crawler.profiles import Profile

TEXT = "<p>Sáng ngày 12/3/2024, hơn 50 đoàn viên đã dọn vệ sinh tuyến đường liên ấp và trồng cây xanh.</p>" * 6


@pytest.mark.parametrize("family", ["generic", "nukeviet"])
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('<body onload="window.print()">', "unknown"),
        ('<body onLoad="javascript:self.print();">', "unknown"),
        ('<body onload="start()">', "article"),
        ("<body>", "article"),
    ],
)
def test_a_page_that_prints_itself_is_no_article(body: str, kind: str, family: str) -> None:
    button = '<a href="#" onclick="window.print()">In trang này</a>'
    page = f"<html>{body}<h1>Đoàn xã ra quân ngày Chủ nhật xanh</h1><p>10:31 15/10/2018</p>{button}{TEXT}</body></html>"
    profile = Profile(slug="thu", name="Tỉnh đoàn Thử", hosts=("a.vn",), family=family)
    assert read(parse_page(page.encode(), "text/html", "http://a.vn/giay/bai-12.html"), profile).kind == kind
