"""What the crawl needs from outside, as protocols: page store, capture index, site leases.

``pipelines`` implements them; a Scrapy add-on named in the settings wires them (``STORE_FACTORY``), so that ``crawler``
never imports ``pipelines`` and plain ``scrapy crawl`` works too.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from crawler.article import Article, RawArticle
from crawler.memory import SiteMemory
from crawler.page import Decoding, Link, PageKind, Refusal, Signal
from crawler.profiles import Profile

#: Reason of a ``done`` page of which only a part came, however often it was asked for.
HALF: Final = "truncated"
#: Reason of a ``done`` page whose server said 304: what is stored of it still holds.
NOT_MODIFIED: Final = "not_modified"


@dataclass(frozen=True, slots=True)
class CaptureRecord:
    """One exchange as it lies in a WARC: ``offset`` and ``length`` in bytes of the response (or revisit) record's gzip
    member in ``warc`` (file name, no folder); ``digest`` is the payload digest ``sha1:BASE32`` of the body without its
    transfer-coding, ``payload_length`` that body's bytes; times aware UTC.

    ``record_type`` is ``response`` or ``revisit``; a revisit's payload is that of the capture ``refers_to`` (its id).
    ``truncated`` is WARC's word (``length``, ``time``, ``disconnect``); ``repaired`` names what of the head had to be
    mended before it could be read; ``tls_verified`` is None for plain http."""

    url: str
    captured_at: datetime
    status: int
    media_type: str | None
    warc: str
    offset: int
    length: int
    digest: str
    ip: str | None = None
    method: str = "GET"
    truncated: str | None = None
    id: int | None = None
    record_type: str = "response"
    refers_to: int | None = None
    payload_length: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    repaired: tuple[str, ...] = ()
    proxied: bool = False
    tls_verified: bool | None = None


@dataclass(frozen=True, slots=True)
class PageRef:
    """A leased row of ``pages``: what to fetch now. ``known`` is its last whole capture, for conditional requests and
    revisits; None where there is none, or where the page has to be read anew."""

    id: int
    url: str
    kind: PageKind
    depth: int
    tries: int = 0
    redirects: int = 0
    id_space: str | None = None
    source_id: str | None = None
    known: "CaptureRecord | None" = None


@dataclass(frozen=True, slots=True)
class PageResult:
    """What one response (or failure) means; committed whole or not at all (decision 2).

    ``state`` is the page's new state: ``done``, ``suspected``, ``gone``, ``failed``, ``refused`` or ``pending`` (try
    again not before ``retry_at``). ``reason`` says why where it is not ``done``; for ``done`` pages it may say what the
    page is (``article``, ``listing``, ``empty``, ``static``, ``redirect``, ``asset`` …). ``article_capture`` is the
    article's evidence where that is the capture of another of its pages. ``earlier`` is what the capture that gave the
    article its last text gives by today's rules, where the new text is another.
    """

    page: PageRef
    state: str
    reason: str | None = None
    status: int | None = None
    capture: CaptureRecord | None = None
    links: Sequence[Link] = ()
    refusals: Sequence[Refusal] = ()
    raw_article: RawArticle | None = None
    article: Article | None = None
    signals: Sequence[Signal] = ()
    decoding: Decoding | None = None
    redirect_to: Link | None = None
    retry_at: datetime | None = None
    article_capture: CaptureRecord | None = None
    earlier: Article | None = None


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """How this crawl was asked for. ``recheck``: every known live page now; ``due``: only what is due; ``limit`` in
    pages, ``time_limit`` in seconds, ``size_limit`` in bytes, None = none; ``delay`` in seconds; ``proxy`` without its
    password; ``confirm_after`` in seconds: how far apart two looks must lie that find an article gone;
    ``settings_digest``: see ``crawler.settings_digest``."""

    recheck: bool = False
    due: bool = False
    confirm_after: float = 86_400.0
    limit: int | None = None
    time_limit: float | None = None
    size_limit: int | None = None
    delay: float | None = None
    proxy: str = ""
    settings_digest: str = ""
    software: str = ""
    operator: str = ""


@dataclass(frozen=True, slots=True)
class CrawlSummary:
    """Counts of one crawl, as its row in ``crawls`` has them. ``duration`` in seconds; ``judged`` is ``passed``,
    ``failed`` (exit code 9) or ``unjudged`` (stopped early), ``problems`` says why it failed."""

    crawl_id: int
    site: str
    pages: int
    articles_new: int
    articles_changed: int
    articles_unchanged: int
    refused: int
    failed: int
    gone: int
    assets: int
    duration: float
    reason: str
    judged: str = "unjudged"
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ticket:
    """Leave to send one request to an address now; say when it was ``sent``, and give it back with ``land``. ``number``
    is empty where no leave was given: because the request before went out less than ``gap`` seconds ago or two are on
    their way (ask again after ``wait`` seconds), or because the host is to be left alone, for ``held`` seconds."""

    address: str
    number: str
    wait: float
    held: float = 0.0
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class KeptRobots:
    """The last good answer to an origin's robots.txt: its text (empty for 4xx), when it came (aware UTC), its status
    and the id of its capture."""

    text: str
    fetched_at: datetime
    status: int = 200
    capture_id: int | None = None


class CrawlStore(Protocol):
    """The archive as one crawl of one site sees it. All methods are synchronous, short, and called from one thread at a
    time; each raises LeaseLostError when another crawl has taken this site's lease (fencing token, decision 3)."""

    def begin(self, profile: Profile, options: CrawlOptions) -> int:
        """Take the site's lease (LeaseHeldError if held), reset its leased pages, make due what options ask for;
        return the crawl's id."""

    def memory(self) -> SiteMemory:
        """What was learned of the site before this crawl."""

    def learn(self, memory: SiteMemory, pages: int) -> None:
        """Keep what this crawl learned of the site from so many articles."""

    def add_links(self, links: Iterable[Link], depth: int = 0) -> int:
        """Insert unseen URLs as pending pages; return how many were new."""

    def next_pages(self, limit: int) -> list[PageRef]:
        """Lease up to ``limit`` due pending pages, highest priority first."""

    def release(self, pages: Iterable[PageRef]) -> None:
        """Give leased pages back as pending (a stop, a drain)."""

    def pending(self) -> int:
        """How many pages are pending or leased and may still be fetched in this crawl (also those due within it)."""

    def due_in(self) -> float | None:
        """Seconds until the next pending page is due that this crawl waits for; None where there is none."""

    def check(self) -> None:
        """Nothing where the lease is still ours; else LeaseLostError."""

    def warc_ends(self) -> dict[str, int]:
        """Of each of the site's files, the byte where its last capture ends."""

    def lose_captures(self, warc: str, end: int) -> int:
        """Mark the captures of ``warc`` past byte ``end`` as lost, and what refers to them; make their pages due.
        Returns how many."""

    def captured_at(self, warc: str) -> Collection[int]:
        """The offsets in ``warc`` of the site's captures that have a row."""

    def adopt_capture(self, capture: CaptureRecord) -> None:
        """Give a whole record that a killed crawl left behind its row."""

    def take_off(self, host: str, address: str, gap: float) -> Ticket:
        """Ask for leave to send a request to ``address`` now: ``gap`` seconds after the one before, whichever process
        sent it, and not while ``host`` is held; at most two requests are on their way to one address."""

    def sent(self, ticket: Ticket, moment: float) -> None:
        """The request of ``ticket`` went out at ``moment`` (seconds of the Unix epoch), later than leave was given: the
        gap counts from then."""

    def land(self, ticket: Ticket) -> None:
        """The request of ``ticket`` is over."""

    def hold(self, host: str, seconds: float, why: str) -> None:
        """Let no process ask ``host`` for anything for ``seconds``."""

    def held(self, host: str) -> float:
        """For how many seconds more ``host`` is to be left alone; 0 where it is not."""

    def robots(self, origin: str) -> KeptRobots | None:
        """The last good answer to ``origin``/robots.txt, or None."""

    def save_robots(self, origin: str, answer: KeptRobots) -> None:
        """Keep an answer in place of the one before."""

    def record_capture(self, capture: CaptureRecord) -> CaptureRecord:
        """Write the index row of a capture whose bytes are on disk; returns it with ``id``."""

    def capture_of(self, url: str) -> CaptureRecord | None:
        """The newest capture of this site's page that holds its whole payload; None where there is none."""

    def to_read_again(self, result: PageResult) -> CaptureRecord | None:
        """The capture that gave the result's article its last text, where it has to be read again to tell a change of
        the site's from one of our rules; else None."""

    def commit(self, result: PageResult) -> str:
        """One transaction: article rows, links as new pages, issues, the page's new state. Returns what became of the
        article: ``new``, ``changed``, ``unchanged`` or ``none``."""

    def commit_all(self, results: Sequence[PageResult]) -> Sequence[str]:
        """One transaction for several of them, as ``commit``; where one fails none is stored, and it is raised."""

    def report(self, signals: Iterable[Signal], url: str | None = None) -> None:
        """Issues that belong to the site or profile rather than to a page."""

    def save_family(self, family: str, evidence: Sequence[str]) -> None:
        """Keep which CMS family a site without profile was found to be, and by what signs."""

    def yields(self) -> Collection[str]:
        """URLs of pages that were articles without saying so in their URL, and of pages that led to articles: one URL
        an article, as earlier crawls left it."""

    def refused_for(self, prefix: str) -> Collection[str]:
        """The reasons of refused pages that begin with ``prefix``."""

    def wake(self, reason: str, limit: int) -> int:
        """Ask after all for up to ``limit`` pages that were refused for ``reason``, oldest first; return how many."""

    def ids(self, id_space: str) -> tuple[Collection[int], Collection[int]]:
        """Numeric ids of this site's numbering: (those that are articles, all that were tried or are queued)."""

    def counts(self) -> Mapping[str, int]:
        """Live counts of this crawl, keys as in CrawlSummary, for progress lines."""

    def finish(self, reason: str, interrupted: Callable[[], bool] = bool) -> CrawlSummary:
        """Judge the crawl, close its row and release the lease. Where ``interrupted()`` is true once it is judged, an
        end in order becomes the reason ``interrupted``, unjudged."""

    def close(self) -> None:
        """Close the database. Safe to call twice."""
