"""Pages that say that there is no such page, served with 200 at an article's address."""

import pytest

from crawler.extract.markup.decode import parse_page
from crawler.extract.reader import read
from crawler.profile_files import with_family
from crawler.profiles import Profile

PROFILE = with_family(Profile(slug="a", name="Tỉnh đoàn A", hosts=("a.vn",)), "generic")
#: Long enough for an article.
HELP = (
    "<p>Địa chỉ bạn vừa mở có thể đã được chuyển sang chuyên mục khác trong quá trình nâng cấp cổng thông tin của Tỉnh "
    "đoàn, hoặc đã được gỡ bỏ theo yêu cầu của đơn vị cung cấp thông tin.</p><p>Bạn có thể quay lại trang chủ, dùng ô "
    "tìm kiếm ở đầu trang với một vài từ trong tên bài, hoặc liên hệ với Ban Biên tập để được giúp đỡ trong giờ hành "
    "chính các ngày trong tuần.</p><p>Ban Biên tập xin lỗi bạn đọc vì sự bất tiện này và mong tiếp tục được sự quan "
    "tâm của đông đảo đoàn viên, thanh niên trong và ngoài tỉnh trong thời gian tới.</p>"
)


def kind(headline: str, more: str = "", text: str = HELP) -> str:
    markup = f"<html><body><div id='x'><h1>{headline}</h1>{more}<div>{text}</div></div></body></html>"
    return str(
        read(parse_page(markup.encode(), "text/html; charset=utf-8", "http://a.vn/tin/12-bai.html"), PROFILE).kind
    )


@pytest.mark.parametrize(
    "headline",
    [
        "Không tìm thấy trang",
        "Không tìm thấy nội dung bạn yêu cầu",
        "Lỗi 404",
        "404 - Trang không tồn tại",
        "Trang bạn truy cập không tồn tại",
        "Rất tiếc! Trang này không còn",
        "Đường dẫn không tồn tại hoặc đã bị xoá",
        "Oops! Page not found",
    ],
)
def test_a_long_error_page_is_no_article(headline: str) -> None:
    assert kind(headline) == "error"


@pytest.mark.parametrize(
    "headline",
    [
        "Không tìm thấy nạn nhân, lực lượng tình nguyện vẫn túc trực bên sông",
        "Trang bị kỹ năng phòng chống đuối nước cho thiếu nhi",
        "Bỏ lại phía sau 404 ngày ở Trường Sa",
    ],
)
def test_news_that_begins_alike_is_news(headline: str) -> None:
    assert kind(headline) == "article"


def test_an_article_about_error_pages_shows_that_it_is_one() -> None:
    assert kind("Lỗi 404 là gì?", "<p>Ngày đăng: 12/03/2024 08:15 | Lượt xem: 120</p>") == "article"
