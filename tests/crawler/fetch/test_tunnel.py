"""Through a proxy to a site that speaks TLS."""

import asyncio
from contextlib import suppress

import pytest

from crawler.fetch.proxy import Proxy, tunnel
from crawler.fetch.wire import Endpoint, connect, tls_context
from tests.crawler.fetch.zoo.scripted import request_of, scripted


async def through(answer: bytes | None, host: str) -> tuple[bytes, bool, str]:
    """What the proxy was asked; whether our end was closed then; the error. ``answer`` None: it says nothing."""
    asked: list[bytes] = []
    closed = asyncio.Event()

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await request_of(reader))
        writer.write(answer or b"")
        with suppress(ConnectionError):
            await reader.read()
        closed.set()

    async with scripted(proxy) as netloc:
        place = Endpoint("127.0.0.1", int(netloc.rpartition(":")[2]), secure=False)
        connection = await connect(place, ["127.0.0.1"], None)
        try:
            async with asyncio.timeout(0.3):
                await tunnel(connection, Endpoint(host, 443, secure=True), Proxy(place), tls_context(verify=True))
        except OSError as problem:
            error = type(problem).__name__
        async with asyncio.timeout(2):
            await closed.wait()
    return asked[0], closed.is_set(), error


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (None, "TimeoutError"),
        (b"HTTP/1.1 403 No\r\n\r\n", "ConnectionRefusedError"),
        (b"HTTP/1.1 200 OK\r\n\r\nstray", "ConnectionRefusedError"),
    ],
)
def test_no_socket_is_left_behind_where_there_is_no_tunnel(answer: bytes | None, error: str) -> None:
    assert asyncio.run(through(answer, "a.vn")) == (b"CONNECT a.vn:443 HTTP/1.1\r\nHost: a.vn:443\r\n\r\n", True, error)


def test_an_ipv6_address_stands_in_brackets() -> None:
    assert asyncio.run(through(None, "2001:db8::1"))[0].startswith(b"CONNECT [2001:db8::1]:443 HTTP/1.1\r\n")
