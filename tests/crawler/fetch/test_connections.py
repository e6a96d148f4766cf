"""Connections: kept, gone stale, spoiled by bytes nobody asked for, opened to the second address."""

import asyncio
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import LeaseLostError
from crawler.fetch.transfer import Ask, Transfer
from crawler.profile_files import for_url
from tests.crawler.fetch.zoo.rig import rigged
from tests.crawler.fetch.zoo.scripted import OK, content, request_of, scripted

FORGED = OK.replace(b"ok", b"no")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_kept_connection_that_closes_is_asked_again_for_reading_only(method: str, tmp_path: Path) -> None:
    asked: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await request_of(reader)
        asked.append(first)
        writer.write(OK)
        asked.append(await request_of(reader))  # and closes without an answer

    async def asking() -> Any:
        async with scripted(talk) as netloc, rigged(tmp_path, for_url(f"http://{netloc}/")) as rig:
            await rig.fetch(f"http://{netloc}/1")
            return await rig.fetch(f"http://{netloc}/2", method)

    outcome = asyncio.run(asking())
    assert [line.split()[1] for line in asked] == [b"/1", b"/2"] + ([b"/2"] if method == "GET" else [])
    assert (outcome.response is not None) == (method == "GET")
    assert (outcome.error is not None) == (method == "POST")


def test_a_connection_closed_while_idle_is_not_used(tmp_path: Path) -> None:
    connections: list[int] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(1)
        await request_of(reader)
        writer.write(OK)
        await asyncio.sleep(0.02)

    async def asking() -> Any:
        async with scripted(talk) as netloc, rigged(tmp_path, for_url(f"http://{netloc}/")) as rig:
            await rig.fetch(f"http://{netloc}/1")
            await asyncio.sleep(0.1)
            return await rig.fetch(f"http://{netloc}/2", "POST")

    assert asyncio.run(asking()).response is not None
    assert len(connections) == 2


def test_a_connection_that_never_answers_is_not_asked_for_ever(tmp_path: Path) -> None:
    connections: list[int] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(1)
        await request_of(reader)

    async def asking() -> Any:
        async with scripted(talk) as netloc, rigged(tmp_path, for_url(f"http://{netloc}/")) as rig:
            return await rig.fetch(f"http://{netloc}/1")

    outcome = asyncio.run(asking())
    assert "closed the connection without an answer" in str(outcome.error)
    assert len(connections) == 1


def test_bytes_that_came_while_the_loop_was_busy_are_not_the_next_answer(tmp_path: Path) -> None:
    """The forged answer lies in the kernel before the next request is made, but the event loop has not seen it."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(5)
    forged = threading.Event()

    def serve() -> None:
        for number in (1, 2):
            connection, _ = listener.accept()
            connection.settimeout(10)
            connection.recv(65536)
            connection.sendall(OK)
            if number == 1:
                time.sleep(0.1)
                connection.sendall(FORGED)
                forged.set()
            with suppress(ConnectionError):
                connection.recv(65536)
            connection.close()

    thread = threading.Thread(target=serve)
    thread.start()

    async def asking() -> Any:
        netloc = f"127.0.0.1:{listener.getsockname()[1]}"
        async with rigged(tmp_path, for_url(f"http://{netloc}/")) as rig:
            await rig.fetch(f"http://{netloc}/1")
            forged.wait(5)  # blocks the loop, as reading a large page does
            return await rig.fetch(f"http://{netloc}/2")

    outcome = asyncio.run(asking())
    thread.join(10)
    listener.close()
    assert outcome.response is not None, outcome.error
    assert outcome.response.body == b"ok"


def test_ipv6_loopback(tmp_path: Path) -> None:
    async def asking() -> Any:
        async with scripted(content, "::1") as netloc, rigged(tmp_path, for_url(f"http://{netloc}/")) as rig:
            outcome = await rig.fetch(f"http://{netloc}/tin?id=1")
            (request,) = [r for r in rig.records()[outcome.url] if r.kind == "request"]
            return netloc, outcome, request

    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("no IPv6 here")
    netloc, outcome, request = asyncio.run(asking())
    assert outcome.response.body == b"ok"
    assert outcome.capture.ip == "::1"
    assert request.block.startswith(b"GET /tin?id=1 HTTP/1.1\r\nHost: %b\r\n" % netloc.encode())


def test_many_at_once_over_one_pool_get_their_own_answers() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            target = (await request_of(reader)).split()[1]
            tail = FORGED if int(target[1:]) % 3 == 0 else b""
            await asyncio.sleep(0.001)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b%b" % (len(target), target, tail))

    async def asking() -> list[bytes]:
        async with scripted(talk) as netloc:
            transfer = Transfer(lambda url, data: None)
            places = asyncio.Semaphore(12)

            async def one(number: int) -> bytes:
                async with places:
                    url = f"http://{netloc}/{number}"
                    return (await transfer.exchange(Ask(url, "GET", (), ("127.0.0.1",)), lambda: None)).payload

            payloads = await asyncio.gather(*(one(number) for number in range(200)))
            transfer.close()
            return payloads

    assert asyncio.run(asking()) == [b"/%d" % number for number in range(200)]


def test_what_holds_a_request_back_while_it_connects_is_asked_right_before_it_is_sent() -> None:
    """A crawl that slept while it connected may have lost its site to another: nothing of it goes out."""
    asked: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError):
            asked.append(await request_of(reader))
            writer.write(OK)

    async def lost() -> None:
        raise LeaseLostError("another crawl has it")

    async def asking() -> None:
        async with scripted(talk) as netloc:
            transfer = Transfer(lambda url, data: None, may_send=lost)
            ask = Ask(f"http://{netloc}/1", "GET", (), ("127.0.0.1",))
            await transfer.connect(ask)
            for _ in range(2):  # on the connection that is there, and on a new one
                with pytest.raises(LeaseLostError):
                    await transfer.exchange(ask, lambda: None)
            transfer.close()

    asyncio.run(asking())
    assert [line for line in asked if line] == []
