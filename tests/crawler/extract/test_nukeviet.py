"""NukeViet pages whose theme, release or record differs from the usual one."""

import pytest

from crawler import profile_files
from crawler.article import ArticleKind, LinkKind, RawArticle, RelatedState
from crawler.extract.markup.decode import parse_page
from crawler.extract.nukeviet.reader import read_nukeviet
from crawler.extract.reading import Reading, ReadingKind
from crawler.page import Page
from crawler.profiles import Profile

HOST = "doanmau.example"
URL = f"http://{HOST}/phong-trao/ra-quan-lam-dep-duong-que-77.html"
PROFILE = profile_files.with_family(Profile(slug="mau", name="Đoàn mẫu", hosts=(HOST,)), "nukeviet")
TITLE = "Ra quân làm đẹp đường quê"
LEAD = "Hơn một trăm bạn trẻ của huyện đã có một ngày chủ nhật xanh nhiều ý nghĩa."
TEXT = "Ngay từ sáng sớm, các đội hình đã có mặt tại bốn xã để phát quang bụi rậm, trồng hoa và sơn lại cổng chào."
MORE = "Đây là năm thứ ba liên tiếp hoạt động được tổ chức, thu hút ngày càng nhiều đoàn viên ở các thôn tham gia."
DETAIL = '<script>var nv_module_name="news",nv_func_name="detail";</script>'


def page(body: str, head: str = "", url: str = URL) -> Page:
    markup = f"<html><head><meta charset=utf-8><title>{TITLE}</title>{head}</head><body>{body}{DETAIL}</body></html>"
    return parse_page(markup.encode(), "text/html; charset=utf-8", url)


def reading(body: str, head: str = "", url: str = URL) -> Reading:
    return read_nukeviet(page(body, head, url), PROFILE)


def article(body: str, head: str = "") -> RawArticle:
    found = reading(body, head).article
    assert found is not None
    return found


def news(*, above: str = "", inside: str = f"<p>{TEXT}</p><p>{MORE}</p>", below: str = "") -> str:
    return (
        f"<div class=news_column><h1>{TITLE}</h1>{above}<div class=hometext>{LEAD}</div>"
        f"<div id=news-bodyhtml class=bodytext>{inside}</div>{below}</div>"
    )


def test_every_value_says_where_it_came_from() -> None:
    found = article(news(above="<span class=h5>Chủ nhật - 05/05/2024 17:30</span> <span>Đã xem: 42</span>"))
    values = {"title", "lead", "paragraphs", "published", "read_count"}
    assert values <= set(found.provenance)
    assert (found.published, found.read_count, found.lead) == ("Chủ nhật - 05/05/2024 17:30", "42", LEAD)


def test_stamp_and_count_on_one_line() -> None:
    found = article(news(above="<p>Chủ nhật - 05/05/2024 17:30 - Đã xem: 1.042</p>"))
    assert found.read_count == "1.042"
    assert found.published is not None
    assert found.published.startswith("Chủ nhật - 05/05/2024 17:30")


def test_the_account_that_posted_it_is_no_author() -> None:
    hidden = "<div class='hidden' itemprop=author><span itemprop=name>Nguyễn Quản Trị</span></div>"
    assert article(news(above=hidden)).byline is None


@pytest.mark.parametrize("label", ["Tác giả bài viết:", "Tác giả:", "Tác giả bài viết :"])
def test_labelled_author(label: str) -> None:
    assert article(news(below=f"<p><strong>{label} </strong>Hà My</p>")).byline == "Hà My"


def test_counters_of_the_site_are_no_read_count() -> None:
    assert (
        article(news(below="<ul><li>Đang truy cập: 9</li><li>Tổng lượt truy cập: 88.000</li></ul>")).read_count is None
    )


@pytest.mark.parametrize(
    ("stamp", "meta", "expected"),
    [
        ("05/05/2024", "2024-05-05T17:30:00+07:00", "2024-05-05T17:30:00+07:00"),
        ("", "2024-05-05+0717:30:00", "2024-05-05T17:30:00+07:00"),
        ("Chủ nhật - 05/05/2024 17:30", "2024-05-09T08:00:00+07:00", "Chủ nhật - 05/05/2024 17:30"),
        ("Chủ nhật - 05/05/2024 17:30", "1970-01-01+0808:00:00", None),
        ("", "", None),
    ],
)
def test_published(stamp: str, meta: str, expected: str | None) -> None:
    head = f'<meta property="article:published_time" content="{meta}">' if meta else ""
    assert article(news(above=f"<p>{stamp}</p>"), head).published == expected


