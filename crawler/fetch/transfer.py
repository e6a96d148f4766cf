"""One exchange over a connection: the request as bytes, the answer as bytes, within limits of time, rate and size."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Final
from urllib.parse import quote, urlsplit

from crawler.capture.exchange import Exchange
from crawler.clock import MACHINE, Clock
from crawler.fetch.message import MessageReader
from crawler.fetch.proxy import Proxy, tunnel
from crawler.fetch.wire import Connection, Endpoint, Pool, connect, tls_context
from crawler.web_address import host_in_ascii

#: Bytes of a target that stay as they are; all others are percent-encoded, so that no line can be smuggled in.
TARGET_SAFE: Final = "!#$%&'()*+,-./:;=?@[]^_`{|}~\"<>\\"
#: What may be asked again on a new connection where a kept one turned out to be closed.
IDEMPOTENT: Final = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class Limits:
    """``timeout``: seconds until the head is here; ``total``: until all is; ``rate``: bytes a second that must come,
    looked at every ``rate_window`` seconds; ``size``: bytes of a body."""

    timeout: float = 30.0
    total: float = 300.0
    rate: float = 512.0
    rate_window: float = 20.0
    size: int = 30 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Ask:
    """What to send: ``headers`` in order, as bytes; ``addresses`` are those of the URL's host, checked (of the proxy's
    host where there is a proxy). ``verify``: whether the server's certificate has to be valid."""

    url: str
    method: str
    headers: tuple[tuple[bytes, bytes], ...]
    addresses: tuple[str, ...]
    body: bytes = b""
    verify: bool = True
    proxy: Proxy | None = None
    limits: Limits = field(default_factory=Limits)

    @property
    def endpoint(self) -> Endpoint:
        """Host, port and whether TLS is spoken."""
        return _endpoint(self.url)

    @property
    def key(self) -> object:
        """What connections may be shared by: endpoint, verification, proxy."""
        return self.endpoint, self.verify, self.proxy


@lru_cache(maxsize=64)
def _endpoint(url: str) -> Endpoint:
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    return Endpoint(host_in_ascii(parts.hostname or ""), parts.port or (443 if secure else 80), secure)


