"""Telephone numbers and mailboxes of people are masked; other numbers are left alone."""

import pytest

from crawler.vietnamese.contacts import masked


@pytest.mark.parametrize(("text", "shown"), [
    ("Liên hệ 0912 345 678.", "Liên hệ 091x xxx xxx."), ("ĐT: 0912345678", "ĐT: 091xxxxxxx"),
    ("(+84) 912.345.678", "(+84) 912.xxx.xxx"), ("+84912345678", "+84912xxxxxx"), ("+84 (0)912 345 678", None),
    ("0270.3823.xxx", "027x.xxxx.xxx"), ("02703-823456", "027xx-xxxxxx"), ("(0297) 3863 777", "(029x) xxxx xxx"),
    ("077.3863.123", "077.xxxx.xxx"), ("0168 345 6789", "016x xxx xxxx"), ("09 1234 5678", "09 1xxx xxxx"),
    ("0912-345-678 và 0387 654 321", "091x-xxx-xxx và 038x xxx xxx"), ("Zalo:0912345678,", None),
    ("0912\u00a0345\u00a0678", "091x\u00a0xxx\u00a0xxx"), ("<b>0912345678</b>", "<b>091xxxxxxx</b>"),
    ("gửi về nguyen.van.a@gmail.com.", "gửi về ***@gmail.com."), ("mailto:a@b.com.vn", "mailto:***@b.com.vn"),
])  # fmt: skip
def test_contacts_are_masked(text: str, shown: str | None) -> None:
    assert masked(text) != text
    assert shown is None or masked(text) == shown
    assert masked(masked(text)) == masked(text)


@pytest.mark.parametrize("text", [
    "năm 2026", "2019-2024", "26/3/1931 - 26/3/2026", "ngày 09-12-2026 10 giờ", "08.30 ngày 15.12.2026", "65-KH/TĐTN",
    "Số 0123/QĐ-UBND", "1.250.000.000 đồng", "912 345 678 đồng", "0,5 ha", "0.123456789", "07 giờ 30",
    "lượt xem: 4.982",
    "012345678901", "079201012345", "http://tinhdoan.vn/tin/0912345678.html", "news.php?id=0912345678",
    "/anh/0912345678.jpg", "IMG_0912345678", "0912345678901", "01-02-2026 10", "tọa độ 10.0123456789",
    "vanthu@angiang.gov.vn", "@tinhdoan", "a@b", "00123456789", "02 03 2026", "0-0",
    "Nghị quyết 05-NQ/TW 2021 12345678",
    "https://maps.example/@10.01,105.08", "3,14159265358",
])  # fmt: skip
def test_other_numbers_stay(text: str) -> None:
    assert masked(text) == text
