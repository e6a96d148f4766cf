"""Export an archive: read in one transaction, write the files, then the manifest that sums them up."""

import difflib
import json
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from crawler import EXTRACTOR_VERSION, __version__
from crawler.errors import UsageError
from pipelines.export.files import WRITERS, Written, write_manifest
from pipelines.export.rows import articles
from pipelines.schema import SCHEMA_VERSION, open_readonly
from pipelines.schema.database import errors_named
from pipelines.transactions import timestamp

MANIFEST: Final = "manifest.json"


@dataclass(frozen=True, slots=True)
class Filters:
    """What to export: a site's slug or all sites; what changed at or after ``since`` (aware) or everything."""

    site: str | None = None
    since: datetime | None = None


def export_archive(database: Path, form: str, output: Path, filters: Filters = Filters()) -> list[Written]:
    """Write the archive ``database`` as ``form`` (jsonl, json: ``output`` is a file; csv: a folder) and manifest.json
    beside; returns the files written, without the manifest. Complete or an error: ArchiveError, UsageError (unknown
    site), DiskFullError; files of an earlier export then stay as they were."""
    now = timestamp(datetime.now(UTC))
    since = timestamp(filters.since) if filters.since else None
    with errors_named(database), closing(open_readonly(database)) as connection:
        connection.execute("BEGIN")  # one moment for all rows, while a crawl may go on writing
        rights = _rights(connection, filters.site)
        written = WRITERS[form](articles(connection, filters.site, since), output)
        connection.execute("ROLLBACK")
    folder = output if form == "csv" else output.parent
    entries = [asdict(file) | {"format": form, "time": now, "filters": {"site": filters.site, "since": since}}
               for file in written]  # fmt: skip
    manifest = {
        "time": now,
        "software": f"khotin {__version__}",
        "schema_version": SCHEMA_VERSION,
        "extractor_version": EXTRACTOR_VERSION,
        "filters": {"site": filters.site, "since": since},
        "rights": rights,
        "files": [*_still_there(folder, {file.name for file in written}), *entries],
    }
    write_manifest(manifest, folder / MANIFEST)
    return written


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
