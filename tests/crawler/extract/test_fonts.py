"""Bytes of TCVN3 and VNI that stand as letters of Latin-1 in a page of UTF-8, in every field."""

import pytest

from crawler.article import RawArticle
from crawler.extract.generic import read_generic
from crawler.extract.markup import fonts
from crawler.extract.markup.decode import parse_page
from crawler.profile_files import for_url

URL = "http://doan.example/tin-tuc/doan-xa-ra-quan-120.html"
TITLE = "Đoàn xã Long Trị ra quân làm đẹp đường quê"
TEXT = (
    "Sáng ngày 15/6/2019, đoàn viên của xã cùng bà con phát quang bụi rậm dọc tuyến kênh thủy lợi.",
    "Sau lễ ra quân, các đội hình trồng thêm 350 cây xanh và sửa chữa hai cây cầu gỗ đã cũ.",
)
CAPTION = "Quang cảnh buổi lễ ra quân"
AUTHOR = "Nguyễn Thị Hồng Đào"
#: The bytes that the editors of the time wrote: headline, two paragraphs, caption, author.
TCVN3 = (
    b"\xa7o\xb5n x\xb7 Long Tr\xde ra qu\xa9n l\xb5m \xae\xd1p \xae\xad\xeang qu\xaa",
    (
        b"S\xb8ng ng\xb5y 15/6/2019, \xaeo\xb5n vi\xaan c\xf1a x\xb7 c\xefng b\xb5 con ph\xb8t quang b\xf4i r\xcbm "
        b"d\xe4c tuy\xd5n k\xaanh th\xf1y l\xeei."
    ),
    (
        b"Sau l\xd4 ra qu\xa9n, c\xb8c \xae\xe9i h\xd7nh tr\xe5ng th\xaam 350 c\xa9y xanh v\xb5 s\xf6a ch\xf7a hai "
        b"c\xa9y c\xc7u g\xe7 \xae\xb7 c\xf2."
    ),
    b"Quang c\xb6nh bu\xe6i l\xd4 ra qu\xa9n",
    b"Nguy\xd4n Th\xde H\xe5ng \xa7\xb5o",
)
VNI = (
    b"\xd1oa\xf8n xa\xf5 Long Tr\xf2 ra qua\xe2n la\xf8m \xf1e\xefp \xf1\xf6\xf4\xf8ng que\xe2",
    (
        b"Sa\xf9ng nga\xf8y 15/6/2019, \xf1oa\xf8n vie\xe2n cu\xfba xa\xf5 cu\xf8ng ba\xf8 con pha\xf9t quang bu\xefi "
        b"ra\xe4m do\xefc tuye\xe1n ke\xe2nh thu\xfby l\xf4\xefi."
    ),
    (
        b"Sau le\xe3 ra qua\xe2n, ca\xf9c \xf1o\xe4i h\xecnh tro\xe0ng the\xe2m 350 ca\xe2y xanh va\xf8 s\xf6\xfba "
        b"ch\xf6\xf5a hai ca\xe2y ca\xe0u go\xe3 \xf1a\xf5 cu\xf5."
    ),
    b"Quang ca\xfbnh buo\xe5i le\xe3 ra qua\xe2n",
    b"Nguye\xe3n Th\xf2 Ho\xe0ng \xd1a\xf8o",
)
FONTS = {".VnTime": TCVN3, "VNI-Times": VNI}


def read(markup: str) -> RawArticle:
    markup = markup.replace("</h1>", "</h1><div>Thứ bảy, 15/06/2019 07:15</div>")
    page = f"<html><head><meta charset=utf-8></head><body>{markup}</body></html>"
    article = read_generic(parse_page(page.encode(), "text/html; charset=utf-8", URL), for_url(URL)).article
    assert article is not None
    return article