class _Watch:
    """The limits of time and rate over one answer."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self.came = 0
        self._limits, self._clock = limits, clock
        self._start = self._window = clock()

    def _deadline(self, reader: MessageReader) -> float:
        return self._start + (self._limits.total if reader.status else self._limits.timeout)

    def next_look(self, reader: MessageReader) -> float:
        """When to look again although nothing came."""
        if not reader.begun:
            return self._deadline(reader)
        return min(self._deadline(reader), self._window + self._limits.rate_window)

    def too_slow(self, reader: MessageReader) -> bool:
        """Whether the time is over, or less came in the last window than has to."""
        now = self._clock()
        if now >= self._deadline(reader):
            return True
        if not reader.begun or now - self._window < self._limits.rate_window:
            return False
        slow = self.came < self._limits.rate * self._limits.rate_window
        self._window, self.came = now, 0
        return slow


async def _always() -> None:
    """Nothing holds a request back."""


class Transfer:
    """Sends requests and reads answers; keeps clean connections. One for all schemes of a crawl."""

    def __init__(
        self,
        on_stray: Callable[[str, bytes], None],
        clock: Clock = MACHINE,
        may_send: Callable[[], Awaitable[None]] = _always,
    ) -> None:
        """``on_stray(url, data)``: bytes that came on an idle connection, after the answer for ``url``; ``clock``: when
        a request was sent; ``may_send`` is awaited right before one is, since connecting may take long: what it raises
        comes through, and nothing is sent."""
        self._clock, self._may_send = clock, may_send
        self._pool = Pool()
        self._on_stray = on_stray
        self._tls: dict[bool, ssl.SSLContext] = {}

    async def connect(self, ask: Ask) -> None:
        """See that an idle connection is there for ``ask``, opened where there is none. Raises as ``exchange``."""
        if not self._pool.has(ask.key):
            self._pool.give_back(ask.key, await self._open(ask), lambda data: self._on_stray(ask.url, data))

    async def exchange(self, ask: Ask, sent: Callable[[], None]) -> Exchange:
        """Send and read; ``sent`` is called when the request has gone out. An answer that breaks off, takes too long
        or is too large comes back ``truncated``, with all that came. Raises OSError (ssl.SSLError, ConnectionError,
        TimeoutError) where nothing came."""
        kept = self._pool.take(ask.key)
        if kept is not None:
            exchange = await self._on(kept, ask, sent)
            if exchange is not None:
                return exchange
            if ask.method not in IDEMPOTENT:
                raise ConnectionResetError(f"{ask.endpoint.host} closed the connection before it answered")
        fresh = await self._open(ask)
        exchange = await self._on(fresh, ask, sent)
        if exchange is None:
            raise fresh.problem or ConnectionResetError(f"{ask.endpoint.host} closed the connection without an answer")
        return exchange

    def close(self) -> None:
        """Close what is kept."""
        self._pool.close()

    async def _open(self, ask: Ask) -> Connection:
        tls = self._context(ask.verify) if ask.endpoint.secure else None
        async with asyncio.timeout(ask.limits.timeout):
            if ask.proxy is None:
                return await connect(ask.endpoint, list(ask.addresses), tls)
            connection = await connect(ask.proxy.endpoint, list(ask.addresses), None)
            return await tunnel(connection, ask.endpoint, ask.proxy, tls) if tls else connection

    def _context(self, verify: bool) -> ssl.SSLContext:
        if verify not in self._tls:
            self._tls[verify] = tls_context(verify)
        return self._tls[verify]

    async def _on(self, connection: Connection, ask: Ask, sent: Callable[[], None]) -> Exchange | None:
        """The exchange on this connection, or None where it was closed before the first byte."""
        started = self._clock()
        said = request_bytes(ask)
        reader = MessageReader(ask.method, ask.limits.size)
        try:
            await self._may_send()
            connection.write(_on_the_wire(ask, said))
            sent()
            await self._read(connection, reader, ask.limits)
        except BaseException:
            connection.close()
            raise
        if not reader.begun:
            connection.close()
            if reader.truncated == "time":
                raise TimeoutError(f"{ask.endpoint.host} sent nothing for {ask.limits.timeout:g} seconds")
            return None
        self._put_back(connection, reader, ask)
        return _seen(ask, said, reader, connection, started)

    async def _read(self, connection: Connection, reader: MessageReader, limits: Limits) -> None:
        watch = _Watch(limits, asyncio.get_running_loop().time)
        while not reader.complete:
            try:
                async with asyncio.timeout_at(watch.next_look(reader)):
                    data = await connection.read()
            except TimeoutError:
                data = None
            if data:
                watch.came += len(data)
                reader.feed(data)
            elif data is not None:
                reader.end(orderly=connection.problem is None)
            if not reader.complete and watch.too_slow(reader):
                reader.end("time")
        if reader.truncated is None:
            # What the kernel already holds belongs to this exchange: one turn of the loop brings it in.
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            if behind := connection.unread():
                reader.feed(behind)

    def _put_back(self, connection: Connection, reader: MessageReader, ask: Ask) -> None:
        if reader.reusable and reader.truncated is None and not reader.excess and connection.clean:
            self._pool.give_back(ask.key, connection, lambda data: self._on_stray(ask.url, data))
        else:
            connection.close()


def request_bytes(ask: Ask) -> bytes:
    """The request as it is sent to the site itself: origin-form (RFC 9112, 3.2.1), Host first."""
    parts = urlsplit(ask.url)
    target = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=TARGET_SAFE)
    host = host_in_ascii(parts.hostname or "")
    host = f"[{host}]" if ":" in host else host
    host += f":{parts.port}" if parts.port else ""
    lines = [f"{ask.method} {target} HTTP/1.1\r\nHost: {host}\r\n".encode("ascii")]
    lines += [b"%b: %b\r\n" % (name, value) for name, value in ask.headers if not _breaks_line(name + value)]
    if ask.body:
        lines.append(b"Content-Length: %d\r\n" % len(ask.body))
    return b"".join((*lines, b"\r\n", ask.body))


def _on_the_wire(ask: Ask, sent: bytes) -> bytes:
    """What the next machine gets: a proxy for plain http wants the absolute URL, and who we are to it. The WARC keeps
    the origin-form, without the proxy's password."""
    if ask.proxy is None or ask.endpoint.secure:
        return sent
    method, target, rest = sent.split(b" ", 2)
    host = rest.split(b"Host: ", 1)[1].split(b"\r\n", 1)[0]
    line, headers = rest.split(b"\r\n", 1)
    return b"%b http://%b%b %b\r\n%b%b" % (method, host, target, line, ask.proxy.authorization, headers)


def _breaks_line(data: bytes) -> bool:
    return b"\r" in data or b"\n" in data or b"\0" in data


def _seen(ask: Ask, sent: bytes, reader: MessageReader, connection: Connection, started: datetime) -> Exchange:
    return Exchange(
        url=ask.url,
        method=ask.method,
        captured_at=started,
        sent=sent,
        received=reader.received,
        head_length=reader.head_length,
        payload=reader.payload,
        status=reader.status,
        headers=reader.headers,
        ip=None if ask.proxy else connection.ip,
        interim=reader.interim,
        excess=reader.excess,
        truncated=reader.truncated,
        repaired=reader.repaired,
        proxied=ask.proxy is not None,
        tls_verified=ask.verify if ask.endpoint.secure else None,
    )
