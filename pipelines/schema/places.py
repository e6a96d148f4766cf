"""Places in time: the provinces before and since the mergers of July 2025, and each article's place then and now."""

import sqlite3
from typing import Final

from crawler.vietnamese.provinces import provinces

#: One row a body: ``since`` is its first day, ``until`` the day after its last (ISO dates, null where none is known),
#: ``successor`` the province that stands in its place today.
PROVINCES: Final = """
CREATE TABLE provinces (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  since TEXT,
  until TEXT,
  successor TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX provinces_name ON provinces (name, until);
"""
#: An article's day: where no stamp and no event tells it, the ids beside it may (``published_to`` is the latest day
#: it can be of, ``published_from`` the earliest), or that we saw it ourselves before the merger; else its place then
#: is not known, which is null, unless the province stayed what it was.
V_ARTICLES: Final = """
DROP VIEW v_articles;
CREATE VIEW v_articles AS
SELECT a.id, s.slug AS site, s.name AS site_name, a.kind, a.title, c.name AS section, u.name AS author, a.byline,
  a.published_at, a.event_date, a.year, a.month, a.read_count, a.word_count, a.image_count, a.attachment_count,
  a.document_number, a.source, a.status, a.versions, a.url, a.id_space, a.source_id,
  a.first_seen_at, a.last_seen_at, a.changed_at, s.level,
  CASE
    WHEN o.until IS NULL THEN coalesce(nullif(s.province_old, ''), nullif(s.province_new, ''))
    WHEN coalesce(substr(a.published_at, 1, 10), a.event_date, substr(a.published_to, 1, 10)) < o.until THEN o.name
    WHEN coalesce(substr(a.published_at, 1, 10), a.event_date, substr(a.published_from, 1, 10)) >= o.until
      THEN coalesce(nullif(s.province_new, ''), o.successor)
    WHEN date(a.first_seen_at, '+7 hours') < o.until THEN o.name
  END AS place_then,
  coalesce(nullif(s.province_new, ''), o.successor, nullif(s.province_old, '')) AS place_now
FROM articles a JOIN sites s ON s.id = a.site_id
LEFT JOIN sections c ON c.id = a.section_id LEFT JOIN authors u ON u.id = a.author_id
LEFT JOIN provinces o ON o.name = s.province_old AND o.until IS NOT NULL
WHERE a.status <> 'hidden';
"""
UPGRADE_3_PLACES: Final = PROVINCES + V_ARTICLES


def fill_provinces(connection: sqlite3.Connection) -> None:
    """Put the provinces into their table."""
    rows = [(one.name, _day(one.since), _day(one.until), one.successor) for one in provinces()]
    connection.executemany("INSERT INTO provinces (name, since, until, successor) VALUES (?, ?, ?, ?)", rows)


def _day(day: object) -> str | None:
    return str(day) if day is not None else None
