"""An article's fields as plain values, out of the database and out of an Article, so that the two can be compared."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta, timezone
from typing import Any, Final

from crawler.article import Article

_VIETNAM: Final = timezone(timedelta(hours=7))
#: Names as in the export; ``markup`` is ``body_html``.
FIELDS: Final = (
    "kind", "title", "lead", "body_text", "byline", "authors", "source", "section", "published_at", "event_date",
    "modified_at", "tags", "read_count", "related", "images", "attachments", "document_number", "language", "markup",
)  # fmt: skip
#: What an unchanged text keeps where one look does not show it (``article_rows``).
KEPT: Final = frozenset(
    ("section", "source", "published_at", "event_date", "modified_at", "document_number", "authors", "tags")
)
#: A body that keeps less than this share of its words is lost.
BODY_KEPT: Final = 0.3

Fields = Mapping[str, Any]


def fields_of(article: Article) -> dict[str, Any]:
    """The fields of an Article as they are stored; what has no value is None or empty."""
    published = article.published_at.astimezone(_VIETNAM) if article.published_at else None
    return {
        "kind": str(article.kind),
        "title": article.title,
        "lead": article.lead,
        "body_text": article.body_text,
        "byline": article.byline,
        "authors": [(credit.name, credit.unit, credit.role) for credit in article.authors],
        "source": article.source,
        "section": article.section,
        "published_at": (published.isoformat(timespec="seconds"), article.published_precision) if published else None,
        "event_date": article.event_date.isoformat() if article.event_date else None,
        "modified_at": article.modified_at.isoformat(timespec="seconds") if article.modified_at else None,
        "tags": list(dict.fromkeys(article.tags)),
        "read_count": article.read_count,
        "related": [(link.url, str(link.kind)) for link in {(k.url, k.kind): k for k in article.related}.values()],
        "images": [(image.url, image.caption, image.credit, image.alt) for image in article.images],
        "attachments": [(file.url, file.name, file.media_type) for file in article.attachments],
        "document_number": article.document_number,
        "language": article.language,
        "markup": article.body_html,
    }


def stored(connection: sqlite3.Connection, asked: Sequence[tuple[int, int, str]]) -> dict[int, dict[str, Any]]:
    """The stored fields of articles, by id. ``asked``: (article id, id and UTC time of the capture that gave it); read
    counts and related links are those seen in that capture. ``digest`` and ``current`` (id of the current version)
    stand beside the fields. Rows of ``connection`` must be ``sqlite3.Row``."""
    ids = json.dumps([article_id for article_id, _, _ in asked])
    found = {row["id"]: _scalars(row) for row in connection.execute(_ARTICLES, (ids,))}
    for name, sql in _LISTS.items():
        lists: dict[int, list[Any]] = defaultdict(list)
        for row in connection.execute(sql, (ids,)):
            lists[row[0]].append(row[1] if name == "tags" else tuple(row)[1:])
        for article_id, fields in found.items():
            fields[name] = lists[article_id]
    seen = {article_id: (capture_id, moment) for article_id, capture_id, moment in asked}
    for article_id, fields in found.items():
        capture_id, moment = seen[article_id]
        fields["related"] = [link[:2] for link in fields["related"] if link[2] == moment]
        fields["read_count"] = next((c for c, at, by in fields["counts"] if at == moment or by == capture_id), None)
        del fields["counts"]
    return found


def lost(old: Fields, new: Fields) -> list[str]:
    """Fields that have a value in ``old`` and none in ``new``, and a body of which little is left."""
    names = [name for name in FIELDS if old[name] and not new[name] and not _is_zero(new[name])]
    had, has = len(old["body_text"].split()), len(new["body_text"].split())
    return [*names, "body_text"] if "body_text" not in names and has < BODY_KEPT * had else names


def gained(old: Fields, new: Fields) -> list[str]:
    """Fields that have a value in ``new`` and none in ``old``."""
    return [name for name in FIELDS if new[name] and not old[name] and not _is_zero(old[name])]


def changed(old: Fields, new: Fields) -> list[str]:
    """Fields that have another value in ``new`` than in ``old``; those gained or lost are not among them."""
    other = {*lost(old, new), *gained(old, new)}
    return [name for name in FIELDS if old[name] != new[name] and name not in other and (old[name] or new[name])]


def _is_zero(value: object) -> bool:
    """A read count of 0 is a value."""
    return value == 0 and value is not None


def _scalars(row: sqlite3.Row) -> dict[str, Any]:
    fields = {name: row[name] for name in (*_PLAIN, "digest", "current")}
    fields["title"] = fields["title"] or None
    fields["published_at"] = (row["published_at"], row["published_precision"]) if row["published_at"] else None
    return fields


_PLAIN = (
    "kind", "title", "lead", "body_text", "byline", "source", "section", "event_date", "modified_at",
    "document_number", "language", "markup",
)  # fmt: skip
_ARTICLES = (
    "SELECT a.id, a.kind, a.title, t.lead, t.body AS body_text, a.byline, a.source, s.name AS section, a.published_at,"
    " a.published_precision, a.event_date, a.modified_at, a.document_number, a.language, h.body_html AS markup,"
    " v.digest, v.id AS current FROM json_each(?) ids JOIN articles a ON a.id = ids.value"
    " JOIN article_texts t ON t.article_id = a.id LEFT JOIN article_html h ON h.article_id = a.id"
    " LEFT JOIN sections s ON s.id = a.section_id LEFT JOIN versions v ON v.id = a.current_version_id"
)
_OF = "FROM json_each(?) ids JOIN {} x ON x.article_id = ids.value"
_LISTS = {
    "authors": f"SELECT x.article_id, n.name, x.unit, x.role {_OF.format('article_authors')}"
    " JOIN authors n ON n.id = x.author_id ORDER BY 1, x.position",
    "tags": f"SELECT x.article_id, n.name {_OF.format('article_tags')} JOIN tags n ON n.id = x.tag_id"
    " ORDER BY 1, x.position",
    "images": f"SELECT x.article_id, x.url, x.caption, x.credit, x.alt {_OF.format('images')} ORDER BY 1, x.position",
    "attachments": f"SELECT x.article_id, x.url, x.name, x.media_type {_OF.format('attachments')}"
    " ORDER BY 1, x.position",
    "related": f"SELECT x.article_id, x.url, x.kind, x.last_seen_at {_OF.format('related_links')}"
    " ORDER BY 1, x.position",
    "counts": f"SELECT x.article_id, x.read_count, x.seen_at, x.capture_id {_OF.format('read_counts')}",
}
