"""What a robots.txt, or the lack of one, means (RFC 9309)."""

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import NotSupported
from scrapy.http import Response
from scrapy.settings import Settings

from crawler.clock import MACHINE
from crawler.errors import AddressRefusedError, KhotinError
from crawler.fetch import robots as room
from crawler.fetch.pace import HOLDS, HostHeldError
from crawler.fetch.robots import FAILURES, RETAINED_LOOK, RobotsMiddleware
from crawler.fetch.robots_text import (
    REDIRECTS,
    SIZE_LIMIT,
    RobotsDisallowedError,
    RobotsUnreachableError,
    text_of,
)
from crawler.ports import KeptRobots
from crawler.profile_files import for_url

SPIDER = SimpleNamespace(profile=for_url("http://a.vn/"))
FORBID = b"User-agent: *\nDisallow: /cam/\n"


class Engine:
    """An engine whose downloads are ``answers`` by URL; an exception among them is raised."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers, self.asked = answers, []

    async def download_async(self, request: Request) -> Response:
        self.asked.append(request.url)
        await asyncio.sleep(0)
        answer = self.answers[request.url]
        if isinstance(answer, Exception):
            raise answer
        status, body, *location = answer
        return Response(request.url, status=status, body=body, headers={"Location": location[0]} if location else {})


class SessionStub:
    """A session whose store remembers robots.txt, and whose pace and issues are lists."""

    def __init__(self) -> None:
        self.clock = MACHINE
        self.kept: dict[str, KeptRobots] = {}
        self.slowed, self.issues = list[tuple[str, float]](), list[str]()
        self.stopped: list[tuple[str, KhotinError | None]] = []
        self.store = SimpleNamespace(
            robots=self.kept.get,
            save_robots=self.kept.__setitem__,
            report=lambda signals, _: self.issues.extend(signal.code for signal in signals),
        )
        self.pace = SimpleNamespace(
            slow_down=lambda host, delay: self.slowed.append((host, delay)), is_own=lambda host: host == "a.vn"
        )

    def keep(self, origin: str, text: str, age: timedelta) -> None:
        self.kept[origin] = KeptRobots(text, datetime.now(UTC) - age)

    async def on_store(self, call: Any, *given: Any) -> Any:
        return call(*given)

    def post(self, call: Any, *given: Any) -> None:
        call(*given)

    def stop(self, reason: str, error: KhotinError | None = None) -> None:
        self.stopped.append((reason, error))

    async def may_ask(self) -> None: ...


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> SessionStub:
    stub = SessionStub()
    monkeypatch.setattr(room, "session_of", lambda _: stub)
    return stub


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
    assert text_of(Response("http://a.vn/robots.txt", status=status, body=FORBID)) == ""


@pytest.mark.parametrize("status", [429, 500, 503])
def test_no_answer_worth_the_name_allows_nothing(status: int) -> None:
    with pytest.raises(RobotsUnreachableError, match=str(status)):
        text_of(Response("http://a.vn/robots.txt", status=status))


def test_what_stands_beyond_500_kib_does_not_count() -> None:
    body = b"User-agent: *\n" + b"#" * SIZE_LIMIT + b"\nDisallow: /\n"
    assert "Disallow" not in text_of(Response("http://a.vn/robots.txt", body=body))


def test_a_line_that_500_kib_cut_in_two_does_not_count() -> None:
    rules = b"User-agent: *\nDisallow: /cam/\n"
    body = rules + b"#" * (SIZE_LIMIT - len(rules) - 12) + b"\nAllow: /cam/duoc/\n"
    assert body[:SIZE_LIMIT].endswith(b"\nAllow: /cam")
    assert "Allow" not in text_of(Response("http://a.vn/robots.txt", body=body))


def test_ten_megabytes_of_rules_are_read_as_far_as_they_count(session: SessionStub) -> None:
    robot, _ = robots((200, FORBID + b"Disallow: /x/0123456789\n" * 420_000))
    said = ask(robot, "http://a.vn/cam/1", "http://a.vn/tin/1")
    assert [type(one) for one in said] == [RobotsDisallowedError, type(None)]
    assert len(session.kept["http://a.vn"].text) <= SIZE_LIMIT


def test_a_byte_order_mark_hides_no_rule(session: SessionStub) -> None:
    robot, _ = robots((200, b"\xef\xbb\xbf" + FORBID))
    assert isinstance(ask(robot, "http://a.vn/cam/1")[0], RobotsDisallowedError)


def test_our_own_group_counts_more_than_the_common_one(session: SessionStub) -> None:
    robot, _ = robots((200, FORBID + b"\nUser-agent: khotin\nDisallow: /anh/\n"))
    allowed, forbidden = ask(robot, "http://a.vn/cam/1", "http://a.vn/anh/1")
    assert allowed is None
    assert isinstance(forbidden, RobotsDisallowedError)


@pytest.mark.parametrize("body", [bytes(range(256)) * 100, b"\xff\xfeD\0i\0s\0", b"", b"<html>Disallow: /</html>"])
def test_a_robots_txt_that_is_none_allows_all(session: SessionStub, body: bytes) -> None:
    robot, _ = robots((200, body))
    assert ask(robot, "http://a.vn/tin/1") == [None]


def test_all_who_wait_for_one_answer_obey_it(session: SessionStub) -> None:
    robot, engine = robots((200, FORBID))
    said = ask(robot, *[f"http://a.vn/cam/{n}" for n in range(8)], "http://a.vn/tin/1")
    assert [type(one) for one in said] == [RobotsDisallowedError] * 8 + [type(None)]
    assert engine.asked == ["http://a.vn/robots.txt"]


def test_an_unreachable_robots_txt_forbids_all_who_wait_and_is_asked_for_again(session: SessionStub) -> None:
    robot, engine = robots((503, b""))
    assert {type(one) for one in ask(robot, "http://a.vn/1", "http://a.vn/2")} == {RobotsUnreachableError}
    engine.answers["http://a.vn/robots.txt"] = (200, FORBID)
    assert ask(robot, "http://a.vn/1") == [None]
    assert len(engine.asked) == 2


def test_a_moved_robots_txt_is_followed_but_not_for_ever(session: SessionStub) -> None:
    robot, _ = robots((301, b"", "/moi.txt"), (200, FORBID))
    assert isinstance(ask(robot, "http://a.vn/cam/1")[0], RobotsDisallowedError)
    session.kept.clear()
    robot, engine = robots((302, b"", "/robots.txt"))
    assert isinstance(ask(robot, "http://a.vn/tin/1")[0], RobotsUnreachableError)
    assert len(engine.asked) == 1 + REDIRECTS
    assert session.kept == {}, "no answer is kept as one"


def test_a_redirect_to_nowhere_is_no_answer(session: SessionStub) -> None:
    assert isinstance(ask(robots((302, b"User-agent: *"))[0], "http://a.vn/tin/1")[0], RobotsUnreachableError)


def test_a_robots_txt_that_leads_inside_is_no_answer_and_a_host_that_is_inside_is_refused(session: SessionStub) -> None:
    robot, engine = robots((301, b"", "http://10.0.0.1/robots.txt"))
    engine.answers["http://10.0.0.1/robots.txt"] = AddressRefusedError("10.0.0.1")
    assert isinstance(ask(robot, "http://a.vn/1")[0], RobotsUnreachableError)
    assert isinstance(ask(robots(AddressRefusedError("10.0.0.1"))[0], "http://a.vn/1")[0], AddressRefusedError)


def test_a_robots_txt_that_leads_to_a_disk_gives_no_answer(session: SessionStub) -> None:
    robot, engine = robots((301, b"", "file:///etc/passwd"))
    engine.answers["file:///etc/passwd"] = NotSupported("Unsupported URL scheme 'file'")
    assert isinstance(ask(robot, "http://a.vn/1")[0], RobotsUnreachableError)


def test_a_dead_host_of_somebody_else_is_not_asked_again(session: SessionStub) -> None:
    robot, engine = robots((200, FORBID))
    engine.answers["http://cdn.example/robots.txt"] = OSError("no route")
    for _ in range(2):
        assert isinstance(ask(robot, "http://cdn.example/a.css")[0], RobotsUnreachableError)
    assert engine.asked.count("http://cdn.example/robots.txt") == 1


def test_a_crawl_delay_of_another_host_does_not_slow_the_site_down(session: SessionStub) -> None:
    robot, engine = robots((200, FORBID))
    engine.answers["http://cdn.example/robots.txt"] = (200, b"User-agent: *\nCrawl-delay: 9\n")
    assert ask(robot, "http://cdn.example/a.css", "http://a.vn/1") == [None, None]
    assert session.slowed == [("cdn.example", 9.0)]


@pytest.mark.parametrize(("asked", "kept"), [("5", 5.0), ("600", 30.0), ("0.2", 0.2)])
def test_a_crawl_delay_slows_the_host_down_within_bounds(session: SessionStub, asked: str, kept: float) -> None:
    robot, _ = robots((200, f"User-agent: *\nCrawl-delay: {asked}\n".encode()))
    ask(robot, "http://a.vn/1")
    assert session.slowed == [("a.vn", kept)]
    assert session.issues == (["robots.crawl_delay"] if asked == "600" else [])


def test_an_answer_of_today_is_not_asked_for_again(session: SessionStub) -> None:
    session.keep("http://a.vn", FORBID.decode(), timedelta(hours=23))
    robot, engine = robots((200, b""))
    assert isinstance(ask(robot, "http://a.vn/cam/1")[0], RobotsDisallowedError)
    assert engine.asked == []


def test_an_older_one_is(session: SessionStub) -> None:
    session.keep("http://a.vn", FORBID.decode(), timedelta(hours=25))
    robot, _ = robots((200, b""))
    assert ask(robot, "http://a.vn/cam/1") == [None]
    assert session.kept["http://a.vn"].text == ""


def test_where_there_is_no_answer_the_one_kept_counts_for_a_month(session: SessionStub) -> None:
    session.keep("http://a.vn", FORBID.decode(), timedelta(days=29))
    said = ask(robots((503, b""))[0], "http://a.vn/cam/1", "http://a.vn/tin/1")
    assert [type(one) for one in said] == [RobotsDisallowedError, type(None)]
    session.keep("http://a.vn", FORBID.decode(), timedelta(days=31))
    (said,) = ask(robots((503, b""))[0], "http://a.vn/tin/1")
    assert isinstance(said, RobotsUnreachableError)
    assert session.issues == ["robots.retained"]


def test_while_the_one_kept_counts_a_new_one_is_asked_for_now_and_then(session: SessionStub) -> None:
    session.keep("http://a.vn", FORBID.decode(), timedelta(days=2))
    robot, engine = robots((503, b""))
    ask(robot, "http://a.vn/tin/1")
    ask(robot, "http://a.vn/tin/2")
    assert len(engine.asked) == 1
    known = robot._origins["http://a.vn"]
    assert timedelta() < known.until - datetime.now(UTC) <= RETAINED_LOOK
    known.until = datetime.now(UTC) - timedelta(seconds=1)
    engine.answers["http://a.vn/robots.txt"] = (200, b"")
    assert ask(robot, "http://a.vn/cam/1") == [None]


def test_an_answer_is_asked_for_anew_a_day_after_it_came_also_within_a_crawl(session: SessionStub) -> None:
    session.keep("http://a.vn", FORBID.decode(), timedelta(hours=23, minutes=59))
    robot, engine = robots((200, b""))
    ask(robot, "http://a.vn/1")
    assert robot._origins["http://a.vn"].until - datetime.now(UTC) <= timedelta(minutes=1)
    assert engine.asked == []


def test_too_many_requests_for_robots_txt_is_left_to_the_pace(session: SessionStub) -> None:
    robot, engine = robots((429, b""))
    assert isinstance(ask(robot, "http://a.vn/1")[0], RobotsUnreachableError)
    assert len(engine.asked) == HOLDS + 1, "the pace ends the crawl before that"
    session.kept.clear()
    robot, engine = robots(HostHeldError("a.vn", 60.0))
    assert isinstance(ask(robot, "http://a.vn/1")[0], HostHeldError)
    engine.answers["http://a.vn/robots.txt"] = (200, b"")
    assert ask(robot, "http://a.vn/1") == [None]


def test_a_site_that_never_gives_its_robots_txt_ends_the_crawl(
    session: SessionStub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "AGAIN", (0.0,))
    robot, engine = robots((500, b""))
    for _ in range(FAILURES - 1):
        ask(robot, *[f"http://a.vn/{n}" for n in range(8)])
    assert session.stopped == []
    ask(robot, "http://a.vn/1")
    ((reason, error),) = session.stopped
    assert (reason, len(engine.asked)) == ("robots_unreachable", FAILURES)
    assert "answers 500" in str(error)


def test_a_host_that_is_not_the_sites_ends_nothing_and_is_not_waited_for(session: SessionStub) -> None:
    robot, engine = robots()
    engine.answers["http://b.vn/robots.txt"] = (500, b"")
    for _ in range(FAILURES + 2):
        assert isinstance(ask(robot, "http://b.vn/anh.jpg")[0], RobotsUnreachableError)
    assert (session.stopped, len(engine.asked)) == ([], 1), "in this crawl it is not asked again"


@pytest.mark.parametrize(
    ("line", "is_ours"),
    [
        ("User-agent: khotin/0.0.1 (+ai@do.vn)", True),
        ("useragent:KhoTin/9.9 # us", True),
        ("User-agent: khotin", True),
        ("User-agent: khotin-news", False),
        ("User-agent: khotinbot/1.0", False),
    ],
)
def test_a_group_names_us_in_any_version(session: SessionStub, line: str, is_ours: bool) -> None:
    robot, _ = robots((200, f"{line}\r\nDisallow: /anh/\r\n\r\nUser-agent: *\r\nDisallow: /cam/\r\n".encode()))
    said = ask(robot, "http://a.vn/anh/1", "http://a.vn/cam/1")
    assert [one is not None for one in said] == [is_ours, not is_ours]


def test_lines_that_end_in_cr_alone_are_lines_beyond_500_kib_too() -> None:
    body = b"User-agent: *\rDisallow: /cam/\r" + b"#\r" * SIZE_LIMIT
    assert "Disallow: /cam/" in text_of(Response("http://a.vn/robots.txt", body=body))


def test_a_redirect_to_what_is_no_address_is_no_answer(session: SessionStub) -> None:
    assert isinstance(ask(robots((302, b"", "http://[::1/"))[0], "http://a.vn/tin/1")[0], RobotsUnreachableError)


def test_rules_of_days_to_come_are_asked_for_anew(session: SessionStub) -> None:
    """They were kept while the machine's clock was wrong, and would never grow old."""
    session.keep("http://a.vn", "", timedelta(days=-900))
    robot, engine = robots((200, FORBID))
    assert isinstance(ask(robot, "http://a.vn/cam/1")[0], RobotsDisallowedError)
    session.keep("http://a.vn", FORBID.decode(), timedelta(days=-900))
    robot, engine = robots((503, b""))
    assert isinstance(ask(robot, "http://a.vn/cam/1")[0], RobotsDisallowedError)
    assert len(engine.asked) == 1


def test_a_group_names_us_where_lines_end_as_on_old_macs(session: SessionStub) -> None:
    robot, _ = robots((200, b"User-agent: *\rDisallow: /\r\rUser-agent: khotin/9.9\rDisallow: /cam/\r"))
    said = ask(robot, "http://a.vn/anh/1", "http://a.vn/cam/1")
    assert [one is not None for one in said] == [False, True]
