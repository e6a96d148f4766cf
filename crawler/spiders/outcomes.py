"""What an answer means before its content is looked at: redirects, missing pages, refusals, tries again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from crawler.capture.exchange import media_type_of
from crawler.discovery.files import file_refusal, file_url
from crawler.discovery.urls import PRIORITY, at_origin, canonical, link_to, on_site, refusal
from crawler.fetch.later import retry_after
from crawler.page import FILES, Link, PageKind, Refusal, Signal
from crawler.ports import HALF, NOT_MODIFIED, CaptureRecord, PageRef, PageResult
from crawler.profiles import Profile

#: A page is tried this often within one crawl; the next crawl starts anew.
TRIES = 3
#: The same for a page whose host says "too many requests": that is no fault of the page's, and the host is left alone
#: between the tries, longer each time, until it ends the crawl.
TRIES_LATER = 8
#: After so many faults of the server in a row a page has one try: the site is broken, and asking for everything three
#: times does not help it.
FAULTS = 10
#: Redirects followed from one link.
REDIRECTS = 5
#: Seconds before the second and third try; a Retry-After of the server counts more.
BACKOFF = (1.0, 5.0, 60.0)
#: The same while the site has not answered at all: most likely the address is wrong, and somebody waits to hear so.
FIRST_BACKOFF = (1.0, 3.0)
MISSING = (401, 403, 404, 410, 451)
#: Failures that the next try would repeat, at the cost of the same bytes.
FINAL = ("too_large",)
#: Failures that say that a host is not there.
DEAD = ("timeout", "connection", "dns")
#: Headers of which a second one is a slip, and no list.
SINGLE = ("location", "refresh", "retry-after")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a server: the page asked for, status, headers (lower-case names), body decoded of its
    content-encoding, where it is captured, and when (aware UTC)."""

    page: PageRef
    status: int
    headers: Mapping[str, str]
    body: bytes
    capture: CaptureRecord | None
    at: datetime

    @property
    def media_type(self) -> str:
        """Media type in lower case without parameters; empty where none is said."""
        return media_type_of(self.headers.get("content-type", ""))


