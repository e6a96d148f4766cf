"""Profile: what we know of one site, frozen. ``profile_files`` reads it from TOML; this module holds only the nouns."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import time

from crawler.memory import NOTHING, SiteMemory

#: Fields of an article that a layout may select and [labels] and [expect.fill] may name.
ARTICLE_FIELDS = (
    "title", "lead", "body", "byline", "source", "published", "modified", "section", "tags", "read_count", "related",
    "images", "attachments",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class UrlRule:
    """A URL shape: regex searched in ``path?query`` of a canonical URL; group ``id`` gives the source id."""

    pattern: re.Pattern[str]
    id_space: str = ""


@dataclass(frozen=True, slots=True)
class IdRange:
    """An enumerable numbering: ``url`` with ``{id}``; walk both ways from known ids until ``stop_after`` are empty."""

    url: str
    id_space: str
    stop_after: int = 200
    first: int = 1


@dataclass(frozen=True, slots=True)
class Trap:
    """URLs never to follow: regex searched in ``path?query``, and the reason that goes into the refusal."""

    pattern: re.Pattern[str]
    reason: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """Which URLs are articles, listings (and their further pages) and static pages; feeds; numberings to enumerate."""

    articles: tuple[UrlRule, ...] = ()
    listings: tuple[UrlRule, ...] = ()
    statics: tuple[UrlRule, ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    id_ranges: tuple[IdRange, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What is followed: traps refuse first; ``query`` lists the parameters that count (others are dropped);
    None keeps all. ``max_depth`` counts links from a seed, for pages that are no articles: a last resort, since what
    leads on and on is cut by budgets much sooner, and old sites have lists of hundreds of pages."""

    traps: tuple[Trap, ...] = ()
    query: tuple[str, ...] | None = None
    max_depth: int = 1000


@dataclass(frozen=True, slots=True)
class Layout:
    """One page structure of an era: it applies where ``when`` (CSS) matches; ``fields`` maps a field to CSS
    selectors, tried in order. ``alone``: a page is read by these selectors only, where title and body match."""

    name: str
    when: str
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Era:
    """A time of the site with one engine and one numbering (``id_space``)."""

    name: str
    id_space: str
    layouts: tuple[Layout, ...] = ()


@dataclass(frozen=True, slots=True)
class Rights:
    """Who holds the texts, what the site says, whom to ask, what may be published: ``full``, ``excerpt`` or
    ``metadata``."""

    holder: str = ""
    statement: str = ""
    contact: str = ""
    publish: str = "full"


@dataclass(frozen=True, slots=True)
class Expect:
    """What a healthy crawl finds: minimum articles; per field the least share of articles that have it (0..1)."""

    articles: int = 0
    fill: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fetch:
    """How the site is reached: ``proxy`` is ``http://[user:password@]host:port`` or empty; ``verify_tls`` false accepts
    any certificate, an exception that each capture records."""

    proxy: str = ""
    verify_tls: bool = True


@dataclass(frozen=True, slots=True)
class Schedule:
    """When, how fast and how often the site may be asked. ``window``: the time of day (Asia/Ho_Chi_Minh) from which and
    until which it may, over midnight where the second is the earlier. In seconds: ``delay`` between two requests to a
    host, where that is more than the operator's; ``confirm_after``: what is missing is gone when it is missing again so
    much later; how soon what is known is due again: ``lists`` for front page and feeds, ``sections`` for the further
    pages of lists, ``young`` for new articles (and any at the soonest), ``oldest`` for any at the latest. ``budget``:
    articles a day that are looked at again, 0 for a share of the site (``pipelines.due_rows``)."""

    window: tuple[time, time] | None = None
    delay: float = 0.0
    confirm_after: float = 86_400.0
    lists: float = 21_600.0
    sections: float = 30 * 86_400.0
    young: float = 86_400.0
    oldest: float = 150 * 86_400.0
    budget: int = 0


@dataclass(frozen=True, slots=True)
class Profile:
    """One site. ``hosts[0]`` (``host`` or ``host:port``) is the canonical host, the others are aliases. ``family``
    names the CMS rules: ``generic`` where none is known, ``auto`` to detect it from the first page. ``slug`` is
    spider name, database key and fixture folder. ``stamps`` false: the site's pages print no publication date.
    ``second_opinion``: trafilatura, where it is installed, reads each body too (``extract.opinion``)."""

    slug: str
    name: str
    hosts: tuple[str, ...]
    family: str = "generic"
    name_en: str = ""
    level: str = "province"
    province_old: str = ""
    province_new: str = ""
    schemes: tuple[str, ...] = ("http", "https")
    seeds: tuple[str, ...] = ()
    discovery: Discovery = Discovery()
    scope: Scope = Scope()
    eras: tuple[Era, ...] = ()
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    time_zone: str = "Asia/Ho_Chi_Minh"
    stamps: bool = True
    second_opinion: bool = False
    rights: Rights = Rights()
    expect: Expect = Expect()
    fetch: Fetch = Fetch()
    schedule: Schedule = Schedule()
    verified: bool = False
    file: str = ""
    memory: SiteMemory = NOTHING

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of everything the profile says, what was learned left out; stored with each crawl."""
        said = {name: value for name, value in asdict(self).items() if name != "memory"}
        return hashlib.sha256(json.dumps(said, default=_plain, sort_keys=True).encode()).hexdigest()


def _plain(value: object) -> object:
    """What JSON has no form for: a pattern whole (its ``repr`` is cut at 200 characters), a mapping as a dict."""
    if isinstance(value, re.Pattern):
        return [value.pattern, value.flags]
    return dict(value) if isinstance(value, Mapping) else str(value)
