"""The application of ``khotin serve --public``: one copy of the archive after another, each while it has readers."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]


@dataclass(slots=True, eq=False)
class _Edition:
    datasette: Any
    app: App
    readers: int = 0


class Editions:
    """An ASGI application that passes each request to the newest edition. One that was replaced answers those who
    had come before, and is closed behind the last of them."""

    def __init__(self) -> None:
        self._now: _Edition | None = None

    async def publish(self, datasette: Any) -> None:
        """Let ``datasette``, which has not started up yet, answer from now on."""
        await datasette.invoke_startup()
        before, self._now = self._now, _Edition(datasette, datasette.app())
        if before is not None and not before.readers:
            await asyncio.to_thread(_close, before.datasette)

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Answer a request by the edition that is newest as it comes."""
        edition = self._now
        if edition is None:
            raise RuntimeError("nothing was published yet")
        if scope["type"] == "lifespan":
            await _live(receive, send)
            return
        edition.readers += 1
        try:
            await edition.app(scope, receive, send)
        finally:
            edition.readers -= 1
            if edition is not self._now and not edition.readers:
                await asyncio.to_thread(_close, edition.datasette)


async def _live(receive: Any, send: Any) -> None:
    """The server's own start and stop: editions start when they are published."""
    while True:
        event = await receive()
        await send({"type": f"{event['type']}.complete"})
        if event["type"] == "lifespan.shutdown":
            return


def _close(datasette: Any) -> None:
    """Stop the threads of a Datasette and close its connections."""
    if datasette.executor is not None:
        datasette.executor.shutdown(wait=True)
    for database in datasette.databases.values():
        database.close()
