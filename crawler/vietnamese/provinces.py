"""Provinces and cities of central rank, before and since the mergers of 1 July 2025 (63 became 34)."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from crawler.vietnamese.text import comparison_key

#: The first day of the provinces that there are now (resolution 202/2025/QH15 of the National Assembly).
MERGERS: Final = date(2025, 7, 1)
#: Province now -> those it was made of, among them mostly one of the same name, which was another body.
MERGED: Final = {
    "Tuyên Quang": ("Hà Giang", "Tuyên Quang"),
    "Lào Cai": ("Yên Bái", "Lào Cai"),
    "Thái Nguyên": ("Bắc Kạn", "Thái Nguyên"),
    "Phú Thọ": ("Vĩnh Phúc", "Hòa Bình", "Phú Thọ"),
    "Bắc Ninh": ("Bắc Giang", "Bắc Ninh"),
    "Hưng Yên": ("Thái Bình", "Hưng Yên"),
    "Hải Phòng": ("Hải Dương", "Hải Phòng"),
    "Ninh Bình": ("Hà Nam", "Nam Định", "Ninh Bình"),
    "Quảng Trị": ("Quảng Bình", "Quảng Trị"),
    "Đà Nẵng": ("Quảng Nam", "Đà Nẵng"),
    "Quảng Ngãi": ("Kon Tum", "Quảng Ngãi"),
    "Gia Lai": ("Bình Định", "Gia Lai"),
    "Khánh Hòa": ("Ninh Thuận", "Khánh Hòa"),
    "Lâm Đồng": ("Đắk Nông", "Bình Thuận", "Lâm Đồng"),
    "Đắk Lắk": ("Phú Yên", "Đắk Lắk"),
    "TP. Hồ Chí Minh": ("Bà Rịa - Vũng Tàu", "Bình Dương", "TP. Hồ Chí Minh"),
    "Đồng Nai": ("Bình Phước", "Đồng Nai"),
    "Tây Ninh": ("Long An", "Tây Ninh"),
    "Cần Thơ": ("Sóc Trăng", "Hậu Giang", "Cần Thơ"),
    "Vĩnh Long": ("Bến Tre", "Trà Vinh", "Vĩnh Long"),
    "Đồng Tháp": ("Tiền Giang", "Đồng Tháp"),
    "Cà Mau": ("Bạc Liêu", "Cà Mau"),
    "An Giang": ("Kiên Giang", "An Giang"),
}
#: Provinces that were merged with none.
UNCHANGED: Final = (
    "Hà Nội", "Lai Châu", "Điện Biên", "Sơn La", "Lạng Sơn", "Quảng Ninh", "Thanh Hóa", "Nghệ An", "Hà Tĩnh",
    "Cao Bằng",
)  # fmt: skip
#: Thừa Thiên Huế became the city of Huế half a year before.
HUE: Final = ("Thừa Thiên Huế", "Huế", date(2025, 1, 1))
#: Other spellings met on sites.
_SPELLINGS: Final = {
    "TP.HCM": "TP. Hồ Chí Minh", "TP Hồ Chí Minh": "TP. Hồ Chí Minh", "Thành phố Hồ Chí Minh": "TP. Hồ Chí Minh",
    "Đăk Lăk": "Đắk Lắk", "Đăk Nông": "Đắk Nông", "Bà Rịa-Vũng Tàu": "Bà Rịa - Vũng Tàu",
    "Bà Rịa Vũng Tàu": "Bà Rịa - Vũng Tàu",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Province:
    """One body: its name, its first day and the day after its last (None where there is none known), and the province
    that stands in its place today."""

    name: str
    since: date | None
    until: date | None
    successor: str


def provinces() -> tuple[Province, ...]:
    """All, old and new; a province that changed only its neighbours stands once."""
    old = [Province(name, None, MERGERS, new) for new, names in MERGED.items() for name in names]
    new = [Province(name, MERGERS, None, name) for name in MERGED]
    same = [Province(name, None, None, name) for name in UNCHANGED]
    before, after, day = HUE
    return (*old, *new, *same, Province(before, None, day, after), Province(after, day, None, after))


def on(day: date) -> tuple[Province, ...]:
    """The provinces that there were on ``day``."""
    return tuple(one for one in provinces() if (one.since or day) <= day and (one.until is None or day < one.until))


def successor(name: str) -> str | None:
    """The province that stands today where ``name`` was; None for what is no province."""
    return next((one.successor for one in provinces() if one.name == name), None)


def named_province(text: str) -> str | None:
    """The province before the mergers whose name ``text`` holds, the longest where it holds several; None where it
    holds none. ``Bí thư Tỉnh đoàn Kiên Giang`` gives ``Kiên Giang``; the union's own name, which ends in Hồ Chí Minh,
    is no place."""
    key = f" {comparison_key(text)} "
    return next((name for spelt, name in _keys() if f" {spelt} " in key), None)


@lru_cache(maxsize=1)
def _keys() -> tuple[tuple[str, str], ...]:
    names = {one.name: one.name for one in provinces() if one.until is not None or one.since is None}
    names[HUE[1]] = HUE[0]
    spelt = {comparison_key(text): name for text, name in (names | _SPELLINGS).items()}
    return tuple(sorted(spelt.items(), key=lambda pair: -len(pair[0])))
