"""Servers that do one thing, and do it badly."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nok"


@asynccontextmanager
async def scripted(talk: Talk, host: str = "127.0.0.1", **given: Any) -> AsyncIterator[str]:
    """A server whose every connection is ``talk``; gives its ``host:port``."""
    tasks: set[asyncio.Task[None]] = set()

    async def guarded(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            await talk(reader, writer)
        writer.close()

    server = await asyncio.start_server(guarded, host, 0, **given)
    port = server.sockets[0].getsockname()[1]
    try:
        yield f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def request_of(reader: asyncio.StreamReader) -> bytes:
    """The head of the next request. Raises IncompleteReadError where the client goes."""
    return await reader.readuntil(b"\r\n\r\n")


async def dripping(writer: asyncio.StreamWriter, drop: bytes, pause: float) -> None:
    """The same few bytes, over and over, until the client goes."""
    while True:
        writer.write(drop)
        await writer.drain()
        await asyncio.sleep(pause)


async def content(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A good server."""
    while True:
        await request_of(reader)
        writer.write(OK)
