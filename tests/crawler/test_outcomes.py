"""What an answer's status means for its page."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crawler.fetch.later import RETRY_AFTER_MAX, retry_after
from crawler.fetch.pace import HOLDS
from crawler.page import PageKind
from crawler.ports import PageRef
from crawler.profile_files import for_url, with_family
from crawler.spiders.outcomes import (
    BACKOFF,
    FAULTS,
    REDIRECTS,
    TRIES,
    TRIES_LATER,
    Answer,
    joined,
    of_failure,
    of_status,
)

NOW = datetime(2026, 6, 1, 12, 0, 0, tzinfo=UTC)
PROFILE = with_family(for_url("http://a.vn/"), "php_news")


def answer(status: int, kind: PageKind = PageKind.ARTICLE, location: str = "", **page: Any) -> Answer:
    headers = {"location": location} if location else page.pop("headers", {})
    ref = PageRef(1, page.pop("url", "http://a.vn/news.php?id=5"), kind, 1, **page)
    return Answer(ref, status, headers, b"", None, NOW)


def test_the_content_decides_where_the_status_is_well() -> None:
    assert of_status(answer(200), PROFILE) is None
    assert of_status(answer(206), PROFILE) is None


@pytest.mark.parametrize("status", [403, 404, 410, 451])
def test_a_page_that_is_not_there_is_suspected_on_the_first_look(status: int) -> None:
    result = of_status(answer(status), PROFILE)
    assert result is not None
    assert (result.state, result.reason) == ("suspected", f"http_{status}")


def test_an_id_that_was_guessed_and_a_sitemap_that_was_tried_are_just_not_there() -> None:
    guess, sitemap = of_status(answer(404, PageKind.GUESS), PROFILE), of_status(answer(404, PageKind.SITEMAP), PROFILE)
    assert guess is not None
    assert sitemap is not None
    assert (guess.state, guess.reason, sitemap.state, sitemap.reason) == ("done", "empty", "done", "absent")


def test_a_listing_that_is_an_error_page_is_an_issue() -> None:
    result = of_status(answer(404, PageKind.LISTING), PROFILE)
    assert result is not None
    assert [signal.code for signal in result.signals] == ["listing.error_page"]
    assert result.signals[0].advice


@pytest.mark.parametrize("status", [500, 502, 503])
def test_an_overloaded_server_is_asked_again_later_and_not_for_ever(status: int) -> None:
    for tries in range(TRIES - 1):
        result = of_status(answer(status, tries=tries), PROFILE)
        assert result is not None
        assert (result.state, result.retry_at) == ("pending", NOW + timedelta(seconds=BACKOFF[tries]))
    last = of_status(answer(status, tries=TRIES - 1), PROFILE)
    assert last is not None
    assert (last.state, len(last.signals)) == ("failed", 1)


def test_retry_after_counts_in_seconds_and_as_a_date() -> None:
    assert retry_after(" 120 ", NOW) == 120
    assert retry_after("Mon, 01 Jun 2026 12:00:30 GMT", NOW) == 30
    assert retry_after("Monday, 01-Jun-26 12:00:30 GMT", NOW) == 30
    assert retry_after("Mon, 01 Jun 2026 11:00:00 GMT", NOW) == 0
    assert retry_after("9999999", NOW) == retry_after("Sun, 01 Jun 2036 12:00:00 GMT", NOW) == RETRY_AFTER_MAX
    years = "1 Jan 99999999999999999999 00:00:00 GMT"
    for nonsense in ("soon", "-5", "1.5", "²", "", None, years, "Sun, 06 Nov 1994 08:49:37 +99999999999999"):
        assert retry_after(nonsense, NOW) is None


def test_too_many_requests_are_no_fault_of_the_page() -> None:
    """The host ends the crawl before any of its pages fails for it; a page that alone says so fails in the end."""
    assert TRIES_LATER > HOLDS
    for tries in range(TRIES_LATER - 1):
        result = of_status(answer(429, tries=tries, headers={"retry-after": "90"}), PROFILE)
        assert result is not None
        assert (result.state, result.retry_at) == ("pending", NOW + timedelta(seconds=90))
    last = of_status(answer(429, tries=TRIES_LATER - 1), PROFILE)
    assert last is not None
    assert last.state == "failed"


def test_a_redirect_is_a_page_state_that_leads_on() -> None:
    result = of_status(answer(301, location="/news.php?id=6"), PROFILE)
    assert result is not None
    assert result.redirect_to is not None
    assert (result.state, result.redirect_to.url, result.redirect_to.source_id) == (
        "done",
        "http://a.vn/news.php?id=6",
        "6",
    )


@pytest.mark.parametrize(
    ("location", "state", "reason"),
    [
        ("http://a.vn/news.php?id=5", "failed", "redirect_loop"),
        ("https://facebook.com/x", "done", "redirect:offsite"),
        ("http://127.0.0.1:5984/_all_dbs", "done", "redirect:offsite"),
        ("file:///etc/passwd", "failed", "redirect_broken"),
        ("/login.php", "done", "redirect:trap:account"),
    ],
)
def test_redirects_that_are_not_followed(location: str, state: str, reason: str) -> None:
    result = of_status(answer(302, location=location), PROFILE)
    assert result is not None
    assert result.redirect_to is None
    assert (result.state, result.reason) == (state, reason)


def test_redirects_come_to_an_end() -> None:
    result = of_status(answer(302, location="/news.php?id=6", redirects=REDIRECTS), PROFILE)
    assert result is not None
    assert (result.state, result.reason, result.redirect_to) == ("refused", "redirects", None)


def test_no_answer_is_tried_again_then_a_failure_with_advice() -> None:
    page = PageRef(1, "http://a.vn/", PageKind.SEED, 0)
    first = of_failure(page, "dns", "does not resolve", NOW)
    assert (first.state, first.signals) == ("pending", ())
    last = of_failure(PageRef(1, "http://a.vn/", PageKind.SEED, 0, tries=TRIES - 1), "dns", "does not resolve", NOW)
    assert last.state == "failed"
    assert last.signals[0].severity == "error"
    assert "does not resolve" in last.signals[0].message


def test_a_page_has_one_try_where_the_whole_site_has_a_fault() -> None:
    before, broken = of_status(answer(500), PROFILE, FAULTS - 1), of_status(answer(500), PROFILE, FAULTS)
    later = of_status(answer(429), PROFILE, FAULTS)
    assert before is not None
    assert broken is not None
    assert later is not None
    assert (before.state, broken.state, later.state) == ("pending", "failed", "pending")


@pytest.mark.parametrize(
    ("said", "media_type"),
    [
        ([b"text/html", b"text/html; charset=utf-8"], "text/html"),
        ([b"text/html, text/html; charset=utf-8"], "text/html"),
        ([b"text/plain", b"TEXT/HTML ;charset=utf-8"], "text/html"),
        ([b"text/html charset=utf-8"], "text/html"),
        ([b"text/html,charset=utf-8"], "text/html"),
        ([b"html"], "text/html"),
        ([b"application/pdf"], "application/pdf"),
        ([b"pdf"], "pdf"),
        ([b"; charset=utf-8"], ""),
        ([], ""),
    ],
)
def test_a_media_type_however_often_and_oddly_it_is_said(said: list[bytes], media_type: str) -> None:
    headers = joined(("Content-Type", value) for value in said)
    assert answer(200, headers=headers).media_type == media_type


def test_a_location_that_is_said_twice_is_one() -> None:
    headers = joined([("Location", b"/news.php?id=6"), ("location", b"/news.php?id=6"), ("Via", b"a"), ("Via", b"b")])
    assert headers == {"location": "/news.php?id=6", "via": "a, b"}
