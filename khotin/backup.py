"""``khotin backup``: a copy of the whole archive, also while a crawl writes to it."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from crawler.capture.writer import OPEN
from crawler.errors import ArchiveError, UsageError
from pipelines.schema import open_readonly
from pipelines.schema.database import translated
from pipelines.store import DATABASE

#: Beside database and WARC files: what the operator wrote.
SETTINGS: Final = ("archive.toml", "sites")
#: Missing files that are named; the others are counted.
SHOWN: Final = 3


@dataclass(slots=True)
class Copied:
    """What a backup did: WARC files copied now, files that were there already, bytes written."""

    files: int = 0
    kept: int = 0
    size: int = 0


@click.command()
@click.argument("target", metavar="FOLDER", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--archive",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="this folder",
    help="Folder of the archive.",
)
def backup(target: Path, archive: Path) -> None:
    """Copy the archive to FOLDER: database, WARC files, archive.toml and sites/.

    A crawl may run meanwhile: the database is copied as it was at one moment (VACUUM INTO), the WARC files after it, so
    that everything the copy's database refers to is in the copy. Files that FOLDER has already are not copied again.
    FOLDER is an archive itself: to restore, copy it back; to look at it, name it with --archive.

    Exit codes: 0 done; 1 something cannot be read or written, or a WARC file is missing (the rest is copied); 2 FOLDER
    is the archive itself, or holds another one; 3 the disk is full.
    """
    if target.resolve() == archive.resolve() or archive.resolve() in target.resolve().parents:
        raise UsageError(f"{target} lies in the archive; a backup belongs on another disk.")
    spare_another(archive / DATABASE, target / DATABASE)
    copied = Copied()
    try:
        (target / "warc").mkdir(parents=True, exist_ok=True)
        copied.size += snapshot(archive / DATABASE, target / DATABASE)
        for source, copy in _warcs(archive, target):
            _copy(source, copy, copied)
        _copy_settings(archive, target)
    except OSError as problem:
        raise translated(problem, target) from problem
    files = "1 WARC file" if copied.files == 1 else f"{copied.files} WARC files"
    click.echo(
        f"khotin: {target}: database and {files} copied ({copied.size / 1e6:.1f} MB), {copied.kept} were there already",
        err=True,
    )
    if missing := absent(target):
        more = f" and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""
        raise ArchiveError(
            f"the backup has no evidence for captures in {', '.join(missing[:SHOWN])}{more}, which warc/ does not have "
            "any more. Put the files back and make the backup again; `khotin verify` names what lay in them."
        )


def spare_another(ours: Path, theirs: Path) -> None:
    """Raises UsageError where ``theirs`` is the database of another archive than ``ours``, which the backup would
    replace; ArchiveError where either is none."""
    with closing(open_readonly(ours)) as database:
        mine = _beginning(database)
    if not theirs.exists():
        return
    with closing(open_readonly(theirs)) as database:
        other = _beginning(database)
    if other is not None and other != mine:
        raise UsageError(f"{theirs.parent} holds another archive, whose database would be lost. Name another folder.")


def _beginning(database: sqlite3.Connection) -> tuple[object, ...] | None:
    """What tells an archive, and all copies of it, from others: its first crawl."""
    row = database.execute("SELECT id, site_id, started_at FROM crawls ORDER BY id LIMIT 1").fetchone()
    return tuple(row) if row is not None else None


def absent(archive: Path) -> list[str]:
    """The WARC files that captures lie in and that are not there."""
    with closing(open_readonly(archive / DATABASE)) as database:
        names = [row[0] for row in database.execute("SELECT DISTINCT warc FROM captures WHERE lost = 0 ORDER BY warc")]
    there = {path.name.removesuffix(OPEN) for path in (archive / "warc").iterdir()}
    return [name for name in names if name not in there]


def snapshot(database: Path, copy: Path) -> int:
    """Write the database as it is at one moment to ``copy``, in place of what is there, durably; returns its bytes.
    Raises ArchiveError, DiskFullError."""
    part = copy.with_name(f"{copy.name}.part")
    part.unlink(missing_ok=True)
    try:
        with closing(open_readonly(database)) as connection:
            connection.execute("VACUUM INTO ?", (str(part),))
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        for journal in ("-wal", "-shm"):  # of the copy that is replaced
            copy.with_name(copy.name + journal).unlink(missing_ok=True)
        part.replace(copy)
    except (sqlite3.Error, OSError) as problem:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise translated(problem, copy) from problem
    return copy.stat().st_size


def _warcs(archive: Path, target: Path) -> Iterator[tuple[Path, Path]]:
    """Each WARC file and where its copy goes. What is still being written goes under the name that it has now; the copy
    of an earlier backup, under that name, makes room for the closed file."""
    for source in sorted((archive / "warc").glob("*.warc.gz*")):
        copy = target / "warc" / source.name
        if not source.name.endswith(OPEN):
            copy.with_name(copy.name + OPEN).unlink(missing_ok=True)
        yield source, copy


def _copy(source: Path, copy: Path, copied: Copied) -> None:
    """Copy a file durably, unless the copy has its size already. A file that was closed, and so renamed, since the
    folder was read is copied under its new name."""
    if not source.exists() and source.name.endswith(OPEN):
        source, copy = (path.with_name(path.name.removesuffix(OPEN)) for path in (source, copy))
    size = source.stat().st_size
    if copy.exists() and copy.stat().st_size == size:
        copied.kept += 1
        return
    part = copy.with_name(f"{copy.name}.part")
    with source.open("rb") as read, part.open("wb") as write:
        shutil.copyfileobj(read, write, 1 << 20)
        write.flush()
        os.fsync(write.fileno())
    part.replace(copy)
    copied.files += 1
    copied.size += copy.stat().st_size


def _copy_settings(archive: Path, target: Path) -> None:
    for name in SETTINGS:
        source = archive / name
        if source.is_dir():
            shutil.copytree(source, target / name, dirs_exist_ok=True)
        elif source.exists():
            shutil.copy2(source, target / name)
