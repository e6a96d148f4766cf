"""``khotin serve``: the archive in a browser, read-only, while a crawl may go on."""

import asyncio
import gc
import socket
import webbrowser
from contextlib import closing, suppress
from pathlib import Path

import click

from crawler.errors import ArchiveError, UsageError
from pipelines.schema import open_readonly
from publish.application import make_datasette


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
def serve(archive: Path, host: str, port: int, open_browser: bool) -> None:
    """Browse and search the archive in a web browser (Datasette). Ctrl-C stops it."""
    import uvicorn

    database = archive / "archive.db"
    check_archive(database)
    with closing(_listen(host, port)) as listener:
        address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{listener.getsockname()[1]}/"  # noqa: S104
        datasette = make_datasette(database)
        asyncio.run(datasette.invoke_startup())
        click.echo(f"khotin: {database} at {address} (search: {address}tim-kiem). Ctrl-C stops.", err=True)
        if open_browser:
            webbrowser.open(address)
        gc.collect()
        gc.freeze()  # what is loaded by now stays: to look through it again and again would hold up readers
        config = uvicorn.Config(datasette.app(), log_level="warning", lifespan="on")
        with suppress(KeyboardInterrupt):  # the ordinary way to stop it, not a failure
            uvicorn.Server(config).run(sockets=[listener])


def check_archive(database: Path) -> None:
    """Raise ArchiveError or NewerSchemaError, each with what to do, unless ``database`` is an archive to be shown."""
    if not database.is_file():
        raise ArchiveError(
            f"There is no archive at {database}. Make one with `khotin demo` or `khotin crawl SITE`, "
            "or name its folder with --archive DIR."
        )
    open_readonly(database).close()


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket, so that a taken port is known before anything starts.

    Its connections send at once: asyncio leaves those of a given socket waiting, which costs each page 40 ms."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((host, port), family=family)
    except OSError as problem:
        raise UsageError(
            f"Cannot listen at {host} port {port} ({problem}). Choose another with --port, or --port 0 for a free one."
        ) from problem
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
