"""Parts of pages as hand-made portals and students' templates print them, each read by the kind and by no name."""

from collections.abc import Sequence

from crawler.article import RawArticle
from crawler.extract.markup.decode import parse_page
from crawler.extract.reader import read
from crawler.profiles import Profile

TITLE = "Tuổi trẻ thị trấn Long Bình ra quân làm sạch kênh Xáng"
LEAD = "Sáng 12/5, Thị đoàn Long Bình tổ chức ra quân làm sạch kênh Xáng với hơn một trăm đoàn viên."
TEXT = (
    "Từ sáng sớm, các bạn chia thành bốn tổ vớt lục bình và gom rác dọc hai bờ kênh dài hơn hai cây số.",
    "Anh Trần Văn Lợi, Bí thư Thị đoàn, cho biết đợt ra quân kéo dài đến hết tháng với sáu điểm khác.",
    "Sau buổi sáng, hơn ba tấn rác đã được thu gom và đưa về bãi tập kết của thị trấn để xử lý.",
)
BODY = "".join(f"<p>{text}</p>" for text in TEXT)
HEADLINES = tuple(f"Đoàn viên xã số {n} giúp dân gặt lúa chạy bão" for n in (5, 6, 7))
TEASER = "Chiều qua, các bạn đoàn viên đã có mặt từ sớm trên cánh đồng để giúp bà con thu hoạch..."


def article(content: str, paragraphs: Sequence[str] = TEXT, url: str = "http://a.vn/tin/1.html") -> RawArticle:
    """The article of a page with this content between a menu and a footer; its text is ``paragraphs``."""
    profile = Profile(slug="thu", name="Thị đoàn Thử", hosts=("a.vn",))
    menu = '<ul><li><a href="/">Trang chủ</a></li><li><a href="/lien-he">Liên hệ</a></li></ul>'
    page = f"<body><div>{menu}</div>{content}<div>Bản quyền thuộc Thị đoàn Thử</div></body>"
    found = read(parse_page(page.encode(), "text/html; charset=utf-8", url), profile).article
    assert found is not None
    assert (found.title, found.paragraphs) == (TITLE, tuple(paragraphs))
    return found


def listed(found: RawArticle) -> list[tuple[str, str | None]]:
    return [(link.url, link.title) for link in found.related]


OTHERS = [(f"http://a.vn/tin/{n}.html", title) for n, title in zip((5, 6, 7), HEADLINES, strict=True)]


def test_others_whose_links_hold_pictures_only() -> None:
    cards = "".join(
        f'<div><a href="/tin/{n}.html"></a><a href="/tin/{n}.html"><img src="/nho/{n}.jpg"></a>'
        f"<div>10/05/2025</div><h3>{title}</h3><div>{TEASER}</div></div>"
        for n, title in zip((5, 6, 7), HEADLINES, strict=True)
    )
    found = article(
        f"<div><div><div>{TITLE}</div><div>Ngày đăng: 12/05/2025</div><div>{BODY}</div></div>"
        f"<h2>Các bài viết khác</h2><div>{cards}</div></div>"
    )
    assert (listed(found), found.images) == (OTHERS, ())


def test_linked_pictures_of_other_sites_below_an_empty_list_are_none_of_it() -> None:
    logos = "".join(
        f'<div><a href="http://{n}.vn/"><img src="/logo/{n}.png"></a><h4>Cổng thông tin điện tử huyện {n}</h4></div>'
        for n in "bcd"
    )
    found = article(
        f"<div><h1>{TITLE}</h1><p>12/05/2025</p><div>{BODY}</div><h3>Tin liên quan</h3><div>{logos}</div></div>"
    )
    assert (found.related, str(found.related_state)) == ((), "empty")


def test_others_in_a_box_that_slides() -> None:
    cards = "".join(
        f'<div><a href="/tin/{n}.html"><img src="/nho/{n}.jpg"><h5>{title}</h5><p>{TEASER}</p></a></div>'
        for n, title in zip((5, 6, 7), HEADLINES, strict=True)
    )
    found = article(
        f"<div><h1>{TITLE}</h1><div>Ngày đăng: 12/05/2025</div><div>{BODY}</div>"
        f'<h3>Bài viết liên quan</h3><div class="row slider">{cards}</div></div>'
    )
    assert listed(found) == OTHERS


def test_cards_in_a_box_that_slides_belong_to_no_article_without_a_label() -> None:
    cards = "".join(
        f'<div><a href="/tin/{n}.html"><img src="/nho/{n}.jpg"><h5>{HEADLINES[0]}</h5></a></div>' for n in (5, 6)
    )
    found = article(
        f'<div class="slider">{cards}</div><div><h1>{TITLE}</h1><div>12/05/2025</div><div>{BODY}</div></div>'
    )
    assert found.related == ()


