import pytest

from crawler.vietnamese.labels import is_site_counter, match_label, split_labels
from crawler.vietnamese.lexicon import LABELS


@pytest.mark.parametrize(
    ("line", "field", "rest"),
    [
        ("Số lần đọc: 4982", "read_count", "4982"),
        ("SỐ LẦN ĐỌC : 4.982", "read_count", "4.982"),
        ("So lan doc: 12", "read_count", "12"),
        ("Đã xem 356", "read_count", "356"),
        ("1,205 lượt xem", "read_count", "1,205"),
        ("(15.467 lượt đọc)", "read_count", "15.467"),
        ("Truy cập hôm nay : 36", "site_counter", "36"),
        ("Tổng truy cập 7.142.338", "site_counter", "7.142.338"),
        ("Tổng lượt truy cập : 10,540", "site_counter", "10,540"),
        ("Tác giả bài viết: HV", "author", "HV"),
        ("Tin,ảnh : Kim Ngân", "author", "Kim Ngân"),
        ("Tin và ảnh: Chi đoàn Sở Văn hóa", "author", "Chi đoàn Sở Văn hóa"),
        ("Tin: A Tín - Ảnh: Bá Bình", "author", "A Tín - Ảnh: Bá Bình"),
        ("Người đăng: quantri", "poster", "quantri"),
        ("Nguồn tin: Báo Kiên Giang", "source", "Báo Kiên Giang"),
        ("(Theo Báo Kiên Giang)", "source", "Báo Kiên Giang"),
        ("Ngày cập nhật 17/11/2017", "published", "17/11/2017"),
        ("Viết lúc: 10:16 ngày 08/11/2021, lượt xem: 410", "published", "10:16 ngày 08/11/2021"),
        ("Cập nhật lần cuối: 12/04/2024", "modified", "12/04/2024"),
        ("BÀI VIẾT LIÊN QUAN", "related", ""),
        ("Theo dòng sự kiện", "related", ""),
        ("Lượt người xem: 45", "read_count", "45"),
        ("» Tin liên quan (5)", "related", "(5)"),
        ("Tin cùng chuyên mục:", "same_section", ""),
        ("Những tin mới hơn", "newer", ""),
        ("Các tin đã đưa:", "older", ""),
        ("Từ khoá: hội trại, tình nguyện", "tags", "hội trại, tình nguyện"),
        ("File đính kèm", "attachments", ""),
        ("Ý kiến bạn đọc", "cut", ""),
        ("Tổng số điểm của bài viết là: 5 trong 1 đánh giá", "cut", "5 trong 1 đánh giá"),
    ],
)
def test_a_label_opens_the_line(line: str, field: str, rest: str) -> None:
    assert match_label(line) == (field, rest)


@pytest.mark.parametrize(
    "line",
    [
        "Tin vui đến với bà con vùng biên",
        "Chia sẻ với chúng tôi niềm vui, em nói",
        "Theo kế hoạch, ngày 24/6 sẽ khai mạc",
        "Hôm nay, ngày 26/3/2024 tại Rạch Giá",
        "Nguồn lực của tuổi trẻ",
        "Xem xét việc kết nạp",
        "Đọc sách cùng em",
        "Ảnh hưởng của bão",
        "Tánh Võ",
        "",
    ],
)
def test_sentences_have_no_label(line: str) -> None:
    assert match_label(line) is None


def test_all_labels_of_a_line() -> None:
    line = "Ngày đăng bài: 20/12/2019 | Tác giả: Hoàng Minh | Lượt xem: 7370"
    assert split_labels(line) == (("published", "20/12/2019"), ("author", "Hoàng Minh"), ("read_count", "7370"))


def test_a_label_after_an_unlabelled_stamp() -> None:
    assert split_labels("Thứ Sáu, 28/02/2025 10:16 | Lượt xem: 20") == (("read_count", "20"),)


def test_an_author_behind_another_label_without_a_sign_between() -> None:
    line = "Ngày đăng : 02/06/2019 Tác giả : Thanh Hà Chuyên mục : Tin hoạt động"
    assert split_labels(line) == (("published", "02/06/2019"), ("author", "Thanh Hà"), ("section", "Tin hoạt động"))
    assert split_labels("Tin: Thanh Hà Ảnh: Tánh Võ") == (("author", "Thanh Hà Ảnh: Tánh Võ"),)


def test_a_day_behind_its_label_without_a_colon_ends_the_value_before() -> None:
    line = "Danh mục : Phong trào Đăng vào lúc 2019-06-02 16:45:12"
    assert split_labels(line) == (("section", "Phong trào"), ("published", "2019-06-02 16:45:12"))


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("Xem thêm các tin khác", "related"),
        ("Các tin bài liên quan:", "related"),
        ("MỘT SỐ BÀI VIẾT CÙNG CHUYÊN MỤC", "same_section"),
        ("Những tin, bài đã đưa", "older"),
    ],
)
def test_lists_of_others_however_they_are_headed(line: str, field: str) -> None:
    assert match_label(line) == (field, "")


def test_labels_of_a_profile_go_first() -> None:
    extra = {"read_count": ("Bạn đọc ghé",), "source": ("Tin",)}
    assert match_label("Bạn đọc ghé: 12", extra) == ("read_count", "12")
    assert match_label("Tin: Báo Ấp Bắc", extra) == ("source", "Báo Ấp Bắc")
    assert match_label("Bạn đọc ghé: 12") is None


def test_site_counters_are_told_apart() -> None:
    assert is_site_counter("Đang truy cập: 12")
    assert not is_site_counter("Lượt xem: 12")


@pytest.mark.parametrize("field", LABELS)
def test_every_spelling_is_read_with_a_colon(field: str) -> None:
    wrong = [s for s in LABELS[field] if match_label(f"{s}: 12") != (field, "12")]
    assert wrong == []
