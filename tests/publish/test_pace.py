"""Who asks too often for what is dear is told so, in both languages; all others, and all else, are answered."""

import asyncio
from typing import Any

import pytest

from publish.pace import Pace, is_dear, paced


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def asked(path: str = "/tim-kiem", query: bytes = b"", client: str = "192.0.2.1") -> dict[str, Any]:
    return {"type": "http", "path": path, "query_string": query, "client": (client, 1), "method": "GET", "headers": []}


def status(pace: Pace, scope: dict[str, Any]) -> tuple[int, dict[str, str], str]:
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    asyncio.run(paced(app, pace)(scope, None, send))
    headers = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, sent[1]["body"].decode()


def test_a_reader_may_ask_a_minutes_worth_at_once_and_then_at_the_rate() -> None:
    clock = Clock()
    pace = Pace(rate=6, clock=clock)
    assert [status(pace, asked())[0] for _ in range(8)] == [200] * 6 + [429] * 2
    code, headers, said = status(pace, asked())
    assert (code, headers["retry-after"], headers["x-content-type-options"]) == (429, "10", "nosniff")
    assert "thử lại sau 10 giây" in said
    assert "try again in 10 seconds" in said
    clock.now += 10
    assert [status(pace, asked())[0] for _ in range(2)] == [200, 429]
    clock.now += 3600
    assert [status(pace, asked())[0] for _ in range(7)] == [200] * 6 + [429]


def test_each_reader_has_a_rate_of_their_own_and_this_machine_has_none() -> None:
    pace = Pace(rate=1, clock=Clock())
    one = [status(pace, asked(client=client))[0] for client in ("192.0.2.1", "192.0.2.2", "192.0.2.1")]
    network = [status(pace, asked(client=client))[0] for client in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1")]
    assert (one, network) == ([200, 200, 429], [200, 429, 200])
    assert [status(pace, asked(client=client))[0] for client in ("127.0.0.1", "::1") * 3] == [200] * 6


def test_what_is_cheap_is_always_answered() -> None:
    pace = Pace(rate=1, clock=Clock())
    assert [status(pace, asked("/bai/1"))[0] for _ in range(5)] == [200] * 5


@pytest.mark.parametrize(("path", "query", "dear"), [
    ("/tim-kiem", b"q=a", True), ("/tim-kiem.atom", b"", True), ("/archive/articles.csv", b"", True),
    ("/archive", b"sql=select+1", True), ("/archive/articles", b"_search=a", True), ("/xuat/bai.csv", b"", True),
    ("/archive/articles", b"title__contains=a", True), ("/", b"", False), ("/bai/1", b"lang=en", False),
    ("/xuat", b"", False), ("/archive/articles", b"", False), ("/-/khotin/style.css", b"", False),
])  # fmt: skip
def test_what_is_dear(path: str, query: bytes, dear: bool) -> None:
    assert is_dear(asked(path, query)) is dear


def test_no_more_are_answered_at_once_than_may_be_and_failures_give_their_place_back() -> None:
    pace = Pace(at_once=1)

    async def failing(_scope: Any, _receive: Any, _send: Any) -> None:
        assert status_of_another() == 429
        raise ValueError("broken")

    def status_of_another() -> int:
        return 429 if pace.wait("192.0.2.9") else 200

    with pytest.raises(ValueError, match="broken"):
        asyncio.run(paced(failing, pace)(asked(), None, None))
    assert status_of_another() == 200


def test_readers_without_number_are_forgotten() -> None:
    pace = Pace(rate=1, clock=Clock())
    for number in range(10_050):
        pace.wait(f"10.0.{number // 250}.{number % 250}")
    assert len(pace._full_at) <= 10_000
