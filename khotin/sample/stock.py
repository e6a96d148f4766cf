"""The words that the sample's articles are made of: places, people, units, and the topics of ``topics.toml``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

SITE_NAME: Final = (
    "Tỉnh đoàn Tràm Giang - Diễn đàn của Đoàn TNCS Hồ Chí Minh, Hội LHTN Việt Nam, Đội TNTP HCM tỉnh Tràm Giang"
)
SECTIONS: Final = ("Tin hoạt động", "Công tác Đoàn", "Hội - Đội", "Gương sáng", "Văn bản")

PLACES: Final = (
    "xã Bình Hòa Đông", "xã Vĩnh Thuận Tây", "phường An Lạc", "xã Hòn Xanh", "thị trấn Rạch Sâu", "xã Mỹ Lâm Thượng",
    "phường Vĩnh Quang", "xã Thạnh Yên", "xã Đông Hưng B", "thị trấn Kinh Mới", "xã Tân Khánh", "phường Rạch Giồng",
    "xã Giồng Đá",
)  # fmt: skip
LEADERS: Final = (
    "Lê Minh Trí", "Nguyễn Thị Hồng Nhung", "Trần Quốc Việt", "Danh Sóc Kha", "Phạm Thùy Dương", "Huỳnh Văn Đạt",
    "Võ Ngọc Thảo", "Đặng Hoàng Phúc", "Bùi Thị Kiều Oanh", "Lâm Chí Thiện", "Thị Sa Rây",
)  # fmt: skip
SCHOOLS: Final = (
    "Trường THPT Rạch Sâu",
    "Trường THPT Vĩnh Quang",
    "Trường THPT Hòn Xanh",
    "Trường THPT Giồng Đá",
    "Trường THPT Nguyễn Hùng Sơn Hạ",
)

#: Author lines as printed, and whom they credit: (name, unit, role). A line of its own, if not said otherwise.
BYLINES: Final = (
    ("Tánh Lê", (("Tánh Lê", None, None),)),
    ("Tin, ảnh: Ngọc Hân – Quốc Bảo", (("Ngọc Hân", None, None), ("Quốc Bảo", None, None))),
    ("Đoàn xã Hòn Xanh", (("Đoàn xã Hòn Xanh", None, None),)),
    ("Minh Thư (Đoàn trường THPT Rạch Sâu)", (("Minh Thư", "Đoàn trường THPT Rạch Sâu", None),)),
    ("Hoàng Phúc", (("Hoàng Phúc", None, None),)),
    ("Tác giả: Kiều Oanh", (("Kiều Oanh", None, None),)),
    ("Tin: Danh Pha - Ảnh: Mỹ Duyên", (("Danh Pha", None, "text"), ("Mỹ Duyên", None, "photo"))),
    ("Ban Tuyên giáo Tỉnh đoàn", (("Ban Tuyên giáo Tỉnh đoàn", None, None),)),
)
#: The writer whose name is glued to the last sentence: ``…trong tỉnh./.Hoàng Phúc``.
GLUED: Final = "Hoàng Phúc"

CLOSINGS: Final = (
    "Sau hoạt động, các chi đoàn họp rút kinh nghiệm để lần tổ chức sau được chu đáo hơn.",
    "Hoạt động nhận được sự đồng tình của cấp ủy, chính quyền và người dân {place}.",
    "Thời gian tới, {unit} sẽ nhân rộng cách làm này ra {c} ấp còn lại.",
    "Ban tổ chức cho biết {c} triệu đồng kinh phí còn lại được chuyển vào quỹ đồng hành cùng thanh niên khó khăn.",
    "Đây là hoạt động thứ {b} trong năm của {unit} chào mừng đại hội Đoàn các cấp.",
)

#: The charter, by clauses: the site's one static page.
CHARTER: Final = (
    "Đoàn viên là thanh niên tiên tiến, tự nguyện phấn đấu vì lý tưởng của Đoàn và gương mẫu trong học tập, lao động.",
    "Đoàn viên có quyền ứng cử, đề cử và bầu cử cơ quan lãnh đạo các cấp của Đoàn, được thông tin và thảo luận mọi công việc.",
    "Chi đoàn là tế bào của Đoàn, là hạt nhân nòng cốt đoàn kết, tập hợp thanh thiếu nhi ở ấp, khu phố, trường học.",
    "Ban Chấp hành do đại hội cùng cấp bầu ra, làm việc theo nguyên tắc tập trung dân chủ, tập thể lãnh đạo, cá nhân phụ trách.",
    "Đoàn phí do đoàn viên đóng hằng tháng, được trích nộp lên cấp trên và dùng cho hoạt động của chi đoàn.",
    "Đoàn viên vi phạm kỷ luật thì tuỳ mức độ mà khiển trách, cảnh cáo hoặc khai trừ, mọi hình thức đều công bố công khai.",
)


@dataclass(frozen=True, slots=True)
class Topic:
    """One kind of news: lists of titles, openings (without their date), details, speeches and captions with ``{…}`` to
    fill in. ``section`` counts from 0."""

    section: int
    titles: tuple[str, ...]
    openings: tuple[str, ...]
    details: tuple[str, ...]
    speeches: tuple[str, ...]
    captions: tuple[str, ...]


@cache
def topics() -> tuple[Topic, ...]:
    """All topics, in the order of the file."""
    with (Path(__file__).parent / "topics.toml").open("rb") as file:
        tables = tomllib.load(file)["topics"]
    return tuple(Topic(**{key: tuple(v) if isinstance(v, list) else v for key, v in table.items()}) for table in tables)
