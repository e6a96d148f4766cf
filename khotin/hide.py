"""``khotin hide``: take an article out of publication; the archive keeps it, and the log says why."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from crawler.errors import UsageError
from pipelines import takedowns
from pipelines.schema import connect, open_readonly
from pipelines.store import DATABASE
from pipelines.takedowns import Takedown
from pipelines.transactions import immediate


@click.command()
@click.argument("urls", metavar="[URL]...", nargs=-1)
@click.option("--why", metavar="TEXT", default="", help="The reason, for the log: who asked, on what ground.")
@click.option("--undo", is_flag=True, help="Publish it again.")
@click.option(
    "--archive",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="this folder",
    help="Folder of the archive.",
)
def hide(urls: tuple[str, ...], why: str, undo: bool, archive: Path) -> None:
    """Hide the articles at these URLs from readers; without a URL, list what was hidden, when and why.

    A hidden article is in no page, search, feed or table from the next request on; an export has its numbers and says
    that it is hidden, no more; its captures are in no WACZ and no index. Captured lists and other articles that name it
    in a line of theirs stay as they are. The archive keeps everything, crawls go on looking at it, and --undo brings it
    back. Files that were exported before still have it: make them anew.

    While anything is hidden, `khotin serve` shows no raw tables and takes no SQL; ready questions, views and exports
    stay open, and with --public the tables too.
    """
    path = archive / DATABASE
    if not urls and (why or undo):
        raise UsageError("say which articles: their URLs. Without URL, --why and --undo this lists what was hidden.")
    if not urls:
        with closing(open_readonly(path)) as connection:
            found = list(takedowns.listed(connection))
        for one in found:
            click.echo(_line(one))
        if not found:
            click.echo("khotin: nothing was ever hidden here.", err=True)
        return
    if not why.strip():
        reason = "may be shown again since …" if undo else "asked for by … on …"
        raise UsageError(f"say why: --why '{reason}'. It goes into the log, not to readers.")
    open_readonly(path).close()  # there must be an archive: none is made here
    database = connect(path)
    database.row_factory = sqlite3.Row
    try:
        now = datetime.now(UTC)
        with immediate(database, path):
            done = (takedowns.show if undo else takedowns.hide)(database, urls, why.strip(), now)
    finally:
        database.close()
    for one in done:
        click.echo(_line(one))
    if not done:
        click.echo("khotin: nothing to do: that is so already.", err=True)


def _line(one: Takedown) -> str:
    until = f"\tshown again {one.shown_at}" if one.shown_at else ""
    return f"{one.hidden_at}\t{one.url}\t{one.title or ''}\t{one.why}{until}"
