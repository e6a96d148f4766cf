"""Versions: one for each text that the site showed, staged where something was lost, promoted by a good crawl."""

from dataclasses import replace
from typing import Any

from crawler.page import PageKind
from crawler.ports import PageResult
from crawler.profiles import Expect

OTHER = "\n".join(f"Đại hội Đoàn phường {n} bầu ban chấp hành khóa mới gồm {n} đồng chí, thông qua nghị quyết nhiệm kỳ."
                  for n in range(9))  # fmt: skip


def versions(crawl: Any) -> list[tuple[Any, ...]]:
    return list(crawl.rows("SELECT number, cause, staged, title FROM versions ORDER BY number"))


def test_an_edit_is_a_version_and_current_at_once(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    crawl.clock.forward(hours=1)
    assert crawl.see(1, title="Ngày Chủ nhật xanh số 1 (sửa)") == "changed"
    assert versions(crawl) == [
        (1, "first", 0, "Ngày Chủ nhật xanh số 1"), (2, "change", 0, "Ngày Chủ nhật xanh số 1 (sửa)"),
    ]  # fmt: skip
    assert crawl.rows("SELECT a.title, a.versions, a.changed_at, v.number FROM articles a"
                      " JOIN versions v ON v.id = a.current_version_id") == [
        ("Ngày Chủ nhật xanh số 1 (sửa)", 2, "2026-11-23T06:00:00Z", 2)
    ]  # fmt: skip
    assert crawl.one("SELECT count(*) FROM article_texts_fts WHERE article_texts_fts MATCH 'sua'") == 1


def test_another_page_may_be_the_evidence_and_has_one_row(crawl: Any) -> None:
    """Its own result, which gives the capture's row else, may come after."""
    crawl.begin()
    crawl.see(1, digest="sha1:SAME")
    page, other = crawl.page(1), crawl.capture("https://tinhdoan.vn/bai-1/2", "sha1:NEW")
    own = replace(crawl.capture(page.url, "sha1:SAME"), offset=77)
    edited = crawl.article(1, title="Ngày Chủ nhật xanh số 1 (sửa)")
    look = PageResult(page, "done", "article", 200, own, article=edited, article_capture=other)
    assert crawl.store.commit(look) == "changed"
    crawl.store.record_capture(other)
    assert crawl.rows("SELECT v.cause, c.digest FROM versions v JOIN captures c ON c.id = v.capture_id"
                      " ORDER BY v.number") == [("first", "sha1:SAME"), ("change", "sha1:NEW")]  # fmt: skip
    assert crawl.one("SELECT count(*) FROM captures WHERE digest = 'sha1:NEW'") == 1


def test_counts_and_related_links_make_no_version(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    assert crawl.see(1, read_count=99, related=()) == "unchanged"
    assert len(versions(crawl)) == 1


def test_a_return_to_an_earlier_text_is_no_new_text(crawl: Any) -> None:
    crawl.begin()
    for title in ("Một hai ba bốn", "Một hai ba năm", "Một hai ba bốn"):
        crawl.see(1, title=title)
    assert (len(versions(crawl)), crawl.one("SELECT versions FROM articles")) == (3, 2)


def test_a_loss_is_staged_and_the_archive_keeps_what_it_had(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    assert crawl.see(1, lead=None, images=()) == "changed"
    assert [row[2] for row in versions(crawl)] == [0, 1]
    assert crawl.rows("SELECT t.lead, a.image_count FROM articles a JOIN article_texts t ON t.article_id = a.id") == [
        ("Tuổi trẻ Kiên Giang chung tay.", 1)
    ]
    assert crawl.rows("SELECT code, message FROM issues WHERE resolved_at IS NULL") == [
        ("version.staged", "A new version lost lead, images; the archive still shows the one before.")
    ]
    assert crawl.see(1, lead=None, images=()) == "unchanged"
    assert len(versions(crawl)) == 2


def test_a_body_cut_short_is_a_loss(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    crawl.see(1, body_text="Đoàn Thanh niên xã Thạnh Lộc ra quân.")
    assert "lost most of its body" in crawl.one("SELECT message FROM issues")
    assert crawl.one("SELECT length(body) FROM article_texts") > 100


def test_a_passing_loss_is_forgotten(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    crawl.see(1, lead=None)
    assert crawl.see(1) == "unchanged"
    assert crawl.rows("SELECT 1 FROM issues WHERE resolved_at IS NULL") == []
    crawl.store.finish("finished")
    assert crawl.one("SELECT lead FROM article_texts") is not None


def test_what_waits_is_set_aside_when_another_text_comes_after_it(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    crawl.see(1, lead=None)
    crawl.see(1, lead="Tuổi trẻ cả tỉnh chung tay.")
    assert [row[2] for row in versions(crawl)] == [0, 2, 0]


def test_a_crawl_that_passes_makes_its_staged_versions_current(crawl: Any) -> None:
    crawl.begin()
    for number in range(1, 11):
        crawl.see(number)
    crawl.see(1, lead=None, images=())
    crawl.store.finish("finished")
    article = "FROM articles a JOIN article_texts t ON t.article_id = a.id WHERE a.source_id = '1'"
    assert crawl.rows(f"SELECT t.lead, t.captions, a.image_count {article}") == [(None, "", 0)]
    assert crawl.rows("SELECT 1 FROM versions WHERE staged") == []
    assert crawl.rows("SELECT 1 FROM issues WHERE resolved_at IS NULL") == []
    assert crawl.one("SELECT count(*) FROM images") == 9


def test_a_bad_day_overwrites_nothing(crawl: Any) -> None:
    crawl.begin()
    for number in range(1, 11):
        crawl.see(number)
    crawl.store.finish("finished")
    crawl.begin(recheck=True)
    crawl.clock.forward(days=1)
    for number in range(1, 11):
        crawl.see(number, body_text="", lead=None)
    assert crawl.store.finish("finished").judged == "failed"
    assert crawl.one("SELECT count(*) FROM article_texts WHERE body <> '' AND lead IS NOT NULL") == 10
    assert crawl.rows("SELECT judged, exit_code FROM crawls ORDER BY id") == [("passed", 0), ("failed", 9)]
    assert "health.lost_fields" in [row[0] for row in crawl.rows("SELECT code FROM issues")]


def test_the_same_bytes_read_otherwise_are_no_change_of_the_site(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1, digest="sha1:SAME")
    assert crawl.see(1, digest="sha1:SAME", title="Ngày Chủ nhật xanh, số 1") == "unchanged"
    assert [row[1] for row in versions(crawl)] == ["first", "re-extraction"]
    assert crawl.rows("SELECT versions, title FROM articles") == [(1, "Ngày Chủ nhật xanh, số 1")]


def test_metadata_that_one_look_misses_is_kept(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    crawl.see(1, section=None, published_at=None, authors=(), tags=(), event_date=None)
    assert crawl.rows("SELECT section, author, year, published_at, event_date FROM v_articles") == [
        ("Tin hoạt động", "Tánh Võ", 2024, "2024-01-01T00:15:00+07:00", "2023-12-31")
    ]
    assert crawl.one("SELECT count(*) FROM article_tags") == 2


def test_a_reused_id_is_another_article(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    assert crawl.see(1, title="Đại hội Đoàn phường", body_text=OTHER) == "new"
    assert crawl.see(1, title="Đại hội Đoàn phường", body_text=OTHER) == "unchanged"
    assert crawl.rows("SELECT source_id, identity, status, versions FROM articles ORDER BY id") == [
        ("1", "1", "suspected", 1), ("1", "1#2", "live", 1),
    ]  # fmt: skip
    assert crawl.one("SELECT code FROM issues WHERE resolved_at IS NULL") == "identity.reused"
    crawl.clock.forward(days=1)
    crawl.see(1, title="Đại hội Đoàn phường", body_text=OTHER)
    assert crawl.rows("SELECT status FROM articles ORDER BY id") == [("replaced",), ("live",)]


def test_a_new_title_over_the_same_text_is_a_version(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    assert crawl.see(1, title="Kiên Giang: tuổi trẻ ra quân") == "changed"
    assert crawl.one("SELECT count(*) FROM articles") == 1


def test_too_few_articles_fail_the_crawl(crawl: Any) -> None:
    crawl.begin(expect=Expect(articles=3))
    crawl.see(1)
    assert crawl.store.finish("finished").judged == "failed"
    assert crawl.rows("SELECT message, severity FROM issues WHERE code = 'health.articles'") == [
        ("1 live articles, at least 3 expected.", "error")
    ]
    crawl.begin()
    for number in (2, 3):
        crawl.see(number)
    assert crawl.store.finish("finished").judged == "passed"
    assert crawl.rows("SELECT 1 FROM issues WHERE resolved_at IS NULL") == []


def test_a_field_that_too_few_have_fails_the_crawl(crawl: Any) -> None:
    crawl.begin(expect=Expect(fill={"lead": 0.9, "title": 1.0, "tags": 0.5}))
    for number in range(10):
        crawl.see(number, lead="Sa pô" if number < 8 else None)
    assert crawl.store.finish("finished").judged == "failed"
    assert crawl.rows("SELECT key, message FROM issues") == [
        ("lead", "lead: 80% of 10 articles have it, at least 90% expected.")
    ]


def test_a_crawl_that_was_stopped_is_not_judged(crawl: Any) -> None:
    crawl.begin(expect=Expect(articles=3))
    assert crawl.store.finish("interrupted").judged == "unjudged"
    assert crawl.rows("SELECT judged, exit_code FROM crawls") == [("unjudged", 11)]


def test_listings_that_lead_nowhere_and_pages_that_fail_make_a_bad_crawl(crawl: Any) -> None:
    crawl.begin()
    crawl.store.commit(PageResult(crawl.page(1, PageKind.LISTING), "done", "listing", 200))
    for number in range(2, 20):
        page = replace(crawl.page(number), kind=PageKind.ARTICLE)
        crawl.store.commit(PageResult(page, "failed", "timeout"))
    assert crawl.store.finish("finished").judged == "failed"
    codes = {row[0] for row in crawl.rows("SELECT code FROM issues WHERE url = ''")}
    assert codes == {"health.listings", "health.failed_pages"}
