"""Which sites of an archive a crawl of what is due has anything to do for."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from crawler.errors import ConfigurationError
from crawler.profiles import Profile
from khotin.extract import sites_of
from khotin.rereading import profile_of
from pipelines import due_rows
from pipelines.schema import open_readonly
from pipelines.store import DATABASE


def due_sites(archive: Path, wanted: list[Profile] | None) -> tuple[list[Profile], list[ConfigurationError]]:
    """The profiles of sites with something due, and the faults of those that cannot be read. ``wanted``: only these,
    and those of them that the archive does not have yet are due as a whole; None: every site of the archive.
    Raises ArchiveError where there is none."""
    chosen = {profile.slug: profile for profile in wanted or ()}
    if wanted is not None and not (archive / DATABASE).exists():
        return list(chosen.values()), []
    found, faults, now = list[Profile](), list[ConfigurationError](), datetime.now(UTC)
    rows = sites_of(archive, None)
    with closing(open_readonly(archive / DATABASE)) as connection:
        due = [row for row in rows if due_rows.is_due(connection, row["id"], now)]
    for row in due:
        try:
            profile = chosen.get(row["slug"]) if wanted is not None else profile_of(row, archive / "sites")
        except ConfigurationError as fault:
            faults.append(fault)
        else:
            found += [profile] if profile is not None else []
    known = {row["slug"] for row in rows}
    return [*found, *(profile for slug, profile in chosen.items() if slug not in known)], faults


def next_due(archive: Path) -> datetime | None:
    """When the first page of any site is due; None for an archive without any."""
    if not (archive / DATABASE).exists():
        return None
    rows = sites_of(archive, None)
    with closing(open_readonly(archive / DATABASE)) as connection:
        moments = [moment for row in rows if (moment := due_rows.next_due(connection, row["id"])) is not None]
    return datetime.fromisoformat(min(moments)) if moments else None
