"""What a robots.txt, or the lack of one, means (RFC 9309)."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import NotSupported
from scrapy.http import Response
from scrapy.settings import Settings

from crawler.fetch.robots import (
    AGENT,
    REDIRECTS,
    SIZE_LIMIT,
    RobotsDisallowedError,
    RobotsMiddleware,
    RobotsUnreachableError,
    rules_of,
)
from crawler.profile_files import for_url

SPIDER = SimpleNamespace(profile=for_url("http://a.vn/"))
FORBID = b"User-agent: *\nDisallow: /cam/\n"


class Engine:
    """An engine whose downloads are ``answers`` by URL; an exception among them is raised."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers, self.asked = answers, []
        self.downloader = SimpleNamespace(slots={"a.vn": SimpleNamespace(delay=1.0)}, per_slot_settings={})

    async def download_async(self, request: Request) -> Response:
        self.asked.append(request.url)
        await asyncio.sleep(0)
        answer = self.answers[request.url]
        if isinstance(answer, Exception):
            raise answer
        status, body, *location = answer
        return Response(request.url, status=status, body=body, headers={"Location": location[0]} if location else {})


def robots(*answers: Any) -> tuple[RobotsMiddleware, Engine]:
    """The middleware over an engine that answers for /robots.txt and then for /moi.txt."""
    engine = Engine(dict(zip(["http://a.vn/robots.txt", "http://a.vn/moi.txt"], answers, strict=False)))
    settings = Settings({"CRAWL_DELAY_MAX": 30.0})
    return RobotsMiddleware(SimpleNamespace(engine=engine, settings=settings, spider=SPIDER)), engine  # type: ignore[arg-type]


def ask(robot: RobotsMiddleware, *urls: str) -> list[BaseException | None]:
    async def all_at_once() -> list[BaseException | None]:
        return await asyncio.gather(*(robot.process_request(Request(url)) for url in urls), return_exceptions=True)

    return asyncio.run(all_at_once())


@pytest.mark.parametrize("status", [401, 403, 404, 410, 204])
def test_no_rules_allow_all(status: int) -> None:
    assert rules_of(Response("http://a.vn/robots.txt", status=status, body=FORBID)).can_fetch("/cam/x", AGENT)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_no_answer_worth_the_name_allows_nothing(status: int) -> None:
    with pytest.raises(RobotsUnreachableError, match=str(status)):
        rules_of(Response("http://a.vn/robots.txt", status=status))


def test_what_stands_beyond_500_kib_does_not_count() -> None:
    body = b"User-agent: *\n" + b"#" * SIZE_LIMIT + b"\nDisallow: /\n"
    assert rules_of(Response("http://a.vn/robots.txt", body=body)).can_fetch("http://a.vn/", AGENT)


def test_our_own_group_counts_more_than_the_common_one() -> None:
    rules = rules_of(Response("http://a.vn/robots.txt", body=FORBID + b"\nUser-agent: khotin\nDisallow: /anh/\n"))
    assert rules.can_fetch("http://a.vn/cam/1", AGENT)
    assert not rules.can_fetch("http://a.vn/anh/1", AGENT)


def test_all_who_wait_for_one_answer_obey_it() -> None:
    robot, engine = robots((200, FORBID))
    said = ask(robot, *[f"http://a.vn/cam/{n}" for n in range(8)], "http://a.vn/tin/1")
    assert [type(one) for one in said] == [RobotsDisallowedError] * 8 + [type(None)]
    assert engine.asked == ["http://a.vn/robots.txt"]


def test_an_unreachable_robots_txt_forbids_all_who_wait_and_is_asked_for_again() -> None:
    robot, engine = robots((503, b""))
    assert {type(one) for one in ask(robot, "http://a.vn/1", "http://a.vn/2")} == {RobotsUnreachableError}
    engine.answers["http://a.vn/robots.txt"] = (200, FORBID)
    assert ask(robot, "http://a.vn/1") == [None]
    assert len(engine.asked) == 2


def test_a_moved_robots_txt_is_followed_but_not_for_ever() -> None:
    robot, _ = robots((301, b"", "/moi.txt"), (200, FORBID))
    assert isinstance(ask(robot, "http://a.vn/cam/1")[0], RobotsDisallowedError)
    robot, engine = robots((302, b"", "/robots.txt"))
    assert ask(robot, "http://a.vn/cam/1") == [None]
    assert len(engine.asked) == 1 + REDIRECTS


def test_a_robots_txt_that_leads_to_a_disk_gives_no_answer() -> None:
    robot, engine = robots((301, b"", "file:///etc/passwd"))
    engine.answers["file:///etc/passwd"] = NotSupported("Unsupported URL scheme 'file'")
    assert isinstance(ask(robot, "http://a.vn/1")[0], RobotsUnreachableError)


def test_a_dead_host_of_somebody_else_is_not_asked_again() -> None:
    robot, engine = robots((200, FORBID))
    engine.answers["http://cdn.example/robots.txt"] = OSError("no route")
    for _ in range(2):
        assert isinstance(ask(robot, "http://cdn.example/a.css")[0], RobotsUnreachableError)
    assert engine.asked.count("http://cdn.example/robots.txt") == 1


def test_a_crawl_delay_of_another_host_does_not_slow_the_site_down() -> None:
    robot, engine = robots((200, FORBID))
    engine.downloader.slots["cdn.example"] = SimpleNamespace(delay=1.0)
    engine.answers["http://cdn.example/robots.txt"] = (200, b"User-agent: *\nCrawl-delay: 9\n")
    assert ask(robot, "http://cdn.example/a.css", "http://a.vn/1") == [None, None]
    assert {host: slot.delay for host, slot in engine.downloader.slots.items()} == {"a.vn": 1.0, "cdn.example": 9.0}


@pytest.mark.parametrize(("asked", "kept"), [("5", 5.0), ("600", 30.0), ("0.2", 1.0)])
def test_a_crawl_delay_slows_the_host_down_within_bounds(asked: str, kept: float) -> None:
    robot, engine = robots((200, f"User-agent: *\nCrawl-delay: {asked}\n".encode()))
    ask(robot, "http://a.vn/1")
    assert engine.downloader.slots["a.vn"].delay == kept
    assert engine.downloader.per_slot_settings["a.vn"]["delay"] == kept, "lost when Scrapy drops an idle slot"
