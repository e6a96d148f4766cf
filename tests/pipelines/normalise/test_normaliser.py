from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from crawler.article import (
    ArticleKind,
    Attachment,
    Credit,
    Image,
    Provenance,
    RawArticle,
    RelatedLink,
    RelatedState,
)
from crawler.page import PageKind
from crawler.ports import PageRef, PageResult
from crawler.profiles import Profile
from pipelines.normalise import NormalisePipeline, normalise

PROFILE = Profile(slug="example", name="Tỉnh đoàn Thử nghiệm", hosts=("example.vn",))
URL = "http://example.vn/news.php?id=12"
RAW = RawArticle(
    url=URL,
    id_space="",
    source_id="12",
    kind=ArticleKind.ARTICLE,
    title=" Hội nghị  sơ kết ",
    lead="Chiều ngày 24/6/2023, Tỉnh đoàn họp.",
    paragraphs=("Đảng ủy Cơ quan\u00a0họp.", "  ", "Kết quả tốt."),
    body_html='<p onclick="x()">Đảng ủy <a href="http://example.vn/a">họp</a></p><script>alert(1)</script>',
    byline="Tin, ảnh: Tánh Võ – Ban TG",
    source="Nguồn: Báo Thử Nghiệm",
    published="Thứ bảy - 24/06/2023 20:28",
    modified="25/06/2023",
    section="Tin hoạt động",
    tags=("hội nghị", "Hội nghị", "đảng"),
    read_count="4.982 lượt",
    related=(RelatedLink(URL, "chính nó"), RelatedLink("http://example.vn/b", " Bài  khác ")),
    related_state=RelatedState.LISTED,
    images=(Image("http://example.vn/a.jpg", " Quang cảnh ", None, ""), Image("data:image/png;base64,AA")),
    attachments=(Attachment("http://example.vn/a.pdf", "Kế hoạch"),) * 2,
    provenance=MappingProxyType({"published": Provenance("x.stamp", "p"), "byline": Provenance("x.byline", "p")}),
)


def test_fields_are_typed() -> None:
    article = normalise(RAW, PROFILE)
    assert article.site == "example"
    assert article.title == "Hội nghị sơ kết"
    assert article.body_text == "Đảng ủy Cơ quan họp.\nKết quả tốt."
    assert article.byline == "Tin, ảnh: Tánh Võ – Ban TG"
    assert article.authors == (Credit("Tánh Võ", "Ban TG"),)
    assert article.source == "Báo Thử Nghiệm"
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2023-06-24T20:28:00+07:00"
    assert article.published_precision == "minute"
    assert article.modified_at is not None
    assert article.modified_at.isoformat() == "2023-06-25T00:00:00+07:00"
    assert article.event_date == date(2023, 6, 24)
    assert article.read_count == 4982
    assert article.tags == ("hội nghị", "đảng")
    assert article.related == (RelatedLink("http://example.vn/b", "Bài khác"),)
    assert article.images == (Image("http://example.vn/a.jpg", "Quang cảnh"),)
    assert article.attachments == (Attachment("http://example.vn/a.pdf", "Kế hoạch"),)
    assert article.document_number is None


def test_a_site_without_stamps_has_no_times() -> None:
    article = normalise(RAW, replace(PROFILE, stamps=False))
    assert (article.published_at, article.published_precision, article.modified_at) == (None, None, None)
    assert "published_at" not in article.provenance


def test_what_cannot_be_read_is_none() -> None:
    article = normalise(
        replace(RAW, published="hôm qua", read_count="nhiều", byline=None, source="", title=None), PROFILE
    )
    assert article.published_at is None
    assert article.published_precision is None
    assert article.read_count is None
    assert (article.byline, article.authors, article.source, article.title) == (None, (), None, None)


def test_document_number_only_where_the_article_is_the_document() -> None:
    document = replace(RAW, title="Kế hoạch số 65-KH/TĐTN về Tháng Thanh niên")
    news = replace(RAW, title="Triển khai Kế hoạch số 65-KH/TĐTN")
    assert normalise(document, PROFILE).document_number == "65-KH/TĐTN"
    assert normalise(news, PROFILE).document_number is None
    assert normalise(replace(RAW, document_number="Số: 12/QĐ-TĐTN"), PROFILE).document_number == "12/QĐ-TĐTN"


def test_provenance_has_typed_names() -> None:
    found = normalise(RAW, PROFILE).provenance
    assert {"published_at", "byline", "authors", "event_date"} <= set(found)
    assert "published" not in found


@pytest.mark.parametrize(
    "change",
    [
        {"paragraphs": ("Đảng uỷ  Cơ quan họp.", "Kết quả tốt.")},
        {"read_count": "5.000"},
        {"related": ()},
        {"body_html": "<div>khác</div>"},
        {"published": "01/01/2024"},
        {"images": (Image("https://www.example.vn/a.jpg?v=2", "Quang cảnh"),)},
    ],
)
def test_the_digest_is_deaf_to(change: dict[str, object]) -> None:
    assert normalise(replace(RAW, **change), PROFILE).digest == normalise(RAW, PROFILE).digest  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"paragraphs": ("Đảng ủy Cơ quan họp.", "Kết quả rất tốt.")},
        {"title": "Hội nghị tổng kết"},
        {"lead": None},
        {"byline": "Tánh Võ"},
        {"images": (Image("http://example.vn/a.jpg", "Toàn cảnh"),)},
        {"images": ()},
        {"attachments": ()},
    ],
)
def test_the_digest_hears(change: dict[str, object]) -> None:
    assert normalise(replace(RAW, **change), PROFILE).digest != normalise(RAW, PROFILE).digest  # type: ignore[arg-type]


def test_the_pipeline_sets_the_article_once() -> None:
    result = PageResult(page=PageRef(1, URL, PageKind.ARTICLE, 0), state="done", raw_article=RAW)
    pipeline = NormalisePipeline(PROFILE)
    done = pipeline.process_item(result)
    assert done.article == normalise(RAW, PROFILE)
    assert pipeline.process_item(done) is done
    assert pipeline.process_item(replace(result, raw_article=None)).article is None
