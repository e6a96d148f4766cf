"""Spelling with exact accents and without any."""

import unicodedata

import pytest

from publish.spelling import Spelling, fold, nfc


@pytest.mark.parametrize(
    ("phrase", "text", "stands"),
    [
        ("Hoà Bình", "ở tỉnh hòa  bình.", True), ("hoa", "hoà bình", False), ("thuý", "thúy kiều", True),
        ("quý", "quý một", True), ("hòa", "hoàn thành", False), ("an", "lan", False),
        ("65-KH/TĐTN", "số 65-kh/tđtn về", True),
        ("Hùng", "hưng, hừng", False), ("thanh niên", "thanh, niên", True), ("thanh niên", "niên thanh", False),
    ],
)  # fmt: skip
def test_a_phrase_with_its_exact_accents(phrase: str, text: str, stands: bool) -> None:
    assert Spelling(phrase).stands_in(text) is stands


def test_the_share_of_words() -> None:
    assert Spelling("Nguyễn Văn Hưng").share("nguyễn thị hưng") == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đoàn TNCS Hồ Chí Minh", "doan tncs ho chi minh"), ("ÐOÀN", "doan"), ("  “Mùa hè – xanh”… ", "mua he xanh"),
        (unicodedata.normalize("NFD", "Thuỷ, Thúy"), "thuy thuy"), ("Москва́ й", "москва и"),
        ("ŒUVRE", "œuvre"),
    ],
)  # fmt: skip
def test_text_without_accents(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_marks_that_compose_with_nothing_are_dropped() -> None:
    assert nfc("Đ\u0301oàn") == "Đoàn"


@pytest.mark.parametrize(
    ("phrase", "text", "stands"),
    [
        (
            "thi thi",
            "xthi thi thi",
            True,
        ),  # the first place begins within a word, and holds the beginning of the second
        ("thi thi", "xthi thi", False),
        ("đoàn", "_đoàn", True),
        ("đoàn", "đoànviên", False),
        ("hoà bình", "tỉnh hòa\n– bình.", True),
    ],
)
def test_a_phrase_stands_where_words_begin_and_end(phrase: str, text: str, stands: bool) -> None:
    assert Spelling(phrase).stands_in(text) is stands
