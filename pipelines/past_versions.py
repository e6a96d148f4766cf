"""Texts of looks from before the last one, as an import brings them: versions in their place among the others."""

import sqlite3

from crawler.article import Article
from crawler.ports import CaptureRecord
from pipelines import history
from pipelines.transactions import Run


def add(run: Run, old: sqlite3.Row, article: Article, capture: CaptureRecord | None, seen: str) -> bool:
    """Store what the known article ``old`` said at ``seen`` (UTC), before it was seen last, as a version between those
    before and after; true where it is one. The current version stays. A text that the next version has was there
    earlier than was known; one that the version before has says nothing new."""
    if capture is not None and capture.truncated:
        return False
    rows = run.connection.execute(
        "SELECT v.*, c.digest AS payload FROM versions v LEFT JOIN captures c ON c.id = v.capture_id"
        " WHERE v.article_id = ? ORDER BY v.number",
        (old["id"],),
    ).fetchall()
    before = max((at for at, row in enumerate(rows) if row["seen_at"] <= seen), default=-1)
    after = rows[before + 1] if before + 1 < len(rows) else None
    if before >= 0 and _is_same(rows[before], article, capture):
        return False
    if after is not None and _is_same(after, article, capture):
        _date_back(run, after, article, capture, seen)
        return False
    _insert_after(run, old["id"], rows[before]["number"] if before >= 0 else 0, article, (capture, seen))
    if after is None and rows:
        _had_it_back(run, old, rows[-1])
    return True


def _had_it_back(run: Run, old: sqlite3.Row, last: sqlite3.Row) -> None:
    """What was the last version before one was put behind it was seen again since: the article as it was seen last
    (what waits, else the current text) is a version behind that one."""
    waits = last["staged"] == history.STAGED
    source = last["id"] if waits else old["current_version_id"]
    copied = "crawl_id, digest, extractor, memory_version, title, lead, body, byline, body_html, images, attachments"
    made = run.connection.execute(
        f"INSERT INTO versions (article_id, number, cause, seen_at, capture_id, staged, {copied})"
        f" SELECT article_id, :number, 'change', :seen, coalesce(:capture, capture_id), staged, {copied}"
        " FROM versions WHERE id = :source",
        {"number": last["number"] + 2, "seen": old["last_seen_at"], "capture": old["capture_id"], "source": source},
    ).lastrowid
    if waits:
        run.connection.execute("UPDATE versions SET staged = ? WHERE id = ?", (history.SET_ASIDE, source))
    else:
        run.connection.execute("UPDATE articles SET current_version_id = ? WHERE id = ?", (made, old["id"]))


def _is_same(version: sqlite3.Row, article: Article, capture: CaptureRecord | None) -> bool:
    """Whether a version has this text, or was read from the very same bytes (by other rules)."""
    return version["digest"] == article.digest or (capture is not None and version["payload"] == capture.digest)


def _date_back(run: Run, version: sqlite3.Row, article: Article, capture: CaptureRecord | None, seen: str) -> None:
    """The text of ``version`` was there at ``seen`` already; the evidence of that is its capture then."""
    if version["digest"] == article.digest and not version["staged"] and version["cause"] != "re-extraction":
        run.connection.execute(
            "UPDATE versions SET seen_at = ?, capture_id = coalesce(?, capture_id) WHERE id = ?",
            (seen, capture.id if capture else None, version["id"]),
        )


def _insert_after(
    run: Run, article_id: int, number: int, article: Article, look: tuple[CaptureRecord | None, str]
) -> None:
    execute = run.connection.execute
    # twice, since no two versions may have one number meanwhile
    execute("UPDATE versions SET number = -number - 1 WHERE article_id = ? AND number > ?", (article_id, number))
    execute("UPDATE versions SET number = -number WHERE article_id = ? AND number < 0", (article_id,))
    if not number:
        execute("UPDATE versions SET cause = 'change' WHERE article_id = ? AND cause = 'first'", (article_id,))
    history.insert(run, article_id, article, ("change" if number else "first", number + 1, False), *look)
    history.count(run, article_id)
