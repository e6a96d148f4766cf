"""``khotin import``: captures that other programs made, or another archive, into this one on their own dates."""

import errno
import hashlib
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final
from urllib.parse import urlsplit

import click

from crawler.archive_folder import make_folder
from crawler.capture.foreign import Intake, copy_in
from crawler.capture.reader import read_record
from crawler.errors import ArchiveError, CaptureError, DiskFullError, UsageError
from crawler.ports import CaptureRecord
from crawler.profile_files import for_url, load, load_all, with_family
from crawler.profiles import Profile
from crawler.spiders.replay import family_of
from khotin.intake import Taken, take_in
from khotin.learning import learn
from khotin.readers import cores
from pipelines.schema import check_archive, open_readonly
from pipelines.schema.database import errors_named
from pipelines.store import DATABASE

#: What may hold captures, by the end of a file's name.
WARCS: Final = (".warc", ".warc.gz", ".warc.gz.open")
PACKAGES: Final = (".wacz",)


@dataclass(frozen=True, slots=True)
class Source:
    """One WARC file: its name for people, its bytes' SHA-256 and where they are (``member``: in the ZIP ``path``)."""

    name: str
    path: Path
    member: str = ""

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Its bytes. Raises ArchiveError where they cannot be read."""
        try:
            if not self.member:
                with self.path.open("rb") as file:
                    yield file
                return
            with zipfile.ZipFile(self.path) as package, package.open(self.member) as file:
                yield file
        except (OSError, zipfile.BadZipFile) as problem:
            raise ArchiveError(f"{self.name} cannot be read: {problem}. Nothing of it was taken in.") from problem


@dataclass(slots=True)
class Told:
    """What an import had to say: problems named, and the exit code that follows from them. ``waiting``: files with
    revisits of captures that another file may hold, and what was said of them."""

    problems: list[str] = field(default_factory=list)
    waiting: dict[Source, list[str]] = field(default_factory=dict)


@click.command("import")
@click.argument("sources", metavar="FILE|DIR...", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--site", metavar="SITE", help="All of it is of this site of `khotin sites`.  [default: by host]")
@click.option("--source", "named", metavar="TEXT", help="Where the captures come from.  [default: the file's name]")
@click.option(
    "--archive",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="this folder",
    help="Folder of the archive; made where there is none.",
)
@click.option("--jobs", type=click.IntRange(1), metavar="N", default=cores, help="Processes that read.  [default: all]")
def import_files(sources: tuple[Path, ...], site: str | None, named: str | None, archive: Path, jobs: int) -> int:
    """Take in WARC files (.warc, .warc.gz) and packages (.wacz) of other programs.

    Their records are copied into warc/, and every page in them is read as a crawl reads it, as of the day on which it
    was captured: an older capture says what an article was, a newer one what it is. Requests, and pages that the
    site's profile refuses, are kept and not read. The same file twice changes nothing.

    Exit codes: 0 done; 1 a file is damaged or cannot be read (what is whole in it was taken in); 2 wrong usage; 4 a
    faulty profile; 11 a crawl holds the site.
    """
    own = archive / "sites"
    only = load(site, own) if site else None
    known = [only] if only else load_all(own)
    told = Told()
    files = found(sources, told)
    check_archive(archive / DATABASE)
    make_folder(archive)
    for source in files:
        _one(source, named or source.name, archive, (known, only), jobs, told)
    _again(files, told, lambda source: _one(source, named or source.name, archive, (known, only), jobs, told))
    for problem in told.problems:
        click.echo(f"khotin: {problem}", err=True)
    return 1 if told.problems else 0


def _again(files: Sequence[Source], told: Told, take: Callable[[Source], None]) -> None:
    """Take once more the files whose revisits repeat what a later one of ``files`` may have brought."""
    waiting, told.waiting = dict(told.waiting), {}
    for source, said in waiting.items():
        if source != files[-1]:
            told.problems = [problem for problem in told.problems if problem not in said]
            take(source)


def found(paths: Sequence[Path], told: Told) -> list[Source]:
    """The WARC files at ``paths``, folders looked through, packages opened, by name. Raises UsageError where there is
    none at all."""
    files: list[Path] = []
    for path in paths:
        files += sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
    sources: list[Source] = []
    for file in files:
        if file.name.endswith(PACKAGES):
            try:
                with zipfile.ZipFile(file) as package:
                    members = [name for name in package.namelist() if name.endswith(WARCS)]
            except (OSError, zipfile.BadZipFile) as problem:
                told.problems.append(f"{file.name} is no package that can be read: {problem}.")
                continue
            sources += [Source(f"{file.name}!{name}", file, name) for name in members]
        elif file.name.endswith(WARCS):
            sources.append(Source(file.name, file))
    if not sources and not told.problems:
        raise UsageError(f"there is no WARC file (.warc, .warc.gz, .wacz) at {', '.join(map(str, paths))}.")
    return sources


def _one(
    source: Source, named: str, archive: Path, sites: tuple[list[Profile], Profile | None], jobs: int, told: Told
) -> None:
    """One file: its records into warc/, then the captures of each site into the database."""
    with source.open() as file:
        name = _target(file)
    with source.open() as file:
        intake = _copied(file, source.name, archive / "warc" / name)
    told.problems += intake.problems
    groups, fresh = grouped(intake, *sites), 0
    if not groups:
        told.problems.append(f"{source.name} holds no answer of a web server.")
    for profile, captures in groups:
        if profile.family == "auto":
            profile = _detected(profile, captures, archive)  # noqa: PLW2901
        revisits = [revisit for revisit in intake.revisits if revisit.capture in set(captures)]
        taken = take_in(archive, profile, (captures, revisits), named, jobs)
        told.problems += taken.problems
        if taken.orphans:
            told.waiting.setdefault(source, []).extend([*intake.problems, *taken.problems])
        fresh += taken.captures - taken.known
        if taken.new:
            learn(archive, profile.slug, jobs)
        click.echo(_line(profile, taken, source.name), err=True)
    if not fresh:  # all of it is in the archive already
        (archive / "warc" / name).unlink()


def _copied(file: IO[bytes], name: str, target: Path) -> Intake:
    """``copy_in``, what is wrong with the archive's own disk told from what is wrong with the file."""
    try:
        return copy_in(file, name, target)
    except OSError as problem:
        if problem.errno == errno.ENOSPC:
            raise DiskFullError(
                f"The disk is full: {name} was not taken in. Make room and import it again."
            ) from problem
        if problem.filename is None:  # reading failed
            raise
        raise ArchiveError(
            f"The archive folder {target.parent} cannot be written: {problem.strerror}. Change its owner or mode."
        ) from problem


