"""``khotin status``: how each site of the archive stands."""

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import click

from crawler.errors import UsageError
from khotin.quantities import DURATION
from pipelines.schema import bring_up_to_date, open_readonly
from pipelines.schema.database import errors_named
from pipelines.store import DATABASE
from pipelines.transactions import timestamp
from publish.standing import QUERY, STALE_AFTER, Standing, standings

#: Heads of the table's columns and their widths; that of the site is as wide as it needs.
COLUMNS: Final = {"state": 9, "last run": 12, "last good": 12, "articles": 10, "new": 7, "read": 7, "issues": 0}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As one JSON object, with everything that is known.")
@click.option("--check", is_flag=True, help="Only what is wrong; exit code 1 where anything is.")
@click.option("--site", metavar="SITE", help="Only this site of the archive.")
@click.option(
    "--stale-after",
    type=DURATION,
    metavar="TIME",
    help="Without a good run for so long a site is stale.  [default: 2d]",
)
@click.option(
    "--archive",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="this folder",
    help="Folder with archive.db.",
)
def status(as_json: bool, check: bool, site: str | None, stale_after: float | None, archive: Path) -> int:
    """Show how each site stands: its last run and last good run, its articles, how much of what is known of it was
    read, open issues.

    A site is failed when its last run was judged failed or ended in an error, stale when it had no good run for too
    long, new when it was never crawled. For monitoring, --check prints only failed and stale sites.

    Exit codes: 0; with --check 1 where a site is failed or stale; 1 where the archive cannot be read; 2 wrong usage.
    """
    now = datetime.now(UTC)
    found = read(archive, now, timedelta(seconds=stale_after) if stale_after else STALE_AFTER)
    if site is not None:
        found = [standing for standing in found if standing.site == site]
        if not found:
            raise UsageError(f"the archive has no site {site!r}.")
    bad = [standing for standing in found if standing.is_bad]
    if as_json:
        answer = {"at": timestamp(now), "ok": not bad, "sites": [standing.as_json() for standing in found]}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        for line in table(bad if check else found, now):
            click.echo(line)
    if check and not bad and not as_json:
        click.echo(f"{len(found)} sites, none failed or stale", err=True)
    return int(check and bool(bad))


def read(archive: Path, now: datetime, stale_after: timedelta) -> list[Standing]:
    """How the sites of the archive stand at ``now`` (aware). Raises ArchiveError, NewerSchemaError."""
    path = archive / DATABASE
    bring_up_to_date(path)
    with errors_named(path), closing(open_readonly(path)) as connection:
        return standings(connection.execute(QUERY, {"now": timestamp(now)}).fetchall(), now, stale_after)


def table(found: Sequence[Standing], now: datetime) -> Iterator[str]:
    """Lines for a person, the first with heads; none where there is no site. Under a site stand its problems."""
    if not found:
        return
    first = max(len("site"), *(len(standing.site) for standing in found)) + 2
    yield _line(("site", *COLUMNS), first)
    for standing in found:
        yield _line((standing.site, *_cells(standing, now)), first)
        yield from (f"  {problem['message']}" for problem in standing.problems)


def _cells(standing: Standing, now: datetime) -> tuple[str, ...]:
    counts = {"error": standing.errors, "warning": standing.warnings}
    return (
        standing.state,
        ago(standing.last_run_at, now),
        ago(standing.last_good_at, now),
        str(standing.articles),
        str(standing.last_run_new),
        "" if standing.coverage is None else f"{int(standing.coverage * 100)} %",
        ", ".join(f"{number} {word}{'s' if number > 1 else ''}" for word, number in counts.items() if number),
    )


def _line(cells: Sequence[str], first: int) -> str:
    widths = (first, *COLUMNS.values())
    return "".join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True)).rstrip()


def ago(moment: str | None, now: datetime) -> str:
    """How long ago a UTC time was, in its largest unit: ``3 h ago``; ``never`` for None."""
    if moment is None:
        return "never"
    seconds = max(0.0, (now - datetime.fromisoformat(moment)).total_seconds())
    for unit, size in (("d", 86_400), ("h", 3600), ("min", 60)):
        if seconds >= size:
            return f"{int(seconds // size)} {unit} ago"
    return "just now"
