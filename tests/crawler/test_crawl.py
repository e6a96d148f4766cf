"""Whole crawls of tiny sites in processes of their own: how they end, and what they leave."""

import gzip
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import ArchiveError
from crawler.profile_files import for_url
from crawler.run import RunOptions, crawl_in_child

ROOT = Path(__file__).parents[2]
QUICK = RunOptions(delay=0)
ARTICLE = (
    "<title>Đoàn xã ra quân</title><h1>Đoàn xã ra quân ngày Chủ nhật xanh</h1><div class=content>"
    + "<p>Sáng ngày 12/3/2024, hơn 50 đoàn viên đã dọn vệ sinh tuyến đường liên ấp và trồng cây xanh.</p>" * 5
    + "</div><p>Lượt xem: 12</p>"
).encode()

CHILD = """
import sys
from pathlib import Path
from crawler import settings
from crawler.errors import KhotinError
from crawler.profile_files import for_url
from crawler.run import RunOptions, crawl
archive, url, reserve, delay = sys.argv[1:]
settings.DISK_RESERVE = int(reserve)
try:
    summary = crawl(for_url(url), Path(archive), RunOptions(delay=float(delay)))
except KhotinError as problem:
    print(problem)
    sys.exit(problem.exit_code)
print(summary.reason, summary.judged)
"""


def start(archive: Path, url: str, reserve: int = 0, delay: float = 0) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", CHILD, str(archive), url, str(reserve), str(delay)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)


def news(count: int) -> Callable[[str], tuple[int, dict[str, str], bytes]]:
    """A front page that links to ``count`` articles."""
    links = "".join(f'<a href="/bai-viet-so-{n}.html">Bài viết số {n}</a>' for n in range(1, count + 1)).encode()

    def respond(path: str) -> tuple[int, dict[str, str], bytes]:
        if path == "/":
            return 200, {}, links
        return (200, {}, ARTICLE) if path.startswith("/bai-") else (404, {}, b"")

    return respond


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert condition()


def articles_asked(site: Any) -> list[str]:
    return [path for path in site.asked if path.startswith("/bai-")]


def test_redirects_dead_links_and_odd_answers_are_page_states(
    tmp_path: Path, tiny_site: Callable[..., Any], rows_of: Callable[..., Any]
) -> None:
    answers: dict[str, tuple[int, dict[str, str], bytes]] = {
        "/": (200, {}, b"".join(b'<a href="/%s">x</a>' % name for name in
              (b"cu.html", b"chet-1.html", b"nen-2.html", "Bài viết-3.html".encode(), b"lap-4.html", b"trong-5.html",
               b"cu-7.html"))),
        # http.server writes headers in latin-1: what goes out is UTF-8
        "/cu-7.html": (302, {"Location": "/tuổi-trẻ-8.html".encode().decode("latin-1")}, b""),
        "/tu%E1%BB%95i-tr%E1%BA%BB-8.html": (200, {}, ARTICLE),
        "/cu.html": (301, {"Location": "/moi-6.html"}, b""),
        "/moi-6.html": (200, {}, ARTICLE),
        "/nen-2.html": (200, {"Content-Encoding": "gzip"}, gzip.compress(ARTICLE)),
        "/B%C3%A0i%20vi%E1%BA%BFt-3.html": (200, {}, ARTICLE),
        "/lap-4.html": (302, {"Location": "/lap-4.html"}, b""),
        "/trong-5.html": (200, {}, b""),
    }  # fmt: skip
    site = tiny_site(lambda path: answers.get(path, (404, {}, b"")))
    answers["/"] = (200, {}, b'<meta charset="utf-8">' + answers["/"][2])
    crawl_in_child(for_url(site.url), tmp_path, QUICK)
    found = rows_of(tmp_path, "SELECT url, state, reason, last_status FROM pages WHERE kind <> 'sitemap'")
    states = {url.removeprefix(site.url): tuple(rest) for url, *rest in found}
    assert states["cu.html"] == ("done", "redirect", 301)
    assert states["moi-6.html"] == states["nen-2.html"] == ("done", "article", 200)
    assert states["B%C3%A0i%20vi%E1%BA%BFt-3.html"] == ("done", "article", 200)
    assert states["tu%E1%BB%95i-tr%E1%BA%BB-8.html"] == ("done", "article", 200)
    assert states["chet-1.html"] == ("suspected", "http_404", 404)
    assert states["lap-4.html"] == ("failed", "redirect_loop", 302)
    assert states["trong-5.html"][0] == "done"
    issues = dict(rows_of(tmp_path, "SELECT url, code FROM issues"))
    assert issues[site.url + "chet-1.html"] == "page.missing"
    assert issues[site.url + "lap-4.html"] == "page.failed"
    assert rows_of(tmp_path, "SELECT count(*) FROM captures WHERE status IN (301, 302, 404)")[0][0] >= 4
    assert rows_of(tmp_path, "SELECT count(*) FROM pages WHERE state IN ('pending', 'leased')") == [(0,)]


