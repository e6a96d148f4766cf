"""One article under two menus of a site whose addresses hold no numbers: one row, and two addresses."""

from dataclasses import replace
from typing import Any

import pytest

from crawler.page import Link, PageKind
from crawler.ports import PageResult
from pipelines.twins import alike

SLUG = "ngay-chu-nhat-xanh"
OWN, TWIN = f"http://mau.vn/tin-hoat-dong/{SLUG}", f"http://mau.vn/tin-tuc/{SLUG}"
OTHER = "\n".join(f"Lớp học bơi miễn phí bên dòng Cái Lớn khai giảng khóa {n} cho {n} em nhỏ." for n in range(9, 18))
FIELDS = {"id_space": "path", "related": ()}


def look(crawl: Any, url: str, **changes: Any) -> str:
    """Commit a look at a page that shows an article known by its address; what the store says of it."""
    crawl.store.add_links([Link(url, PageKind.PAGE)])
    crawl.store.connection.execute("UPDATE pages SET state = 'pending', next_due = NULL WHERE url = ?", (url,))
    page = next(page for page in crawl.store.next_pages(1000) if page.url == url)
    path = url.removeprefix("http://mau.vn")
    shown = crawl.article(1, **{**FIELDS, "url": url, "source_id": path, **changes})
    return str(crawl.store.commit(PageResult(page, "done", "article", 200, crawl.capture(url), article=shown)))


def articles(crawl: Any) -> list[tuple[Any, ...]]:
    return list(crawl.rows("SELECT identity, url, status, versions FROM articles ORDER BY id"))


def test_the_same_article_at_another_address_is_one(crawl: Any) -> None:
    crawl.begin()
    assert [look(crawl, OWN, section="Tin hoạt động"), look(crawl, TWIN, section="Tin tức")] == ["new", "unchanged"]
    assert articles(crawl) == [("/tin-hoat-dong/" + SLUG, OWN, "live", 1)]
    assert crawl.rows("SELECT url FROM article_urls ORDER BY url") == [(OWN,), (TWIN,)]
    assert crawl.rows("SELECT url FROM captures ORDER BY id") == [(OWN,), (TWIN,)]
    assert crawl.one("SELECT count(*) FROM pages WHERE article_id = 1") == 2
    assert crawl.one("SELECT name FROM sections s JOIN articles a ON a.section_id = s.id") == "Tin hoạt động"


def test_what_its_own_page_says_counts_while_that_stands(crawl: Any) -> None:
    """A twin may be read with less knowledge of the site, or be the first of several pages."""
    crawl.begin()
    look(crawl, OWN)
    half = "\n".join(crawl.article(1).body_text.split("\n")[:5])
    assert look(crawl, TWIN, body_text=half, read_count=3) == "unchanged"
    assert crawl.rows("SELECT body = ?, read_count FROM article_texts JOIN articles ON id = article_id", half) == [
        (0, 10)
    ]
    crawl.store.connection.execute("UPDATE pages SET suspected_at = '2026-11-23T05:00:00Z' WHERE url = ?", (OWN,))
    assert look(crawl, TWIN, title="Ngày Chủ nhật xanh số 1, tin mới") == "changed"
    assert articles(crawl) == [("/tin-hoat-dong/" + SLUG, TWIN, "live", 2)]


def test_a_later_crawl_knows_the_twin_again_though_its_headline_changed(crawl: Any) -> None:
    crawl.begin()
    look(crawl, OWN)
    look(crawl, TWIN)
    crawl.store.finish("finished")
    crawl.begin()
    assert look(crawl, TWIN, title="Chủ nhật xanh: sửa tên") == "unchanged"
    assert look(crawl, OWN, title="Chủ nhật xanh: sửa tên") == "changed"
    assert len(articles(crawl)) == 1


