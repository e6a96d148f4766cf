"""The words the sample's articles are made of: places, people, topics. All invented."""

# ruff: noqa: E501  (one sentence a line: this is text, not code)

from dataclasses import dataclass
from typing import Final

SITE_NAME: Final = "Tỉnh đoàn Mẫu - Diễn đàn của Đoàn TNCS Hồ Chí Minh, Hội LHTN Việt Nam, Đội TNTP HCM tỉnh Mẫu"
SECTIONS: Final = ("Tin hoạt động", "Công tác Đoàn", "Hội - Đội", "Gương sáng", "Văn bản")

PLACES: Final = (
    "xã Bình Hòa Đông", "xã Vĩnh Thuận Tây", "phường An Lạc", "xã Hòn Xanh", "thị trấn Rạch Sâu", "xã Mỹ Lâm Thượng",
    "phường Vĩnh Quang", "xã Thạnh Yên", "xã Đông Hưng B", "thị trấn Kinh Mới", "xã Tân Khánh", "phường Rạch Giồng",
)  # fmt: skip
LEADERS: Final = (
    "Lê Minh Trí", "Nguyễn Thị Hồng Nhung", "Trần Quốc Việt", "Danh Sóc Kha", "Phạm Thùy Dương", "Huỳnh Văn Đạt",
    "Võ Ngọc Thảo", "Đặng Hoàng Phúc", "Bùi Thị Kiều Oanh", "Lâm Chí Thiện",
)  # fmt: skip
MONTHS: Final = tuple((day, month) for month in (1, 3, 4, 5, 6, 7, 8, 9, 10, 12) for day in (6, 12, 18, 24, 27))


@dataclass(frozen=True, slots=True)
class Topic:
    """One kind of news: a title, an opening without its date, middle paragraphs and captions, with ``{place}``,
    ``{leader}`` and numbers ``{a}``, ``{b}``, ``{c}`` to fill in. ``section`` counts from 0."""

    section: int
    title: str
    opening: str
    middle: tuple[str, ...]
    captions: tuple[str, ...]


