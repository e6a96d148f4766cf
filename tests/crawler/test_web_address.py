"""Addresses as people write them: which can be asked, and how they cross the wire."""

import pytest

from crawler.errors import UsageError
from crawler.web_address import is_host, on_the_wire, parted


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