@pytest.mark.parametrize(
    ("url", "changes"),
    [
        ("http://mau.vn/tin-tuc/mot-bai-khac", {}),
        (TWIN, {"title": "Lớp học bơi miễn phí"}),
        (TWIN, {"body_text": OTHER}),
        (TWIN, {"published_at": None, "body_text": "Ảnh: Thanh Trúc"}),
        (TWIN, {"id_space": "news", "source_id": "7"}),
    ],
    ids=["address", "headline", "text", "too short to tell", "number"],
)
def test_what_differs_is_another_article(crawl: Any, url: str, changes: dict[str, Any]) -> None:
    crawl.begin()
    assert [look(crawl, OWN), look(crawl, url, **changes)] == ["new", "new"]
    assert [row[2] for row in articles(crawl)] == ["live", "live"]


def test_a_twin_that_becomes_another_article_leaves_the_first_alone(crawl: Any) -> None:
    crawl.begin()
    look(crawl, OWN)
    look(crawl, TWIN)
    assert look(crawl, TWIN, title="Lớp học bơi miễn phí", body_text=OTHER) == "new"
    assert [row[:3] for row in articles(crawl)] == [
        ("/tin-hoat-dong/" + SLUG, OWN, "live"),
        ("/tin-tuc/" + SLUG, TWIN, "live"),
    ]


def test_a_numbered_article_is_not_cut_by_its_page_under_another_menu(crawl: Any) -> None:
    """Of an article of several pages the twin shows the first: no change of the site's."""
    crawl.begin()
    numbered = {"id_space": "joomla", "source_id": "12"}
    look(crawl, OWN, **numbered)
    half = "\n".join(crawl.article(1).body_text.split("\n")[:5])
    assert look(crawl, TWIN, body_text=half, **numbered) == "unchanged"
    assert articles(crawl) == [("12", OWN, "live", 1)]


def test_a_numbered_article_keeps_what_the_page_of_this_crawl_gave(crawl: Any) -> None:
    """Lists of others are linked below the menu that leads there: both pages together would show each twice. A page
    that gives what the first lacked is heard all the same."""
    crawl.begin()
    numbered = {"id_space": "joomla", "source_id": "12"}
    look(crawl, OWN, **numbered, section=None, related=crawl.article(1).related)
    shown = crawl.rows("SELECT url FROM related_links")
    twin = [replace(link, url=link.url.replace("?id=", "?menu=2&id=")) for link in crawl.article(1).related]
    look(crawl, TWIN, **numbered, section=None, related=tuple(twin))
    assert crawl.rows("SELECT url FROM related_links") == shown
    look(crawl, TWIN, **numbered)
    assert crawl.one("SELECT name FROM sections s JOIN articles a ON a.section_id = s.id") == "Tin hoạt động"


def test_a_shorter_text_is_alike_where_it_is_nearly_all_in_the_longer() -> None:
    lines = OTHER.split("\n")
    assert alike(OTHER, "\n".join(lines[:6]))
    assert not alike(OTHER, "\n".join(lines[:4] + ["Chương trình do Huyện đoàn tổ chức hằng năm vào dịp hè."] * 3))
    assert not alike(OTHER, lines[0])


def test_a_list_leads_to_articles_that_only_their_addresses_name(crawl: Any) -> None:
    """Else each later crawl of such a site would be judged failed."""
    crawl.begin()
    listing, link = Link("http://mau.vn/tin-tuc", PageKind.LISTING), Link(OWN, PageKind.PAGE)
    crawl.store.add_links([listing])

    def read() -> None:
        crawl.store.connection.execute("UPDATE pages SET state = 'pending', next_due = NULL WHERE kind = 'listing'")
        (page,) = (page for page in crawl.store.next_pages(10) if page.url == listing.url)
        crawl.store.commit(PageResult(page, "done", "listing", 200, crawl.capture(page.url), links=(link,)))

    read()
    for number in range(20):
        path = f"/tin-tuc/bai-so-{number}"
        look(crawl, f"http://mau.vn{path}", title=f"Bài số {number}", body_text=f"{OTHER}\n{number}")
    look(crawl, OWN)
    crawl.store.finish("finished")
    crawl.begin()
    read()
    look(crawl, OWN)
    assert crawl.store.finish("finished").problems == ()


