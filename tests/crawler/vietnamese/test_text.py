import unicodedata

import pytest

from crawler.vietnamese.syllables import is_syllable, share_of_syllables
from crawler.vietnamese.text import clean_line, comparison_key, fold, nfc, nfc_lines, tone_canonical


def test_clean_line_folds_white_space_and_drops_what_cannot_be_seen() -> None:
    assert clean_line("  Đoàn\u00a0\n thanh\u200b niên\ufeff ") == "Đoàn thanh niên"


def test_clean_line_composes() -> None:
    assert clean_line(unicodedata.normalize("NFD", "Đảng uỷ")) == "Đảng uỷ"


@pytest.mark.parametrize(("found", "meant"), [("\u00d0ây", "Đây"), ("\u00f0oàn", "đoàn")])
def test_look_alikes_of_d_with_stroke(found: str, meant: str) -> None:
    assert clean_line(found) == meant


def test_icelandic_keeps_its_letter() -> None:
    assert clean_line("Ðað er þorp") == "Ðað er þorp"


def test_fold_gives_a_key_without_accents() -> None:
    assert fold("  ĐOÀN  Thanh niên ") == "doan thanh nien"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hóa", "hoá"),
        ("ủy", "uỷ"),
        ("khỏe", "khoẻ"),
        ("qúy", "quý"),
        ("ngòai", "ngoài"),
        ("HÓA", "HOÁ"),
        ("Thúy", "Thuý"),
    ],
)
def test_tone_placements_compare_equal(one: str, other: str) -> None:
    assert tone_canonical(one) == tone_canonical(other)


@pytest.mark.parametrize("text", ["của", "mùa", "nghĩa", "khuya", "Huế", "quả", "giúp đỡ"])
def test_other_syllables_stay(text: str) -> None:
    assert tone_canonical(text) == text


def test_comparison_key_is_deaf_to_case_quotes_and_tone_place() -> None:
    assert comparison_key("“Đảng Ủy”  –  hóa") == comparison_key('"đảng uỷ" - hoá')


@pytest.mark.parametrize(
    "word", ["Đoàn", "nghiệp", "quốc", "Giồng", "Riềng", "uỷ", "khuỷu", "tuyết", "ĐẢNG", nfc("gì"), "yến"]
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["Ä\x90oÃ", "tr×nh", "hoaït", "thànk", "ắắ", "các̀", "tềch", ""])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_share_counts_only_words_with_marks() -> None:
    assert share_of_syllables("Tin: hội nghị “thành công” – plain words") == (1.0, 4)
    assert share_of_syllables("plain") == (0.0, 0)


@pytest.mark.parametrize("marks", ["\u0300", "\u0323\u0302", "\u0344", "\u0300\u0300"])
def test_a_page_is_composed_line_by_line_as_in_one_piece(marks: str) -> None:
    page = f"<p>Đoàn viên\n{marks}a{marks}\r\n\nTi\u00ea{marks}n \u2126 {marks}\n"
    assert nfc_lines(page) == nfc(page) != page
