"""Running one crawl: a Scrapy process around one profile. One a process, since Twisted's reactor runs once."""

import gc
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler import __version__
from crawler import settings as defaults
from crawler.archive_folder import make_folder
from crawler.children import Children, Ended, run_one
from crawler.clock import MACHINE, Clock
from crawler.errors import StoppedError
from crawler.fetch.wiring import session_of
from crawler.operator import operator_of, require_contact
from crawler.ports import CrawlSummary
from crawler.profiles import Profile
from crawler.spiders.news import NewsSpider
from crawler.spiders.sample import SampleSpider
from crawler.stopping import Stop

#: Objects made between two looks for reference cycles. Python's 700 are a part of one page's tree, and each look goes
#: through all that lives.
GARBAGE: Final = 50_000


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a crawl is run. ``delay``: seconds between requests (None: the default); ``limit``: pages; ``time_limit``:
    seconds; ``size_limit``: bytes written to WARC; ``proxy``: ``http://[user:password@]host:port``, before the
    profile's; ``recheck``: look at every known live page now; ``due``: only at what is due; ``confirm_after``: seconds,
    before the profile's; ``now``: also outside the profile's time window; ``progress``: show it on stderr, where
    ``alone`` means that no other crawl writes there; ``contact``: overrides KHOTIN_CONTACT and archive.toml;
    ``sample``: look at the seeds, a list and so many articles only; ``second_opinion``: as the
    profile's key of that name; ``clock``: what the crawl takes for the present."""

    delay: float | None = None
    limit: int | None = None
    time_limit: float | None = None
    size_limit: int | None = None
    proxy: str = ""
    recheck: bool = False
    due: bool = False
    confirm_after: float | None = None
    progress: bool = False
    alone: bool = True
    now: bool = False
    contact: str = ""
    sample: int = 0
    second_opinion: bool = False
    log_level: str = "ERROR"
    clock: Clock = MACHINE


def crawl(
    profile: Profile, archive: Path, options: RunOptions = RunOptions(), stop: Stop | None = None
) -> CrawlSummary:
    """Crawl one site into ``archive`` and return what became of it. Blocks; call once a process.

    Raises KhotinError subclasses: LeaseHeldError (another crawl has the site), UnreachableError (no answer at all),
    DiskFullError, ArchiveError, UsageError (no contact). Interrupted by SIGINT, SIGTERM or ``stop`` it finishes what is
    in flight and returns a summary with reason ``interrupted``; a second signal ends the process at once (exit 11).
    """
    stop = stop or Stop(talkative=options.progress)
    with stop.on_signals():
        return _crawl(profile, archive, options, stop)


def crawl_in_child(profile: Profile, archive: Path, options: RunOptions = RunOptions()) -> CrawlSummary:
    """The same in a process of its own, for callers that crawl more than once. Raises ArchiveError as well where that
    process is killed."""
    return run_one(partial(_crawl_for_parent, archive, options), profile)


def crawl_many(
    profiles: Sequence[Profile], archive: Path, options: RunOptions, jobs: int, stop: Stop
) -> Iterator[Ended]:
    """Crawl several sites, ``jobs`` at once, in a process each; yields how each ended. One that fails stops no other.
    Where ``stop`` is asked meanwhile those that run are drained, and no more are begun."""
    return Children(partial(_crawl_for_parent, archive, replace(options, alone=False)), profiles, jobs, stop).run()


def _crawl_for_parent(archive: Path, options: RunOptions, profile: Profile, stop: Stop) -> CrawlSummary:
    return crawl(profile, archive, options, stop)


def _crawl(profile: Profile, archive: Path, options: RunOptions, stop: Stop) -> CrawlSummary:
    profile = replace(profile, second_opinion=options.second_opinion or profile.second_opinion)
    operator = operator_of(archive, options.contact or os.environ.get("KHOTIN_CONTACT", ""))
    require_contact(profile, operator)
    make_folder(archive)
    gc.set_threshold(GARBAGE, *gc.get_threshold()[1:])
    process = AsyncCrawlerProcess(_settings(archive, options, operator.contact))
    crawler = process.create_crawler(SampleSpider if options.sample else NewsSpider)
    how = {"articles": options.sample} if options.sample else {}
    started = process.crawl(crawler, profile=profile, **how)
    stop.watch(crawler, started, started.get_loop())
    process.start(install_signal_handlers=False)
    return _outcome(crawler, started)


def _settings(archive: Path, options: RunOptions, contact: str) -> Settings:
    settings = Settings()
    settings.setmodule(defaults, priority="project")
    said: dict[str, Any] = {
        "ARCHIVE": str(archive),
        "CONTACT": contact,
        "RECHECK": options.recheck,
        "DUE_ONLY": options.due,
        "CONFIRM_AFTER": options.confirm_after,
        "PAGE_LIMIT": options.limit or 0,
        "CLOSESPIDER_TIMEOUT": options.time_limit or 0,
        "SIZE_LIMIT": options.size_limit or 0,
        "PROXY": options.proxy,
        "LOG_LEVEL": options.log_level,
        "PROGRESS": options.progress,
        "PROGRESS_BAR": options.alone,
        "IGNORE_WINDOW": options.now,
        "CLOCK": options.clock,
    }
    if contact:
        said["USER_AGENT"] = f"{defaults.BOT_NAME}/{__version__} (+{contact})"
    if options.delay is not None:
        said["HOST_DELAY"] = options.delay
    settings.update(said, priority="cmdline")
    return settings


def _outcome(crawler: Any, started: Any) -> CrawlSummary:
    """The summary of an ended crawl; raises the error that ended it."""
    if started.done() and not started.cancelled() and started.exception() is not None:
        raise started.exception()
    session = session_of(crawler)
    if session.fatal is not None:
        session.fatal.summary = session.summary
        raise session.fatal
    if session.summary is None:
        raise StoppedError("Stopped at once. What was committed is kept; the same command goes on where it stopped.")
    return session.summary
