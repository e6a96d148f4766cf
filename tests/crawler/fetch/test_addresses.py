"""Which addresses a crawl may reach."""

import asyncio
from ipaddress import ip_address

import pytest
from scrapy.exceptions import CannotResolveHostError

from crawler.errors import AddressRefusedError
from crawler.fetch.addresses import checked_addresses, is_public, names_private
from crawler.profile_files import for_url


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "224.0.0.1", "100.64.0.1",
        "192.0.0.8", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
        "::ffff:0:7f00:1", "5f00::1", "4000::1", "2001:db8::1",
    ],
)  # fmt: skip
def test_addresses_that_lead_inside(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "203.162.0.181", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_addresses_of_the_open_internet(address: str) -> None:
    assert is_public(ip_address(address))


def check(url: str, seed: str) -> list[str]:
    return asyncio.run(checked_addresses(url, for_url(seed)))


def test_a_seed_names_its_own_address_and_port_and_no_other() -> None:
    assert check("http://127.0.0.1:8000/news.php?id=1", "http://127.0.0.1:8000/") == ["127.0.0.1"]
    for other in ("http://127.0.0.1:9000/", "http://127.0.0.1/", "http://10.0.0.1/", "http://[::1]:8000/",
                  "http://2130706433:8000/", "http://0x7f.1:8000/", "http://[::ffff:127.0.0.1]:8000/"):  # fmt: skip
        with pytest.raises(AddressRefusedError, match="internal address"):
            check(other, "http://127.0.0.1:8000/")


def test_a_name_that_resolves_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    async def inside(*_: object, **__: object) -> list[object]:
        return [(2, 1, 6, "", ("8.8.8.8", 80)), (2, 1, 6, "", ("169.254.169.254", 80))]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", inside)
    with pytest.raises(AddressRefusedError, match=r"resolves to the internal address 169\.254"):
        check("http://tinhdoan.example.vn/", "http://tinhdoan.example.vn/")


def test_a_name_that_does_not_resolve_is_its_own_error() -> None:
    with pytest.raises(CannotResolveHostError):
        check("http://khong-co.invalid/", "http://khong-co.invalid/")


def test_only_internal_seeds_need_no_contact() -> None:
    assert names_private(for_url("http://127.0.0.1:8000/"))
    assert names_private(for_url("http://localhost/"))
    assert not names_private(for_url("http://8.8.8.8/"))
    assert not names_private(for_url("http://tinhdoan.example.vn/"))


def test_the_addresses_that_were_checked_are_those_to_connect_to(monkeypatch: pytest.MonkeyPatch) -> None:
    async def outside(*_: object, **__: object) -> list[object]:
        return [(10, 1, 6, "", ("2001:4860:4860::8888", 80, 0, 0)), (2, 1, 6, "", ("8.8.8.8", 80))]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", outside)
    assert check("http://a.example.vn/", "http://a.example.vn/") == ["2001:4860:4860::8888", "8.8.8.8"]