TOPICS: Final = (
    Topic(
        0,
        "Tuổi trẻ {place} ra quân Ngày Chủ nhật xanh",
        "tại {place}, hơn {a} đoàn viên, thanh niên đã ra quân Ngày Chủ nhật xanh với nhiều phần việc thiết thực.",
        (
            "Các bạn trẻ đã thu gom {b} bao rác, phát quang {c} km đường giao thông nông thôn và trồng mới {b} cây xanh dọc tuyến kinh.",
            "Phát biểu tại lễ ra quân, đồng chí {leader} mong muốn mỗi chi đoàn nhận chăm sóc ít nhất một tuyến đường trên địa bàn.",
            "Bà con hai bên tuyến đường cũng cùng tham gia, tạo không khí lao động sôi nổi ngay từ sáng sớm.",
        ),
        ("Quang cảnh lễ ra quân", "Đoàn viên thu gom rác dọc tuyến kinh"),
    ),
    Topic(
        1,
        "Hội nghị sơ kết công tác Đoàn và phong trào thanh niên {place}",
        "tại {place}, Ban Chấp hành Đoàn tổ chức hội nghị sơ kết công tác Đoàn và phong trào thanh thiếu nhi sáu tháng đầu năm.",
        (
            "Theo báo cáo, toàn Đoàn có {a}/{c} chỉ tiêu đạt từ 80% trở lên, đã giới thiệu {b} đoàn viên ưu tú cho Đảng xem xét, kết nạp.",
            "Đồng chí {leader} ghi nhận những kết quả đạt được, đồng thời đề nghị các cơ sở Đoàn đổi mới cách tập hợp thanh niên ở ấp, khu phố.",
            "Hội nghị cũng nghe {c} ý kiến thảo luận về việc sinh hoạt chi đoàn mùa nước nổi và chăm lo cho thanh niên đi làm xa.",
        ),
        ("Đ/c {leader} phát biểu tại hội nghị", "Các đại biểu dự hội nghị"),
    ),
    Topic(
        2,
        "Ngày hội Thiếu nhi vui khỏe tại {place}",
        "tại {place}, Hội đồng Đội phối hợp với trường tiểu học tổ chức Ngày hội Thiếu nhi vui khỏe cho {a} em đội viên.",
        (
            "Các em được tham gia {c} trò chơi dân gian, thi vẽ tranh trên nón lá và nghe kể chuyện về biển đảo quê hương.",
            "Dịp này, Hội đồng Đội trao {b} suất quà cho học sinh vượt khó, mỗi suất gồm tập vở và áo phao.",
            "Chị {leader}, phụ trách Đội, cho biết hoạt động sẽ được duy trì hằng quý ở các điểm trường xa trung tâm.",
        ),
        ("Các em thi vẽ tranh trên nón lá",),
    ),
    Topic(
        3,
        "{leader}: người trẻ giữ nghề đan lưới ở {place}",
        "tại {place}, chúng tôi gặp {leader}, đoàn viên nhiều năm liền được biểu dương thanh niên làm kinh tế giỏi.",
        (
            "Bắt đầu với số vốn {b} triệu đồng vay từ nguồn ủy thác, anh mở tổ đan lưới nhận {c} bạn trẻ không có đất sản xuất vào làm.",
            "Mỗi tháng tổ giao {a} tấm lưới cho các chủ tàu, thu nhập của từng thành viên tăng dần và ổn định hơn trước.",
            "Không chỉ làm ăn giỏi, anh còn là tuyên truyền viên tích cực, vận động bạn bè không vứt lưới rách xuống biển.",
        ),
        ("Tổ đan lưới giờ làm việc", "Sản phẩm chuẩn bị giao cho chủ tàu"),
    ),
    Topic(
        0,
        "Hơn {a} đơn vị máu được tiếp nhận tại ngày hội hiến máu {place}",
        "tại {place}, ngày hội hiến máu tình nguyện đã thu hút đông đảo cán bộ, đoàn viên và người dân tham gia.",
        (
            "Kết thúc ngày hội, ban tổ chức tiếp nhận {a} đơn vị máu an toàn, vượt {b} đơn vị so với kế hoạch đề ra.",
            "Có {c} người đã hiến máu từ mười lần trở lên; người cao tuổi nhất năm nay vừa tròn năm mươi tám tuổi.",
            "Đồng chí {leader} gửi lời cảm ơn đến đội ngũ y, bác sĩ đã làm việc xuyên trưa để phục vụ bà con ở xa.",
        ),
        ("Đoàn viên tham gia hiến máu",),
    ),
    Topic(
        1,
        "Khánh thành công trình thanh niên thắp sáng đường quê ở {place}",
        "tại {place}, Đoàn cơ sở tổ chức khánh thành công trình thanh niên thắp sáng đường quê dài {c} km.",
        (
            "Công trình gồm {b} bóng đèn năng lượng mặt trời, tổng kinh phí {a} triệu đồng do các mạnh thường quân và nhân dân đóng góp.",
            "Ông Tư, nhà ở đầu tuyến, phấn khởi nói từ nay bà con đi chợ khuya và các cháu đi học thêm về không còn lo đường tối.",
            "Đồng chí {leader} trao công trình cho chi đoàn ấp quản lý, bảo quản và kiểm tra định kỳ hằng tháng.",
        ),
        ("Cắt băng khánh thành công trình", "Tuyến đường sau khi có đèn"),
    ),
)  # fmt: skip

CLOSING: Final = (
    "Sau hoạt động, các chi đoàn sẽ họp rút kinh nghiệm để lần tổ chức sau được chu đáo hơn.",
    "Hoạt động nhận được sự đồng tình của cấp ủy, chính quyền và người dân địa phương.",
    "Thời gian tới, mô hình này sẽ được nhân rộng ra các cơ sở Đoàn còn lại trong tỉnh.",
    "Ban tổ chức cho biết kinh phí còn lại được chuyển vào quỹ đồng hành cùng thanh niên khó khăn.",
)
