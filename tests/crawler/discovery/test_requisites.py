"""What a page needs to be shown again: which of its references, by which address, and what is refused."""

import pytest

from crawler.discovery.files import file_url
from crawler.discovery.requisites import PageRequisites, candidate, css_requisites
from crawler.extract.markup.decode import parse_page
from crawler.page import PageKind
from crawler.profile_files import for_url, with_family

SITE = with_family(for_url("http://a.vn/"), "generic")
ICON = "<link rel='shortcut icon' href='/i.ico'>"


def urls(source: str, url: str = "http://a.vn/tin/1.html", family: str = "generic") -> list[str]:
    page = parse_page(f"{ICON}{source}<p>x".encode(), "text/html; charset=utf-8", url)
    found = PageRequisites().of(page, with_family(for_url("http://a.vn/"), family))
    assert {link.kind for link in found.links} == {PageKind.REQUISITE}
    return [link.url.removeprefix("http://a.vn") for link in found.links if not link.url.endswith("/i.ico")]


def reasons(source: str, family: str = "generic") -> dict[str, str]:
    page = parse_page(f"{source}<p>x".encode(), "text/html; charset=utf-8", "http://a.vn/")
    found = PageRequisites().of(page, with_family(for_url("http://a.vn/"), family))
    assert [link.url for link in found.links] == ["http://a.vn/favicon.ico"]
    return {refusal.url: refusal.reason for refusal in found.refusals}


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("<link rel=stylesheet href='/s.css?v=1&t=2#x'>", ["/s.css?v=1&t=2"]),
        ("<link rel='alternate stylesheet' href=s.css>", ["/tin/s.css"]),
        ("<link rel=preload as=font href=/f.woff2><link rel=preload as=fetch href=/x.json>", ["/f.woff2"]),
        ("<link rel=canonical href=/x><link rel=alternate href=/rss>", []),
        ("<script src=//a.vn/j.js></script><script>var u = 'no.js'</script>", ["/j.js"]),
        ("<img src='data:image/gif;base64,R0' data-src=/a.jpg>", ["/a.jpg"]),
        ("<img src=/x.jpg srcset='/x-2.jpg 2x, /x-1.jpg 1x'>", ["/x.jpg", "/x-1.jpg"]),
        ("<input type=image src=/go.gif><input type=text src=/no.gif>", ["/go.gif"]),
        ("<picture><source srcset=/a.webp><img src=/a.png></picture>", ["/a.webp", "/a.png"]),
        ("<table background=/n.gif><tr><td>1</table>", ["/n.gif"]),
        ("<video poster=/p.jpg src=/phim.mp4></video>", ["/p.jpg"]),
        ("<style>@import 'b.css'; body{background:url(/n.png)}</style>", ["/tin/b.css", "/n.png"]),
        ("<p style=\"background:url('/n.png')\">x</p><p style='color:red'>", ["/n.png"]),
        ("<noscript><img src=/dem.gif></noscript>", []),
        ("<img src='{{anh}}'><img src='${anh}'><img src='#'><img src=''>", []),
        ("<img src='/ảnh 1.jpg'>", ["/%E1%BA%A3nh%201.jpg"]),
        ("<base href='http://a.vn/goc/'><img src=x.jpg>", ["/goc/x.jpg"]),
        ("<img src=/thumb.php?src=a.jpg&amp;w=90>", ["/thumb.php?src=a.jpg&w=90"]),
    ],
)
def test_references(source: str, wanted: list[str]) -> None:
    assert urls(source) == wanted


def test_a_page_without_an_icon_has_the_sites() -> None:
    page = parse_page(b"<p>x</p>", "text/html", "http://a.vn/tin/1.html")
    assert [link.url for link in PageRequisites().of(page, SITE).links] == ["http://a.vn/favicon.ico"]


