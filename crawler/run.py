"""Running one crawl: a Scrapy process around one profile. One a process, since Twisted's reactor runs once."""

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler import __version__
from crawler import settings as defaults
from crawler.errors import ArchiveError, StoppedError
from crawler.fetch.wiring import session_of
from crawler.operator import operator_of, require_contact
from crawler.ports import CrawlSummary
from crawler.profiles import Profile
from crawler.spiders.news import NewsSpider


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a crawl is run. ``delay``: seconds between requests (None: the default); ``limit``: pages; ``time_limit``:
    seconds; ``recheck``: look at every known live page now; ``now``: also outside the profile's time window;
    ``progress``: show it on stderr; ``contact``: overrides KHOTIN_CONTACT and archive.toml."""

    delay: float | None = None
    limit: int | None = None
    time_limit: float | None = None
    recheck: bool = False
    progress: bool = False
    now: bool = False
    contact: str = ""
    log_level: str = "ERROR"


def crawl(profile: Profile, archive: Path, options: RunOptions = RunOptions()) -> CrawlSummary:
    """Crawl one site into ``archive`` and return what became of it. Blocks; call once a process.

    Raises KhotinError subclasses: LeaseHeldError (another crawl has the site), UnreachableError (no answer at all),
    DiskFullError, ArchiveError, UsageError (no contact). Interrupted by SIGINT or SIGTERM it finishes what is in
    flight and returns a summary with reason ``interrupted``.
    """
    operator = operator_of(archive, options.contact or os.environ.get("KHOTIN_CONTACT", ""))
    require_contact(profile, operator)
    _make_folder(archive)
    process = AsyncCrawlerProcess(_settings(archive, options, operator.contact))
    crawler = process.create_crawler(NewsSpider)
    started = process.crawl(crawler, profile=profile)
    process.start()
    return _outcome(crawler, started)


def crawl_in_child(profile: Profile, archive: Path, options: RunOptions = RunOptions()) -> CrawlSummary:
    """The same in a process of its own, for callers that crawl more than once. Raises ArchiveError as well where that
    process is killed."""
    context = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(1, mp_context=context) as pool:
            return pool.submit(crawl, profile, archive, options).result()
    except BrokenProcessPool as problem:
        raise ArchiveError(
            f"The crawl of {profile.slug} was killed (out of memory?). What was committed is kept, and the same "
            "command goes on."
        ) from problem


def _settings(archive: Path, options: RunOptions, contact: str) -> Settings:
    settings = Settings()
    settings.setmodule(defaults, priority="project")
    said: dict[str, Any] = {
        "ARCHIVE": str(archive),
        "CONTACT": contact,
        "RECHECK": options.recheck,
        "PAGE_LIMIT": options.limit or 0,
        "CLOSESPIDER_TIMEOUT": options.time_limit or 0,
        "LOG_LEVEL": options.log_level,
        "PROGRESS": options.progress,
        "IGNORE_WINDOW": options.now,
    }
    if contact:
        said["USER_AGENT"] = f"{defaults.BOT_NAME}/{__version__} (+{contact})"
    if options.delay is not None:
        said["HOST_DELAY"] = options.delay
    settings.update(said, priority="cmdline")
    return settings


def _make_folder(archive: Path) -> None:
    try:
        archive.mkdir(parents=True, exist_ok=True)
        (archive / "warc").mkdir(exist_ok=True)
    except OSError as problem:
        raise ArchiveError(
            f"The archive folder {archive} cannot be written: {problem.strerror}. Choose another with --archive, or "
            "change its owner or mode."
        ) from problem


def _outcome(crawler: Any, started: Any) -> CrawlSummary:
    """The summary of an ended crawl; raises the error that ended it."""
    if started.done() and not started.cancelled() and started.exception() is not None:
        raise started.exception()
    session = session_of(crawler)
    spider = crawler.spider
    if session.fatal is not None:
        raise session.fatal
    if session.summary is None:
        raise StoppedError("Stopped at once. What was committed is kept; the same command goes on where it stopped.")
    if spider is not None and (problem := spider.closing_error()) is not None:
        raise problem
    return session.summary
