"""Learning what repeats on a site's pages from what the archive has of it, once enough articles are there; the texts
that were read without knowing it are read again."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from crawler.errors import CaptureError, LeaseHeldError
from crawler.extract.markup.decode import parse_page
from crawler.extract.memory import RIPE, SAMPLE, Lesson
from crawler.memory import NOTHING, SiteMemory
from crawler.page import PageKind
from crawler.spiders.replay import Place, reading_of
from khotin.extract import Extraction, Report, rereads, sites_of
from khotin.replaying import Look, Shelf
from khotin.rereading import remembered
from pipelines.reextraction import Reread, of_articles
from pipelines.schema import open_readonly
from pipelines.store import DATABASE

#: Pages that may be articles.
READ: Final = (PageKind.ARTICLE, PageKind.GUESS, PageKind.PAGE)
#: So many of the newest are looked through for articles.
LOOKS: Final = 4 * SAMPLE


def learn(archive: Path, slug: str, jobs: int, stopped: Callable[[], bool] = bool) -> None:
    """Learn what repeats on a site's pages, where the archive has enough of its articles and they tell something new,
    and read again what was read without knowing it; says so on stderr where a text differs. Nothing where another
    process holds the site: the next crawl learns. Raises as ``khotin extract``, and StoppedError once ``stopped()``
    is true."""
    for site in sites_of(archive, slug):
        profile = remembered(archive, site)
        newest = _newest(archive, site["id"])
        memory, taught = _news(profile.memory, archive, newest)
        if not taught and not rereads(archive, site["id"], memory.version):
            continue
        try:
            extraction = Extraction(archive, site, replace(profile, memory=memory), jobs)
            told = _told(extraction.relearn(taught, stopped))
        except LeaseHeldError:
            continue
        if told:
            click.echo(told, err=True)


def taught_by(shelf: Shelf, looks: Sequence[Look]) -> tuple[SiteMemory, int]:
    """What repeats on the pages of the newest articles among ``looks``, and how many these are; ``NOTHING`` where they
    are too few. So captures of a site of which nothing is known need not all be read twice."""
    lesson, heard = Lesson(), set()
    pages = [look for look in looks if look.page.kind in READ and look.capture.status == 200]
    pages.sort(key=lambda look: (look.capture.captured_at, look.capture.id or 0))
    for look in reversed(pages[-LOOKS:] if len(pages) >= RIPE else []):
        try:
            recorded = look.place.read(shelf.folder)
        except CaptureError:  # the import names it
            continue
        article = reading_of(look.page.url, look.page.kind, recorded, shelf.profile).article
        if article is None or article.page_number > 1 or (identity := article.source_id or article.url) in heard:
            continue
        heard.add(identity)
        lesson.hear(parse_page(recorded.body, recorded.content_type, look.page.url))
        if lesson.pages == SAMPLE:
            break
    return lesson.learned(), lesson.pages


def _told(report: Report) -> str:
    """What became of the texts, for a person; empty where all are as before."""
    differing = report.captures - report.same - len(report.vanished) - len(report.problems)
    return f"{report.site}: learned what repeats on its pages; {differing} articles read anew" if differing else ""


def _newest(archive: Path, site_id: int) -> list[Reread]:
    """The captures of the articles that were captured last, one an article; none where the site has too few."""
    with closing(open_readonly(archive / DATABASE)) as connection:
        found = list(of_articles(connection, site_id))
    found.sort(key=lambda reread: (reread.captured_at, reread.capture_id))
    return found[-SAMPLE:] if len(found) >= RIPE else []


def _news(known: SiteMemory, archive: Path, newest: Sequence[Reread]) -> tuple[SiteMemory, int]:
    """What is to be known of a site from now on, and how many articles taught it; 0 where ``known`` still tells most
    of what they print: where anything is known, RIPE of them are enough to say so."""
    if known != NOTHING:
        every = max(1, len(newest) // RIPE)
        first = _lesson(archive, newest[::every])
        if first.pages >= RIPE and not known.is_outdated_by(first.learned()):
            return known, 0
    lesson = _lesson(archive, newest)
    now = lesson.learned()
    if now == NOTHING or (known != NOTHING and not known.is_outdated_by(now)):
        return known, 0
    return (known.with_more(now) if known != NOTHING else now), lesson.pages


def _lesson(archive: Path, captures: Sequence[Reread]) -> Lesson:
    lesson = Lesson()
    for reread in captures:
        try:
            recorded = Place(reread.warc, reread.offset, reread.original).read(archive / "warc")
        except CaptureError:  # `khotin verify` names it
            continue
        lesson.hear(parse_page(recorded.body, recorded.content_type, reread.url))
    return lesson
