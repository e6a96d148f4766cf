"""Simulated days of a site, and a crawl of what is due on each, on a clock of the site's own."""

import multiprocessing
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from crawler.clock import Clock
from crawler.errors import KhotinError
from crawler.profile_files import load
from crawler.run import RunOptions, crawl
from tests.simulated_site.layouts import Design
from tests.simulated_site.site import VIETNAM, Served, Site, Story

START = datetime(2025, 3, 1, 3, tzinfo=VIETNAM)
#: Seconds of the site's while one of ours goes by: what a crawl waits for itself is not waited for.
RATE = 60.0
PROFILE = """slug = "mau"
name = "Tỉnh đoàn Mẫu"
family = "generic"
hosts = ["{netloc}"]
schemes = ["http"]

[discovery]
articles = [{{ id_space = "tin", pattern = '^/tin-tuc/bai-viet-(?P<id>\\d+)\\.html$' }}]
listings = [{{ pattern = '^/(?:tin-tuc/trang-\\d+\\.html)?$' }}]
"""


@dataclass(frozen=True)
class Plan:
    """What happens: how many days, articles at the start and their greatest age, posts a day; which days the site is
    ``broken``, ``off`` or ``parked``, and when it is designed anew."""

    days: int = 90
    articles: int = 600
    oldest: timedelta = timedelta(days=730)
    posts: float = 1.0
    broken: frozenset[int] = frozenset({20})
    off: frozenset[int] = frozenset({33})
    redesign: int = 45
    parked: frozenset[int] = frozenset(range(60, 67))

    def mood(self, day: int) -> str:
        """How the site is on a day."""
        moods = {"broken": self.broken, "off": self.off, "parked": self.parked}
        return next((mood for mood, days in moods.items() if day in days), "well")

    @property
    def away(self) -> int:
        """The longest time that the site is away, in days."""
        return max(len(self.parked), len(self.broken), len(self.off))


@dataclass(frozen=True)
class Day:
    """One crawl: the paths that were asked for, how it was judged, how it ended, how the site was; how many answers
    were 304."""

    paths: tuple[str, ...]
    judged: str
    ended: str
    mood: str
    unchanged: int

    @property
    def asked(self) -> Counter[str]:
        """Requests by kind."""
        return Counter(kind(path) for path in self.paths)


@dataclass
class Lived:
    """A site that was crawled each day: the first day's crawl is the full one. ``second``: another
    crawl within an hour of one."""

    plan: Plan
    site: Site
    archive: Path
    days: list[Day] = field(default_factory=list)
    second: Day | None = None

    @property
    def end(self) -> datetime:
        return START + timedelta(days=self.plan.days)


def crawl_due(archive: Path, now: datetime) -> tuple[str, str]:
    """In a process of its own: ``khotin crawl --due`` at that moment; how it was judged, and how it ended."""
    try:
        summary = crawl(load("mau", archive / "sites"), archive, RunOptions(delay=0, due=True, clock=Clock(now, RATE)))
    except KhotinError as problem:
        known = problem.summary
        return known.judged if known is not None else "none", type(problem).__name__
    return summary.judged, summary.reason


@contextmanager
def children() -> Iterator[ProcessPoolExecutor]:
    """Runs each call in a fresh process that has everything imported: Twisted's reactor runs once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "crawler.spiders.news", "pipelines.store", "pipelines.normalise"])
    with ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1) as pool:
        yield pool


def live(plan: Plan, folder: Path) -> Lived:
    """Let the site live through its days."""
    lived = Lived(plan, Site(START, plan.articles, plan.oldest), folder / "kho")
    served = Served(lived.site)
    served.on()
    (lived.archive / "sites").mkdir(parents=True)
    (lived.archive / "sites" / "mau.toml").write_text(PROFILE.format(netloc=served.netloc), encoding="utf-8")
    try:
        with children() as pool:
            for day in range(plan.days + 1):
                _happen(lived, day)
                lived.days.append(_look(lived, served, pool))
                if day == 3:
                    lived.site.now += timedelta(hours=1)
                    lived.second = _look(lived, served, pool)
    finally:
        served.off()
    return lived


def _happen(lived: Lived, day: int) -> None:
    """What the writers did since the crawl of the day before, at moments of their own."""
    site, plan = lived.site, lived.plan
    if day == plan.redesign:
        site.design = Design.NEW
    for hour in sorted(site.rng.uniform(0, 23) for _ in range(4)) if day else ():
        site.now = START + timedelta(days=day - 1, hours=0.5 + hour)
        if site.rng.random() < plan.posts / 4:
            site.post()
        for bounds, often in (((0, 30), 0.3), ((30, 365), 0.3), ((365, 9999), 0.2)):
            some = [story for story in site.aged(*bounds) if not story.edited]
            if some and site.rng.random() < often:
                site.edit(site.rng.choice(some))
    if day and day % 6 == 0:
        site.remove(site.rng.choice(site.aged(0, 30) if day % 12 else site.there), (404, 410, 301)[day // 6 % 3])
    site.now, site.mood = START + timedelta(days=day), plan.mood(day)


def _look(lived: Lived, served: Served, pool: ProcessPoolExecutor) -> Day:
    site = lived.site
    site.asked, site.unchanged = [], 0
    served.off() if site.mood == "off" else served.on()
    judged, ended = pool.submit(crawl_due, lived.archive, site.now).result(timeout=120)
    return Day(tuple(site.asked), judged, ended, site.mood, site.unchanged)


def kind(path: str) -> str:
    """What a path is of: ``articles``, ``lists``, ``pictures``, ``robots``, ``other``."""
    starts = {"/tin-tuc/bai-viet-": "articles", "/tin-tuc/trang-": "lists", "/anh/": "pictures", "/robots": "robots"}
    return "lists" if path == "/" else next((name for start, name in starts.items() if path.startswith(start)), "other")


def allowed(lived: Lived, edit: datetime, days: int) -> timedelta:
    """``days``, and one more for each on which the site was away meanwhile."""
    whole = days
    for day in range((edit - START).days + 1, lived.plan.days + 1):
        if START + timedelta(days=day) > edit + timedelta(days=whole):
            break
        whole += lived.plan.mood(day) != "well"
    return timedelta(days=whole)


def late(story: Story, edit: int) -> timedelta | None:
    """How long after an edit (from 0) the text was served with it, or a later one; None: never, or before any look."""
    seen = [moment for text, moment in story.seen.items() if text > edit]
    return min(seen) - story.edited[edit] if seen else None
