"""A server of raw sockets on loopback that answers with the zoo, over http and https, and writes down every byte."""

import asyncio
import datetime
import ipaddress
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.crawler.fetch.zoo.kind import Kind

Answer = Callable[["Served", asyncio.StreamWriter], "asyncio.Future[None]"]


@dataclass
class Served:
    """One exchange as the server's socket saw it; ``connection`` counts from 1."""

    target: str
    connection: int
    request: bytes = b""
    sent: bytearray = field(default_factory=bytearray)


class ZooServer:
    """Answers ``/kind/NAME…`` with that kind, ``/probe/N`` with a page that says N. ``served`` has every exchange by
    target, in order (a retried request has two)."""

    def __init__(self, kinds: Iterable[Kind]) -> None:
        self.kinds = {kind.name: kind for kind in kinds}
        self.served: dict[str, list[Served]] = {}
        self.ports: dict[str, int] = {}
        self.connections = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, as many exchanges as it lasts."""
        self.connections += 1
        number = self.connections
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            while True:
                start = await reader.readuntil(b" HTTP/")
                served = Served(start.split(b" ")[1].decode(), number)
                self.served.setdefault(served.target, []).append(served)
                kind = self.kinds[served.target.split("/")[2]] if served.target.startswith("/kind/") else None
                if kind is not None and kind.early:
                    await _send(served, kind, writer)
                served.request = start + await reader.readuntil(b"\r\n\r\n")
                if kind is None:
                    _probe(served, writer)
                elif not kind.early:
                    await _send(served, kind, writer)
                if kind is not None and kind.ending != "keep":
                    await _end(kind, reader, writer)
                    return
        writer.close()
        self._tasks.discard(task)

    def stop(self) -> None:
        """End what is still being sent."""
        for task in self._tasks:
            task.cancel()


def _probe(served: Served, writer: asyncio.StreamWriter) -> None:
    body = b"probe " + served.target.encode()
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
    served.sent += answer
    writer.write(answer)


async def _send(served: Served, kind: Kind, writer: asyncio.StreamWriter) -> None:
    for piece in kind.pieces:
        served.sent += piece
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(kind.pause)
    while kind.endless:
        served.sent += kind.endless
        writer.write(kind.endless)
        await writer.drain()
        await asyncio.sleep(kind.pause)
    if kind.late:
        await asyncio.sleep(0.02)
        writer.write(kind.late)


async def _end(kind: Kind, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    if kind.ending == "hold":
        await reader.read()  # the client gives up first
    if kind.ending in ("abort", "reset"):
        await asyncio.sleep(0.02)  # what was written is on its way
        if kind.ending == "reset":
            plain = writer.get_extra_info("socket")
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
    writer.close()


@asynccontextmanager
async def running(kinds: Iterable[Kind], certificate: Path) -> AsyncIterator[ZooServer]:
    """The server on two free ports of loopback: ``ports["http"]`` and ``ports["https"]``."""
    zoo = ZooServer(kinds)
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secure.load_cert_chain(certificate)
    limit = 2**22
    http = await asyncio.start_server(zoo.talk, "127.0.0.1", 0, limit=limit)
    https = await asyncio.start_server(zoo.talk, "127.0.0.1", 0, ssl=secure, limit=limit)
    zoo.ports = {"http": http.sockets[0].getsockname()[1], "https": https.sockets[0].getsockname()[1]}
    try:
        yield zoo
    finally:
        http.close()
        https.close()
        zoo.stop()


def make_certificate(path: Path, names: Iterable[str] = ("127.0.0.1", "::1", "localhost"), days: int = 2) -> Path:
    """Write a self-signed certificate for these names and its key to ``path`` (PEM); negative ``days``: expired."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "zoo")])
    now = datetime.datetime.now(datetime.UTC)
    begin, end = sorted((now - datetime.timedelta(days=5), now + datetime.timedelta(days=days)))
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(end)
        .add_extension(x509.SubjectAlternativeName([_name(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    path.write_bytes(pem + built.public_bytes(serialization.Encoding.PEM))
    return path


def _name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