def joined(fields: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """Headers by name in lower case, repeats joined, or the first of those that are no list. A value is UTF-8 where it
    is that, as in the Location of a Vietnamese slug, else latin-1 (RFC 9110)."""
    found: dict[str, str] = {}
    for name, raw in fields:
        key = name.lower()
        if key not in found:
            found[key] = _text(raw)
        elif key not in SINGLE:
            found[key] += f", {_text(raw)}"
    return found


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def of_status(answer: Answer, profile: Profile, faults: int = 0) -> PageResult | None:
    """The result of an answer whose status decides it; None for 2xx, where the content does. ``faults``: how many
    answers in a row said before it that the server has a fault."""
    if 200 <= answer.status < 300:
        return None
    if answer.status == 304 and answer.page.known is not None:
        return _result(answer, "done", NOT_MODIFIED)
    if answer.status in (301, 302, 303, 307, 308) and answer.headers.get("location"):
        return _file_redirect(answer, profile) if answer.page.kind in FILES else _redirect(answer, profile)
    if answer.page.kind is PageKind.REQUISITE and (answer.status in MISSING or off_site(answer.page, profile)):
        return _result(answer, "gone" if answer.status in MISSING else "failed", f"http_{answer.status}")
    if answer.page.kind is PageKind.GUESS and answer.status in MISSING:
        return _result(answer, "done", "empty")
    if answer.page.kind in (PageKind.FEED, PageKind.SITEMAP) and answer.status in MISSING:
        return _result(answer, "done", "absent")
    if answer.status in MISSING:
        return _result(answer, "suspected", f"http_{answer.status}", _seed_signal(answer))
    if answer.status >= 500 or answer.status in (408, 425, 429):
        broken = answer.status >= 500 and faults >= FAULTS
        return _again(answer, 1 if broken else _tries(answer, profile))
    return _result(answer, "failed", f"http_{answer.status}")


def of_failure(
    page: PageRef, reason: str, message: str, at: datetime, backoff: Sequence[float] = BACKOFF
) -> PageResult:
    """The result of a request without an answer: tried again later in this crawl, as often as there are backoffs; then
    failed with an issue, where a page or an article lacks something by it."""
    if reason not in FINAL and page.tries + 1 < min(TRIES, 1 + len(backoff)):
        return PageResult(page, "pending", reason, retry_at=at + timedelta(seconds=backoff[page.tries]))
    if page.kind is PageKind.REQUISITE:
        return PageResult(page, "failed", reason)
    signal = Signal(
        f"fetch.{reason}",
        f"{page.url} was not fetched after {page.tries + 1} {'try' if page.tries == 0 else 'tries'}: {message}",
        "Look whether the site still answers in a browser; the next crawl tries again.",
        "error" if page.kind is PageKind.SEED else "info" if page.kind is PageKind.ASSET and not backoff else "warning",
    )
    return PageResult(page, "failed", reason, signals=(signal,))


def as_half(result: PageResult) -> PageResult:
    """The result of a page of which only a part came, however often it was asked for: read, marked, and asked for again
    by the next crawl."""
    signal = Signal(
        "capture.truncated",
        f"{result.page.url} breaks off before its end each time; what came of it was read.",
        "Its text may lack its end. The next crawl asks for it again, and a whole answer takes its place.",
    )
    return replace(result, reason=HALF, signals=(*result.signals, signal))


def _result(answer: Answer, state: str, reason: str, *signals: Signal | None) -> PageResult:
    said = tuple(signal for signal in signals if signal)
    return PageResult(answer.page, state, reason, answer.status, answer.capture, signals=said)


def _seed_signal(answer: Answer) -> Signal | None:
    if answer.page.kind not in (PageKind.SEED, PageKind.LISTING):
        return None
    return Signal(
        "listing.error_page",
        f"A {answer.page.kind} answers {answer.status}: no article can be found through it.",
        "Look at the site in a browser; if its front page or sections moved, bring the profile's seeds up to date.",
        "error",
    )


def _tries(answer: Answer, profile: Profile) -> int:
    return 1 if off_site(answer.page, profile) else TRIES_LATER if answer.status == 429 else TRIES


def _again(answer: Answer, tries: int) -> PageResult:
    if answer.page.tries + 1 >= tries:
        if answer.page.kind is PageKind.REQUISITE:
            return _result(answer, "failed", f"http_{answer.status}")
        severity = "error" if answer.page.kind is PageKind.SEED else "info" if tries == 1 else "warning"
        signal = Signal(
            f"fetch.http_{answer.status}",
            f"{answer.page.url} answered {answer.status} {tries} times.",
            "The server has a fault or wants to be left alone; the next crawl tries again.",
            severity,
        )
        return _result(answer, "failed", f"http_{answer.status}", signal)
    wait = retry_after(answer.headers.get("retry-after"), answer.at)
    seconds = max(BACKOFF[min(answer.page.tries, len(BACKOFF) - 1)], wait or 0.0)
    return PageResult(
        answer.page,
        "pending",
        f"http_{answer.status}",
        answer.status,
        answer.capture,
        retry_at=answer.at + timedelta(seconds=seconds),
    )


def off_site(page: PageRef, profile: Profile) -> bool:
    """Whether a page (a file, then) lies on another host. It is tried once: nobody waits for a dead one."""
    return not on_site(urlsplit(page.url).netloc, profile)


def _file_redirect(answer: Answer, profile: Profile) -> PageResult:
    """A file may be sent on to another host, whatever its new name."""
    page = answer.page
    url = file_url(answer.headers["location"], page.url)
    if url is None or url == page.url:
        return _result(answer, "failed", "redirect_broken" if url is None else "redirect_loop")
    reason = file_refusal(url, page.kind, profile, sheet=True)
    if reason is not None:
        refused = (Refusal(url, f"redirect:{reason}", page.kind),)
        return PageResult(page, "done", f"redirect:{reason}", answer.status, answer.capture, refusals=refused)
    if page.redirects >= REDIRECTS:
        return _result(answer, "refused", "redirects")
    link = Link(url, page.kind, PRIORITY[page.kind])
    return PageResult(page, "done", "redirect", answer.status, answer.capture, redirect_to=link)


def _redirect(answer: Answer, profile: Profile) -> PageResult:
    page, location = answer.page, answer.headers["location"]
    url = canonical(location, profile, page.url)
    if url is not None and url == page.url:
        url = moved_origin(answer, profile)
        if url is None:
            return _result(answer, "failed", "redirect_loop")
    if url is None:
        return _result(answer, "failed", "redirect_broken")
    reason = refusal(url, profile)
    if reason is not None:
        said = (_moved_signal(page, url),) if page.kind is PageKind.SEED and reason == "offsite" else ()
        refused = (Refusal(url, f"redirect:{reason}"),)
        return PageResult(
            page, "done", f"redirect:{reason}", answer.status, answer.capture, refusals=refused, signals=said
        )
    if page.redirects >= REDIRECTS:
        return _result(answer, "refused", "redirects")
    return PageResult(page, "done", "redirect", answer.status, answer.capture, redirect_to=_target(url, page, profile))


def moved_origin(answer: Answer, profile: Profile) -> str | None:
    """Where a page is sent that differs only in scheme or host name, both the site's own (http to https, without
    ``www.``): its URL there, written as the server writes it. None for every other answer."""
    location = answer.headers.get("location")
    if not location or not 300 <= answer.status < 400 or canonical(location, profile, answer.page.url) is None:
        return None
    if canonical(location, profile, answer.page.url) != canonical(answer.page.url, profile):
        return None
    told = urljoin(answer.page.url, location.strip())
    if urlsplit(told)[:2] == urlsplit(answer.page.url)[:2]:
        return None
    url = canonical(told, at_origin(profile, told))
    return url if url != answer.page.url else None


def _moved_signal(page: PageRef, url: str) -> Signal:
    return Signal(
        "seed.moved",
        f"{page.url} sends its readers to {url}, on a host that is not the site's.",
        "If the site moved there, add that host to the profile's hosts, or crawl the new address instead.",
        "error",
    )


def _target(url: str, page: PageRef, profile: Profile) -> Link:
    if page.kind in (PageKind.FEED, PageKind.SITEMAP):
        return link_to(url, profile, page.kind)
    link = link_to(url, profile)
    if link.kind is PageKind.PAGE and page.kind in (PageKind.SEED, PageKind.LISTING, PageKind.ARTICLE):
        return link_to(url, profile, page.kind)
    return link
