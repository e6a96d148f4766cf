"""What pages of the provinces' portals have beside the article: tickers with the day of the visit, sections as
headings, turning links, files in a row, ratings."""

from crawler.article import RawArticle
from crawler.extract.generic import read_generic
from crawler.extract.markup.decode import parse_page
from crawler.memory import SiteMemory
from crawler.profiles import Profile

TITLE = "Huyện đoàn tổng kết công tác năm 2018"
TEXT = (
    "Sáng ngày 12/3, tại nhà văn hóa huyện, Ban Thường vụ Huyện đoàn tổ chức hội nghị với hơn 120 đại biểu tham dự.",
    "Trong năm qua, các cấp bộ Đoàn đã sửa 12 căn nhà nhân ái và trồng hơn 5.000 cây xanh trên địa bàn toàn huyện.",
    "Phát biểu tại hội nghị, đồng chí Bí thư đề nghị các cơ sở Đoàn tiếp tục đổi mới sinh hoạt chi đoàn./.",
)
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in TEXT)
HEADLINE = f"<div><font size=4><b>{TITLE}</b></font></div>"
TODAY = "Chủ nhật, 29/11/2026"
PROFILE = Profile("mau", "Tỉnh đoàn Mẫu", ("doan.example",))


def read(body: str, profile: Profile = PROFILE) -> RawArticle:
    url = "http://doan.example/chitiet.aspx?id=9"
    markup = f"<html><head><title>Trang thông tin điện tử Tỉnh đoàn</title></head><body>{body}</body></html>"
    article = read_generic(parse_page(markup.encode(), "text/html; charset=utf-8", url), profile).article
    assert article is not None
    return article


class TestTheDayOfTheVisit:
    def test_above_the_headline_gives_way_to_the_stamp_below(self) -> None:
        found = read(f"<div>{TODAY}</div>{HEADLINE}<div>15/10/2018 10:31</div>{PARAGRAPHS}")
        assert found.published == "15/10/2018 10:31"

    def test_gives_way_to_a_label_below_the_text(self) -> None:
        found = read(f"<div>{TODAY}</div>{HEADLINE}{PARAGRAPHS}<p>Ngày đăng: 15/10/2018</p>")
        assert found.published == "15/10/2018"

    def test_is_no_stamp_where_the_site_prints_it_on_all_pages(self) -> None:
        known = Profile("mau", "Mẫu", ("doan.example",), memory=SiteMemory(1, frozenset({TODAY.lower()}), frozenset()))
        assert read(f"<div>{TODAY}</div>{HEADLINE}{PARAGRAPHS}", known).published is None

    def test_is_no_stamp_where_nothing_is_known_of_the_site(self) -> None:
        for day in (TODAY, "Chủ nhật, ngày 29 tháng 11 năm 2026", "Thứ 2, 30-11-2026"):
            assert read(f"<div>{day}</div>{HEADLINE}{PARAGRAPHS}").published is None, day

    def test_a_day_in_one_box_with_the_headline_is_the_article_s(self) -> None:
        found = read(
            f"<div>{TODAY}</div>{MENU}<div><div><div>Thứ hai, 15/10/2018</div>{HEADLINE}</div>{PARAGRAPHS}</div>"
        )
        assert found.published == "Thứ hai, 15/10/2018"

    def test_a_stamp_above_the_headline_is_still_one(self) -> None:
        assert read(f"<div>15/10/2018 10:31</div>{HEADLINE}{PARAGRAPHS}").published == "15/10/2018 10:31"

    def test_a_day_with_a_short_label(self) -> None:
        found = read(f"{HEADLINE}<div>Người đăng: admin | Ngày: 15-10-2018 | Xem: 88</div>{PARAGRAPHS}")
        assert (found.published, found.read_count, found.byline) == ("15-10-2018", "88", None)


_MENU = enumerate(("Tin hoạt động", "Văn bản", "Hội - Đội"))
MENU = "".join(f'<a href="/ds.aspx?cid={number}">{name}</a> ' for number, name in _MENU)
MENU = f'<div id="nav"><a href="/">Trang chủ</a> {MENU}</div>'


class TestSectionAsHeading:
    def test_is_a_line_above_the_headline_that_the_menu_has(self) -> None:
        assert read(f"{MENU}<div><b>Tin hoạt động</b></div>{HEADLINE}{PARAGRAPHS}").section == "Tin hoạt động"

    def test_days_between_are_passed_over(self) -> None:
        found = read(f"{MENU}<div>TIN HOẠT ĐỘNG</div><div>{TODAY}</div>{HEADLINE}{PARAGRAPHS}")
        assert found.section == "TIN HOẠT ĐỘNG"

    def test_headlines_of_others_above_it_are_no_menu(self) -> None:
        others = "".join(f'<div><a href="/x.aspx?id={n}">Huyện đoàn ra quân lần thứ {n}</a></div>' for n in (1, 2, 3))
        link = '<div><a href="/ds.aspx?cid=0">Tin hoạt động</a></div>'
        assert read(f"{MENU}{others}{link}{HEADLINE}{PARAGRAPHS}").section == "Tin hoạt động"

    def test_other_words_are_none(self) -> None:
        assert read(f"{MENU}<div><b>Chi tiết tin</b></div>{HEADLINE}{PARAGRAPHS}").section is None

    def test_the_end_of_a_menu_is_none(self) -> None:
        rows = "".join(f'<p><a href="/ds.aspx?cid={n}">Mục số {n}</a></p>' for n in range(1, 6))
        assert read(f'{rows}{HEADLINE}{PARAGRAPHS}<p><a href="/ds.aspx?cid=5">Mục số 5</a></p>').section is None


