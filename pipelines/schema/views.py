"""Views for people and for the data desk: names where the tables hold ids. Hidden articles are in none of them."""

from typing import Final

VIEWS: Final = """
CREATE VIEW v_articles AS
SELECT a.id, s.slug AS site, s.name AS site_name, a.kind, a.title, c.name AS section, u.name AS author, a.byline,
  a.published_at, a.event_date, a.year, a.month, a.read_count, a.word_count, a.image_count, a.attachment_count,
  a.document_number, a.source, a.status, a.versions, a.url, a.id_space, a.source_id,
  a.first_seen_at, a.last_seen_at, a.changed_at
FROM articles a JOIN sites s ON s.id = a.site_id
LEFT JOIN sections c ON c.id = a.section_id LEFT JOIN authors u ON u.id = a.author_id
WHERE a.status <> 'hidden';

CREATE VIEW v_months AS
SELECT s.slug AS site, a.month, count(*) AS articles, sum(a.read_count) AS read_count
FROM articles a JOIN sites s ON s.id = a.site_id
WHERE a.status <> 'hidden' AND a.month IS NOT NULL GROUP BY s.slug, a.month;

CREATE VIEW v_read_growth AS
SELECT a.id, s.slug AS site, a.title, a.url, count(*) AS observations, min(r.read_count) AS read_count_first,
  max(r.read_count) AS read_count_last, max(r.read_count) - min(r.read_count) AS growth,
  min(r.seen_at) AS seen_first, max(r.seen_at) AS seen_last
FROM read_counts r JOIN articles a ON a.id = r.article_id JOIN sites s ON s.id = a.site_id
WHERE a.status <> 'hidden' GROUP BY a.id;

CREATE VIEW v_versions AS
SELECT v.id, s.slug AS site, a.title AS article, v.number, v.cause, v.seen_at, v.staged, v.title, a.url, v.article_id
FROM versions v JOIN articles a ON a.id = v.article_id JOIN sites s ON s.id = a.site_id WHERE a.status <> 'hidden';

CREATE VIEW v_open_issues AS
SELECT i.id, s.slug AS site, i.severity, i.code, i.message, i.advice, i.url, i.file, i.key, i.times,
  i.first_seen_at, i.last_seen_at
FROM issues i LEFT JOIN sites s ON s.id = i.site_id WHERE i.resolved_at IS NULL;

CREATE VIEW v_sites AS
SELECT s.slug AS site, s.name, s.family, s.url, s.province_old, s.province_new,
  (SELECT count(*) FROM articles a WHERE a.site_id = s.id AND a.status <> 'hidden') AS articles,
  (SELECT count(*) FROM pages p WHERE p.site_id = s.id) AS pages,
  (SELECT count(*) FROM captures c WHERE c.site_id = s.id) AS captures,
  (SELECT max(started_at) FROM crawls r WHERE r.site_id = s.id) AS last_crawl_at,
  (SELECT count(*) FROM issues i WHERE i.site_id = s.id AND i.resolved_at IS NULL) AS open_issues
FROM sites s;
"""
