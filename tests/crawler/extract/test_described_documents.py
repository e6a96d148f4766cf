"""Official documents that a page describes field by field, and the number above a document's text."""

from crawler.article import RawArticle
from crawler.extract.generic import read_generic
from crawler.extract.markup.decode import parse_page
from crawler.extract.reading import Reading
from crawler.profile_files import with_family
from crawler.profiles import Profile
from tests.crawler.extract.plain_pages import PARAGRAPHS, around

SUBJECT = "Kế hoạch tổ chức Tháng Thanh niên của huyện Mẫu"
FILE = '<a href="/vb/65-KH.pdf">65-KH.pdf</a>'
FIELDS = (
    ("Số/Ký hiệu", "65-KH/TĐTN"),
    ("Ngày ban hành", "02/02/2018"),
    ("Trích yếu", SUBJECT),
    ("Người ký", "Phan Văn Mẫu"),
    ("File đính kèm", FILE),
)
MENU = '<div><a href="/">Trang chủ</a> <a href="/van-ban">Văn bản</a></div>'


def reading(body: str) -> Reading:
    profile = with_family(Profile("mau", "Huyện đoàn Mẫu", ("doan.example",)), "generic")
    markup = f"<html><head><title>Văn bản</title></head><body>{MENU}{body}</body></html>"
    return read_generic(parse_page(markup.encode(), "text/html; charset=utf-8", "http://doan.example/vb/x"), profile)


def article(body: str) -> RawArticle:
    found = reading(body).article
    assert found is not None
    return found


def table(*fields: tuple[str, str]) -> str:
    return f"<table>{''.join(f'<tr><td>{name}</td><td>{value}</td></tr>' for name, value in fields)}</table>"


def test_a_table_of_fields_alone_is_a_document() -> None:
    found = article(table(*FIELDS))
    assert (found.kind, found.title, found.document_number) == ("document", SUBJECT, "65-KH/TĐTN")
    assert [file.url for file in found.attachments] == ["http://doan.example/vb/65-KH.pdf"]
    assert (found.paragraphs, found.published) == ((), None)


def test_a_list_of_fields_below_a_headline_is_a_document() -> None:
    fields = "".join(f"<li><b>{name}:</b> {value}</li>" for name, value in FIELDS if name != "Trích yếu")
    found = article(f"<h3>Hướng dẫn công tác kiểm tra năm mới</h3><ul>{fields}</ul>")
    assert (found.kind, found.title) == ("document", "Hướng dẫn công tác kiểm tra năm mới")
    assert (found.document_number, found.published, len(found.attachments)) == ("65-KH/TĐTN", None, 1)


def test_several_documents_are_no_one() -> None:
    others = [("Số/Ký hiệu", "66-KH/TĐTN"), ("Ngày ban hành", "03/02/2018")]
    assert reading(table(*FIELDS, *others)).kind not in ("document", "article")


def test_a_document_beside_an_article_gives_it_no_number() -> None:
    found = around(below=f"<div><h4>Văn bản mới</h4>{table(*FIELDS[:3])}</div>")
    assert (found.kind, found.document_number) == ("article", None)


def test_a_number_on_a_line_above_the_text_is_the_documents() -> None:
    found = around().document_number, article_with_number().document_number
    assert found == (None, "123-CV/TĐTN-BTG")


def article_with_number() -> RawArticle:
    found = article(f"<div><h1>{SUBJECT}</h1><p>Ngày đăng: 11/04/2023</p><p>Số: 123-CV/TĐTN-BTG</p>{PARAGRAPHS}</div>")
    assert found.kind == "document"
    return found


def test_a_field_without_a_value_takes_no_paragraph_for_one() -> None:
    for fields in (table(*FIELDS[:3], ("Người ký", "")), "".join(f"<p>{a}</p><p>{b}</p>" for a, b in FIELDS[:3])):
        empty = "" if fields.startswith("<table") else "<p>Người ký</p>"
        found = article(f"<h1>{SUBJECT}</h1>{fields}{empty}<div>{PARAGRAPHS}</div>")
        assert found.document_number == "65-KH/TĐTN"
        assert len(found.paragraphs) == PARAGRAPHS.count("<p>")


def test_fields_of_a_document_amid_the_text_of_news_are_text() -> None:
    told = "<p>Số hiệu: 65-KH/TĐTN</p><p>Lĩnh vực: Thanh niên nông thôn</p>"
    found = article(f"<h1>Tuổi trẻ huyện Mẫu ra quân</h1><div>{PARAGRAPHS}{told}{PARAGRAPHS}</div>")
    assert [line for line in found.paragraphs if ":" in line][:2] == [
        "Số hiệu: 65-KH/TĐTN", "Lĩnh vực: Thanh niên nông thôn",
    ]  # fmt: skip
