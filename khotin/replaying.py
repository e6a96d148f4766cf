"""Captured pages read again: what a reading process needs, and what captured answers mean to an import."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeAlias

from crawler.article import RawArticle
from crawler.errors import CaptureError
from crawler.extract.joining import join
from crawler.ports import CaptureRecord, PageRef, PageResult
from crawler.profiles import Profile
from crawler.spiders.parts import leading_back, leading_on, without_article
from crawler.spiders.replay import Place, answer_of, article_at, portable, result_of
from pipelines.normalise import normalise

#: When a capture was made: its time (to the second in our own files), then its id.
Moment: TypeAlias = tuple[datetime, int]


class Places(Protocol):
    """Where the captures of each URL lie, and when they were made: a mapping, or a look into a database."""

    def get(self, url: str, /) -> Sequence[tuple[Moment, Place]] | None:
        """Those of one URL, oldest first; None or empty where there is none."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a reading process needs: the folder of WARC files, the site's profile, and where the captures of each URL
    lie that may be a later page of an article, oldest first."""

    folder: Path
    profile: Profile
    places: "Places"

    def before(self, url: str, moment: Moment) -> Place | None:
        """The last capture of ``url`` before ``moment``."""
        found = [place for at, place in self.places.get(url) or () if at < moment]
        return found[-1] if found else None

    def as_of(self, url: str, moment: Moment) -> Place | None:
        """The capture of ``url`` that a crawl had at ``moment``; where it had none yet, the first that it made then."""
        found = self.before(url, moment)
        if found is None:
            found = next((place for at, place in self.places.get(url) or () if at > moment), None)
        return found

    def whole(self, raw: RawArticle, moment: Moment, at_hand: Mapping[str, RawArticle] | None = None) -> RawArticle:
        """The article of several pages whose first page, as of ``moment``, is ``raw``; a page that was not captured or
        cannot be read is left out. ``at_hand``: pages by URL that need not be read."""
        known = at_hand or {}
        parts = (known.get(url) or self._article(url, moment) for url in raw.next_pages)
        return join(raw, [part for part in parts if part is not None])

    def _article(self, url: str, moment: Moment) -> RawArticle | None:
        place = self.as_of(url, moment)
        try:
            return article_at(url, place.read(self.folder), self.profile) if place is not None else None
        except CaptureError:
            return None

    def of_later_page(self, url: str, later: RawArticle, moment: Moment) -> RawArticle | None:
        """The whole article that the page ``later`` of it, at ``url``, belongs to as of ``moment``; None where its
        first page is not there, or does not name it."""
        first = self._article(later.first_page, moment)
        if first is None or url not in first.next_pages:
            return None
        return self.whole(first, moment, {url: later})


@dataclass(frozen=True, slots=True)
class Look:
    """One capture to be read for an import."""

    page: PageRef
    capture: CaptureRecord
    place: Place


def look_again(shelf: Shelf, looks: Sequence[Look]) -> list[PageResult | str]:
    """What captured answers mean, their articles typed; or why a record cannot be read."""
    read = [_look(shelf, look) for look in looks]  # all before any is typed: see ``rereading.compare``
    return [_typed(shelf.profile, result) for result in read]


def _look(shelf: Shelf, look: Look) -> PageResult | str:
    try:
        recorded = look.place.read(shelf.folder)
    except CaptureError as problem:
        return str(problem)
    result = result_of(answer_of(look.page, look.capture, recorded), shelf.profile)
    raw = result.raw_article
    if raw is not None and raw.first_page:
        result = _joined(shelf, look, result, raw)
    return result


def _typed(profile: Profile, result: PageResult | str) -> PageResult | str:
    if isinstance(result, str) or result.raw_article is None:
        return result
    article = normalise(result.raw_article, profile)
    return portable(replace(result, article=replace(article, provenance=dict(article.provenance))))


def _joined(shelf: Shelf, look: Look, result: PageResult, raw: RawArticle) -> PageResult:
    """What one page of an article means: the first gives all of it; a later one does where it is not what it was
    before, so that the change has its evidence."""
    moment = (look.capture.captured_at, look.capture.id or 0)
    if raw.page_number == 1:
        return replace(leading_on(result, raw, shelf.profile), raw_article=shelf.whole(raw, moment))
    bare = without_article(result)
    if not shelf.places.get(raw.first_page):
        return leading_back(bare, raw, shelf.profile)
    earlier = shelf.before(look.page.url, moment)
    try:
        changed = earlier is not None and earlier.read(shelf.folder).body != look.place.read(shelf.folder).body
    except CaptureError:
        changed = False
    return replace(bare, raw_article=shelf.of_later_page(look.page.url, raw, moment)) if changed else bare
