"""Ids that a site gives to another article: told from an edit, from an article that has its id back, and from a page
that shows one text at many ids (a front article, another's page where the domain was taken over), which is no article
of any of them."""

import sqlite3
from dataclasses import replace
from typing import Final

from crawler.article import Article
from crawler.page import Signal
from crawler.ports import PageResult
from crawler.vietnamese.text import fold
from pipelines import issue_rows, returning
from pipelines.history import SET_ASIDE
from pipelines.transactions import Run

#: A reused id: fewer than this share of words (title) and of three-word runs (body) in common.
TITLE_KEPT: Final = 0.5
BODY_KEPT: Final = 0.3
#: Shorter bodies say too little to call an id reused.
BODY_WORDS: Final = 30
#: Reason of a page that shows the text of another article in place of its own.
STRAY: Final = "another_article"

_SIBLINGS: Final = (
    "FROM {} WHERE a.site_id = :site AND a.id_space = :space"
    " AND (a.identity = :base OR a.identity > :base || '#' AND a.identity < :base || '$')"
)
#: Articles that took another's id in a crawl, or an address at which another was met before: all that is known of
#: them, but what was set aside, is of it.
_TAKEN: Final = (
    "FROM articles a WHERE +a.site_id = :site AND a.id IN (SELECT article_id FROM versions WHERE crawl_id = :crawl)"
    " AND (instr(a.identity, '#') AND a.source_id IS NOT a.identity"
    " OR (a.id_space = 'path' OR a.id_space LIKE '%/alias') AND EXISTS (SELECT 1 FROM article_urls u"
    " CROSS JOIN articles o ON o.id = u.article_id WHERE u.url = a.url AND o.site_id = a.site_id AND o.id <> a.id"
    " AND u.first_seen_at < (SELECT started_at FROM crawls WHERE id = :crawl)))"
    " AND NOT EXISTS (SELECT 1 FROM versions w"
    " WHERE w.article_id = a.id AND w.crawl_id IS NOT :crawl AND w.staged <> :aside)"
)
_BEFORE: Final = (
    "SELECT coalesce((SELECT o.id FROM articles n JOIN articles o ON o.site_id = n.site_id AND o.id_space = n.id_space"
    " AND o.identity = substr(n.identity, 1, instr(n.identity, '#') - 1) WHERE n.id = pages.article_id),"
    " (SELECT o.id FROM article_urls u CROSS JOIN articles o ON o.id = u.article_id WHERE u.url = pages.url"
    " AND o.site_id = pages.site_id AND o.id <> pages.article_id ORDER BY u.first_seen_at, o.id LIMIT 1))"
)


def is_reused(run: Run, old: sqlite3.Row, article: Article) -> bool:
    """Whether the site gave this id to another article: another title, and a body that is mostly new."""
    before, after = set(fold(old["title"] or "").split()), set(fold(article.title or "").split())
    if not before or not after or len(before & after) >= TITLE_KEPT * max(len(before), len(after)):
        return False
    text = run.connection.execute("SELECT body FROM article_texts WHERE article_id = ?", (old["id"],)).fetchone()
    if text is None:  # the database was damaged
        return False
    was, now = fold(text["body"]).split(), fold(article.body_text).split()
    if min(len(was), len(now)) < BODY_WORDS:
        return False
    runs_was, runs_now = set(zip(was, was[1:], was[2:], strict=False)), set(zip(now, now[1:], now[2:], strict=False))
    return len(runs_was & runs_now) < BODY_KEPT * min(len(runs_was), len(runs_now))


def returned(run: Run, old: sqlite3.Row, article: Article) -> sqlite3.Row | None:
    """The row of the article that had the id before ``old`` and has it back; None where it is a new one. What was set
    aside comes last."""
    rows = run.connection.execute(
        "SELECT a.*, (SELECT body FROM article_texts WHERE article_id = a.id) AS text, v.staged"
        f" {_SIBLINGS.format('articles a JOIN versions v ON v.id = a.current_version_id')} AND a.id <> :old"
        " ORDER BY v.staged, a.last_seen_at DESC, a.id DESC",
        {**_key(run, article), "old": old["id"]},
    ).fetchall()
    shown = article.title, article.body_text
    return next((row for row in rows if returning.is_same((row["title"], row["text"]), shown)), None)


def revive(run: Run, back: sqlite3.Row) -> bool:
    """Take an article that has its id back; true where it was set aside: now this crawl answers for it."""
    return (
        run.connection.execute(
            "UPDATE versions SET staged = 0, crawl_id = ? WHERE id = ? AND staged = ?",
            (run.crawl_id, back["current_version_id"], SET_ASIDE),
        ).rowcount
        > 0
    )


def successor(run: Run, article: Article) -> str:
    """The identity of a new article under an id that others had; the id itself where none had it."""
    key = _key(run, article)
    number = run.connection.execute(f"SELECT count(*) {_SIBLINGS.format('articles a')}", key).fetchone()[0]
    return f"{key['base']}#{number + 1}" if number else str(key["base"])


def report(run: Run, old: sqlite3.Row, article: Article, seen: str) -> None:
    """Open the issue of a reused id."""
    base = _key(run, article)["base"]
    signal = Signal(
        "identity.reused",
        f"The site gave the id {base} to another article: «{old['title']}» became «{article.title}».",
        "Both are kept as articles of their own. Nothing to do, unless the two are one after all.",
    )
    issue_rows.record(run, [signal], seen, url=article.url, article_id=old["id"])


def without_stray(run: Run, result: PageResult, old: sqlite3.Row | None) -> PageResult:
    """The result of a page that shows, in place of its article (``old``), the very text of another one: no article."""
    article = result.article
    if article is None or old is None or fold(old["title"] or "") == fold(article.title or ""):
        return result
    other = run.connection.execute(
        "SELECT 1 FROM articles a JOIN versions v ON v.id = a.current_version_id WHERE a.site_id = ? AND a.id <> ?"
        " AND a.title = ? AND v.digest = ? LIMIT 1",
        (run.site_id, old["id"], article.title, article.digest),
    ).fetchone()
    if other is None or returned(run, old, article) is not None:
        return result
    return replace(result, article=None, raw_article=None, reason=STRAY)


def taken(run: Run) -> int:
    """How many ids another article took in this crawl."""
    row = run.connection.execute(f"SELECT count(*) {_TAKEN}", _of_crawl(run)).fetchone()
    return int(row[0])


def set_aside(run: Run) -> None:
    """What took ids in this crawl was not the site's: it is kept, and no reader sees it as an article of the site."""
    ids = [row[0] for row in run.connection.execute(f"SELECT a.id {_TAKEN}", _of_crawl(run)).fetchall()]
    for article_id in ids:
        run.connection.execute("UPDATE versions SET staged = ? WHERE article_id = ?", (SET_ASIDE, article_id))
        run.connection.execute(
            "UPDATE articles SET status = 'replaced', status_since = last_seen_at WHERE id = ? AND status <> 'hidden'",
            (article_id,),
        )
        run.connection.execute(f"UPDATE pages SET article_id = ({_BEFORE}) WHERE article_id = ?", (article_id,))


def _key(run: Run, article: Article) -> dict[str, object]:
    return {"site": run.site_id, "space": article.id_space, "base": article.source_id or article.url}


def _of_crawl(run: Run) -> dict[str, object]:
    return {"site": run.site_id, "crawl": run.crawl_id, "aside": SET_ASIDE}
