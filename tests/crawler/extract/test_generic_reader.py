"""The generic reader on the grammars of systems that no rule was written for."""

import pytest

from crawler.article import LinkKind, RelatedState
from crawler.extract.generic import read_generic
from crawler.extract.markup.decode import parse_page
from crawler.extract.reading import Reading, ReadingKind
from crawler.profiles import Profile

TITLE = "Tân Phú ra quân làm đẹp đường quê hưởng ứng Tháng Thanh niên"
TEXT = (
    "Sáng ngày 12/3/2019, Đoàn xã Tân Phú phối hợp Hội Nông dân ra quân làm vệ sinh tuyến đường liên ấp.",
    "Tại buổi ra quân, các đoàn viên đã phát quang bụi rậm, khơi thông cống rãnh và trồng mới 200 cây hoàng yến.",
    "Bí thư Đoàn xã đề nghị các chi đoàn duy trì việc chăm sóc cây sau khi trồng, gắn biển tên cho từng đoạn đường./.",
)
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in TEXT)
MENU = '<div><a href="/">Trang chủ</a> <a href="/gioi-thieu">Giới thiệu</a> <a href="/tin">Tin tức</a></div>'
HEAD = "<title>Huyện đoàn Tân Phú</title>"
PROFILE = Profile("mau", "Huyện đoàn Tân Phú", ("doan.example",))


def read(body: str, head: str = HEAD, url: str = "http://doan.example/tin?id=5") -> Reading:
    markup = f"<html><head>{head}</head>{body if body.startswith('<body') else f'<body>{body}</body>'}</html>"
    return read_generic(parse_page(markup.encode(), "text/html; charset=utf-8", url), PROFILE)


def article(body: str, head: str = HEAD):  # type: ignore[no-untyped-def]
    reading = read(body, head)
    assert reading.article is not None, reading.kind
    return reading.article


class TestTitle:
    @pytest.mark.parametrize(
        "heading",
        [
            f"<h1>{TITLE}</h1>",
            f"<h3>{TITLE}</h3>",
            f"<div class='tieude'>{TITLE}</div>",
            f"<p><b>{TITLE}</b></p>",
            f"<font size='4'>{TITLE}</font>",
            f"<span style='font-size:14pt'>{TITLE}</span><br>",
            f"<div>{TITLE}</div>",
            "<h2>Tân Phú ra quân<br>làm đẹp đường quê hưởng ứng Tháng Thanh niên</h2>",
        ],
    )
    def test_is_what_stands_out_above_the_text(self, heading: str) -> None:
        found = article(f"{MENU}<div>{heading}{PARAGRAPHS}</div>")
        assert found.title == TITLE
        assert found.paragraphs == TEXT

    def test_is_never_the_site_s_name(self) -> None:
        header = "<div>Huyện đoàn Tân Phú</div>"
        reading = read(f"{header}{MENU}<div>{PARAGRAPHS}</div>")
        assert reading.article is None or reading.article.title is None

    def test_of_the_head_serves_where_it_names_the_page(self) -> None:
        head = f"<title>{TITLE} | Huyện đoàn Tân Phú</title>"
        assert article(f"{MENU}<div>{PARAGRAPHS}</div>", head).title == TITLE

    def test_repeated_at_the_head_of_the_text_is_no_paragraph(self) -> None:
        assert article(f"<h1>{TITLE}</h1><div><p>{TITLE}</p>{PARAGRAPHS}</div>").paragraphs == TEXT


