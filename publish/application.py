"""Datasette on one archive, set up whole: metadata, settings, our plugin, whether it is installed or not."""

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from datasette.app import Datasette
from datasette.plugins import pm

from publish import plugin
from publish.canned import answerable
from publish.dictionary import Entry, entries
from publish.metadata import SETTINGS, metadata
from publish.publication import Facts, read_facts

#: Seconds for which browsers and caches may keep a page of a copy.
KEPT: Final = 60


def make_datasette(database: Path, *, sql: bool | None = None) -> Any:
    """A Datasette that reads the archive at ``database`` (``archive.db``), read-only.

    The file is opened ``mode=ro``, never immutable: a crawl may be writing to it, and readers then see each commit. A
    copy for publication, which nobody writes to, is immutable and brings the numbers of its rows. ``sql``: whether
    readers may ask questions of their own in SQL; by default of an archive, not of a copy.
    """
    # Where rich is installed, Datasette prints every error with all its values, and fails at a 404 that was not raised.
    pm.get_plugin("datasette.handle_exception").rich = None
    if not any(known is plugin for known in pm.get_plugins()):
        pm.register(plugin, name="khotin")
    facts = read_facts(database)
    described = metadata(database.stem, _columns(database), answerable(database))
    settings = SETTINGS | {"default_allow_sql": facts is None if sql is None else sql}
    if facts is None:
        return Datasette(files=[str(database)], metadata=described, settings=settings)
    return Datasette(
        files=[],
        immutables=[str(database)],
        inspect_data={database.stem: _inspected(database, facts)},
        metadata=described,
        settings=settings | {"default_cache_ttl": KEPT},
    )


def _inspected(database: Path, facts: Facts) -> dict[str, Any]:
    """What ``datasette inspect`` would find by reading the whole file; the sum is that of the facts, which differ for
    every copy."""
    return {
        "hash": hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest(),
        "size": database.stat().st_size,
        "file": str(database),
        "tables": {name: {"count": count} for name, count in facts["counts"].items()},
    }


def _columns(database: Path) -> list[Entry]:
    """What the tables and columns of ``database`` mean; nothing where it cannot be read: Datasette itself says so."""
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return entries(connection)
    except sqlite3.Error:
        return []
