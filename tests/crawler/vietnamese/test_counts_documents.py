import pytest

from crawler.vietnamese.counts import parse_count
from crawler.vietnamese.documents import document_number, is_document_title


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("4.982", 4982),
        ("15,467 lượt", 15467),
        ("Đã xem: 356", 356),
        ("7.142.338", 7142338),
        ("(1 234 lượt xem)", 1234),
        ("10:31 15/10/2018     371", 371),
        ("06/06/2013 07:05 1608", 1608),
        ("0", 0),
        ("356.", 356),
        ("1,2K", None),
        ("4.98", None),
        ("-3", None),
        ("85 %", None),
        ("28/02/2025 10:16", None),
        ("không", None),
        ("", None),
    ],
)
def test_counts(text: str, count: int | None) -> None:
    assert parse_count(text) == count


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("65-KH/TĐTN", "65-KH/TĐTN"),
        ("Kế hoạch số 246-KH/TĐTN-TCKT về", "246-KH/TĐTN-TCKT"),
        ("Số: 12/QĐ-TĐTN", "12/QĐ-TĐTN"),
        ("190-KH-TĐTN-XDĐ", "190-KH-TĐTN-XDĐ"),
        ("Nghị định 99/2020/NĐ-CP", "99/2020/NĐ-CP"),
        ("Số 05 - KH/ĐTN", "05-KH/ĐTN"),
        ("nhiệm kỳ 2017-2022", None),
        ("thắng 2-1 trước Đội", None),
        ("công văn 290", None),
        ("24/7 Hà Nội", None),
        ("", None),
    ],
)
def test_document_numbers(text: str, number: str | None) -> None:
    assert document_number(text) == number


@pytest.mark.parametrize(
    "title",
    [
        "Kế hoạch số 65-KH/TĐTN về tổ chức Tháng Thanh niên",
        "65-KH/TĐTN: Tháng Thanh niên",
        "Thông báo kết quả Hội thi Tin học trẻ",
        "Công văn V/v góp ý dự thảo",
        "CHƯƠNG TRÌNH SỐ 12-CTr/TĐTN",
        "Hướng dẫn số: 42-HD/TĐTN-BTG",
    ],
)
def test_titles_of_documents(title: str) -> None:
    assert is_document_title(title)


@pytest.mark.parametrize(
    "title",
    [
        "Triển khai Kế hoạch số 65-KH/TĐTN",
        "Chương trình về nguồn của tuổi trẻ",
        "Hướng dẫn thiếu nhi bơi an toàn",
        "Tuổi trẻ ra quân",
        "Báo cáo viên giỏi cấp tỉnh",
    ],
)
def test_titles_of_news(title: str) -> None:
    assert not is_document_title(title)