def test_a_packed_sitemap_leads_to_articles(tmp_path: Path, tiny_site: Callable[..., Any]) -> None:
    def respond(path: str) -> tuple[int, dict[str, str], bytes]:
        if path == "/":
            return 200, {}, b"<p>Trang"
        if path == "/sitemap.xml":
            text = f"<sitemapindex><sitemap><loc>{site.url}phan-1.xml.gz</loc></sitemap></sitemapindex>"
            return 200, {"Content-Type": "text/html"}, b'<?xml version="1.0"?>' + text.encode()
        if path == "/phan-1.xml.gz":
            text = f"<urlset><url><loc>{site.url}bai-viet-so-1.html</loc></url></urlset>"
            return 200, {"Content-Type": "application/x-gzip"}, gzip.compress(text.encode())
        return 200, {}, ARTICLE

    site = tiny_site(respond)
    assert crawl_in_child(for_url(site.url), tmp_path, QUICK).articles_new == 1


def test_a_crawl_that_is_asked_to_stop_ends_tidily_and_the_next_goes_on(
    tmp_path: Path, tiny_site: Callable[..., Any], rows_of: Callable[..., Any]
) -> None:
    site = tiny_site(news(12))
    child = start(tmp_path, site.url, delay=0.3)
    wait_for(lambda: len(articles_asked(site)) >= 3)
    child.send_signal(signal.SIGTERM)
    out, err = child.communicate(timeout=30)
    assert out.strip() == "interrupted unjudged", err
    assert rows_of(tmp_path, "SELECT reason FROM crawls") == [("interrupted",)]
    assert rows_of(tmp_path, "SELECT count(*) FROM pages WHERE state = 'leased'") == [(0,)]
    summary = crawl_in_child(for_url(site.url), tmp_path, QUICK)
    assert summary.reason == "finished"
    assert sorted(articles_asked(site)) == sorted({f"/bai-viet-so-{n}.html" for n in range(1, 13)})
    assert rows_of(tmp_path, "SELECT count(*) FROM articles") == [(12,)]


def test_a_disk_that_is_nearly_full_stops_the_crawl_before_it_asks(
    tmp_path: Path, tiny_site: Callable[..., Any]
) -> None:
    site = tiny_site(news(3))
    out, err = (child := start(tmp_path, site.url, reserve=2**60)).communicate(timeout=30)
    assert child.returncode == 3, err
    assert "Make room" in out
    assert articles_asked(site) == []
    again, err = (child := start(tmp_path, site.url)).communicate(timeout=30)
    assert (child.returncode, again.split()[0]) == (0, "finished"), err


def test_a_crawl_whose_process_is_killed_is_an_error_not_a_riddle(
    tmp_path: Path, tiny_site: Callable[..., Any]
) -> None:
    site = tiny_site(news(30))

    def kill() -> None:
        wait_for(lambda: len(articles_asked(site)) >= 2)
        for process in multiprocessing.active_children():
            os.kill(process.pid or 0, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(ArchiveError, match="was killed"):
        crawl_in_child(for_url(site.url), tmp_path, RunOptions(delay=0.2))
    killer.join()


def scrapy(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if name != "KHOTIN_CONTACT"}
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments, "-s", f"ARCHIVE={folder}"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def test_plain_scrapy_knows_the_sites(tmp_path: Path) -> None:
    done = scrapy(tmp_path, "list")
    assert "kien_giang" in done.stdout.split()
    got = scrapy(tmp_path, "settings", "--get", "SCHEDULER")
    assert got.stdout.strip() == "crawler.fetch.frontier.Frontier"


def test_plain_scrapy_asks_for_a_contact_too(tmp_path: Path) -> None:
    done = scrapy(tmp_path, "crawl", "kien_giang")
    assert done.returncode != 0
    assert "KHOTIN_CONTACT=you@example.org" in done.stderr
    assert not list(tmp_path.rglob("*.warc.gz"))


def test_plain_scrapy_crawls(tmp_path: Path, tiny_site: Callable[..., Any], rows_of: Callable[..., Any]) -> None:
    site = tiny_site(news(2))
    spider = tmp_path / "thu.py"
    spider.write_text(
        "from crawler.profile_files import for_url\nfrom crawler.spiders.news import NewsSpider\n"
        f"class Trial(NewsSpider):\n    name = 'thu'\n    profile = for_url({json.dumps(site.url)})\n",
        "utf-8",
    )
    done = scrapy(tmp_path / "kho", "runspider", str(spider), "-s", "HOST_DELAY=0")
    assert done.returncode == 0, done.stderr
    assert rows_of(tmp_path / "kho", "SELECT count(*) FROM articles") == [(2,)], done.stderr