def test_what_a_template_repeats_is_given_once_and_relative_addresses_by_their_folder() -> None:
    source = ICON + "<link rel=stylesheet href=/s.css><img src=moi.gif>"
    requisites = PageRequisites()
    given = [
        [link.url for link in requisites.of(parse_page(source.encode(), "text/html", url), SITE).links]
        for url in ("http://a.vn/a/1.html", "http://a.vn/a/2.html", "http://a.vn/b/3.html")
    ]
    assert given == [
        ["http://a.vn/s.css", "http://a.vn/i.ico", "http://a.vn/a/moi.gif"], [], ["http://a.vn/b/moi.gif"]
    ]  # fmt: skip


def test_traps_hold_for_requisites_but_not_by_a_files_own_name() -> None:
    refused = reasons(
        "<img src='/index.php?second=cronjobs&p=x1'><img src='/banners/dem.php?id=3'><img src=/uploads/banners/qc.jpg>"
        "<script src=/vi/savefile/x.html></script><img src='/index.php?scaptcha=captcha&t=17'>",
        "nukeviet",
    )
    assert len(refused) == 5
    assert {reason.partition(":")[0] for reason in refused.values()} == {"trap"}
    wordpress = "<link rel=stylesheet href=/wp-content/themes/x/print.css><script src=/js/calendar.js></script>"
    assert urls(wordpress, family="wordpress") == ["/wp-content/themes/x/print.css", "/js/calendar.js"]


def test_another_hosts_files_are_requisites_its_scripts_that_count_and_its_pages_are_not() -> None:
    there = urls(
        "<link rel=stylesheet href='https://fonts.example/css?family=Roboto'>"
        "<script src=//cdn.example/ajax/jq.js></script>"
    )
    assert there == ["https://fonts.example/css?family=Roboto", "http://cdn.example/ajax/jq.js"]
    assert reasons(
        "<img src=https://dem.example/hit?id=1><script src='https://www.googletagmanager.com/gtag/js?id=G-1'></script>"
        "<script src=https://www.google-analytics.com/analytics.js></script>"
    ) == {
        "https://dem.example/hit?id=1": "offsite",
        "https://www.googletagmanager.com/gtag/js?id=G-1": "trap:counter",
        "https://www.google-analytics.com/analytics.js": "trap:counter",
    }


def test_a_style_sheet_leads_to_its_files() -> None:
    css = b"@import 'more.css'; @font-face{src:url(../f/f.woff2)} a{background:url(n.png)}"
    found = css_requisites(css, "http://a.vn/css/s.css?v=1", None, SITE)
    assert [link.url for link in found.links] == [
        "http://a.vn/css/more.css", "http://a.vn/f/f.woff2", "http://a.vn/css/n.png"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("srcset", "sizes", "chosen"),
    [
        ("/a-300.jpg 300w, /a-1024.jpg 1024w, /a-2000.jpg 2000w", "(max-width: 1024px) 100vw, 1024px", "/a-1024.jpg"),
        ("/a-300.jpg 300w, /a-1024.jpg 1024w, /a-2000.jpg 2000w", "", "/a-2000.jpg"),
        ("/a-300.jpg 300w, /a-1024.jpg 1024w", "100vw", "/a-1024.jpg"),
        ("/a.jpg, /b.jpg 2x", "", "/a.jpg"),
        ("/a,b.jpg 1x,/c.jpg 2x", "", "/a,b.jpg"),
        ("", "", None),
        ("/a.jpg 1.2.3x", "", None),
    ],
)
def test_of_several_sizes_the_one_that_a_browser_takes(srcset: str, sizes: str, chosen: str | None) -> None:
    assert candidate(srcset, sizes) == chosen


@pytest.mark.parametrize(
    ("place", "url"),
    [
        ("x.png?a=1&b=[2]", "http://a.vn/t/x.png?a=1&b=[2]"),
        ("//B.vn:80/%zz.png", "http://b.vn/%zz.png"),
        ("..\\x.png", "http://a.vn/x.png"),
        ("javascript:void(0)", None),
        ("http://[x/", None),
        ("mailto:a@b.vn", None),
    ],
)
def test_addresses_are_those_that_a_browser_asks_for(place: str, url: str | None) -> None:
    assert file_url(place, "http://a.vn/t/1.html") == url
