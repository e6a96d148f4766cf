"""Whether a text differs because the site changed it or because it is read by other rules than before: the capture that
gave the last text is read again by today's, and what that gives goes along with the new look."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, cast

from crawler import EXTRACTOR_VERSION
from crawler.article import Article
from crawler.ports import NOT_MODIFIED, CaptureRecord, PageResult
from pipelines import article_rows, frontier_rows
from pipelines.normalise import normalise
from pipelines.transactions import Run

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.fetch.wiring import Session
    from crawler.profiles import Profile

#: The capture with the payload of a version's, which may be a revisit.
_PAYLOAD: Final = (
    "SELECT p.*, v.digest AS text_digest, k.digest AS seen_digest FROM versions v"
    " JOIN captures k ON k.id = v.capture_id"
    " JOIN captures p ON p.id = coalesce(k.refers_to, k.id) LEFT JOIN crawls r ON r.id = v.crawl_id"
    " WHERE v.article_id = :article AND v.number = (SELECT max(number) FROM versions WHERE article_id = :article)"
    " AND p.record_type = 'response' AND p.lost = 0 AND p.truncated IS NULL"
)
_BY_OTHER_RULES: Final = (
    " AND (v.extractor <> :extractor OR r.profile_digest IS NOT (SELECT profile_digest FROM crawls WHERE id = :crawl))"
)


class EarlierPipeline:
    """Sets ``earlier`` of a result whose article has another text than the archive's, and ``article`` of one whose
    server says that nothing changed while our rules did; passes all others on unchanged."""

    def __init__(self, session: "Session", profile: "Callable[[], Profile]") -> None:
        """``profile`` gives the crawl's present one: it changes where a site moves or its family is found out."""
        self._session, self._profile = session, profile

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "EarlierPipeline":
        """Scrapy's constructor."""
        from crawler.fetch.wiring import session_of  # here, so that a store without a crawl needs no Scrapy

        return cls(session_of(crawler), lambda: cast("Profile", crawler.spider.profile))  # type: ignore[union-attr]

    async def process_item(self, item: PageResult) -> PageResult:
        """The item with what its last capture gives today, where that is needed and can be read."""
        if item.page.known is None or (item.article is None and item.reason != NOT_MODIFIED):
            return item  # a page that is new to the archive, or none of an article
        if item.raw_article is not None and item.raw_article.first_page:
            return item  # one of several pages: what it was depends on what the others were then
        capture = await self._session.on_store(self._session.store.to_read_again, item)
        raw = await self._session.read_again(capture) if capture is not None else None
        if raw is None:
            return item
        earlier = normalise(raw, self._profile())
        if item.article is None:  # what was counted then was not counted now
            return replace(item, article=replace(earlier, read_count=None))
        return replace(item, earlier=earlier)


def to_read_again(run: Run, result: PageResult) -> CaptureRecord | None:
    """The capture that gave an article its last text, where ``result`` shows another text in other bytes, or where it
    says that nothing changed and the text was read by other rules than today's. None where that is not so."""
    row = _of_article(run, result.article, result) if result.article is not None else _of_page(run, result.page.id)
    return None if row is None else frontier_rows.capture_record(row)


def _of_article(run: Run, article: Article, result: PageResult) -> Mapping[str, Any] | None:
    known = article_rows.find(run, article)
    if known is None:
        return None
    row = run.connection.execute(_PAYLOAD, {"article": known["id"]}).fetchone()
    evidence = result.article_capture or result.capture
    same = row is None or row["text_digest"] == article.digest
    return None if same or evidence is None or evidence.digest == row["seen_digest"] else row


def _of_page(run: Run, page_id: int) -> Mapping[str, Any] | None:
    page = run.connection.execute("SELECT article_id, url FROM pages WHERE id = ?", (page_id,)).fetchone()
    given = {"article": page["article_id"], "extractor": EXTRACTOR_VERSION, "crawl": run.crawl_id}
    row = run.connection.execute(_PAYLOAD + _BY_OTHER_RULES, given).fetchone()
    return row if row is not None and row["url"] == page["url"] else None
