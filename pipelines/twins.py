"""One article at several addresses of which none gives its number and none calls another canonical: a system without
ids in its addresses shows it once under each menu. What tells twins is that they end alike and show the same."""

import re
import sqlite3
from typing import Final
from urllib.parse import unquote, urlsplit

from crawler.article import Article
from crawler.vietnamese.text import comparison_key, fold
from pipelines import reuse
from pipelines.transactions import Run

#: Id spaces whose ids are taken from addresses (``path``, ``joomla/alias``), not from the site's own numbers.
_PATH: Final = "path"
_ALIAS: Final = "/alias"
#: Twins have at least this share of the shorter text's three-word runs in common: one may be read with less knowledge
#: of the site, or be a part of several pages.
ALIKE: Final = 0.9
#: Texts shorter than this are the same only where nothing differs.
WORDS: Final = 30
#: The last segment of an address that names an article: words with a hyphen, maybe a suffix.
_SLUG: Final = re.compile(r"[^/?]*\w-[^/?]*$")
#: Says that ``Run.slugs`` was filled.
_FILLED: Final = ""
_STANDS: Final = (
    "SELECT p.last_seen_at >= c.started_at AS in_this_crawl FROM pages p JOIN crawls c ON c.id = ? WHERE p.site_id = ?"
    " AND p.url = ? AND p.article_id = ? AND p.redirect_id IS NULL AND p.suspected_at IS NULL"
    " AND p.state IN ('done', 'pending', 'leased')"
)
_TEXT: Final = (
    "SELECT t.body, v.digest FROM article_texts t JOIN articles a ON a.id = t.article_id"
    " LEFT JOIN versions v ON v.id = a.current_version_id WHERE t.article_id = ?"
)


def find(run: Run, article: Article) -> sqlite3.Row | None:
    """The row of the article whose twin this one is, known by its address alone and new to the archive as such: what
    its page showed before, or another with the same last segment, headline, day and text. Of an article whose number is
    new to the archive: the row that its page had without it."""
    if not by_address(article.id_space):
        return _numbered_since(run, article)
    return _shown_before(run, article) or next(
        (row for row in _namesakes(run, article) if _same(run, row, article)), None
    )


def is_beside(run: Run, old: sqlite3.Row, article: Article) -> bool:
    """Whether this look at the article ``old`` was at another address than the row's and says nothing of its own: where
    the page there stands, that page alone says what the article is. Of an article with a number any page may, once in a
    crawl; a further one where it shows more."""
    if _target(old["url"]) == _target(article.url):
        return False
    page = run.connection.execute(_STANDS, (run.crawl_id, run.site_id, old["url"], old["id"])).fetchone()
    if page is None or by_address(old["id_space"]):
        return page is not None
    return bool(page["in_this_crawl"]) and not _adds(run, old, article)


def remember(run: Run, article: Article, article_id: int) -> None:
    """Let later articles of this crawl be compared with one that is new, or has another headline now."""
    if run.slugs and by_address(article.id_space):
        run.slugs.setdefault(_key(_slug(article.url), article.title), []).append(article_id)


def by_address(id_space: str) -> bool:
    """Whether ids of this space are taken from addresses."""
    return id_space == _PATH or id_space.endswith(_ALIAS)


def _shown_before(run: Run, article: Article) -> sqlite3.Row | None:
    row = run.connection.execute(
        "SELECT a.* FROM pages p JOIN articles a ON a.id = p.article_id WHERE p.site_id = ? AND p.url = ?",
        (run.site_id, article.url),
    ).fetchone()
    if not isinstance(row, sqlite3.Row) or _slug(row["url"]) != _slug(article.url):
        return None
    return row if by_address(row["id_space"]) or f"{row['id_space']}{_ALIAS}" == article.id_space else None


def _numbered_since(run: Run, article: Article) -> sqlite3.Row | None:
    """The row of an article whose page named only its alias before and gives its number now: that is its id from now
    on."""
    row = run.connection.execute(
        "SELECT a.* FROM pages p JOIN articles a ON a.id = p.article_id WHERE p.site_id = ? AND p.url = ?"
        " AND a.id_space = ?",
        (run.site_id, article.url, f"{article.id_space}{_ALIAS}"),
    ).fetchone()
    if row is None or article.source_id is None or reuse.is_reused(run, row, article):
        return None
    run.connection.execute(
        "UPDATE articles SET id_space = ?, source_id = ?, identity = ? WHERE id = ?",
        (article.id_space, article.source_id, article.source_id, row["id"]),
    )
    found = run.connection.execute("SELECT * FROM articles WHERE id = ?", (row["id"],)).fetchone()
    return found if isinstance(found, sqlite3.Row) else None


def _namesakes(run: Run, article: Article) -> list[sqlite3.Row]:
    slug = _slug(article.url)
    ids = _slugs(run).get(_key(slug, article.title), []) if slug else []
    rows = (
        run.connection.execute("SELECT * FROM articles WHERE id = ?", (number,)).fetchone()
        for number in dict.fromkeys(ids)
    )
    return [row for row in rows if row is not None and row["status"] != "replaced"]


def _slugs(run: Run) -> dict[str, list[int]]:
    """The site's articles without a number, by the last segment of their addresses (which a script may give them all)
    and their headlines: read once a crawl."""
    if not run.slugs:
        run.slugs[_FILLED] = []
        sql = "SELECT id, url, title FROM articles WHERE site_id = ? AND (id_space = ? OR id_space LIKE ?) ORDER BY id"
        for row in run.connection.execute(sql, (run.site_id, _PATH, f"%{_ALIAS}")):
            run.slugs.setdefault(_key(_slug(row["url"]), row["title"]), []).append(row["id"])
    return run.slugs


def _key(slug: str, title: str | None) -> str:
    return f"{slug}/{comparison_key(title or '')}"


def _target(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.path, parts.query


def _slug(url: str) -> str:
    found = _SLUG.search(unquote(urlsplit(url).path).rstrip("/").lower())
    return found[0] if found else _FILLED


def _same(run: Run, row: sqlite3.Row, article: Article) -> bool:
    """Whether headline, stamp and text are those of ``row``."""
    published = article.published_at
    if comparison_key(row["title"] or "") != comparison_key(article.title or ""):
        return False
    if published is not None and row["published_at"] and row["published_at"][:10] != f"{published:%Y-%m-%d}":
        return False
    now = run.connection.execute(_TEXT, (row["id"],)).fetchone()
    if now is None:  # the database was damaged
        return False
    return now["digest"] == article.digest or alike(now["body"], article.body_text)


def _adds(run: Run, old: sqlite3.Row, article: Article) -> bool:
    """Whether this look shows a value that ``old`` lacks, or another text, unless that is a part of it."""
    given = {"section_id": article.section, "published_at": article.published_at, "read_count": article.read_count}
    if any(old[name] is None and value is not None for name, value in given.items()):
        return True
    now = run.connection.execute(_TEXT, (old["id"],)).fetchone()
    if now is None:  # the database was damaged
        return True
    part = len(article.body_text) <= len(now["body"]) and alike(now["body"], article.body_text)
    return now["digest"] != article.digest and not part


def alike(one: str, other: str) -> bool:
    """Whether two texts are the same, or the shorter is nearly all in the longer."""
    runs = [_runs(text) for text in (one, other)]
    least = min(map(len, runs))
    return least >= WORDS and len(runs[0] & runs[1]) >= ALIKE * least


def _runs(text: str) -> set[tuple[str, str, str]]:
    words = fold(text).split()
    return set(zip(words, words[1:], words[2:], strict=False))
