import unicodedata

import pytest

from crawler.vietnamese.charset import declared_charset, decode, settled
from crawler.vietnamese.legacy import from_font, from_tcvn3, from_vni
from crawler.vietnamese.text import TONES

TEXT = "Chiều ngày 24/6/2023, tại Hội trường Nhà thiếu nhi tỉnh, Đảng uỷ Cơ quan Tỉnh đoàn tổ chức hội nghị sơ kết."
TCVN3 = "ChiÒu ngµy 24/6/2023, t¹i Héi tr­êng Nhµ thiÕu nhi tØnh, §¶ng uû C¬ quan TØnh ®oµn tæ chøc héi nghÞ s¬ kÕt."
VNI = (
    "Chieàu ngaøy 24/6/2023, taïi Hoäi tröôøng Nhaø thieáu nhi tænh, "
    "Ñaûng uyû Cô quan Tænh ñoaøn toå chöùc hoäi nghò sô keát."
)


def page(text: str, meta: str = "") -> str:
    return f"<html><head>{meta}<title>x</title></head><body><p>{text}</p></body></html>"


def cp1258(text: str) -> bytes:
    """Windows-1258 keeps letters and tone marks apart."""
    out = b""
    for char in text:
        letters = unicodedata.normalize("NFD", char)
        tones = "".join(c for c in letters if c in TONES)
        base = unicodedata.normalize("NFC", "".join(c for c in letters if c not in TONES))
        out += (base + tones).encode("cp1258")
    return out


@pytest.mark.parametrize("header", [None, "text/html; charset=iso-8859-1", "text/html; charset=windows-1258"])
def test_utf8_bytes_win_over_any_declaration(header: str | None) -> None:
    text, decoding = decode(page(TEXT).encode(), header)
    assert TEXT in text
    assert (decoding.used, decoding.bad_sequences) == ("utf-8", 0)


@pytest.mark.parametrize("header", [None, "text/html; charset=utf-8", "text/html; charset=iso-8859-1"])
def test_windows_1258_is_found_and_composed(header: str | None) -> None:
    text, decoding = decode(cp1258(page(TEXT)), header)
    assert TEXT in text
    assert decoding.used == "cp1258"


@pytest.mark.parametrize(("legacy", "used"), [(TCVN3, "tcvn3"), (VNI, "vni")])
def test_font_encodings_are_found(legacy: str, used: str) -> None:
    text, decoding = decode(page(legacy).encode("latin-1"), "text/html; charset=windows-1252")
    assert TEXT in text
    assert decoding.used == used


def test_a_few_bad_sequences_leave_utf8_and_are_counted() -> None:
    text, decoding = decode(page(TEXT * 80).encode() + b"\xe1\xbb", None)
    assert (decoding.used, decoding.bad_sequences) == ("utf-8", 1)
    assert text.endswith("\ufffd")


def test_a_short_page_cut_in_a_letter_is_still_utf8() -> None:
    text, decoding = decode(TEXT.encode() + b"\xe1\xbb", "text/html; charset=utf-8")
    assert decoding.used == "utf-8"
    assert text.startswith(TEXT)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_wide_and_marked_bytes(codec: str) -> None:
    text, _ = decode(page(TEXT).encode(codec), "text/html")
    assert text == page(TEXT)


def test_nfd_source_becomes_nfc() -> None:
    assert decode(unicodedata.normalize("NFD", TEXT).encode(), None)[0] == TEXT


def test_western_text_stays_western() -> None:
    text, decoding = decode("Café d’été à Saïgon, naïf".encode("cp1252"), None)
    assert text == "Café d’été à Saïgon, naïf"
    assert decoding.used == "cp1252"


@pytest.mark.parametrize(
    "header", ["text/html; charset=", "text/html; charset=x-unknown", "text/html; charset=hex", ""]
)
def test_senseless_declarations_do_no_harm(header: str) -> None:
    assert TEXT in decode(cp1258(TEXT), header)[0]


def test_empty_body() -> None:
    text, decoding = decode(b"", None)
    assert text == ""
    assert decoding.declared is None


def test_declared_is_the_header_then_the_meta() -> None:
    body = page("x", '<meta charset="windows-1258">').encode()
    assert declared_charset(body, "text/html; charset=UTF-8") == "utf-8"
    assert declared_charset(body, "text/html") == "windows-1258"


def test_legacy_fonts_inside_a_unicode_page() -> None:
    assert from_font("§oµn thanh niªn", ".VnTime") == "Đoàn thanh niên"
    assert from_font("§oµn thanh niªn", ".VnTimeH, serif") == "ĐOÀN THANH NIÊN"
    assert from_font("Ñoaøn", "VNI-Times") == "Đoàn"
    assert from_font("Đoàn", "Times New Roman") == "Đoàn"
    assert from_tcvn3("héi") == "hội"
    assert from_vni("ÑAÏI HOÄI") == "ĐẠI HỘI"


def test_what_counts_as_settled_stays_as_it_is_wherever_it_stands() -> None:
    """Each such character is in NFC, starts a letter of its own, and composes with none before it."""
    settled_ones = [c for c in map(chr, range(0x80, 0x110000)) if not 0xD800 <= ord(c) < 0xE000 and settled(c.encode())]
    assert len(settled_ones) > 2000
    assert set("đơưăâêôạảấầẩẫậ“”–…📷") <= set(settled_ones)
    for c in settled_ones:
        assert not unicodedata.combining(c)
        assert all(unicodedata.normalize("NFC", before + c) == before + c for before in ("", "a", "o", "U", "\u1100"))
    pairs = [unicodedata.decomposition(chr(number)).split() for number in range(0x80, 0x110000)]
    composing = {chr(int(pair[1], 16)) for pair in pairs if len(pair) == 2 and not pair[0].startswith("<")}
    assert not composing & set(settled_ones)


@pytest.mark.parametrize(
    "body",
    [
        unicodedata.normalize("NFD", TEXT).encode(),  # marks apart
        b"\xef\xbb\xbf<p>x",  # a byte order mark
        "a\u2000b\u2126".encode(),  # characters that NFC replaces
        b"a\x00b",
        b"\xe1\xbb",
        b"\xe1A\xbb\x87",  # broken by a letter: no sequence when that is left out
    ],
)
def test_everything_else_is_decoded_with_care(body: bytes) -> None:
    assert settled(body) is None


@pytest.mark.parametrize(
    ("head", "declared"),
    [
        (b"<script charset='x'></script><meta charset=windows-1258>", "windows-1258"),
        (b"<?xml version='1.0' encoding='windows-1252'?><meta charset=utf-8>", "windows-1252"),
        (b"<p>charset</p>", None),
        (b"<META http-equiv=Content-Type content='text/html; charset=TCVN3'>", "tcvn3"),
    ],
)
def test_the_declared_charset_is_the_first_one_of_the_head(head: bytes, declared: str | None) -> None:
    assert declared_charset(head + b"<p>x</p>", None) == declared
