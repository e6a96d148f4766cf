"""What another reading of known captures gives, written in place of what the earlier reading gave: a version of its own
where the text differs, never a change of the site's."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from crawler.article import Article
from crawler.page import PageKind
from pipelines import article_rows, history, list_rows
from pipelines.transactions import Run

#: Media types of pages.
_HTML: Final = "('text/html', 'application/xhtml+xml', 'text/plain', '')"


@dataclass(frozen=True, slots=True)
class Reread:
    """One capture to be read again: the article it gave (None: its page had none), its page, its URL where that is the
    page's own, and where its payload lies."""

    article_id: int | None
    page_id: int | None
    url: str
    is_page: bool
    kind: str
    capture_id: int
    captured_at: str
    warc: str
    offset: int
    original: tuple[str, int] | None = None


def of_articles(connection: sqlite3.Connection, site_id: int, memory: int | None = None) -> Iterator[Reread]:
    """The capture that gave each article of a site its present text, in the order in which they lie. Where the last
    look is staged, that is the one that gave the text still shown. Articles without a capture are left out, and those
    that were read with version ``memory`` of the SiteMemory or a newer one, where that is given."""
    for row in connection.execute(_ARTICLES, {"site": site_id, "memory": memory}):
        yield _reread(row, row["article_id"], None)


def of_other_pages(connection: sqlite3.Connection, site_id: int) -> Iterator[Reread]:
    """The last capture of each page that was read and had no article."""
    for row in connection.execute(_PAGES, {"site": site_id}):
        yield _reread(row, None, row["page_id"])


def _reread(row: sqlite3.Row, article_id: int | None, page_id: int | None) -> Reread:
    original = (row["original"], row["original_offset"]) if row["original"] is not None else None
    kind = row["kind"] or str(PageKind.ARTICLE)
    return Reread(article_id, page_id, row["url"], bool(row["is_page"]), kind, row["id"], row["captured_at"],
                  row["warc"], row["offset"], original)  # fmt: skip


def rewrite(run: Run, reread: Reread, article: Article, now: str) -> None:
    """Make ``article`` what the archive shows of the article that ``reread`` names. ``now`` (UTC) is when it changed
    here; its observations keep the capture's time."""
    article_id = reread.article_id or 0
    old = run.connection.execute("SELECT * FROM articles WHERE id = ?", (article_id,)).fetchone()
    history.reread(run, old, article, (reread.capture_id, reread.captured_at))
    article_rows.rewrite(run, old, article, reread.capture_id)
    _rewrite_observations(run, article_id, article, reread)
    run.connection.execute("UPDATE articles SET changed_at = ? WHERE id = ?", (now, article_id))


def _rewrite_observations(run: Run, article_id: int, article: Article, reread: Reread) -> None:
    execute, seen = run.connection.execute, reread.captured_at
    execute("DELETE FROM related_links WHERE article_id = ? AND last_seen_at = ?", (article_id, seen))
    list_rows.save_related(run, article_id, article.related, seen)
    key = (article_id, seen, reread.capture_id)
    execute("DELETE FROM read_counts WHERE article_id = ? AND (seen_at = ? OR capture_id = ?)", key)
    if article.read_count is not None:
        execute(
            "INSERT INTO read_counts (article_id, seen_at, read_count, capture_id) VALUES (?, ?, ?, ?)",
            (article_id, seen, article.read_count, reread.capture_id),
        )
    execute(
        "UPDATE articles SET (read_count, read_count_at) = (SELECT read_count, seen_at FROM read_counts"
        " WHERE article_id = :id UNION ALL SELECT NULL, NULL ORDER BY 2 DESC LIMIT 1) WHERE id = :id",
        {"id": article_id},
    )


_CAPTURE = (
    "c.id, c.url, c.captured_at, c.warc, c.offset, o.warc AS original, o.offset AS original_offset,"
    " EXISTS (SELECT 1 FROM pages q WHERE q.site_id = c.site_id AND q.url = c.url) AS is_page"
)
_ARTICLES = (
    f"SELECT a.id AS article_id, NULL AS kind, {_CAPTURE} FROM articles a"
    " LEFT JOIN versions v ON v.id = a.current_version_id"
    " LEFT JOIN versions w ON w.article_id = a.id"
    " AND w.number = (SELECT max(number) FROM versions WHERE article_id = a.id)"
    " JOIN captures c ON c.id = CASE WHEN w.staged = 1 THEN v.capture_id ELSE a.capture_id END"
    " LEFT JOIN captures o ON o.id = c.refers_to"
    " WHERE a.site_id = :site AND c.lost = 0 AND coalesce(o.lost, 0) = 0"
    " AND (:memory IS NULL OR v.memory_version < :memory) ORDER BY c.warc, c.offset"
)
_PAGES = (
    f"SELECT p.id AS page_id, p.kind, {_CAPTURE} FROM pages p JOIN captures c ON c.id = p.last_capture_id"
    " LEFT JOIN captures o ON o.id = c.refers_to"
    " WHERE p.site_id = :site AND p.state = 'done' AND p.article_id IS NULL AND p.redirect_id IS NULL"
    " AND p.kind NOT IN ('asset', 'requisite', 'feed', 'sitemap') AND coalesce(p.reason, '') <> 'further_page'"
    f" AND c.status = 200 AND coalesce(c.media_type, '') IN {_HTML} AND c.lost = 0 AND coalesce(o.lost, 0) = 0"
    " ORDER BY c.warc, c.offset"
)
