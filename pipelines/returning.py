"""What was hidden stays hidden when its site shows it again as another article: under a new id or address, or under its
old id after that was given to another article for a while."""

from typing import Final

from crawler.article import Article
from crawler.page import Signal
from crawler.vietnamese.text import fold
from pipelines import issue_rows
from pipelines.transactions import Run

#: The share of three-word runs of the shorter body, and of words of the shorter title, that the other must have too:
#: notices and timetables of a site are much alike.
_SAME_BODY: Final = 0.8
_SAME_TITLE: Final = 0.5
#: Shorter texts say too little in part: they have to be the same in title and body.
_BODY_WORDS: Final = 30
_HIDDEN: Final = """SELECT t.why, a.title, x.body FROM takedowns t
JOIN articles a ON a.id = t.article_id JOIN article_texts x ON x.article_id = a.id
WHERE t.shown_at IS NULL AND a.status = 'hidden' AND a.site_id = ? AND a.id <> ?"""


def hide_again(run: Run, article_id: int, article: Article, seen: str) -> bool:
    """Hide ``article``, new or changed, where it is the text of a hidden article of its site, for the same reason, and
    say so; whoever shows it again by ``khotin hide --undo`` is obeyed. ``seen`` is UTC; true where it was hidden."""
    shown = "SELECT 1 FROM takedowns WHERE article_id = ?"  # in force: hidden already; undone: somebody decided
    hidden = run.connection.execute(_HIDDEN, (run.site_id, article_id)).fetchall()
    held = next(
        (row for row in hidden if is_same((row["title"], row["body"]), (article.title, article.body_text))), None
    )
    if held is None or run.connection.execute(shown, (article_id,)).fetchone():
        return False
    run.connection.execute(
        "INSERT INTO takedowns (article_id, url, why, was, hidden_at) VALUES (?, ?, ?, 'live', ?)",
        (article_id, article.url, held["why"], seen),
    )
    run.connection.execute("UPDATE articles SET status = 'hidden', status_since = ? WHERE id = ?", (seen, article_id))
    signal = Signal(
        "takedown.returned",
        "The site shows the text of a hidden article as another article; it was hidden as well.",
        "Nothing to do. If it may be shown: khotin hide URL --undo --why TEXT.",
    )
    issue_rows.record(run, [signal], seen, url=article.url, article_id=article_id)
    return True


def is_same(one: tuple[str | None, str], other: tuple[str | None, str]) -> bool:
    """Whether two articles, each as (title, body), are one, give or take an edit."""
    was, now = fold(one[1]).split(), fold(other[1]).split()
    if min(len(was), len(now)) < _BODY_WORDS:
        return bool(was or one[0]) and was == now and fold(one[0] or "") == fold(other[0] or "")
    words_was, words_now = set(fold(one[0] or "").split()), set(fold(other[0] or "").split())
    if len(words_was & words_now) < _SAME_TITLE * min(len(words_was), len(words_now)):
        return False
    runs_was, runs_now = set(zip(was, was[1:], was[2:], strict=False)), set(zip(now, now[1:], now[2:], strict=False))
    return len(runs_was & runs_now) >= _SAME_BODY * min(len(runs_was), len(runs_now))