class TestHeadlines:
    def test_what_a_unit_did_is_no_unit(self) -> None:
        lead = f"<span><strong>{TEXT[0]}</strong></span><br><br>"
        rest = "<br><br>".join(f"<span>{text}</span>" for text in TEXT[1:])
        found = read(f"<span>{TITLE}</span><br><span>15/10/2018 10:31:22 SA</span><br>{lead}{rest}")
        assert (found.title, found.lead, found.paragraphs) == (TITLE, TEXT[0], TEXT[1:])

    def test_a_unit_s_name_is_no_headline(self) -> None:
        found = read(f"<div>Tỉnh đoàn Kiên Giang</div><div>15/10/2018 10:31</div>{PARAGRAPHS}")
        assert found.title != "Tỉnh đoàn Kiên Giang"

    def test_a_lead_in_a_paragraph_of_its_own_box(self) -> None:
        rest = "".join(f"<p>{text}</p>" for text in TEXT[1:])
        found = read(f"{HEADLINE}<div><div class='a'><p>{TEXT[0]}</p></div><div class='b'>{rest}</div></div>")
        assert (found.lead, found.paragraphs) == (TEXT[0], TEXT[1:])

    def test_a_lead_above_a_box_of_lines(self) -> None:
        found = read(f"<div>{HEADLINE}<div><i>{TEXT[0]}</i></div><div>{TEXT[1]}<br><br>{TEXT[2]}</div></div>")
        assert (found.lead, found.paragraphs) == (TEXT[0], TEXT[1:])

    def test_a_lead_set_as_a_quotation(self) -> None:
        rest = "".join(f"<p>{text}</p>" for text in TEXT[1:])
        found = read(f"{HEADLINE}<div><blockquote>{TEXT[0]}</blockquote>{rest}</div>")
        assert (found.lead, found.paragraphs) == (TEXT[0], TEXT[1:])

    def test_tools_above_the_text_are_none(self) -> None:
        tools = '<div><a href="/in.aspx?id=9">Bản in</a> <a href="mailto:?subject=x">Gửi email</a></div>'
        assert read(f"<div>{HEADLINE}{tools}{PARAGRAPHS}</div>").paragraphs == TEXT

    def test_a_first_paragraph_beside_a_box_is_no_lead(self) -> None:
        rest = "".join(f"<p>{text}</p>" for text in TEXT[1:])
        assert read(f"{HEADLINE}<div><p>{TEXT[0]}</p><div>{rest}</div></div>").lead is None


class TestValuesBehindTheHeadline:
    def test_a_day_in_brackets_is_its_stamp(self) -> None:
        found = read(f"<div><span class='title'>{TITLE}</span> <span>(15/10/2018)</span></div>{PARAGRAPHS}")
        assert (found.title, found.published) == (TITLE, "(15/10/2018)")

    def test_a_count_is_its_read_count(self) -> None:
        found = read(f"<div><font size=4>{TITLE}</font> - 15/10/2018 <i>(Lượt xem: 88)</i></div>{PARAGRAPHS}")
        assert (found.title, found.read_count) == (TITLE, "88")

    def test_a_day_that_it_says_itself_stays(self) -> None:
        title = "Kỷ niệm 90 năm Ngày thành lập Đoàn (26/3/2021)"
        found = read(f"<div><font size=4>{title}</font></div>{PARAGRAPHS}")
        assert (found.title, found.published) == (title, None)

    def test_a_form_names_it_in_the_cell_before(self) -> None:
        row = "<tr><td><h3>{}</h3></td><td>{}</td></tr>".format
        made = "<p>Đã tạo lúc 15/10/2018 10:31 bởi Quản trị</p>"
        found = read(f"<table>{row('Tiêu đề', TITLE)}{row('Nội dung', PARAGRAPHS)}</table>{made}")
        assert (found.title, found.paragraphs, (found.published or "")[:16]) == (TITLE, TEXT, "15/10/2018 10:31")


