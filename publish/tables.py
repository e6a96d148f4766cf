"""What the data desk says of each table: title, label column, order, facets, whether it is shown. What its columns
mean is said in columns.toml.

Vietnamese first, then English; Datasette's metadata takes both as one text.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the archive: ``label`` is the column that names a row where others point to it; ``order`` the
    column sorted by, newest or largest first; ``internal`` tables are left out of the list but stay readable."""

    vi: str
    en: str
    label: str
    order: str = ""
    facets: tuple[str, ...] = ()
    internal: bool = False


#: Every table of the archive, those for readers first: the data desk lists them by name, the tests by this list.
TABLES: Final[dict[str, Table]] = {
    "articles": Table("Bài", "Articles", "title", "published_at", ("site_id", "section_id", "year", "author_id")),
    "article_texts": Table("Toàn văn bài", "Texts of articles", "title"),
    "sites": Table("Trang", "Sites", "name", facets=("level", "family")),
    "sections": Table("Chuyên mục", "Sections", "name", facets=("site_id",)),
    "authors": Table("Tác giả", "Authors", "name"),
    "article_authors": Table("Tác giả của bài", "Credits of articles", "unit", facets=("role",)),
    "tags": Table("Từ khoá", "Tags", "name"),
    "article_tags": Table("Từ khoá của bài", "Tags of articles", "position", facets=("tag_id",)),
    "images": Table("Ảnh", "Images", "caption"),
    "attachments": Table("Tài liệu kèm theo", "Attachments", "name", facets=("media_type",)),
    "related_links": Table("Tin liên quan", "Related links", "title", facets=("kind",)),
    "read_counts": Table("Lượt đọc qua thời gian", "Reads over time", "read_count", "seen_at"),
    "versions": Table("Phiên bản", "Versions", "title", "seen_at", ("cause", "staged")),
    "captures": Table("Bản chụp", "Captures", "captured_at", "captured_at", ("site_id", "status", "media_type")),
    "crawls": Table("Lần thu thập", "Crawls", "started_at", "started_at", ("site_id", "judged")),
    "issues": Table("Vấn đề", "Issues", "message", "last_seen_at", ("site_id", "severity", "code")),
    "flags": Table("Dấu hiệu bị chèn", "Signs of tampering", "text", facets=("kind",)),
    "pages": Table(
        "Mọi địa chỉ đã biết", "All known pages", "url", "last_seen_at", ("site_id", "state", "kind"),
    ),
    "provinces": Table("Tỉnh, thành trước và sau 1/7/2025", "Provinces before and since July 2025", "name"),
    "takedowns": Table("Bài đã ẩn và lý do", "What was hidden and why", "why", internal=True),
    "article_html": Table("HTML của thân bài", "HTML of bodies", "article_id", internal=True),
    "article_urls": Table("Địa chỉ khác của bài", "Other addresses of articles", "url", internal=True),
    "field_sources": Table("Quy tắc cho từng trường", "Rule behind each field", "rule", internal=True),
    "site_memories": Table("Điều học được về trang", "What was learned of sites", "version", internal=True),
    "changes": Table("Thứ tự thay đổi", "Order of changes", "kind", internal=True),
    "leases": Table("Khoá thu thập", "Crawl leases", "holder", internal=True),
    "hosts": Table("Nhịp hỏi từng máy chủ", "Pace of hosts", "name", internal=True),
    "robots": Table("robots.txt gần nhất", "Last robots.txt", "origin", internal=True),
}  # fmt: skip

#: Views with names where the tables hold ids, titled for the list.
VIEWS: Final[dict[str, str]] = {
    "v_articles": "Bài, đủ tên gọi · Articles with names",
    "v_months": "Bài và lượt đọc theo tháng · Articles and reads by month",
    "v_read_growth": "Tăng lượt đọc · Growth of reads",
    "v_versions": "Phiên bản, đủ tên gọi · Versions with names",
    "v_open_issues": "Vấn đề chưa xong · Open issues",
    "v_flags": "Dấu hiệu bị chèn, đủ tên gọi · Signs of tampering with names",
    "v_sites": "Trang, kèm số liệu · Sites with figures",
}
