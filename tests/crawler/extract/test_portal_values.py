"""Values that portals print in their own ways: counts without colons, names with days, stamps below the text; lists and
leads that no name marks."""

import pytest

from tests.crawler.extract.test_portal_pages import HEADLINE, MENU, PARAGRAPHS, TEXT, TITLE, read


class TestCounts:
    @pytest.mark.parametrize(
        "count",
        [
            "Lượt xem 1.204",
            "(Đã xem 1.204 lần)",
            "1.204 lượt xem",
            "Số lượt người đọc : 1.204",
            "Đọc: 1.204 lần",
            "1.204 người đã xem",
            "Bài viết đã được xem 1.204 lần",
        ],
    )
    def test_behind_a_day_on_one_line(self, count: str) -> None:
        for day in ("15/10/2018 10:31", "Đăng ngày: 15/10/2018 10:31", "10h31' - 15/10/2018"):
            found = read(f"{HEADLINE}<div>{day} - {count}</div>{PARAGRAPHS}")
            assert (found.read_count, "15/10/2018" in (found.published or "")) == ("1.204", True), day

    def test_of_another_article_s_link_are_none(self) -> None:
        other = '<div><a href="/chitiet.aspx?id=4">Huyện đoàn ra quân mùa hè</a> 15/10/2018 - 88 lượt xem</div>'
        assert read(f"{HEADLINE}{PARAGRAPHS}{other}").read_count is None


class TestWhoPostedItWhen:
    def test_parted_by_a_dash(self) -> None:
        found = read(f"{HEADLINE}<div>Đăng bởi: admin - 15/10/2018 10:31 - Lượt xem: 88</div>{PARAGRAPHS}")
        assert (found.published, found.read_count, found.byline) == ("15/10/2018 10:31", "88", None)

    def test_a_row_of_values_closed_like_a_sentence(self) -> None:
        row = "Người đăng: <b>Quản trị</b> .Ngày đăng: 15/10/2018 .Lượt xem: 88 lượt."
        found = read(f"{HEADLINE}<div>{row}</div><div><b>{TEXT[0]}</b></div>{''.join(f'<p>{t}</p>' for t in TEXT[1:])}")
        assert (found.lead, (found.published or "")[:10], found.paragraphs) == (TEXT[0], "15/10/2018", TEXT[1:])

    def test_an_author_keeps_his_name(self) -> None:
        found = read(f"{HEADLINE}<div>Người viết: Tánh Võ | 15/10/2018</div>{PARAGRAPHS}")
        assert (found.published, found.byline) == ("15/10/2018", "Người viết: Tánh Võ")


class TestStampsBelowTheText:
    @pytest.mark.parametrize(
        ("line", "published", "count"),
        [
            ("10:31 15/10/2018", "10:31 15/10/2018", None),
            ("Thứ hai, ngày 15/10/2018 | 10:31", "Thứ hai, ngày 15/10/2018 | 10:31", None),
            ("<span>15/10/2018</span><span>10:31</span>", "15/10/2018 10:31", None),
            ("15/10/2018 | 88 lượt xem", "15/10/2018", "88"),
            ("10:31 15/10/2018 &nbsp; 88", "10:31 15/10/2018", "88"),
            ("15/10/2018", None, None),
        ],
    )
    def test_with_a_time_or_a_count(self, line: str, published: str | None, count: str | None) -> None:
        found = read(f"<div>{HEADLINE}{PARAGRAPHS}<p align=right>Tánh Võ</p><div>{line}</div></div>")
        assert (found.published, found.read_count, found.byline) == (published, count, "Tánh Võ")

    def test_are_none_below_the_list_of_others(self) -> None:
        other = '<b>Tin khác</b><div><a href="/chitiet.aspx?id=4">Huyện đoàn ra quân mùa hè</a></div>'
        other += "<div>10:31 15/10/2018</div>"
        assert read(f"<div>{HEADLINE}{PARAGRAPHS}{other}</div>").published is None


