"""The Scrapy item pipeline that makes one article of an article's pages: each is fetched and captured by itself, and
whichever comes last completes the text, read anew from the captures of the others."""

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, cast

from crawler.article import RawArticle
from crawler.capture.reader import read_record
from crawler.errors import CaptureError
from crawler.extract.joining import join
from crawler.extract.markup.decode import parse_page
from crawler.extract.reader import read
from crawler.fetch.wiring import session_of
from crawler.ports import CaptureRecord, PageResult
from crawler.spiders.parts import leading_back, leading_on, without_article

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.fetch.wiring import Session
    from crawler.profiles import Profile
    from crawler.spiders.news import NewsSpider

#: So many later pages are at hand; those of one article are asked for one after another.
_LATELY: Final = 64


@dataclass(frozen=True, slots=True)
class _Part:
    """A later page, and its capture where it had another payload before: the evidence of a change of the site's."""

    raw: RawArticle
    changed: CaptureRecord | None


class JoinPipeline:
    """Joins the pages of an article in its PageResult; results without further pages pass unchanged.

    The first page's article is stored at once, with what is there of it. A later page's result carries the whole
    article with the first page's capture as its evidence: that is another reading of what the site showed, so it makes
    no version of its own, unless a later page differs from what it was: whichever page of the article is stored first
    then has that page's capture as its evidence. Where the first page was not captured yet, a later one only leads to
    it.
    """

    def __init__(self, crawler: "Crawler") -> None:
        self._crawler = crawler
        #: Later pages that came lately, by URL: the rows of their captures may be still on their way.
        self._lately: dict[str, _Part] = {}

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "JoinPipeline":
        """Scrapy's constructor."""
        made = cls(crawler)
        session_of(crawler).read_again = made.read_again
        return made

    async def process_item(self, item: PageResult) -> PageResult:
        """The item with its whole article, as far as its pages were captured."""
        raw = item.raw_article
        if raw is None or not raw.first_page:
            return item
        return await (self._first(item, raw) if raw.page_number == 1 else self._later(item, raw))

    async def read_again(self, capture: CaptureRecord) -> RawArticle | None:
        """The whole article of a captured page by today's rules, its further pages as they were captured last; None
        where it has none, or is such a further page."""
        raw = await self._read(capture)
        if raw is None or (raw.first_page and raw.page_number > 1):
            return None
        return join(raw, await self._parts(raw)) if raw.next_pages else raw

    async def _first(self, item: PageResult, raw: RawArticle) -> PageResult:
        article = join(raw, await self._parts(raw))
        evidence = None if _is_changed(item) else self._changed(raw)
        return replace(leading_on(item, raw, self._profile), raw_article=article, article_capture=evidence)

    async def _later(self, item: PageResult, raw: RawArticle) -> PageResult:
        item = without_article(item)
        self._keep(item.page.url, _Part(raw, item.capture if _is_changed(item) else None))
        capture = await self._capture(raw.first_page)
        first = await self._read(capture) if capture is not None else None
        if first is None or capture is None or item.page.url not in first.next_pages:
            return leading_back(item, raw, self._profile)
        article = join(first, await self._parts(first))
        evidence = None if _is_changed(item) else self._changed(first) or capture
        return replace(item, raw_article=article, article_capture=evidence)

    def _changed(self, first: RawArticle) -> CaptureRecord | None:
        """The capture of a later page at hand that is not what it was; its row may be still on its way."""
        parts = (self._lately.get(url) for url in first.next_pages)
        return next((part.changed for part in parts if part is not None and part.changed is not None), None)

    def _keep(self, url: str, part: _Part) -> None:
        self._lately[url] = part
        if len(self._lately) > _LATELY:
            del self._lately[next(iter(self._lately))]

    async def _parts(self, first: RawArticle) -> list[RawArticle]:
        """The pages after the first that were captured, in order; those at hand need not be read again."""
        parts = []
        for url in first.next_pages:
            at_hand = self._lately.get(url)
            part = at_hand.raw if at_hand is not None else None
            if part is None and (capture := await self._capture(url)) is not None:
                part = await self._read(capture)
            if part is not None:
                parts.append(part)
        return parts

    async def _capture(self, url: str) -> CaptureRecord | None:
        await self._session.commits.settle()  # its row may be still on its way
        return await self._session.on_store(self._session.store.capture_of, url)

    async def _read(self, capture: CaptureRecord) -> RawArticle | None:
        """The article of a captured page; None where its record cannot be read (``khotin verify`` names such)."""
        warc = self._session.archive / "warc" / capture.warc
        try:
            record = await asyncio.to_thread(read_record, warc, capture.offset)
        except CaptureError:
            return None
        return read(parse_page(record.body, record.content_type, capture.url), self._profile).article

    @property
    def _session(self) -> "Session":
        return session_of(self._crawler)

    @property
    def _profile(self) -> "Profile":
        return cast("NewsSpider", self._crawler.spider).profile


def _is_changed(item: PageResult) -> bool:
    """Whether the page was captured before and had another payload then."""
    known = item.page.known
    return known is not None and item.capture is not None and known.digest != item.capture.digest
