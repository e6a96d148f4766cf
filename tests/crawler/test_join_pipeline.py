"""Pages of one article that are on their way at once."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from crawler.article import ArticleKind, RawArticle
from crawler.page import PageKind
from crawler.ports import CaptureRecord, PageRef, PageResult
from crawler.profiles import Profile
from crawler.spiders.joining import JoinPipeline

URLS = [f"http://a.vn/tin/bai-7/{number}" for number in (1, 2, 3)]
FIRST = RawArticle(URLS[0], "post", "7", ArticleKind.ARTICLE, "Bài", paragraphs=("một",), first_page=URLS[0],
                   next_pages=tuple(URLS[1:]))  # fmt: skip


def later(number: int, text: str) -> RawArticle:
    return RawArticle(URLS[number - 1], "post", "7", ArticleKind.ARTICLE, "Bài", paragraphs=(text,), page_number=number,
                      first_page=URLS[0])  # fmt: skip


class Joining(JoinPipeline):
    """Only the first page has a row in the archive yet."""

    async def _capture(self, url: str) -> CaptureRecord | None:
        await asyncio.sleep(0)
        return cast("CaptureRecord", url) if url == URLS[0] else None

    async def _read(self, capture: CaptureRecord) -> RawArticle | None:
        await asyncio.sleep(0)
        return FIRST

    _profile = property(lambda self: Profile(slug="a", name="", hosts=("a.vn",)))  # type: ignore[assignment]


@pytest.mark.parametrize("order", [(2, 3), (3, 2)])
def test_two_later_pages_at_once_lose_neither(order: tuple[int, int]) -> None:
    pipeline = Joining(cast("Any", SimpleNamespace()))
    pages = {number: later(number, text) for number, text in ((2, "hai"), (3, "ba"))}

    async def both() -> list[PageResult]:
        items = [
            PageResult(PageRef(number, URLS[number - 1], PageKind.PAGE, 1), "done", "article", 200, raw_article=raw)
            for number in order
            for raw in (pages[number],)
        ]
        return list(await asyncio.gather(*map(pipeline.process_item, items)))

    last = asyncio.run(both())[-1].raw_article
    assert last is not None
    assert last.paragraphs == ("một", "hai", "ba")


def look(number: int, raw: RawArticle, was: str, now: str) -> PageResult:
    """A page that was captured with payload ``was`` before, and is with ``now``."""
    captures = [
        CaptureRecord(
            URLS[number - 1], datetime(2026, 11, 29, tzinfo=UTC), 200, "text/html", "a.warc.gz", number, 9, digest
        )
        for digest in (was, now)
    ]
    page = PageRef(number, URLS[number - 1], PageKind.PAGE, 1, known=captures[0])
    return PageResult(page, "done", "article", 200, captures[1], raw_article=raw)


def test_a_changed_later_page_is_the_evidence_whichever_page_is_stored_first() -> None:
    """Else what the site changed would pass for another reading of the first page, which did not change."""
    pipeline = Joining(cast("Any", SimpleNamespace()))
    changed = look(3, later(3, "ba mới"), "sha1:A", "sha1:B")

    async def in_turn() -> list[PageResult]:
        await pipeline.process_item(changed)
        first = await pipeline.process_item(look(1, FIRST, "sha1:C", "sha1:C"))
        second = await pipeline.process_item(look(2, later(2, "hai"), "sha1:D", "sha1:D"))
        edited = await pipeline.process_item(look(1, replace(FIRST, paragraphs=("một mới",)), "sha1:C", "sha1:E"))
        return [first, second, edited]

    first, second, edited = asyncio.run(in_turn())
    assert [item.article_capture for item in (first, second, edited)] == [changed.capture, changed.capture, None]
    assert first.raw_article is not None
    assert first.raw_article.paragraphs == ("một", "ba mới")
