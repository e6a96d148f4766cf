"""Datasette on one archive, set up whole: metadata, settings, our plugin, whether it is installed or not."""

from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.plugins import pm

from publish import plugin
from publish.metadata import SETTINGS, metadata


def make_datasette(database: Path) -> Any:
    """A Datasette that reads the archive at ``database`` (``archive.db``), read-only.

    The file is opened ``mode=ro``, never immutable: a crawl may be writing to it, and readers then see each commit.
    """
    if not any(known is plugin for known in pm.get_plugins()):
        pm.register(plugin, name="khotin")
    return Datasette(files=[str(database)], metadata=metadata(database.stem), settings=dict(SETTINGS))
