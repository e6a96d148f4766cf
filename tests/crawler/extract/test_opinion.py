"""A second opinion doubts a body that is not the article's, and changes nothing else; it may be absent or fail."""

import importlib.util
from dataclasses import replace
from pathlib import Path

import pytest
import trafilatura

from crawler.extract.markup.decode import parse_page
from crawler.extract.opinion import disputed_shares
from crawler.extract.reader import read
from crawler.extract.reading import Reading
from crawler.profile_files import read as read_profile
from crawler.profiles import Profile
from crawler.toml_table import read_table
from tests.fuzz.corpus import Sample, samples

TEXT = (
    "Sáng ngày 12/3/2024, hơn 50 đoàn viên xã Vĩnh Hòa đã dọn vệ sinh tuyến đường liên ấp dài ba cây số.",
    "Các bạn trẻ trồng thêm hai trăm cây sao đen dọc bờ kênh và sơn lại hàng rào của nhà văn hóa ấp Bình An.",
    "Theo chị Bí thư Đoàn xã, mỗi tháng một lần chi đoàn nào cũng ra quân, năm nay là năm thứ sáu liên tiếp.",
    "Dịp này Đoàn xã trao mười suất học bổng, mỗi suất năm trăm nghìn đồng, cho học sinh có hoàn cảnh khó khăn.",
)
BANNER = (
    "Ban biên tập trang thông tin điện tử của Tỉnh đoàn hoan nghênh mọi bạn đọc gửi tin, bài và ảnh cộng tác về các "
    "hoạt động ở cơ sở, xin ghi rõ họ tên, đơn vị, số điện thoại và số tài khoản để tiện liên hệ và trả nhuận bút. "
    "Bài gửi bằng thư điện tử, không nhận bản chép tay; ảnh rộng từ một nghìn điểm, có chú thích và tên người chụp."
)
PAGE = (
    "<html><head><title>Tỉnh đoàn</title></head><body><div class=bai><h1>Đoàn xã ra quân ngày Chủ nhật xanh</h1>"
    f"<div class=noidung>{''.join(f'<p>{line}</p>' for line in TEXT)}</div></div>"
    f"<footer class=chan><div class=moi>{BANNER}</div></footer></body></html>"
)
TOML = """
slug = "thu"
name = "Tỉnh đoàn Thử"
hosts = ["a.vn"]
second_opinion = {asked}
[[eras]]
name = "Nay"
id_space = "tin"
[[eras.layouts]]
name = "Nay"
when = "div.bai"
alone = true
[eras.layouts.fields]
title = "h1"
body = "{body}"
"""


def profile(folder: Path, body: str, asked: str = "true") -> Profile:
    file = folder / "thu.toml"
    file.write_text(TOML.format(body=body, asked=asked), encoding="utf-8")
    return read_profile(read_table(file), "thu")


def reading(profile: Profile) -> Reading:
    return read(parse_page(PAGE.encode(), "text/html; charset=utf-8", "http://a.vn/tin/1"), profile)


def test_a_body_that_is_not_the_articles_is_doubted_and_kept(tmp_path: Path) -> None:
    doubted, trusted = reading(profile(tmp_path, ".moi")), reading(profile(tmp_path, ".moi", "false"))
    assert doubted.article is not None
    assert trusted.article is not None
    (signal,) = doubted.signals
    assert (signal.code, signal.severity, signal.file) == ("body.disputed", "info", "thu.toml")
    assert "100% of ours" in signal.message
    assert TEXT[0][:80] in signal.message
    assert (doubted.article.provenance["body"].confidence, trusted.article.provenance["body"].confidence) == (0.5, 1.0)
    assert doubted.article.paragraphs == (BANNER,)
    assert replace(doubted.article, provenance=trusted.article.provenance) == trusted.article
    assert trusted.signals == ()


def test_the_articles_own_body_is_not_doubted(tmp_path: Path) -> None:
    asked = reading(profile(tmp_path, ".noidung"))
    assert asked.article is not None
    assert asked.article.paragraphs == TEXT
    assert asked == reading(profile(tmp_path, ".noidung", "false"))


@pytest.mark.parametrize("sample", [s for s in samples() if "/" not in s.name], ids=lambda sample: sample.name)
def test_no_made_up_system_is_doubted(sample: Sample) -> None:
    page = parse_page(sample.body, sample.content_type, sample.url)
    for profile in sample.profiles:
        assert read(page, replace(profile, second_opinion=True)) == read(page, profile)


def test_without_the_other_reader_there_is_no_opinion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "trafilatura" else found(name))
    assert reading(profile(tmp_path, ".moi")) == reading(profile(tmp_path, ".moi", "false"))


def test_whatever_the_other_reader_does_the_reading_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*said: object, **how: object) -> None:
        raise RecursionError

    monkeypatch.setattr(trafilatura, "bare_extraction", fails)
    assert reading(profile(tmp_path, ".moi")) == reading(profile(tmp_path, ".moi", "false"))


def test_short_garbled_and_missing_texts_are_no_dispute(tmp_path: Path) -> None:
    article = reading(profile(tmp_path, ".noidung")).article
    assert article is not None
    assert disputed_shares(article, "\n".join(TEXT)) == (0.0, 0.0)
    assert disputed_shares(article, BANNER[:100]) == (0.0, 0.0)
    assert disputed_shares(article, " ".join(f"ñoaøn{n} vieân thanh" for n in range(90)) + ".") == (0.0, 0.0)
    assert disputed_shares(article, BANNER) == (1.0, 1.0)
    assert disputed_shares(replace(article, paragraphs=()), BANNER) == (0.0, 0.0)
    menu = "\n".join(f"| Tin số {n} của chuyên mục hoạt động cơ sở |" for n in range(90))
    assert disputed_shares(article, "\n".join(TEXT) + menu) == (0.0, 0.0)
    long = BANNER + "\n" + " ".join(map(str, range(300))) + "."
    assert disputed_shares(replace(article, paragraphs=()), long) == (1.0, 0.0)
