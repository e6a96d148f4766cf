"""What a made-up youth-union site has to tell: the same stories are printed by every system in this folder."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import cache

VIETNAM = timezone(timedelta(hours=7))
NAME = "Tuổi trẻ Vĩnh Hòa"
SECTIONS = {
    "tin-hoat-dong": "Tin hoạt động",
    "cong-tac-hoi-doi": "Công tác Hội, Đội",
    "guong-sang": "Gương sáng",
}
TAGS = {"hoc-bong": "học bổng", "mua-he-xanh": "Mùa hè xanh", "hien-mau": "hiến máu"}


@dataclass(frozen=True)
class Picture:
    """A picture by file name, its caption and how that is set: ``figure``, ``centred`` lines, a ``table``."""

    file: str
    caption: str = ""
    style: str = "centred"


@dataclass(frozen=True)
class Story:
    """One article as the site's database has it. ``body`` holds paragraphs and pictures in order, a list of bodies
    where it is divided into pages; ``signed`` is the author's line at its end, ``author`` the system's own field."""

    id: int
    slug: str
    title: str
    lead: str
    body: tuple[str | Picture, ...]
    section: str
    published: datetime
    hits: int
    signed: str = ""
    author: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    picture: str = ""
    related: tuple[int, ...] = ()
    more: tuple[tuple[str | Picture, ...], ...] = field(default=())

    @property
    def parts(self) -> tuple[tuple[str | Picture, ...], ...]:
        """The bodies of all its pages."""
        return (self.body, *self.more)

    @property
    def credit(self) -> str:
        """Who wrote it, by field or last line."""
        return self.author or self.signed

    @property
    def paragraphs(self) -> list[str]:
        """The text's own lines, of all pages."""
        return [item for part in self.parts for item in part if isinstance(item, str)]

    @property
    def pictures(self) -> list[Picture]:
        """Lead picture first."""
        lead = [Picture(self.picture)] if self.picture else []
        return lead + [item for part in self.parts for item in part if isinstance(item, Picture)]


_SAYS = (
    "Ngay từ sáng sớm, hơn {n} đoàn viên, thanh niên đã có mặt tại nhà văn hóa ấp {m} để nhận phần việc của mình.",
    "Chi đoàn ấp {m} đảm nhận đoạn đường dài {n} mét, đoạn trũng nhất mà mỗi mùa mưa học trò phải xắn quần lội qua.",
    "“Đường cao ráo rồi thì tối tối bà con qua lại không còn lo nữa”, bà Trần Thị Út, {n} tuổi, nhà ở đầu ấp, cho biết.",
    "Tổng kinh phí {n} triệu đồng do đoàn viên đóng góp và vận động từ {m} cửa hàng, cơ sở sản xuất trên địa bàn xã.",
    "Phát biểu với đoàn viên, đồng chí Lê Văn Mẫn, Bí thư Huyện đoàn, đề nghị mỗi chi đoàn chọn ít nhất {m} phần việc.",
    "Trong khuôn khổ chương trình, ban tổ chức đã trao {n} suất quà cho học sinh có hoàn cảnh khó khăn của {m} trường.",
    "Theo kế hoạch, từ nay đến cuối năm toàn huyện thực hiện {n} công trình, trong đó {m} công trình cấp huyện.",
    "Sau buổi ra quân, các đội hình tiếp tục giúp {n} hộ dân cài đặt dịch vụ công trực tuyến ngay tại nhà trong {m} ngày.",
)
_TITLES = (
    "Đoàn xã Vĩnh Phú thắp sáng ba kilômét đường quê",
    "Trao học bổng “Tiếp bước đến trường” cho học sinh vùng sâu",
    "Người bí thư chi đoàn và vườn ươm cho cả ấp",
    "Ngày thứ bảy tình nguyện: đoàn viên dọn kênh Ông Dèo",
    "Hội trại tòng quân năm 2022 rộn ràng trước giờ giao quân",
    "Kế hoạch số 65-KH/HĐTN-XDĐ về tổ chức đại hội điểm",
    "Thanh niên Vĩnh Hòa hiến 212 đơn vị máu trong một buổi sáng",
    "Lớp học bơi miễn phí bên dòng Cái Lớn",
    "Cô giáo trẻ mang thư viện xuống xuồng",
    "Tuổi trẻ Vĩnh Hòa với chuyển đổi số ở cơ sở",
    "Liên đội Tiểu học An Biên 2 làm kế hoạch nhỏ",
    "Đại hội đại biểu Hội LHTN Việt Nam huyện lần thứ VI",
)
_SLUGS = (
    "doan-xa-vinh-phu-thap-sang-ba-kilomet-duong-que", "trao-hoc-bong-tiep-buoc-den-truong",
    "nguoi-bi-thu-chi-doan-va-vuon-uom", "ngay-thu-bay-tinh-nguyen-don-kenh-ong-deo", "hoi-trai-tong-quan-nam-2022",
    "ke-hoach-so-65-kh-hdtn-xdd", "thanh-nien-vinh-hoa-hien-mau", "lop-hoc-boi-mien-phi-ben-dong-cai-lon",
    "co-giao-tre-mang-thu-vien-xuong-xuong", "tuoi-tre-vinh-hoa-voi-chuyen-doi-so", "lien-doi-lam-ke-hoach-nho",
    "dai-hoi-hoi-lhtn-viet-nam-huyen",
)  # fmt: skip
_PEOPLE = ("Tánh Võ", "Trần Hải Yến", "Thanh Trúc", "Huyện đoàn Vĩnh Hòa", "Minh Thư", "Ban Tuyên giáo")
_CAPTIONS = (
    "Đoàn viên kéo dây điện dọc tuyến đường ấp Hai",
    "Các em nhỏ nhận quà trước giờ khai giảng",
    "Bữa cơm trưa của đội hình tình nguyện. Ảnh: Minh Châu",
)


