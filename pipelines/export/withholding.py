"""What the copy for publication keeps back, as of one moment: rows that are read a little later are judged by it."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pipelines.export.captures import by_rights, of_hidden

_TABLES: Final = (
    "CREATE TEMP TABLE IF NOT EXISTS rights (site_id INTEGER PRIMARY KEY, publish TEXT NOT NULL)",
    "CREATE TEMP TABLE IF NOT EXISTS hidden (id INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE IF NOT EXISTS hidden_urls (url TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TEMP TABLE IF NOT EXISTS hidden_captures (id INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE IF NOT EXISTS chosen (id INTEGER PRIMARY KEY, publish TEXT NOT NULL)",
    "CREATE TEMP TABLE IF NOT EXISTS wanted (id INTEGER PRIMARY KEY)",
)
_FILLED: Final = {
    "rights": "SELECT id, rights_publish FROM sites WHERE :site IS NULL OR slug = :site",
    "hidden": "SELECT id FROM articles WHERE status = 'hidden'",
    "hidden_urls": """SELECT url FROM articles WHERE id IN (SELECT id FROM hidden)
      UNION SELECT url FROM article_urls WHERE article_id IN (SELECT id FROM hidden)""",
}
#: Articles whose rows name a capture that is in a table of ids, and that capture.
_READ_FROM: Final = """
  SELECT id, capture_id FROM articles WHERE capture_id IN (SELECT id FROM {0})
  UNION SELECT id, status_capture_id FROM articles WHERE status_capture_id IN (SELECT id FROM {0})
  UNION SELECT article_id, capture_id FROM versions WHERE capture_id IN (SELECT id FROM {0})
  UNION SELECT article_id, capture_id FROM read_counts WHERE capture_id IN (SELECT id FROM {0})
  UNION SELECT article_id, capture_id FROM flags WHERE capture_id IN (SELECT id FROM {0})"""
_LINKS: Final = """
  SELECT article_id, kind || ' ' || url FROM related_links WHERE target_id IN (SELECT id FROM hidden)
  UNION SELECT article_id, kind || ' ' || url FROM related_links WHERE url IN (SELECT url FROM hidden_urls)"""
_CAPTURES: Final = """
  SELECT id, id FROM hidden_captures
  UNION SELECT id, refers_to FROM captures WHERE refers_to IN (SELECT id FROM hidden_captures)"""

#: An article or a capture, and what of it is kept back because something is hidden (None: not known any more).
Kept = tuple[int, int | str | None]


@dataclass(frozen=True, slots=True)
class Withholding:
    """``rights``: what each site allows. An article or capture that was not written, and of which the same is kept back
    at two moments, looks the same in copies of both, as long as the rights are the same."""

    rights: Mapping[int, str]
    articles: frozenset[Kept]
    captures: frozenset[Kept]

    def allows_as(self, before: "Withholding") -> bool:
        """Whether every site of ``before`` has the rights that it had."""
        return all(self.rights.get(site) == publish for site, publish in before.rights.items())


def withholding(
    connection: sqlite3.Connection, site: str | None, pause: Callable[[], None] = lambda: None
) -> Withholding:
    """What is kept back as the transaction of ``connection`` sees it, of one site (a slug) or all; makes the temporary
    tables and the function that ``publishable`` speaks of, for this moment. ``pause`` is called between its queries."""
    for sql in _TABLES:
        connection.execute(sql)
    for table, sql in _FILLED.items():
        connection.execute(f"DELETE FROM {table}")
        connection.execute(f"INSERT INTO {table} {sql}", {"site": site} if ":site" in sql else {})
        pause()
    hidden = of_hidden(connection)
    pause()
    _fill(connection, "hidden_captures", hidden)
    kept = hidden | by_rights(connection)
    connection.create_function("withheld", 1, lambda number: number in kept, deterministic=True)
    rights = dict(connection.execute("SELECT site_id, publish FROM rights").fetchall())
    articles = _kept(connection, f"{_READ_FROM.format('hidden_captures')} UNION {_LINKS}")
    pause()
    return Withholding(rights, articles, _kept(connection, _CAPTURES))


def choose(connection: sqlite3.Connection, articles: Iterable[int]) -> None:
    """Let ``chosen`` hold those of ``articles`` that are published, with what their site allows of their texts. The
    joins are ordered (CROSS): SQLite would walk through all articles for a few of them."""
    _fill(connection, "wanted", articles)
    connection.execute("DELETE FROM chosen")
    connection.execute(
        "INSERT INTO chosen SELECT a.id, r.publish FROM wanted w CROSS JOIN articles a ON a.id = w.id"
        " CROSS JOIN rights r ON r.site_id = a.site_id WHERE a.status <> 'hidden'"
    )


def want(connection: sqlite3.Connection, captures: Iterable[int]) -> None:
    """Let ``wanted`` hold the ids of ``captures``."""
    _fill(connection, "wanted", captures)


def tied_to(connection: sqlite3.Connection, captures: Iterable[int]) -> tuple[set[int], set[int]]:
    """Articles that name one of ``captures``, and captures that are revisits of one."""
    want(connection, captures)
    articles = {row[0] for row in connection.execute(_READ_FROM.format("wanted"))}
    return articles, {
        row[0] for row in connection.execute("SELECT id FROM captures WHERE refers_to IN (SELECT id FROM wanted)")
    }


def _fill(connection: sqlite3.Connection, table: str, ids: Iterable[int]) -> None:
    connection.execute(f"DELETE FROM {table}")
    connection.executemany(f"INSERT INTO {table} VALUES (?)", ((number,) for number in ids))


def _kept(connection: sqlite3.Connection, sql: str) -> frozenset[Kept]:
    return frozenset((row[0], row[1]) for row in connection.execute(sql))