def a_day_on(crawl: Any) -> None:
    crawl.store.finish("finished")
    crawl.clock.forward(days=1)
    crawl.begin(recheck=True)


def test_what_took_the_address_of_a_twin_while_the_site_was_away_is_set_aside(crawl: Any) -> None:
    crawl.begin()
    look(crawl, OWN)
    look(crawl, TWIN)
    a_day_on(crawl)
    parked = {"title": "Dịch vụ vận tải uy tín", "body_text": OTHER}
    assert [look(crawl, TWIN, **parked), look(crawl, OWN, **parked)] == ["new", "none"]
    a_day_on(crawl)
    assert [status for _, _, status, _ in articles(crawl)] == ["live", "replaced"]
    assert crawl.rows("SELECT article_id FROM pages") == [(1,), (1,)]
    assert [look(crawl, TWIN), look(crawl, OWN)] == ["unchanged", "unchanged"]
    assert crawl.rows("SELECT url, state FROM pages ORDER BY id") == [(OWN, "done"), (TWIN, "done")]


def test_an_article_keeps_its_row_when_its_page_begins_to_give_its_number_and_when_it_ceases_to(crawl: Any) -> None:
    alias, number = {"id_space": "joomla/alias", "source_id": SLUG}, {"id_space": "joomla", "source_id": "12"}
    crawl.begin()
    assert look(crawl, OWN, **alias) == "new"
    assert look(crawl, OWN, **number) == "unchanged"
    assert look(crawl, OWN, **alias) == "unchanged"
    assert crawl.rows("SELECT id_space, source_id, identity FROM articles") == [("joomla", "12", "12")]
    assert look(crawl, OWN, id_space="joomla", source_id="13", title="Lớp học bơi miễn phí", body_text=OTHER) == "new"


def test_a_number_that_another_had_is_given_to_none(crawl: Any) -> None:
    crawl.begin()
    number = {"id_space": "joomla", "source_id": "12"}
    look(crawl, OWN, id_space="joomla/alias", source_id=SLUG)
    look(crawl, "http://mau.vn/12-khac", **number, title="Lớp học bơi miễn phí", body_text=OTHER)
    crawl.store.connection.execute("UPDATE articles SET status = 'replaced' WHERE identity = '12'")
    assert look(crawl, OWN, **number) in ("new", "unchanged", "none")
    assert crawl.one("SELECT count(DISTINCT identity) = count(*) FROM articles WHERE id_space = 'joomla'") == 1


def test_articles_of_one_script_are_not_all_compared(crawl: Any) -> None:
    """``chi-tiet-tin?bai=a`` and all the others end alike."""
    crawl.begin()
    url = "http://mau.vn/chi-tiet-tin?bai="
    look(crawl, f"{url}a")
    asked: list[str] = []
    crawl.store.connection.set_trace_callback(asked.append)
    look(crawl, f"{url}b", title="Lớp học bơi miễn phí")
    crawl.store.connection.set_trace_callback(None)
    assert not [sql for sql in asked if sql.startswith("SELECT * FROM articles WHERE id = ")]
    assert look(crawl, f"{url}a", title="Lớp học bơi miễn phí ở Mẫu") == "changed"
    assert look(crawl, f"{url}c", title="Lớp học bơi miễn phí ở Mẫu") == "unchanged"


def test_an_article_without_its_text_is_nobodys_twin(crawl: Any) -> None:
    crawl.begin()
    look(crawl, OWN)
    crawl.store.connection.execute("DELETE FROM article_texts")
    assert look(crawl, TWIN) == "new"
