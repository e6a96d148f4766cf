"""What of the archive's tables may leave it: the one place where exports learn of hiding and of tables kept private."""

from collections.abc import Mapping
from typing import Final

#: Ids of the articles that are published; every export but the list of the articles themselves, which says of a hidden
#: one that it is hidden, reads through it.
PUBLISHED: Final = "SELECT id FROM articles WHERE status <> 'hidden'"
#: Whether a related link (``x``) may be shown: its text is the headline of what it leads to, which may be hidden.
LINK_SHOWN: Final = """(coalesce(x.target_id, 0) NOT IN (SELECT id FROM articles WHERE status = 'hidden')
  AND x.url NOT IN (SELECT url FROM articles WHERE status = 'hidden' UNION
    SELECT u.url FROM article_urls u JOIN articles h ON h.id = u.article_id WHERE h.status = 'hidden'))"""

_OF_AN_ARTICLE: Final = "article_id IN (SELECT id FROM chosen)"
#: Of those whose site lets whole texts and pictures out.
_IN_FULL: Final = "article_id IN (SELECT id FROM chosen WHERE publish = 'full')"
#: Tables that go into the copy for publication; what is not named stays private: the frontier, leases, the pace of
#: hosts, what crawls were told, issues, memories. Table with rows of articles -> which of them, ``x`` being the table
#: itself; ``chosen``, ``rights``, ``hidden``, ``hidden_urls`` and ``withheld(id)`` are those of ``withholding``.
OF_ARTICLES: Final[Mapping[str, str]] = {
    "articles": "id IN (SELECT id FROM chosen)",
    "article_texts": _OF_AN_ARTICLE,
    "article_html": _IN_FULL,
    "versions": f"{_IN_FULL} AND staged = 0",
    "article_urls": _OF_AN_ARTICLE,
    "article_authors": _OF_AN_ARTICLE,
    "article_tags": _OF_AN_ARTICLE,
    "images": _IN_FULL,
    "attachments": _IN_FULL,
    "related_links": f"{_OF_AN_ARTICLE} AND coalesce(x.target_id, 0) NOT IN (SELECT id FROM hidden)"
    " AND x.url NOT IN (SELECT url FROM hidden_urls)",
    "read_counts": _OF_AN_ARTICLE,
    "flags": f"{_OF_AN_ARTICLE} AND NOT withheld(capture_id)",
}
#: Which of the captures in ``wanted`` go into the copy.
CAPTURES: Final = """id IN (SELECT id FROM wanted) AND NOT withheld(id)
  AND site_id IN (SELECT site_id FROM rights WHERE publish = 'full')"""
#: Tables that are small enough to be compared row by row -> which of their rows go into the copy.
WHOLE: Final[Mapping[str, str]] = {"sites": "id IN (SELECT site_id FROM rights)", "provinces": "1"}
#: The same -> ids of the rows that the copy needs, asked of the copy itself: others belong to nothing that is shown.
NEEDED: Final[Mapping[str, str]] = {
    "sections": "SELECT section_id FROM articles",
    "authors": "SELECT author_id FROM article_authors UNION SELECT author_id FROM articles",
    "tags": "SELECT tag_id FROM article_tags",
}
COPIED: Final = ("sites", "provinces", "captures", *NEEDED, *OF_ARTICLES)
_PUBLISH: Final = "(SELECT publish FROM chosen c WHERE c.id = article_id)"
#: Columns that hold more than may be shown, or would point at what is not copied -> what is written instead;
#: ``beginning`` is that of ``cuts``.
REPLACED: Final[Mapping[tuple[str, str], str]] = {
    ("article_texts", "lead"): f"CASE WHEN {_PUBLISH} IN ('full', 'excerpt') THEN lead END",
    ("article_texts", "body"): f"beginning({_PUBLISH}, lead, body)",
    ("article_texts", "captions"): f"CASE WHEN {_PUBLISH} = 'full' THEN captions ELSE '' END",
    ("captures", "crawl_id"): "NULL",
    ("captures", "refers_to"): "CASE WHEN NOT withheld(refers_to) THEN refers_to END",
    ("articles", "status_capture_id"): "CASE WHEN NOT withheld(status_capture_id) THEN status_capture_id END",
    ("articles", "capture_id"): "CASE WHEN NOT withheld(capture_id) THEN capture_id END",
    ("articles", "current_version_id"): "CASE WHEN (SELECT publish FROM chosen c WHERE c.id = x.id) = 'full'"
    " THEN current_version_id END",
    ("read_counts", "capture_id"): "CASE WHEN NOT withheld(capture_id) THEN capture_id END",
    ("versions", "capture_id"): "CASE WHEN NOT withheld(capture_id) THEN capture_id END",
    ("versions", "crawl_id"): "NULL",
    ("related_links", "target_id"): "CASE WHEN EXISTS (SELECT 1 FROM articles t"
    " WHERE t.id = x.target_id AND t.site_id IN (SELECT site_id FROM rights)) THEN target_id END",
}
#: Columns with texts that people wrote; the copy has them without telephone numbers and e-mail addresses where that is
#: asked for.
MASKED: Final[Mapping[str, tuple[str, ...]]] = {
    "articles": ("title", "byline", "source"),
    "article_texts": ("title", "lead", "body", "captions"),
    "article_html": ("body_html",),
    "versions": ("title", "lead", "body", "byline", "body_html", "images", "attachments"),
    "article_authors": ("unit",),
    "images": ("caption", "credit", "alt"),
    "attachments": ("name",),
    "related_links": ("title",),
    "flags": ("text",),
    "authors": ("name", "name_fold"),
    "tags": ("name",),
    "sections": ("name",),
}
#: Names that have to be the only ones of their kind; two that were masked may look alike, so their ids follow.
UNIQUE: Final = (("authors", "name"), ("tags", "name"), ("sections", "name"))
