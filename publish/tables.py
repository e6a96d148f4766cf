"""What the data desk says of each table: title, label column, order, facets, whether it is shown, its columns.

Vietnamese first, then English, as one text: Datasette's own pages have one language.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    columns: Mapping[str, str] = field(default_factory=dict)


ARTICLE_COLUMNS: Final = {
    "site_id": "Trang đã đăng bài · Site that published it",
    "id_space": "Hệ đánh số của trang · The site's numbering that source_id belongs to",
    "source_id": "Số hiệu bài ở trang gốc · The site's own identifier",
    "kind": "article: tin bài; document: văn bản; page: trang tĩnh; external: liên kết ngoài · Kind of content",
    "section_id": "Chuyên mục · Section as shown on the site",
    "author_id": "Tác giả đầu tiên · First author",
    "byline": "Dòng tác giả như trang in · Author line as printed",
    "source": "Nguồn được ghi · Outlet credited",
    "published_at": "Lúc đăng do trang ghi, giờ +07:00 · Stamp on the page, never guessed",
    "published_from": "Không sớm hơn · Lower bound where no stamp exists",
    "published_to": "Không muộn hơn · Upper bound where no stamp exists",
    "event_date": "Ngày sự kiện theo lời bài · Day that the text tells of",
    "year": "Năm · Year, at +07:00",
    "month": "Tháng · Month, at +07:00",
    "read_count": "Lượt đọc lần xem gần nhất · Reads as last seen",
    "read_count_at": "Lúc xem lượt đọc, UTC · When it was seen",
    "related_state": "Mục tin liên quan: không có, trống, có · State of the related list",
    "status": "live, suspected, gone, replaced, unreachable, hidden · State as of the last look",
    "versions": "Số nội dung khác nhau đã thấy · How many different texts were seen",
    "capture_id": "Bản chụp làm bằng chứng · Capture that this row was read from",
}

#: Every table of the archive, those for readers first: the data desk lists them by name, the tests by this list.
TABLES: Final[dict[str, Table]] = {
    "articles": Table(
        "Bài", "Articles", "title", "published_at", ("site_id", "section_id", "year", "author_id"),
        columns=ARTICLE_COLUMNS,
    ),
    "article_texts": Table(
        "Toàn văn bài", "Texts of articles", "title",
        columns={"lead": "Sa-pô · Standfirst", "body": "Thân bài, mỗi đoạn một dòng · Body, a paragraph a line",
                 "captions": "Chú thích ảnh · Captions"},
    ),
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
        columns={"state": "pending, leased, done, suspected, gone, replaced, failed, refused · State of the page",
                 "reason": "Vì sao ở tình trạng này · Why it is in this state",
                 "next_due": "Lần xem tới, UTC · When it is due again"},
    ),
    "provinces": Table("Tỉnh, thành trước và sau 1/7/2025", "Provinces before and since July 2025", "name"),
    "article_html": Table("HTML của thân bài", "HTML of bodies", "article_id", internal=True),
    "article_urls": Table("Địa chỉ khác của bài", "Other addresses of articles", "url", internal=True),
    "field_sources": Table("Quy tắc cho từng trường", "Rule behind each field", "rule", internal=True),
    "site_memories": Table("Điều học được về trang", "What was learned of sites", "version", internal=True),
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
