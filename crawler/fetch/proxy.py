"""An HTTP proxy between us and the site, where the operator set one; the environment is never asked."""

import asyncio
import base64
import ssl
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from crawler.errors import UsageError
from crawler.fetch.message import MessageReader
from crawler.fetch.wire import Connection, Endpoint


@dataclass(frozen=True, slots=True)
class Proxy:
    """``authorization`` is the header line that names us to the proxy, or empty; it is never archived."""

    endpoint: Endpoint
    authorization: bytes = b""


def proxy_of(url: str) -> Proxy | None:
    """The proxy that ``http://user:password@host:port`` names; None for an empty string. Raises UsageError, which does
    not repeat what was written: it may hold a password."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme != "http" or not parts.hostname:
        raise UsageError("PROXY is no proxy: write it as http://host:port, with user:password@ before the host.")
    said = b""
    if parts.username is not None:
        secret = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
        said = b"Proxy-Authorization: Basic %b\r\n" % base64.b64encode(secret)
    return Proxy(Endpoint(parts.hostname, port or 8080, secure=False), said)


async def tunnel(connection: Connection, target: Endpoint, proxy: Proxy, tls: ssl.SSLContext) -> Connection:
    """Have the proxy connect to ``target`` (CONNECT, RFC 9110 9.3.6), then speak TLS with the site through it. Raises
    ConnectionRefusedError where the proxy will not, ssl.SSLError."""
    try:
        return await _tunnel(connection, target, proxy, tls)
    except BaseException:  # also where the time is over: a proxy that hangs must not fill our table of sockets
        connection.close()
        raise


async def _tunnel(connection: Connection, target: Endpoint, proxy: Proxy, tls: ssl.SSLContext) -> Connection:
    host = f"[{target.host}]" if ":" in target.host else target.host
    place = f"{host}:{target.port}".encode("ascii")
    connection.write(b"CONNECT %b HTTP/1.1\r\nHost: %b\r\n%b\r\n" % (place, place, proxy.authorization))
    reader = MessageReader("HEAD", 0)
    while not reader.complete:
        data = await connection.read()
        if not data:
            reader.end()
        reader.feed(data)
    if not 200 <= reader.status < 300 or reader.excess:
        raise ConnectionRefusedError(f"the proxy does not connect to {target.host} (it answers {reader.status or '?'})")
    loop = asyncio.get_running_loop()
    plain = connection.transport
    assert plain is not None  # noqa: S101 (the answer came over it)
    secured = await loop.start_tls(plain, connection, tls, server_hostname=target.host)
    if secured is None:
        raise ConnectionResetError(f"{target.host} closed the connection while TLS began")
    connection.connection_made(secured)
    return connection
