"""The store: what goes in comes out, leases hold, looks that miss an article lower its status only when confirmed."""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from crawler.article import RelatedState
from crawler.errors import DiskFullError, KhotinError, LeaseHeldError, LeaseLostError, reason_of
from crawler.fetch.commits import Commits
from crawler.page import Decoding, PageKind, Signal
from crawler.ports import PageResult
from pipelines import leases
from pipelines.store import StorePipeline


class SessionStub:
    """A session whose store's thread is this one."""

    def __init__(self, store: Any) -> None:
        self.store, self.stopped, self.synced = store, [], 0
        self.commits = Commits(self)

    async def sync(self) -> None:
        self.synced += 1

    async def on_store(self, call: Any, *given: Any) -> Any:
        return call(*given)

    def recorded(self, _: Any) -> None:
        """Its rows are in the database."""

    def launch(self, work: Any) -> None:
        try:
            asyncio.run(work)
        except KhotinError as problem:
            self.stop(reason_of(problem), problem)

    def stop(self, reason: str, problem: Any) -> None:
        self.stopped.append((reason, problem))

    def changed(self) -> None: ...


def test_an_article_is_stored_whole(crawl: Any) -> None:
    crawl.begin()
    assert crawl.see(9560) == "new"
    (row,) = crawl.store.connection.execute("SELECT * FROM v_articles")
    assert {key: row[key] for key in ("site", "title", "section", "author", "published_at", "year", "month",
                                      "event_date", "read_count", "image_count", "status", "source_id")} == {
        "site": "mau", "title": "Ngày Chủ nhật xanh số 9560", "section": "Tin hoạt động", "author": "Tánh Võ",
        "published_at": "2024-01-01T00:15:00+07:00", "year": 2024, "month": "2024-01", "event_date": "2023-12-31",
        "read_count": 10, "image_count": 1, "status": "live", "source_id": "9560",
    }  # fmt: skip
    assert crawl.rows(
        "SELECT u.name, x.unit, x.role FROM article_authors x JOIN authors u ON u.id = x.author_id ORDER BY position"
    ) == [("Tánh Võ", "Huyện đoàn", "text"), ("Minh Thư", None, "photo")]
    assert crawl.rows("SELECT name FROM tags ORDER BY id") == [("chủ nhật xanh",), ("môi trường",)]
    assert crawl.rows("SELECT url, caption, credit, alt FROM images") == [
        ("http://mau.vn/a.jpg", "Đoàn viên trồng cây", "Ảnh: Tánh Võ", "trồng cây")
    ]
    assert crawl.rows("SELECT url, name, media_type FROM attachments") == [
        ("http://mau.vn/65-KH.pdf", "65-KH", "application/pdf")
    ]
    assert crawl.rows("SELECT field, rule, confidence FROM field_sources ORDER BY field") == [
        ("lead", "nukeviet.lead", 0.5), ("title", "nukeviet.title", 1.0),
    ]  # fmt: skip
    assert crawl.one("SELECT captions FROM article_texts") == "Đoàn viên trồng cây"
    assert crawl.one("SELECT count(*) FROM captures c JOIN articles a ON a.capture_id = c.id") == 1
    assert crawl.one("SELECT name_fold FROM authors WHERE name = 'Tánh Võ'") == "tanh vo"
    crawl.store.connection.execute("INSERT INTO article_texts_fts (article_texts_fts) VALUES ('integrity-check')")
    assert crawl.rows("PRAGMA foreign_key_check") == []


