"""``khotin verify``: the database proved against the WARC files, record by record and article by article."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

import click

from crawler.capture.proving import Proof, Stated, prove
from crawler.profiles import Profile
from khotin.extract import rereads, sites_of
from khotin.readers import Readers, cores, shown
from khotin.replaying import Shelf
from khotin.rereading import CapturedPages, compare, remembered
from pipelines.schema import open_readonly
from pipelines.schema.database import errors_named
from pipelines.soundness import faults, is_busy, is_fixed, search_fault
from pipelines.store import DATABASE

#: What makes a version, and what a reader sees of it.
TEXTS: Final = ("title", "lead", "body_text", "byline", "images", "attachments", "markup")
#: Problems of one kind that are printed; the others are counted.
SHOWN: Final = 50


@dataclass(slots=True)
class Findings:
    """Problems by kind, and counts of what was looked at."""

    problems: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    records: int = 0
    captures: int = 0
    articles: int = 0
    notes: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """What is wrong, for a person."""
        for kind, found in self.problems.items():
            yield from found[:SHOWN]
            if len(found) > SHOWN:
                yield f"… and {len(found) - SHOWN} more in {kind}"


@click.command()
@click.option("--site", metavar="SITE", help="Only this site of the archive.")
@click.option(
    "--archive",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="this folder",
    help="Folder with archive.db and warc/.",
)
@click.option("--jobs", type=click.IntRange(1), metavar="N", default=cores, help="Processes that read.  [default: all]")
def verify(site: str | None, archive: Path, jobs: int) -> int:
    """Prove the database against warc/.

    Looks at every record of every WARC file (whole, and what its digests say), at every capture in the database (its
    record is there, of that address, time and payload), at every article (its text is what its capture gives today),
    at the full-text index and at foreign keys. What is wrong is printed, one line each, with file and byte or row.
    Nothing is changed; a crawl may run meanwhile.

    Exit codes: 0 all is well; 1 something is wrong, or the archive cannot be read; 2 wrong usage; 4 a faulty profile.
    """
    found = Findings()
    with errors_named(archive / DATABASE):
        sites = sites_of(archive, site)
        _database(archive, found)
        for row in sites:
            profile = remembered(archive, row)
            _warcs(archive, row, profile, jobs, found)
            _articles(archive, row, profile, jobs, found)
        _unknown_files(archive, site, found)
    for line in found.lines():
        click.echo(line)
    for note in found.notes:
        click.echo(f"khotin: {note}", err=True)
    wrong = sum(map(len, found.problems.values()))
    text = f"{found.records} records, {found.captures} captures and {found.articles} articles looked at"
    verdict = f"{wrong} {'problem' if wrong == 1 else 'problems'}" if wrong else "all is well"
    click.echo(f"khotin: {text}: {verdict}.", err=True)
    return 1 if wrong else 0


def _database(archive: Path, found: Findings) -> None:
    with closing(open_readonly(archive / DATABASE)) as connection:
        found.problems["the database"] += faults(connection)
        lost = connection.execute("SELECT count(*) FROM captures WHERE lost = 1").fetchone()[0]
        busy = is_busy(connection)
    if lost:
        found.notes.append(f"{lost} captures are marked as lost: a crawl found their file damaged and told so then.")
    if busy:
        found.notes.append("a crawl is running: the full-text index was not looked at.")
    elif is_fixed(archive / DATABASE):
        found.notes.append("the archive cannot be written: the full-text index was not looked at.")
    elif problem := search_fault(archive / DATABASE):
        found.problems["the database"].append(problem)


def _warcs(archive: Path, site: sqlite3.Row, profile: Profile, jobs: int, found: Findings) -> None:
    """A file with captures of several sites is looked at with the first of them."""
    shelf = Shelf(archive / "warc", profile, CapturedPages(archive / DATABASE, site["id"]))
    with closing(open_readonly(archive / DATABASE)) as connection:
        rows = connection.execute(
            "SELECT warc FROM captures WHERE lost = 0 GROUP BY warc HAVING min(site_id) = ? ORDER BY warc",
            (site["id"],),
        )
        names = [str(row[0]) for row in rows]
    proofs = Readers(shelf, jobs, few=2, chunk=1).each(_proofs, names)
    for proof in shown(proofs, len(names), f"{site['slug']}: warc/"):
        found.records += proof.records
        found.captures += proof.right
        found.problems["WARC files"] += proof.problems


def _proofs(shelf: Shelf, names: Sequence[str]) -> list[Proof]:
    pages = cast("CapturedPages", shelf.places)
    sql = (
        "SELECT id, url, captured_at, status, record_type, offset, length, digest FROM captures"
        " WHERE lost = 0 AND warc = ? ORDER BY offset"
    )
    return [
        prove(shelf.folder / name, [Stated(*row) for row in pages.connection.execute(sql, (name,))]) for name in names
    ]


def _articles(archive: Path, site: sqlite3.Row, profile: Profile, jobs: int, found: Findings) -> None:
    shelf = Shelf(archive / "warc", profile, CapturedPages(archive / DATABASE, site["id"]))
    tasks = rereads(archive, site["id"], others=False)
    for compared in shown(Readers(shelf, jobs).each(compare, tasks), len(tasks), f"{site['slug']}: articles"):
        found.articles += 1
        name = f"article {compared.reread.article_id} ({compared.url})"
        if compared.problem:
            found.problems["articles"].append(f"{name}: {compared.problem}")
        elif compared.vanished:
            found.problems["articles"].append(f"{name}: its capture gives no article today; see `khotin extract`")
        elif differing := [field for field in TEXTS if field in compared.values]:
            text = f"{name}: {', '.join(differing)} is not what its capture gives; see `khotin extract --dry-run`"
            found.problems["articles"].append(text)


def _unknown_files(archive: Path, site: str | None, found: Findings) -> None:
    """Files in warc/ of which the database knows nothing."""
    if site is not None:
        return
    with closing(open_readonly(archive / DATABASE)) as connection:
        known = {row[0] for row in connection.execute("SELECT DISTINCT warc FROM captures")}
    names = {path.name.removesuffix(".open") for path in (archive / "warc").glob("*.warc.gz*")}
    torn = {name for name in names if name.endswith(".torn")}
    unknown = sorted(names - known - torn)
    if unknown:
        found.notes.append(
            f"the database has no capture in {', '.join(unknown[:5])}{' …' if len(unknown) > 5 else ''}."
        )
