"""What a crawl shows while it runs: a bar on a terminal of its own, plain lines otherwise. Always on stderr."""

import sys
import time
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.exceptions import NotConfigured

from crawler.fetch.wiring import session_of

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID
    from scrapy.crawler import Crawler

#: Seconds between two plain lines.
INTERVAL = 10.0


class ProgressExtension:
    """A Scrapy extension, on where the setting PROGRESS is."""

    def __init__(self, crawler: "Crawler") -> None:
        self._crawler = crawler
        self._said = time.monotonic()
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        crawler.signals.connect(self._opened, signal=signals.spider_opened)
        crawler.signals.connect(self._page_done, signal=signals.item_scraped)
        crawler.signals.connect(self._closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "ProgressExtension":
        """Scrapy's constructor."""
        if not crawler.settings.getbool("PROGRESS"):
            raise NotConfigured
        return cls(crawler)

    def _opened(self, **_: Any) -> None:
        if sys.stderr.isatty() and self._crawler.settings.getbool("PROGRESS_BAR"):
            # Imported here: a crawl without a terminal saves the time.
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task(self._name(), total=None)
            self._bar.start()

    def _page_done(self, **_: Any) -> None:
        if self._bar is None and time.monotonic() - self._said < INTERVAL:
            return
        session = session_of(self._crawler)
        counts = session.store.counts()
        done = counts["pages"]
        found = sum(counts[key] for key in ("articles_new", "articles_changed", "articles_unchanged"))
        if self._bar is not None and self._task is not None:
            text = f"{self._name()}: {found} articles"
            self._bar.update(self._task, description=text, completed=done, total=done + session.waiting)
        else:
            self._said = time.monotonic()
            waiting, failed = session.waiting, counts["failed"]
            line = f"{self._name()}: {done} pages, {found} articles, {waiting} waiting, {failed} failed"
            print(line, file=sys.stderr, flush=True)

    def _closed(self, **_: Any) -> None:
        if self._bar is not None:
            self._bar.stop()

    def _name(self) -> str:
        return str(getattr(self._crawler.spider, "name", ""))
