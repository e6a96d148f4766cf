"""The download handler: resolves and checks the address, sends, reads the socket's bytes, and has every exchange in the
WARC, durably, before anyone reads it."""

import ssl
import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from scrapy.exceptions import (
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Headers, Response

from crawler.capture.coding import BadCodingError, BrokenOffError, TooLargeError, decoded
from crawler.fetch.addresses import checked_addresses, resolve
from crawler.fetch.proxy import proxy_of
from crawler.fetch.transfer import Ask, Limits
from crawler.fetch.wiring import session_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

    from crawler.capture.exchange import Exchange
    from crawler.profiles import Profile

Result = TypeVar("Result")

#: Seconds that a host's checked addresses are used; a new connection goes to one of these and to no other.
ADDRESS_TIME = 60.0
#: WARC's words for an answer that ends too early, and Scrapy's exception for each.
TRUNCATED = {
    "time": DownloadTimeoutError,
    "length": DownloadCancelledError,
    "disconnect": ResponseDataLossError,
}
#: Why a capture's content is not whole although its message is: the page's row says so, the WARC's record does not.
BY_CODING = "coding"


class ArchiveDownloadHandler:
    """Scrapy's documented download handler interface, for http and https."""

    lazy = False

    def __init__(self, crawler: "Crawler") -> None:
        self._crawler = crawler
        self._limits = limits_of(crawler.settings)
        self._proxy = proxy_of(crawler.settings.get("PROXY") or "")
        self._addresses: dict[tuple[str, bool], tuple[float, tuple[str, ...]]] = {}

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "ArchiveDownloadHandler":
        """Scrapy's constructor."""
        return cls(crawler)

    async def download_request(self, request: "Request") -> Response:
        """Fetch and capture; ``request.meta["capture"]`` is the CaptureRecord, also where this raises because the
        answer is no whole one. A capture that cannot be written stops the crawl: no page is read without its
        evidence."""
        session = session_of(self._crawler)
        ask = await self._ask(request)
        host, transfer = ask.endpoint.host, session.transfer
        async with session.pace.turn(host, ask.addresses[0], partial(_named, host, transfer.connect, ask)) as sent:
            exchange = await _named(host, transfer.exchange, ask, sent)
            session.pace.heard(host, exchange)
            request.meta["capture"] = await session.keep(exchange, request.meta.get("page"))
        return self._response(request, exchange)

    async def close(self) -> None:
        """Close the connections that are kept."""
        session_of(self._crawler).transfer.close()

    async def _ask(self, request: "Request") -> Ask:
        profile: Profile = self._crawler.spider.profile  # type: ignore[union-attr]
        names = ((name, value) for name in request.headers for value in request.headers.getlist(name))
        return Ask(
            url=request.url,
            method=request.method,
            headers=tuple(names),
            addresses=await self._checked(request.url, profile),
            body=request.body,
            verify=profile.fetch.verify_tls,
            proxy=self._proxy or proxy_of(profile.fetch.proxy),
            limits=self._limits,
        )

    async def _checked(self, url: str, profile: "Profile") -> tuple[str, ...]:
        """The addresses to connect to: the site's, checked; or, once the site's were checked, the proxy's."""
        proxy = self._proxy or proxy_of(profile.fetch.proxy)
        key = urlsplit(url).netloc, proxy is not None
        known = self._addresses.get(key)
        if known is not None and time.monotonic() - known[0] < ADDRESS_TIME:
            return known[1]
        addresses = await checked_addresses(url, profile)
        if proxy is not None:
            addresses = await resolve(proxy.endpoint.host, proxy.endpoint.port)
        self._addresses[key] = time.monotonic(), tuple(addresses)
        return self._addresses[key][1]

    def _response(self, request: "Request", exchange: "Exchange") -> Response:
        if exchange.truncated is not None:
            request.meta["half"] = self._half(request, exchange)
            raise TRUNCATED[exchange.truncated](_why(exchange, self._limits))
        try:
            return self._whole(request, exchange)
        except BrokenOffError as problem:
            request.meta["half"] = _answer(request, exchange, problem.body)
            request.meta["capture"] = replace(request.meta["capture"], truncated=BY_CODING)
            raise ResponseDataLossError(
                f"the answer's {_coding(exchange)} stream breaks off before its end"
            ) from problem

    def _half(self, request: "Request", exchange: "Exchange") -> Response | None:
        """What came of an answer that broke off, as far as it can be unpacked; None where that is nothing, or where it
        grew too large: who asks again and again for the whole in vain may read it as what it is."""
        if exchange.truncated == "length" or not exchange.payload:
            return None
        try:
            return self._whole(request, exchange)
        except BrokenOffError as problem:
            return _answer(request, exchange, problem.body)
        except (DownloadFailedError, DownloadCancelledError):
            return None

    def _whole(self, request: "Request", exchange: "Exchange") -> Response:
        if exchange.status < 200:
            raise DownloadFailedError(f"{request.url} was answered with something that is no HTTP")
        try:
            return _answer(request, exchange, _unpacked(exchange, self._limits.size))
        except TooLargeError as problem:
            raise DownloadCancelledError(f"the answer unpacks to {problem}") from problem
        except BadCodingError as problem:
            raise DownloadFailedError(f"the answer is not what its Content-Encoding says: {problem}") from problem


def _unpacked(exchange: "Exchange", limit: int) -> bytes:
    """The body without its content-codings. Raises as ``decoded``, where the status says that the body counts."""
    try:
        return decoded(exchange.payload, _coding(exchange), limit)
    except (TooLargeError, BadCodingError, BrokenOffError):
        if 200 <= exchange.status < 300:
            raise
        return b""


def _coding(exchange: "Exchange") -> str:
    """The content-codings of all headers of that name, in the order in which they were applied."""
    return ", ".join(value for name, value in exchange.headers if name.lower() == "content-encoding")


def _answer(request: "Request", exchange: "Exchange", body: bytes) -> Response:
    headers = Headers()
    for name, value in exchange.headers:
        headers.appendlist(name, value.encode("latin-1"))
    return Response(request.url, status=exchange.status, headers=headers, body=body, request=request)


async def _named(host: str, call: "Callable[..., Awaitable[Result]]", *given: object) -> Result:
    """What ``call(*given)`` gives; its failures before the first byte as Scrapy's exceptions."""
    try:
        return await call(*given)
    except ssl.SSLError as problem:
        raise DownloadFailedError(f"{host}: {_tls_problem(problem)}") from problem
    except TimeoutError as problem:
        raise DownloadTimeoutError(f"{host} gave no answer in time") from problem
    except ConnectionRefusedError as problem:
        raise DownloadConnectionRefusedError(str(problem)) from problem
    except OSError as problem:
        raise DownloadFailedError(f"{host}: {problem.strerror or problem}") from problem


def limits_of(settings: "BaseSettings") -> Limits:
    """The limits that the settings name."""
    return Limits(
        timeout=settings.getfloat("DOWNLOAD_TIMEOUT"),
        total=settings.getfloat("DOWNLOAD_TOTAL_TIMEOUT"),
        rate=settings.getfloat("DOWNLOAD_MINIMUM_RATE"),
        rate_window=settings.getfloat("DOWNLOAD_RATE_WINDOW"),
        size=settings.getint("DOWNLOAD_MAXSIZE"),
    )


def _why(exchange: "Exchange", limits: Limits) -> str:
    came = len(exchange.received)
    if exchange.truncated == "length":
        return f"the answer is larger than {limits.size} bytes, or its head is"
    if exchange.truncated == "time":
        return f"the answer came too slowly: {came} bytes when the time was over"
    return f"the answer broke off before its end, after {came} bytes"


def _tls_problem(problem: ssl.SSLError) -> str:
    if isinstance(problem, ssl.SSLCertVerificationError):
        return f"certificate verify failed: {problem.verify_message}"
    return f"TLS failed: {problem.reason or problem}"
