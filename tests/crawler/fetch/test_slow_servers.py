"""Servers that take their time, or never stop: each request ends, and what came is kept."""

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError

from crawler.profile_files import for_url
from tests.crawler.fetch.zoo.rig import Outcome, rigged
from tests.crawler.fetch.zoo.scripted import OK, Talk, dripping, request_of, scripted

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def sending(*parts: bytes, drop: bytes = b"", pause: float = 0.02) -> Talk:
    """A server that sends ``parts``, then drips for ever."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request_of(reader)
        for part in parts:
            writer.write(part)
            await writer.drain()
        if drop:
            await dripping(writer, drop, pause)
        await reader.read()

    return talk


def ask(talk: Talk, folder: Path, **settings: Any) -> tuple[Outcome, float]:
    """One request, and the seconds it took."""

    async def asking() -> tuple[Outcome, float]:
        async with scripted(talk) as netloc, rigged(folder, for_url(f"http://{netloc}/"), **settings) as rig:
            began = time.monotonic()
            return await rig.fetch(f"http://{netloc}/"), time.monotonic() - began

    return asyncio.run(asking())


@pytest.mark.parametrize(
    ("talk", "settings", "truncated"),
    [
        pytest.param(sending(HEAD, drop=b"X"), {"DOWNLOAD_TIMEOUT": 0.4}, "time", id="slow headers"),
        pytest.param(
            sending(HEAD + b"\r\n", drop=b"x", pause=0.01),
            {"DOWNLOAD_MINIMUM_RATE": 10_000, "DOWNLOAD_RATE_WINDOW": 0.4},
            "time",
            id="slowloris body, ended by the minimum rate",
        ),
        pytest.param(
            sending(HEAD + b"Content-Length: 9000\r\n\r\nbegin"),
            {"DOWNLOAD_MINIMUM_RATE": 1, "DOWNLOAD_RATE_WINDOW": 0.4},
            "time",
            id="silent in the body, ended by the minimum rate",
        ),
        pytest.param(
            sending(HEAD + b"\r\n", drop=b"x" * 1000, pause=0.01),
            {"DOWNLOAD_TOTAL_TIMEOUT": 0.6},
            "time",
            id="fast enough and never done, ended by the total time",
        ),
        pytest.param(
            sending(HEAD + b"\r\n", drop=b"x" * 100_000, pause=0),
            {"DOWNLOAD_MAXSIZE": 500_000},
            "length",
            id="infinite body",
        ),
        pytest.param(
            sending(HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", drop=b"X-T: " + b"x" * 9000 + b"\r\n", pause=0),
            {"DOWNLOAD_MAXSIZE": 500_000},
            "length",
            id="infinite trailers",
        ),
        pytest.param(sending(HEAD + b"X: " + b"x" * 2_000_000 + b"\r\n\r\n"), {}, "length", id="2 MB header"),
        pytest.param(
            sending(b"HTTP/1.1 102 Processing\r\n\r\n" * 9, drop=b"HTTP/1.1 102 Processing\r\n\r\n" * 90, pause=0),
            {},
            "length",
            id="flood of 1xx heads",
        ),
        pytest.param(
            sending(b"HTTP/1.1 102 Processing\r\n\r\n", drop=b"HTTP/1.1 102 Processing\r\n\r\n"),
            {"DOWNLOAD_TIMEOUT": 0.4},
            "time",
            id="trickle of 1xx heads",
        ),
    ],
)  # fmt: skip
def test_every_request_ends_and_what_came_is_kept(
    talk: Talk, settings: dict[str, Any], truncated: str, tmp_path: Path
) -> None:
    outcome, seconds = ask(talk, tmp_path, **settings)
    assert isinstance(outcome.error, DownloadTimeoutError if truncated == "time" else DownloadCancelledError)
    assert outcome.capture is not None
    assert outcome.capture.truncated == truncated
    assert seconds < 10


def test_a_body_that_comes_fast_enough_is_not_cut(tmp_path: Path) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request_of(reader)
        writer.write(HEAD + b"Content-Length: 100000\r\n\r\n")
        for _ in range(20):
            await asyncio.sleep(0.08)
            writer.write(b"x" * 5000)

    settings = {"DOWNLOAD_MINIMUM_RATE": 1000, "DOWNLOAD_RATE_WINDOW": 0.7}
    outcome, _ = ask(talk, tmp_path, **settings)
    assert outcome.response is not None, outcome.error
    assert len(outcome.response.body) == 100_000


def test_a_slow_first_byte_is_waited_for(tmp_path: Path) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request_of(reader)
        await asyncio.sleep(0.6)
        writer.write(OK)
        await writer.drain()

    outcome, _ = ask(talk, tmp_path, DOWNLOAD_TIMEOUT=5, DOWNLOAD_MINIMUM_RATE=1000, DOWNLOAD_RATE_WINDOW=0.2)
    assert outcome.response is not None, outcome.error
