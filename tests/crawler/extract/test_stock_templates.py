"""What the stock templates of Joomla, Drupal and WordPress print around a text, in their Vietnamese words. The markup
is a reconstruction of the elements that they use; names, texts and dates are made up."""

import pytest

from crawler.article import RawArticle
from crawler.extract.around.rows import parts_of
from crawler.extract.generic import read_generic
from crawler.extract.markup.decode import parse_page
from crawler.extract.markup.lines import read_lines
from crawler.profile_files import with_family
from crawler.profiles import Profile

TITLE = "Đoàn xã Hòa Lợi trao mười góc học tập cho em nhỏ"
TEXT = (
    "Sáng ngày 05/6/2021, Đoàn xã Hòa Lợi trao mười góc học tập cho các em có hoàn cảnh khó khăn trên địa bàn xã.",
    "Mỗi góc học tập gồm bàn, ghế, đèn và giá sách, do đoàn viên các chi đoàn ấp đóng trong những ngày nghỉ.",
    "Bí thư Đoàn xã cho biết từ nay đến cuối năm các chi đoàn sẽ làm thêm hai mươi góc học tập như thế.",
)
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in TEXT)
OTHERS = ("Hội thi rung chuông vàng của học sinh toàn huyện", "Chi đoàn ấp Ba thắp sáng hai kilômét đường quê")
URL = "http://doan.example/tin-hoat-dong/61-doan-xa-hoa-loi-trao-muoi-goc-hoc-tap-cho-em-nho.html"
HEADING = f"<h2>{TITLE}</h2>"


def article(body: str, family: str = "joomla", url: str = URL) -> RawArticle:
    profile = with_family(Profile("mau", "Huyện đoàn Mẫu", ("doan.example",)), family)
    markup = f"<html><head><title>{TITLE}</title></head><body><div id='all'>{body}</div></body></html>"
    reading = read_generic(parse_page(markup.encode(), "text/html; charset=utf-8", url), profile)
    assert reading.article is not None, reading.kind
    assert reading.article.title == TITLE
    assert reading.article.paragraphs == TEXT
    return reading.article


def details(*entries: str) -> str:
    return "<dl><dt>Chi tiết</dt>" + "".join(f"<dd>{entry}</dd>" for entry in entries) + "</dl>"


CREATED = "Được viết ngày Thứ sáu, 04 Tháng 6 2021 09:05"
CHANGED = "Cập nhật lần cuối ngày Chủ nhật, 06 Tháng 6 2021 10:00"
PUBLISHED = "Được đăng ngày Thứ bảy, 05 Tháng 6 2021 16:20"


