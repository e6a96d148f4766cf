"""A layout that stands alone: only its selectors are read, and the page is still read where they do not match."""

from pathlib import Path

import pytest

from crawler.errors import ConfigurationError
from crawler.extract.markup.decode import parse_page
from crawler.extract.reader import read
from crawler.profile_files import read as read_profile
from crawler.profiles import Profile
from crawler.toml_table import read_table

TEXT = "<p>Sáng ngày 12/3/2024, hơn 50 đoàn viên đã dọn vệ sinh tuyến đường liên ấp và trồng cây xanh.</p>" * 5
PAGE = (
    "<html><head><title>Tỉnh đoàn</title></head><body><div class=bai><h1>Đoàn xã ra quân ngày Chủ nhật xanh</h1>"
    f"<div class=noidung>{TEXT}</div><p>Lượt xem: 12</p></div></body></html>"
)
TOML = """
slug = "thu"
name = "Tỉnh đoàn Thử"
hosts = ["a.vn"]
[[eras]]
name = "Nay"
id_space = "tin"
[[eras.layouts]]
name = "Nay"
when = "div.bai"
alone = {alone}
[eras.layouts.fields]
title = "h1"
body = "{body}"
"""


def profile(folder: Path, alone: str = "true", body: str = "div.noidung") -> Profile:
    file = folder / "thu.toml"
    file.write_text(TOML.format(alone=alone, body=body), encoding="utf-8")
    return read_profile(read_table(file), "thu")


def article(profile: Profile):  # type: ignore[no-untyped-def]
    reading = read(parse_page(PAGE.encode(), "text/html; charset=utf-8", "http://a.vn/tin/1"), profile)
    assert reading.article is not None
    return reading.article, [signal.code for signal in reading.signals]


def test_only_what_the_layout_names_is_read(tmp_path: Path) -> None:
    found, signals = article(profile(tmp_path))
    assert (found.title, len(found.paragraphs), found.read_count, signals) == (
        "Đoàn xã ra quân ngày Chủ nhật xanh", 5, None, [],
    )  # fmt: skip


def test_without_it_other_fields_are_looked_for(tmp_path: Path) -> None:
    found, _ = article(profile(tmp_path, alone="false"))
    assert found.read_count == "12"


def test_where_the_body_does_not_match_the_page_is_read_all_the_same(tmp_path: Path) -> None:
    found, signals = article(profile(tmp_path, body="div.khac"))
    assert (len(found.paragraphs), found.read_count) == (5, "12")
    assert signals == ["layout.selector_unmatched"]


def test_it_needs_title_and_body(tmp_path: Path) -> None:
    file = tmp_path / "thu.toml"
    file.write_text(TOML.format(alone="true", body="div").replace('title = "h1"\n', ""), encoding="utf-8")
    with pytest.raises(ConfigurationError, match="name no title or no body"):
        read_profile(read_table(file), "thu")
