"""Whole crawls of tiny sites with style sheets, images, fonts and scripts: what is asked for, once, and of whom."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.page import PageKind
from crawler.profile_files import for_url
from crawler.profiles import Fetch
from crawler.run import RunOptions, crawl_in_child
from crawler.spiders.admission import OFF_HOST

QUICK = RunOptions(delay=0)
#: A public address that only the proxy of the test is ever asked for.
CDN = "http://8.8.4.4"
HEAD = (
    '<link rel=stylesheet href="/s.css?v=3"><script src=/j.js></script><link rel=icon href=/i.png>'
    '<img src=/logo.png><img src="/dem/counter.php?second=cronjobs&amp;r=1" width=1>'
)
BODY = "<p>Sáng ngày 12/3/2024, hơn 50 đoàn viên đã dọn vệ sinh tuyến đường liên ấp và trồng cây xanh.</p>" * 5
CSS = '@import "more.css"; body{background:url(nen.png)} @font-face{font-family:x;src:url(/f.woff2) format("woff2")}'

Answer = tuple[int, dict[str, str], bytes]


def article(number: int, head: str, photo: str) -> bytes:
    return (
        f"<title>Đoàn xã {number}</title>{head}<h1>Đoàn xã số {number} ra quân Chủ nhật xanh</h1><div class=content>"
        f"{BODY}<p><img src={photo}></p></div><p>Lượt xem: 12</p>"
    ).encode()


def site(head: str = HEAD, photo: str = "/anh-{}.jpg", count: int = 3) -> Callable[[str], Answer]:
    def respond(path: str) -> Answer:
        if path == "/":
            links = "".join(f'<a href="/bai-viet-so-{n}.html">Bài viết số {n}</a>' for n in range(1, count + 1))
            return 200, {}, f"{head}{links}".encode()
        if path.startswith("/bai-"):
            number = int(path.rpartition("-")[2].removesuffix(".html"))
            return 200, {}, article(number, head, photo.format(number))
        if path.endswith(("/s.css?v=3", "/t.css")):
            return 200, {"Content-Type": "text/css"}, CSS.encode()
        if path.endswith((".png", ".jpg")) and not path.endswith("logo.png"):
            return 200, {"Content-Type": "image/png"}, path.encode()
        return 404, {}, b"<h1>404</h1>"

    return respond


def test_what_pages_need_is_asked_for_once_and_what_is_missing_is_no_issue(
    tmp_path: Path, tiny_site: Callable[..., Any], rows_of: Callable[..., Any]
) -> None:
    tiny = tiny_site(site())
    crawl_in_child(for_url(tiny.url), tmp_path, QUICK)
    files = ["/s.css?v=3", "/j.js", "/i.png", "/logo.png", "/more.css", "/nen.png", "/f.woff2"]
    assert {path: tiny.asked.count(path) for path in files} == dict.fromkeys(files, 1)
    assert [tiny.asked.count(f"/anh-{n}.jpg") for n in (1, 2, 3)] == [1, 1, 1]
    assert not [path for path in tiny.asked if "cronjobs" in path]
    assert rows_of(tmp_path, "SELECT reason FROM pages WHERE url LIKE '%cronjobs%'") == [("trap:machine",)]
    states = dict(rows_of(tmp_path, "SELECT substr(url, length(rtrim(url, replace(url, '/', ''))) + 1), state || ' ' ||"
                                    " reason FROM pages WHERE kind = 'requisite' AND state <> 'refused'"))  # fmt: skip
    assert states == {
        "s.css?v=3": "done requisite", "i.png": "done requisite", "nen.png": "done requisite",
        "j.js": "gone http_404", "logo.png": "gone http_404", "more.css": "gone http_404", "f.woff2": "gone http_404",
    }  # fmt: skip
    assert rows_of(tmp_path, "SELECT count(*) FROM pages WHERE kind = 'asset'") == [(3,)]
    assert rows_of(tmp_path, "SELECT code FROM issues WHERE url NOT LIKE '%robots%' AND severity <> 'info'") == []
    assert tiny.asked.index("/s.css?v=3") > max(tiny.asked.index(f"/bai-viet-so-{n}.html") for n in (1, 2, 3))


def test_a_later_crawl_asks_again_only_after_thirty_days_and_never_for_an_articles_files(
    tmp_path: Path, tiny_site: Callable[..., Any]
) -> None:
    tiny = tiny_site(site())
    crawl_in_child(for_url(tiny.url), tmp_path, QUICK)

    def again(days: int) -> list[str]:
        with sqlite3.connect(tmp_path / "archive.db") as db:
            db.execute(
                "UPDATE pages SET last_seen_at = strftime('%Y-%m-%dT%H:%M:%SZ', last_seen_at, ?)"
                " WHERE kind IN ('requisite', 'asset')", (f"-{days} days",)
            )  # fmt: skip
        tiny.asked.clear()
        crawl_in_child(for_url(tiny.url), tmp_path, QUICK)
        return sorted(
            path for path in tiny.asked if path.endswith((".css?v=3", ".css", ".png", ".js", ".woff2", ".jpg"))
        )

    assert again(29) == []
    assert again(2) == ["/f.woff2", "/i.png", "/j.js", "/logo.png", "/more.css", "/nen.png", "/s.css?v=3"]
    assert again(0) == []


def test_files_on_another_host_are_got_with_that_hosts_robots_and_links_are_not(
    tmp_path: Path, tiny_site: Callable[..., Any], rows_of: Callable[..., Any]
) -> None:
    there = site()

    def respond(path: str) -> Answer:
        """As a proxy is asked: by whole addresses."""
        if path == f"{CDN}/robots.txt":
            return 200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /kin/\n"
        if path == f"{CDN}/moved.png":
            return 302, {"Location": f"{CDN}/new.png"}, b""
        return there(path.removeprefix(tiny.url.rstrip("/")))

    head = (
        f"<link rel=stylesheet href={CDN}/t.css><script src={CDN}/kin/x.js></script><img src={CDN}/hit?id=3>"
        f"<img src={CDN}/moved.png><img src=http://127.0.0.1:9/x.png><a href={CDN}/bai-viet-so-1.html>Trang bạn</a>"
    )
    there = site(head, CDN + "/anh-{}.jpg")
    tiny = tiny_site(respond)
    profile = replace(for_url(tiny.url), fetch=Fetch(proxy=tiny.url.rstrip("/")))
    crawl_in_child(profile, tmp_path, QUICK)
    asked = sorted(path.removeprefix(CDN) for path in tiny.asked if path.startswith(CDN))
    assert asked == [
        "/anh-1.jpg", "/anh-2.jpg", "/anh-3.jpg", "/f.woff2", "/more.css", "/moved.png", "/nen.png", "/new.png",
        "/robots.txt", "/t.css",
    ]  # fmt: skip
    reasons = dict(rows_of(tmp_path, "SELECT url, reason FROM pages WHERE state = 'refused'"))
    assert reasons[f"{CDN}/kin/x.js"] == "robots"
    assert reasons[f"{CDN}/hit?id=3"] == reasons[f"{CDN}/bai-viet-so-1.html"] == "offsite"
    assert reasons["http://127.0.0.1:9/x.png"] == "address"
    assert rows_of(tmp_path, "SELECT count(*) FROM articles") == [(3,)]


def test_of_other_hosts_no_more_is_asked_than_the_bound_and_the_rest_is_left_to_the_next_crawl(
    tmp_path: Path, tiny_site: Callable[..., Any], rows_of: Callable[..., Any]
) -> None:
    bound = OFF_HOST[PageKind.REQUISITE]
    head = "".join(f"<img src={CDN}/n-{n}.png>" for n in range(bound + 5))
    there = site(head, count=1)
    tiny = tiny_site(lambda path: there(path.removeprefix(tiny.url.rstrip("/"))))
    profile = replace(for_url(tiny.url), fetch=Fetch(proxy=tiny.url.rstrip("/")))
    crawl_in_child(profile, tmp_path, QUICK)
    assert len([path for path in tiny.asked if path.startswith(f"{CDN}/n-")]) == bound
    refused = "SELECT count(*) FROM pages WHERE reason = 'budget:off-host:requisite'"
    assert rows_of(tmp_path, refused) == [(5,)]
    assert rows_of(tmp_path, "SELECT severity, key FROM issues WHERE code = 'budget.off_host'") == [
        ("info", "requisite")
    ]  # fmt: skip
    crawl_in_child(profile, tmp_path, QUICK)
    assert len([path for path in tiny.asked if path.startswith(f"{CDN}/n-")]) == bound + 5
    assert rows_of(tmp_path, refused) == [(0,)]
    assert rows_of(tmp_path, "SELECT count(*) FROM issues WHERE resolved_at IS NULL AND code = 'budget.off_host'") == [
        (0,)
    ]  # fmt: skip


@pytest.mark.parametrize("status", [503, 429])
def test_another_host_that_says_later_is_left_alone_and_holds_nothing_up(
    tmp_path: Path, tiny_site: Callable[..., Any], rows_of: Callable[..., Any], status: int
) -> None:
    there = site("".join(f"<img src={CDN}/n-{n}.png>" for n in range(30)), CDN + "/anh-{}.jpg")

    def respond(path: str) -> Answer:
        if path.startswith(f"{CDN}/") and not path.endswith("/robots.txt"):
            return status, {"Retry-After": "600"}, b""
        return there(path.removeprefix(tiny.url.rstrip("/")))

    tiny = tiny_site(respond)
    profile = replace(for_url(tiny.url), fetch=Fetch(proxy=tiny.url.rstrip("/")))
    summary = crawl_in_child(profile, tmp_path, QUICK)
    assert (summary.reason, summary.articles_new) == ("finished", 3)
    assert 1 <= len([path for path in tiny.asked if path.startswith(f"{CDN}/") and "robots" not in path]) <= 4
    assert rows_of(tmp_path, "SELECT count(*) FROM pages WHERE state = 'failed' AND kind = 'requisite'") == [(30,)]
    assert rows_of(tmp_path, "SELECT DISTINCT severity FROM issues WHERE code LIKE 'fetch.%'") == [("info",)]
