"""``khotin export``: the archive as files that anyone may read."""

from datetime import UTC, datetime
from pathlib import Path

import click

from crawler.errors import UsageError
from khotin.web_archive import FORMS, exporter
from pipelines.export import WRITERS, Filters, export_archive, export_with

_DEFAULTS = {
    "jsonl": Path("export/articles.jsonl"),
    "json": Path("export/articles.json"),
    "csv": Path("export"),
    "cdxj": Path("export/archive.cdxj"),
    "wacz": Path("export/archive.wacz"),
}


@click.command()
@click.option(
    "--archive",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="this folder",
    help="Folder with archive.db.",
)
@click.option(
    "--format", "form", type=click.Choice([*WRITERS, *FORMS]), default="jsonl", show_default=True, help="What to write."
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="File to write, for csv a folder.  [default: export/articles.jsonl, export/articles.json, export/, "
    "export/archive.cdxj, export/archive.wacz]",
)
@click.option("--site", help="Only this site (its slug).")
@click.option("--since", metavar="TIME", help="Only what changed since then: 2026-11-23 or 2026-11-23T05:38Z (UTC).")
def export(archive: Path, form: str, output: Path | None, site: str | None, since: str | None) -> None:
    """Write every article of the archive as JSON Lines, JSON or CSV, with manifest.json (sizes, sums, rights).

    Or the web archive itself: cdxj is the index of warc/, wacz a package with everything in it (WARC files, index,
    pages with titles and texts) that a replay program opens. Hidden articles are in none of them.
    """
    filters = Filters(site=site, since=parse_since(since) if since else None)
    target = output or _DEFAULTS[form]
    if form in FORMS:
        written = export_with(exporter(form, archive), form, archive / "archive.db", target, filters)
    else:
        written = export_archive(archive / "archive.db", form, target, filters)
    folder = target if form == "csv" else target.parent
    for file in written:
        click.echo(f"{folder / file.name}\t{file.rows} rows\t{file.bytes} bytes", err=True)


def parse_since(text: str) -> datetime:
    """An ISO 8601 day or time as an aware time; without an offset it is UTC. UsageError where it is neither."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as problem:
        raise UsageError(f"--since {text}: not a time. Write 2026-11-23 or 2026-11-23T05:38:00Z.") from problem
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
