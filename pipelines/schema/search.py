"""Full-text search: one FTS5 index over ``article_texts``, and the triggers that keep it true.

``remove_diacritics 2`` is the only stock tokenizer that folds every Vietnamese vowel and tone; đ it leaves alone, so
the query expands ``d…`` to ``(d… OR đ…)``. ``content="article_texts"`` stands in double quotes because Datasette finds
the index by that very text. The update trigger names its columns: a stock one would index again at every update.
"""

import sqlite3
from typing import Final

from pipelines.schema.changes import CHANGE_TRIGGERS, note_everything

#: The FTS table; its rowid is ``article_texts.article_id``.
FTS_TABLE: Final = "article_texts_fts"

#: Up to so many articles the index is merged into one piece (0.3 s at most); of more, so many of its pages are.
_FEW_ARTICLES: Final = 5_000
_MERGED_PAGES: Final = 1_000

FTS: Final = f"""
CREATE VIRTUAL TABLE {FTS_TABLE} USING fts5(
  title, lead, body, captions,
  content="article_texts", content_rowid="article_id", tokenize="unicode61 remove_diacritics 2"
);
"""

_REMOVE = f"""INSERT INTO {FTS_TABLE} ({FTS_TABLE}, rowid, title, lead, body, captions)
  VALUES ('delete', old.article_id, old.title, old.lead, old.body, old.captions);"""
_INSERT = f"""INSERT INTO {FTS_TABLE} (rowid, title, lead, body, captions)
  VALUES (new.article_id, new.title, new.lead, new.body, new.captions);"""

TRIGGERS: Final = {
    "article_texts_ai": f"CREATE TRIGGER article_texts_ai AFTER INSERT ON article_texts BEGIN\n  {_INSERT}\nEND",
    "article_texts_ad": f"CREATE TRIGGER article_texts_ad AFTER DELETE ON article_texts BEGIN\n  {_REMOVE}\nEND",
    "article_texts_au": "CREATE TRIGGER article_texts_au AFTER UPDATE OF title, lead, body, captions "
    f"ON article_texts BEGIN\n  {_REMOVE}\n  {_INSERT}\nEND",
}


def ensure_triggers(connection: sqlite3.Connection) -> list[str]:
    """Create the triggers that are missing (sqlite-utils' ``transform()`` drops them in silence), those of the index
    and those that note changes. Where one of the index was, it is filled again, since it may have missed writes; where
    one of the others was, that is noted. Returns the names made; does nothing where all are there."""
    have = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    wanted = TRIGGERS | CHANGE_TRIGGERS
    missing = [name for name in wanted if name not in have]
    if missing:
        connection.execute("BEGIN IMMEDIATE")
        try:
            for name in missing:
                connection.execute(wanted[name])
            if set(missing) & set(TRIGGERS):
                connection.execute(f"INSERT INTO {FTS_TABLE} ({FTS_TABLE}) VALUES ('rebuild')")
            note_everything(connection, missing)
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
    return missing


def merge_index(connection: sqlite3.Connection) -> None:
    """Merge the pieces of the index, within the transaction that is open: what updates took out stays in it until then,
    which can double it. Its cost has a bound; an index of one piece is left as it is."""
    (articles,) = connection.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM {FTS_TABLE}_docsize LIMIT {_FEW_ARTICLES + 1})"
    ).fetchone()
    if articles <= _FEW_ARTICLES:
        connection.execute(f"INSERT INTO {FTS_TABLE} ({FTS_TABLE}) VALUES ('optimize')")
    else:
        connection.execute(f"INSERT INTO {FTS_TABLE} ({FTS_TABLE}, rank) VALUES ('merge', {_MERGED_PAGES})")
