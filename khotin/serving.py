"""Several processes that answer readers at one address: each has the archive open by itself, the system gives each new
connection to one that is free."""

import asyncio
import gc
import socket
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from khotin.publishing import Publishing
from publish.application import make_datasette
from publish.editions import App, Editions, Scope
from publish.pace import Pace, paced

#: How long a reader's page may take to go out once the server was told to stop, in seconds.
PATIENCE: Final = 10
#: How often a process looks whether another copy has been put in the place of its own, in seconds.
_LOOK: Final = 0.5


@dataclass(frozen=True, slots=True)
class Serving:
    """What every process needs to know. ``database``: the archive, or with ``copies`` its copy for the public, which is
    replaced as a whole now and then. ``sql``: see ``make_datasette``; ``rate``, ``at_once``: see ``Pace``."""

    database: Path
    sql: bool | None
    rate: float
    at_once: int
    copies: bool = False


@dataclass(slots=True)
class Worker:
    """The ASGI application of one process; made in another one, it opens nothing before it is started."""

    serving: Serving
    _app: App | None = field(default=None, init=False)

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Answer a request; start and stop with the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif self._app is not None:
            await self._app(scope, receive, send)

    async def _live(self, receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:
        await receive()
        editions = Editions()
        self._app = paced(editions, Pace(self.serving.rate, self.serving.at_once))
        shown = await self._publish(editions)
        gc.collect()
        gc.freeze()  # what is loaded by now stays: to look through it again and again would hold up readers
        following = asyncio.create_task(self._follow(editions, shown))
        await send({"type": "lifespan.startup.complete"})
        await receive()
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
        await send({"type": "lifespan.shutdown.complete"})

    async def _publish(self, editions: Editions) -> tuple[int, int]:
        """Show the file that is there now; returns which one that is."""
        shown = _identity(self.serving.database)
        await editions.publish(make_datasette(self.serving.database, sql=self.serving.sql))
        return shown

    async def _follow(self, editions: Editions, shown: tuple[int, int]) -> None:
        while self.serving.copies:
            await asyncio.sleep(_LOOK)
            with suppress(OSError):  # the file is gone for a moment, or for good: the one that is open stays
                if _identity(self.serving.database) != shown:
                    shown = await self._publish(editions)


def _identity(database: Path) -> tuple[int, int]:
    status = database.stat()
    return status.st_ino, status.st_mtime_ns


def serve_in(workers: int, serving: Serving, listener: socket.socket) -> None:
    """Answer readers who come in at ``listener`` in ``workers`` processes, until a signal ends it; one that dies is
    replaced."""
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    config = uvicorn.Config(
        Worker(serving), log_level="warning", lifespan="on", timeout_graceful_shutdown=PATIENCE, workers=workers
    )
    Multiprocess(config, [listener]).run()


def keep_copying(publishing: Publishing) -> None:
    """Have the copy made anew when it is due, in a thread, as long as this process runs."""
    threading.Thread(target=lambda: asyncio.run(publishing.follow()), daemon=True).start()
