"""Small sites on loopback, and what a crawl of them left in the archive."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

#: Status, headers, body for a path with query.
Response = tuple[int, dict[str, str], bytes]


@dataclass
class TinySite:
    """A running site: ``netloc`` is its host and port, ``asked`` the paths asked for so far."""

    netloc: str
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://{self.netloc}/"


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed in the middle of a request is no fault of the site's."""


@contextmanager
def _running(respond: Callable[[str], Response], host: str) -> Iterator[TinySite]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append(self.path)
            status, headers, body = respond(self.path)
            self.send_response(status)
            said = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body)), **headers}
            for name, value in said.items():
                self.send_header(name, value)
            self.close_connection |= said["Content-Length"] != str(len(body))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = _Server((host, 0), Handler)
    server.daemon_threads = True
    site = TinySite(f"{host}:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def tiny_site() -> Iterator[Callable[..., TinySite]]:
    """``tiny_site(respond, host="127.0.0.1")`` runs a site until the test ends."""
    with ExitStack() as stack:
        yield lambda respond, host="127.0.0.1": stack.enter_context(_running(respond, host))


@pytest.fixture
def rows_of() -> Callable[..., list[Any]]:
    """``rows_of(archive, sql)``: rows of the archive's database."""

    def rows(archive: Path, query: str) -> list[Any]:
        with sqlite3.connect(archive / "archive.db") as db:
            return db.execute(query).fetchall()

    return rows
