"""Export an archive: read in one transaction, write the files, then the manifest that sums them up."""

import difflib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeAlias

from crawler import EXTRACTOR_VERSION, __version__
from crawler.errors import UsageError
from pipelines.export.cuts import FULL
from pipelines.export.files import Written, as_text, write_texts
from pipelines.export.formats import WRITERS
from pipelines.export.masks import masked_article
from pipelines.export.package import DESCRIPTOR, SUMS, descriptor, sums
from pipelines.export.rows import articles
from pipelines.schema import SCHEMA_VERSION, open_readonly
from pipelines.schema.database import errors_named
from pipelines.transactions import timestamp

MANIFEST: Final = "manifest.json"
#: Formats that are several files: their output is a folder.
FOLDERS: Final = ("csv", "all")


@dataclass(frozen=True, slots=True)
class Filters:
    """What to export: a site's slug or all sites; what changed at or after ``since`` (aware) or everything; with
    ``mask`` without telephone numbers and e-mail addresses."""

    site: str | None = None
    since: datetime | None = None
    mask: bool = False


#: What writes an export of one format from a connection inside a transaction to ``output``.
Export: TypeAlias = Callable[[sqlite3.Connection, Filters, Path], list[Written]]


def article_export(form: str, **options: bool) -> Export:
    """What writes the articles as ``form`` (a key of ``WRITERS``); ``options`` are those of its writer (csv: ``bom``,
    ``exact``)."""

    def write(connection: sqlite3.Connection, filters: Filters, output: Path) -> list[Written]:
        since = timestamp(filters.since) if filters.since else None
        items = articles(connection, filters.site, since)
        return WRITERS[form](map(masked_article, items) if filters.mask else items, output, **options)

    return write


def export_archive(database: Path, form: str, output: Path, filters: Filters = Filters()) -> list[Written]:
    """Write the articles of ``database`` as ``form`` (jsonl, json, parquet: ``output`` is a file; csv: a folder); see
    ``export_with``."""
    return export_with(article_export(form), form, database, output, filters)


def export_with(write: Export, form: str, database: Path, output: Path, filters: Filters = Filters()) -> list[Written]:
    """Let ``write`` export the archive ``database`` as ``form`` to ``output``, and put manifest.json, datapackage.json
    and SHA256SUMS beside it; returns the files written, without these. Complete or an error: ArchiveError, UsageError
    (unknown site, a folder where a file is to be), DiskFullError; files of an earlier export then stay as they were."""
    if form not in FOLDERS and output.is_dir():
        raise UsageError(f"--output {output} is a folder. Name a file in it, as {output / f'export.{form}'}.")
    if form in FOLDERS and output.exists() and not output.is_dir():
        raise UsageError(f"--output {output} is a file. {form} is several files: name a folder.")
    now = timestamp(datetime.now(UTC))
    with errors_named(database), closing(open_readonly(database)) as connection:
        connection.execute("BEGIN")  # one moment for all rows, while a crawl may go on writing
        rights = _rights(connection, filters.site)
        written = write(connection, filters, output)
        connection.execute("ROLLBACK")
    _sum_up(output if form in FOLDERS else output.parent, form, written, _about(now, filters) | {"rights": rights})
    return written


def _about(now: str, filters: Filters) -> dict[str, Any]:
    return {
        "time": now,
        "software": f"khotin {__version__}",
        "schema_version": SCHEMA_VERSION,
        "extractor_version": EXTRACTOR_VERSION,
        "filters": {"site": filters.site, "since": timestamp(filters.since) if filters.since else None},
        "masked": filters.mask,
    }


def _sum_up(folder: Path, form: str, written: list[Written], about: dict[str, Any]) -> None:
    """Put the manifest, the Data Package and the sums of all exports in ``folder`` beside them."""
    cut = {site["site"]: site["publish"] for site in about["rights"] if site["publish"] != FULL}
    common = {"time": about["time"], "filters": about["filters"], "cut": cut, "masked": about["masked"]}
    entries = [{**asdict(file), "format": file.format or form, **common} for file in written]
    manifest = {**about, "files": [*_still_there(folder, {file.name for file in written}), *entries]}
    write_texts({
        folder / MANIFEST: as_text(manifest),
        folder / DESCRIPTOR: as_text(descriptor(manifest)),
        folder / SUMS: sums(manifest),
    })  # fmt: skip


def _rights(connection: sqlite3.Connection, site: str | None) -> list[dict[str, Any]]:
    """Per exported site, who holds its texts and what they say; UsageError for a site that the archive has not."""
    rows = connection.execute("SELECT * FROM sites WHERE ? IS NULL OR slug = ? ORDER BY slug", (site, site)).fetchall()
    if site is not None and not rows:
        slugs = [row[0] for row in connection.execute("SELECT slug FROM sites ORDER BY slug")]
        near = difflib.get_close_matches(site, slugs, 1)
        hint = f"Did you mean {near[0]}?" if near else f"It has: {', '.join(slugs) or 'none yet'}."
        raise UsageError(f"The archive has no site {site}. {hint}")
    return [
        {"site": row["slug"], "name": row["name"], "url": row["url"], "holder": row["rights_holder"],
         "statement": row["rights_statement"], "contact": row["rights_contact"], "publish": row["rights_publish"]}
        for row in rows
    ]  # fmt: skip


def _still_there(folder: Path, rewritten: set[str]) -> list[dict[str, Any]]:
    """Entries of an earlier manifest whose files lie in ``folder`` as it says: two formats may share a folder."""
    try:
        entries = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        return [
            entry
            for entry in entries
            if entry["name"] not in rewritten and (folder / Path(entry["name"]).name).stat().st_size == entry["bytes"]
        ]
    except (OSError, ValueError, KeyError, TypeError):  # none yet, or not ours: it is replaced
        return []
