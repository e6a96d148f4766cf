"""Rows of ``site_memories``: what was learned of a site, one row a version. All inside the caller's transaction."""

import sqlite3

from crawler.memory import NOTHING, SiteMemory
from pipelines.transactions import Run

#: The versions that are shown of a site's articles.
_SHOWN = "SELECT current_version_id FROM articles WHERE site_id = :site AND current_version_id IS NOT NULL"


def latest(connection: sqlite3.Connection, site_id: int) -> SiteMemory:
    """What is known of a site; ``NOTHING`` where nothing was learned yet."""
    sql = "SELECT version, data FROM site_memories WHERE site_id = ? ORDER BY version DESC LIMIT 1"
    row = connection.execute(sql, (site_id,)).fetchone()
    return SiteMemory.from_json(int(row[0]), str(row[1])) if row is not None else NOTHING


def save(run: Run, memory: SiteMemory, pages: int, now: str) -> None:
    """Keep what was learned of the site from ``pages`` articles."""
    run.connection.execute(
        "INSERT INTO site_memories (site_id, version, learned_at, pages, data) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (site_id, version) DO NOTHING",
        (run.site_id, memory.version, now, pages, memory.to_json()),
    )


def confirm(run: Run, version: int) -> None:
    """Say of all texts that are shown that they are what their captures give with this version: those read with an
    older one were read again."""
    given = {"site": run.site_id, "version": version}
    sql = f"UPDATE versions SET memory_version = :version WHERE memory_version < :version AND id IN ({_SHOWN})"
    run.connection.execute(sql, given)
