"""What the setting PROXY may be."""

import pytest

from crawler.errors import UsageError
from crawler.fetch.proxy import proxy_of


def test_a_proxy_with_a_password() -> None:
    proxy = proxy_of("http://user:p%40ss@10.0.0.1:3128")
    assert proxy is not None
    assert (proxy.endpoint.host, proxy.endpoint.port) == ("10.0.0.1", 3128)
    assert proxy.authorization == b"Proxy-Authorization: Basic dXNlcjpwQHNz\r\n"


def test_no_proxy() -> None:
    assert proxy_of("") is None


@pytest.mark.parametrize("url", ["socks5://me:secret@a:1", "http://me:secret@a:port/", "http://", "a:8080", "http://["])
def test_what_is_none_is_said_without_its_password(url: str) -> None:
    with pytest.raises(UsageError) as raised:
        proxy_of(url)
    assert "secret" not in str(raised.value)
    assert "http://host:port" in str(raised.value)