def test_the_same_again_writes_no_text_and_no_list(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    crawl.store.connection.executescript(
        "CREATE TEMP TABLE touched (what TEXT);"
        + "".join(
            f"CREATE TEMP TRIGGER t_{event}_{table} AFTER {event} ON {table} BEGIN"
            f" INSERT INTO touched VALUES ('{event} {table}'); END;"
            for table in ("article_texts", "article_html", "versions", "article_authors", "article_tags", "images",
                          "attachments", "field_sources", "authors", "tags", "sections", "article_urls")
            for event in ("INSERT", "UPDATE", "DELETE")
        )
    )  # fmt: skip
    crawl.clock.forward(days=1)
    changed = crawl.one("SELECT changed_at FROM articles")
    assert crawl.see(1, read_count=12) == "unchanged"
    assert crawl.rows("SELECT what FROM touched") == []
    assert crawl.rows("SELECT changed_at, last_seen_at, read_count, read_count_at, versions FROM articles") == [
        (changed, "2026-11-24T05:00:00Z", 12, "2026-11-24T05:00:00Z", 1)
    ]
    assert crawl.rows("SELECT seen_at, read_count FROM read_counts ORDER BY seen_at") == [
        ("2026-11-23T05:00:00Z", 10), ("2026-11-24T05:00:00Z", 12),
    ]  # fmt: skip


def test_related_links_find_their_targets_before_and_after(crawl: Any) -> None:
    crawl.begin()
    for number in (1, 2):
        crawl.see(number)
    joined = "SELECT a.source_id, r.kind, t.source_id FROM related_links r JOIN articles a ON a.id = r.article_id"
    assert crawl.rows(f"{joined} JOIN articles t ON t.id = r.target_id ORDER BY a.id") == [
        ("1", "newer", "2"), ("2", "older", "1"),
    ]  # fmt: skip


def test_a_related_link_that_goes_away_keeps_its_times(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    crawl.clock.forward(days=1)
    crawl.see(1, related=(), related_state=RelatedState.EMPTY)
    assert crawl.rows("SELECT DISTINCT first_seen_at, last_seen_at FROM related_links") == [
        ("2026-11-23T05:00:00Z", "2026-11-23T05:00:00Z")
    ]
    assert crawl.one("SELECT related_state FROM articles") == "empty"


def test_an_article_without_an_id_is_known_by_its_urls(crawl: Any) -> None:
    crawl.begin()
    urls = {"url": "http://mau.vn/bai-viet.html", "source_id": None}
    assert crawl.see(1, **urls) == "new"
    assert crawl.see(1, **urls) == "unchanged"
    assert crawl.see(1, source_id=None) == "unchanged", "met at news.php?id=1 before"
    assert crawl.one("SELECT count(*) FROM articles") == 1


def test_what_fails_half_way_leaves_nothing(crawl: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    crawl.begin()
    monkeypatch.setattr("pipelines.outcomes.settle", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        crawl.see(1)
    assert crawl.one("SELECT count(*) FROM articles") == 0
    assert crawl.one("SELECT state FROM pages") == "leased"
    assert crawl.store.counts()["pages"] == 0


def test_a_full_disk_stops_with_everything_before_kept(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    pages = crawl.one("PRAGMA page_count")
    crawl.store.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(DiskFullError, match=r"disk that holds .* is full"):
        list(map(crawl.see, range(2, 200)))
    crawl.store.connection.execute("PRAGMA max_page_count = 100000")
    assert crawl.one("PRAGMA integrity_check") == "ok"
    stored = crawl.one("SELECT count(*) FROM articles")
    assert stored == crawl.one("SELECT count(*) FROM pages WHERE state = 'done'") >= 1
    assert crawl.store.counts()["articles_new"] == stored
    crawl.see(500)
    assert crawl.one("SELECT count(*) FROM articles") == stored + 1


def test_issues_are_counted_and_resolved_by_a_good_look(crawl: Any) -> None:
    crawl.begin()
    signal = Signal("title.missing", "No title.", "Look at the page.")
    for _ in range(2):
        crawl.store.commit(PageResult(crawl.page(1), "done", "article", 200, signals=[signal]))
    assert crawl.rows("SELECT code, times, resolved_at, url FROM issues") == [
        ("title.missing", 2, None, "http://mau.vn/news.php?id=1")
    ]
    crawl.see(1)
    assert crawl.rows("SELECT times, resolved_at FROM issues") == [(2, "2026-11-23T05:00:00Z")]


def test_every_way_to_go_wrong_leaves_an_issue(crawl: Any) -> None:
    crawl.begin()
    crawl.miss(1, "failed")
    crawl.store.commit(PageResult(crawl.page(2, PageKind.LISTING), "done", "listing", 200))
    page = crawl.page(3)
    capture = crawl.capture(page.url)
    crawl.store.commit(PageResult(page, "done", "static", 200, capture, decoding=Decoding("utf-8", "windows-1258", 2)))
    crawl.store.report([Signal("robots.unreachable", "robots.txt gave 503.", "Wait.")])
    assert crawl.rows("SELECT code, url FROM issues ORDER BY code") == [
        ("charset.bad_sequences", "http://mau.vn/news.php?id=3"),
        ("listing.no_links", "http://mau.vn/news.php?id=2"),
        ("page.failed", "http://mau.vn/news.php?id=1"),
        ("robots.unreachable", ""),
    ]
    assert crawl.rows("SELECT charset_declared, charset_used, bad_sequences FROM captures WHERE charset_used > ''") == [
        ("utf-8", "windows-1258", 2)
    ]


@pytest.mark.parametrize("state", ["gone", "suspected"])
def test_gone_only_after_a_second_look_a_day_later(crawl: Any, state: str) -> None:
    crawl.begin()
    crawl.see(1)
    looks = []
    for hours in (0, 2, 23):
        crawl.clock.forward(hours=hours)
        crawl.miss(1, state)
        looks += crawl.rows("SELECT a.status, p.state FROM articles a JOIN pages p ON p.article_id = a.id")
    assert looks == [("suspected", "suspected"), ("suspected", "suspected"), ("gone", "gone")]
    assert crawl.one("SELECT body FROM article_texts") != ""
    assert crawl.one("SELECT status_capture_id FROM articles") == crawl.one("SELECT max(id) FROM captures")


def test_an_article_that_comes_back_is_live_again(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    crawl.miss(1)
    assert crawl.see(1) == "unchanged"
    assert crawl.rows("SELECT a.status, p.suspected_at FROM articles a JOIN pages p") == [("live", None)]


def test_a_page_that_shows_something_else_instead_is_suspected(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    crawl.miss(1, "done")
    assert crawl.one("SELECT status FROM articles") == "suspected"


def test_a_page_that_redirects_elsewhere_is_suspected_then_replaced(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    seen = []
    for _ in range(2):
        crawl.miss(1, "done", redirect_to=crawl.link(2))
        seen.append(crawl.one("SELECT status FROM articles"))
        crawl.clock.forward(days=1)
    assert seen == ["suspected", "replaced"]


def test_a_fault_of_ours_never_lowers_a_status(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    for _ in range(2):
        crawl.store.commit(PageResult(crawl.page(1), "failed", "fault", 200))
        crawl.clock.forward(days=2)
    assert crawl.one("SELECT status FROM articles") == "live"


def test_an_article_that_cannot_be_reached_for_a_day_is_unreachable(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    seen = []
    for _ in range(2):
        crawl.miss(1, "failed")
        seen.append(crawl.one("SELECT status FROM articles"))
        crawl.clock.forward(days=1)
    assert seen == ["live", "unreachable"]


def test_a_detected_family_is_kept(crawl: Any) -> None:
    crawl.begin(family="auto")
    crawl.store.save_family("nukeviet", ("meta generator",))
    crawl.store.finish("finished")
    crawl.begin(family="auto")
    assert crawl.rows("SELECT family, family_evidence FROM sites") == [("nukeviet", '["meta generator"]')]


def test_an_empty_guess_is_gone_at_once_and_no_loss(crawl: Any) -> None:
    crawl.begin()
    crawl.store.commit(PageResult(crawl.page(3, PageKind.GUESS), "gone", "http.404", 404))
    assert crawl.rows("SELECT state FROM pages") == [("gone",)]
    assert (crawl.store.counts()["gone"], crawl.rows("SELECT 1 FROM issues")) == (0, [])


def test_hidden_stays_hidden(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    crawl.store.connection.execute("UPDATE articles SET status = 'hidden'")
    crawl.miss(1)
    crawl.see(1)
    assert crawl.one("SELECT status FROM articles") == "hidden"


def test_a_second_crawl_is_told_who_holds_the_site(crawl: Any, another: Callable[[], Any]) -> None:
    crawl.begin()
    with pytest.raises(LeaseHeldError, match=r":\d+, until 2026-11-23T05:05:00Z"):
        another().begin()
    another().begin(slug="khac")  # another site is free


def test_a_stale_holder_stops_and_writes_nothing(crawl: Any, another: Callable[[], Any]) -> None:
    crawl.begin()
    page = crawl.page(1)
    crawl.clock.forward(minutes=6)
    other = another()
    other.begin()
    with pytest.raises(LeaseLostError):
        crawl.store.commit(PageResult(page, "done", "static", 200))
    for write in (lambda: crawl.store.next_pages(1), lambda: crawl.store.add_links([crawl.link(2)])):
        with pytest.raises(LeaseLostError):
            write()
    assert [each.id for each in other.store.next_pages(5)] == [page.id], "its pages are free for the new holder"
    crawl.store.close()
    other.store.add_links([crawl.link(3)])  # the stale holder's close released nothing of ours


def test_writes_extend_the_lease(crawl: Any, another: Callable[[], Any]) -> None:
    crawl.begin()
    for _ in range(5):
        crawl.clock.forward(minutes=4)
        crawl.store.next_pages(1)
    with pytest.raises(LeaseHeldError):
        another().begin()


def test_a_dead_holder_of_this_host_loses_its_lease_at_once(crawl: Any, another: Callable[[], Any]) -> None:
    crawl.begin()
    page = crawl.page(1)
    host = leases.holder_name().split(":")[0]
    crawl.store.connection.execute("UPDATE leases SET holder = ?", (f"{host}:999999999:1",))
    other = another()
    other.begin()
    assert [each.id for each in other.store.next_pages(5)] == [page.id]
    assert crawl.rows("SELECT reason, judged FROM crawls ORDER BY id") == [("killed", "interrupted"), (None, "running")]


@pytest.mark.parametrize(("holder", "dead"), [("{host}:{pid}:{start}", False), ("{host}:{pid}:1", True),
                                              ("other.example:999999999:1", False), ("nonsense", False)])  # fmt: skip
def test_who_is_dead(holder: str, dead: bool) -> None:
    host, pid, start = leases.holder_name().rsplit(":", 2)
    assert leases.is_dead(holder.format(host=host, pid=pid, start=start)) is dead


def test_finish_gives_the_figures_and_the_lease_back(crawl: Any, another: Callable[[], Any]) -> None:
    crawl.begin()
    crawl.see(1)
    crawl.see(2)
    crawl.page(3)
    crawl.clock.forward(seconds=30)
    summary = crawl.store.finish("finished")
    assert (summary.pages, summary.articles_new, summary.duration, summary.site) == (2, 2, 30.0, "mau")
    assert crawl.rows("SELECT pages, articles_new, reason, judged, exit_code FROM crawls") == [
        (2, 2, "finished", "passed", 0)
    ]
    assert another().begin() == 2
    with pytest.raises(LeaseLostError):
        crawl.store.next_pages(1)


def test_an_old_look_does_not_turn_the_clock_back(crawl: Any) -> None:
    crawl.begin()
    crawl.see(1)
    crawl.clock.now -= timedelta(days=30)
    crawl.see(1, read_count=3)
    assert crawl.rows("SELECT last_seen_at, read_count, read_count_at FROM articles") == [
        ("2026-11-23T05:00:00Z", 10, "2026-11-23T05:00:00Z")
    ]


def test_a_store_closes_also_where_nothing_can_be_written_any_more(crawl: Any) -> None:
    crawl.begin()
    crawl.store.connection.execute("PRAGMA query_only = ON")
    crawl.store.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        crawl.one("SELECT 1")


def test_the_item_pipeline_commits(crawl: Any, make_article: Callable[..., Any]) -> None:
    crawl.begin()
    page = crawl.page(1)
    result = PageResult(page, "done", "article", 200, article=make_article(1))
    assert asyncio.run(StorePipeline(SessionStub(crawl.store)).process_item(result)) is result
    assert crawl.one("SELECT count(*) FROM articles") == 1


def test_a_fault_of_the_program_fails_its_page_and_keeps_the_links(crawl: Any) -> None:
    crawl.begin()
    pipeline = StorePipeline(SessionStub(crawl.store))
    page = crawl.page(1)
    result = PageResult(page, "done", "article", 200, crawl.capture(page.url), links=[crawl.link(9)])
    pipeline.item_failed(result, SimpleNamespace(value=KeyError("body")))
    other = crawl.page(2)
    response = SimpleNamespace(request=SimpleNamespace(meta={"page": other}), status=200)
    pipeline.page_failed(SimpleNamespace(value=RecursionError("too deep")), response)
    assert crawl.rows("SELECT source_id, state, reason FROM pages ORDER BY id") == [
        ("1", "failed", "fault"), ("9", "pending", None), ("2", "failed", "fault"),
    ]  # fmt: skip
    assert crawl.rows("SELECT code, message FROM issues ORDER BY id") == [
        ("page.fault", "The program failed on this page: KeyError: 'body'"),
        ("page.fault", "The program failed on this page: RecursionError: too deep"),
    ]


def test_a_lost_lease_stops_the_crawl(crawl: Any) -> None:
    crawl.begin()
    page = crawl.page(1)
    session = SessionStub(crawl.store)
    pipeline = StorePipeline(session)
    pipeline.item_failed(PageResult(page, "done"), SimpleNamespace(value=LeaseLostError("gone")))
    crawl.store.connection.execute("UPDATE leases SET token = token + 1")
    pipeline.item_failed(PageResult(page, "done"), SimpleNamespace(value=KeyError("body")))
    assert [reason for reason, _ in session.stopped] == ["lease_lost", "lease_lost"]
