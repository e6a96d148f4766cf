"""Rows of ``articles`` and its texts: found by identity, written where they differ, never overwritten by a loss."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Final

from crawler.article import Article
from crawler.ports import CaptureRecord
from pipelines import history, list_rows, past_versions, returning, reuse, twins
from pipelines.transactions import FUTURE, Run, timestamp

#: Years and months are counted in Vietnam's time.
VIETNAM: Final = timezone(timedelta(hours=7))
#: Values that an unchanged text keeps when a look does not show them: metadata that one page layout leaves out.
_KEPT: Final = (
    "section_id", "author_id", "byline", "source", "published_at", "published_precision", "event_date", "modified_at",
    "year", "month", "document_number",
)  # fmt: skip

_TEXTS: Final = "(article_id, title, lead, body, captions) VALUES (?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of an article: its row's id, and ``new``, ``changed`` or ``unchanged``."""

    article_id: int
    outcome: str


@dataclass(frozen=True, slots=True)
class Look:
    """One look at an article: what the page at ``page_url`` showed at ``seen`` (UTC), its evidence, and ``earlier``
    (see ``PageResult``). ``past``: it may be from before the last one, so that its text is a version in between."""

    article: Article
    page_url: str
    capture: CaptureRecord | None
    seen: str
    earlier: Article | None = None
    past: bool = False


def save(run: Run, look: Look, old: sqlite3.Row | None) -> Saved:
    """Store one look at an article, whose row is ``old`` (``find``): a new row, a new version, or only that it was
    seen."""
    article, capture, seen = look.article, look.capture, look.seen
    identity, revived, holder = article.source_id or article.url, False, None
    beside = old is not None and twins.is_beside(run, old, article)
    if old is not None and reuse.is_reused(run, old, article):
        holder = None if beside else old
        old, identity = _other(run, old, article, None if beside else seen)
        revived = old is not None and reuse.revive(run, old)
    elif old is not None and beside:
        list_rows.save_urls(run, old["id"], (article.url, look.page_url), seen)
        return Saved(old["id"], "unchanged")
    if old is None:
        saved = Saved(_insert(run, article, identity, capture, seen), "new")
    elif capture is not None and capture.truncated and not history.is_half(run, old["id"]):
        return Saved(old["id"], "unchanged")  # half a page says nothing against the whole one that we have
    elif _is_past(run, old, seen):  # a capture from before: it says what was, not what is
        added = look.past and past_versions.add(run, old, article, capture, seen)
        saved = Saved(old["id"], "changed" if added else "unchanged")
    else:
        saved = Saved(old["id"], _update(run, old, (article, look.earlier), capture, seen))
    if saved.outcome != "new":
        _seen(run, saved.article_id, article, capture, seen)
    _observe(run, saved.article_id, article, capture, seen)
    if saved.outcome != "unchanged":
        twins.remember(run, article, saved.article_id)
        returning.hide_again(run, saved.article_id, article, seen)
    if holder is not None and _is_past(run, holder, seen):  # who has the id now has it since
        set_status(run, saved.article_id, "replaced", None, holder["first_seen_at"])
    list_rows.save_urls(run, saved.article_id, (article.url, look.page_url, *article.alternate_urls), seen)
    return Saved(saved.article_id, "new") if revived else saved


def _other(run: Run, old: sqlite3.Row, article: Article, seen: str | None) -> tuple[sqlite3.Row | None, str]:
    """Whose id it is that showed ``old`` and shows ``article`` now: the row of one that had it before, else None and
    the identity of a new article. ``old`` is suspected, unless this was before it was seen last, or at an address
    beside the one where it stands (``seen`` None)."""
    back = reuse.returned(run, old, article)
    if seen is not None and not _is_past(run, old, seen):
        reuse.report(run, old, article, seen)
        set_status(run, old["id"], "suspected", None, seen)
    return back, back["identity"] if back is not None else reuse.successor(run, article)


def _is_past(run: Run, old: sqlite3.Row, seen: str) -> bool:
    """Whether a look at ``seen`` is from before the article was seen last. What was seen later than this crawl can be
    was dated by a clock that went wrong."""
    horizon = _horizon(run, seen)
    return seen < old["last_seen_at"] and not (horizon and old["last_seen_at"] > horizon)


def _horizon(run: Run, seen: str) -> str | None:
    """What is dated after it cannot have been seen yet by a crawl that looks at ``seen``; None for other runs."""
    return max(run.horizon, timestamp(datetime.fromisoformat(seen) + FUTURE)) if run.horizon else None


