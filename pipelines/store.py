"""The only writer: the archive as one crawl of one site sees it (``crawler.ports.CrawlStore``), each call one
transaction, fenced by the site's lease. The rows themselves are in ``frontier_rows``, ``article_rows``, … beside."""

import contextlib
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from crawler.errors import EXIT_CODES, KhotinError, LeaseLostError, NothingDueError
from crawler.memory import SiteMemory
from crawler.page import Link, Signal
from crawler.ports import (
    NOT_MODIFIED,
    CaptureRecord,
    CrawlOptions,
    CrawlSummary,
    KeptRobots,
    PageRef,
    PageResult,
    Ticket,
)
from crawler.profiles import Profile, Schedule
from pipelines import (
    article_rows,
    baselines,
    capture_rows,
    controls,
    crawl_rows,
    due_rows,
    earlier,
    frontier_rows,
    health,
    history,
    host_rows,
    issue_rows,
    leases,
    list_rows,
    memories,
    outcomes,
    recrawl,
    reuse,
    site_down,
    waking,
)
from pipelines.commit import StorePipeline
from pipelines.drift import Drift
from pipelines.schema import connect
from pipelines.schema.search import merge_index
from pipelines.transactions import FUTURE, Run, immediate, timestamp

__all__ = ["DATABASE", "Store", "StorePipeline", "open_store"]

#: File name of the database in an archive's folder.
DATABASE: Final = "archive.db"


def _utc_now() -> datetime:
    return datetime.now(UTC)


def open_store(archive: Path, clock: Callable[[], datetime] = _utc_now) -> "Store":
    """Open the archive in the folder ``archive`` for a crawl, made where there is none. Raises ArchiveError,
    NewerSchemaError or DiskFullError."""
    return Store(archive, clock)


