"""The real download handlers and WARC writer without an engine: ask for URLs, then read what lies in the WARC."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from fastwarc.warc import ArchiveIterator
from scrapy import Request
from scrapy.http import Response
from scrapy.settings import Settings

from crawler.fetch.handler import ArchiveDownloadHandler
from crawler.fetch.wiring import session_of
from crawler.ports import CaptureRecord
from crawler.profiles import Profile


class IndexInMemory:
    """What the handler needs of a store: numbers for captures."""

    def __init__(self, _: Path, __: object) -> None:
        self.captures: list[CaptureRecord] = []

    def record_capture(self, capture: CaptureRecord) -> CaptureRecord:
        self.captures.append(replace(capture, id=len(self.captures) + 1))
        return self.captures[-1]

    def check(self) -> None:
        """The lease is ours."""

    def held(self, _: str) -> float:
        """No host wants to be left alone."""
        return 0.0

    def hold(self, *_: object) -> None:
        """A kind of answer that says "later" holds nobody up: it comes once."""

    def close(self) -> None:
        """Nothing is open."""


@dataclass
class Outcome:
    """What became of one request: a response or an error, and the capture where one was written."""

    url: str
    response: Response | None = None
    error: Exception | None = None
    capture: CaptureRecord | None = None
    half: Response | None = None


@dataclass
class Record:
    """A WARC record: its type, its headers, its block's bytes, where it lies, and whether both readers' block digests
    were right."""

    kind: str
    headers: dict[str, str]
    block: bytes
    offset: int
    block_digest: bool


class NoCrawler:
    """As much of a crawler as the handlers ask for."""

    def __init__(self, settings: Settings, profile: Profile) -> None:
        self.settings, self.spider = settings, SimpleNamespace(profile=profile)
        self.engine = SimpleNamespace(_slot=SimpleNamespace(closing=None))


@dataclass
class Rig:
    """Handlers for both schemes over one session, as Scrapy makes them."""

    crawler: Any
    folder: Path
    handlers: dict[str, ArchiveDownloadHandler] = field(default_factory=dict)

    async def fetch(self, url: str, method: str = "GET", **given: Any) -> Outcome:
        """One request through the handler of its scheme; errors are kept, not raised."""
        request = Request(url, method=method, meta={"verbatim_url": True}, **given)
        request.headers.setdefault("Accept-Encoding", "gzip")
        outcome = Outcome(url)
        try:
            outcome.response = await self.handlers[url.partition(":")[0]].download_request(request)
        except Exception as problem:  # noqa: BLE001 (tests look at what it is)
            outcome.error = problem
        outcome.capture = request.meta.get("capture")
        outcome.half = request.meta.get("half")
        return outcome

    def records(self) -> dict[str, list[Record]]:
        """All records so far, by target URI, in the order of the file."""
        found: dict[str, list[Record]] = {}
        for path in sorted((self.folder / "warc").glob("*.warc.gz*")):
            with path.open("rb") as file:
                for one in ArchiveIterator(file, parse_http=False):
                    offset = one.stream_pos
                    right = one.verify_block_digest()
                    headers = dict(one.headers)
                    record = Record(headers["WARC-Type"], headers, one.reader.read(), offset, right)
                    found.setdefault(headers.get("WARC-Target-URI", ""), []).append(record)
        return found


@asynccontextmanager
async def rigged(folder: Path, profile: Profile, **settings: Any) -> AsyncIterator[Rig]:
    """A crawler's download side writing to ``folder``, with the project's settings and these over them."""
    values = Settings()
    values.setmodule("crawler.settings")
    own = {"ARCHIVE": str(folder), "STORE_FACTORY": f"{__name__}.IndexInMemory", "ADDONS": {}, "HOST_DELAY": 0}
    values.setdict(own | settings, priority="cmdline")
    rig = Rig(NoCrawler(values, profile), folder)
    rig.handlers = {scheme: ArchiveDownloadHandler.from_crawler(rig.crawler) for scheme in ("http", "https")}
    session_of(rig.crawler).begun = True
    try:
        yield rig
    finally:
        for handler in rig.handlers.values():
            await handler.close()
        await session_of(rig.crawler).close()
