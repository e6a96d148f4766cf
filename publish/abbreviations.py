"""Abbreviations of the youth union's own language, and what they stand for."""

from typing import Final

from publish.spelling import fold

Phrase = tuple[str, ...]

#: Short form -> long forms, in the spelling of today. One that means two things has both.
_LONG: Final[dict[str, tuple[str, ...]]] = {
    "ĐVTN": ("đoàn viên thanh niên", "đoàn viên, thanh niên"),
    "ĐTN": ("đoàn thanh niên",),
    "LHTN": ("liên hiệp thanh niên",),
    "TNCS": ("thanh niên cộng sản",),
    "TNTP": ("thiếu niên tiền phong",),
    "TTN": ("thanh thiếu niên",),
    "TTNNĐ": ("thanh thiếu niên nhi đồng",),
    "TNTN": ("thanh niên tình nguyện",),
    "TNXP": ("thanh niên xung phong",),
    "HSSV": ("học sinh sinh viên", "học sinh, sinh viên"),
    "HSV": ("hội sinh viên",),
    "BCH": ("ban chấp hành",),
    "BTV": ("ban thường vụ",),
    "UBKT": ("ủy ban kiểm tra",),
    "UBND": ("ủy ban nhân dân",),
    "HĐND": ("hội đồng nhân dân",),
    "HĐĐ": ("hội đồng đội",),
    "MTTQ": ("mặt trận tổ quốc",),
    "TW": ("trung ương",),
    "TƯ": ("trung ương",),
    "CLB": ("câu lạc bộ",),
    "NTM": ("nông thôn mới",),
    "ATGT": ("an toàn giao thông",),
    "LLVT": ("lực lượng vũ trang",),
    "KHCN": ("khoa học công nghệ", "khoa học và công nghệ"),
    "CNTT": ("công nghệ thông tin",),
    "THPT": ("trung học phổ thông",),
    "THCS": ("trung học cơ sở",),
    "QĐND": ("quân đội nhân dân",),
    "BĐBP": ("bộ đội biên phòng",),
}


def _pairs() -> dict[str, tuple[str, ...]]:
    """Folded form -> the forms that mean the same: the long ones of a short one, the short one of each long one."""
    found: dict[str, tuple[str, ...]] = {}
    for short, long_forms in _LONG.items():
        for form in long_forms:
            found[fold(short)] = (*found.get(fold(short), ()), form)
            found[fold(form)] = (*found.get(fold(form), ()), short.lower())
    return found


_SAME: Final = _pairs()


def same(phrase: Phrase) -> tuple[str, ...]:
    """Other forms of ``phrase`` (words in lower case): of ``("đvtn",)`` its long form, of a long form the short one."""
    return tuple(dict.fromkeys(_SAME.get(fold(" ".join(phrase)), ())))
