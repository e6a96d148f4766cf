"""Addresses as people write them: which can be asked, and how they cross the wire."""

import pytest

from crawler.discovery.links import discover
from crawler.errors import UsageError
from crawler.extract.markup.decode import parse_page
from crawler.profile_files import for_url
from crawler.web_address import host_in_ascii, is_host, on_the_wire, parted


@pytest.mark.parametrize(
    "url",
    ["http://tinhdoan.vn", "HTTPS://Tinh-Doan.vn:8443/x?y=1#z", "http://127.0.0.1:8101/", "http://[::1]:8101/",
     "http://tỉnhđoàn.vn/tin", "http://xn--tnhon-uqa55av24r.vn/", "http://my_host.vn./"],
)  # fmt: skip
def test_what_can_be_asked(url: str) -> None:
    assert parted(url).hostname


@pytest.mark.parametrize(
    "url", ["http://[", "http://[::1", "http://a℀b.vn/", "http://a b/", "http://%zz/", "http://___/", "http://a:b@c.vn/",
            "http://" + "a" * 64 + ".vn/", "gopher://a.vn/", "a.vn"],
)  # fmt: skip
def test_what_cannot(url: str) -> None:
    with pytest.raises(UsageError):
        parted(url)


def test_a_host_may_have_a_port_and_nothing_else() -> None:
    assert is_host("a.vn:8080")
    assert not is_host("a.vn/x")
    assert not is_host("lan@a.vn")


def test_vietnamese_letters_cross_the_wire_as_ascii() -> None:
    assert on_the_wire("http://tỉnhđoàn.vn/tin-tức?q=đoàn") == (
        "http://xn--tnhon-uqa55av24r.vn/tin-t%E1%BB%A9c?q=%C4%91o%C3%A0n"
    )


@pytest.mark.parametrize(
    ("netloc", "ascii_form"),
    [
        ("TỉnhĐoàn.vn:8080", "xn--tnhon-uqa55av24r.vn:8080"),
        ("A.vn", "a.vn"),
        ("[::1]:80", "[::1]:80"),
        ("ả" * 64, "ả" * 64),
    ],
)
def test_a_host_crosses_the_wire_in_punycode(netloc: str, ascii_form: str) -> None:
    assert host_in_ascii(netloc) == ascii_form


def test_a_site_is_one_under_both_spellings_of_its_name() -> None:
    for url in ("http://tỉnhđoàn.vn/tin/1.html", "http://xn--tnhon-uqa55av24r.vn/tin/1.html"):
        profile = for_url(url)
        assert profile.hosts == ("xn--tnhon-uqa55av24r.vn",)
        page = parse_page("<a href='http://www.tỉnhđoàn.vn/tin/2.html'>Tin</a>".encode(), None, url)
        found = discover(page, profile)
        assert [link.url for link in found.links] == ["http://xn--tnhon-uqa55av24r.vn/tin/2.html"]
    assert for_url("http://tỉnhđoàn.vn/").slug == "tinhdoan_vn"
