"""From rows to the objects of the export contract: every key each time; null or an empty list for the unknown."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

from pipelines.export.cuts import cut
from pipelines.export.publishable import LINK_SHOWN

#: Keys in the order of the contract.
KEYS: Final = (
    "site", "kind", "id_space", "source_id", "url", "alternate_urls", "title", "lead", "body_text", "body_html",
    "byline", "authors", "source", "published_at", "published_precision", "published_between", "event_date",
    "modified_at", "section", "tags", "read_count", "read_count_at", "related", "images", "attachments",
    "document_number", "language", "status", "first_seen_at", "last_seen_at", "changed_at", "versions", "capture",
    "flags",
)  # fmt: skip
#: Keys whose values are lists of objects or strings, and those that are objects or pairs; all others are scalars.
LISTS: Final = ("alternate_urls", "authors", "tags", "related", "images", "attachments", "flags")
STRUCTURES: Final = ("published_between", "capture")
SCALARS: Final = tuple(key for key in KEYS if key not in LISTS + STRUCTURES)
#: What a hidden article still says: which one it is, and that it is hidden since when.
_SHOWN_OF_HIDDEN: Final = ("site", "id_space", "source_id", "status", "changed_at")
BATCH: Final = 400

#: Numeric ids sort as numbers, before slugs; articles without an id of the site's own come last.
_ORDER: Final = """
SELECT a.id FROM articles a JOIN sites s ON s.id = a.site_id
WHERE (:site IS NULL OR s.slug = :site) AND (:since IS NULL OR a.changed_at >= :since OR a.status_since >= :since
  OR a.id IN (SELECT v.article_id FROM crawls r JOIN versions v ON v.crawl_id = r.id
    WHERE r.reason = 'imported' AND coalesce(r.ended_at, r.started_at) >= :since))
ORDER BY s.slug, a.source_id IS NULL, coalesce(a.source_id = '' OR a.source_id GLOB '*[^0-9]*', 1),
  CASE WHEN a.source_id GLOB '*[^0-9]*' THEN 0 ELSE CAST(a.source_id AS INTEGER) END, a.source_id, a.id_space, a.id
"""

_SELECT: Final = """
SELECT a.*, s.slug AS site, s.rights_publish, n.name AS section, t.lead, t.body, h.body_html,
  c.captured_at, c.warc, c.offset, c.length, c.digest
FROM articles a JOIN sites s ON s.id = a.site_id
LEFT JOIN sections n ON n.id = a.section_id LEFT JOIN article_texts t ON t.article_id = a.id
LEFT JOIN article_html h ON h.article_id = a.id LEFT JOIN captures c ON c.id = a.capture_id
WHERE a.id IN ({ids})
"""

_LISTS_SQL: Final = {
    "alternate_urls": "SELECT article_id, url FROM article_urls WHERE article_id IN ({ids})"
    " ORDER BY first_seen_at, url",
    "authors": "SELECT x.article_id, u.name, x.unit, x.role FROM article_authors x JOIN authors u ON u.id = x.author_id"
    " WHERE x.article_id IN ({ids}) ORDER BY x.position",
    "tags": "SELECT x.article_id, g.name FROM article_tags x JOIN tags g ON g.id = x.tag_id"
    " WHERE x.article_id IN ({ids}) ORDER BY x.position",
    "related": "SELECT x.article_id, x.url, nullif(x.title, '') AS title, x.kind FROM related_links x"
    " JOIN articles a ON a.id = x.article_id WHERE x.article_id IN ({ids}) AND x.last_seen_at >= a.last_seen_at"
    f" AND {LINK_SHOWN} ORDER BY x.position",
    "images": "SELECT article_id, url, caption, credit, alt FROM images WHERE article_id IN ({ids}) ORDER BY position",
    "attachments": "SELECT article_id, url, name, media_type FROM attachments WHERE article_id IN ({ids})"
    " ORDER BY position",
    "flags": "SELECT f.article_id, f.kind, f.text, f.url, min(c.captured_at) AS first_captured_at,"
    " max(c.captured_at) AS last_captured_at FROM flags f JOIN captures c ON c.id = f.capture_id"
    " WHERE f.article_id IN ({ids}) GROUP BY f.article_id, f.kind, f.text, f.url"
    " ORDER BY min(c.captured_at), min(f.position)",
}


def articles(connection: sqlite3.Connection, site: str | None, since: str | None) -> Iterator[dict[str, Any]]:
    """The archive's articles as objects of the contract, sorted by site and source id. ``site`` is a slug; ``since``
    a UTC time (``2026-11-23T05:38:00Z``): only what changed then or later, also in status. ``connection`` gives rows as
    ``sqlite3.Row`` and should be inside a transaction, so that all rows are of one moment."""
    order = [row[0] for row in connection.execute(_ORDER, {"site": site, "since": since})]
    for start in range(0, len(order), BATCH):  # sorting ids first keeps the texts out of the sorter
        batch = order[start : start + BATCH]
        lists = _lists(connection, batch)
        rows = {row["id"]: row for row in connection.execute(_SELECT.format(ids=", ".join(map(str, batch))))}
        for article_id in batch:
            yield _object(rows[article_id], lists)


def _lists(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[str, dict[int, list[Any]]]:
    """Per key, per article, its list; objects where a row has several columns, else plain strings."""
    found: dict[str, dict[int, list[Any]]] = {}
    for key, sql in _LISTS_SQL.items():
        per_article: dict[int, list[Any]] = defaultdict(list)
        for row in connection.execute(sql.format(ids=", ".join(map(str, ids)))):
            values = {name: row[name] for name in row.keys() if name != "article_id"}  # noqa: SIM118 - a sqlite3.Row
            per_article[row["article_id"]].append(values if len(values) > 1 else next(iter(values.values())))
        found[key] = per_article
    return found


def _object(row: sqlite3.Row, lists: dict[str, dict[int, list[Any]]]) -> dict[str, Any]:
    columns = set(row.keys())
    item: dict[str, Any] = {key: row[key] if key in columns else None for key in KEYS}
    item["body_text"], item["body_html"] = row["body"] or "", row["body_html"] or ""
    for key in LISTS:
        item[key] = lists[key].get(row["id"], [])
    item["alternate_urls"] = [url for url in item["alternate_urls"] if url != row["url"]]
    bounds = (row["published_from"], row["published_to"])
    item["published_between"] = list(bounds) if any(bounds) and not row["published_at"] else None
    item["changed_at"] = max(row["changed_at"], row["status_since"] or "")
    capture = {name: row[name] for name in ("captured_at", "warc", "offset", "length", "digest")}
    item["capture"] = capture if row["capture_id"] is not None else None
    return _withheld(item) if row["status"] == "hidden" else cut(item, row["rights_publish"])


def _withheld(item: dict[str, Any]) -> dict[str, Any]:
    """A hidden article: which one, and that it is hidden; every other value null or empty."""
    empty: dict[str, Any] = {key: [] if key in LISTS else None for key in KEYS}
    return empty | {key: item[key] for key in _SHOWN_OF_HIDDEN}