class TestJoomla:
    @pytest.mark.parametrize("below", [False, True])
    def test_details_are_no_text_and_published_goes_before_created(self, below: bool) -> None:
        box = details("Chuyên mục chính: <a href='/tin'>Tin</a>", CREATED, CHANGED, PUBLISHED, "Lượt xem: 1523")
        signed = "<p style='text-align:right'>Thanh Tùng</p>"
        parts = (PARAGRAPHS, signed, box) if below else (box, PARAGRAPHS, signed)
        found = article(f"<div class='item-page'>{HEADING}{''.join(parts)}</div>")
        assert found.published == "Thứ bảy, 05 Tháng 6 2021 16:20"
        assert found.modified == "Chủ nhật, 06 Tháng 6 2021 10:00"
        assert (found.read_count, found.byline) == ("1523", "Thanh Tùng")

    def test_created_serves_where_no_other_is_shown(self) -> None:
        box = details(CREATED, CHANGED)
        assert article(f"<div>{HEADING}{box}{PARAGRAPHS}</div>").published == "Thứ sáu, 04 Tháng 6 2021 09:05"

    def test_labelled_time_of_the_last_change_is_not_that_of_publication(self) -> None:
        box = details("<time datetime='2021-06-06T10:00:00+07:00'>Cập nhật mới nhất: 06 Tháng 6 2021</time>")
        found = article(f"<div>{HEADING}{box}{PARAGRAPHS}</div>")
        assert (found.published, found.modified) == (None, "2021-06-06T10:00:00+07:00")

    def test_category_goes_before_the_one_around_it(self) -> None:
        box = details("Parent Category: <a href='/tin'>Tin</a>", "Category: <a href='/tin/hoat-dong'>Hoạt động</a>")
        assert article(f"<div class='item-page'>{HEADING}{box}{PARAGRAPHS}</div>").section == "Hoạt động"

    def test_votes_are_neither_text_nor_picture(self) -> None:
        stars = "<img src='/media/rating_star.png'>&#160;/&#160;3"
        votes = f"<span class='content_rating'><p class='unseen'>Đánh giá: 5 / 5</p>{stars}</span>"
        votes += "<form><span class='content_vote'>Bình chọn <input type='radio'></span></form>"
        assert article(f"<div class='item-page'>{HEADING}{votes}{PARAGRAPHS}</div>").images == ()

    def test_account_without_colon_is_no_headline(self) -> None:
        rows = ("<span>Viết bởi Administrator</span>", "Thứ bảy, 05 Tháng 6 2021 16:20", PARAGRAPHS)
        table = "".join(f"<tr><td>{row}</td></tr>" for row in rows)
        heading = f"<table><tr><td>{TITLE}</td><td><a href='/print'><img src='/in.png'></a></td></tr></table>"
        section = "<tr><td><span>Tin hoạt động</span></td></tr>"
        url = "http://doan.example/index.php?option=com_content&view=article&id=61:hoc-tap&catid=3&Itemid=9"
        found = article(f"{heading}<table>{section}{table}</table>", url=url)
        assert found.byline is None

    def test_k2_count_change_and_lead(self) -> None:
        intro = "Mười góc học tập vừa được trao cho các em nhỏ ở xã Hòa Lợi trong sáng nay."
        changed = "Sửa lần cuối vào Chủ nhật, 06 Tháng 6 2021 10:00"
        end = f"<div><span>Đọc <b>1523</b> Lần</span> <span>{changed}</span></div>"
        body = f"<div class='itemIntroText'><p>{intro}</p></div><div class='itemFullText'>{PARAGRAPHS}</div>{end}"
        found = article(f"<div>{HEADING}<div>{body}</div></div>")
        assert (found.lead, found.read_count) == (intro, "1523")
        assert found.modified == "Chủ nhật, 06 Tháng 6 2021 10:00"

    def test_sentence_that_says_who_posted_when_is_no_lead(self) -> None:
        said = "Viết bởi Super User vào <time>Thứ bảy, 05 Tháng 6 2021</time>. Đăng trong <a href='/tin'>Tin</a>."
        found = article(f"<article><h1>{TITLE}</h1><p>{said}</p><div>{PARAGRAPHS}</div></article>")
        assert (found.lead, found.byline, found.section) == (None, None, "Tin")

    def test_aside_of_the_article_that_files_it(self) -> None:
        stamp = "<time datetime='2021-06-05T16:20:00+07:00' itemprop='datePublished'>05 Tháng 6 2021</time>"
        box = f"<aside>{details(stamp, 'Lượt xem: 1523')}</aside>"
        found = article(f"<article><header><h1>{TITLE}</h1></header>{box}<section>{PARAGRAPHS}</section></article>")
        assert (found.published, found.read_count) == ("2021-06-05T16:20:00+07:00", "1523")

    def test_aside_of_the_article_with_its_details(self) -> None:
        rows = details("05/6/2021 16:20", "Lượt xem: 1523").replace("<dl>", "<dl class='article-info'>")
        box = f"<aside>{rows}</aside>"
        found = article(f"<article><header><h1>{TITLE}</h1></header>{box}<section>{PARAGRAPHS}</section></article>")
        assert (found.published, found.read_count) == ("05/6/2021 16:20", "1523")

    def test_arrow_before_a_page_link(self) -> None:
        pager = "<ul><li><a href='/tin/60-a.html'>&lt; Trang trước</a></li></ul>"
        article(f"<div class='item-page'>{HEADING}{PARAGRAPHS}{pager}</div>")

    def test_title_that_scripts_show_as_caption(self) -> None:
        picture = "<p><img class='caption' title='Trao góc học tập' src='/images/a.jpg' alt=''></p>"
        found = article(f"<div class='item-page'>{HEADING}{picture}{PARAGRAPHS}</div>")
        assert [image.caption for image in found.images] == ["Trao góc học tập"]


