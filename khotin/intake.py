"""The captures of one site out of a foreign file: rows, pages and articles, as of the moments they were made."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from crawler import __version__
from crawler.capture.foreign import Revisit
from crawler.discovery.files import file_url
from crawler.discovery.urls import PRIORITY, canonical, link_to, on_site, refusal
from crawler.memory import NOTHING
from crawler.page import FILES, Link, PageKind
from crawler.ports import CaptureRecord, CrawlOptions, PageRef, PageResult
from crawler.profiles import Profile
from crawler.spiders import contents
from crawler.spiders.admission import Admission
from crawler.spiders.replay import REQUISITES, Place, machine_kind
from khotin.learning import taught_by
from khotin.readers import Readers, shown
from khotin.replaying import Look, Moment, Shelf, look_again
from khotin.rereading import CapturedPages
from pipelines.imports import ReplayStore
from pipelines.store import DATABASE

#: Results between two signs of life to the lease.
ALIVE: Final = 200
#: No capture is older, or newer than this after the present.
WEB_BEGAN: Final = datetime(1991, 1, 1, tzinfo=UTC)
AHEAD: Final = timedelta(days=1)


@dataclass(slots=True)
class Taken:
    """What was taken in of one site: counts (``known``: captures that the archive had from elsewhere, ``again``: from
    this very file), the first and last moment of a capture, problems for a person; ``orphans``: revisits of captures
    that the archive does not have."""

    captures: int
    first: datetime
    last: datetime
    read: int = 0
    kept: int = 0
    known: int = 0
    again: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    orphans: int = 0
    problems: list[str] = field(default_factory=list)


def take_in(
    archive: Path,
    profile: Profile,
    given: tuple[Sequence[CaptureRecord], Sequence[Revisit]],
    source: str,
    jobs: int,
) -> Taken:
    """Enter the captures of one site (and which of them are revisits) that lie in ``archive``/warc, and read them in
    ``jobs`` processes. Raises LeaseHeldError, ArchiveError, DiskFullError."""
    captures, revisits = given
    moments = [capture.captured_at for capture in captures]
    taken = Taken(len(captures), min(moments), max(moments))
    store = ReplayStore(archive, "imported")
    try:
        store.begin(profile, CrawlOptions(software=f"khotin {__version__}", operator=f"import of {source}"))
        store.add_seeds(profile)
        profile = replace(profile, memory=store.memory())
        _Import(store, profile, archive, taken).run(_entered(store, captures, revisits, source, taken), jobs)
        store.finish("imported")
    finally:
        store.close()
    return taken


def _entered(
    store: ReplayStore, captures: Sequence[CaptureRecord], revisits: Sequence[Revisit], source: str, taken: Taken
) -> list[tuple[CaptureRecord, Place]]:
    """Every capture that can be read, with its row's id and where its payload lies."""
    fresh = store.without_known(captures)
    taken.known, taken.again = len(captures) - len(fresh), store.entered_before(fresh)
    whole = store.enter([capture for capture in fresh if capture.record_type == "response"], source)
    found = [(capture, Place(capture.warc, capture.offset)) for capture in whole]
    again = {capture.offset for capture in fresh}
    for revisit in revisits:
        if revisit.capture.offset not in again:
            continue
        original = store.original_of(revisit.capture, revisit.url, revisit.captured_at)
        if original is None:
            taken.orphans += 1
            continue
        entered = store.enter([replace(revisit.capture, refers_to=original.id, digest=original.digest)], source)
        place = Place(entered[0].warc, entered[0].offset, (original.warc, original.offset))
        found.append((replace(entered[0], media_type=original.media_type), place))
    if taken.orphans:
        repeat = "1 revisit repeats a capture" if taken.orphans == 1 else f"{taken.orphans} revisits repeat captures"
        taken.problems.append(
            f"{source}: {repeat} that the archive does not have. Import the file again when it has them."
        )
    return found


