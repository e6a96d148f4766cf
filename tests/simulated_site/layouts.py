"""How the simulated site looks: the layout it had, the one it gets, and what stands there while its name is parked."""

import enum
import random
from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.simulated_site.site import Story

NAME = "Tỉnh đoàn Mẫu"
_SAYS = (
    "Ngay từ sáng sớm, hơn {n} đoàn viên, thanh niên đã có mặt tại nhà văn hóa ấp {m} để cùng nhau làm vệ sinh.",
    "Chi đoàn ấp {m} đảm nhận đoạn đường dài {n} mét, là đoạn trũng nhất, mùa mưa học trò thường phải lội qua.",
    "Tổng kinh phí {n} triệu đồng do đoàn viên đóng góp và vận động từ {m} cửa hàng, cơ sở sản xuất trong xã.",
    "Trong khuôn khổ chương trình, ban tổ chức đã trao {n} suất quà cho học sinh khó khăn của {m} trường tiểu học.",
    "Theo kế hoạch, từ nay đến cuối năm toàn huyện thực hiện {n} công trình, trong đó có {m} công trình cấp huyện.",
    "Sau buổi ra quân, các đội hình tiếp tục giúp {n} hộ dân cài đặt dịch vụ công trực tuyến trong {m} ngày liền.",
)
_TITLES = (
    "Tuổi trẻ xã Tân An ra quân Ngày Chủ nhật xanh",
    "Huyện đoàn Bình Minh tổ chức hội thi tìm hiểu lịch sử",
    "Đoàn phường 5 khánh thành công trình thanh niên",
    "Chi đoàn Công an xã giúp dân sửa chữa cầu nông thôn",
    "Hơn 200 đoàn viên tham gia hiến máu tình nguyện",
)
_NAMES = ("Nguyễn Thị Hồng", "Trần Văn Bảy", "Lê Minh Thư", "Phạm Quốc Đạt")


def title(number: int) -> str:
    return f"{_TITLES[number % len(_TITLES)]} đợt {number}"


def paragraphs(number: int, text: int) -> list[str]:
    """The paragraphs of an article after so many edits: each adds a sentence to the second."""
    draw = random.Random(number)
    lines = [" ".join(draw.choice(_SAYS).format(n=draw.randint(20, 400), m=draw.randint(2, 9)) for _ in range(2))
             for _ in range(5)]  # fmt: skip
    lines[1] += "".join(
        f" Theo tin mới nhận lần {edit + 1}, số quà đã trao là {edit + 7} suất." for edit in range(text)
    )
    return lines


def parked() -> str:
    """The page that a registrar or a dealer puts on a name that was not renewed."""
    return (
        "<!doctype html><html><head><title>mau.vn is for sale</title></head><body><h1>This domain is for sale</h1>"
        "<p>Tên miền này đang được bán. Buy this domain. The domain mau.vn may be for sale by its owner.</p>"
        '<a href="https://www.example.com/domain">Inquire about this domain</a></body></html>'
    )


def _links(items: Sequence[tuple[str, int]]) -> str:
    return "".join(f'<li><a href="{path}">{title(number)}</a></li>' for path, number in items)


class Design(enum.Enum):
    """The two layouts: tables of about 2010, and HTML5 with other places, classes and dates."""

    OLD = 1
    NEW = 2

    def missing(self) -> str:
        return self._frame("Không tìm thấy", "<h1>Không tìm thấy trang</h1><p>Trang bạn tìm không có.</p>")

    def listing(self, shown: Sequence[tuple[str, int, datetime]], further: str) -> str:
        rows = "".join(
            f'<div class="tin"><h3><a href="{path}">{title(number)}</a></h3>'
            f"<p>{paragraphs(number, 0)[0][:90]}…</p></div>"
            for path, number, _ in shown
        )
        after = f'<div class="trang"><a href="{further}">Trang sau</a></div>' if further else ""
        return self._frame("Tin tức", f"<h2>Tin tức</h2>{rows}{after}")

    def article(self, story: "Story", count: int, related: Sequence[tuple[str, int]]) -> str:
        shown = title(story.number)
        body = [f"<p>{escape(line)}</p>" for line in paragraphs(story.number, story.text)]
        if story.picture:
            body.insert(
                2, f'<p style="text-align:center"><img src="{story.picture}" alt="" width="600" height="400"></p>'
            )
        name = _NAMES[story.number % len(_NAMES)]
        moment = story.published.strftime("%d/%m/%Y %H:%M")
        if self is Design.OLD:
            inside = (
                f'<h1 class="tieude">{shown}</h1><div class="ngay">{moment}</div><div class="noidung">{"".join(body)}'
                f'<p style="text-align:right"><strong>{name}</strong></p></div>'
                f'<div class="docs">Số lần đọc: {count}</div>'
                f'<div class="lienquan"><b>Tin liên quan</b><ul>{_links(related)}</ul></div>'
            )
        else:
            inside = (
                f'<article><header><h1>{shown}</h1><p class="meta"><time datetime="{story.published.isoformat()}">'
                f'{moment}</time> <span>Lượt xem: {count}</span></p></header><div class="entry">{"".join(body)}'
                f'<p style="text-align:right"><strong>{name}</strong></p></div></article>'
                f"<aside><h4>Tin liên quan</h4><ul>{_links(related)}</ul></aside>"
            )
        return self._frame(shown, inside)

    def _frame(self, name: str, inside: str) -> str:
        head = f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{name} - {NAME}</title></head>'
        if self is Design.OLD:
            return (
                f'{head}<body><div id="dau"><a href="/">{NAME}</a></div><div id="giua">{inside}</div>'
                '<div id="chan"><p>Bản quyền thuộc Tỉnh đoàn Mẫu.</p></div></body></html>'
            )
        return (
            f'{head}<body class="mau-moi"><header class="site"><nav><a href="/">Trang chủ</a>'
            f'<a href="/tin-tuc/trang-1.html">Tin tức</a></nav></header><main>{inside}</main>'
            "<footer><p>Cơ quan ngôn luận của Tỉnh đoàn Mẫu. Giữ bản quyền.</p></footer></body></html>"
        )