class TestStamp:
    @pytest.mark.parametrize(
        "line",
        [
            "Thứ ba, 12/03/2019 15:20 GMT+7",
            "Viết lúc: 15:20 ngày 12/03/2019, lượt xem: 410",
            "(Cập nhật: 12/03/2019 15:20 - Lượt xem: 410)",
            "Thứ ba - 12/03/2019 15:20 Số lần xem: 410",
            "Ngày đăng bài: 12/03/2019 15:20 | Tác giả: Hoàng Minh",
            "Được gửi bởi admin vào Thứ ba, 12/03/2019 - 15:20",
        ],
    )
    def test_by_the_headline(self, line: str) -> None:
        found = article(f"{MENU}<div><h1>{TITLE}</h1><p>{line}</p>{PARAGRAPHS}</div>")
        assert "12/03/2019" in (found.published or "")
        assert found.paragraphs == TEXT

    def test_of_the_text_footer_or_list_is_none(self) -> None:
        footer = "<div>Giấy phép số 15 cấp ngày 20/10/2011</div>"
        listed = '<div>Tin khác</div><ul><li><a href="/tin?id=4">Xã đoàn Tân Hòa trao mái ấm</a> (11/03/2019)</li></ul>'
        assert article(f"{MENU}<div><h1>{TITLE}</h1>{PARAGRAPHS}</div>{listed}{footer}").published is None

    def test_declared_by_time_or_meta(self) -> None:
        stamp = "2019-03-12T15:20:00+07:00"
        assert article(f"<h1>{TITLE}</h1><time datetime='{stamp}'>hôm qua</time>{PARAGRAPHS}").published == stamp
        head = f"<title>x</title><meta property='article:published_time' content='{stamp}'>"
        assert article(f"<h1>{TITLE}</h1>{PARAGRAPHS}", head).published == stamp


class TestByline:
    def test_meta_author_that_names_the_site_or_its_administrator_is_none(self) -> None:
        for name in ("Huyện đoàn Tân Phú", "admin", "Super User"):
            head = f"<title>x</title><meta name='author' content='{name}'><meta property='og:type' content='article'>"
            assert article(f"<h1>{TITLE}</h1>{PARAGRAPHS}", head).byline is None

    def test_labelled_keeps_its_label(self) -> None:
        found = article(f"<h1>{TITLE}</h1><div>{PARAGRAPHS}<p>Tin, ảnh: Thanh Hà</p></div>")
        assert found.byline == "Tin, ảnh: Thanh Hà"
        assert found.paragraphs == TEXT

    def test_bare_last_line(self) -> None:
        assert (
            article(f"<h1>{TITLE}</h1><div>{PARAGRAPHS}<p align=right><b>Trần Thanh Hà</b></p></div>").byline
            == "Trần Thanh Hà"
        )

    def test_account_link(self) -> None:
        found = article(f"<h1>{TITLE}</h1><p>By <a rel='author' href='/author/ha'>Trần Thanh Hà</a></p>{PARAGRAPHS}")
        assert found.byline == "Trần Thanh Hà"


class TestReadCount:
    @pytest.mark.parametrize(
        "line", ["Số lần đọc: 1.234", "Lượt xem: 1,234", "1.234 lượt xem", "Đã xem: 1234", "<b>Số lần đọc:</b> 1.234"]
    )
    @pytest.mark.parametrize("place", ["before", "after"])
    def test_beside_its_label(self, line: str, place: str) -> None:
        above, below = (f"<p>{line}</p>", "") if place == "before" else ("", f"<p>{line}</p>")
        found = article(f"{MENU}<div><h1>{TITLE}</h1>{above}{PARAGRAPHS}{below}</div>")
        assert (found.read_count or "").replace(".", "").replace(",", "") == "1234"
        assert found.paragraphs == TEXT

    def test_site_counter_is_none(self) -> None:
        counters = "<div>Tổng lượt truy cập: 10.540</div><div>Đang online: 4</div>"
        assert article(f"<h1>{TITLE}</h1><div>{PARAGRAPHS}</div>{counters}").read_count is None


class TestRelated:
    LINKS = '<li><a href="/tin?id=4">Xã đoàn Tân Hòa trao mái ấm tình thương</a></li>'

    @pytest.mark.parametrize(
        ("label", "kind"),
        [
            ("Tin liên quan", LinkKind.RELATED),
            ("BÀI VIẾT LIÊN QUAN", LinkKind.RELATED),
            ("Những tin mới hơn", LinkKind.NEWER),
            ("Các tin đã đưa", LinkKind.OLDER),
            ("Tin cùng chuyên mục", LinkKind.SAME_SECTION),
        ],
    )
    def test_kind_is_the_label_s(self, label: str, kind: LinkKind) -> None:
        found = article(f"<h1>{TITLE}</h1><div>{PARAGRAPHS}</div><div>{label}</div><ul>{self.LINKS}</ul>")
        assert [(link.url, link.kind) for link in found.related] == [("http://doan.example/tin?id=4", kind)]
        assert found.related_state == RelatedState.LISTED
        assert found.paragraphs == TEXT

    def test_label_without_links_is_empty_and_no_label_absent(self) -> None:
        assert article(f"<h1>{TITLE}</h1>{PARAGRAPHS}").related_state == RelatedState.ABSENT
        found = article(f"<h1>{TITLE}</h1><div>{PARAGRAPHS}</div><table><tr><td>Tin liên quan</td></tr></table>{MENU}")
        assert found.related_state == RelatedState.EMPTY
        assert found.related == ()