class TestBelowTheText:
    def test_tools_are_no_text(self) -> None:
        for words in ("Bản để in", "[In trang này]", "Gửi cho bạn bè", "Lưu lại", "Quay lại trang trước"):
            tool = f'<div><a href="/tool.aspx?id=9">{words}</a></div>'
            found = read(f"<div>{HEADLINE}{PARAGRAPHS}<div>Tánh Võ</div>{tool}</div>")
            assert (found.byline, found.paragraphs) == ("Tánh Võ", TEXT), words

    def test_headlines_in_rows_below_a_label_are_its_list(self) -> None:
        links = "".join(
            f'<tr><td><a href="/x.aspx?id={n}">Huyện đoàn ra quân lần thứ {n}</a></td></tr>' for n in (1, 2)
        )
        rows = f"<tr><td>{HEADLINE}</td></tr><tr><td>{PARAGRAPHS}</td></tr><tr><td>CÁC TIN KHÁC</td></tr>{links}"
        found = read(f"<table>{rows}<tr><td><a href='/lien-he.aspx'>Liên hệ</a></td></tr></table>")
        assert [link.url[-1] for link in found.related] == ["1", "2"]
        assert found.paragraphs == TEXT

    def test_links_with_arrows_are_no_text(self) -> None:
        turn = '<div><a href="/chitiet.aspx?id=8">&lt;&lt; Bài trước</a> '
        turn += '<a href="/chitiet.aspx?id=10">Bài sau &gt;&gt;</a></div>'
        assert read(f"<div>{HEADLINE}{PARAGRAPHS}{turn}</div>").paragraphs == TEXT

    def test_a_row_of_tools_is_no_text(self) -> None:
        tools = '<div><a href="#">Chia sẻ</a> <a href="/Default.aspx?ctl=print">In</a></div>'
        found = read(f"<div>{HEADLINE}{PARAGRAPHS}<p align=right><b>Tánh Võ</b></p>{tools}</div>")
        assert (found.byline, found.paragraphs) == ("Tánh Võ", TEXT)

    def test_files_behind_a_label_are_no_source(self) -> None:
        files = '<a href="/u/bc12.doc">bc12.doc</a> (120KB), <a href="/u/bc13.pdf">bc13.pdf</a> (1,2 MB)'
        found = read(f"<div>{HEADLINE}{PARAGRAPHS}<p><b>Tánh Võ</b></p><p>Tài liệu kèm theo: {files}</p></div>")
        assert (found.source, found.byline, found.paragraphs) == (None, "Tánh Võ", TEXT)
        assert [attachment.name for attachment in found.attachments] == ["bc12.doc", "bc13.pdf"]

    def test_a_rating_ends_the_article(self) -> None:
        rating = "<div>Đánh giá bài viết này: 5.0</div>"
        found = read(f"<div>{HEADLINE}{PARAGRAPHS}<p align=right>Tánh Võ</p>{rating}</div>")
        assert (found.byline, found.paragraphs) == ("Tánh Võ", TEXT)

    def test_a_unit_may_be_the_outlet(self) -> None:
        found = read(f"<div>{HEADLINE}{PARAGRAPHS}<p align=right><i>(Theo Tỉnh đoàn Kiên Giang)</i></p></div>")
        assert (found.source, found.paragraphs) == ("Tỉnh đoàn Kiên Giang", TEXT)


class TestFilmsAndSound:
    PLAYER = '<iframe src="https://www.youtube.com/embed/x" width="560"></iframe>'

    def test_a_video_without_text_is_an_article(self) -> None:
        found = read(
            f"{MENU}<div>{HEADLINE}<div>15/10/2018 10:31</div><div>{self.PLAYER}</div></div><p>Huyện đoàn Mẫu</p>"
        )
        assert (found.title, found.published, found.paragraphs) == (TITLE, "15/10/2018 10:31", ())
        assert "youtube.com" in found.body_html

    def test_a_player_beside_an_empty_page_is_none(self) -> None:
        markup = f"<html><body>{MENU}{HEADLINE}<div>{self.PLAYER}</div></body></html>"
        page = parse_page(markup.encode(), "text/html; charset=utf-8", "http://doan.example/chitiet.aspx?id=9")
        assert read_generic(page, PROFILE).article is None


class TestLinksAmidTheText:
    def test_a_label_with_its_headline_is_a_related_link(self) -> None:
        link = '<p>Xem thêm: <a href="/chitiet.aspx?id=7">Huyện đoàn ra quân mùa hè</a></p>'
        found = read(f"{HEADLINE}<div><p>{TEXT[0]}</p><p>{TEXT[1]}</p>{link}<p>{TEXT[2]}</p></div>")
        assert (found.paragraphs, [(x.url[-4:], x.title) for x in found.related]) == (
            TEXT,
            [("id=7", "Huyện đoàn ra quân mùa hè")],
        )

    def test_words_that_lead_to_a_file_stay(self) -> None:
        link = '<p>Xem thêm: <a href="/u/ke-hoach.pdf">Kế hoạch số 12 của Huyện đoàn</a></p>'
        found = read(f"{HEADLINE}<div><p>{TEXT[0]}</p><p>{TEXT[1]}</p>{link}<p>{TEXT[2]}</p></div>")
        assert (found.related, len(found.attachments)) == ((), 1)
