"""The tables of the archive: STRICT, with foreign keys; their indexes, search and views lie in the files beside.

Times are ISO 8601 text in UTC (``2026-11-23T05:38:00Z``) unless a column says otherwise; ``published_at`` and
``modified_at`` carry the page's own offset (+07:00). JSON columns hold arrays or objects as text.
"""

from typing import Final

#: Raised by one with every migration; a database with a higher number was made by a newer khotin.
SCHEMA_VERSION: Final = 4

TABLES: Final = """
CREATE TABLE sites (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_en TEXT NOT NULL DEFAULT '',
  level TEXT NOT NULL DEFAULT 'province',
  province_old TEXT NOT NULL DEFAULT '',
  province_new TEXT NOT NULL DEFAULT '',
  url TEXT NOT NULL,
  hosts TEXT NOT NULL DEFAULT '[]',
  family TEXT NOT NULL DEFAULT 'generic',
  family_evidence TEXT NOT NULL DEFAULT '[]',
  verified INTEGER NOT NULL DEFAULT 0,
  rights_holder TEXT NOT NULL DEFAULT '',
  rights_statement TEXT NOT NULL DEFAULT '',
  rights_contact TEXT NOT NULL DEFAULT '',
  rights_publish TEXT NOT NULL DEFAULT 'full',
  first_crawled_at TEXT
) STRICT;

CREATE TABLE leases (
  site_id INTEGER PRIMARY KEY REFERENCES sites(id),
  holder TEXT,
  token INTEGER NOT NULL DEFAULT 0,
  until TEXT
) STRICT;

CREATE TABLE crawls (
  id INTEGER PRIMARY KEY,
  site_id INTEGER NOT NULL REFERENCES sites(id),
  started_at TEXT NOT NULL,
  ended_at TEXT,
  lease_token INTEGER NOT NULL,
  reason TEXT,
  exit_code INTEGER,
  judged TEXT NOT NULL DEFAULT 'running',
  pages INTEGER NOT NULL DEFAULT 0,
  articles_new INTEGER NOT NULL DEFAULT 0,
  articles_changed INTEGER NOT NULL DEFAULT 0,
  articles_unchanged INTEGER NOT NULL DEFAULT 0,
  refused INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  gone INTEGER NOT NULL DEFAULT 0,
  assets INTEGER NOT NULL DEFAULT 0,
  duration REAL,
  options TEXT NOT NULL DEFAULT '{}',
  settings_digest TEXT,
  profile_digest TEXT,
  software TEXT
) STRICT;

CREATE TABLE captures (
  id INTEGER PRIMARY KEY,
  site_id INTEGER NOT NULL REFERENCES sites(id),
  crawl_id INTEGER REFERENCES crawls(id),
  url TEXT NOT NULL,
  captured_at TEXT NOT NULL,
  method TEXT NOT NULL DEFAULT 'GET',
  status INTEGER NOT NULL,
  media_type TEXT,
  warc TEXT NOT NULL,
  offset INTEGER NOT NULL,
  length INTEGER NOT NULL,
  digest TEXT NOT NULL,
  ip TEXT,
  truncated TEXT,
  lost INTEGER NOT NULL DEFAULT 0,
  charset_declared TEXT,
  charset_used TEXT,
  bad_sequences INTEGER,
  proxied INTEGER NOT NULL DEFAULT 0,
  tls_verified INTEGER,
  imported_from TEXT,
  UNIQUE (warc, offset)
) STRICT;

CREATE TABLE sections (
  id INTEGER PRIMARY KEY,
  site_id INTEGER NOT NULL REFERENCES sites(id),
  name TEXT NOT NULL,
  url TEXT,
  UNIQUE (site_id, name)
) STRICT;

CREATE TABLE authors (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  name_fold TEXT NOT NULL
) STRICT;

CREATE TABLE articles (
  id INTEGER PRIMARY KEY,
  site_id INTEGER NOT NULL REFERENCES sites(id),
  id_space TEXT NOT NULL,
  source_id TEXT,
  identity TEXT NOT NULL,
  kind TEXT NOT NULL DEFAULT 'article',
  url TEXT NOT NULL,
  title TEXT,
  section_id INTEGER REFERENCES sections(id),
  author_id INTEGER REFERENCES authors(id),
  byline TEXT,
  source TEXT,
  published_at TEXT,
  published_precision TEXT,
  published_from TEXT,
  published_to TEXT,
  event_date TEXT,
  modified_at TEXT,
  year INTEGER,
  month TEXT,
  read_count INTEGER,
  read_count_at TEXT,
  related_state TEXT NOT NULL DEFAULT 'absent',
  document_number TEXT,
  language TEXT NOT NULL DEFAULT 'vi',
  word_count INTEGER NOT NULL DEFAULT 0,
  image_count INTEGER NOT NULL DEFAULT 0,
  attachment_count INTEGER NOT NULL DEFAULT 0,
  status TEXT NOT NULL DEFAULT 'live',
  status_since TEXT,
  status_capture_id INTEGER REFERENCES captures(id),
  first_seen_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  versions INTEGER NOT NULL DEFAULT 1,
  current_version_id INTEGER REFERENCES versions(id),
  capture_id INTEGER REFERENCES captures(id),
  UNIQUE (site_id, id_space, identity)
) STRICT;

CREATE TABLE article_texts (
  article_id INTEGER PRIMARY KEY REFERENCES articles(id),
  title TEXT NOT NULL DEFAULT '',
  lead TEXT,
  body TEXT NOT NULL DEFAULT '',
  captions TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE article_html (
  article_id INTEGER PRIMARY KEY REFERENCES articles(id),
  body_html TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE versions (
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES articles(id),
  number INTEGER NOT NULL,
  cause TEXT NOT NULL DEFAULT 'first',
  seen_at TEXT NOT NULL,
  crawl_id INTEGER REFERENCES crawls(id),
  capture_id INTEGER REFERENCES captures(id),
  digest TEXT NOT NULL,
  extractor INTEGER NOT NULL,
  memory_version INTEGER NOT NULL DEFAULT 0,
  staged INTEGER NOT NULL DEFAULT 0,
  title TEXT,
  lead TEXT,
  body TEXT NOT NULL DEFAULT '',
  byline TEXT,
  body_html TEXT NOT NULL DEFAULT '',
  images TEXT NOT NULL DEFAULT '[]',
  attachments TEXT NOT NULL DEFAULT '[]',
  UNIQUE (article_id, number)
) STRICT;

CREATE TABLE pages (
  id INTEGER PRIMARY KEY,
  site_id INTEGER NOT NULL REFERENCES sites(id),
  url TEXT NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending',
  reason TEXT,
  priority INTEGER NOT NULL DEFAULT 0,
  depth INTEGER NOT NULL DEFAULT 0,
  redirects INTEGER NOT NULL DEFAULT 0,
  tries INTEGER NOT NULL DEFAULT 0,
  id_space TEXT,
  source_id TEXT,
  parent_id INTEGER REFERENCES pages(id),
  redirect_id INTEGER REFERENCES pages(id),
  article_id INTEGER REFERENCES articles(id),
  lease_token INTEGER,
  crawl_id INTEGER REFERENCES crawls(id),
  discovered_at TEXT NOT NULL,
  next_due TEXT,
  last_seen_at TEXT,
  last_status INTEGER,
  last_capture_id INTEGER REFERENCES captures(id),
  suspected_at TEXT,
  UNIQUE (site_id, url)
) STRICT;

CREATE TABLE article_urls (
  article_id INTEGER NOT NULL REFERENCES articles(id),
  url TEXT NOT NULL,
  first_seen_at TEXT NOT NULL,
  PRIMARY KEY (article_id, url)
) STRICT, WITHOUT ROWID;

CREATE TABLE article_authors (
  article_id INTEGER NOT NULL REFERENCES articles(id),
  position INTEGER NOT NULL,
  author_id INTEGER NOT NULL REFERENCES authors(id),
  unit TEXT,
  role TEXT,
  PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE article_tags (
  article_id INTEGER NOT NULL REFERENCES articles(id),
  position INTEGER NOT NULL,
  tag_id INTEGER NOT NULL REFERENCES tags(id),
  PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE images (
  article_id INTEGER NOT NULL REFERENCES articles(id),
  position INTEGER NOT NULL,
  url TEXT NOT NULL,
  caption TEXT,
  credit TEXT,
  alt TEXT,
  PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE attachments (
  article_id INTEGER NOT NULL REFERENCES articles(id),
  position INTEGER NOT NULL,
  url TEXT NOT NULL,
  name TEXT NOT NULL DEFAULT '',
  media_type TEXT,
  PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE related_links (
  article_id INTEGER NOT NULL REFERENCES articles(id),
  url TEXT NOT NULL,
  kind TEXT NOT NULL,
  position INTEGER NOT NULL,
  title TEXT NOT NULL DEFAULT '',
  target_id INTEGER REFERENCES articles(id),
  first_seen_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  PRIMARY KEY (article_id, url, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE read_counts (
  article_id INTEGER NOT NULL REFERENCES articles(id),
  seen_at TEXT NOT NULL,
  read_count INTEGER NOT NULL,
  capture_id INTEGER REFERENCES captures(id),
  PRIMARY KEY (article_id, seen_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE field_sources (
  article_id INTEGER NOT NULL REFERENCES articles(id),
  field TEXT NOT NULL,
  rule TEXT NOT NULL,
  place TEXT NOT NULL,
  confidence REAL NOT NULL,
  capture_id INTEGER REFERENCES captures(id),
  PRIMARY KEY (article_id, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE site_memories (
  id INTEGER PRIMARY KEY,
  site_id INTEGER NOT NULL REFERENCES sites(id),
  version INTEGER NOT NULL,
  learned_at TEXT NOT NULL,
  pages INTEGER NOT NULL,
  data TEXT NOT NULL,
  UNIQUE (site_id, version)
) STRICT;

CREATE TABLE issues (
  id INTEGER PRIMARY KEY,
  site_id INTEGER REFERENCES sites(id),
  crawl_id INTEGER REFERENCES crawls(id),
  page_id INTEGER REFERENCES pages(id),
  article_id INTEGER REFERENCES articles(id),
  url TEXT NOT NULL DEFAULT '',
  code TEXT NOT NULL,
  severity TEXT NOT NULL DEFAULT 'warning',
  message TEXT NOT NULL,
  advice TEXT NOT NULL DEFAULT '',
  file TEXT NOT NULL DEFAULT '',
  key TEXT NOT NULL DEFAULT '',
  first_seen_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  times INTEGER NOT NULL DEFAULT 1,
  resolved_at TEXT,
  UNIQUE (site_id, code, url, key)
) STRICT;
"""
