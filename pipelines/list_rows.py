"""The lists of an article: authors, tags, images, attachments, related links, sources of fields. A list that is as
stored costs one read and no write."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from crawler.article import Article, Credit, Flag, Provenance, RelatedLink
from crawler.vietnamese.text import fold
from pipelines.transactions import Run

_Rows: TypeAlias = Sequence[tuple[object, ...]]


def _replace(run: Run, table: str, columns: str, article_id: int, rows: _Rows) -> bool:
    """Make ``rows`` (from position 1 on) the article's rows of ``table``; returns whether anything was written."""
    connection = run.connection
    old = [
        tuple(row)
        for row in connection.execute(
            f"SELECT {columns} FROM {table} WHERE article_id = ? ORDER BY position", (article_id,)
        )
    ]
    if old == list(rows):
        return False
    if old:
        connection.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))
    marks = ", ".join("?" * (columns.count(",") + 1))
    connection.executemany(
        f"INSERT INTO {table} (article_id, position, {columns}) VALUES (?, ?, {marks})",
        [(article_id, position, *row) for position, row in enumerate(rows, 1)],
    )
    return True


def section_id(run: Run, name: str | None) -> int | None:
    """The id of a section of this site by its shown name, made where new; None for no name."""
    if not name:
        return None
    sql = "SELECT id FROM sections WHERE site_id = ? AND name = ?"
    row = run.connection.execute(sql, (run.site_id, name)).fetchone()
    if row is None:
        run.connection.execute("INSERT INTO sections (site_id, name) VALUES (?, ?)", (run.site_id, name))
        row = run.connection.execute(sql, (run.site_id, name)).fetchone()
    return int(row[0])


def author_id(connection: sqlite3.Connection, name: str) -> int:
    """The id of an author by name, made where new."""
    row = connection.execute("SELECT id FROM authors WHERE name = ?", (name,)).fetchone()
    if row is not None:
        return int(row[0])
    cursor = connection.execute("INSERT INTO authors (name, name_fold) VALUES (?, ?)", (name, fold(name)))
    return int(cursor.lastrowid or 0)


def _tag_id(connection: sqlite3.Connection, name: str) -> int:
    row = connection.execute("SELECT id FROM tags WHERE name = ?", (name,)).fetchone()
    if row is not None:
        return int(row[0])
    return int(connection.execute("INSERT INTO tags (name) VALUES (?)", (name,)).lastrowid or 0)


def save_authors(run: Run, article_id: int, authors: Sequence[Credit]) -> bool:
    """Store who is credited, in the page's order."""
    rows = [(author_id(run.connection, credit.name), credit.unit, credit.role) for credit in authors]
    return _replace(run, "article_authors", "author_id, unit, role", article_id, rows)


def save_tags(run: Run, article_id: int, tags: Sequence[str]) -> bool:
    """Store the tags, in the page's order, each once."""
    rows = [(_tag_id(run.connection, tag),) for tag in dict.fromkeys(tags)]
    return _replace(run, "article_tags", "tag_id", article_id, rows)


def save_images(run: Run, article_id: int, rows: _Rows) -> bool:
    """Store images as (url, caption, credit, alt)."""
    return _replace(run, "images", "url, caption, credit, alt", article_id, rows)


def save_attachments(run: Run, article_id: int, rows: _Rows) -> bool:
    """Store attachments as (url, name, media type)."""
    return _replace(run, "attachments", "url, name, media_type", article_id, rows)


def image_rows(article: Article) -> list[tuple[str | None, ...]]:
    """The article's images as rows of ``images``."""
    return [(image.url, image.caption, image.credit, image.alt) for image in article.images]


def attachment_rows(article: Article) -> list[tuple[str | None, ...]]:
    """The article's attachments as rows of ``attachments``."""
    return [(file.url, file.name, file.media_type) for file in article.attachments]


def save_sources(run: Run, article_id: int, provenance: Mapping[str, Provenance], capture_id: int | None) -> None:
    """Store which rule gave each field; a row changes only where rule, place or confidence do."""
    run.connection.executemany(
        "INSERT INTO field_sources (article_id, field, rule, place, confidence, capture_id) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (article_id, field) DO UPDATE SET rule = excluded.rule, place = excluded.place,"
        " confidence = excluded.confidence, capture_id = excluded.capture_id WHERE (excluded.rule, excluded.place,"
        " excluded.confidence) IS NOT (field_sources.rule, field_sources.place, field_sources.confidence)",
        [(article_id, name, p.rule, p.place, p.confidence, capture_id) for name, p in provenance.items()],
    )


def save_flags(run: Run, article_id: int, capture_id: int | None, flags: Sequence[Flag]) -> None:
    """Store what others have put into the captured page; captures without any have no rows."""
    if capture_id is not None:
        run.connection.executemany(
            "INSERT OR IGNORE INTO flags (capture_id, position, article_id, kind, text, url) VALUES (?, ?, ?, ?, ?, ?)",
            [(capture_id, position, article_id, f.kind, f.text, f.url) for position, f in enumerate(flags, 1)],
        )


def save_related(run: Run, article_id: int, related: Sequence[RelatedLink], seen: str) -> None:
    """Store the related links as seen at ``seen`` (observations: a link that went away keeps its row and its last
    time), each joined to the article of the archive that it leads to, where there is one already."""
    unique = {(link.url, link.kind): link for link in related}
    run.connection.executemany(
        "INSERT INTO related_links (article_id, url, kind, position, title, target_id, first_seen_at, last_seen_at)"
        " VALUES (:article, :url, :kind, :position, :title,"
        " (SELECT article_id FROM article_urls WHERE url = :url LIMIT 1), :seen, :seen)"
        " ON CONFLICT (article_id, url, kind) DO UPDATE SET position = excluded.position, title = excluded.title,"
        " target_id = coalesce(excluded.target_id, target_id), last_seen_at = max(last_seen_at, excluded.last_seen_at),"
        " first_seen_at = min(first_seen_at, excluded.first_seen_at)",
        [
            {"article": article_id, "url": link.url, "kind": link.kind, "position": position,
             "title": link.title or "", "seen": seen}
            for position, link in enumerate(unique.values(), 1)
        ],
    )  # fmt: skip


def save_urls(run: Run, article_id: int, urls: Sequence[str], seen: str) -> None:
    """Store URLs at which the article was met, and join related links that were waiting for one of them."""
    for url in dict.fromkeys(urls):
        added = run.connection.execute(
            "INSERT OR IGNORE INTO article_urls (article_id, url, first_seen_at) VALUES (?, ?, ?)",
            (article_id, url, seen),
        ).rowcount
        if added:
            run.connection.execute(
                "UPDATE related_links SET target_id = ? WHERE url = ? AND target_id IS NULL", (article_id, url)
            )