class Store:
    """One connection, one crawl at a time. ``clock`` gives the present as an aware time."""

    def __init__(self, archive: Path, clock: Callable[[], datetime] = _utc_now) -> None:
        """Open ``archive``/archive.db; errors as ``open_store``."""
        self.path: Final = Path(archive) / DATABASE
        self.connection: Final = connect(self.path)
        self._schedule = Schedule()
        self.connection.row_factory = sqlite3.Row
        self.connection.execute("PRAGMA temp_store = MEMORY")  # else half of what a commit writes is statement journals
        self._clock = clock
        self._run: Run | None = None
        self._profile: Profile | None = None
        self._started = clock()
        self._counts: dict[str, int] = dict.fromkeys(crawl_rows.COUNTS, 0)
        self._waiting: tuple[int, datetime] | None = None
        self._ids: dict[str, tuple[set[int], set[int]]] = {}
        self._sound, self._lists, self._found, self._controls = False, (0, 0), 0, 0
        self._drift = Drift()
        self._closed = False

    @contextlib.contextmanager
    def _write(self) -> Iterator[Run]:
        """A fenced write transaction of the running crawl; what we remember of the database is dropped with it."""
        run = self._running()
        self._waiting = None
        try:
            with immediate(self.connection, self.path):
                leases.check(run, self._clock())
                yield run
        except BaseException:
            for known in (self._ids, run.met, run.slugs):
                known.clear()
            raise

    def _running(self) -> Run:
        if self._run is None:
            raise LeaseLostError("No crawl is running on this store: it ended, or begin() was not called.")
        return self._run

    def begin(self, profile: Profile, options: CrawlOptions) -> int:
        """Take the site's lease (LeaseHeldError if held), make due what ``options`` ask for; return the crawl's id."""
        self._started, now = self._clock(), timestamp(self._clock())
        with immediate(self.connection, self.path):
            site_id = crawl_rows.save_site(self.connection, profile, now)
            token = leases.take(self.connection, site_id, self._started)
            for killed in crawl_rows.unended(self.connection, site_id):
                site_down.withdraw(Run(self.connection, site_id, killed, token), now)
            crawl_id = crawl_rows.open_crawl(self.connection, site_id, token, profile, options, now)
            run = Run(self.connection, site_id, crawl_id, token, horizon=timestamp(self._started + FUTURE))
            health.note_exceptions(run, profile, now)
            due_rows.make_due(run, options, profile.schedule, self._started)
            frontier_rows.add_seeds(run, profile.seeds, now)
            if options.due and not due_rows.is_pending(run, self._started):
                raise NothingDueError(f"nothing is due at {profile.slug}")
        self._run, self._profile = run, profile
        self._schedule = replace(profile.schedule, confirm_after=options.confirm_after)
        self._counts = dict.fromkeys(crawl_rows.COUNTS, 0)
        self._waiting, self._sound, self._lists = None, False, (0, 0)
        self._found, self._controls = 0, 0
        self._drift = Drift()
        self._ids.clear()
        return crawl_id

    def memory(self) -> SiteMemory:
        """What was learned of the site before this crawl."""
        return memories.latest(self.connection, self._running().site_id)

    def learn(self, memory: SiteMemory, pages: int) -> None:
        """Keep what was learned of the site from so many articles."""
        with self._write() as run:
            memories.save(run, memory, pages, timestamp(self._clock()))

    def add_links(self, links: Iterable[Link], depth: int = 0) -> int:
        """Insert unseen URLs as pending pages; return how many were new (or are to be looked at again)."""
        found = list(links)
        with self._write() as run:
            new = frontier_rows.add_links(run, found, None, depth, timestamp(self._clock()))
        self._remember(found)
        return new

    def next_pages(self, limit: int) -> list[PageRef]:
        """Lease up to ``limit`` due pages, highest priority first, then oldest."""
        with self._write() as run:
            return frontier_rows.lease_next(run, limit, self._clock())

    def release(self, pages: Iterable[PageRef]) -> None:
        """Give leased pages back as pending."""
        with self._write() as run:
            frontier_rows.release(run, pages)

    def pending(self) -> int:
        """How many pages are leased, or pending and due within ten minutes. Cheap to ask: counted again only after a
        write or a second."""
        now = self._clock()
        if self._waiting is None or now - self._waiting[1] > timedelta(seconds=1):
            self._waiting = frontier_rows.waiting(self._running(), now), now
        return self._waiting[0]

    def due_in(self) -> float | None:
        """Seconds until the next pending page is due that this crawl waits for; None where there is none."""
        due = frontier_rows.next_due(self._running(), self._clock())
        return None if due is None else max(0.0, (due - self._clock()).total_seconds())

    def check(self) -> None:
        """Nothing where the lease is still ours; else LeaseLostError."""
        with self._write():
            pass

    def warc_ends(self) -> dict[str, int]:
        """Of each of the site's files, the byte where its last capture ends."""
        return capture_rows.warc_ends(self._running())

    def lose_captures(self, warc: str, end: int) -> int:
        """Mark the captures of ``warc`` past byte ``end`` as lost; make their pages due. Returns how many."""
        with self._write() as run:
            return capture_rows.lose(run, warc, end)

    def captured_at(self, warc: str) -> Collection[int]:
        """The offsets in ``warc`` of the site's captures that have a row."""
        return capture_rows.offsets(self._running(), warc)

    def adopt_capture(self, capture: CaptureRecord) -> None:
        """Give a whole record that a killed crawl left behind its row."""
        with self._write() as run:
            capture_rows.adopt(run, capture)

    def take_off(self, host: str, address: str, gap: float) -> Ticket:
        """Ask for leave to send a request to ``address`` now; see ``CrawlStore.take_off``."""
        with self._write() as run:
            return host_rows.take_off(run, host, address, gap)

    def sent(self, ticket: Ticket, moment: float) -> None:
        """The request of ``ticket`` went out at ``moment``, in seconds of the Unix epoch."""
        with self._write() as run:
            host_rows.sent(run, ticket, moment)

    def land(self, ticket: Ticket) -> None:
        """The request of ``ticket`` is over."""
        with self._write() as run:
            host_rows.land(run, ticket)

    def hold(self, host: str, seconds: float, why: str) -> None:
        """Let no process ask ``host`` for anything for ``seconds``."""
        with self._write() as run:
            host_rows.hold(run, host, seconds, why)

    def held(self, host: str) -> float:
        """For how many seconds more ``host`` is to be left alone; 0 where it is not."""
        return host_rows.held(self._running(), host)

    def robots(self, origin: str) -> KeptRobots | None:
        """The last good answer to ``origin``/robots.txt, or None."""
        return host_rows.robots(self._running(), origin)

    def save_robots(self, origin: str, answer: KeptRobots) -> None:
        """Keep an answer in place of the one before."""
        with self._write() as run:
            host_rows.save_robots(run, origin, answer)

    def record_capture(self, capture: CaptureRecord) -> CaptureRecord:
        """Write the index row of a capture whose bytes are on disk; returns it with ``id``."""
        with self._write() as run:
            return crawl_rows.save_capture(run, capture)

    def capture_of(self, url: str) -> CaptureRecord | None:
        """The newest capture of a page with its whole payload, or None."""
        return frontier_rows.whole_capture(self._running(), url)

    def to_read_again(self, result: PageResult) -> CaptureRecord | None:
        """The capture by which a change of the site's is told from one of our rules; None where it is not needed."""
        return earlier.to_read_again(self._running(), result)

    def commit(self, result: PageResult) -> str:
        """One transaction for all that a response means. Returns ``new``, ``changed``, ``unchanged`` or ``none``."""
        return self.commit_all([result])[0]

    def commit_all(self, results: Sequence[PageResult]) -> list[str]:
        """One transaction for several of them; where one fails none is stored."""
        counts, before = dict(self._counts), (self._sound, self._lists, self._found, self._controls)
        try:
            with self._write() as run:
                became = [self._commit(run, result, counts) for result in results]
                crawl_rows.save_counts(run, counts)
        except BaseException:
            self._sound, self._lists, self._found, self._controls = before
            self._drift.forget()
            raise
        self._counts = counts
        self._drift.count()
        for result in results:
            self._remember(result.links)
            if result.article is not None and (known := self._ids.get(result.article.id_space)) is not None:
                known[0].update(_number(result.article.source_id))
        return became

    def _commit(self, run: Run, result: PageResult, counts: dict[str, int]) -> str:
        look = outcomes.Look(self._clock(), self._schedule)
        now, outcome, article_id, redirect_id = timestamp(look.at), "none", None, None
        if result.capture is not None:
            result = replace(result, capture=crawl_rows.save_capture(run, result.capture, result.decoding))
        found = article_rows.find(run, result.article) if result.article is not None else None
        result = reuse.without_stray(run, result, found)
        if result.article is not None:
            evidence = result.article_capture or result.capture
            evidence = crawl_rows.save_capture(run, evidence) if evidence else None  # another page's, on its way
            seen = timestamp(evidence.captured_at) if evidence else now
            self._drift.look(run, result.article, found)
            look_at = article_rows.Look(result.article, result.page.url, evidence, seen, result.earlier)
            saved = article_rows.save(run, look_at, found)
            article_id, outcome = saved.article_id, saved.outcome
            list_rows.save_flags(run, article_id, evidence.id if evidence else None, result.article.flags)
        if result.reason == NOT_MODIFIED and (seen_again := article_rows.seen_again(run, result.page.id, now)):
            article_id, outcome = seen_again, "unchanged"
        frontier_rows.add_links(run, list(result.links), result.page, result.page.depth + 1, now)
        counts["refused"] += frontier_rows.add_refusals(run, result.refusals, result.page, now)
        if result.redirect_to is not None:
            redirect_id = frontier_rows.add_redirect(run, result.redirect_to, result.page, now)
        emptied, leading = frontier_rows.as_list(run, result)
        self._lists = self._lists[0] + emptied, self._lists[1] + leading
        self._sound = self._sound or outcome in ("changed", "unchanged") or leading
        self._sound = self._sound or (outcome == "new" and frontier_rows.leads_to_known(run, result))
        state = outcomes.settle(run, result, article_id, redirect_id, look)
        crawl_rows.count(counts, result, state, outcome)
        self._found += outcome in ("changed", "unchanged")
        if state in ("suspected", "gone") and frontier_rows.has_article(run, result.page.id):
            counts["gone"] += 1
            if not self._found and not self._controls:
                self._controls = controls.ask(run)
        return outcome

    def _remember(self, links: Iterable[Link]) -> None:
        """Keep the sets that ``ids`` gives up to date, so that enumeration does not read the whole table each time."""
        for link in links:
            if link.id_space is not None and (known := self._ids.get(link.id_space)) is not None:
                known[1].update(_number(link.source_id))

    def report(self, signals: Iterable[Signal], url: str | None = None) -> None:
        """Store issues that belong to the site or profile rather than to a page."""
        with self._write() as run:
            issue_rows.record(run, signals, timestamp(self._clock()), url=url or "")

    def save_family(self, family: str, evidence: Sequence[str]) -> None:
        """Keep which CMS family the site was found to be, and by what signs."""
        with self._write() as run:
            crawl_rows.save_family(run, family, evidence)

    def yields(self) -> Collection[str]:
        """URLs of articles that carry no identity, and of the pages that led to articles, one an article."""
        return waking.yields(self._running())

    def refused_for(self, prefix: str) -> Collection[str]:
        """The reasons of refused pages that begin with ``prefix``."""
        return waking.refused_for(self._running(), prefix)

    def wake(self, reason: str, limit: int) -> int:
        """Make up to ``limit`` pages that were refused for ``reason`` pending, oldest first; return how many."""
        with self._write() as run:
            return waking.wake(run, reason, limit)

    def ids(self, id_space: str) -> tuple[Collection[int], Collection[int]]:
        """Numeric ids of this site's numbering: (those of articles, all that have a page)."""
        if id_space not in self._ids:
            self._ids[id_space] = frontier_rows.numeric_ids(self._running(), id_space)
        return self._ids[id_space]

    def counts(self) -> Mapping[str, int]:
        """Live counts of this crawl, keys as in CrawlSummary."""
        return dict(self._counts)

    def finish(self, reason: str, interrupted: Callable[[], bool] = bool) -> CrawlSummary:
        """Judge the crawl, close its row, release the lease. ``reason`` is ``finished`` or why it stopped; an end in
        order becomes ``interrupted`` where ``interrupted()`` is true before anything is written."""
        ended = self._clock()
        duration = (ended - self._started).total_seconds()
        profile = self._profile
        with self._write() as run:
            judgement = self._judged(run, reason, ended)
            if interrupted() and EXIT_CODES.get(reason) == 0:
                reason, judgement = "interrupted", health.Judgement("unjudged")
            health.record(run, judgement, timestamp(ended))
            if judgement.judged == "passed":
                history.promote(run, timestamp(ended))
            if EXIT_CODES.get(reason) == 0:  # one that was stopped or has no room ends at once
                merge_index(run.connection)
            crawl_rows.save_counts(run, self._counts)
            crawl_rows.close_crawl(run, reason, judgement.judged, (timestamp(ended), duration))
            frontier_rows.release_all(run)
            leases.release(run)
        self._run = None
        slug = profile.slug if profile else ""
        return CrawlSummary(
            run.crawl_id, slug, **self._counts, duration=duration, reason=reason, judged=judgement.judged,
            problems=tuple(problem.message for problem in judgement.problems),
        )  # fmt: skip

    def _judged(self, run: Run, reason: str, ended: datetime) -> health.Judgement:
        """Judge the crawl; what it lowered is put back where the site was away, or most of what it has."""
        if self._sound:
            issue_rows.resolve_site(run, (site_down.CODE,), timestamp(ended))
        self._drift.settle(run, timestamp(ended))
        missing = baselines.vanished(run, self._found, self._controls) if self._sound else site_down.away(run)
        seen = [*missing, *health.emptied(run, *self._lists)] if self._sound else missing
        if missing:
            again = ended + timedelta(seconds=recrawl.SPREAD * self._schedule.young)  # tomorrow, a little earlier
            site_down.withdraw(run, timestamp(again))
            reuse.set_aside(run)
            issue_rows.record(run, missing, timestamp(ended))
        return health.judge(run, self._profile.expect if self._profile else None, reason, tuple(seen))

    def close(self) -> None:
        """Close the database; a crawl that was not finished gives its lease and pages back. Safe to call twice."""
        if self._closed:
            return
        self._closed = True
        if self._run is not None:
            with contextlib.suppress(KhotinError, sqlite3.Error), self._write() as run:
                frontier_rows.release_all(run)
                leases.release(run)
        self.connection.close()


def _number(source_id: str | None) -> tuple[int, ...]:
    return (int(source_id),) if source_id is not None and source_id.isdecimal() else ()
