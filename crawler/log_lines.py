"""Scrapy's LOG_FORMATTER: what of a crawl is worth a person's time."""

import logging
from typing import TYPE_CHECKING, Any

from scrapy.logformatter import LogFormatter

from crawler.errors import KhotinError

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.http import Response
    from scrapy.logformatter import LogFormatterResult
    from twisted.python.failure import Failure


class LogLines(LogFormatter):
    """An expected failure is told once, when the crawl ends: no traceback for it. A fault of the program names the
    page; the whole item, with the texts of an article, is no line for a log."""

    def item_error(
        self,
        item: Any,
        exception: BaseException,
        response: "Response | Failure | None",  # noqa: ARG002 (Scrapy's signatures)
        spider: "Spider",  # noqa: ARG002
    ) -> "LogFormatterResult":
        """A pipeline raised."""
        return _line(exception, item.page.url if hasattr(item, "page") else "a page")

    def spider_error(
        self,
        failure: "Failure",
        request: Any,
        response: "Response | Failure",  # noqa: ARG002
        spider: "Spider",  # noqa: ARG002
    ) -> "LogFormatterResult":
        """The spider raised."""
        return _line(failure.value, request.url)

    def scraped(self, item: Any, response: "Response | Failure | None", spider: "Spider") -> None:  # type: ignore[override]
        """Nothing: a page's outcome is in the archive, and a line that nobody is shown costs its making."""

    def crawled(self, request: Any, response: "Response", spider: "Spider") -> None:  # type: ignore[override]
        """Nothing: captures are in the archive."""


def _line(problem: BaseException | None, url: str) -> "LogFormatterResult":
    level = logging.DEBUG if isinstance(problem, KhotinError) else logging.ERROR
    return {"level": level, "msg": "%s: %s", "args": (url, problem)}
