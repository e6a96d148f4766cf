"""The export contract: every article of the archive as JSON Lines, JSON or CSV, with a manifest."""

from pipelines.export.archive import Filters, export_archive
from pipelines.export.files import WRITERS, Written

__all__ = ["WRITERS", "Filters", "Written", "export_archive"]
