"""Which pages an article is divided into, and which one is at hand."""

import pytest

from crawler.extract.markup.decode import parse_page
from crawler.extract.paging import find_paging
from crawler.extract.reader import read
from crawler.profile_files import for_url, with_family

HOST = "http://doan.example"
PROFILE = with_family(for_url(HOST + "/"), "generic")
LINES = "".join(
    f"<p>Đoàn viên chi đoàn {n} đã trồng {n + 40} cây xanh dọc tuyến đường nông thôn mới của xã.</p>" for n in range(6)
)


def paging(url: str, links: str) -> tuple[int, str, tuple[str, ...]]:
    page = parse_page(f"<body><h1>Xã</h1>{links}</body>".encode(), "text/html; charset=utf-8", HOST + url)
    found = find_paging(page, PROFILE)
    return found.number, found.first.removeprefix(HOST), tuple(other.removeprefix(HOST) for other in found.others)


@pytest.mark.parametrize(
    ("url", "links", "others"),
    [
        ("/tin/trong-cay/", '1 <a href="/tin/trong-cay/2/">2</a> <a href="/tin/trong-cay/3/">3</a>',
         ("/tin/trong-cay/2/", "/tin/trong-cay/3/")),
        ("/?p=340", '<a href="/?p=340&page=2">Trang 2</a>', ("/?p=340&page=2",)),
        ("/tin/12-trong-cay", '<a href="?start=1">Phần đầu tư</a><a href="?showall=1">Tất cả</a>',
         ("/tin/12-trong-cay?start=1",)),
        ("/a.php?task=view&id=12&x=2", '<a href="/a.php?task=view&id=12&x=2&limit=1&limitstart=1">Trang 2</a>',
         ("/a.php?task=view&id=12&x=2&limit=1&limitstart=1",)),
        ("/tin/trong-cay-12.html", '<a href="/tin/trong-cay-12/page-2.html">2</a>', ("/tin/trong-cay-12/page-2.html",)),
        ("/tin/trong-cay/", '<a href="/tin/trong-cay/2/">2</a> … <a href="/tin/trong-cay/4/">4</a>',
         ("/tin/trong-cay/2/", "/tin/trong-cay/3/", "/tin/trong-cay/4/")),
    ],
)  # fmt: skip
def test_a_first_page_names_the_others(url: str, links: str, others: tuple[str, ...]) -> None:
    assert paging(url, links) == (1, url, others)


@pytest.mark.parametrize(
    ("url", "links", "number", "first"),
    [
        ("/tin/trong-cay/2/", '<a href="/tin/trong-cay/">1</a> 2', 2, "/tin/trong-cay/"),
        ("/tin/12-trong-cay?start=2", '<a href="/tin/12-trong-cay">Trang đầu</a>', 3, "/tin/12-trong-cay"),
        ("/tin/trong-cay-12/page-2.html", '<a href="/tin/trong-cay-12.html">1</a>', 2, "/tin/trong-cay-12.html"),
    ],
)
def test_a_later_page_knows_the_first(url: str, links: str, number: int, first: str) -> None:
    assert paging(url, links) == (number, first, ())


@pytest.mark.parametrize(
    ("url", "links"),
    [
        ("/tin/trong-cay/", '<a href="/tin/trong-cay-lan-2/">Trồng cây lần 2</a>'),
        ("/tin/trong-cay/", '<a href="/tin/trong-cay/2/">Các công trình thanh niên của huyện</a>'),
        ("/tin/trong-cay/", '<div id="comments"><a href="/tin/trong-cay/?page=2">2</a></div>'),
        ("/tin/trong-cay/", '<a href="/tin/page/2/">2</a>'),
        ("/2/", '<a href="/">1</a>'),
    ],
)
def test_other_lists_are_not_its_pages(url: str, links: str) -> None:
    assert paging(url, links) == (1, "", ())


def test_page_numbers_are_no_text() -> None:
    url = HOST + "/tin/trong-cay/"
    numbers = '<p>Trang: 1 <a href="/tin/trong-cay/2/">2</a></p><div class="x">Trang 1/2</div>'
    html = f"<body><div><h1>Đoàn xã trồng cây xanh bên đường</h1><div>{LINES}{numbers}</div></div></body>"
    reading = read(parse_page(html.encode(), "text/html; charset=utf-8", url), PROFILE)
    assert reading.article is not None
    assert len(reading.article.paragraphs) == 6
    assert reading.article.next_pages == (url + "2/",)
