"""What captured pages give when they are read again, compared with what the archive has of them. Runs in the processes
of ``readers``, for ``khotin extract`` and ``khotin verify``."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final, cast

from crawler.article import Article, RawArticle
from crawler.discovery.urls import canonical, on_site
from crawler.errors import CaptureError, UsageError
from crawler.page import PageKind
from crawler.profile_files import for_url, load, with_family
from crawler.profiles import Profile
from crawler.spiders.replay import Place, at_own_origin, reading_of
from khotin.replaying import Moment, Shelf
from pipelines import memories
from pipelines.normalise import normalise
from pipelines.reextraction import Reread
from pipelines.schema import open_readonly
from pipelines.store import DATABASE
from pipelines.stored_fields import KEPT, changed, fields_of, gained, lost, stored

#: Older captures of a page that are asked for what the newest does not show.
OLDER: Final = 3
#: Fields of an Article under the names of ``stored_fields``.
_OF_ARTICLE: Final = {"published_at": ("published_at", "published_precision")}


@dataclass(frozen=True)
class CapturedPages:
    """Where the captures of each URL of a site lie, looked up in the database when asked. ``at_hand``: those of a file
    that is being imported, by the page that they are of."""

    database: Path
    site_id: int
    at_hand: Mapping[str, Sequence[tuple[Moment, Place]]] = field(default_factory=dict)

    @cached_property
    def connection(self) -> sqlite3.Connection:
        """Opened in the process that asks."""
        return open_readonly(self.database)

    def get(self, url: str) -> Sequence[tuple[Moment, Place]]:
        """When and where of each whole capture of ``url``, oldest first."""
        rows = self.connection.execute(
            "SELECT captured_at, id, warc, offset FROM captures WHERE url = :url AND site_id = :site AND status = 200"
            " AND record_type = 'response' AND lost = 0 UNION SELECT c.captured_at, c.id, c.warc, c.offset FROM pages p"
            " JOIN captures c ON c.id = p.last_capture_id WHERE p.url = :url AND p.site_id = :site AND c.status = 200"
            " AND c.record_type = 'response' AND c.lost = 0 ORDER BY 1, 2",
            {"url": url, "site": self.site_id},
        )
        found = {(datetime.fromisoformat(row[0]), row[1]): Place(row[2], row[3]) for row in rows}
        return sorted({**found, **dict(self.at_hand.get(url, ()))}.items())

    def __getstate__(self) -> dict[str, Any]:
        return {"database": self.database, "site_id": self.site_id, "at_hand": self.at_hand}


@dataclass(frozen=True, slots=True)
class Compared:
    """One capture read again: fields gained, lost and changed against the archive; the article where it differs or is
    new to it; ``vanished`` where the archive has an article that is not read any more; ``problem`` where the record
    cannot be read."""

    reread: Reread
    url: str
    gained: Sequence[str] = ()
    lost: Sequence[str] = ()
    changed: Sequence[str] = ()
    article: Article | None = None
    vanished: bool = False
    problem: str = ""
    values: dict[str, tuple[Any, Any]] = field(default_factory=dict)


def profile_of(site: sqlite3.Row, own: Path) -> Profile:
    """The profile by which a site of the archive (a row of ``sites``) is read: its file's, or, where a crawl had only
    its URL, the family that was detected then. Raises ConfigurationError."""
    try:
        return load(site["slug"], own)
    except UsageError:
        return with_family(for_url(site["url"]), site["family"])


def remembered(archive: Path, site: sqlite3.Row) -> Profile:
    """``profile_of`` a site of ``archive``, with what was learned of it."""
    with closing(open_readonly(archive / DATABASE)) as connection:
        memory = memories.latest(connection, site["id"])
    return replace(profile_of(site, archive / "sites"), memory=memory)


@dataclass(frozen=True, slots=True)
class _Again:
    """What a capture gives by today's rules, at its canonical ``url``: an article, none, or why it cannot be read."""

    reread: Reread
    url: str
    raw: RawArticle | None = None
    problem: str = ""


