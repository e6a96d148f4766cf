"""The pages that are spoilt: every fixture under tests/sites, and one article of each made-up system."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crawler.discovery.links import discover
from crawler.extract.markup.decode import parse_page
from crawler.extract.reader import read
from crawler.extract.reading import Reading
from crawler.profile_files import for_url, with_family
from crawler.profiles import Profile
from pipelines.normalise import normalise
from tests.families.engines import ENGINES
from tests.families.stories import stories
from tests.test_fixtures import SITES, cases, profile_of


@dataclass(frozen=True)
class Sample:
    """A page as served, its address, and what it is read with: its site's profile and, as an unknown site's, none."""

    name: str
    body: bytes
    content_type: str
    url: str
    profiles: tuple[Profile, ...]

    def read(self, body: bytes) -> list[Reading]:
        """Everything that a crawl and the store make of other bytes at this page's address, once a profile."""
        return [self._read(body, profile) for profile in self.profiles]

    def _read(self, body: bytes, profile: Profile) -> Reading:
        page = parse_page(body, self.content_type, self.url)
        discover(page, profile)
        reading = read(page, profile)
        if reading.article is not None:
            normalise(reading.article, profile)
        return reading


@cache
def samples() -> tuple[Sample, ...]:
    """All of them, in one order."""
    fixtures = tuple(_of_fixture(case) for case in cases())
    return (*fixtures, *(_of_engine(name) for name in sorted(ENGINES)))


def _of_fixture(case: Path) -> Sample:
    url, _, content_type = (case / "url.txt").read_text(encoding="utf-8").strip().partition("\n")
    profile = profile_of(case.parent.name, url)
    name = str(case.relative_to(SITES))
    return _sample(name, (case / "page.html").read_bytes(), content_type or "text/html", (url, profile))


def _of_engine(name: str) -> Sample:
    site, story = ENGINES[name], stories()[0]
    origin = "http://tinhdoan.example"
    path = site.path(story)
    body = site.answers(stories())[path].payload.replace(b"{origin}", origin.encode())
    profile = with_family(for_url(f"{origin}/"), site.family)
    return _sample(name, body, "text/html; charset=utf-8", (origin + path, profile))


def _sample(name: str, body: bytes, content_type: str, known: tuple[str, Profile]) -> Sample:
    url, profile = known
    return Sample(name, body, content_type, url, (profile, with_family(for_url(url), "generic")))
