"""All formats of an export at once, of one moment, in one folder."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from crawler.errors import ArchiveError, UsageError
from khotin.web_archive import exporter
from pipelines.export import FOLDERS, WRITERS, Captures, Export, Filters, Written, article_export, parquet, write_sqlite

#: Format -> its file in the folder.
NAMES: Final = {"cdxj": "archive.cdxj", "sqlite": "articles.db"} | {
    form: f"articles.{form}" for form in WRITERS if form not in FOLDERS
}


def sqlite_export(connection: sqlite3.Connection, filters: Filters, output: Path) -> list[Written]:
    """The copy of the database for publication; UsageError with ``since``, which a database cannot tell."""
    if filters.since is not None:
        raise UsageError("--since does not go with --format sqlite: a copy is whole. Leave it out.")
    return write_sqlite(connection, filters.site, output, mask=filters.mask)


def everything(archive: Path, **csv_options: bool) -> Export:
    """What writes every format into a folder: articles.jsonl, .json, .parquet, the CSV files, archive.cdxj, articles.db
    and SITE.wacz for each site. With ``since`` the last two, which are whole or nothing, are left out. The files of an
    earlier export are replaced when all are made."""

    def write(connection: sqlite3.Connection, filters: Filters, folder: Path) -> list[Written]:
        parquet.require()  # before the others have taken their minutes
        with _staging(folder) as made:
            staging = Path(made)
            written = [
                replace(file, format=form)
                for form, export, wanted, target in _exports(connection, archive, filters, csv_options)
                for file in export(connection, wanted, staging / target)
            ]
            for file in written:
                (staging / file.name).replace(folder / file.name)
        return written

    return write


def _staging(folder: Path) -> TemporaryDirectory[str]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return TemporaryDirectory(prefix=".export-", dir=folder)
    except OSError as problem:
        raise ArchiveError(
            f"The export cannot be written: {folder}: {problem.strerror}. Choose another --output."
        ) from (problem)


def _exports(
    connection: sqlite3.Connection, archive: Path, filters: Filters, csv_options: dict[str, bool]
) -> Iterator[tuple[str, Export, Filters, str]]:
    """Format, what writes it, of what, and to which file or folder."""
    for form in WRITERS:
        options: dict[str, Any] = csv_options if form == "csv" else {}
        yield form, article_export(form, **options), filters, "" if form in FOLDERS else NAMES[form]
    yield "cdxj", exporter("cdxj", archive), filters, NAMES["cdxj"]
    if filters.since is None:
        yield "sqlite", sqlite_export, filters, NAMES["sqlite"]
        for slug in _sites_with_captures(connection, filters.site):
            yield "wacz", exporter("wacz", archive), replace(filters, site=slug), f"{slug}.wacz"


def _sites_with_captures(connection: sqlite3.Connection, site: str | None) -> list[str]:
    rows = connection.execute("SELECT slug FROM sites WHERE ? IS NULL OR slug = ? ORDER BY slug", (site, site))
    return [row[0] for row in rows.fetchall() if Captures(connection, row[0]).warcs()]
