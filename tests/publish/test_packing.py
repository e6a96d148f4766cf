"""Answers go out in gzip where the reader takes it, and never twice."""

import asyncio
import gzip
from pathlib import Path
from typing import Any

import pytest

from publish.application import make_datasette


def raw(archive: Path, path: str, accepted: str) -> tuple[dict[str, str], bytes]:
    """Headers and body as they cross the wire."""
    datasette = make_datasette(archive)
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def ask() -> None:
        await datasette.invoke_startup()
        plain, _, query = path.partition("?")
        scope = {"type": "http", "method": "GET", "path": plain, "raw_path": plain.encode(), "scheme": "http",
                 "query_string": query.encode(), "http_version": "1.1", "server": ("localhost", 80),
                 "headers": [(b"accept-encoding", accepted.encode()), (b"host", b"localhost")]}  # fmt: skip
        await datasette.app()(scope, receive, send)

    asyncio.run(ask())
    headers = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return headers, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.parametrize(
    "path", ["/", "/bai/1", "/tim-kiem.json?q=doan", "/tim-kiem.atom", "/archive/v_articles", "/-/khotin/style.css",
             "/archive/v_articles.csv"],
)  # fmt: skip
def test_texts_are_packed_for_who_takes_it(archive: Path, path: str) -> None:
    headers, body = raw(archive, path, "gzip, br")
    plain_headers, plain = raw(archive, path, "identity")
    assert headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain_headers
    assert "accept-encoding" in headers["vary"].lower()
    assert len(gzip.decompress(body)) == pytest.approx(len(plain), abs=64)
    assert len(body) < 0.7 * len(plain)


@pytest.mark.parametrize("path", ["/tep/2", "/bai/1/chup/1/ban-ghi"])
def test_what_is_packed_already_goes_as_it_is(archive: Path, path: str) -> None:
    headers, body = raw(archive, path, "gzip")
    assert "content-encoding" not in headers
    assert body == raw(archive, path, "identity")[1]
