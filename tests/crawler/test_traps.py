"""Sites that lead on and on: calendars, session ids, redirects, depth. Each crawl ends, with all that is true found."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from crawler.discovery.budget import PAGES
from crawler.profile_files import for_url, with_family
from crawler.run import RunOptions, crawl_in_child

QUICK = RunOptions(delay=0)
TEXT = "<p>Sáng ngày 12/3/2024, hơn 50 đoàn viên đã dọn vệ sinh tuyến đường liên ấp và trồng cây xanh.</p>" * 5

Answer = tuple[int, dict[str, str], bytes]


def article(number: int, more: str = "") -> bytes:
    text = TEXT.replace("<p>", f"<p>Xã số {number}: ")
    return (
        f"<title>Bài {number}</title><h1>Đoàn xã số {number} ra quân ngày Chủ nhật xanh</h1><div class=content>{text}"
        f"</div><p>Lượt xem: {number}</p>{more}"
    ).encode()


def number_of(path: str) -> int:
    return int(path.rpartition("-")[2].partition(".")[0])


def test_an_endless_calendar_is_cut_and_named_and_every_article_is_found(
    tmp_path: Path, tiny_site: Callable[..., Any], rows_of: Callable[..., Any]
) -> None:
    news = "".join(f'<a href="/tin-tuc/bai-viet-{n}.html">Bài {n}</a>' for n in range(1, 9))

    def respond(path: str) -> Answer:
        if path.startswith("/su-kien/xem/"):
            year, month = map(int, path.split("/")[3:5])
            then = f"{year + month // 12}/{month % 12 + 1}"
            days = "".join(f'<a href="/su-kien/ngay/{year}/{month}/{day}">{day}</a>' for day in range(1, 29))
            return 200, {}, f'<h1>Tháng {month}</h1>{days}<a href="/su-kien/xem/{then}">Sau</a>{news}'.encode()
        if path.startswith("/su-kien/ngay/"):
            return 200, {}, f"<h1>Ngày</h1><p>Không có sự kiện.</p>{news}".encode()
        if path.startswith("/tin-tuc/bai-"):
            return 200, {}, article(number_of(path), '<a href="/su-kien/xem/2024/7">Lịch</a>')
        return (200, {}, f'{news}<a href="/su-kien/xem/2024/7">Lịch</a>'.encode()) if path == "/" else (404, {}, b"")

    site = tiny_site(respond)
    summary = crawl_in_child(for_url(site.url), tmp_path, QUICK)
    assert summary.reason == "finished"
    assert rows_of(tmp_path, "SELECT count(*) FROM articles WHERE kind = 'article'") == [(8,)]
    months = [path for path in site.asked if path.startswith("/su-kien/xem/")]
    assert len(months) <= PAGES
    assert len(site.asked) < 10 * PAGES, Counter(path.rpartition("/")[0] for path in site.asked).most_common(3)
    cut = dict(rows_of(tmp_path, "SELECT reason, count(*) FROM pages WHERE state = 'refused' GROUP BY 1"))
    assert "budget:/su-kien/ngay/#/#/#" in cut
    issues = rows_of(tmp_path, "SELECT key, severity FROM issues WHERE code = 'budget.shape' ORDER BY key")
    assert ("/su-kien/ngay/#/#/#", "warning") in issues
    assert len(issues) <= 2
    asked = len(site.asked)
    crawl_in_child(for_url(site.url), tmp_path, QUICK)
    assert len(site.asked) < 2 * asked + 100, "the next crawl goes further into the trap"


def test_a_long_list_that_gives_articles_is_walked_to_its_end(
    tmp_path: Path, tiny_site: Callable[..., Any], rows_of: Callable[..., Any]
) -> None:
    """Every list page before any article: nothing speaks for the list until its budget is used up."""
    pages = PAGES + 40

    def respond(path: str) -> Answer:
        if path == "/":
            return 200, {}, b'<a href="/chuyen-muc/so/1">Tin</a>'
        if path.startswith("/chuyen-muc/so/"):
            page = int(path.rpartition("/")[2])
            more = f'<a href="/chuyen-muc/so/{page + 1}">Sau</a>' if page < pages else ""
            return 200, {}, f'<h1>Tin</h1><a href="/doc/tin{page}">Bài viết số {page}</a>{more}'.encode()
        if path.startswith("/doc/tin"):
            return 200, {}, article(int(path.removeprefix("/doc/tin")))
        return 404, {}, b""

    site = tiny_site(respond)
    crawl_in_child(for_url(site.url), tmp_path, QUICK)
    assert rows_of(tmp_path, "SELECT count(*) FROM articles WHERE kind = 'article'") == [(pages,)]
    assert rows_of(tmp_path, "SELECT count(*) FROM issues WHERE code = 'budget.shape'") == [(0,)]
    assert max(Counter(site.asked).values()) == 1


def test_a_session_id_in_every_link_makes_no_new_page(
    tmp_path: Path, tiny_site: Callable[..., Any], rows_of: Callable[..., Any]
) -> None:
    session = count(0xABC123)

    def respond(path: str) -> Answer:
        parts = urlsplit(path)
        fresh = f"{next(session):026x}"
        query, page = parse_qs(parts.query), parts.path.partition(";")[0]
        links = "".join(f'<a href="/xem.php?id={n}&PHPSESSID={fresh}">Bài số {n}</a>' for n in range(1, 6))
        links += f'<a href="/trang-chu;jsessionid={fresh}.n1">Trang chủ</a><a href="/tin?sid=q{fresh}z">Tin</a>'
        if page == "/xem.php":
            return 200, {}, article(int(query["id"][0]), links)
        return (200, {}, links.encode()) if page in ("/", "/trang-chu", "/tin") else (404, {}, b"")

    site = tiny_site(respond)
    crawl_in_child(for_url(site.url), tmp_path, QUICK)
    assert rows_of(tmp_path, "SELECT count(*) FROM articles") == [(5,)]
    assert not [path for path in site.asked if "sess" in path.lower() or "sid=" in path]
    assert len(site.asked) < 20
    assert max(Counter(site.asked).values()) == 1


def test_redirects_to_self_in_a_circle_and_without_end_are_rows(
    tmp_path: Path, tiny_site: Callable[..., Any], rows_of: Callable[..., Any]
) -> None:
    def respond(path: str) -> Answer:
        if path == "/":
            names = ("self-1.html", "a-1.html", "hop?n=1", "out-1.html", "dup-1.html", "dup-2.html")
            return 200, {}, "".join(f'<a href="/{name}">x</a>' for name in names).encode()
        to = {"/self-1.html": "/self-1.html", "/a-1.html": "/b-1.html", "/b-1.html": "/a-1.html",
              "/out-1.html": "http://khac.example/x", "/dup-1.html": "/bai-9.html",
              "/dup-2.html": "/bai-9.html"}.get(path)  # fmt: skip
        if path.startswith("/hop?n="):
            to = f"/hop?n={int(path.rpartition('=')[2]) + 1}"
        if to:
            return 302, {"Location": to}, b""
        return (200, {}, article(9)) if path == "/bai-9.html" else (404, {}, b"")

    site = tiny_site(respond)
    assert crawl_in_child(for_url(site.url), tmp_path, QUICK).reason == "finished"
    rows = rows_of(tmp_path, "SELECT url, state, reason FROM pages")
    states = {url.removeprefix(site.url): (state, reason) for url, state, reason in rows}
    assert states["self-1.html"] == ("failed", "redirect_loop")
    assert states["a-1.html"] == states["b-1.html"] == ("done", "redirect")
    assert states["dup-1.html"] == states["dup-2.html"] == ("done", "redirect")
    assert states["out-1.html"] == ("done", "redirect:offsite")
    assert states["http://khac.example/x"] == ("refused", "redirect:offsite")
    hops = [path for path in site.asked if path.startswith("/hop")]
    assert len(hops) == 6
    assert ("refused", "redirects") in states.values()
    assert site.asked.count("/bai-9.html") == 1
    assert site.asked.count("/self-1.html") == 1


def test_depth_and_other_hosts_are_rows_and_articles_are_never_too_deep(
    tmp_path: Path, tiny_site: Callable[..., Any], rows_of: Callable[..., Any]
) -> None:
    def respond(path: str) -> Answer:
        if path == "/":
            return 200, {}, b'<a href="/phong/a">1</a><a href="http://khac.example/y">Khac</a>'
        if path.startswith("/phong/"):
            deeper = f'<a href="{path}b">sau</a><a href="/bai-viet-{len(path)}.html">Bài viết</a>'
            return 200, {}, f'<h1>Phòng</h1>{deeper}<a href="http://khac.example/y">Khac</a>'.encode()
        return (200, {}, article(number_of(path))) if path.startswith("/bai-") else (404, {}, b"")

    site = tiny_site(respond)
    profile = with_family(for_url(site.url), "generic")
    profile = replace(profile, scope=replace(profile.scope, max_depth=4))
    crawl_in_child(profile, tmp_path, QUICK)
    assert sorted(path for path in site.asked if path.startswith("/phong/")) == [
        "/phong/a", "/phong/ab", "/phong/abb", "/phong/abbb"
    ]  # fmt: skip
    refused = dict(rows_of(tmp_path, "SELECT url, reason FROM pages WHERE state = 'refused'"))
    assert refused == {f"{site.url}phong/abbbb": "depth", "http://khac.example/y": "offsite"}
    assert rows_of(tmp_path, "SELECT count(*) FROM articles") == [(4,)]
