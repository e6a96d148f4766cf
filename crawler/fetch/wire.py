"""Connections: opened to an address that was checked, with TLS where asked, kept for the next exchange only while they
are clean. Bytes go in and out as they are."""

import asyncio
import select
import ssl
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

#: Seconds that an idle connection is kept; servers close theirs after five or so.
IDLE_TIME: Final = 10.0
#: Seconds for one address to accept a connection, so that the next can be tried.
CONNECT_TIME: Final = 10.0
#: Unread bytes above which the peer is made to wait.
HIGH_WATER: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a connection leads: ``secure`` is TLS; ``host`` is a name or literal without brackets."""

    host: str
    port: int
    secure: bool


class Connection(asyncio.Protocol):
    """One socket's bytes. While it is idle, ``on_stray`` gets what comes although nobody asked, and it is closed."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.ip: str | None = None
        self.on_stray: Callable[[bytes], None] | None = None
        self.idle_since = 0.0
        self.ended = False
        self.problem: Exception | None = None
        self._pieces: deque[bytes] = deque()
        self._unread = 0
        self._waiter: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """asyncio's call; also after TLS was laid over a tunnel."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 (asyncio gives stream protocols no other)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """asyncio's call."""
        if self.on_stray is not None:
            self.on_stray(data)
            self.close()
            return
        self._pieces.append(data)
        self._unread += len(data)
        if self._unread > HIGH_WATER and self.transport is not None:
            self.transport.pause_reading()
        self._wake()

    def eof_received(self) -> bool:
        """asyncio's call: the peer will send no more; we have nothing left to say either."""
        self.ended = True
        self._wake()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """asyncio's call."""
        self.ended = True
        self.problem = self.problem or exc
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def read(self) -> bytes:
        """What has come since the last call, at least one byte; empty at the peer's end. A connection that was reset
        gives what came before, then ends: ``problem`` says why."""
        while not self._pieces and not self.ended:
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        return self.unread()

    def unread(self) -> bytes:
        """What has come and was not read yet."""
        data = self._pieces.popleft() if len(self._pieces) == 1 else b"".join(self._pieces)
        self._pieces.clear()
        if self._unread > HIGH_WATER and self.transport is not None and not self.ended:
            self.transport.resume_reading()
        self._unread = 0
        return data

    def write(self, data: bytes) -> None:
        """Send; errors show at the next read."""
        if self.transport is not None and not self.ended:
            self.transport.write(data)

    @property
    def clean(self) -> bool:
        """Whether another exchange may begin here: open, and nothing unread that would be taken for its answer."""
        return not (self.ended or self._pieces or self.transport is None or self.transport.is_closing())

    @property
    def readable(self) -> bool:
        """Whether the kernel holds bytes, or the peer's end, that the event loop has not handed over yet: while it was
        busy with something else, nobody could see them."""
        if self.transport is None:
            return True
        look = select.poll()
        look.register(self.transport.get_extra_info("socket").fileno(), select.POLLIN)
        return bool(look.poll(0))

    def close(self) -> None:
        """Close at once; what is unsent is dropped."""
        self.ended = True
        if self.transport is not None:
            self.transport.abort()


class Pool:
    """Idle connections by endpoint (and by the proxy they go through)."""

    def __init__(self) -> None:
        self._idle: dict[object, list[Connection]] = {}

    def take(self, key: object) -> Connection | None:
        """A clean idle connection, or None. Those that went stale are closed on the way."""
        if not self.has(key):
            return None
        connection = self._idle[key].pop()
        connection.on_stray = None
        return connection

    def has(self, key: object) -> bool:
        """Whether there is a clean idle connection. Those that went stale are closed on the way."""
        waiting = self._idle.get(key, [])
        while waiting:
            connection = waiting[-1]
            fresh = time.monotonic() - connection.idle_since < IDLE_TIME
            if fresh and connection.clean and not connection.readable:
                return True
            waiting.pop().on_stray = None
            connection.close()
        return False

    def give_back(self, key: object, connection: Connection, on_stray: Callable[[bytes], None]) -> None:
        """Keep a connection whose exchange ended cleanly, for the next one; ``on_stray`` is told of bytes that come
        meanwhile."""
        connection.idle_since, connection.on_stray = time.monotonic(), on_stray
        self._idle.setdefault(key, []).append(connection)

    def close(self) -> None:
        """Close all idle connections."""
        for waiting in self._idle.values():
            for connection in waiting:
                connection.close()
        self._idle.clear()


async def connect(endpoint: Endpoint, addresses: list[str], tls: ssl.SSLContext | None) -> Connection:
    """Open a connection to the first of ``addresses`` (IP literals, checked) that takes it. Raises OSError of the last
    one, ssl.SSLError included; TimeoutError where none answered in time."""
    loop = asyncio.get_running_loop()
    problem: Exception = OSError(f"{endpoint.host} has no address")
    for address in addresses:
        try:
            async with asyncio.timeout(CONNECT_TIME):
                _, connection = await loop.create_connection(
                    Connection, address, endpoint.port, ssl=tls, server_hostname=endpoint.host if tls else None
                )
        except ssl.SSLError:
            raise  # the host answered; another address would say the same
        except OSError as refused:
            problem = refused
            continue
        connection.ip = address
        return connection
    raise problem


def tls_context(verify: bool) -> ssl.SSLContext:
    """TLS as a browser has it; with ``verify`` off (a site's recorded exception) also what old servers speak."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.set_ciphers("DEFAULT@SECLEVEL=0")
    return context
