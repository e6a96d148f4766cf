"""``khotin extract``: the archive's captures read again by today's rules."""

import pickle
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final

import click

from crawler import __version__
from crawler.errors import JUDGED_FAILED, StoppedError, UsageError
from crawler.page import PageKind
from crawler.ports import CrawlOptions, PageRef, PageResult
from crawler.profiles import Profile
from khotin.readers import Readers, cores, shown
from khotin.replaying import Shelf
from khotin.rereading import CapturedPages, Compared, compare, remembered
from pipelines import reextraction
from pipelines.imports import ReplayStore
from pipelines.reextraction import Reread
from pipelines.schema import bring_up_to_date, open_readonly
from pipelines.store import DATABASE
from pipelines.stored_fields import FIELDS

#: Examples shown of each field that is lost.
EXAMPLES: Final = 3
#: Captures between two signs of life to the lease.
ALIVE: Final = 500


@dataclass(slots=True)
class Report:
    """What reading a site's captures again gave: how many, how many as before, per field how many articles gained,
    lost and changed it, addresses of losses, and records that cannot be read."""

    site: str
    captures: int = 0
    same: int = 0
    new: int = 0
    gained: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    vanished: list[str] = field(default_factory=list)
    examples: dict[str, list[str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def add(self, compared: Compared) -> None:
        """Count one capture."""
        self.captures += 1
        if compared.problem:
            self.problems.append(compared.problem)
        elif compared.vanished:
            self.vanished.append(compared.url)
        elif compared.article is None:
            self.same += 1
        elif compared.reread.article_id is None:
            self.new += 1
        self.gained.update(compared.gained)
        self.changed.update(compared.changed)
        self.lost.update(compared.lost)
        for name in compared.lost:
            self.examples.setdefault(name, []).append(compared.url)

    @property
    def loses(self) -> bool:
        """Whether writing it would take something away."""
        return bool(self.lost or self.vanished)

    def lines(self) -> Iterator[str]:
        """The report for a person."""
        yield f"{self.site}: {self.captures} captures read again, {self.same} as before, {self.new} articles found anew"
        names = [name for name in FIELDS if self.gained[name] or self.lost[name] or self.changed[name]]
        if names:
            yield f"  {'field':<16}{'gained':>8}{'lost':>8}{'changed':>9}"
        for name in names:
            yield f"  {name:<16}{self.gained[name]:>8}{self.lost[name]:>8}{self.changed[name]:>9}"
        for name, urls in self.examples.items():
            yield from (f"  {name} lost: {url}" for url in urls[:EXAMPLES])
        if self.vanished:
            yield f"  {len(self.vanished)} articles are not read as such any more; the archive keeps them as they are"
            yield from (f"  no article: {url}" for url in self.vanished[:EXAMPLES])


@click.command()
@click.option("--site", metavar="SITE", help="Only this site of the archive.")
@click.option("--dry-run", is_flag=True, help="Only report.")
@click.option("--allow-loss", is_flag=True, help="Write it also where articles lose a field.")
@click.option(
    "--archive",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="this folder",
    help="Folder with archive.db and warc/.",
)
@click.option("--jobs", type=click.IntRange(1), metavar="N", default=cores, help="Processes that read.  [default: all]")
def extract(site: str | None, dry_run: bool, allow_loss: bool, archive: Path, jobs: int) -> int:
    """Read every article again from warc/ by today's rules, and pages that had none.

    Reports per field how many articles gained, lost and changed it, then writes it: as re-extractions, which are no
    versions of the site's. A site of which any article would lose a field is left as it is, unless --allow-loss is
    given; an article that is not read as one any more is kept in any case.

    Exit codes: 0 done; 1 a record in warc/ cannot be read; 2 wrong usage; 4 a faulty profile; 9 fields would be lost,
    nothing of that site was written; 11 a crawl holds the site.
    """
    codes = []
    for row in sites_of(archive, site):
        extraction = Extraction(archive, row, remembered(archive, row), jobs)
        report = extraction.look() if dry_run else extraction.run(allow_loss=allow_loss)
        for line in report.lines():
            click.echo(line)
        for problem in report.problems:
            click.echo(f"khotin: {problem}", err=True)
        refused = report.loses and not allow_loss
        if refused and not dry_run:
            click.echo(f"khotin: {report.site}: nothing was written; --allow-loss writes it all the same.", err=True)
        codes.append(1 if report.problems else JUDGED_FAILED if refused and not dry_run else 0)
    return 1 if 1 in codes else max(codes, default=0)


def sites_of(archive: Path, site: str | None) -> list[sqlite3.Row]:
    """The rows of the archive's sites, or of the one named. Raises UsageError where it has none of that name."""
    bring_up_to_date(archive / DATABASE)
    connection = open_readonly(archive / DATABASE)
    try:
        rows = connection.execute("SELECT * FROM sites WHERE ? IS NULL OR slug = ? ORDER BY slug", (site, site))
        found = rows.fetchall()
    finally:
        connection.close()
    if site is not None and not found:
        raise UsageError(f"the archive has no site {site!r}; `khotin status` shows what it has.")
    return found


def rereads(archive: Path, site_id: int, memory: int | None = None, *, others: bool = True) -> list[Reread]:
    """Captures of a site to be read again, in the order in which they lie; ``others``: of pages without article too.
    ``memory``: only of articles that were read with an older version of the site's memory."""
    connection = open_readonly(archive / DATABASE)
    try:
        found = list(reextraction.of_articles(connection, site_id, memory))
        found += reextraction.of_other_pages(connection, site_id) if others and memory is None else []
    finally:
        connection.close()
    return sorted(found, key=lambda reread: (reread.warc, reread.offset))


class Extraction:
    """One site. What differs waits in a file until all is read, since losses are only known then."""

    def __init__(self, archive: Path, site: sqlite3.Row, profile: Profile, jobs: int) -> None:
        """``site``: its row; ``profile``: with what is known of the site."""
        self._archive, self._site, self._profile = archive, site, profile
        shelf = Shelf(archive / "warc", profile, CapturedPages(archive / DATABASE, site["id"]))
        self._readers = Readers(shelf, jobs)
        self._report = Report(site["slug"])

    def look(self) -> Report:
        """What reading all again would change; nothing is written."""
        for compared in self._compared(rereads(self._archive, self._site["id"])):
            self._report.add(compared)
        return self._report

    def run(self, *, allow_loss: bool) -> Report:
        """Read all again and write what differs; nothing where a field would be lost, unless ``allow_loss``. Raises
        LeaseHeldError."""
        with self._begun() as store:
            self._rewrite(store, rereads(self._archive, self._site["id"]), allow_loss, bool)
        return self._report

    def relearn(self, taught: int, stopped: Callable[[], bool]) -> Report:
        """Read again what was read with an older memory than the profile's, and write what differs, whatever it loses:
        that was the site's, not the article's. ``taught``: so many articles taught the memory, where it is new and to
        be kept. Raises LeaseHeldError, and StoppedError once ``stopped()`` is true: then nothing is written."""
        memory = self._profile.memory
        with self._begun() as store:
            self._rewrite(store, rereads(self._archive, self._site["id"], memory.version), True, stopped)
            if taught:
                store.learn(memory, taught)
        return self._report

    @contextmanager
    def _begun(self) -> Iterator[ReplayStore]:
        store = ReplayStore(self._archive, "extracted")
        try:
            store.begin(self._profile, CrawlOptions(software=f"khotin {__version__}", operator="extract"))
            yield store
            store.finish("extracted")
        finally:
            store.close()

    def _rewrite(self, store: ReplayStore, tasks: list[Reread], allow_loss: bool, stopped: Callable[[], bool]) -> None:
        with tempfile.TemporaryFile() as spool:
            self._spool(store, tasks, spool, stopped)
            if allow_loss or not self._report.loses:
                self._write(store, spool)
                store.confirm(self._profile.memory.version)

    def _compared(self, tasks: list[Reread]) -> Iterator[Compared]:
        return shown(self._readers.each(compare, tasks), len(tasks), self._report.site)

    def _spool(self, store: ReplayStore, tasks: list[Reread], spool: IO[bytes], stopped: Callable[[], bool]) -> None:
        for number, compared in enumerate(self._compared(tasks)):
            if stopped():
                raise StoppedError(f"Stopped before the pages of {self._report.site} were read again.")
            self._report.add(compared)
            if compared.article is not None:
                pickle.dump(compared, spool)
            if number % ALIVE == 0:
                store.keep_alive()

    def _write(self, store: ReplayStore, spool: IO[bytes]) -> None:
        spool.seek(0)
        while True:
            try:
                compared: Compared = pickle.load(spool)  # noqa: S301 (written by this process, in a file without a name)
            except EOFError:
                return
            reread, article = compared.reread, compared.article
            if article is None:
                continue
            if reread.article_id is not None:
                store.rewrite(reread, article)
                continue
            page = PageRef(reread.page_id or 0, compared.url, PageKind(reread.kind), 0)
            capture = store.capture(reread.capture_id)
            result = PageResult(page, "done", str(article.kind), 200, capture, article=article)
            store.commit_at(result, datetime.fromisoformat(reread.captured_at).astimezone(UTC))
