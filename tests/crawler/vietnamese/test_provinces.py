"""63 provinces before 1 July 2025, 34 since; every profile's places are among them, as the research has them."""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from crawler.profile_files import load, names
from crawler.vietnamese.provinces import MERGERS, named_province, on, provinces, successor

#: The research that the project was begun with lies beside the checkout, or in KHOTIN_SHARED; it is not part of it.
SHARED = Path(os.environ.get("KHOTIN_SHARED") or Path(__file__).parents[4] / "shared")
RESEARCH = SHARED / "research/province-mergers.json"


def test_sixty_three_became_thirty_four() -> None:
    assert len(on(date(2025, 6, 30))) == 63
    assert len(on(MERGERS)) == 34
    assert {one.successor for one in provinces()} == {one.name for one in on(MERGERS)}


def test_a_name_may_be_that_of_two_bodies() -> None:
    before, after = (one for one in provinces() if one.name == "An Giang")
    assert before.until == after.since == MERGERS
    assert [one.name for one in on(date(2025, 1, 1)) if "Huế" in one.name] == ["Huế"]
    assert [one.name for one in on(date(2024, 12, 31)) if "Huế" in one.name] == ["Thừa Thiên Huế"]


def test_the_mergers_are_those_of_the_research() -> None:
    if not RESEARCH.is_file():
        pytest.skip("province-mergers.json is not beside this checkout")
    table = json.loads(RESEARCH.read_text("utf-8"))["old_to_new"]
    assert {one.name: one.successor for one in provinces()} == table


@pytest.mark.parametrize("slug", names())
def test_a_profile_names_provinces_that_there_were(slug: str) -> None:
    profile = load(slug)
    if profile.level == "centre" or not profile.province_old:
        return
    assert successor(profile.province_old) == profile.province_new
    assert profile.province_old in {one.name for one in on(date(2024, 12, 31))}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tỉnh đoàn Kiên Giang - Diễn đàn của Đoàn TNCS Hồ Chí Minh", "Kiên Giang"),
        ("Huyện đoàn Giồng Riềng, tỉnh Kiên Giang", "Kiên Giang"),
        ("Thành Đoàn TP.HCM", "TP. Hồ Chí Minh"),
        ("Tỉnh đoàn Thừa Thiên Huế", "Thừa Thiên Huế"),
        ("Tỉnh đoàn Bà Rịa - Vũng Tàu", "Bà Rịa - Vũng Tàu"),
        ("Tỉnh đoàn Đăk Lăk", "Đắk Lắk"),
        ("Tỉnh đoàn Khánh Hoà", "Khánh Hòa"),
        ("Đoàn Thanh niên Cộng sản Hồ Chí Minh", None),
        ("Trang tin", None),
    ],
)
def test_a_province_in_a_name(text: str, name: str | None) -> None:
    assert named_province(text) == name
