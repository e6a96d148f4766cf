"""Versions: a row only where the text differs, current at once where nothing was lost, else staged."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Final

from crawler import EXTRACTOR_VERSION
from crawler.article import Article
from crawler.page import Signal
from crawler.ports import CaptureRecord
from pipelines import issue_rows, list_rows
from pipelines.transactions import Run

#: ``versions.staged``: 0 is or was current, 1 waits for a crawl that passes, 2 was seen between two looks at the
#: text that it would have replaced.
STAGED: Final = 1
SET_ASIDE: Final = 2
#: A body of at least LONG words that keeps less than this share of them is lost, not edited.
LONG: Final = 100
KEPT: Final = 0.3
#: Fields whose loss makes a version wait: the shown name, and how the stored and the new article give it.
_LOSABLE: Final = ("title", "lead", "body", "byline", "source", "section", "published_at", "images", "attachments")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a look at a known article means: ``changed`` (another text than the last seen), ``current`` (its values
    may go into the article's rows)."""

    changed: bool
    current: bool


def first_version(run: Run, article_id: int, article: Article, capture: CaptureRecord | None, seen: str) -> None:
    """Store version 1 of a new article and make it current."""
    version_id = insert(run, article_id, article, ("first", 1, False), capture, seen)
    run.connection.execute("UPDATE articles SET current_version_id = ? WHERE id = ?", (version_id, article_id))


def compare(
    run: Run,
    old: sqlite3.Row,
    article: Article,
    capture: CaptureRecord | None,
    seen: str,
    earlier: Article | None = None,
) -> Verdict:
    """Compare a look at a known article (``old`` is its row) with its versions, and store a new one where the text
    differs from the last one. A version in which a field lost its value is staged, with an issue. ``earlier``: what the
    last version's capture gives by today's rules; where that differs from what it gave, it is a version before."""
    last = run.connection.execute(
        "SELECT id, number, digest, staged, capture_id FROM versions WHERE article_id = ? ORDER BY number DESC LIMIT 1",
        (old["id"],),
    ).fetchone()
    if last is None:  # the database was damaged
        first_version(run, old["id"], article, capture, seen)
        return Verdict(changed=False, current=True)
    current = run.connection.execute(
        "SELECT digest FROM versions WHERE id = ?", (old["current_version_id"],)
    ).fetchone()
    if current is not None and current["digest"] == article.digest:
        if last["staged"] == STAGED:  # the loss was passing
            _set_aside(run, last)
            issue_rows.resolve_article(run, old["id"], "version.staged", seen)
        return Verdict(changed=False, current=True)
    if last["digest"] == article.digest:
        if last["staged"]:  # seen again: this crawl answers for it
            run.connection.execute(
                "UPDATE versions SET staged = ?, crawl_id = ? WHERE id = ?", (STAGED, run.crawl_id, last["id"])
            )
            _report_staged(run, old, _lost(run, old, article), seen)
        return Verdict(changed=False, current=not last["staged"])
    _set_aside(run, last)
    lost = _lost(run, old, article)
    ours = _same_bytes(run, last["capture_id"], capture) or is_half(run, old["id"])
    ours |= earlier is not None and earlier.digest == article.digest
    cause, number = ("re-extraction" if ours else "change"), last["number"] + 1
    if not ours and earlier is not None and earlier.digest != last["digest"]:
        reread_id = insert(run, old["id"], earlier, ("re-extraction", number, False), None, seen)
        run.connection.execute("UPDATE versions SET capture_id = ? WHERE id = ?", (last["capture_id"], reread_id))
        number += 1
    version_id = insert(run, old["id"], article, (cause, number, bool(lost)), capture, seen)
    count(run, old["id"])
    if lost:
        _report_staged(run, old, lost, seen)
    else:
        run.connection.execute("UPDATE articles SET current_version_id = ? WHERE id = ?", (version_id, old["id"]))
        issue_rows.resolve_article(run, old["id"], "version.staged", seen)
    return Verdict(changed=cause == "change", current=not lost)


def _set_aside(run: Run, last: sqlite3.Row) -> None:
    """What waited as the last version waits no more: another text came after it."""
    run.connection.execute(
        "UPDATE versions SET staged = ? WHERE id = ? AND staged = ?", (SET_ASIDE, last["id"], STAGED)
    )


def reread(run: Run, old: sqlite3.Row, article: Article, capture: tuple[int, str]) -> None:
    """Store what another reading of a known capture (its id, its UTC time) gives, where its text differs from the
    current one's, as a ``re-extraction`` that is current at once."""
    current, last = run.connection.execute(
        "SELECT (SELECT digest FROM versions WHERE id = ?), (SELECT max(number) FROM versions WHERE article_id = ?)",
        (old["current_version_id"], old["id"]),
    ).fetchone()
    if current == article.digest:
        return
    cause = "re-extraction" if last else "first"  # of a damaged database
    version_id = insert(run, old["id"], article, (cause, (last or 0) + 1, False), None, capture[1])
    run.connection.execute("UPDATE versions SET capture_id = ? WHERE id = ?", (capture[0], version_id))
    run.connection.execute("UPDATE articles SET current_version_id = ? WHERE id = ?", (version_id, old["id"]))
    count(run, old["id"])