def compare(shelf: Shelf, rereads: Sequence[Reread]) -> list[Compared]:
    """Read some captures again and compare. First all are read, then all are typed: what either needs stays in the
    processor's caches, which saves a third of the typing."""
    pages = cast("CapturedPages", shelf.places)
    asked = [(r.article_id, r.capture_id, r.captured_at) for r in rereads if r.article_id is not None]
    had = stored(pages.connection, asked) if asked else {}
    found = [_again(shelf, reread) for reread in rereads]
    return [_compared(shelf, again, had.get(again.reread.article_id or 0)) for again in found]


def _again(shelf: Shelf, reread: Reread) -> _Again:
    profile = at_own_origin(shelf.profile, reread.url) if reread.is_page else shelf.profile
    url = reread.url if reread.is_page else canonical(reread.url, profile) or reread.url
    try:
        return _Again(reread, url, _read(shelf, reread, profile, url))
    except CaptureError as problem:
        return _Again(reread, url, problem=str(problem))


def _compared(shelf: Shelf, again: _Again, old: dict[str, Any] | None) -> Compared:
    reread, url = again.reread, again.url
    if again.raw is None:
        return Compared(reread, url, vanished=old is not None and not again.problem, problem=again.problem)
    article = normalise(again.raw, shelf.profile)
    if old is None:
        return Compared(reread, url, article=_portable(article))
    new = fields_of(article)
    missing = {name for name in KEPT if old[name] and not new[name]}
    if missing and article.digest == old["digest"]:
        article = _with_kept(shelf, article, missing, (url, reread))
        new = fields_of(article)
    if new == {name: old[name] for name in new} and article.digest == old["digest"]:
        return Compared(reread, url)
    differing = changed(old, new)
    values = {name: (old[name], new[name]) for name in new if old[name] != new[name]}
    return Compared(reread, url, gained(old, new), lost(old, new), differing, _portable(article), values=values)


def _read(shelf: Shelf, reread: Reread, profile: Profile, url: str) -> RawArticle | None:
    """The whole article of a capture; of a later page the one that its first page begins, where the archive has one by
    that page."""
    moment = (datetime.fromisoformat(reread.captured_at), reread.capture_id)
    recorded = Place(reread.warc, reread.offset, reread.original).read(shelf.folder)
    if not on_site(recorded_host(url), profile):
        return None
    raw = reading_of(url, PageKind(reread.kind), recorded, profile).article
    if raw is not None and raw.page_number > 1 and raw.first_page:
        return shelf.of_later_page(url, raw, moment) if reread.article_id is not None else None
    return shelf.whole(raw, moment) if raw is not None and raw.next_pages else raw


def recorded_host(url: str) -> str:
    """The host (with port) of a canonical URL."""
    return url.split("/", 3)[2] if url.count("/") > 1 else ""


def _with_kept(shelf: Shelf, article: Article, missing: set[str], where: tuple[str, Reread]) -> Article:
    """The article with the ``missing`` fields that its unchanged text keeps of earlier looks, where one of those still
    shows them."""
    url, reread = where
    moment = (datetime.fromisoformat(reread.captured_at), reread.capture_id)
    older = [place for at, place in shelf.places.get(url) or () if at < moment]
    for place in reversed(older[-OLDER:]):
        try:
            raw = reading_of(url, PageKind.ARTICLE, place.read(shelf.folder), shelf.profile).article
        except CaptureError:
            continue
        if raw is None:
            continue
        before = normalise(raw, shelf.profile)
        its = fields_of(before)
        shown = {name for name in missing if its[name]}
        names = [part for name in shown for part in _OF_ARTICLE.get(name, (name,))]
        article = replace(article, **{name: getattr(before, name) for name in names})
        missing = missing - shown
    return article


def _portable(article: Article) -> Article:
    return replace(article, provenance=dict(article.provenance))