def find(run: Run, article: Article) -> sqlite3.Row | None:
    """The row of this article: by identity (of an id that was reused, the one seen last), or, without an id of the
    site's own, by any URL at which it was met; of one that only its address names, also by its twin at another
    address."""
    identity = article.source_id or article.url
    sql = "SELECT * FROM articles WHERE site_id = ? AND id_space = ? AND "
    key = (run.site_id, article.id_space)
    row = run.connection.execute(
        f"{sql} (identity = ? OR identity > ? || '#' AND identity < ? || '$')"
        " ORDER BY status = 'replaced', last_seen_at DESC, id DESC LIMIT 1",
        (*key, identity, identity, identity),
    ).fetchone()
    if row is None and article.source_id is None:
        row = run.connection.execute(
            "SELECT a.* FROM article_urls u JOIN articles a ON a.id = u.article_id"
            " WHERE u.url = ? AND a.site_id = ? AND a.source_id IS NULL AND a.status <> 'replaced' ORDER BY a.id DESC",
            (article.url, run.site_id),
        ).fetchone()
    if row is None or (row["status"] == "replaced" and twins.by_address(article.id_space)):
        row = twins.find(run, article) or row
    return row if isinstance(row, sqlite3.Row) else None


def _insert(run: Run, article: Article, identity: str, capture: CaptureRecord | None, seen: str) -> int:
    values = {
        "site_id": run.site_id, "id_space": article.id_space, "source_id": article.source_id, "identity": identity,
        **_values(run, article), "first_seen_at": seen, "last_seen_at": seen, "changed_at": seen,
        "capture_id": capture.id if capture else None,
        "read_count": article.read_count, "read_count_at": None if article.read_count is None else seen,
    }  # fmt: skip
    cursor = run.connection.execute(
        f"INSERT INTO articles ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", tuple(values.values())
    )
    article_id = int(cursor.lastrowid or 0)
    run.connection.execute(f"INSERT INTO article_texts {_TEXTS}", (article_id, *_texts(article).values()))
    run.connection.execute("INSERT INTO article_html VALUES (?, ?)", (article_id, article.body_html))
    _save_lists(run, article_id, article)
    list_rows.save_sources(run, article_id, article.provenance, capture.id if capture else None)
    history.first_version(run, article_id, article, capture, seen)
    return article_id


def _update(
    run: Run, old: sqlite3.Row, looks: tuple[Article, Article | None], capture: CaptureRecord | None, seen: str
) -> str:
    article, earlier = looks
    verdict = history.compare(run, old, article, capture, seen, earlier)
    if not verdict.current:
        return "changed" if verdict.changed else "unchanged"
    article_id, values = old["id"], _values(run, article)
    same_text = old["versions"] and not verdict.changed
    if same_text:
        values = {name: old[name] if name in _KEPT and value is None else value for name, value in values.items()}
    changes = {name: value for name, value in values.items() if old[name] != value}
    _write(run, "articles", "id", article_id, changes)
    touched = bool(changes.keys() - {"related_state"})
    touched |= _update_texts(run, article_id, article)
    touched |= _save_lists(run, article_id, article, keep_empty=not same_text)
    list_rows.save_sources(run, article_id, article.provenance, capture.id if capture else None)
    if touched:
        run.connection.execute("UPDATE articles SET changed_at = ? WHERE id = ?", (seen, article_id))
    return "changed" if verdict.changed else "unchanged"


def rewrite(run: Run, old: sqlite3.Row, article: Article, capture_id: int) -> None:
    """Make every value of a known article (``old`` is its row) what ``article`` says, also where it says nothing."""
    changes = {name: value for name, value in _values(run, article).items() if old[name] != value}
    _write(run, "articles", "id", old["id"], changes)
    _update_texts(run, old["id"], article)
    _save_lists(run, old["id"], article)
    run.connection.execute("DELETE FROM field_sources WHERE article_id = ?", (old["id"],))
    list_rows.save_sources(run, old["id"], article.provenance, capture_id)


def _values(run: Run, article: Article) -> dict[str, object]:
    """The columns of ``articles`` that the page gives."""
    published = article.published_at.astimezone(VIETNAM) if article.published_at else None
    day = published.date() if published else article.event_date
    first = next((credit for credit in article.authors if credit.role != "photo"), None) or next(
        iter(article.authors), None
    )
    return {
        "kind": str(article.kind),
        "url": article.url,
        "title": article.title,
        "section_id": list_rows.section_id(run, article.section),
        "author_id": list_rows.author_id(run.connection, first.name) if first else None,
        "byline": article.byline,
        "source": article.source,
        "published_at": published.isoformat(timespec="seconds") if published else None,
        "published_precision": article.published_precision if published else None,
        "event_date": article.event_date.isoformat() if article.event_date else None,
        "modified_at": article.modified_at.isoformat(timespec="seconds") if article.modified_at else None,
        "year": day.year if day else None,
        "month": f"{day:%Y-%m}" if day else None,
        "related_state": str(article.related_state),
        "document_number": article.document_number,
        "language": article.language,
        "word_count": len(article.body_text.split()),
        "image_count": len(article.images),
        "attachment_count": len(article.attachments),
    }


