"""TLS that fails is said in words, once, and nothing is sent; a site's exception is recorded."""

import asyncio
import logging
import ssl
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from scrapy.exceptions import DownloadFailedError

from crawler.fetch.failures import in_words
from crawler.profile_files import for_url
from crawler.profiles import Fetch
from tests.crawler.fetch.zoo.rig import Outcome, rigged
from tests.crawler.fetch.zoo.scripted import content, scripted
from tests.crawler.fetch.zoo.server import make_certificate


async def nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Close at once."""


async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Speak HTTP where TLS is meant."""
    await reader.read(100)
    writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    await writer.drain()


def ask(folder: Path, talk: Any, certificate: Path | None, verify: bool = True) -> Outcome:
    async def asking() -> Outcome:
        given: dict[str, Any] = {}
        if certificate is not None:
            given["ssl"] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            given["ssl"].load_cert_chain(certificate)
        async with scripted(talk, **given) as netloc:
            profile = replace(for_url(f"https://{netloc}/"), hosts=(netloc,), fetch=Fetch(verify_tls=verify))
            async with rigged(folder, profile) as rig:
                return await rig.fetch(f"https://{netloc}/")

    return asyncio.run(asking())


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Any:
    yield
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize(
    ("given", "trusted", "words"),
    [
        ({}, False, "certificate of the server is not valid"),
        ({"days": -1}, True, "certificate of the server is not valid"),
        ({"names": ("tinhdoan.example.vn",)}, True, "certificate of the server is not valid"),
    ],
    ids=["self-signed", "expired", "another name"],
)
def test_a_bad_certificate_is_named(
    given: dict[str, Any], trusted: bool, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = make_certificate(tmp_path / "zoo.pem", **given)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    outcome = ask(tmp_path, content, certificate)
    assert isinstance(outcome.error, DownloadFailedError)
    assert words in in_words(outcome.error)
    assert outcome.capture is None


@pytest.mark.parametrize("talk", [nothing, plain])
def test_no_tls_where_it_is_meant_is_an_error(talk: Any, tmp_path: Path) -> None:
    outcome = ask(tmp_path, talk, None)
    assert isinstance(outcome.error, DownloadFailedError)
    assert "127.0.0.1" in in_words(outcome.error)
    assert outcome.capture is None


def test_a_sites_exception_is_followed_and_recorded(tmp_path: Path) -> None:
    outcome = ask(tmp_path, content, make_certificate(tmp_path / "zoo.pem", days=-1), verify=False)
    assert outcome.response is not None, outcome.error
    assert outcome.capture is not None
    assert outcome.capture.tls_verified is False