def test_days_beside_the_headlines_of_others_are_none_of_their_words() -> None:
    links = "".join(
        f'<li><a href="/tin/{n}.html">{title}</a>&nbsp;<span>2025-05-1{n} 10:15:00.0</span></li>'
        for n, title in zip((5, 6, 7), HEADLINES, strict=True)
    )
    found = article(f"<div><h1>{TITLE}</h1><p>12/05/2025</p><div>{BODY}</div><p>Tin đã đưa</p><ul>{links}</ul></div>")
    assert listed(found) == OTHERS


def test_a_paragraph_beside_the_box_of_the_text_is_the_lead() -> None:
    found = article(f"<div><h3>{TITLE}</h3><p>Cập nhật: 12/05/2025</p><p>{LEAD}</p><div>{BODY}</div></div>")
    assert found.lead == LEAD


def test_a_paragraph_among_others_of_its_box_is_no_lead() -> None:
    boxes = f"<div><p>{TEXT[0]}</p><p>{TEXT[1]}</p></div><p>{TEXT[2]}</p>"
    found = article(
        f"<div><h3>{TITLE}</h3><p>Cập nhật: 12/05/2025</p><p>{LEAD}</p>{boxes}</div>", paragraphs=(LEAD, *TEXT)
    )
    assert found.lead is None


def test_who_posted_it_is_no_lead_whatever_its_box_is_called() -> None:
    by = '<p class="lead">by <a href="#">Thanh Trúc</a></p>'
    found = article(f"<div><h1>{TITLE}</h1>{by}<p>Posted on 2025-05-12 08:30:00</p><div>{BODY}</div></div>")
    assert (found.lead, found.published) == (None, "2025-05-12 08:30:00")


def test_an_administrator_above_the_text_is_neither_text_nor_author() -> None:
    found = article(f"<div><h1>{TITLE}</h1><p>by <a href='#'>admin</a></p><p>12/05/2025</p><div>{BODY}</div></div>")
    assert found.byline is None


def test_an_account_below_the_text_is_neither_text_nor_the_one_who_signed_it() -> None:
    signed = '<p style="text-align: right"><b>Tánh Võ</b></p><span><a href="/author/thanhtruc">Thanh Trúc</a></span>'
    found = article(f"<div><h2>{TITLE}</h2><p>12/05/2025 | Số lượt xem: 371</p><div>{BODY}{signed}</div></div>")
    assert (found.byline, found.read_count) == ("Tánh Võ", "371")


def test_labelled_values_that_only_their_boxes_part() -> None:
    row = "<span>Tác giả: <b>Thanh Trúc</b></span><span>Chuyên mục: Phong trào</span><span>Lượt xem: 371</span>"
    found = article(f"<div><h1>{TITLE}</h1><div>{row}</div><div>{BODY}</div></div>")
    assert (found.byline, found.section, found.read_count) == ("Tác giả: Thanh Trúc", "Phong trào", "371")


def test_a_count_printed_in_a_bar_of_buttons() -> None:
    shared = '<div><b>0</b><span>Chia sẻ</span></div><a href="https://www.facebook.com/sharer.php?u=x">Facebook</a>'
    reads = "<div><div>371</div><span>Lượt xem</span></div>"
    found = article(f'<div><h1>{TITLE}</h1><div class="share-bar">{reads}{shared}</div><div>{BODY}</div></div>')
    assert (found.published, found.read_count) == (None, "371")


def test_a_stamp_printed_in_a_bar_of_buttons() -> None:
    stamp = "<span>Đăng lúc: Thứ hai - 12/05/2025 08:30 - Người đăng bài viết: <a href='#'>Thanh Trúc</a></span>"
    found = article(f'<div><h1>{TITLE}</h1><div class="addthis_toolbox">{stamp}</div><div>{BODY}</div></div>')
    assert found.published == "12/05/2025 08:30"


def test_tags_in_a_bar_of_buttons() -> None:
    bar = (
        '<div class="post-share"><div><a rel="tag" href="/tag/moi-truong">môi trường</a></div>'
        '<div class="share"><a href="https://www.facebook.com/sharer.php?u=x">Facebook</a></div></div>'
    )
    found = article(f"<div><h1>{TITLE}</h1><p>12/05/2025</p><div>{BODY}</div>{bar}</div>")
    assert found.tags == ("môi trường",)


def test_a_section_in_a_box_named_after_tags_is_no_tag() -> None:
    row = '<div class="tag-meta"><i></i>371<p><a rel="category tag" href="/category/a">Phong trào</a></p></div>'
    found = article(f"<div><h1>{TITLE}</h1>{row}<p>12/05/2025</p><div>{BODY}</div></div>")
    assert (found.tags, found.section) == ((), "Phong trào")


def test_arrows_before_a_headline_amid_the_text_lead_to_another_article() -> None:
    link = f'<p>&gt;&gt; <a href="/tin/5.html">{HEADLINES[0]}</a></p>'
    found = article(
        f"<div><h1>{TITLE}</h1><p>12/05/2025</p><div><p>{TEXT[0]}</p>{link}<p>{TEXT[1]}</p><p>{TEXT[2]}</p></div></div>"
    )
    assert listed(found) == OTHERS[:1]


