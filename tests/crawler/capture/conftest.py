"""Exchanges made of raw bytes, as the download handler makes them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.capture.exchange import Exchange
from crawler.fetch.message import MessageReader

MOMENT = datetime(2026, 6, 1, 23, 59, 58, tzinfo=UTC)
REPLY = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\n"
    b"Content-Length: 15\r\n\r\n<h1>\xc4\x90o\xc3\xa0n</h1>"
)


def _exchange(url: str = "http://a.vn/news.php?id=9560&x=a%20b", reply: bytes = REPLY, **changes: Any) -> Exchange:
    reader = MessageReader("GET", 10**9)
    reader.feed(reply)
    reader.end()
    target = "/" + url.split("/", 3)[3]
    values: dict[str, Any] = {
        "url": url,
        "method": "GET",
        "captured_at": MOMENT,
        "sent": f"GET {target} HTTP/1.1\r\nHost: a.vn\r\nUser-Agent: khotin/test\r\n\r\n".encode(),
        "received": reader.received,
        "head_length": reader.head_length,
        "payload": reader.payload,
        "status": reader.status,
        "headers": reader.headers,
        "ip": "203.0.113.7",
        "interim": reader.interim,
        "excess": reader.excess,
        "truncated": reader.truncated,
        "repaired": reader.repaired,
    }
    return Exchange(**(values | changes))


@pytest.fixture
def make_exchange() -> Callable[..., Exchange]:
    """``make_exchange(url, reply, **changes)``: the exchange in which a server answered with the bytes ``reply``."""
    return _exchange