def _body(number: int, length: int) -> tuple[str | Picture, ...]:
    says = [
        _SAYS[(number + i) % len(_SAYS)].format(n=21 + 7 * number + i, m=2 + (number + i) % 7) for i in range(length)
    ]
    if number % 3 == 1:
        return tuple(says)
    style = ("centred", "figure", "table")[number % 3 if number % 2 else 1]
    first = Picture(f"anh-{number}-1.jpg", _CAPTIONS[number % 3], style)
    second = (Picture(f"anh-{number}-2.jpg", _CAPTIONS[(number + 1) % 3], style),) if number % 4 == 0 else ()
    return (*says[:1], first, *says[1:3], *second, *says[3:])


@cache
def stories() -> tuple[Story, ...]:
    """Twelve stories, newest last: with and without picture, author, source, tags, files; one of two pages."""
    found = []
    for number, (title, slug) in enumerate(zip(_TITLES, _SLUGS, strict=True)):
        credit = _PEOPLE[number % len(_PEOPLE)]
        found.append(
            Story(
                id=100 + 3 * number,
                slug=slug,
                title=title,
                lead=f"Chào mừng ngày thành lập Đoàn, tuổi trẻ huyện Vĩnh Hòa vừa làm thêm được {number + 2} việc có ích.",
                body=_body(number, 4 + number % 3),
                section=list(SECTIONS)[number % 3],
                published=datetime(2021, 4 + number % 9, 3 + 2 * number, 7 + number, 15 + number, tzinfo=VIETNAM),
                hits=(4982, 371, 12, 15467, 1205, 88, 640, 2031, 7, 911, 333, 1024)[number],
                signed=credit if number % 2 else "",
                author="" if number % 2 else credit,
                source="Tỉnh đoàn Kiên Giang" if number in (2, 9) else "",
                tags=(list(TAGS)[number % 3], list(TAGS)[(number + 1) % 3]) if number % 4 else (),
                files=("ke-hoach-so-65.pdf", "bieu-mau-kem-theo.docx") if number == 5 else (),
                picture=f"dai-dien-{number}.jpg" if number in (1, 7) else "",
                related=tuple(100 + 3 * ((number + step) % 12) for step in (1, 5, 7)),
                more=(_body(number + 5, 4),) if number == 8 else (),
            )
        )
    return tuple(found)