def test_arrows_before_headlines_beside_the_article_lead_to_none_of_its_list() -> None:
    newest = "".join(f'<p>&gt;&gt; <a href="/tin/{n}.html">{HEADLINES[0]}</a></p>' for n in (5, 6))
    found = article(f"<div><div>{newest}</div><div><h1>{TITLE}</h1><p>12/05/2025</p><div>{BODY}</div></div></div>")
    assert found.related == ()


def test_a_list_without_a_label_ends_the_text_also_where_a_link_to_all_follows_it() -> None:
    others = "".join(
        f'<li><a href="/tin/{n}.html">{title} - (10-05-2025)</a></li>' for n, title in enumerate(HEADLINES)
    )
    more = '<div><a href="/muc/phong-trao">Xem thêm...</a></div>'
    article(f"<div><h3>{TITLE}</h3><p>12/05/2025</p><div>{BODY}<div><ul>{others}</ul>{more}</div></div></div>")


def test_a_name_behind_an_icon_is_no_more_than_its_link() -> None:
    row = (
        '<a href="/tim?ai=1"><i class="fa fa-user"></i>Thanh Trúc</a> '
        '<span><i class="fa fa-calendar"></i>12-05-2025</span> '
        '<a href="/muc/phong-trao"><i class="fa fa-tags"></i>Phong trào</a> <span><i class="fa fa-eye"></i>371</span>'
    )
    found = article(f"<div><h3>{TITLE}</h3><div>{row}</div><div>{BODY}</div></div>")
    assert (found.byline, found.published, found.read_count) == ("Thanh Trúc", "12-05-2025", "371")


def test_a_drawn_clock_beside_a_day_is_no_picture_of_the_article() -> None:
    clock = '<div><p><img src="/giao-dien/dong-ho.png" alt=""><span>12/05/2025</span></p></div>'
    found = article(f"<div><h2>{TITLE}</h2>{clock}<div><p><img src='/anh/kenh.jpg'></p>{BODY}</div></div>")
    assert [image.url for image in found.images] == ["http://a.vn/anh/kenh.jpg"]


def test_the_heading_of_a_menu_is_no_label_and_the_address_tells_the_section() -> None:
    menu = "".join(
        f'<tr><td>» <a href="/?trang=tin&muc={slug}">{name}</a></td></tr>'
        for slug, name in (("hoi-doi", "Hội, Đội"), ("phong-trao", "Phong trào"))
    )
    found = article(
        f"<table><tr><td><table><tr><td><b>CHUYÊN MỤC</b></td></tr>{menu}</table></td><td><table>"
        f"<tr><td><h3>{TITLE}</h3></td></tr><tr><td>Cập nhật ngày: 12/05/2025</td></tr>"
        f"<tr><td>{BODY}</td></tr></table></td></tr></table>",
        url="http://a.vn/?trang=tin&muc=phong-trao&id=12",
    )
    assert found.section == "Phong trào"


def test_what_is_said_of_an_account_below_the_text_is_none() -> None:
    box = (
        '<div><div><img src="https://secure.gravatar.com/avatar/x" width="90"></div>'
        '<div><a href="/author/thanhtruc">Thanh Trúc</a></div>'
        "<div><p>Cán bộ Ban Tuyên giáo Thị đoàn Long Bình, phụ trách trang tin.</p></div></div>"
    )
    found = article(f"<div><h1>{TITLE}</h1><p>12/05/2025</p><div>{BODY}{box}</div></div>")
    assert (found.byline, found.images) == ("Thanh Trúc", ())


def test_a_row_above_the_headline_and_a_row_of_counts_below_the_text() -> None:
    above = '<div><a href="/muc/phong-trao">Phong trào</a> <a href="">12-05-2025</a></div>'
    below = '<div><span><i class="far fa-eye"></i>371</span><span><i class="far fa-comment"></i>12</span></div>'
    menu = '<ul><li><a href="/muc/hoi-doi">Hội, Đội</a></li><li><a href="/muc/phong-trao">Phong trào</a></li></ul>'
    found = article(f"{menu}<div><div>{above}<h1>{TITLE}</h1>{BODY}</div>{below}</div>")
    assert (found.published, found.section, found.read_count) == ("12-05-2025", "Phong trào", "371")


def test_the_link_to_all_of_a_list_is_none_of_it() -> None:
    links = "".join(f'<p><a href="/tin/{n}.html">{t}</a></p>' for n, t in zip((5, 6, 7), HEADLINES, strict=True))
    head = '<div><h3>Tin tức liên quan</h3><a href="/muc/phong-trao">Xem tất cả</a></div>'
    found = article(f"<div><h1>{TITLE}</h1><p>12/05/2025</p><div>{BODY}</div></div><div>{head}{links}</div>")
    assert listed(found) == OTHERS
