"""The pages of one article made one."""

from crawler.article import ArticleKind, Attachment, Image, RawArticle
from crawler.extract.joining import join


def page(*paragraphs: str, **given: object) -> RawArticle:
    return RawArticle("http://a.example/x/", "post", "1", ArticleKind.ARTICLE, "X", paragraphs=paragraphs, **given)  # type: ignore[arg-type]


def test_texts_pictures_and_files_follow_each_other() -> None:
    first = page(
        "một",
        body_html="<p>một</p>",
        images=(Image("http://a.example/1.jpg"),),
        read_count="12",
        next_pages=("p2", "p3"),
    )
    second = page(
        "hai", body_html="<p>hai</p>", images=(Image("http://a.example/1.jpg"), Image("http://a.example/2.jpg"))
    )
    third = page(
        "ba", byline="Tánh Võ", source="Báo", attachments=(Attachment("http://a.example/k.pdf", "k"),), read_count="90"
    )
    whole = join(first, [second, third])
    assert whole.paragraphs == ("một", "hai", "ba")
    assert whole.body_html == "<p>một</p>\n<p>hai</p>"
    assert [image.url[-5:] for image in whole.images] == ["1.jpg", "2.jpg"]
    assert (whole.byline, whole.source, whole.read_count, len(whole.attachments)) == ("Tánh Võ", "Báo", "12", 1)
    assert whole.next_pages == ("p2", "p3")


def test_what_a_later_page_sets_apart_is_text() -> None:
    assert join(page("một", lead="đầu"), [page("hai", lead="tiếp")]).paragraphs == ("một", "tiếp", "hai")
    assert join(page("một", lead="đầu"), [page("hai", lead="đầu")]).paragraphs == ("một", "hai")


def test_a_twin_adds_nothing() -> None:
    first = page("một", "hai", "ba")
    assert join(first, [page("một", "hai", "ba", "bốn")]) == first
    assert join(first, []) == first