def _texts(article: Article) -> dict[str, str | None]:
    captions = "\n".join(image.caption for image in article.images if image.caption)
    return {"title": article.title or "", "lead": article.lead, "body": article.body_text, "captions": captions}


def _update_texts(run: Run, article_id: int, article: Article) -> bool:
    new = _texts(article)
    old = run.connection.execute(
        "SELECT title, lead, body, captions FROM article_texts WHERE article_id = ?", (article_id,)
    ).fetchone()
    if old is None:  # the database was damaged
        run.connection.execute(f"INSERT INTO article_texts {_TEXTS}", (article_id, *new.values()))
    changes = {name: value for name, value in new.items() if old is None or old[name] != value}
    _write(run, "article_texts", "article_id", article_id, changes)
    markup = run.connection.execute(
        "INSERT INTO article_html (article_id, body_html) VALUES (?, ?) ON CONFLICT (article_id) DO UPDATE"
        " SET body_html = excluded.body_html WHERE body_html IS NOT excluded.body_html",
        (article_id, article.body_html),
    ).rowcount
    return bool(changes) or markup > 0


def _save_lists(run: Run, article_id: int, article: Article, *, keep_empty: bool = True) -> bool:
    """Store the lists that belong to the text; with ``keep_empty`` off, an empty list of credits or tags does not
    take the place of one that was there."""
    touched = False
    if article.authors or keep_empty:
        touched |= list_rows.save_authors(run, article_id, article.authors)
    if article.tags or keep_empty:
        touched |= list_rows.save_tags(run, article_id, article.tags)
    touched |= list_rows.save_images(run, article_id, list_rows.image_rows(article))
    return list_rows.save_attachments(run, article_id, list_rows.attachment_rows(article)) or touched


def _write(run: Run, table: str, key: str, article_id: int, changes: Mapping[str, object]) -> None:
    if changes:
        sets = ", ".join(f"{name} = ?" for name in changes)
        run.connection.execute(f"UPDATE {table} SET {sets} WHERE {key} = ?", (*changes.values(), article_id))


def _seen(run: Run, article_id: int, article: Article, capture: CaptureRecord | None, seen: str) -> None:
    """Store that a known article was seen, and its read count then."""
    capture_id = capture.id if capture else None
    latest = run.connection.execute(
        "UPDATE articles SET last_seen_at = :seen, capture_id = coalesce(:capture, capture_id),"
        " read_count = coalesce(:count, read_count),"
        " read_count_at = CASE WHEN :count IS NULL THEN read_count_at ELSE :seen END"
        " WHERE id = :id AND (last_seen_at <= :seen OR last_seen_at > :horizon)",
        {"seen": seen, "capture": capture_id, "count": article.read_count, "id": article_id,
         "horizon": _horizon(run, seen)},
    ).rowcount  # fmt: skip
    if latest:
        set_status(run, article_id, "live", capture_id, seen)
    else:
        run.connection.execute(
            "UPDATE articles SET first_seen_at = min(first_seen_at, ?) WHERE id = ?", (seen, article_id)
        )


def _observe(run: Run, article_id: int, article: Article, capture: CaptureRecord | None, seen: str) -> None:
    """Store what is no part of a version: its read count, its related links."""
    capture_id = capture.id if capture else None
    if article.read_count is not None:
        run.connection.execute(
            "INSERT INTO read_counts (article_id, seen_at, read_count, capture_id) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (article_id, seen_at) DO UPDATE SET read_count = excluded.read_count",
            (article_id, seen, article.read_count, capture_id),
        )
    list_rows.save_related(run, article_id, article.related, seen)


def seen_again(run: Run, page_id: int, now: str) -> int | None:
    """The page's server says that nothing changed: its article was seen now, as it is, and is live. Returns the
    article's id, or None where the page has none."""
    row = run.connection.execute("SELECT article_id FROM pages WHERE id = ?", (page_id,)).fetchone()
    if row is None or row["article_id"] is None:
        return None
    run.connection.execute(
        "UPDATE articles SET last_seen_at = max(last_seen_at, :now),"
        " status_since = CASE WHEN status IN ('hidden', 'live') THEN status_since ELSE :now END,"
        " status = CASE WHEN status = 'hidden' THEN status ELSE 'live' END WHERE id = :id",
        {"now": now, "id": row["article_id"]},
    )
    return int(row["article_id"])


def set_status(run: Run, article_id: int, status: str, capture_id: int | None, seen: str) -> bool:
    """Set an article's status with its evidence, where it differs; hidden articles stay hidden. True if it changed."""
    return (
        run.connection.execute(
            "UPDATE articles SET status = ?, status_since = ?, status_capture_id = ?"
            " WHERE id = ? AND status NOT IN ('hidden', ?)",
            (status, seen, capture_id, article_id, status),
        ).rowcount
        > 0
    )
