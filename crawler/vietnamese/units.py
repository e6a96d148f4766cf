"""The bodies that sign articles: union committees, schools, offices, newspapers. Which words make a name a unit."""

import re
from typing import Final

from crawler.vietnamese.text import clean_line, fold, tone_canonical

#: Words that open the name of a unit. Accents count: ``Báo`` is a newspaper, ``Bảo`` a person.
_HEADS: Final = (
    r"(?:tỉnh|thành|huyện|thị|quận|xã|phường|đặc khu|trung ương|tw|t\.ư|tư)\s?[- ]?đoàn(?!\s+thị\s)",
    r"đoàn (?:xã|phường|thị trấn|thị xã|trường|cơ sở|khối|thanh niên|tncs|tn|đtn|các|công ty|viên chức|bộ|sở|đại học)",
    r"đoàn (?:cơ quan|công an|quân sự|bộ đội|biên phòng|tỉnh|thành phố|huyện|đặc khu|bệnh viện|ubnd|khoa|kinh tế|đảng)",
    r"đoàn (?:tổng công ty|học viện|tnxp)",
    r"(?:liên )?chi đoàn|liên đội|phân đoàn|(?:liên )?chi hội|hội đồng đội|hđđ",
    r"đội (?:tntp|thiếu niên|tình nguyện|công tác|tuyên truyền|thanh niên)",
    r"hội (?:lhtn|liên hiệp|sinh viên|sv|đồng|đông y|chữ thập đỏ|nông dân|phụ nữ|cựu chiến binh|nhà báo|doanh nhân)",
    r"ban (?:tuyên|tổ|tg|biên|thường|chấp|phong trào|thanh|thiếu|xây|văn|kiểm|đoàn|quân|chỉ|công|ttn|tcxd|xdđ|ptt|mặt)",
    r"ban (?:dân|tc|kt|thông|bảo|đội)",
    r"(?:bbt|ban bt|btc|bch|btv|btg|ttxvn|tto|tpo|đtn|tđtn|ubkt|hđnd|ubnd|mttq|thpt|thcs|b?chqs)(?!\w)",
    r"văn phòng|vp (?:tỉnh|thành|huyện|thị|quận|trung ương|tw|đoàn|hội)",
    r"phòng (?:giáo|gd|văn|thông|truyền|nội|lao|công|tuyên|dân|y tế|tổ chức|kế|quản|ban|kinh|vhtt|nghiệp)",
    r"trường (?:thpt|thcs|th(?!\w)|tiểu|cao|đại|chính trị|mầm|pt|phổ|trung|đh|cđ|đoàn|học)|đại học|học viện|cao đẳng",
    r"trung tâm|nhà (?:thiếu nhi|văn hóa|xuất bản)|cung (?:thiếu nhi|văn hóa)|câu lạc bộ|clb(?!\w)",
    r"đài (?:ptth|phát|truyền|tt|pt)|báo \w|tạp chí|cổng (?:thông tin|ttđt)|website|web\.|trang tin",
    r"công (?:an|đoàn|ty)|ủy ban|bộ (?:chqs|chỉ huy|đội|tư lệnh)|đồn biên phòng|bệnh viện|đảng (?:ủy|bộ)",
    r"(?:tỉnh|huyện|thành|thị|quận) ủy",
)
#: Words that open units, and pen names too (``Khoa Nguyễn``, ``Sở Hữu``): the rest must not look like a person.
_DOUBTFUL: Final = re.compile(tone_canonical(r"^(?:sở|khoa|viện|tổ|đội|nhóm) \w"))
_UNIT: Final = re.compile("^(?:" + "|".join(map(tone_canonical, _HEADS)) + ")")
_UNACCENTED: Final = re.compile("^(?:" + "|".join(map(fold, _HEADS)) + ")")
#: Offices that a person holds in a unit; printed before its name.
_OFFICE: Final = re.compile(
    r"^(?:(?:nguyên|quyền)\s+)?(?:phó\s+)?(?:bí thư(?:\s+thường trực)?|chủ tịch|chủ nhiệm|trưởng ban|chánh văn phòng|"
    r"trưởng phòng|giám đốc|hiệu trưởng|tổng phụ trách|tpt|pbt|pbttt|bt|uv\.?\s?btv|uv\.?\s?bch|uvbtv|uvbch|"
    r"ủy viên(?:\s+btv|\s+bch)?|cán bộ|chuyên viên|giáo viên|gv|sinh viên|sv|cộng tác viên)"
    r"(?:\s+|\s*[-–]\s*)(?:của\s+)?",
    re.IGNORECASE,
)


def is_unit(text: str) -> bool:
    """Whether ``text`` names a unit (``Huyện đoàn Ba Tri``, ``Ban TG``, ``PBT Đoàn xã Quế Xuân 2``), not a person."""
    return _opens_as_unit(without_office(clean_line(text)))


def without_office(text: str) -> str:
    """``PBT Đoàn xã Quế Xuân 2`` → ``Đoàn xã Quế Xuân 2``: the unit without the office held in it. An office that
    no unit follows stays."""
    rest = _OFFICE.sub("", text, count=1)
    return rest if rest != text and _opens_as_unit(rest) else text


def _opens_as_unit(text: str) -> bool:
    if text.isascii() and _UNACCENTED.match(fold(text)):
        return True
    key = tone_canonical(text).lower()
    if _UNIT.match(key):
        return True
    return bool(_DOUBTFUL.match(key)) and any(w[0].islower() or w[:2].isupper() for w in text.split()[1:])
