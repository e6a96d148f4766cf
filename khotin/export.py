"""``khotin export``: the archive as files that anyone may read."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from crawler.errors import UsageError
from khotin.everything import NAMES, everything, sqlite_export
from khotin.web_archive import FORMS, exporter
from pipelines.export import FOLDERS, WRITERS, Export, Filters, Written, article_export, export_with

_FORMATS = (*WRITERS, "sqlite", *FORMS, "all")
_FOLDER = Path("export")
_DEFAULTS = {**NAMES, "wacz": "archive.wacz", "csv": "", "all": ""}
#: Damaged records that are named; the others are counted.
SHOWN = 20
#: What every SQLite database begins with.
_SQLITE = b"SQLite format 3\0"


@click.command()
@click.option(
    "--archive",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="this folder",
    help="Folder with archive.db.",
)
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), default="jsonl", show_default=True, help="What to write."
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="File to write, for csv and all a folder.  [default: in export/ articles.jsonl, articles.json, "
    "articles.parquet, articles.db, archive.cdxj, archive.wacz; for csv export/ itself; for all export/ "
    "in the archive's folder]",
)
@click.option("--site", help="Only this site (its slug).")
@click.option("--since", metavar="TIME", help="Only what changed since then: 2026-11-23 or 2026-11-23T05:38Z (UTC).")
@click.option("--bom", is_flag=True, help="Begin CSV files with the mark that Excel knows UTF-8 by.")
@click.option("--exact", is_flag=True, help="Leave CSV texts that a spreadsheet would take for formulas as they are.")
@click.option("--mask", is_flag=True, help="Make telephone numbers and e-mail addresses in texts unreadable.")
def export(
    archive: Path,
    form: str,
    output: Path | None,
    site: str | None,
    since: str | None,
    bom: bool,
    exact: bool,
    mask: bool,
) -> int:
    """Write every article of the archive as JSON Lines, JSON, CSV or Parquet, with manifest.json (sizes, sums, rights),
    datapackage.json (columns) and SHA256SUMS.

    Or a copy of the database for publication (sqlite). Or the web archive itself: cdxj is the index of warc/, wacz a
    package with everything in it (WARC files, index, pages with titles and texts) that a replay program opens. Or all
    of these, of one moment, with a package for each site: what the page /xuat of `khotin serve` offers. Of a hidden
    article no file has more than its numbers, the state hidden and since when.

    Exit codes: 0 done; 1 something cannot be read or written, or a package is without records that are damaged in
    warc/ (named here and in manifest.json; the rest is in it); 2 wrong usage; 3 the disk is full.
    """
    filters = Filters(site=site, since=parse_since(since) if since else None, mask=mask)
    csv_options = {name: True for name, asked in (("bom", bom), ("exact", exact)) if asked}
    if csv_options and form not in FOLDERS:
        raise UsageError(f"--{next(iter(csv_options))} is for CSV. Leave it out with --format {form}.")
    if mask and form in (*FORMS, "all"):
        raise UsageError(f"--mask is for jsonl, json, csv, parquet and sqlite. Leave it out with --format {form}.")
    target = output or (archive if form == "all" else Path()) / _FOLDER / _DEFAULTS[form]
    spare(target, archive, form)
    written = export_with(
        _exporter(form, archive, csv_options),
        form,
        archive / "archive.db",
        target,
        filters,
    )
    folder = target if form in FOLDERS else target.parent
    for file in written:
        click.echo(f"{folder / file.name}\t{file.rows} rows\t{file.bytes} bytes", err=True)
        for line in damage_text(file):
            click.echo(f"khotin: {line}", err=True)
    return int(any(file.damaged for file in written))


def damage_text(file: Written) -> Iterator[str]:
    """What a file should hold and does not, because it cannot be read in warc/, and what to do about it."""
    for record in file.damaged[:SHOWN]:
        yield f"{record['warc']}: byte {record['offset']}: the record of {record['url']} is damaged"
    if len(file.damaged) > SHOWN:
        yield f"… and {len(file.damaged) - SHOWN} more, all named in manifest.json"
    if file.damaged:
        yield f"{file.name} is without what is damaged. Put the WARC files back from a backup and export again."


def spare(target: Path, archive: Path, form: str) -> None:
    """Raises UsageError where an export to ``target`` would replace a database by something else (the archive's own,
    or another's), or lie among what the archive is made of. A copy of a database may replace an earlier copy."""
    place = target.resolve()
    kept = [(archive / name).resolve() for name in ("warc", "sites", "archive.toml")]
    if any(place == own or own in place.parents for own in kept):
        raise UsageError(f"--output {target} is a place of the archive's own. Name one outside it, or in its export/.")
    if form not in FOLDERS and place.is_file() and _is_kept(place, form):
        raise UsageError(f"--output {target} is a database, which would be lost. Name another file.")


def _is_kept(file: Path, form: str) -> bool:
    """Whether ``file`` is a database that an export in this form must not replace: any; but a copy for publication,
    which knows no leases, may be made anew."""
    with file.open("rb") as begin:
        if begin.read(len(_SQLITE)) != _SQLITE:
            return False
    if form != "sqlite":
        return True
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        return bool(database.execute("SELECT 1 FROM sqlite_master WHERE name = 'leases'").fetchall())


def _exporter(form: str, archive: Path, options: dict[str, bool]) -> Export:
    if form in FORMS:
        return exporter(form, archive)
    if form == "sqlite":
        return sqlite_export
    return everything(archive, **options) if form == "all" else article_export(form, **options)


def parse_since(text: str) -> datetime:
    """An ISO 8601 day or time as an aware time; without an offset it is UTC. UsageError where it is neither."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as problem:
        raise UsageError(f"--since {text}: not a time. Write 2026-11-23 or 2026-11-23T05:38:00Z.") from problem
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