def test_a_list_under_each_label_until_the_sidebar() -> None:
    lists = (
        "<p class=h3>Theo dòng sự kiện</p><ul><li><a href=/phong-trao/chu-nhat-xanh-lan-2-70.html>Chủ nhật xanh lần 2"
        "</a></li></ul><p class=h3>Những tin mới hơn</p><p class=h3>Những tin cũ hơn</p><ul><li>"
        "<a href=/phong-trao/tap-huan-can-bo-doan-60.html>Tập huấn cán bộ Đoàn</a> <em>(01/05/2024)</em></li></ul>"
        "<div>Thông báo</div><ul><li><a href=/phong-trao/mot-bai-khac-50.html>Một bài khác của trang</a></li></ul>"
    )
    found = article(news(below=lists))
    assert [(link.title, link.kind) for link in found.related] == [
        ("Chủ nhật xanh lần 2", LinkKind.RELATED),
        ("Tập huấn cán bộ Đoàn", LinkKind.OLDER),
    ]


def test_a_label_without_a_list_is_a_finding() -> None:
    assert article(news(below="<p>Những tin mới hơn</p>")).related_state == RelatedState.EMPTY
    assert article(news()).related_state == RelatedState.ABSENT


def test_section_by_the_menu_s_link_to_the_article_s_folder() -> None:
    found = article("<ul><li><a href=/phong-trao/>Phong trào</a></li><li><a href=/>Trang nhất</a></li></ul>" + news())
    assert found.section == "Phong trào"


def test_a_picture_above_that_stands_in_the_body_again_is_one() -> None:
    above = "<figure class=article><img src=/assets/news/2024_05/q.jpg><figcaption>Ra quân</figcaption></figure>"
    found = article(news(above=above, inside=f"<p>{TEXT}</p><p><img src=/uploads/news/2024_05/q.jpg></p><p>{MORE}</p>"))
    assert [image.caption for image in found.images] == ["Ra quân"]


def test_a_theme_without_any_known_name() -> None:
    found = article(
        f"<div class=x1><h2>{TITLE}</h2><p>05/05/2024 17:30</p><p class=x2>{LEAD}</p><div class=x3><p>{TEXT}</p>"
        f"<p>{MORE}</p><p align=right><b>Hà My</b></p></div><p>Những tin cũ hơn</p></div>"
    )
    assert (found.title, found.lead, found.paragraphs, found.byline) == (TITLE, LEAD, (TEXT, MORE), "Hà My")


def test_an_article_that_only_points_elsewhere() -> None:
    found = article(news(inside="<p>Xem tại <a href=http://bao.example/bai-goc.html>đây</a></p>"))
    assert found.kind == ArticleKind.EXTERNAL


def test_a_document_by_its_title() -> None:
    markup = news().replace(TITLE, "Kế hoạch số 12-KH/HĐTN về Tháng Thanh niên")
    assert article(markup).kind == ArticleKind.DOCUMENT


def test_an_empty_body_is_signalled() -> None:
    assert [signal.code for signal in reading(news(inside="")).signals] == ["body.missing"]


@pytest.mark.parametrize(("function", "kind"), [("viewcat", ReadingKind.LISTING), ("print", ReadingKind.UNKNOWN)])
def test_the_system_says_what_is_no_article(function: str, kind: ReadingKind) -> None:
    markup = news() + f'<script>var nv_func_name="{function}";</script>'
    tree = parse_page(markup.encode(), "text/html; charset=utf-8", URL)
    assert read_nukeviet(tree, PROFILE).kind == kind


@pytest.mark.parametrize("markup", ["", "<p>", "<div class=bodytext></div>", "<h1></h1><div id=bodytext><img></div>"])
def test_nothing_to_read_is_no_article(markup: str) -> None:
    tree = parse_page(markup.encode(), "text/html", URL)
    assert read_nukeviet(tree, PROFILE).article is None
