"""Where a request may go: a redirect, a name and an answer of the DNS must not lead it inside."""

import asyncio
import socket
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.core.downloader.handlers import DownloadHandlers
from scrapy.exceptions import DownloadConnectionRefusedError, NotSupported
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from crawler.errors import AddressRefusedError
from crawler.fetch import handler
from crawler.profile_files import for_url
from tests.crawler.fetch.zoo.rig import Outcome, rigged
from tests.crawler.fetch.zoo.scripted import content, scripted

#: Addresses of the open internet; nothing is ever sent to them here.
FIRST, SECOND = "8.8.8.8", "2001:4860:4860::8888"
NAME = "tinhdoan.example.vn"


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:{other}/",
        "http://localhost:{other}/",
        "http://[::ffff:127.0.0.1]:{other}/",
        "http://[::ffff:7f00:1]:{other}/",
        "http://[::1]:{other}/",
        "http://[64:ff9b::7f00:1]:{other}/",
        "http://[2002:7f00:1::]:{other}/",
        "http://2130706433:{other}/",
        "http://0x7f000001:{other}/",
        "http://0177.0.0.1:{other}/",
        "http://127.1:{other}/",
        "http://0:{other}/",
        "http://0.0.0.0:{other}/",
        "http://{seed}@127.0.0.1:{other}/",
        "https://127.0.0.1:{other}/",
    ],
)
def test_no_redirect_leads_inside(target: str, tmp_path: Path) -> None:
    """The seed is itself an internal address, which names its own port and no other."""
    visits: list[int] = []

    async def secret(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visits.append(1)
        await content(reader, writer)

    async def asking() -> Outcome:
        async with (
            scripted(content) as seed,
            scripted(secret) as inner,
            rigged(tmp_path, for_url(f"http://{seed}/")) as rig,
        ):
            assert (await rig.fetch(f"http://{seed}/")).response is not None
            return await rig.fetch(target.format(other=inner.rpartition(":")[2], seed=seed))

    outcome = asyncio.run(asking())
    assert isinstance(outcome.error, AddressRefusedError)
    assert "internal address" in str(outcome.error)
    assert visits == []


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/a", "s3://bucket/key", "data:,x", "gopher://a.vn/"]
)
def test_no_redirect_leads_to_a_disk_or_another_protocol(target: str) -> None:
    settings = Settings()
    settings.setmodule("crawler.settings")
    ours = {"DOWNLOAD_HANDLERS": settings.getwithbase("DOWNLOAD_HANDLERS")}
    handlers = DownloadHandlers(get_crawler(settings_dict=ours))
    with pytest.raises(NotSupported):
        asyncio.run(handlers.download_request_async(Request(target)))


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A DNS that answers ``answers`` one after another (the last for ever), and an internet where connections to
    ``at`` end at a local server; ``asked`` and ``tried`` say what happened."""
    state: dict[str, Any] = {"answers": [], "asked": [], "tried": [], "at": {}}
    connect = asyncio.BaseEventLoop.create_connection

    async def resolve(_: Any, host: str, port: int, **__: Any) -> list[Any]:
        state["asked"].append(host)
        answer = state["answers"][min(len(state["asked"]), len(state["answers"])) - 1]
        return [(socket.AF_INET6 if ":" in one else socket.AF_INET, 1, 6, "", (one, port)) for one in answer]

    async def reach(loop: Any, factory: Any, host: str, port: int, **given: Any) -> Any:
        state["tried"].append(host)
        place = state["at"].get(host)
        if place is None:
            raise ConnectionRefusedError(111, f"Connect call failed ({host!r}, {port})")
        sock = socket.create_connection(place)
        sock.setblocking(False)
        return await connect(loop, factory, sock=sock, **given)

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", resolve)
    monkeypatch.setattr(asyncio.BaseEventLoop, "create_connection", reach)
    return state


def ask(world: dict[str, Any], folder: Path, times: int = 1, reached: str | None = FIRST) -> list[Outcome]:
    async def asking() -> list[Outcome]:
        async with scripted(content) as netloc, rigged(folder, for_url(f"http://{NAME}/")) as rig:
            if reached is not None:
                host, _, port = netloc.partition(":")
                world["at"][reached] = (host, int(port))
            return [await rig.fetch(f"http://{NAME}/{number}") for number in range(times)]

    return asyncio.run(asking())


def test_what_was_checked_is_what_is_connected_to(world: dict[str, Any], tmp_path: Path) -> None:
    world["answers"] = [[FIRST], ["169.254.169.254"]]
    outcomes = ask(world, tmp_path, times=3)
    assert [one.capture.ip for one in outcomes if one.capture] == [FIRST] * 3
    assert world["tried"] == [FIRST]  # once: the connection is kept
    assert world["asked"] == [NAME]


@pytest.mark.parametrize(
    "inside", ["169.254.169.254", "127.0.0.1", "10.0.0.8", "::1", "64:ff9b::a00:8", "::ffff:10.0.0.8"]
)
def test_a_name_that_turns_inside_between_two_looks_is_refused(
    inside: str, world: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handler, "ADDRESS_TIME", 0.0)  # every request looks again
    world["answers"] = [[FIRST], [inside]]
    first, second = ask(world, tmp_path, times=2)
    assert first.response is not None
    assert isinstance(second.error, AddressRefusedError)
    assert inside.rpartition(":")[2] in str(second.error)
    assert world["tried"] == [FIRST]


@pytest.mark.parametrize("answer", [[FIRST, "10.0.0.8"], ["10.0.0.8", FIRST], [FIRST, "::1"]])
def test_one_internal_address_among_public_ones_is_enough(
    answer: list[str], world: dict[str, Any], tmp_path: Path
) -> None:
    world["answers"] = [answer]
    (outcome,) = ask(world, tmp_path)
    assert isinstance(outcome.error, AddressRefusedError)
    assert world["tried"] == []


@pytest.mark.parametrize(("first", "second"), [(FIRST, SECOND), (SECOND, FIRST)])
def test_the_second_address_is_tried_where_the_first_refuses(
    first: str, second: str, world: dict[str, Any], tmp_path: Path
) -> None:
    world["answers"] = [[first, second]]
    (outcome,) = ask(world, tmp_path, reached=second)
    assert outcome.response is not None, outcome.error
    assert outcome.capture is not None
    assert outcome.capture.ip == second
    assert world["tried"] == [first, second]


def test_where_all_addresses_refuse_it_is_said(world: dict[str, Any], tmp_path: Path) -> None:
    world["answers"] = [[FIRST, SECOND]]
    (outcome,) = ask(world, tmp_path, reached=None)
    assert isinstance(outcome.error, DownloadConnectionRefusedError)
    assert world["tried"] == [FIRST, SECOND]
