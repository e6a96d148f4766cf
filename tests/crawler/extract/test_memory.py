"""What repeats on a site's pages is the site's."""

from dataclasses import replace

from crawler.extract.markup.decode import parse_page
from crawler.extract.memory import RIPE, Lesson
from crawler.extract.reader import read
from crawler.memory import NOTHING, SiteMemory
from crawler.page import Page
from crawler.profile_files import with_family
from crawler.profiles import Profile

HEADER = "Tỉnh đoàn Mẫu - Diễn đàn của tuổi trẻ"
NEWEST = "Ra quân tình nguyện hè tại các xã biên giới năm nay"
#: A site without a word in its markup that says what is what; it declares one date and one author for all its pages.
PAGE = """<html><head><title>Tỉnh đoàn Mẫu</title>
<meta property="article:published_time" content="2015-01-02T08:00:00+07:00">
<meta name="author" content="Nguyễn Thị Lan">
</head><body><div class="a"><div>Tỉnh đoàn Mẫu</div><h1>Tin tức và sự kiện nổi bật trong tuần</h1></div>
<div class="b"><div><h2>Ra quân tình nguyện lần thứ {n} tại huyện Giồng Trôm</h2><p>Sáng nay, {n} đoàn viên đã ra quân
làm đường giao thông nông thôn số {n}, giúp bà con đi lại thuận tiện hơn trong mùa mưa năm nay.</p></div></div>
<div class="c">{side}</div></body></html>"""
SIDE = "".join(
    "<p>Đoàn Thanh niên Cộng sản Hồ Chí Minh là tổ chức chính trị - xã hội của thanh niên Việt Nam, do Đảng Cộng sản "
    f"Việt Nam và Chủ tịch Hồ Chí Minh sáng lập, lãnh đạo và rèn luyện, điều thứ {number} của điều lệ.</p>"
    for number in ("nhất", "hai", "ba")
)


def page(markup: str, number: int) -> Page:
    return parse_page(markup.encode(), "text/html; charset=utf-8", f"http://x.vn/tin/{number}-tin.html")


def article_page(number: int) -> Page:
    return page(PAGE.format(n=number, side=SIDE), number)


def lesson(pages: int) -> SiteMemory:
    taught = Lesson()
    for number in range(pages):
        taught.hear(
            page(
                f"<div>{HEADER}</div><ul><li><a href='/tin/7-tin.html'>{NEWEST}</a></li></ul><h1>Bài số {number}</h1>"
                f"<p>Nội dung riêng của bài {number}.</p>",
                number,
            )
        )
    return taught.learned()


def test_a_line_of_every_page_is_the_site_s() -> None:
    memory = lesson(RIPE)
    assert memory.repeats(HEADER)
    assert memory.repeats(HEADER.upper())
    assert not memory.repeats("Nội dung riêng của bài 3.")
    assert memory.version == 1


def test_the_headlines_of_the_newest_articles_are_theirs_though_every_page_links_to_them() -> None:
    assert not lesson(RIPE).repeats(NEWEST)


def test_few_pages_prove_nothing() -> None:
    assert lesson(RIPE - 1) == NOTHING
    assert not NOTHING.repeats(HEADER)


def test_what_was_learned_is_stored_and_read_back() -> None:
    memory = lesson(RIPE)
    assert SiteMemory.from_json(1, memory.to_json()) == memory


def test_a_redesign_outdates_what_was_learned_and_adds_to_it() -> None:
    old, new = SiteMemory(1, frozenset({"a", "b", "c"})), SiteMemory(1, frozenset({"c", "x", "y"}))
    assert old.is_outdated_by(new)
    assert not old.is_outdated_by(SiteMemory(1, frozenset({"a", "b", "x"})))
    both = old.with_more(new)
    assert (both.version, both.lines) == (2, frozenset({"a", "b", "c", "x", "y"}))


def test_a_page_is_read_without_what_its_site_prints_and_declares_everywhere() -> None:
    profile = with_family(Profile(slug="x", name="", hosts=("x.vn",)), "generic")
    bare = read(article_page(55), profile).article
    assert bare is not None
    assert bare.title == "Tin tức và sự kiện nổi bật trong tuần"  # what the page alone suggests, and is wrong
    assert bare.published == "2015-01-02T08:00:00+07:00"
    taught = Lesson()
    for number in range(RIPE):
        taught.hear(article_page(number))
    article = read(article_page(55), replace(profile, memory=taught.learned())).article
    assert article is not None
    assert article.title == "Ra quân tình nguyện lần thứ 55 tại huyện Giồng Trôm"
    assert [text[:20] for text in article.paragraphs] == ["Sáng nay, 55 đoàn vi"]
    assert (article.published, article.byline, article.memory_version) == (None, None, 1)
