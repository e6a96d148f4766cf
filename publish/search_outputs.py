"""A list of articles as CSV and JSON: one row an article, the same names in both."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from publish.search import Found

COLUMNS: Final = (
    "id", "title", "site", "site_slug", "section", "byline", "kind", "published_at", "event_date", "year",
    "read_count", "status", "url", "permalink", "rights",
)  # fmt: skip
#: What a spreadsheet takes for a formula or a command (OWASP, CSV injection), also behind apostrophes of the text
#: itself, so that one may be taken away without loss; the same as in exports, as a test holds.
_FORMULA: Final = re.compile(r"'*(?:\s*[=+\-@|%＝＋－＠]|[\t\r\n])")
BOM: Final = "\ufeff"


def as_csv(articles: Iterable[Mapping[str, Any]], root: str, bom: bool = False) -> str:
    """``articles`` (rows of ``search.named``) as CSV, lines ended by CR LF. ``root`` begins each permalink. A text that
    a spreadsheet would run begins with an apostrophe; ``bom`` puts the mark in front that Excel knows UTF-8 by."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for article in articles:
        record = _record(article, root)
        writer.writerow(unarmed(record[column]) for column in COLUMNS)
    return (BOM if bom else "") + out.getvalue()


def as_json(found: Found, root: str, about: Mapping[str, Any]) -> str:
    """A page of ``found`` as JSON: ``about`` (question, filters, next page), counts, ``articles`` with an ``excerpt``
    as plain text."""
    articles = [{**_record(hit.row, root), "excerpt": hit.excerpt.striptags()} for hit in found.hits]
    counts = {"count": found.count, "capped": found.capped, "pages": found.pages}
    return json.dumps({**about, **counts, "articles": articles}, ensure_ascii=False, indent=1)


def _record(article: Mapping[str, Any], root: str) -> dict[str, Any]:
    return {**{column: article.get(column) for column in COLUMNS}, "permalink": f"{root}/bai/{article['id']}"}


def unarmed(value: Any) -> Any:
    """``value`` with an apostrophe in front where it is a text that a spreadsheet might run."""
    return "'" + value if isinstance(value, str) and _FORMULA.match(value) else value