class TestListsBesideTheirLabel:
    @pytest.mark.parametrize(
        "entry",
        [
            '<img src="/dot.gif"> <a href="{}">{}</a><br>',
            '<div>- <a href="{}">{}</a></div>',
            '<table><tr><td>&raquo;</td><td><a href="{}">{}</a> <i>(15/10/2018 10:31)</i></td></tr></table>',
        ],
    )
    def test_all_entries_are_found(self, entry: str) -> None:
        entries = "".join(entry.format(f"/chitiet.aspx?id={n}", f"Huyện đoàn ra quân lần thứ {n}") for n in (1, 2, 3))
        side = '<div>Tin mới</div><ul><li><a href="/chitiet.aspx?id=5">Đoàn xã ra quân lần thứ năm</a></li></ul>'
        found = read(f"<div>{HEADLINE}{PARAGRAPHS}<div><b>Các tin khác</b></div>{entries}{side}</div>")
        assert [link.url[-1] for link in found.related] == ["1", "2", "3"]
        assert found.paragraphs == TEXT


class TestTools:
    @pytest.mark.parametrize(
        "row",
        [
            'Chia sẻ: <a href="#">Facebook</a> <a href="#">Zalo</a>',
            'Cỡ chữ: <a href="#">+</a> <a href="#">-</a>',
            '<a href="/in.aspx?id=9">In bài viết này</a> | <a href="/gui.aspx?id=9">Gửi bạn bè</a>',
        ],
    )
    def test_are_no_text_above_or_below_it(self, row: str) -> None:
        for markup in (f"{HEADLINE}<div>{row}</div>{PARAGRAPHS}", f"{HEADLINE}{PARAGRAPHS}<div>{row}</div>"):
            assert read(f"<div>{markup}</div>").paragraphs == TEXT


class TestLeads:
    def test_alone_in_italics(self) -> None:
        rest = "".join(f"<div>{text}</div>" for text in TEXT[1:])
        found = read(f"{HEADLINE}<div><div><i>{TEXT[0]}</i></div>{rest}</div>")
        assert (found.lead, found.paragraphs) == (TEXT[0], TEXT[1:])

    def test_all_in_italics_has_none(self) -> None:
        found = read(f"{HEADLINE}<div>{''.join(f'<p><i>{text}</i></p>' for text in TEXT)}</div>")
        assert (found.lead, found.paragraphs) == (None, TEXT)

    def test_in_a_box_above_lines_without_any(self) -> None:
        found = read(f"{HEADLINE}<div><div>{TEXT[0]}</div>{TEXT[1]}<br><br>{TEXT[2]}<br></div>")
        assert (found.lead, found.paragraphs) == (TEXT[0], TEXT[1:])

    def test_a_bold_one_is_no_headline(self) -> None:
        word = "".join(f'<p><span style="font-size:14pt">{text}</span></p>' for text in TEXT[1:])
        found = read(f"<div><b>{TITLE}</b></div><div><p><b>{TEXT[0][:90]} dự.</b></p>{word}</div>")
        assert (found.title, found.lead) == (TITLE, f"{TEXT[0][:90]} dự.")


class TestSectionAsHeading:
    def test_right_below_the_menu(self) -> None:
        link = '<div><a href="/ds.aspx?cid=0"><b>Tin hoạt động</b></a></div>'
        found = read(f"{MENU}<p><a href='/lien-he.aspx'>Liên hệ</a></p>{link}{HEADLINE}{PARAGRAPHS}")
        assert found.section == "Tin hoạt động"

    def test_above_a_labelled_stamp(self) -> None:
        found = read(f"{MENU}<div>Tin hoạt động</div><div>Cập nhật lúc 10:31 15/10/2018</div>{HEADLINE}{PARAGRAPHS}")
        assert (found.section, found.published) == ("Tin hoạt động", "10:31 15/10/2018")
