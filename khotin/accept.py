"""``khotin accept``: a run that was judged failed counts as good after all."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import click

from pipelines import acceptance
from pipelines.schema import connect, open_readonly
from pipelines.store import DATABASE
from pipelines.transactions import immediate


@click.command()
@click.argument("run", type=int)
@click.option(
    "--archive",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="this folder",
    help="Folder of the archive.",
)
def accept(run: int, archive: Path) -> None:
    """Accept RUN, which was judged failed: look at what it found first.

    The site did lose what the judgement missed: a section was closed, bylines are printed no more. The versions that
    wait become current, the judgement's issues are closed, and the site's state is good again. `khotin status --json`
    names each site's last run.
    """
    path = archive / DATABASE
    open_readonly(path).close()  # there must be an archive: none is made here
    database = connect(path)
    database.row_factory = sqlite3.Row
    try:
        with immediate(database, path):
            done = acceptance.accept(database, run, datetime.now(UTC))
    finally:
        database.close()
    click.echo(f"run {run} of {done.site} accepted; versions made current: {done.versions}")
