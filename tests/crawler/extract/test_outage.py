"""Pages that stand in the place of a whole site, and articles that only speak of such things."""

import pytest

from crawler.extract.markup.decode import parse_page
from crawler.extract.outage import outage

NEWS = "<p>Đoàn viên thanh niên xã ra quân dọn vệ sinh đường làng và trồng cây xanh quanh nhà văn hóa ấp.</p>" * 9
BETTING = ("Nhà cái uy tín: cá cược bóng đá, casino, nổ hũ, tài xỉu, xóc đĩa, bắn cá, game bài, nạp tiền nhanh, "
           "rút tiền trong một phút, khuyến mãi 200% khi đăng ký.")  # fmt: skip


def kind(title: str, body: str) -> str | None:
    page = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return outage(parse_page(page.encode(), "text/html; charset=utf-8", "http://mau.vn/"))


@pytest.mark.parametrize(
    ("title", "body", "wanted"),
    [
        ("tinhdoan.vn", "<h1>This domain is for sale!</h1><a href='/?kw=1'>Buy this domain</a>", "parked"),
        ("Thông báo", "<p>Tên miền này đã hết hạn sử dụng. Vui lòng liên hệ nhà đăng ký.</p>", "parked"),
        ("Account Suspended", "<p>Contact your hosting provider.</p>", "suspended"),
        ("Thông báo", "<p>Website đã bị tạm khóa do chưa thanh toán.</p>", "suspended"),
        ("Just a moment...", "<p>Enable JavaScript and cookies to continue</p>", "bot_check"),
        ("Tỉnh đoàn", "<h1>Website đang được nâng cấp, mời bạn quay lại sau</h1>", "maintenance"),
        ("Maintenance mode", "<p>Be back soon</p>", "maintenance"),
        ("Đăng nhập hệ thống", "<form><input name='u'><input type='password'></form>", "login"),
        ("Nhà cái số 1 - cá cược bóng đá", f"<p>{BETTING}</p>" * 40, "betting"),
    ],
)
def test_what_stands_in_the_sites_place_is_recognised(title: str, body: str, wanted: str) -> None:
    assert kind(title, body) == wanted


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Cảnh báo nhà cái, cá cược trên mạng", NEWS),
        ("Tuyến đường đang được nâng cấp", NEWS),
        ("Ra quân ngày Chủ nhật xanh", f"{NEWS}<p>Hệ thống đang bảo trì vào cuối tuần này.</p>"),
        ("Đăng nhập vào trái tim thanh niên", NEWS),
        ("Tỉnh đoàn - Trang chủ", '<a href="/tin">Website đang được bảo trì</a>' * 60),
    ],
)
def test_an_article_that_speaks_of_it_is_none(title: str, body: str) -> None:
    assert kind(title, body) is None
