"""``khotin serve``: the archive in a browser, read-only, while a crawl may go on; or, for the public, a copy of it."""

import asyncio
import errno
import gc
import socket
import sqlite3
import webbrowser
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click

from crawler.errors import ArchiveError, UsageError
from khotin.publication import copy_of
from khotin.publishing import Publishing
from khotin.quantities import DURATION
from khotin.readers import cores
from khotin.serving import PATIENCE, Serving, keep_copying, serve_in
from pipelines.schema import open_readonly
from publish.answering import archive as archive_of
from publish.application import make_datasette
from publish.editions import Editions
from publish.pace import Pace, paced

#: Processes that answer readers by default, where there are as many processors: each takes some 100 MB.
MOST_WORKERS: Final = 4


@dataclass(frozen=True, slots=True)
class Listening:
    """Where readers come in: the socket, and the address that leads to it."""

    listener: socket.socket
    address: str
    open_browser: bool


@click.command()
@click.option(
    "--archive",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="this folder",
    help="Folder with archive.db.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; 0.0.0.0 for all.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 takes a free port.")
@click.option("--open/--no-open", "open_browser", default=False, help="Open the archive in the browser.")
@click.option("--public", is_flag=True, help="Show a copy that holds only what may be published; SQL is off.")
@click.option(
    "--refresh", type=DURATION, default="15m", show_default=True, help="With --public: how often the copy is made anew."
)
@click.option("--mask", is_flag=True, help="With --public: telephone numbers and e-mail addresses are unreadable.")
@click.option(
    "--rate",
    type=click.FloatRange(0),
    default=60,
    show_default=True,
    help="Searches, CSV, SQL and files a minute for each reader of another machine; more is answered 429. 0: no bound.",
)
@click.option(
    "--at-once",
    type=click.IntRange(0),
    default=64,
    show_default=True,
    help="Searches, CSV, SQL and files that are answered at the same time. 0: no bound.",
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    default=None,
    help="Processes that answer readers.  [default: 1, with --public one a processor, at most 4]",
)
@click.option("--sql/--no-sql", default=None, help="Questions in SQL.  [default: --sql, with --public --no-sql]")
def serve(
    archive: Path,
    host: str,
    port: int,
    open_browser: bool,
    public: bool,
    refresh: float,
    mask: bool,
    rate: float,
    at_once: int,
    workers: int | None,
    sql: bool | None,
) -> None:
    """Browse and search the archive in a web browser (Datasette). Ctrl-C stops it.

    With --public readers never touch the archive itself: they read public/archive.db, which is made at the start and
    again when the archive has changed, at most every --refresh. What is hidden goes at once, as fast as a copy is made.
    """
    database = archive / "archive.db"
    if mask and not public:
        raise UsageError("--mask is for the copy that --public shows. Add --public, or leave it out.")
    check_archive(database)
    with closing(_listen(host, port)) as listener:
        address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{listener.getsockname()[1]}/"  # noqa: S104
        listening = Listening(listener, address, open_browser)
        serving = Serving(copy_of(archive) if public else database, sql, rate, at_once, public)
        copies = Publishing(archive, refresh, sql, mask=mask) if public else None
        with suppress(KeyboardInterrupt):  # the ordinary way to stop it, not a failure
            if (workers or _usual(public)) > 1:
                _serve_in_many(workers or _usual(public), serving, copies, listening)
            elif copies is not None:
                asyncio.run(_serve_copies(copies, Pace(rate, at_once), listening))
            else:
                asyncio.run(_serve_archive(make_datasette(database, sql=sql), Pace(rate, at_once), listening))


def _usual(public: bool) -> int:
    return min(MOST_WORKERS, cores()) if public else 1


def _serve_in_many(workers: int, serving: Serving, copies: Publishing | None, listening: Listening) -> None:
    if copies is not None:
        asyncio.run(copies.begin())
        keep_copying(copies)
    _announce(serving.database, listening)
    serve_in(workers, serving, listening.listener)


async def _serve_archive(datasette: Any, pace: Pace, listening: Listening) -> None:
    await datasette.invoke_startup()
    _announce(Path(archive_of(datasette).path), listening)
    await _run(paced(datasette.app(), pace), listening)


async def _serve_copies(publishing: Publishing, pace: Pace, listening: Listening) -> None:
    editions = publishing.editions = Editions()
    await publishing.begin()
    _announce(publishing.database, listening)
    following = asyncio.create_task(publishing.follow())
    try:
        await _run(paced(editions, pace), listening)
    finally:
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following


async def _run(app: Callable[..., Awaitable[None]] | Any, listening: Listening) -> None:
    import uvicorn

    gc.collect()
    gc.freeze()  # what is loaded by now stays: to look through it again and again would hold up readers
    config = uvicorn.Config(app, log_level="warning", lifespan="on", timeout_graceful_shutdown=PATIENCE)
    await uvicorn.Server(config).serve(sockets=[listening.listener])


def _announce(database: Path, listening: Listening) -> None:
    address = listening.address
    click.echo(f"khotin: {database} at {address} (search: {address}tim-kiem). Ctrl-C stops.", err=True)
    if listening.open_browser:
        webbrowser.open(address)


def check_archive(database: Path) -> None:
    """Raise ArchiveError or NewerSchemaError, each with what to do, unless ``database`` is an archive to be shown."""
    if not database.is_file():
        raise ArchiveError(
            f"There is no archive at {database}. Make one with `khotin demo` or `khotin crawl SITE`, "
            "or name its folder with --archive DIR."
        )
    open_readonly(database).close()
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as problem:  # a crawl's database, on a disk that cannot be written
        raise ArchiveError(
            f"{database} cannot be shown from where it lies ({problem}): its readers make files beside it. Show a copy "
            "made by `khotin backup`, which needs none."
        ) from problem


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket, so that a taken port is known before anything starts.

    Its connections send at once: asyncio leaves those of a given socket waiting, which costs each page 40 ms."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((host, port), family=family)
    except OSError as problem:
        raise UsageError(f"Cannot listen at {host} port {port}: {_why_not(problem)}") from problem
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _why_not(problem: OSError) -> str:
    """Why nothing listens there, and what to do."""
    other = "Choose another with --port, or --port 0 for a free one."
    if problem.errno == errno.EADDRINUSE:
        return f"another program has that port. {other}"
    if problem.errno == errno.EACCES:
        return f"only root may take that port. {other}"
    if isinstance(problem, socket.gaierror) or problem.errno == errno.EADDRNOTAVAIL:
        return "this machine has no such address. Name one of its own with --host; 0.0.0.0 is all of them."
    return f"{problem}. {other}"
