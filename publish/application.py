"""Datasette on one archive, set up whole: metadata, settings, our plugin, whether it is installed or not."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.plugins import pm

from publish import plugin
from publish.dictionary import Entry, entries
from publish.metadata import SETTINGS, metadata


def make_datasette(database: Path) -> Any:
    """A Datasette that reads the archive at ``database`` (``archive.db``), read-only.

    The file is opened ``mode=ro``, never immutable: a crawl may be writing to it, and readers then see each commit.
    """
    if not any(known is plugin for known in pm.get_plugins()):
        pm.register(plugin, name="khotin")
    described = metadata(database.stem, _columns(database))
    return Datasette(files=[str(database)], metadata=described, settings=dict(SETTINGS))


def _columns(database: Path) -> list[Entry]:
    """What the tables and columns of ``database`` mean; nothing where it cannot be read: Datasette itself says so."""
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return entries(connection)
    except sqlite3.Error:
        return []
