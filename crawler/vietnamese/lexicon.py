"""The lexicon of labels: data only; ``labels.py`` reads lines with it."""

from collections.abc import Mapping
from typing import Final

_ALL: Final = ("", "Các ", "Những ", "Một số ", "Xem các ", "Xem thêm ", "Xem thêm các ")
_NEWS: Final = ("tin", "tin bài", "tin, bài", "bài", "bài viết", "tin tức")


def _lists(*kinds: str) -> tuple[str, ...]:
    """How lists of others are headed, by what makes them one: ``Những tin khác``, ``Xem thêm các bài viết khác``."""
    named = (f"{every}{news} {kind}" for kind in kinds for every in _ALL for news in _NEWS)
    return tuple(f"{name[0].upper()}{name[1:]}" for name in named)


#: Field -> spellings, as pages print them, without the colon. Case and placement of tone marks do not matter.
LABELS: Final[Mapping[str, tuple[str, ...]]] = {
    "read_count": (
        "Số lần đọc", "Số lần xem", "Số lượt xem", "Số lượt đọc", "Lượt xem", "Lượt đọc", "Lần đọc", "Lần xem",
        "Đã xem", "Đã đọc", "Số người xem", "Số người đọc", "Số lượt truy cập bài viết", "Lượt xem bài viết",
        "Lượt xem tin", "Lượt truy cập bài viết", "Lượt người xem", "Lượt người đọc", "Số lượt người xem", "Xem",
        "Đọc", "Số lần được xem", "Số lần được đọc", "Số lượt đọc bài viết",
        "Số lượt xem bài viết", "Số lần xem trang", "Số lần xem bài", "Số lần xem bài viết", "Số lần đọc bài",
        "Số lần đọc bài viết", "Số lượt xem tin", "Số lượt đọc tin", "Lượt xem bài", "Lượt đọc bài",
        "Lượt đọc bài viết", "Lượt đọc tin", "Hits", "Views", "View", "Read", "Reads",
    ),
    # Counters of the whole site: never a read count of an article.
    "site_counter": (
        "Tổng truy cập", "Tổng lượt truy cập", "Tổng số truy cập", "Tổng số lượt truy cập", "Số lượt truy cập",
        "Lượt truy cập", "Truy cập hôm nay", "Truy cập hôm qua", "Truy cập trong tuần", "Truy cập trong tháng",
        "Truy cập trong 7 ngày", "Truy cập hiện tại", "Truy cập", "Đang truy cập", "Đang online", "Đang trực tuyến",
        "Trực tuyến", "Thống kê", "Thống kê truy cập", "Thống kê website", "Bộ đếm", "Bộ đếm truy cập", "Hôm nay",
        "Hôm qua", "Tuần này", "Tuần trước", "Tháng này", "Tháng trước", "Tháng hiện tại", "Năm nay", "Tất cả",
        "Tổng cộng", "Tổng lượt xem", "Khách viếng thăm", "Khách online", "Thành viên online", "Máy chủ tìm kiếm",
        "Lượt truy cập hiện tại", "Số người online", "Số người đang truy cập", "Lượt truy cập trong tuần",
        "Lượt truy cập trong tháng", "Lượt truy cập hôm nay", "Đang xem", "Số người đang xem", "Khách đang xem",
    ),
    "author": (
        "Tác giả", "Tác giả bài viết", "Tin", "Bài", "Ảnh", "Tin, ảnh", "Tin và ảnh", "Tin & ảnh", "Tin - ảnh",
        "Tin ảnh", "Tin/ảnh", "Bài, ảnh", "Bài và ảnh", "Bài & ảnh", "Bài - ảnh", "Bài ảnh", "Bài/ảnh", "Tin bài",
        "Tin, bài", "Tin bài và ảnh", "Tin, bài, ảnh", "Tin, bài và ảnh", "Tin bài, ảnh", "Tin, hình", "Tin và hình",
        "Bài, hình", "Bài và hình", "Hình ảnh", "Hình", "Ảnh và bài", "Ảnh, bài", "Người viết", "Viết bởi",
        "Được viết bởi", "Bài viết", "Thực hiện", "Cộng tác viên",
        "CTV", "Phóng viên", "Written by", "Author", "Tổng hợp", "Biên tập",
        "Người đưa tin",
    ),
    # The account that put the page up: no author.
    "poster": (
        "Người đăng", "Người đăng bài", "Người đăng bài viết", "Người đăng tin", "Đăng bởi", "Được đăng bởi",
        "Người gửi", "Gửi bởi", "Người cập nhật", "Posted by", "Submitted by", "Người tạo",
    ),
    "source": (
        "Nguồn", "Nguồn tin", "Nguồn tin bài", "Nguồn bài viết", "Nguồn bài", "Theo nguồn", "Source", "Trích nguồn",
        "Trích từ", "Theo",
    ),
    "published": (
        "Đăng lúc", "Đăng ngày", "Ngày đăng", "Ngày đăng bài", "Ngày đăng tin", "Ngày viết", "Viết lúc", "Viết ngày",
        "Gửi lúc", "Ngày gửi", "Thời gian", "Thời gian đăng", "Ngày xuất bản", "Xuất bản", "Xuất bản ngày",
        "Đã đăng", "Được đăng", "Đăng vào", "Đăng vào ngày", "Đã đăng vào", "Đã đăng trên", "Đưa lên lúc",
        "Cập nhật", "Cập nhật lúc", "Cập nhật ngày", "Ngày cập nhật", "Thời gian cập nhật", "Ngày đưa tin",
        "Ngày", "Ngày tạo", "Tạo ngày", "Được tạo", "Được viết", "Được viết ngày", "Được viết lúc", "Được đăng ngày",
        "Được đăng lúc", "Được tạo ngày", "Xuất bản lúc", "Posted on", "Published", "Published on", "Created", "Date",
        "Đăng vào lúc", "Đã đăng lúc", "Đăng tải", "Đăng tải lúc", "Ngày đăng tải", "Ngày phát hành",
        "Được tạo lúc", "Được tạo vào lúc", "Đã tạo lúc", "Tạo lúc", "Created at",
    ),
    "modified": (
        "Cập nhật lần cuối", "Lần cập nhật cuối", "Cập nhật cuối", "Lần cập nhật gần nhất", "Cập nhật mới nhất",
        "Sửa lần cuối", "Lần sửa cuối", "Lần sửa cuối lúc", "Chỉnh sửa lần cuối", "Ngày chỉnh sửa", "Ngày sửa",
        "Chỉnh sửa lúc", "Sửa đổi lần cuối", "Cập nhật lần cuối ngày",
        "Lần cập nhật cuối lúc", "Sửa đổi lần cuối lúc", "Last updated", "Last Updated on", "Last modified",
        "Last modified at", "Updated",
    ),
    "section": (
        "Chuyên mục", "Danh mục", "Chuyên đề", "Thể loại", "Category", "Categories", "Filed under", "Posted in", "Mục",
        "Categorized as", "Categorised as", "Đăng tại", "Xuất bản trong",
        "Đăng trong", "Được đăng trong", "Đăng trong mục", "Trong chuyên mục",
        "Thuộc chuyên mục",
    ),
    "tags": (
        "Từ khóa", "Từ khóa tìm kiếm", "Từ khóa liên quan", "Tags", "Tag", "Thẻ", "Thẻ tin", "Nhãn", "Keywords",
        "Chủ đề liên quan", "Tagged", "Tagged with", "Tagged under", "Gắn thẻ", "Được gắn thẻ",
    ),
    "related": (
        "Tin liên quan", "Các tin liên quan", "Những tin liên quan", "Tin bài liên quan", "Tin, bài liên quan",
        "Bài liên quan", "Bài viết liên quan", "Các bài viết liên quan", "Các bài liên quan", "Bài viết cùng chủ đề",
        "Nội dung liên quan", "Xem thêm", "Tin tức liên quan", "Có thể bạn quan tâm", "Bạn có thể quan tâm",
        "Các tin khác", "Tin khác", "Những tin khác", "Tin bài khác", "Bài viết khác", "Các bài viết khác",
        "Bài khác", "Các bài khác", "Tin tức khác", "Các tin tức khác", "Các tin bài khác", "Related posts",
        "Related articles", "Related news", "Bài viết tương tự", "Tin tương tự", "Đọc thêm", "Tin đọc thêm",
        "Tin cùng chủ đề", "Các tin cùng chủ đề", "Bài cùng chủ đề", "Các bài cùng chủ đề", "Tin tiếp theo",
        "Các tin tiếp theo", "Bài viết khác cùng chủ đề", "Theo dòng sự kiện", "Tin cùng sự kiện",
        "Bạn cũng có thể thích", "Bạn có thể thích", "Bạn có thể cũng thích", "Có thể bạn thích",
        "Có thể bạn sẽ thích", "Có thể bạn cũng thích", "Có thể bạn cũng quan tâm", "Các mục liên quan",
        "Mục liên quan", "Có liên quan", "Những bài liên quan", "Những bài viết liên quan",
        "Tin liên quan đến bài viết", "Tin tức tương tự", "Các bài viết tương tự", "Cùng chủ đề",
        "Tin cùng chuyên đề", "Bài cùng chuyên đề", "Những tin bài khác", "Những bài viết khác", "Tham khảo thêm",
        "Related", "Related items", "Related news items", "Related article",
        "You may also like", "You might also like", "Tin khác liên quan", "Tin liên quan khác",
        "Các tin liên quan khác", "Những bài khác", "Những tin tức khác", "Các tin tức liên quan",
        "Bài viết liên quan khác", "Các tin tiếp", "Chuyên mục, tin tức liên quan",
        "Xem bài viết liên quan", "Xem các bài viết liên quan", "Xem những bài viết liên quan", "Xem tin liên quan",
        "Tin cũ liên quan", "Tin mới liên quan",
        *_lists("liên quan", "khác", "tương tự", "liên quan khác", "cùng chủ đề"),
    ),
    "same_section": (
        "Tin cùng chuyên mục", "Các tin cùng chuyên mục", "Tin bài cùng chuyên mục", "Bài cùng chuyên mục",
        "Bài viết cùng chuyên mục", "Cùng chuyên mục", "Các bài cùng chuyên mục", "Tin cùng loại", "Tin cùng mục",
        "Các tin cùng loại", "Cùng thể loại", "Tin cùng thể loại", "Tin trong cùng chuyên mục", "Cùng danh mục",
        "Tin cùng danh mục", "Tin khác cùng chuyên mục", "Các tin khác cùng chuyên mục", "Bài khác cùng chuyên mục",
        "Bài viết khác cùng chuyên mục", "Bài viết cùng danh mục", "Bài cùng thể loại", "Các bài viết cùng chuyên mục",
        "Tin tức cùng chuyên mục", "Các tin tức cùng chuyên mục", "Những tin cùng chuyên mục", "Tin tức cùng loại",
        "Các tin cùng thể loại", "Các tin cùng danh mục", "Các tin cùng mục", "Tin bài cùng loại", "Bài cùng loại",
        "Các bài cùng loại", "Các bài viết cùng loại", "Các bài cùng thể loại", "Tin tức cùng danh mục",
        "Xem thêm trong thể loại này", "Xem thêm trong chuyên mục này", "More in this category",
        "Tin tức cùng loại", "Tin tức cùng chuyên mục", "Tin tức cùng danh mục", "Tin tức cùng mục",
        "Tin bài cùng loại",
        "Tin bài cùng mục", "Bài viết cùng loại", "Bài viết cùng mục", "Bài viết cùng thể loại",
        *_lists("cùng chuyên mục", "cùng danh mục", "cùng mục", "cùng loại", "cùng thể loại", "khác cùng chuyên mục",
                "khác trong chuyên mục", "trong chuyên mục"),
    ),
    "newer": (
        "Những tin mới hơn", "Các tin mới hơn", "Tin mới hơn", "Bài mới hơn", "Những bài mới hơn", "Bài viết mới hơn",
        "Các bài mới hơn", "Các bài viết mới hơn", "Tin tức mới hơn", "Các tin tức mới hơn", "Tin bài mới hơn",
        *_lists("mới hơn"),
        "Newer news items", "Newer articles", "Newer news",
    ),
    "older": (
        "Những tin cũ hơn", "Các tin cũ hơn", "Tin cũ hơn", "Bài cũ hơn", "Những bài cũ hơn", "Bài viết cũ hơn",
        "Các tin đã đưa", "Các tin đã đăng", "Tin đã đưa", "Tin đã đăng", "Các bài đã đăng", "Những tin đã đưa",
        "Các bài cũ hơn", "Các bài viết cũ hơn", "Các tin trước",
        "Các bài trước", "Các bài viết trước", "Tin trước đó", "Các tin trước đó", "Các bài đã đưa",
        "Bài viết đã đăng", "Các bài viết đã đăng", "Các tin cũ", "Các tin trước đây", "Tin trước đây",
        "Những tin đã đăng",
        "Tin tức cũ hơn", "Các tin tức cũ hơn", "Tin bài cũ hơn", "Các tin bài cũ hơn", "Tin bài đã đưa",
        "Các tin đã đưa khác", *_lists("cũ hơn", "đã đưa", "đã đăng", "đã đăng khác", "trước đó"),
        "Older news items", "Older articles", "Older news",
    ),
    "attachments": (
        "File đính kèm", "Các file đính kèm", "Tệp đính kèm", "Các tệp đính kèm", "Tập tin đính kèm",
        "Tệp tin đính kèm", "Tài liệu kèm theo", "Văn bản kèm theo", "File kèm theo", "Các file kèm theo",
        "Tệp kèm theo", "Tệp tin kèm theo", "Tài liệu đính kèm", "Các tài liệu đính kèm", "Văn bản đính kèm",
        "Đính kèm", "Tải về",
        "Tải về file đính kèm", "Tải file đính kèm", "Tải các đính kèm", "Download attachments",
        "Tải về tại đây", "Tải file", "Tải văn bản", "Tải tài liệu", "Download", "Attachments", "Tải xuống",
    ),
    # What follows the article: nothing after such a line belongs to it.
    "cut": (
        "Ý kiến bạn đọc", "Ý kiến của bạn", "Ý kiến", "Gửi ý kiến", "Gửi bình luận", "Bình luận", "Phản hồi",
        "Viết bình luận", "Thêm bình luận", "Gửi phản hồi", "Để lại bình luận", "Trả lời", "Hủy trả lời",
        "Chia sẻ", "Chia sẻ bài viết", "Chia sẻ lên", "Chia sẻ trên", "Share", "Share this", "Print", "In bài",
        "In bài viết",
        "In ra", "Lưu bài viết này", "Lưu bài này", "Gửi bài viết qua email", "In trang", "In ấn", "Bản in",
        "Lưu bài viết", "Gửi bài viết", "Gửi email", "Email", "PDF", "Quay lại",
        "Trở lại", "Về đầu trang", "Lên đầu trang", "Đầu trang", "Trang trước", "Trang sau", "Đánh giá",
        "Đánh giá bài viết", "Đánh giá bài viết này", "Đánh giá bài này", "Đánh giá tin này",
        "Click để đánh giá bài viết", "Tổng số điểm của bài viết là", "Xếp hạng",
        "Xin chờ", "Like", "Tweet", "Facebook", "Gửi cho bạn bè", "Gửi tin qua email", "In tin",
        "In tin này", "Comments", "Leave a reply", "Leave a comment", "Mã an toàn", "Tin mới nhất", "Tin nổi bật",
        "Tin xem nhiều", "Tin đọc nhiều", "Xem nhiều nhất", "Đọc nhiều nhất", "Tin mới", "Liên kết website",
        "Các đơn vị tài trợ website", "Bài viết mới", "Bài viết mới nhất", "Bài mới nhất", "Chia sẻ bài viết này",
        "Chia sẻ bài này", "Chia sẻ tin này", "Chia sẻ qua", "Chia sẻ ngay", "Về tác giả", "Giới thiệu tác giả",
        "Giới thiệu về tác giả", "Thông tin tác giả", "About the author", "Bình luận Facebook", "Để lại một bình luận",
        "Để lại phản hồi", "Để lại một phản hồi", "Viết một bình luận", "Thêm bình luận mới", "Điều hướng bài viết",
        "Post navigation", "Bài trước", "Bài sau", "Bài viết trước", "Bài viết sau", "Bài tiếp theo", "Bài kế tiếp",
        "Bài viết tiếp theo", "Bài viết kế tiếp", "Tin trước", "Tin sau", "Previous post", "Next post",
    ),
}  # fmt: skip