def laid_out(said: tuple[bytes, ...], pattern: str) -> str:
    """A page of those bytes, each part set by ``pattern``."""
    title, first, second, caption, author = (pattern.format(part.decode("latin-1")) for part in said)
    figure = f'<table><tr><td><img src="/anh/1.jpg"></td></tr><tr><td>{caption}</td></tr></table>'
    return f"<div><h1>{title}</h1><p>{first}</p>{figure}<p>{second}</p><p align=right>{author}</p></div>"


@pytest.mark.parametrize("face", FONTS)
@pytest.mark.parametrize(
    "pattern",
    ['<font face="{face}" size=3>{{}}</font>', "<span style='font-family: \"{face}\"; color:red'>{{}}</span>", "{{}}"],
    ids=["face", "style", "unnamed"],
)
def test_every_field_is_read_from_letters(face: str, pattern: str) -> None:
    found = read(laid_out(FONTS[face], pattern.format(face=face)))
    assert (found.title, found.paragraphs, found.byline) == (TITLE, TEXT, AUTHOR)
    assert [image.caption for image in found.images] == [CAPTION]


@pytest.mark.parametrize("face", FONTS)
def test_a_style_sheet_names_the_font(face: str) -> None:
    sheet = f"<style>p.than, h1.than, td.than {{ margin: 0; font-family: '{face}', serif }}</style>"
    title, first, second = (part.decode("latin-1") for part in FONTS[face][:3])
    found = read(f"{sheet}<div><h1 class=than>{title}</h1><p class=than>{first}</p><p class=than>{second}</p></div>")
    assert (found.title, found.paragraphs) == (TITLE, TEXT)


def test_letters_of_a_capital_font_are_capitals() -> None:
    title = TCVN3[0].decode("latin-1")
    found = read(f'<div><h1><font face=".VnTimeH">{title}</font></h1><p>{TEXT[0]}</p><p>{TEXT[1]}</p></div>')
    assert found.title == TITLE.upper()


def test_a_font_that_is_named_and_no_longer_meant() -> None:
    text = "".join(f'<p><font face=".VnTime">{part}</font></p>' for part in TEXT)
    title = f"<h1><font face='VNI-Times'>{TITLE}</font></h1>"
    short = '<p><font face=".VnTime">Anh Lan và bà Hà, cô ba, chú tám cùng làm.</font></p>'
    assert read(f"<div>{title}{text}{short}</div>").paragraphs == (*TEXT, "Anh Lan và bà Hà, cô ba, chú tám cùng làm.")


def test_paragraphs_of_both_kinds_stand_together() -> None:
    old = TCVN3[1].decode("latin-1")
    assert read(f"<div><h1>{TITLE}</h1><p>{old}</p><p>{TEXT[1]}</p></div>").paragraphs == TEXT


def test_words_of_both_kinds_stand_in_one_paragraph() -> None:
    old = TEXT[0].replace("đoàn viên của xã", b"\xaeo\xb5n vi\xaan c\xf1a x\xb7".decode("latin-1"))
    assert read(f"<div><h1>{TITLE}</h1><p>{old}</p><p>{TEXT[1]}</p></div>").paragraphs == TEXT


def test_foreign_words_are_left_alone() -> None:
    text = "Señor Muñoz và bà Zoë Björk thăm Đoàn xã Long Trị, tặng 20 máy tính Windows® cho học sinh các ấp vùng sâu."
    assert read(f"<div><h1>{TITLE}</h1><p>{text}</p><p>{TEXT[1]}</p></div>").paragraphs == (text, TEXT[1])


def test_the_rules_of_a_sheet_that_names_no_old_font_are_not_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """One letter that might be of an old font (``®`` in a footer) cost 25 ms on a theme with a large style sheet."""

    class Unused:
        def findall(self, _text: str) -> list[tuple[str, str]]:
            raise AssertionError("the sheet was taken apart")

    monkeypatch.setattr(fonts, "_RULE", Unused())
    sheet = ".muc{font-family:Arial} " * 1000
    page = parse_page(f"<style>{sheet}</style><p>Phần mềm VNPT®</p>".encode(), None, "http://a.vn/")
    assert page.tree.text_content().endswith("VNPT®")
