"""The export contract: articles as JSON Lines, JSON, CSV or Parquet, the web archive as index or package, the database
as a copy for publication; with a manifest and a Data Package."""

from pipelines.export.archive import FOLDERS, MANIFEST, Export, Filters, article_export, export_archive, export_with
from pipelines.export.captures import CaptureRow, Captures, Place
from pipelines.export.files import Written, write_binary, write_lines
from pipelines.export.formats import WRITERS
from pipelines.export.lasting_copy import Basis, LastingCopy, OutdatedError
from pipelines.export.sqlite_copy import write_sqlite

__all__ = [
    "FOLDERS",
    "MANIFEST",
    "WRITERS",
    "Basis",
    "CaptureRow",
    "Captures",
    "Export",
    "Filters",
    "LastingCopy",
    "OutdatedError",
    "Place",
    "Written",
    "article_export",
    "export_archive",
    "export_with",
    "write_binary",
    "write_lines",
    "write_sqlite",
]
