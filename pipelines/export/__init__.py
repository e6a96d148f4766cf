"""The export contract: articles as JSON Lines, JSON or CSV, the web archive as index or package; with a manifest."""

from pipelines.export.archive import Export, Filters, export_archive, export_with
from pipelines.export.captures import CaptureRow, Captures
from pipelines.export.files import WRITERS, Written, write_binary, write_lines

__all__ = [
    "WRITERS",
    "CaptureRow",
    "Captures",
    "Export",
    "Filters",
    "Written",
    "export_archive",
    "export_with",
    "write_binary",
    "write_lines",
]
