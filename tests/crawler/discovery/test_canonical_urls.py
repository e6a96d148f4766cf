"""One spelling for one place: what is folded, and what must stay as the site wrote it."""

from dataclasses import replace

import pytest

from crawler.discovery.files import file_url
from crawler.discovery.urls import canonical
from crawler.profile_files import for_url, load

SITE = for_url("http://a.vn/")


@pytest.mark.parametrize(
    ("written", "spelling"),
    [
        ("http://a.vn", "http://a.vn/"),
        ("HTTP://A.VN/Tin", "http://a.vn/Tin"),
        ("http://www.a.vn/x", "http://a.vn/x"),
        ("https://a.vn:443/x", "http://a.vn/x"),
        ("http://a.vn:80/x#doan-2", "http://a.vn/x"),
        ("  /x \n", "http://a.vn/x"),
        ("x?id=1&amp;nt=2", "http://a.vn/tin/x?id=1&nt=2"),
        ("../x", "http://a.vn/x"),
        ("../../../x", "http://a.vn/x"),
        ("http://a.vn/tin/../../x/./y/..", "http://a.vn/x/"),
        ("/tin/%2E%2e/x/%2e", "http://a.vn/x/"),
        ("/a/b/..;/c", "http://a.vn/a/b/..;/c"),
        ("http://a.vn./x", "http://a.vn/x"),
        ("http://www.A.vn.:080/x", "http://a.vn/x"),
        ("http://a.vn:/x", "http://a.vn/x"),
        ("https://b.vn.:08443/x", "https://b.vn:8443/x"),
        ("http://[2001:DB8::1]:80/x", "http://[2001:db8::1]/x"),
        ("//a.vn//tin//x", "http://a.vn/tin/x"),
        ("\\tin\\x.aspx", "http://a.vn/tin/x.aspx"),
        ("?id=7", "http://a.vn/tin/trang.php?id=7"),
        ("/tag/hội", "http://a.vn/tag/h%E1%BB%99i"),
        ("/tag/h%e1%bb%99i", "http://a.vn/tag/h%E1%BB%99i"),
        ("/%7Etuoi%2Dtre", "http://a.vn/~tuoi-tre"),
        ("/a%2Fb", "http://a.vn/a%2Fb"),
        ("/100%25-thanh-nien", "http://a.vn/100%25-thanh-nien"),
        ("/100% thanh nien", "http://a.vn/100%25%20thanh%20nien"),
        ("/x?12345", "http://a.vn/x?12345"),
        ("/?gd=&cn=4&tc=77", "http://a.vn/?gd=&cn=4&tc=77"),
        ("/index.php?id=12:dai-hoi&catid=3", "http://a.vn/index.php?id=12:dai-hoi&catid=3"),
        ("/x?q=%E9%F2&b=a+b", "http://a.vn/x?q=%E9%F2&b=a+b"),
        ("/x?utm_source=fb&id=3&fbclid=Iw", "http://a.vn/x?id=3"),
        ("/x?id=3&PHPSESSID=9f8e7d", "http://a.vn/x?id=3"),
        ("/x;jsessionid=0A1B?id=3", "http://a.vn/x?id=3"),
        ("/x;v=2;JSESSIONID=0A1B.node1/y", "http://a.vn/x;v=2/y"),
        ("/x;sid=q8r2?id=3", "http://a.vn/x?id=3"),
        ("/x?sessid=q8r2&id=3&ASPSESSIONIDQQ=GHJK", "http://a.vn/x?id=3"),
        ("/x?osCsid=q8r2&id=3&CFID=1&CFTOKEN=2", "http://a.vn/x?id=3"),
        ("/x?id=3&sid=0001f2aabb12cd34", "http://a.vn/x?id=3"),
        ("/modules.php?name=News&sid=415", "http://a.vn/modules.php?name=News&sid=415"),
        ("/x?checkss=0f1e2d3c4b5a69788796a5b4c3d2e1f0", "http://a.vn/x"),
        ("/x?cat=2&page=0", "http://a.vn/x?cat=2"),
        ("/x?cat=2&page=1", "http://a.vn/x?cat=2&page=1"),
        ("http://user:pw@a.vn/x", "http://a.vn/x"),
        ("http://b.vn/x", "http://b.vn/x"),
    ],
)
def test_spelling(written: str, spelling: str) -> None:
    found = canonical(written, SITE, "http://a.vn/tin/trang.php?nt=1")
    assert found == spelling
    assert canonical(found, SITE) == found


@pytest.mark.parametrize(
    "written", ["javascript:void(0)", "mailto:a@a.vn", "http://[bad", "http://a.vn:port/", "ftp://a.vn/"]
)
def test_what_is_no_web_address(written: str) -> None:
    assert canonical(written, SITE) is None


def test_aliases_fold_to_the_canonical_host() -> None:
    profile = load("kien_giang")
    spelling = "http://tuoitrekiengiang.vn/news.php?id=17"
    for host in ("tuoitrekiengiang.vn", "www.tuoitrekiengiang.vn", "tinhdoankiengiang.org.vn"):
        assert canonical(f"https://{host}/news.php?id=17", profile) == spelling


def test_only_parameters_that_count() -> None:
    profile = replace(SITE, scope=replace(SITE.scope, query=("id",)))
    assert canonical("http://a.vn/n.php?x=1&id=5&y", profile) == "http://a.vn/n.php?id=5"


def test_half_a_character_is_no_address() -> None:
    """JSON may hold one (``"\\ud800"``), and no database takes it."""
    assert canonical("/tin-\ud800", SITE, "http://a.vn/") is None
    assert file_url("/anh-\ud800.jpg", "http://a.vn/") is None


def test_a_files_address_is_plain_too() -> None:
    assert file_url("http://Ảnh.vn.:80/a/../b.jpg", "http://a.vn/") == "http://xn--nh-k5s.vn/b.jpg"
