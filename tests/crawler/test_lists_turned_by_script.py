"""A list whose pager posts a form is an issue: nothing leads to what lies behind its first page."""

from datetime import UTC, datetime

import pytest

from crawler.page import PageKind
from crawler.ports import PageRef
from crawler.profile_files import for_url, with_family
from crawler.spiders.outcomes import Answer
from crawler.spiders.replay import result_of

CODE = "listing.turned_by_script"
NEWS = "".join(
    f'<tr><td><a href="/tin-tuc/{number}-doan-xa-ra-quan-lam-duong.aspx">Đoàn xã {number} ra quân làm đường</a>'
    "<p>Sáng nay, đoàn viên xã ra quân dọn vệ sinh, trồng cây trên các tuyến đường…</p></td></tr>"
    for number in range(200, 210)
)
OTHERS = '<li><a href="/tin-tuc/204-hien-mau.aspx">Hiến máu tình nguyện ở huyện</a></li>'
POSTED = "javascript:__doPostBack('ctl00$grv','Page${}')"
BY_SCRIPT = f'<span>1</span> <a href="{POSTED.format(2)}">2</a> <a href="{POSTED.format(3)}"> 3 </a>'
BY_LINKS = BY_SCRIPT + '<a href="/tin-tuc.aspx?page=2">Trang sau</a>'
TOOLS = f'<a href="{POSTED.format(0)}">In bài viết</a>'
ARTICLE = "<h1>Đoàn xã ra quân làm đường</h1>" + "".join(
    f"<p>Sáng {day}/3, đoàn viên thanh niên xã ra quân dọn vệ sinh, trồng {day} cây trên đường của thôn.</p>"
    for day in range(5, 12)
)


def codes(kind: PageKind, body: str, url: str = "http://a.vn/tin-tuc.aspx") -> list[str]:
    page = f"<html><body><form><h1>Tin tức</h1><table>{NEWS}</table><div>{body}</div></form></body></html>"
    if kind is PageKind.ARTICLE:
        page = f"<html><body><form>{ARTICLE}<h3>Các tin khác</h3><ul>{OTHERS}</ul>{body}</form></body></html>"
    profile = with_family(for_url("http://a.vn/"), "aspnet")
    ref = PageRef(1, url, kind, 1)
    answer = Answer(ref, 200, {"content-type": "text/html"}, page.encode(), None, datetime(2026, 6, 1, tzinfo=UTC))
    return [signal.code for signal in result_of(answer, profile).signals]


@pytest.mark.parametrize("kind", [PageKind.LISTING, PageKind.SEED])
def test_a_list_that_is_turned_by_script_says_so(kind: PageKind) -> None:
    assert CODE in codes(kind, BY_SCRIPT)


@pytest.mark.parametrize("body", [BY_LINKS, TOOLS, ""])
def test_a_list_whose_further_pages_have_links_or_that_has_none_says_nothing(body: str) -> None:
    assert CODE not in codes(PageKind.LISTING, body)


def test_the_list_below_an_article_says_nothing() -> None:
    assert CODE not in codes(PageKind.ARTICLE, BY_SCRIPT, "http://a.vn/tin-tuc/205-doan-xa-ra-quan-lam-duong.aspx")
