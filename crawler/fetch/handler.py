"""The download handler: checks the address, lets Scrapy's handler fetch, and puts every response into the WARC before
anyone reads it."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

from crawler.capture.writer import Exchange, Headers
from crawler.errors import CaptureError, DiskFullError, LeaseLostError
from crawler.fetch.addresses import check_address, check_peer
from crawler.fetch.wiring import session_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Headers as ScrapyHeaders
    from scrapy.http import Response

    from crawler.profiles import Profile


class ArchiveDownloadHandler:
    """Scrapy's documented download handler interface around its own HTTP/1.1 handler, for http and https."""

    lazy = False

    def __init__(self, crawler: "Crawler") -> None:
        self._crawler = crawler
        self._inner = HTTP11DownloadHandler.from_crawler(crawler)

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "ArchiveDownloadHandler":
        """Scrapy's constructor."""
        return cls(crawler)

    async def download_request(self, request: "Request") -> "Response":
        """Fetch and capture; ``request.meta["capture"]`` is the CaptureRecord. A capture that cannot be written stops
        the crawl: no page is read without its evidence."""
        profile: Profile = self._crawler.spider.profile  # type: ignore[union-attr]
        await check_address(request.url, profile)
        response = await self._inner.download_request(request)
        check_peer(request.url, response.ip_address)
        session = session_of(self._crawler)
        try:
            record = session.writer.write(exchange_of(request, response))
            request.meta["capture"] = session.store.record_capture(record)
        except (CaptureError, DiskFullError, LeaseLostError) as problem:
            session.stop("lease_lost" if isinstance(problem, LeaseLostError) else "capture_failed", problem)
            raise
        return response

    async def close(self) -> None:
        """Close the inner handler's connections."""
        await self._inner.close()


def exchange_of(request: "Request", response: "Response") -> Exchange:
    """What went out and came back, for the WARC. The body is what the handler gives: de-chunked, content-encoded."""
    parts = urlsplit(request.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        phrase = HTTPStatus(response.status).phrase
    except ValueError:
        phrase = ""
    headers = [("Host", parts.netloc), *_pairs(request.headers)]
    return Exchange(
        url=request.url,
        method=request.method,
        request_line=f"{request.method} {target} HTTP/1.1",
        request_headers=headers,
        status_line=f"{response.status} {phrase}".strip(),
        response_headers=_framed(_pairs(response.headers), len(response.body)),
        body=response.body,
        ip=str(response.ip_address) if response.ip_address else None,
        captured_at=datetime.now(UTC),
    )


def _pairs(headers: "ScrapyHeaders") -> Headers:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name in headers for value in headers.getlist(name)]


def _framed(headers: Headers, length: int) -> Headers:
    """Headers that fit the stored body: the client took the chunks off, so their header goes, and a length is right."""
    kept = [(n, v) for n, v in headers if n.lower() not in ("transfer-encoding", "content-length")]
    return [*kept, ("Content-Length", str(length))]
