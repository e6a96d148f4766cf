"""Bytes become one tree, whatever a server sends."""

import pytest

from crawler.extract.markup.decode import parse_page

URL = "http://doan.example/tin/bai.html"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   \n",
        b"<!-- nothing -->",
        b"\x00\x01\x02\xff\xfe" * 50,
        bytes(range(256)) * 4,
        b"%PDF-1.4 \xe2\xe3",
        b"<?xml?>",
    ],
    ids=["empty", "blank", "comment", "control", "binary", "pdf", "xml"],
)
def test_what_is_no_page_gives_an_empty_tree(body: bytes) -> None:
    page = parse_page(body, "text/html", URL)
    assert page.tree.tag == "html"
    assert page.tree.find("body") is not None
    assert page.url == URL


def test_text_is_nfc_and_decoded() -> None:
    page = parse_page("<p>Đoa\u0300n thanh niên</p>".encode(), None, URL)
    assert page.tree.text_content() == "Đoàn thanh niên"


def test_an_xml_declaration_with_an_encoding_does_not_matter() -> None:
    page = parse_page('<?xml version="1.0" encoding="utf-8"?><html><body>Đoàn</body></html>'.encode(), None, URL)
    assert page.tree.text_content() == "Đoàn"


def test_nesting_deeper_than_the_parser_s_limit_keeps_the_text() -> None:
    page = parse_page(("<div>" * 2000 + "Đoàn" + "</div>" * 2000).encode(), "text/html; charset=utf-8", URL)
    assert "Đoàn" in page.tree.text_content()


def test_truncated_markup_keeps_what_came() -> None:
    page = parse_page('<html><body><table><tr><td>Một<td>Hai <a href="x'.encode(), None, URL)
    assert "Một" in page.tree.text_content()


def test_the_base_of_a_pages_addresses() -> None:
    assert parse_page(b"<p>x</p>", None, URL).base == URL
    assert parse_page(b"<base href='/vi/'><p>x</p>", None, URL).base == "http://doan.example/vi/"
