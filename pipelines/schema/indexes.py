"""Indexes: every foreign key from both ends, the frontier's queue, and what facets and lists sort by.

An unindexed incoming foreign key turns each row page into a table scan (25 ms against 0.01 ms at 100,000 rows); a
covering index answers a facet under a site filter 100 times faster than the table does. Where most rows have no value
the index leaves those out: fewer pages to write.
"""

from typing import Final

INDEXES: Final = """
CREATE INDEX crawls_site ON crawls (site_id, started_at);
CREATE INDEX captures_site ON captures (site_id, captured_at);
CREATE INDEX captures_crawl ON captures (crawl_id);
CREATE INDEX captures_url ON captures (url, captured_at);

CREATE INDEX articles_site_published ON articles (site_id, published_at);
CREATE INDEX articles_section_published ON articles (section_id, published_at);
CREATE INDEX articles_author_published ON articles (author_id, published_at);
CREATE INDEX articles_published ON articles (published_at);
CREATE INDEX articles_facets ON articles (site_id, section_id, year, month);
CREATE INDEX articles_year ON articles (year, site_id);
CREATE INDEX articles_month ON articles (month, site_id);
CREATE INDEX articles_kind ON articles (kind, site_id);
CREATE INDEX articles_status ON articles (status, site_id);
CREATE INDEX articles_read_count ON articles (read_count);
CREATE INDEX articles_changed ON articles (changed_at);
CREATE INDEX articles_capture ON articles (capture_id);
CREATE INDEX articles_status_capture ON articles (status_capture_id) WHERE status_capture_id IS NOT NULL;
CREATE INDEX articles_current_version ON articles (current_version_id);

CREATE INDEX versions_crawl ON versions (crawl_id);
CREATE INDEX versions_capture ON versions (capture_id);

CREATE INDEX pages_queue ON pages (site_id, priority DESC, id) WHERE state = 'pending';
CREATE INDEX pages_state ON pages (site_id, state, next_due);
CREATE INDEX pages_source ON pages (site_id, id_space, source_id) WHERE id_space IS NOT NULL;
CREATE INDEX pages_parent ON pages (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX pages_redirect ON pages (redirect_id) WHERE redirect_id IS NOT NULL;
CREATE INDEX pages_article ON pages (article_id) WHERE article_id IS NOT NULL;
CREATE INDEX pages_crawl ON pages (crawl_id);
CREATE INDEX pages_capture ON pages (last_capture_id) WHERE last_capture_id IS NOT NULL;

CREATE INDEX article_urls_url ON article_urls (url);
CREATE INDEX article_authors_author ON article_authors (author_id);
CREATE INDEX article_tags_tag ON article_tags (tag_id);
CREATE INDEX images_url ON images (url);
CREATE INDEX attachments_url ON attachments (url);
CREATE INDEX related_links_target ON related_links (target_id) WHERE target_id IS NOT NULL;
CREATE INDEX related_links_url ON related_links (url);
CREATE INDEX read_counts_capture ON read_counts (capture_id);
CREATE INDEX field_sources_capture ON field_sources (capture_id);

CREATE INDEX issues_crawl ON issues (crawl_id);
CREATE INDEX issues_page ON issues (page_id) WHERE page_id IS NOT NULL;
CREATE INDEX issues_article ON issues (article_id) WHERE article_id IS NOT NULL;
CREATE INDEX issues_open ON issues (severity, code) WHERE resolved_at IS NULL;
"""