class _Import:
    """The pages of one site, in the order in which they were captured; files after pages, so that what a page says of
    a file is known by then."""

    def __init__(self, store: ReplayStore, profile: Profile, archive: Path, taken: Taken) -> None:
        self._store, self._profile, self._archive, self._taken = store, profile, archive, taken
        self._admission = Admission()

    def run(self, entered: Sequence[tuple[CaptureRecord, Place]], jobs: int) -> None:
        """Read and commit everything that the profile lets in."""
        looks = self._looks(entered)
        places: dict[str, list[tuple[Moment, Place]]] = defaultdict(list)
        for look in looks:
            if look.page.kind not in FILES and look.capture.status == 200:
                places[look.page.url].append(((look.capture.captured_at, look.capture.id or 0), look.place))
        known = CapturedPages(self._archive / DATABASE, self._store.site_id, dict(places))
        shelf = self._taught(Shelf(self._archive / "warc", self._profile, known), looks)
        results = shown(Readers(shelf, jobs).each(look_again, looks), len(looks), self._profile.slug)
        for number, (look, result) in enumerate(zip(looks, results, strict=True)):
            if isinstance(result, str):
                self._taken.problems.append(result)
            else:
                self._commit(result, look)
            if number % ALIVE == 0:
                self._store.keep_alive()

    def _taught(self, shelf: Shelf, looks: Sequence[Look]) -> Shelf:
        """The shelf with what these pages teach of a site of which nothing was learned yet."""
        if shelf.profile.memory != NOTHING:
            return shelf
        memory, pages = taught_by(shelf, looks)
        if memory == NOTHING:
            return shelf
        self._store.learn(memory, pages)
        return replace(shelf, profile=replace(shelf.profile, memory=memory))

    def _looks(self, entered: Sequence[tuple[CaptureRecord, Place]]) -> list[Look]:
        known = self._store.kinds()
        looks = []
        strange = 0
        for capture, place in entered:
            is_dated = WEB_BEGAN <= capture.captured_at <= datetime.now(UTC) + AHEAD
            strange += not is_dated
            link = self._link(capture, known) if is_dated else None
            if link is None:
                self._taken.kept += 1
            else:
                page = PageRef(0, link.url, link.kind, 0, id_space=link.id_space, source_id=link.source_id)
                looks.append(Look(page, capture, place))
        if strange:
            self._taken.problems.append(
                f"{strange} captures are dated before there was a web, or after today: they are kept and not read."
            )
        return sorted(looks, key=lambda look: (look.page.kind in FILES, look.capture.captured_at, look.capture.id))

    def _link(self, capture: CaptureRecord, known: dict[str, PageKind]) -> Link | None:
        """Where the capture belongs; None for what a crawl would not look at: forms sent, traps, robots.txt, pieces."""
        partial = capture.status == 206 or capture.truncated is not None
        if capture.method != "GET" or partial or urlsplit(capture.url).path == "/robots.txt":
            return None
        file, url = file_url(capture.url, capture.url), canonical(capture.url, self._profile)
        if file in known and known[file] in FILES:
            return Link(file, known[file], PRIORITY[known[file]])
        if url is None:
            return None
        if url in known:
            return link_to(url, self._profile, known[url])
        if self._is_file(capture, url):
            media = capture.media_type or ""
            kind = PageKind.REQUISITE if media in REQUISITES or media.startswith("font/") else PageKind.ASSET
            return Link(file, kind, PRIORITY[kind]) if file else None
        if refusal(url, self._profile) is not None:
            return None
        entries = {link.url: link.kind for link in contents.entry_links(self._profile)}
        return link_to(url, self._profile, entries.get(url) or machine_kind(url, capture.media_type))

    def _is_file(self, capture: CaptureRecord, url: str) -> bool:
        readable = (capture.media_type or "") in (*contents.HTML, *contents.XML)
        return not on_site(urlsplit(url).netloc, self._profile) or (capture.status == 200 and not readable)

    def _commit(self, result: PageResult, look: Look) -> None:
        link = link_to(look.page.url, self._profile, look.page.kind)
        page, seen = self._store.page_of(link, look.capture)
        if result.state in ("pending", "failed"):
            return  # the server was in trouble that day: a crawl would have asked again
        self._taken.read += 1
        moment = look.capture.captured_at
        if seen is not None and moment < seen:
            self._count(self._store.commit_older(replace(result, page=page), moment))
            return
        result = self._admission.of(replace(result, page=page), self._profile)
        self._count(self._store.commit_at(result, moment))
        for reason, number in self._admission.to_wake(result):
            self._store.wake(reason, number)

    def _count(self, outcome: str) -> None:
        if outcome != "none":
            setattr(self._taken, outcome, getattr(self._taken, outcome) + 1)
