"""Every word of the interface, Vietnamese and English side by side; Vietnamese is the default."""

from typing import Final

LANGUAGES: Final = ("vi", "en")

#: key -> (Vietnamese, English); braces take values.
TEXTS: Final[dict[str, tuple[str, str]]] = {
    "archive": ("Kho Tin Đoàn", "Kho Tin Đoàn"),
    "tagline": (
        "Kho lưu trữ tin bài của các trang Tỉnh đoàn, Thành đoàn",
        "An archive of news from Vietnam's provincial youth unions",
    ),
    "skip": ("Đến nội dung chính", "Skip to the content"),
    "other_language": ("English", "Tiếng Việt"),
    "home": ("Trang đầu", "Home"),
    "data_desk": ("Bàn dữ liệu", "Data desk"),
    "data_desk_hint": (
        "Bảng, bộ lọc, SQL, CSV và JSON của toàn bộ kho",
        "Tables, facets, SQL, CSV and JSON of the whole archive",
    ),
    "breadcrumbs": ("Đường dẫn", "Breadcrumbs"),
    "search": ("Tìm kiếm", "Search"),
    "search_action": ("Tìm", "Search"),
    "search_label": ("Tìm trong kho, có dấu hoặc không dấu", "Search the archive, with or without accents"),
    "search_example": ("ví dụ: doan thanh nien", "for example: doan thanh nien"),
    "all_sites": ("Tất cả các trang", "All sites"),
    "site": ("Trang", "Site"),
    "order": ("Xếp theo", "Order"),
    "by_relevance": ("Sát nhất", "Best match"),
    "by_date": ("Mới nhất", "Newest"),
    "found": ("{count} bài", "{count} articles"),
    "found_one": ("{count} bài", "{count} article"),
    "found_capped": (
        "Hơn {count} bài; danh sách này gồm {count} bài vào kho sau cùng",
        "More than {count} articles; this list has the {count} archived last",
    ),
    "found_for": ("cho “{query}”", "for “{query}”"),
    "page_of": ("Trang {page} trên {pages}", "Page {page} of {pages}"),
    "pages_of_results": ("Các trang kết quả", "Pages of results"),
    "previous": ("Trước", "Previous"),
    "next": ("Sau", "Next"),
    "nothing_found": ("Không tìm thấy bài nào", "No article found"),
    "advice_fewer": ("Thử ít từ hơn, hoặc bỏ bớt dấu ngoặc kép.", "Try fewer words, or leave out quotation marks."),
    "advice_accents": (
        "Thử gõ không dấu: “doan thanh nien” tìm được “Đoàn thanh niên”.",
        "Try without accents: “doan thanh nien” finds “Đoàn thanh niên”.",
    ),
    "advice_site": ("Tìm lại trong tất cả các trang", "Search again in all sites"),
    "advice_each": ("Hoặc tìm riêng từng từ:", "Or search for each word alone:"),
    "only_excluded": (
        "Câu tìm chưa có từ nào để tìm. Hãy gõ ít nhất một từ không có dấu trừ.",
        "There is no word to look for yet. Type at least one without a minus sign.",
    ),
    "question_cut": (
        "Câu tìm quá dài: chỉ phần đầu được dùng.",
        "The question was too long: only its beginning was used.",
    ),
    "too_slow": (
        "Câu tìm này mất quá nhiều thời gian. Hãy thêm từ hoặc chọn một trang.",
        "This search took too long. Add words or choose one site.",
    ),
    "search_help": (
        "Đặt cụm từ trong “ngoặc kép” để tìm đúng cụm; dấu trừ loại từ hoặc cụm: đại hội -“sinh viên”.",
        "Put a phrase in “quotation marks” to find just it; a minus leaves a word or phrase out: đại hội -“sinh viên”.",
    ),
    "articles": ("bài", "articles"),
    "sites": ("trang", "sites"),
    "photos": ("ảnh", "photos"),
    "captures": ("lần chụp", "captures"),
    "in_numbers": ("Kho có gì", "What is here"),
    "newest": ("Tin mới nhất", "Newest articles"),
    "by_site": ("Theo trang", "By site"),
    "by_year": ("Theo năm", "By year"),
    "by_section": ("Theo chuyên mục", "By section"),
    "year": ("Năm", "Year"),
    "count_articles": ("Số bài", "Articles"),
    "no_year": ("Chưa rõ", "Unknown"),
    "last_crawl": ("Lần thu thập gần nhất", "Last crawl"),
    "empty_archive": (
        "Kho chưa có bài nào. Chạy “khotin crawl” để thu thập một trang.",
        "The archive has no article yet. Run “khotin crawl” to collect a site.",
    ),
    "more_articles": ("Xem tất cả trong bàn dữ liệu", "See all in the data desk"),
    "published": ("Đăng lúc", "Published"),
    "event": ("Ngày diễn ra sự kiện", "Day of the event"),
    "between": ("Đăng trong khoảng", "Published between"),
    "seen": ("Thấy lần đầu", "First seen"),
    "no_stamp": ("trang gốc không ghi ngày đăng", "the page gives no date of publication"),
    "modified": ("Trang gốc sửa lúc", "Changed by the site"),
    "byline": ("Tác giả", "By"),
    "byline_printed": ("Dòng tác giả như trang in", "Author line as printed"),
    "role_photo": ("ảnh", "photo"),
    "source": ("Nguồn", "Source"),
    "document_number": ("Số hiệu", "Document number"),
    "reads": ("Lượt đọc", "Reads"),
    "reads_at": ("tính đến {when}", "as of {when}"),
    "read_history": ("Lượt đọc qua các lần xem", "Reads as seen over time"),
    "seen_at": ("Lúc xem", "Seen"),
    "untitled": ("(Bài không có tiêu đề)", "(Untitled article)"),
    "photo_away": (
        "Ảnh này chưa có trong kho. Xem ở trang gốc",
        "This photo is not in the archive. See it at the source",
    ),
    "photo_credit": ("Ảnh: {credit}", "Photo: {credit}"),
    "attachments": ("Tài liệu kèm theo", "Attachments"),
    "tags": ("Từ khoá", "Tags"),
    "related": ("Tin liên quan", "Related"),
    "newer": ("Tin mới hơn", "Newer"),
    "older": ("Tin cũ hơn", "Older"),
    "same_section": ("Cùng chuyên mục", "In the same section"),
    "outside": ("ngoài kho", "not in the archive"),
    "original": ("Bài ở trang gốc", "Article at its source"),
    "evidence": ("Bằng chứng lưu trữ", "Evidence of capture"),
    "captured_at": ("Chụp lúc", "Captured"),
    "warc_file": ("Tệp WARC", "WARC file"),
    "record": ("Bản ghi", "Record"),
    "record_place": ("vị trí {offset}, dài {length} byte", "offset {offset}, {length} bytes"),
    "digest": ("Mã băm", "Digest"),
    "capture_lost": ("Tệp WARC của lần chụp này đã mất.", "The WARC file of this capture is lost."),
    "no_capture": ("Không có bản chụp nào được ghi cho bài này.", "No capture is recorded for this article."),
    "versions": ("Số phiên bản", "Versions"),
    "first_seen": ("Thấy lần đầu", "First seen"),
    "last_seen": ("Thấy lần cuối", "Last seen"),
    "changed": ("Nội dung đổi lần cuối", "Text last changed"),
    "state": ("Tình trạng", "Status"),
    "live": ("còn trên trang gốc", "still at its source"),
    "suspected": ("có thể đã bị gỡ, chờ xem lại", "perhaps removed, waiting for a second look"),
    "gone": ("đã bị gỡ khỏi trang gốc", "removed from its source"),
    "replaced": ("bị thay bằng bài khác ở trang gốc", "replaced by another article at its source"),
    "unreachable": ("trang gốc không truy cập được", "its source cannot be reached"),
    "excerpt_only": (
        "Theo quyền của trang gốc, kho chỉ hiện phần đầu. Đọc toàn bài ở trang gốc.",
        "By the site's rights only the beginning is shown here. Read the whole at its source.",
    ),
    "metadata_only": (
        "Theo quyền của trang gốc, kho không hiện nội dung. Đọc bài ở trang gốc.",
        "By the site's rights the text is not shown here. Read it at its source.",
    ),
    "rights": ("Quyền", "Rights"),
    "rights_note": (
        "Bài thuộc về {holder}. Kho này chỉ lưu trữ để tra cứu.",
        "The article belongs to {holder}. This archive only keeps it for reference.",
    ),
    "row_in_desk": ("Dòng dữ liệu của bài này", "This article's data row"),
    "kind_document": ("Văn bản", "Document"),
    "kind_page": ("Trang tĩnh", "Static page"),
    "kind_external": ("Liên kết ngoài", "External item"),
    "not_found": ("Không có trang này trong kho", "The archive has no such page"),
    "not_found_advice": (
        "Bài có thể đã được ẩn, hoặc địa chỉ bị gõ sai. Thử tìm ở ô phía trên.",
        "The article may be hidden, or the address mistyped. Try the search box above.",
    ),
    "province": ("Tỉnh, thành", "Province"),
    "province_now": ("nay thuộc {name}", "now part of {name}"),
    "web_address": ("Địa chỉ", "Address"),
}


def texts(language: str) -> dict[str, str]:
    """The interface in ``language`` (``vi`` or ``en``), key to text."""
    place = LANGUAGES.index(language)
    return {key: pair[place] for key, pair in TEXTS.items()}


def number(value: int, language: str) -> str:
    """A whole number with the language's thousands mark: 4.982 in Vietnamese, 4,982 in English."""
    return f"{value:,}".replace(",", "." if language == "vi" else ",")
