"""A captured answer read again from its WARC, by the functions that read it when it came from the network."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from crawler.article import RawArticle
from crawler.capture.reader import Recorded, read_record
from crawler.discovery.detect import detect
from crawler.discovery.urls import at_origin, on_site
from crawler.extract.markup.decode import parse_page
from crawler.extract.reading import Reading
from crawler.page import PageKind
from crawler.ports import CaptureRecord, PageRef, PageResult
from crawler.profile_files import with_family
from crawler.profiles import Profile
from crawler.spiders import contents, outcomes
from crawler.spiders.outcomes import Answer

#: Media types of what pages need to be shown; any other file belongs to an article.
REQUISITES: Final = ("text/css", "text/javascript", "application/javascript", "application/x-javascript")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a capture lies: file name and offset; of a revisit, those of the capture whose payload it repeats."""

    warc: str
    offset: int
    original: tuple[str, int] | None = None

    def read(self, folder: Path) -> Recorded:
        """The record out of the files in ``folder``. Raises CaptureError."""
        original = (folder / self.original[0], self.original[1]) if self.original else None
        return read_record(folder / self.warc, self.offset, original)


def answer_of(page: PageRef, capture: CaptureRecord, recorded: Recorded) -> Answer:
    """The answer as the spider would have been given it."""
    return Answer(page, recorded.status, _headers(recorded), recorded.body, capture, capture.captured_at)


def result_of(answer: Answer, profile: Profile) -> PageResult:
    """What a captured answer means: what the spider makes of the same answer, template files left out."""
    result = outcomes.of_status(answer, profile)
    if result is not None:
        return result
    if contents.is_machine_page(answer):
        return contents.of_machine_page(answer, profile)
    page = parse_page(answer.body, answer.headers.get("content-type"), answer.page.url)
    result = contents.of_page(answer, page, profile)
    shown = contents.listed(answer, result)
    return contents.as_further_page(result) if shown.further and result.raw_article is None else result


def reading_of(url: str, kind: PageKind, recorded: Recorded, profile: Profile) -> Reading:
    """Only what a captured page is, and its article: no links. ``url`` is its canonical address."""
    return contents.reading_of(kind, parse_page(recorded.body, recorded.content_type, url), profile)


def at_own_origin(profile: Profile, url: str) -> Profile:
    """The profile as a crawl has it once the site sent it to its other scheme or host, those of ``url``."""
    parts = urlsplit(url)
    here = (parts.netloc, parts.scheme) == (profile.hosts[0], profile.schemes[0])
    return profile if here or not on_site(parts.netloc, profile) else at_origin(profile, url)


def article_at(url: str, recorded: Recorded, profile: Profile) -> RawArticle | None:
    """The article of a captured page, None where it has none."""
    return reading_of(url, PageKind.ARTICLE, recorded, profile).article


def family_of(url: str, recorded: Recorded, profile: Profile) -> tuple[Profile, tuple[str, ...]]:
    """The profile with the family that a captured page shows, and by what signs."""
    page = parse_page(recorded.body, recorded.content_type, url)
    detection = detect(page, _headers(recorded))
    return with_family(profile, detection.family), tuple(detection.evidence)


def machine_kind(url: str, media_type: str | None) -> PageKind | None:
    """Whether an XML answer of which nothing else is known is a feed or a sitemap; None for other types."""
    if media_type not in contents.XML:
        return None
    feed = media_type != "application/xml" and media_type != "text/xml"
    return PageKind.FEED if feed or re.search(r"(?i)rss|feed|atom", url) else PageKind.SITEMAP


def portable(result: PageResult) -> PageResult:
    """The result in a form that another process can be sent."""
    raw = result.raw_article
    return replace(result, raw_article=replace(raw, provenance=dict(raw.provenance))) if raw is not None else result


def _headers(recorded: Recorded) -> Mapping[str, str]:
    """As a crawl reads them."""
    return outcomes.joined((name, value.encode("latin-1")) for name, value in recorded.headers)
