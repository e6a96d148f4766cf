"""What an answer means before its content is looked at: redirects, missing pages, refusals, tries again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from crawler.discovery.urls import canonical, link_to, refusal
from crawler.page import Link, PageKind, Refusal, Signal
from crawler.ports import CaptureRecord, PageRef, PageResult
from crawler.profiles import Profile

#: A page is tried this often within one crawl; the next crawl starts anew.
TRIES = 3
#: Redirects followed from one link.
REDIRECTS = 5
#: Seconds before the second and third try; a Retry-After of the server counts more, up to RETRY_AFTER_MAX.
BACKOFF = (2.0, 10.0, 60.0)
RETRY_AFTER_MAX = 300.0
MISSING = (401, 403, 404, 410, 451)
OVERLOADED = (429, 503)


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
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def of_status(answer: Answer, profile: Profile) -> PageResult | None:
    """The result of an answer whose status decides it; None for 2xx, where the content does."""
    if 200 <= answer.status < 300:
        return None
    if answer.status in (301, 302, 303, 307, 308) and answer.headers.get("location"):
        return _redirect(answer, profile)
    if answer.page.kind is PageKind.GUESS and answer.status in MISSING:
        return _result(answer, "done", "empty")
    if answer.page.kind in (PageKind.FEED, PageKind.SITEMAP) and answer.status in MISSING:
        return _result(answer, "done", "absent")
    if answer.status in MISSING:
        return _result(answer, "suspected", f"http_{answer.status}", _seed_signal(answer))
    if answer.status >= 500 or answer.status in (408, 425, 429):
        return _again(answer)
    return _result(answer, "failed", f"http_{answer.status}")


def of_failure(page: PageRef, reason: str, message: str, at: datetime) -> PageResult:
    """The result of a request without an answer: tried again later in this crawl, then failed with an issue."""
    if page.tries + 1 < TRIES:
        return PageResult(page, "pending", reason, retry_at=at + timedelta(seconds=BACKOFF[page.tries]))
    signal = Signal(
        f"fetch.{reason}",
        f"{page.url} was not fetched after {TRIES} tries: {message}",
        "Look whether the site still answers in a browser; the next crawl tries again.",
        "error" if page.kind is PageKind.SEED else "warning",
    )
    return PageResult(page, "failed", reason, signals=(signal,))


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for (a number or a date, RFC 9110 10.2.3), at most RETRY_AFTER_MAX."""
    value = headers.get("retry-after", "").strip()
    if value.isdigit():
        return min(float(value), RETRY_AFTER_MAX)
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - now).total_seconds(), 0.0), RETRY_AFTER_MAX)


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


def _again(answer: Answer) -> PageResult:
    if answer.page.tries + 1 >= TRIES:
        signal = Signal(
            f"fetch.http_{answer.status}",
            f"{answer.page.url} answered {answer.status} {TRIES} times.",
            "The server has a fault or wants to be left alone; the next crawl tries again.",
            "error" if answer.page.kind is PageKind.SEED else "warning",
        )
        return _result(answer, "failed", f"http_{answer.status}", signal)
    wait = retry_after(answer.headers, answer.at)
    seconds = max(BACKOFF[answer.page.tries], wait or 0.0)
    return PageResult(
        answer.page,
        "pending",
        f"http_{answer.status}",
        answer.status,
        answer.capture,
        retry_at=answer.at + timedelta(seconds=seconds),
    )


def _redirect(answer: Answer, profile: Profile) -> PageResult:
    page, location = answer.page, answer.headers["location"]
    url = canonical(location, profile, page.url)
    if url is None or url == page.url:
        return _result(answer, "failed", "redirect_loop" if url else "redirect_broken")
    reason = refusal(url, profile)
    if reason is not None:
        refused = Refusal(url, f"redirect:{reason}")
        return PageResult(page, "done", f"redirect:{reason}", answer.status, answer.capture, refusals=(refused,))
    if page.redirects >= REDIRECTS:
        return _result(answer, "refused", "redirects")
    return PageResult(page, "done", "redirect", answer.status, answer.capture, redirect_to=_target(url, page, profile))


def _target(url: str, page: PageRef, profile: Profile) -> Link:
    link = link_to(url, profile)
    if link.kind is PageKind.PAGE and page.kind in (PageKind.SEED, PageKind.LISTING, PageKind.ASSET, PageKind.ARTICLE):
        return link_to(url, profile, page.kind)
    return link
