"""What each schema version after the first adds; ``tables.py`` and its neighbours are version 1 and never change."""

from typing import Final

#: Version 2: what a capture is (a revisit refers to the capture that holds its payload), how it was fetched, and the
#: validators for conditional requests; the pace of hosts and addresses across processes (``next_at``, ``held_until``,
#: the ends in ``flights`` and the first and last time that each in ``queue`` asked are Unix seconds); the last good
#: robots.txt of each origin.
UPGRADE_2: Final = """
ALTER TABLE captures ADD COLUMN record_type TEXT NOT NULL DEFAULT 'response';
ALTER TABLE captures ADD COLUMN refers_to INTEGER REFERENCES captures(id);
ALTER TABLE captures ADD COLUMN payload_length INTEGER;
ALTER TABLE captures ADD COLUMN etag TEXT;
ALTER TABLE captures ADD COLUMN last_modified TEXT;
ALTER TABLE captures ADD COLUMN repaired TEXT;
CREATE INDEX captures_refers ON captures (refers_to) WHERE refers_to IS NOT NULL;

CREATE TABLE hosts (
  name TEXT PRIMARY KEY,
  next_at REAL NOT NULL DEFAULT 0,
  flights TEXT NOT NULL DEFAULT '{}',
  queue TEXT NOT NULL DEFAULT '{}',
  held_until REAL NOT NULL DEFAULT 0,
  held_why TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE robots (
  origin TEXT PRIMARY KEY,
  fetched_at TEXT NOT NULL,
  status INTEGER NOT NULL,
  body TEXT NOT NULL,
  capture_id INTEGER REFERENCES captures(id)
) STRICT, WITHOUT ROWID;
CREATE INDEX robots_capture ON robots (capture_id) WHERE capture_id IS NOT NULL;
"""

#: Version 3: what others have put into pages, by capture.
UPGRADE_3_FLAGS: Final = """
CREATE TABLE flags (
  capture_id INTEGER NOT NULL REFERENCES captures(id),
  position INTEGER NOT NULL,
  article_id INTEGER NOT NULL REFERENCES articles(id),
  kind TEXT NOT NULL,
  text TEXT NOT NULL DEFAULT '',
  url TEXT,
  PRIMARY KEY (capture_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX flags_article ON flags (article_id, capture_id);

CREATE VIEW v_flags AS
SELECT s.slug AS site, f.kind, f.text, f.url, a.title AS article, a.url AS page, c.captured_at, f.article_id,
  f.capture_id
FROM flags f JOIN articles a ON a.id = f.article_id JOIN sites s ON s.id = a.site_id
JOIN captures c ON c.id = f.capture_id WHERE a.status <> 'hidden';
"""

#: Version 3: pages that were looked at before they had a time at which they are due again get one, spread over a month.
UPGRADE_3_DUE: Final = """
UPDATE pages SET next_due = strftime('%Y-%m-%dT%H:%M:%SZ', last_seen_at, (1 + id % 30) || ' days')
WHERE article_id IS NOT NULL AND state = 'done' AND next_due IS NULL AND last_seen_at IS NOT NULL;

UPDATE pages SET next_due = last_seen_at
WHERE kind IN ('seed', 'listing', 'feed', 'sitemap') AND state IN ('done', 'suspected', 'failed') AND next_due IS NULL;
"""

#: Version 3: what the data desk adds up over all articles comes from an index alone: reads of each site, headlines that
#: several sites have. At a million articles the table itself takes longer than a query may.
UPGRADE_3_DESK: Final = """
DROP INDEX articles_read_count;
CREATE INDEX articles_read_count ON articles (read_count, site_id, status);
CREATE INDEX articles_title ON articles (title, site_id);
"""

#: Version 3: one row a hiding; ``was``: the status before; ``shown_at``: when it was undone, null while it holds.
UPGRADE_3_TAKEDOWNS: Final = """
CREATE TABLE takedowns (
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles(id),
  url TEXT NOT NULL,
  why TEXT NOT NULL,
  was TEXT NOT NULL,
  hidden_at TEXT NOT NULL,
  shown_at TEXT,
  shown_why TEXT
) STRICT;
CREATE INDEX takedowns_article ON takedowns (article_id, shown_at);
"""

#: Version 3: what lists of a large archive are sorted by, and what sums of reads are made from: at a million articles
#: these took between 0.3 and 4 seconds without.
UPGRADE_3_LISTS: Final = """
CREATE INDEX articles_edited ON articles (changed_at) WHERE versions > 1;
CREATE INDEX articles_documents ON articles (published_at) WHERE attachment_count > 0;
CREATE INDEX articles_site_reads ON articles (site_id, read_count, year, status);
"""
