import pytest

from crawler.article import Credit
from crawler.vietnamese.names import is_person_name, looks_like_byline, split_byline
from crawler.vietnamese.units import is_unit, without_office


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Tánh Võ", [Credit("Tánh Võ")]),
        ("./.Nguyễn Thông", [Credit("Nguyễn Thông")]),
        ("Thu Trang |", [Credit("Thu Trang")]),
        ("TRÚC MY", [Credit("TRÚC MY")]),
        ("P.V", [Credit("P.V")]),
        ("CTV Mỹ Linh", [Credit("CTV Mỹ Linh")]),
        ("Tuấn Kiệt (T/h)", [Credit("Tuấn Kiệt")]),
        ("Thanh Hà (tổng hợp)", [Credit("Thanh Hà")]),
        ("Minh Thư (Thành đoàn)", [Credit("Minh Thư", "Thành đoàn")]),
        ("Nữ Sinh – Huyện đoàn Tây Sơn.", [Credit("Nữ Sinh", "Huyện đoàn Tây Sơn")]),
        ("A Tín, Đoàn phường Tân Thạnh", [Credit("A Tín", "Đoàn phường Tân Thạnh")]),
        ("Thanh Thảo_Huyện đoàn Giồng Riềng", [Credit("Thanh Thảo", "Huyện đoàn Giồng Riềng")]),
        ("Minh Hiếu/Tỉnh đoàn", [Credit("Minh Hiếu", "Tỉnh đoàn")]),
        ("Xuân Lộc – PBT Đoàn xã Quế Xuân 2", [Credit("Xuân Lộc", "Đoàn xã Quế Xuân 2")]),
        ("Huyện đoàn Ba Tri", [Credit("Huyện đoàn Ba Tri")]),
        ("Thu Hằng - Quốc Bảo", [Credit("Thu Hằng"), Credit("Quốc Bảo")]),
        ("Bài, ảnh: Hoàng Anh, Minh Thư và Kim Ngân", [Credit("Hoàng Anh"), Credit("Minh Thư"), Credit("Kim Ngân")]),
        ("Tin: Minh Thư - Ảnh: Hoàng Anh", [Credit("Minh Thư", None, "text"), Credit("Hoàng Anh", None, "photo")]),
        ("Tin: A Tín. Ảnh: Bá Bình", [Credit("A Tín", None, "text"), Credit("Bá Bình", None, "photo")]),
        ("Tin và ảnh: Chi đoàn Sở Văn hóa và Thể thao", [Credit("Chi đoàn Sở Văn hóa và Thể thao")]),
        (
            "Văn Thành - Hữu Tài (Huyện đoàn Châu Thành)",
            [Credit("Văn Thành"), Credit("Hữu Tài", "Huyện đoàn Châu Thành")],
        ),
        ("Tác giả: lê phương tính", [Credit("lê phương tính")]),
        ("Minh Thư - Bảo Ngọc", [Credit("Minh Thư"), Credit("Bảo Ngọc")]),
        ("Thu Hà - Thu Hà", [Credit("Thu Hà")]),
        ("Viết bởi: Super User", []),
        ("Tác giả:", []),
        ("", []),
    ],
)
def test_who_is_credited(line: str, people: list[Credit]) -> None:
    assert list(split_byline(line)) == people


@pytest.mark.parametrize(
    "line",
    [
        "Tánh Võ",
        "TRÚC MY",
        "HV",
        "BBT",
        "Huyện đoàn Ba Tri",
        "Ban TTNTH Tỉnh Đoàn",
        "Đoàn trường Cao đẳng Cơ giới Ninh Bình.",
        "Ngọc Thảo – Ban TG",
        "Đoàn Văn Hậu",
        "Đoàn Viên chức tỉnh",
        "Ban biên tập trang tin của Tỉnh đoàn",
        "Chi đoàn công ty cấp nước",
        "Đoàn khối các cơ quan và doanh nghiệp tỉnh",
        "Trường Giang",
        "Thu Hằng - Quốc Bảo",
        "H'Hen Niê",
        "Tin, ảnh: Bích Phương",
        "Tác giả: lê phương tính",
        "./.Nguyễn Thông",
    ],
)
def test_author_lines(line: str) -> None:
    assert looks_like_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "Quang cảnh hội nghị",
        "QUANG CẢNH HỘI NGHỊ",
        "Toàn cảnh buổi lễ",
        "Kiên Giang",
        "Tin liên quan",
        "TM. BAN THƯỜNG VỤ",
        "Huyện đoàn Ba Tri tổ chức hội nghị",
        "Đoàn xã Vĩnh Phú dọn kênh Ông Dèo",
        "Đoàn viên kéo dây điện dọc tuyến đường ấp Hai",
        "Đoàn viên thanh niên",
        "Thành đoàn ra quân Ngày Chủ nhật xanh",
        "Các em thiếu nhi",
        "Tết Nguyên Đán",
        "Đồng chí Nguyễn Ngọc Thuận, Phó Bí thư phát biểu",
        "Đ/c Nguyễn Tuấn Phong",
        "Theo Báo Kiên Giang",
        "ĐVTN",
        "Admin",
        "Đoàn phường Hòa Hương:",
        "Đoàn TNCS Hồ Chí Minh",
        "• Huyện đoàn Ba Tri",
        "Ảnh: Các đại biểu chụp ảnh lưu niệm tại hội nghị",
        "lê phương tính",
        "Trao giải cho các đội thi",
        "",
    ],
)
def test_no_author_lines(line: str) -> None:
    assert not looks_like_byline(line)


def test_a_page_in_one_line_names_nobody() -> None:
    assert split_byline("Tin: " + "Minh Thư - " * 5000) == ()


def test_persons_and_units() -> None:
    assert is_person_name("Nguyễn Thị Tuyết Trinh")
    assert not is_person_name("Hà Giang")
    assert is_unit("Báo Tuổi Trẻ")
    assert not is_unit("Bảo Ngọc")
    assert not is_unit("Đoàn Thị Hoa")
    assert without_office("PBT Đoàn xã Quế Xuân 2") == "Đoàn xã Quế Xuân 2"
