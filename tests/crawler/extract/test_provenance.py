"""Each field that the generic reader fills says by which rule, and how sure it is."""

from crawler.extract.generic import read_generic
from crawler.extract.markup.decode import parse_page
from crawler.profile_files import for_url

URL = "http://doan.example/phong-trao/khoi-cong-tuyen-duong-hoa-120.html"
TEXT = "".join(
    f"<p>Đoàn viên ấp {n} đắp mô và trồng 300 cây hoa hoàng yến dọc hai bên tuyến đường mới.</p>" for n in "1234"
)
PAGE = f"""<html><head><meta charset=utf-8></head><body>
<div><a href="/">Trang chủ</a> <a href="/phong-trao/">Phong trào</a> <a href="/hoi-doi/">Hội - Đội</a></div>
<div><h1>Khởi công tuyến đường hoa thanh niên trên cồn Phong Nẫm</h1><div>18/07/2020 16:40 | Lượt xem: 371</div>
<p><b>Huyện đoàn Kế Sách khởi công tuyến đường hoa dài 1,6 km vào chiều ngày 18/7/2020.</b></p>{TEXT}
<p><img src="/anh/a.jpg" width=500></p><p align=center><i>Đoàn viên trồng hoa</i></p><p>Công việc xong trong ngày.</p>
<p align=right>Ngọc Hân</p><p>Nguồn: Báo Sóc Trăng</p><p>Cập nhật lần cuối: 19/07/2020 07:00</p>
<p>Tải về: <a href="/van-ban/ke-hoach.pdf">ke-hoach.pdf</a></p><p>Từ khóa: <a href="/t/1">đường hoa</a></p>
<p>Tin liên quan</p><ul><li><a href="/phong-trao/trong-cay-nho-on-bac-77.html">Trồng cây nhớ ơn Bác ở xã</a></li></ul>
</div></body></html>"""
FIELDS = {
    "title", "lead", "body", "byline", "section", "published", "modified", "read_count", "source", "tags", "related",
    "images", "attachments",
}  # fmt: skip


def test_every_filled_field_has_a_rule_and_a_confidence() -> None:
    article = read_generic(parse_page(PAGE.encode(), "text/html; charset=utf-8", URL), for_url(URL)).article
    assert article is not None
    filled = {name for name in FIELDS - {"body"} if getattr(article, name)} | {"body"}
    assert filled == FIELDS
    assert set(article.provenance) >= FIELDS
    assert all(found.rule and 0 < found.confidence <= 1 for found in article.provenance.values())