def _target(file: IO[bytes]) -> str:
    """The file's name in warc/: the same for the same bytes, whatever they were called before, and no crawl's."""
    total = hashlib.sha256()
    while piece := file.read(1 << 20):
        total.update(piece)
    return f"import-{total.hexdigest()[:32]}.warc.gz"


def grouped(
    intake: Intake, known: Sequence[Profile], only: Profile | None
) -> list[tuple[Profile, list[CaptureRecord]]]:
    """The captures by site. A host that no profile names is a site of its own where the file's first page lies on it;
    captures of any other host are files of the file's main site."""
    by_host = {host: profile for profile in known for host in profile.hosts}
    pages = [urlsplit(c.url).netloc.lower() for c in intake.captures if c.status == 200 and c.media_type == "text/html"]
    hosts = [urlsplit(capture.url).netloc.lower() for capture in intake.captures]
    main = only or next((by_host[host] for host in pages if host in by_host), None)
    if hosts and (main is None or (pages and not only and pages[0] not in by_host)):
        first = next(c for c in intake.captures if urlsplit(c.url).netloc.lower() == (pages or hosts)[0])
        parts = urlsplit(first.url)
        main = for_url(f"{parts.scheme}://{parts.netloc}/")
        by_host = {**by_host, **dict.fromkeys(main.hosts, main)}
    groups: dict[str, list[CaptureRecord]] = defaultdict(list)
    profiles: dict[str, Profile] = {}
    for capture, host in zip(intake.captures, hosts, strict=True):
        profile = by_host.get(host, by_host.get(host.removeprefix("www."), main)) if only is None else only
        if profile is not None:
            profiles[profile.slug] = profile
            groups[profile.slug].append(capture)
    return [(profiles[slug], captures) for slug, captures in groups.items()]


def _detected(profile: Profile, captures: Sequence[CaptureRecord], archive: Path) -> Profile:
    """The profile with the family by which the site's articles were read before, so that they keep their ids; of a site
    without articles, the one that the first page shows."""
    if family := _family_before(archive / DATABASE, profile.slug):
        return with_family(profile, family)
    pages = [c for c in captures if c.status == 200 and c.media_type == "text/html" and c.record_type == "response"]
    front = {f"{urlsplit(seed).netloc}{urlsplit(seed).path or '/'}" for seed in profile.seeds}
    pages.sort(key=lambda c: (f"{urlsplit(c.url).netloc}{urlsplit(c.url).path or '/'}" not in front, c.captured_at))
    for capture in pages[:3]:
        try:
            recorded = read_record(archive / "warc" / capture.warc, capture.offset)
        except CaptureError:
            continue
        return family_of(capture.url, recorded, profile)[0]
    return profile


def _family_before(database: Path, slug: str) -> str | None:
    """The family of a site that has articles in the archive; None where it has none, or there is no archive yet."""
    if not database.exists():
        return None
    sql = "SELECT family FROM sites s WHERE slug = ? AND EXISTS (SELECT 1 FROM articles a WHERE a.site_id = s.id)"
    with errors_named(database), closing(open_readonly(database)) as connection:
        row = connection.execute(sql, (slug,)).fetchone()
    return str(row[0]) if row else None


def _line(profile: Profile, taken: Taken, name: str) -> str:
    return (
        f"{profile.slug}: {taken.captures} captures of {name}, {taken.first:%Y-%m-%d} to {taken.last:%Y-%m-%d}: "
        f"{taken.read} read; articles: {taken.new} new, {taken.changed} changed, {taken.unchanged} unchanged; "
        f"kept and not read: {taken.kept}; in the archive already: {taken.known + taken.again}"
    )
