"""What the sample's own database says, in the keys of the export contract, to compare an archive with."""

import unicodedata
from typing import Any

from khotin.sample.articles import SampleArticle, articles
from khotin.sample.stock import SECTIONS


def truth(day: int, origin: str) -> list[dict[str, Any]]:
    """One object an article of day 1 or 2, sorted by id. ``origin`` like ``http://127.0.0.1:8000``. Keys that only an
    archive knows (times of its visits, captures) are left out."""
    there = {article.id for article in articles(day)}
    return [_row(article, origin, there) for article in articles(day)]


def _row(article: SampleArticle, origin: str, there: set[int]) -> dict[str, Any]:
    titles = {other.id: other.title for day in (1, 2) for other in articles(day)}
    return {
        "site": "mau",
        "kind": "document" if article.document_number else "article",
        "id_space": "news",
        "source_id": str(article.id),
        "url": f"{origin}/news.php?id={article.id}",
        "title": _nfc(article.title),
        "lead": None,
        "body_text": "\n".join(_paragraphs(article)),
        "byline": article.byline,
        "authors": [{"name": name, "unit": unit, "role": role} for name, unit, role in article.credits],
        "source": None,
        "published_at": None,
        "published_precision": None,
        "event_date": None if article.document_number else article.event.isoformat(),
        "modified_at": None,
        "section": SECTIONS[article.section],
        "tags": [],
        "read_count": article.reads,
        "related": [
            {"url": f"{origin}/news.php?id={number}", "title": _nfc(titles[number]), "kind": "related"}
            for number in article.related
            if number in there
        ],
        "images": [
            {"url": f"{origin}/upload/{photo.name}", "caption": _nfc(photo.caption)} for photo in article.photos
        ],
        "attachments": [
            {"url": f"{origin}/upload/{file}", "name": name, "media_type": "application/pdf"}
            for file, name in ([article.attachment] if article.attachment else [])
        ],
        "document_number": article.document_number,
        "language": "vi",
        "status": "live",
    }


def _paragraphs(article: SampleArticle) -> list[str]:
    lines = [_nfc(line) for line in article.paragraphs]
    if article.glued:  # "…trong tỉnh./.Hoàng Phúc": the mark ends the text
        lines[-1] = lines[-1].rstrip(".") + "./."
    return lines


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
