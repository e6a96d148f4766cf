"""The archive as an import or a re-extraction sees it: the site's lease and transactions of a crawl, but no page made
due, and each result written as of the moment its capture was made."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from crawler.article import Article
from crawler.page import Link, PageKind
from crawler.ports import CaptureRecord, CrawlOptions, PageRef, PageResult
from crawler.profiles import Profile
from pipelines import article_rows, crawl_rows, frontier_rows, leases, memories, reextraction, reuse
from pipelines.reextraction import Reread
from pipelines.store import Store
from pipelines.transactions import Run, immediate, timestamp

#: Captures entered in one transaction.
BATCH: Final = 500


class ReplayStore(Store):
    """A store whose clock can be set back to a capture's moment for one commit."""

    def __init__(self, archive: Path, why: str) -> None:
        """``why`` its row in ``crawls`` is there from the beginning, so that it is never taken for a crawl:
        ``imported`` or ``extracted``. Errors as ``open_store``."""
        self._why = why
        self._moment: datetime | None = None
        super().__init__(archive, self._now)

    def _now(self) -> datetime:
        return self._moment or datetime.now(UTC)

    def begin(self, profile: Profile, options: CrawlOptions) -> int:
        """Take the site's lease (LeaseHeldError if held) and open a row in ``crawls``; no page is made due."""
        self._started, now = self._now(), timestamp(self._now())
        with immediate(self.connection, self.path):
            site_id = crawl_rows.save_site(self.connection, profile, now)
            token = leases.take(self.connection, site_id, self._started)
            crawl_id = crawl_rows.open_crawl(self.connection, site_id, token, profile, options, now)
            self.connection.execute("UPDATE crawls SET reason = ? WHERE id = ?", (self._why, crawl_id))
            run = Run(self.connection, site_id, crawl_id, token)
            self.connection.execute(
                "UPDATE pages SET state = 'pending', lease_token = NULL WHERE site_id = ? AND state = 'leased'",
                (site_id,),
            )
        self._run, self._profile = run, profile
        self._counts = dict.fromkeys(crawl_rows.COUNTS, 0)
        return crawl_id

    @property
    def site_id(self) -> int:
        """The row of the site whose lease is held."""
        return self._running().site_id

    def add_seeds(self, profile: Profile) -> None:
        """Let the frontier know the site's start addresses."""
        with self._write() as run:
            frontier_rows.add_seeds(run, profile.seeds, timestamp(self._now()))

    def enter(self, captures: Sequence[CaptureRecord], source: str) -> list[CaptureRecord]:
        """Give captures their rows, ``source`` as where they come from; returns them with ids. One that has its row
        already keeps it."""
        entered: list[CaptureRecord] = []
        for start in range(0, len(captures), BATCH):
            with self._write() as run:
                batch = [crawl_rows.save_capture(run, capture) for capture in captures[start : start + BATCH]]
                run.connection.executemany(
                    "UPDATE captures SET imported_from = ? WHERE id = ? AND imported_from IS NULL",
                    [(source, capture.id) for capture in batch],
                )
            entered += batch
        return entered

    def without_known(self, captures: Sequence[CaptureRecord]) -> list[CaptureRecord]:
        """The captures that the archive does not have in another file already: the same answer of the same second."""
        run = self._running()
        return [
            capture
            for capture in captures
            if not run.connection.execute(
                "SELECT 1 FROM captures WHERE url = ? AND captured_at = ? AND site_id = ? AND warc <> ? AND lost = 0"
                " AND record_type = ? AND status = ? AND (digest = ? OR record_type = 'revisit') LIMIT 1",
                (capture.url, timestamp(capture.captured_at), run.site_id, capture.warc, capture.record_type,
                 capture.status, capture.digest),
            ).fetchone()
        ]  # fmt: skip

    def entered_before(self, captures: Sequence[CaptureRecord]) -> int:
        """How many of these captures have their rows already, from the same file."""
        run = self._running()
        sql = "SELECT 1 FROM captures WHERE warc = ? AND offset = ? AND site_id = ?"
        found = (run.connection.execute(sql, (one.warc, one.offset, run.site_id)).fetchone() for one in captures)
        return sum(row is not None for row in found)

    def original_of(self, revisit: CaptureRecord, url: str, when: datetime | None) -> CaptureRecord | None:
        """The capture of this site whose payload a revisit repeats: the one it names (``url``, ``when``), else the
        newest before it with the same payload digest."""
        run = self._running()
        row = run.connection.execute(
            "SELECT * FROM captures WHERE site_id = :site AND url = :url AND record_type = 'response' AND lost = 0"
            " AND (captured_at = :at OR digest = :digest AND captured_at <= :before)"
            " ORDER BY captured_at = :at DESC, captured_at DESC LIMIT 1",
            {"site": run.site_id, "url": url, "at": timestamp(when) if when else "",
             "digest": revisit.digest, "before": timestamp(revisit.captured_at)},
        ).fetchone()  # fmt: skip
        return frontier_rows.capture_record(row) if row is not None else None

    def page_of(self, link: Link, capture: CaptureRecord) -> tuple[PageRef, datetime | None]:
        """The page at a link, made where there is none, and when it was last looked at."""
        with self._write() as run:
            run.connection.execute(
                "INSERT INTO pages (site_id, url, kind, priority, id_space, source_id, crawl_id, discovered_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (site_id, url) DO NOTHING",
                (run.site_id, link.url, link.kind, link.priority, link.id_space, link.source_id, run.crawl_id,
                 timestamp(capture.captured_at)),
            )  # fmt: skip
            row = run.connection.execute(
                "SELECT * FROM pages WHERE site_id = ? AND url = ?", (run.site_id, link.url)
            ).fetchone()
        page = PageRef(row["id"], row["url"], PageKind(row["kind"]), row["depth"], 0, row["redirects"],
                       row["id_space"], row["source_id"])  # fmt: skip
        seen = row["last_seen_at"]
        return page, datetime.fromisoformat(seen) if seen and row["last_capture_id"] is not None else None

    def kinds(self) -> dict[str, PageKind]:
        """What each known page of the site is expected to be, by URL."""
        run = self._running()
        rows = run.connection.execute("SELECT url, kind FROM pages WHERE site_id = ?", (run.site_id,))
        return {row["url"]: PageKind(row["kind"]) for row in rows}

    def commit_at(self, result: PageResult, moment: datetime) -> str:
        """``commit`` as of ``moment``: what is looked at, seen and suspected there is dated so."""
        self._moment = moment
        try:
            return self.commit(result)
        finally:
            self._moment = None

    def commit_older(self, result: PageResult, moment: datetime) -> str:
        """A look at a page from before the last one: what its article was then. The page's own state stays. Returns as
        ``commit`` does."""
        if result.article is None:
            return "none"
        counts = dict(self._counts)
        with self._write() as run:
            known = article_rows.find(run, result.article)
            if (article := reuse.without_stray(run, result, known).article) is None:
                return "none"
            look = article_rows.Look(article, result.page.url, result.capture, timestamp(moment), past=True)
            saved = article_rows.save(run, look, known)
            self._take_over_state(run, result.page.id, saved.article_id)
            counts[f"articles_{saved.outcome}"] += 1
            crawl_rows.save_counts(run, counts)
        self._counts = counts
        return saved.outcome

    def _take_over_state(self, run: Run, page_id: int, article_id: int) -> None:
        """An article that only an older look shows is as its page is now."""
        row = run.connection.execute(
            "SELECT article_id, state, last_seen_at, last_capture_id FROM pages WHERE id = ?", (page_id,)
        ).fetchone()
        if row["article_id"] is not None:
            return
        run.connection.execute("UPDATE pages SET article_id = ? WHERE id = ?", (article_id, page_id))
        status = row["state"] if row["state"] in ("gone", "replaced") else "suspected"
        article_rows.set_status(run, article_id, status, row["last_capture_id"], row["last_seen_at"])

    def capture(self, capture_id: int) -> CaptureRecord:
        """The capture of that id."""
        row = self._running().connection.execute("SELECT * FROM captures WHERE id = ?", (capture_id,)).fetchone()
        return frontier_rows.capture_record(row)

    def rewrite(self, reread: Reread, article: Article) -> None:
        """Write what another reading of a known capture gives: one transaction."""
        with self._write() as run:
            reextraction.rewrite(run, reread, article, timestamp(self._now()))

    def confirm(self, version: int) -> None:
        """Say of all texts that are shown that they are what their captures give with this version of the memory."""
        with self._write() as run:
            memories.confirm(run, version)

    def keep_alive(self) -> None:
        """Hold the lease by the real clock: commits as of another time do not."""
        self.check()