@pytest.mark.parametrize("count", [2, 3])
def test_whole_articles_below_their_headlines_are_a_list(count: int) -> None:
    items = "".join(f"<h2><a href='/tin/{i}-a.html'>{OTHERS[i % 2]} {i}</a></h2>{PARAGRAPHS}" for i in range(count))
    body = f"<div class='blog'><h1>Tin hoạt động của Đoàn</h1>{items}</div>"
    page = parse_page(f"<body>{body}</body>".encode(), "text/html; charset=utf-8", "http://doan.example/tin-hoat-dong")
    assert str(read_generic(page, with_family(Profile("mau", "Mẫu", ("doan.example",)), "joomla")).kind) == "listing"


def cards(beside: str) -> str:
    links = (f"<h3><a href='/bai-{i}/'>{other}</a></h3>{beside}" for i, other in enumerate(OTHERS))
    return f"<div><h4>Bài viết liên quan</h4><div>{''.join(f'<div>{link}</div>' for link in links)}</div></div>"


class TestWordPress:
    @pytest.mark.parametrize("names", ["entry-thumb td-modal-image", "attachment-slider size-slider wp-post-image"])
    def test_picture_named_by_how_it_is_shown(self, names: str) -> None:
        picture = f"<figure><img class='{names}' src='/a.jpg'><figcaption>Trao góc học tập</figcaption></figure>"
        found = article(f"<h1>{TITLE}</h1><div class='entry-content'>{picture}{PARAGRAPHS}</div>", "wordpress")
        assert [image.caption for image in found.images] == ["Trao góc học tập"]

    @pytest.mark.parametrize(
        "beside",
        [
            "<div><a href='/category/tin/'>Tin hoạt động</a></div>",
            "<div><a href='/bai-9/#respond'>Để lại bình luận</a> / <a href='/category/tin/'>Tin hoạt động</a></div>",
        ],
    )
    def test_section_and_comments_beside_a_headline_are_not_related(self, beside: str) -> None:
        body = f"<article><h1>{TITLE}</h1><div class='entry-content'>{PARAGRAPHS}</div></article>{cards(beside)}"
        assert [link.title for link in article(body, "wordpress").related] == list(OTHERS)

    def test_badge_over_the_picture(self) -> None:
        badge = "<div><span>05</span><br><span>Th6</span></div>"
        head = f"<header><h1>{TITLE}</h1><div class='x'><img src='/a.jpg'>{badge}</div></header>"
        found = article(f"<article>{head}<div class='entry-content'>{PARAGRAPHS}</div></article>", "wordpress")
        assert [image.caption for image in found.images] == [None]

    def test_row_of_values_that_only_boxes_part(self) -> None:
        row = "<div><span><a href='/author/admin/'>admin</a></span><span>05/06/2021</span><div><span>0</span>"
        row += "<span class='meta-views'><i></i> 1,523 </span><span>2 phút đọc</span></div></div>"
        below = "<div><div><span>05/06/2021</span><span>1,523</span></div></div>"
        text = f"<div class='entry-content'>{PARAGRAPHS}<p>Thanh Tùng</p></div>"
        body = f"<article class='post-content'><header><h1>{TITLE}</h1>{row}</header>{text}{below}</article>"
        found = article(body, "wordpress")
        assert (found.published, found.read_count, found.byline) == ("05/06/2021", "1,523", "Thanh Tùng")

    def test_clock_in_words_below_the_day(self) -> None:
        row = "<ul><li><time>05/06/2021</time></li><li><time>4:20 chiều</time></li></ul>"
        found = article(f"<div><h1>{TITLE}</h1>{row}<div>{PARAGRAPHS}</div></div>", "wordpress")
        assert found.published == "05/06/2021 4:20 chiều"


class TestDrupal:
    def test_name_of_a_file_with_its_size(self) -> None:
        file = "<div><span><a href='/files/kh-12.pdf'>kh-12.pdf</a></span> <span>(44.6 KB)</span></div>"
        found = article(f"<h1>{TITLE}</h1><div class='node__content'>{PARAGRAPHS}{file}</div>", "drupal")
        assert [attachment.url for attachment in found.attachments] == ["http://doan.example/files/kh-12.pdf"]


def test_parts_of_a_line_are_what_its_inline_boxes_print() -> None:
    root = parse_page(b"<p>a<b>b</b><i>c<u>d</u></i> e</p>", "text/html", URL).tree.find("body")
    assert root is not None
    (line,) = read_lines(root, URL)
    assert [part.text for part in parts_of(line)] == ["a e", "b", "cd"]
    (plain,) = read_lines(parse_page(b"<p>a <b></b></p>", "text/html", URL).tree.find("body"), URL)
    assert parts_of(plain) == ()
