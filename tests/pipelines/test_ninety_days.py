"""Ninety days of a site on a clock of ours: posts, edits, deletions, counts, an outage, a week of a parked domain. How
soon each is seen, and how many requests that takes."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from crawler.errors import NothingDueError
from crawler.page import Link, PageKind
from crawler.ports import PageRef, PageResult

DAYS, HOURS = 90, 6
#: Days on which the site is away.
OUTAGE, PARKED = range(40, 41), range(60, 67)
OLD = 1000
pytestmark = pytest.mark.timeout(300)
FRONT = Link("http://mau.vn/", PageKind.SEED, 1000)


@dataclass
class Told:
    """One article of the site: since when it is there, its text's number, when it was edited and removed; the texts
    that were seen of it, the last and the first."""

    published: datetime
    text: int = 0
    edited: datetime | None = None
    removed: datetime | None = None
    seen: int = 0
    first: int | None = None


@dataclass
class Site:
    """The simulated site, the looks at it, and how late each edit was seen (age of the article, delay)."""

    crawl: Any
    start: datetime
    rng: random.Random = field(default_factory=lambda: random.Random(20))
    articles: dict[int, Told] = field(default_factory=dict)
    late: list[tuple[timedelta, timedelta]] = field(default_factory=list)
    requests: Counter[int] = field(default_factory=Counter)

    @property
    def now(self) -> datetime:
        return self.crawl.clock.now

    @property
    def day(self) -> int:
        return (self.now - self.start).days

    @property
    def away(self) -> bool:
        return self.day in OUTAGE or self.day in PARKED

    def live(self) -> None:
        """Six hours of the site: a post now and then, an edit, seldom a removal."""
        if self.rng.random() < 0.3:
            self.articles[len(self.articles) + 1] = Told(self.now)
        there = [told for told in self.articles.values() if told.removed is None]
        young = [told for told in there if self.now - told.published < timedelta(days=30)]
        for chosen in (young, there):
            if chosen and self.rng.random() < 0.25 and self.day < DAYS - 30:
                told = self.rng.choice(chosen)
                if told.edited is None:
                    told.text, told.edited = told.text + 1, self.now
        if self.rng.random() < 0.02:
            self.rng.choice(there).removed = self.now

    def look(self) -> None:
        """One run of what is due."""
        self.crawl.clock.forward(minutes=1)
        try:
            self.crawl.begin(due=True, seeds=(FRONT.url,))
        except NothingDueError:
            return
        while pages := self.crawl.store.next_pages(50):
            for page in pages:
                self.requests[self.day] += 1
                self.crawl.store.commit(self.answer(page))
        self.crawl.store.finish("finished")

    def answer(self, page: PageRef) -> PageResult:
        capture = self.crawl.capture(page.url)
        if self.away:
            return PageResult(page, "failed", "site_parked" if self.day in PARKED else "dns")
        if page.kind is PageKind.SEED:
            newest = [number for number, told in self.articles.items() if told.removed is None][-30:]
            return PageResult(page, "done", "listing", 200, capture, [self.crawl.link(number) for number in newest])
        number = int(page.source_id or 0)
        told = self.articles[number]
        if told.removed is not None:
            return PageResult(page, "suspected", "http_404", 404, capture)
        if told.edited is not None and told.seen < told.text:
            self.late.append((told.edited - told.published, self.now - told.edited))
        told.seen, told.first = told.text, told.text if told.first is None else told.first
        title = f"Ngày Chủ nhật xanh số {number}, sửa lần {told.text}"
        shown = self.crawl.article(number, title=title, published_at=told.published, read_count=100 + self.day)
        return PageResult(page, "done", "article", 200, capture, article=shown)


@pytest.fixture(scope="module")
def site(ninety_days: Any) -> Site:
    crawl = ninety_days
    simulated = Site(crawl, crawl.clock.now)
    for number in range(1, OLD + 1):
        age = timedelta(days=simulated.rng.uniform(1, 3000))
        simulated.articles[number] = Told(simulated.start - age)
    crawl.begin(seeds=(FRONT.url,))
    crawl.store.add_links([crawl.link(number) for number in simulated.articles])
    while pages := crawl.store.next_pages(50):
        for page in pages:
            crawl.store.commit(simulated.answer(page))
    crawl.store.finish("finished")
    for hours in range(0, DAYS * 24, HOURS):
        crawl.clock.now = simulated.start + timedelta(hours=hours)
        simulated.live()
        simulated.look()
    return simulated


def delays(site: Site, youngest: int, oldest: int) -> list[timedelta]:
    """Of edits to articles of so many days, how long after them they were seen, apart from days without the site."""
    ages = (timedelta(days=youngest), timedelta(days=oldest))
    return [late for age, late in site.late if ages[0] <= age < ages[1]]


def test_edits_are_seen_the_sooner_the_younger_the_article(site: Site) -> None:
    away = timedelta(days=len(PARKED) + 1)
    for bounds, days in (((0, 30), 2), ((30, 365), 30), ((365, 9999), 180)):
        found = delays(site, *bounds)
        assert found, bounds
        assert max(found) <= timedelta(days=days) + away, bounds
    within = [late for late in delays(site, 0, 30) if late <= timedelta(days=2)]
    assert len(within) >= 0.9 * len(delays(site, 0, 30))


def test_no_edit_is_missed_or_seen_twice(site: Site) -> None:
    seen = {int(row[0]): row[1] for row in site.crawl.rows("SELECT source_id, versions FROM articles")}
    known = {number: told for number, told in site.articles.items() if told.first is not None}
    unseen = [told for number, told in site.articles.items() if number not in known]
    assert all(site.now - told.published < timedelta(days=1) for told in unseen)
    assert seen == {number: 1 + told.seen - (told.first or 0) for number, told in known.items()}
    young = [told for told in site.articles.values()
             if told.edited and told.edited - told.published < timedelta(days=30) and told.removed is None]  # fmt: skip
    assert young
    assert [told for told in young if told.seen < told.text] == []


def test_only_what_was_removed_has_a_tombstone(site: Site) -> None:
    absent = {int(row[0]) for row in site.crawl.rows("SELECT source_id FROM articles WHERE status <> 'live'")}
    removed = {number for number, told in site.articles.items() if told.removed is not None}
    assert absent <= removed
    assert absent
    assert "gone" in {row[0] for row in site.crawl.rows("SELECT status FROM articles")}


def test_a_day_costs_a_tenth_of_a_full_crawl_at_most(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    daily = [site.requests[day] for day in range(DAYS)]
    full = len(site.articles)
    with capsys.disabled():
        print(f"\nrequests a day over {DAYS} days: {daily}; a full crawl: {full}")
    after = [number for day, number in enumerate(daily) if day >= 7 and day not in (*OUTAGE, *PARKED)]
    assert sum(after) / len(after) <= 0.1 * full