CARD = (
    '<div><h3><a href="/tin?id={0}">Xã đoàn số {0} trao mái ấm tình thương cho hộ nghèo</a></h3>'
    "<p>Sáng ngày {0}/3/2019, Đoàn xã phối hợp các ban ngành tổ chức lễ bàn giao nhà cho hộ nghèo tại ấp {0}.</p></div>"
)
BREAKS = (
    '<a href="/tin?id={0}">Xã đoàn số {0} trao mái ấm tình thương cho hộ nghèo</a><br>'
    "Sáng ngày {0}/3/2019, Đoàn xã phối hợp các ban ngành tổ chức lễ bàn giao nhà cho hộ nghèo...<br>"
)
ROW = '<tr><td>{0}</td><td><a href="/tin?id={0}">Kế hoạch tổ chức Tháng Thanh niên lần thứ {0}</a></td></tr>'


class TestKind:
    @pytest.mark.parametrize("item", [CARD, BREAKS, f"<table>{ROW}</table>"], ids=["cards", "breaks", "table"])
    def test_listing(self, item: str) -> None:
        many = "".join(item.format(number) for number in range(10, 18))
        assert read(f"{MENU}<h1>Tin cơ sở</h1>{many}", url="http://doan.example/tin-co-so").kind == ReadingKind.LISTING

    def test_front_page(self) -> None:
        assert read(f"{MENU}<h1>{TITLE}</h1>{PARAGRAPHS}", url="http://doan.example/").kind == ReadingKind.LISTING

    def test_template_without_an_article(self) -> None:
        assert read(f"{MENU}<div></div><div>Số lần đọc: 1</div><div>Tin liên quan</div>").kind == ReadingKind.EMPTY

    def test_message_that_there_is_none(self) -> None:
        assert (
            read(f"{MENU}<h2>Thông báo</h2><div>Bài viết không tồn tại hoặc đã bị xóa.</div>").kind == ReadingKind.EMPTY
        )

    def test_error(self) -> None:
        assert read("<h1>404 Not Found</h1><hr>nginx").kind == ReadingKind.ERROR

    def test_official_document(self) -> None:
        heading = "<h1>Kế hoạch số 65-KH/TĐTN về tổ chức Tháng Thanh niên năm 2019</h1>"
        assert read(f"{MENU}<div>{heading}{PARAGRAPHS}</div>").kind == ReadingKind.DOCUMENT

    @pytest.mark.parametrize("body", ["", "<body></body>", "<frameset><frame src='a.html'></frameset>"])
    def test_nothing_at_all(self, body: str) -> None:
        assert read(body).kind in (ReadingKind.UNKNOWN, ReadingKind.EMPTY)


def test_the_page_s_tree_is_not_changed() -> None:
    page = parse_page(
        f"<h1>{TITLE}</h1>{PARAGRAPHS}<p>Số lần đọc: 3</p>".encode(), "text/html; charset=utf-8", "http://x.vn/a"
    )
    before = page.tree.text_content()
    read_generic(page, PROFILE)
    assert page.tree.text_content() == before


def test_deep_nesting_does_not_break_it() -> None:
    assert read("<div>" * 1500 + f"<h1>{TITLE}</h1>{PARAGRAPHS}").kind == ReadingKind.ARTICLE


def test_an_item_of_a_portals_first_page_is_an_article() -> None:
    page = read(f"<div><h1>{TITLE}</h1>{PARAGRAPHS}</div>", url="http://doan.example/Default.aspx?tabid=72&ItemID=91")
    assert page.kind == ReadingKind.ARTICLE
    menu = read(f"<div><h1>{TITLE}</h1>{PARAGRAPHS}</div>", url="http://doan.example/index.php?Itemid=91")
    assert menu.kind == ReadingKind.LISTING