def insert(
    run: Run, article_id: int, article: Article, how: tuple[str, int, bool], capture: CaptureRecord | None, seen: str
) -> int:
    """Store a version and return its id. ``how``: its cause, its number, whether it waits."""
    cause, number, staged = how
    cursor = run.connection.execute(
        "INSERT INTO versions (article_id, number, cause, seen_at, crawl_id, capture_id, digest, extractor,"
        " memory_version, staged, title, lead, body, byline, body_html, images, attachments)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (article_id, number, cause, seen, run.crawl_id, capture.id if capture else None, article.digest,
         EXTRACTOR_VERSION, article.memory_version, int(staged), article.title, article.lead, article.body_text,
         article.byline, article.body_html, json.dumps(list_rows.image_rows(article), ensure_ascii=False),
         json.dumps(list_rows.attachment_rows(article), ensure_ascii=False)),
    )  # fmt: skip
    return int(cursor.lastrowid or 0)


def _lost(run: Run, old: sqlite3.Row, article: Article) -> list[str]:
    """Fields that had a value and have none in ``article``."""
    texts = run.connection.execute("SELECT lead, body FROM article_texts WHERE article_id = ?", (old["id"],)).fetchone()
    had: dict[str, object] = {
        "title": old["title"], "lead": texts and texts["lead"], "body": texts and texts["body"],
        "byline": old["byline"], "source": old["source"], "section": old["section_id"],
        "published_at": old["published_at"], "images": old["image_count"], "attachments": old["attachment_count"],
    }  # fmt: skip
    has: dict[str, object] = {
        "title": article.title, "lead": article.lead, "body": article.body_text, "byline": article.byline,
        "source": article.source, "section": article.section, "published_at": article.published_at,
        "images": article.images, "attachments": article.attachments,
    }  # fmt: skip
    lost = [name for name in _LOSABLE if had[name] and not has[name]]
    if "body" not in lost and old["word_count"] >= LONG and len(article.body_text.split()) < KEPT * old["word_count"]:
        lost.append("most of its body")
    return lost


def _same_bytes(run: Run, capture_id: int | None, capture: CaptureRecord | None) -> bool:
    """Whether the new capture's payload is the very one of an earlier capture: then our reading changed, not the
    site."""
    if capture is None or capture_id is None:
        return False
    row = run.connection.execute("SELECT digest FROM captures WHERE id = ?", (capture_id,)).fetchone()
    return row is not None and row["digest"] == capture.digest


def is_half(run: Run, article_id: int) -> bool:
    """Whether the last version was read from an answer that broke off."""
    row = run.connection.execute(
        "SELECT c.truncated FROM versions v JOIN captures c ON c.id = v.capture_id WHERE v.article_id = ?"
        " ORDER BY v.number DESC LIMIT 1",
        (article_id,),
    ).fetchone()
    return row is not None and row["truncated"] is not None


def count(run: Run, article_id: int) -> None:
    """Set ``articles.versions`` to the number of different texts that the site showed, those that wait left out."""
    run.connection.execute(
        "UPDATE articles SET versions = (SELECT count(DISTINCT digest) FROM versions WHERE article_id = :id"
        " AND cause <> 're-extraction' AND staged = 0) WHERE id = :id",
        {"id": article_id},
    )


def _report_staged(run: Run, old: sqlite3.Row, lost: list[str], seen: str) -> None:
    signal = Signal(
        "version.staged",
        f"A new version lost {', '.join(lost)}; the archive still shows the one before.",
        "It becomes current when a crawl passes its expectations. Look at the page if it stays.",
    )
    issue_rows.record(run, [signal], seen, url=old["url"], article_id=old["id"])


def promote(run: Run, seen: str) -> int:
    """Make the versions that this crawl staged current, since the crawl passed; returns how many."""
    rows = run.connection.execute(
        "SELECT v.* FROM versions v JOIN articles a ON a.id = v.article_id WHERE v.crawl_id = ? AND v.staged = 1"
        " AND v.number = (SELECT max(number) FROM versions WHERE article_id = v.article_id)",
        (run.crawl_id,),
    ).fetchall()
    for row in rows:
        _make_current(run, row, seen)
    return len(rows)


def _make_current(run: Run, version: sqlite3.Row, seen: str) -> None:
    article_id, images = version["article_id"], [tuple(image) for image in json.loads(version["images"])]
    attachments = [tuple(file) for file in json.loads(version["attachments"])]
    execute = run.connection.execute
    execute("UPDATE versions SET staged = 0 WHERE id = ?", (version["id"],))
    execute(
        "UPDATE articles SET title = ?, byline = ?, word_count = ?, image_count = ?, attachment_count = ?,"
        " current_version_id = ?, changed_at = ? WHERE id = ?",
        (version["title"], version["byline"], len(version["body"].split()), len(images), len(attachments),
         version["id"], seen, article_id),
    )  # fmt: skip
    count(run, article_id)
    execute(
        "UPDATE article_texts SET title = ?, lead = ?, body = ?, captions = ? WHERE article_id = ?",
        (version["title"] or "", version["lead"], version["body"],
         "\n".join(image[1] for image in images if image[1]), article_id),
    )  # fmt: skip
    execute("UPDATE article_html SET body_html = ? WHERE article_id = ?", (version["body_html"], article_id))
    list_rows.save_images(run, article_id, images)
    list_rows.save_attachments(run, article_id, attachments)
    issue_rows.resolve_article(run, article_id, "version.staged", seen)
