"""Keeps a crawl to its profile's ``[schedule]``: the delay between requests, and the time of day."""

import asyncio
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from scrapy import signals

from crawler.fetch.wiring import session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

#: The zone of ``[schedule] window``, whatever zone the site prints its dates in.
ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
#: The clock is looked at this often, in seconds: a timer alone would be late on a machine that slept.
LOOK: Final = 30.0


def open_for(window: tuple[time, time], now: datetime) -> float:
    """Seconds until the window closes; 0 where it is closed. ``now`` is aware."""
    here = now.astimezone(ZONE)
    start, end = window
    minutes = here.time()
    inside = start <= minutes < end if start < end else minutes >= start or minutes < end
    if not inside:
        return 0.0
    close = datetime.combine(here.date(), end, ZONE)
    return ((close if close > here else close + timedelta(days=1)) - here).total_seconds()


class ScheduleExtension:
    """A Scrapy extension. Outside its window a crawl asks for nothing: it ends with reason ``window``, what is in
    flight is finished and all else stays pending. The setting IGNORE_WINDOW overrides that."""

    def __init__(self, crawler: "Crawler") -> None:
        self._crawler = crawler
        self._timer: asyncio.TimerHandle | None = None
        crawler.signals.connect(self._opened, signal=signals.spider_opened)
        crawler.signals.connect(self._closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "ScheduleExtension":
        """Scrapy's constructor."""
        return cls(crawler)

    def _opened(self, spider: Any) -> None:
        session_of(self._crawler).pace.keep_to(spider.profile)
        window = spider.profile.schedule.window
        if window is not None and not self._crawler.settings.getbool("IGNORE_WINDOW"):
            self._look(window)

    def _look(self, window: tuple[time, time]) -> None:
        left = open_for(window, session_of(self._crawler).clock())
        if left > 0:
            self._timer = asyncio.get_running_loop().call_later(min(left, LOOK), self._look, window)
        else:
            session_of(self._crawler).stop("window")

    def _closed(self, **_: Any) -> None:
        if self._timer is not None:
            self._timer.cancel()
