"""The one spider: asks the frontier, calls discovery and extraction, yields one PageResult a response. No selectors,
no SQL, and never a bare Request."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Spider
from scrapy.exceptions import CannotResolveHostError, DownloadCancelledError, DownloadTimeoutError, IgnoreRequest

from crawler.discovery.detect import detect
from crawler.discovery.listings import Lists
from crawler.discovery.requisites import PageRequisites
from crawler.discovery.urls import at_origin
from crawler.errors import AddressRefusedError, KhotinError, UnreachableError
from crawler.extract.markup.decode import parse_page
from crawler.extract.memory import SAMPLE, Lesson
from crawler.fetch.failures import in_words
from crawler.fetch.later import OVERLOADED
from crawler.fetch.pace import HostHeldError
from crawler.fetch.robots_text import RobotsDisallowedError, RobotsUnreachableError
from crawler.fetch.wiring import session_of
from crawler.page import Link, Page, PageKind
from crawler.ports import CrawlStore, PageRef, PageResult
from crawler.profile_files import with_family
from crawler.profiles import Profile
from crawler.spiders import contents, outcomes
from crawler.spiders.admission import BUDGET, Admission
from crawler.spiders.outcomes import Answer

if TYPE_CHECKING:
    from scrapy.http import Response
    from twisted.python.failure import Failure


class NewsSpider(Spider):
    """Crawls one site by its profile. ``profile`` is set by the loader, or given for a site that has no file."""

    name = "news"
    profile: Profile

    def __init__(self, profile: Profile | None = None, **kwargs: Any) -> None:
        super().__init__(name=(profile or self.profile).slug, **kwargs)
        if profile is not None:
            self.profile = profile
        self.answered = False
        self._unreachable = ""
        self._elsewhere = ""
        self._moved = False
        self._unread = True
        #: Answers in a row that said that the server has a fault.
        self._faults = 0
        self._lists = Lists()
        self._admission = Admission()
        self._requisites = PageRequisites()
        self._lesson = Lesson()

    async def start(self) -> AsyncIterator[Any]:
        """Put the profile's feeds and sitemaps into the frontier (the store has put in its seeds). Yields nothing:
        every request comes from the frontier."""
        session = session_of(self.crawler)
        if session.begun and not session.stopping:
            await session.on_store(self._learn, session.store)
            await session.on_store(session.store.add_links, contents.entry_links(self.profile))
            session.changed()
        return
        yield  # makes this an async generator, as Scrapy wants it

    def parse(self, response: "Response", **_: Any) -> Iterator[PageResult]:
        """One PageResult for one answer of the server."""
        answer = _answer(response, session_of(self.crawler).clock())
        self.answered = True
        if answer.status in OVERLOADED and outcomes.off_site(answer.page, self.profile):
            self._leave(urlsplit(answer.page.url).hostname or "")
        result = outcomes.of_status(answer, self.profile, self._faults)
        self._faults = self._faults + 1 if answer.status >= 500 else 0
        self._follow_move(answer, result)
        if result is None:
            self._unread = False
            result = self._of_content(answer)
        yield self._admitted(result)

    def fail(self, failure: "Failure") -> Iterator[PageResult]:
        """One PageResult for a request that got no answer, or that was not to be sent."""
        page: PageRef = failure.request.meta["page"]  # type: ignore[attr-defined]
        problem, now = failure.value, session_of(self.crawler).clock()
        if isinstance(problem, RobotsDisallowedError):
            self.answered = True
            yield PageResult(page, "refused", "robots")
        elif isinstance(problem, AddressRefusedError):
            self._unreachable = str(problem)
            yield PageResult(page, "refused", "address")
        elif isinstance(problem, KhotinError):
            # The crawl is stopping (disk full, lease lost); the page stays leased and is pending again next time.
            return
        else:
            self._unreachable = in_words(problem).rstrip(".")
            backoff: Sequence[float] = outcomes.BACKOFF if self.answered else outcomes.FIRST_BACKOFF
            if outcomes.off_site(page, self.profile):
                backoff = ()
                if _reason(problem) in outcomes.DEAD:
                    self._leave(urlsplit(page.url).hostname or "")
            result = outcomes.of_failure(page, _reason(problem), self._unreachable, now, backoff)
            half = failure.request.meta.get("half")  # type: ignore[attr-defined]
            if result.state == "failed" and half is not None:
                result = self._of_half(_answer(half, now)) or result
            # There is a capture where the answer came and could not be unpacked.
            yield replace(result, capture=failure.request.meta.get("capture"))  # type: ignore[attr-defined]

    def _of_half(self, answer: Answer) -> PageResult | None:
        """What can be read of a page that broke off each time it was asked for; None where that is no page."""
        if outcomes.of_status(answer, self.profile) is not None or contents.is_machine_page(answer):
            return None
        result = self._of_content(answer)
        if result.raw_article is None and (answer.page.kind is PageKind.ARTICLE or not result.links):
            return None
        self.answered, self._unread = True, False
        return self._admitted(outcomes.as_half(result))

    def _follow_move(self, answer: Answer, result: PageResult | None) -> None:
        """Where the site sends us to its other scheme or host name, that is where its links are asked for from now on:
        once, so that a site that sends back and forth does not turn us with it."""
        url = outcomes.moved_origin(answer, self.profile)
        if url is not None and not self._moved:
            self._moved = True
            self.profile = at_origin(self.profile, url)
        if result is not None and result.reason == "redirect:offsite" and answer.page.kind is PageKind.SEED:
            self._elsewhere = result.refusals[0].url

    def closing_error(self) -> UnreachableError | None:
        """What to tell the operator where the site gave no answer at all, or only another site's address; None where
        it gave pages."""
        if self._unread and self._elsewhere:
            return UnreachableError(
                f"{self.profile.hosts[0]} only sends its readers on to {self._elsewhere}, which is not one of its "
                "hosts. Crawl that address instead, or add its host to the profile; nothing archived was touched."
            )
        if self.answered or not self._unreachable:
            return None
        return UnreachableError(
            f"{self.profile.hosts[0]} could not be reached: {self._unreachable}. Check the address and the network; "
            "what was archived before is untouched, and the same command tries again."
        )

    def _of_content(self, answer: Answer) -> PageResult:
        if contents.is_machine_page(answer):
            return contents.of_machine_page(answer, self.profile)
        page = parse_page(answer.body, answer.headers.get("content-type"), answer.page.url)
        entries = self._detect_family(page, answer) if self.profile.family == "auto" else []
        requisites = self._requisites.of(page, self.profile)  # before reading, which takes the tree apart
        result = contents.with_requisites(contents.of_page(answer, page, self.profile), requisites)
        if result.raw_article is not None and result.raw_article.page_number == 1:
            self._learn_from(page)
        shown = contents.listed(answer, result)
        if shown.further and result.raw_article is None:
            result = contents.as_further_page(result)
            if self._lists.is_beyond_end(answer.page.url, shown.urls):
                result = contents.without_further_pages(result)
        if entries:
            result = replace(result, links=(*result.links, *entries))
        return result

    def _learn_from(self, page: Page) -> None:
        """Where nothing is known yet of what repeats on the site's pages, learn it from the first articles. Those were
        read without it: `khotin crawl` has them read again when the crawl has ended."""
        if self.profile.memory.version or self._lesson.pages >= SAMPLE:
            return
        self._lesson.hear(page)
        if self._lesson.pages == SAMPLE:
            memory = self._lesson.learned()
            self.profile = replace(self.profile, memory=memory)
            session = session_of(self.crawler)
            session.post(session.store.learn, memory, SAMPLE)

    def _detect_family(self, page: Page, answer: Answer) -> list[Link]:
        detection = detect(page, answer.headers)
        self.profile = with_family(self.profile, detection.family)
        session = session_of(self.crawler)
        session.post(session.store.save_family, detection.family, detection.evidence)
        return contents.entry_links(self.profile)

    def _learn(self, store: CrawlStore) -> None:
        """On the store's thread: what earlier crawls tell of the shapes of this site's URLs."""
        for reason, number in self._admission.learn(store.yields(), store.refused_for(BUDGET)):
            store.wake(reason, number)

    def _admitted(self, result: PageResult) -> PageResult:
        session = session_of(self.crawler)
        result = self._admission.of(result, self.profile)
        for reason, number in self._admission.to_wake(result):
            session.post(session.store.wake, reason, number)
        return result

    def report(self, store: CrawlStore) -> None:
        """On the store's thread, before the crawl ends: issues of the site that only the whole crawl shows."""
        store.report(self._admission.signals(store.refused_for(BUDGET)))

    def _leave(self, host: str) -> None:
        """Another host has had its chance; not where it is the site's own on another port."""
        if host not in {own.partition(":")[0] for own in self.profile.hosts}:
            session_of(self.crawler).pace.leave(host)


def _answer(response: "Response", now: datetime) -> Answer:
    headers = response.headers
    fields = ((name.decode("latin-1"), value) for name in headers for value in headers.getlist(name))
    page, capture = response.meta["page"], response.meta.get("capture")
    return Answer(page, response.status, outcomes.joined(fields), response.body, capture, now)


def _reason(problem: BaseException | None) -> str:
    if isinstance(problem, RobotsUnreachableError):
        return "robots_unreachable"
    if isinstance(problem, HostHeldError):
        return "held"
    if isinstance(problem, CannotResolveHostError):
        return "dns"
    if isinstance(problem, DownloadTimeoutError):
        return "timeout"
    if isinstance(problem, DownloadCancelledError | IgnoreRequest):  # the second by the size of what it unpacks to
        return "too_large"
    return "connection"
