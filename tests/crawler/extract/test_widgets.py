"""Comment threads, polls and captions in layout tables, on pages without a single class."""

from crawler.article import RawArticle
from crawler.extract.generic import read_generic
from crawler.extract.markup.decode import parse_page
from crawler.profile_files import for_url

URL = "http://d.example/tin-tuc/doan-xa-long-tri-trao-hoc-bong-120.html"
TITLE = "Đoàn xã Long Trị trao mười suất học bổng cho học sinh vượt khó"
LEAD = "Sáng 12/3/2019, Đoàn xã Long Trị trao mười suất học bổng tiếp sức đến trường cho học sinh các ấp."
PRAISE = "Bài viết rất hay và ý nghĩa, chúc tuổi trẻ xã nhà ngày càng phát triển hơn nữa!"
THREAD = f"<h2>2 comments</h2><ol><li>Bạn đọc 1<p>{PRAISE}</p></li><li>Bạn đọc 2<p>{PRAISE}</p></li></ol>"
NOTE = "Thư điện tử của bạn sẽ không bao giờ được hiện ra cho người khác."
FORM = f"<div><h3>Gửi bình luận</h3><p>{NOTE}</p><textarea></textarea></div>"
STAMP = "<div>Thứ ba, 12/03/2019 07:15 - Lượt xem: 371</div>"
POLL = "<div><p>Trang này giúp bạn điều gì?</p>{}</div>".format(
    "".join(
        f"<div><label><input type='radio'>Được đọc tin tức mới nhất của tuổi trẻ nơi thứ {n}.</label></div>"
        for n in "123"
    )
)


def read(markup: str) -> RawArticle:
    page = parse_page(f"<html><body>{markup}</body></html>".encode(), "text/html; charset=utf-8", URL)
    article = read_generic(page, for_url(URL)).article
    assert article is not None
    return article


def test_readers_words_are_no_text_though_there_are_more_of_them() -> None:
    found = read(f"<div><h1>{TITLE}</h1>{STAMP}<p>{LEAD}</p><p>Minh Thư</p></div><div>{THREAD}{FORM}</div>")
    assert (found.title, found.byline) == (TITLE, "Minh Thư")
    assert not any(PRAISE in text for text in (*found.paragraphs, found.lead or ""))


def test_a_heading_of_readers_words_above_the_text_opens_no_thread() -> None:
    text = "".join(f"<p>{PRAISE.replace('xã nhà', f'ấp {n}')}</p>" for n in "123")
    found = read(f"<div><div>Ý kiến bạn đọc</div><div><b>{TITLE}</b></div>{text}</div>")
    assert len(found.paragraphs) == 3


def test_answers_of_a_poll_are_no_text() -> None:
    found = read(f"<div><h1>{TITLE}</h1>{STAMP}<p>{LEAD}</p><p>Tin vắn.</p></div>{POLL}")
    assert found.title == TITLE
    assert not any("tin tức mới nhất" in text for text in found.paragraphs)


def test_a_picture_above_the_text_keeps_the_caption_of_the_row_below() -> None:
    rows = "<img src='/anh/1.jpg' width=600>", "Quang cảnh buổi trao học bổng"
    picture = "<table>{}</table>".format("".join(f"<tr><td>{row}</td></tr>" for row in rows))
    text = "".join(f"<p>{PRAISE.replace('xã nhà', f'ấp {n}')}</p>" for n in "123")
    head = f"<table><tr><td><b>{TITLE}</b></td></tr><tr><td>{picture}</td></tr><tr><td>{text}</td></tr></table>"
    found = read(head)
    assert [(image.url, image.caption) for image in found.images] == [
        ("http://d.example/anh/1.jpg", "Quang cảnh buổi trao học bổng")
    ]
    assert len(found.paragraphs) == 3
