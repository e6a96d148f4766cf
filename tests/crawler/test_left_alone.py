"""Sites that want to be left alone: 429 and 503, robots.txt that gives no answer, times of day. All crawls run at once,
since most of them wait."""

import itertools
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from crawler.fetch.pace import HOLDS

ROOT = Path(__file__).parents[2]
FORBID = b"User-agent: *\nDisallow: /cam/\n"
ARTICLE = (
    "<h1>Đoàn xã ra quân ngày Chủ nhật xanh</h1><div>"
    + "<p>Sáng ngày 12/3/2024, hơn 50 đoàn viên đã dọn vệ sinh tuyến đường liên ấp và trồng cây xanh.</p>" * 5
    + "</div>"
)
FRONT = "".join(f'<a href="/{folder}/bai-viet-so-{n}.html">Bài</a>' for folder in ("cam", "tin") for n in range(1, 9))
SEED = "".join(f'"/cam/bai-viet-so-{n}.html", ' for n in range(1, 9))
CRAWL = """
import sys, time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
import crawler.settings
from crawler.errors import KhotinError
from crawler.fetch import robots, schedule
from crawler.profile_files import for_url
from crawler.profiles import Schedule
from crawler.run import RunOptions, crawl
archive, url = Path(sys.argv[1]), sys.argv[2]
profile, options = for_url(url), RunOptions(delay=0.05)
{before}
try:
    summary = crawl(profile, archive, options)
except KhotinError as problem:
    print(type(problem).__name__, problem)
    sys.exit(problem.exit_code)
print(summary.reason)
"""
#: So many forbidden pages are start pages: all of them wait for one robots.txt.
WAITERS = f"profile = replace(profile, seeds=tuple(url.rstrip('/') + path for path in ({SEED})))"
#: No answer for one second is none, and the waits between two tries are short.
HASTY = "crawler.settings.DOWNLOAD_TIMEOUT = 1; robots.AGAIN = (0.0, 0.1)"
#: A time of day that is over for two hours, one minute long, and one that ends two seconds from now.
CLOSED = """
past = (datetime.now(UTC) - timedelta(hours=2)).astimezone(schedule.ZONE).time().replace(second=0, microsecond=0)
end = (datetime.now(UTC) - timedelta(hours=1)).astimezone(schedule.ZONE).time().replace(second=0, microsecond=0)
profile = replace(profile, schedule=Schedule((past, end), 0.3))
"""
CLOSING = (
    CLOSED
    + """
closes = []
def open_for(window, now):
    closes.append(now + timedelta(seconds=2)) if not closes else None
    return max(0.0, (closes[0] - now).total_seconds())
schedule.open_for = open_for
"""
)
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Case:
    """One site, its archive, and a crawl of it: ``asked`` are (moment in seconds, path)."""

    name: str
    archive: Path
    url: str = ""
    asked: list[tuple[float, str]] = field(default_factory=list)

    def respond(self, path: str) -> Answer:
        """By default a front page with forbidden and allowed articles."""
        earlier = sum(name == path for _, name in self.asked) - 1
        return ANSWERS[self.name](path, earlier) or (200, {}, (FRONT if path == "/" else ARTICLE).encode())

    def crawl(self, before: str = "") -> "subprocess.CompletedProcess[str]":
        """Crawl the site in a process of its own."""
        command = [sys.executable, "-c", CRAWL.format(before=before), str(self.archive), self.url]
        return subprocess.run(command, capture_output=True, text=True, timeout=100, cwd=ROOT, check=False)

    def paths(self, beginning: str = "/") -> list[str]:
        return [path for _, path in self.asked if path.startswith(beginning)]


def hang(path: str, _: int) -> Answer | None:
    if path == "/robots.txt":
        time.sleep(3)
    return None


def only(path: str, answer: Answer) -> Callable[[str, int], Answer | None]:
    return lambda asked, _: answer if asked == path else None


def date_in(seconds: int) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


def later(status: int, wait: Callable[[], str]) -> Callable[[str, int], Answer | None]:
    """One article that says "later" the first time."""
    return lambda path, earlier: (
        (status, {"Retry-After": wait()}, b"") if path.endswith("so-3.html") and earlier == 0 else None
    )


#: How each site answers a path that was asked for so many times before; None: as by default.
ANSWERS: dict[str, Callable[[str, int], Answer | None]] = {
    "robots 500": only("/robots.txt", (500, {}, FORBID)),
    "robots 503": only("/robots.txt", (503, {"Retry-After": "0"}, FORBID)),
    "robots loop": only("/robots.txt", (302, {"Location": "/robots.txt"}, b"")),
    "robots timeout": hang,
    "robots 10 MB": only("/robots.txt", (200, {}, FORBID + b"Disallow: /x/0123456789\n" * 420_000)),
    "robots binary": only("/robots.txt", (200, {}, b"\x00\xff\xfe\x89PNG\r\n" * 9 + b"\n" + FORBID)),
    "robots 429": only("/robots.txt", (429, {"Retry-After": "0"}, b"")),
    "seconds": later(429, lambda: "2"),
    "date": later(503, lambda: date_in(3)),
    "again and again": lambda path, _: (429, {"Retry-After": "0"}, b"") if path != "/robots.txt" else None,
    "two hours": lambda path, _: (429, {"Retry-After": "7200"}, b"") if path != "/robots.txt" else None,
    "closed": lambda *_: None,
    "closed, but now": lambda *_: None,
    "closing": lambda *_: None,
}
BEFORE = {
    **dict.fromkeys((name for name in ANSWERS if name.startswith("robots")), WAITERS + "; " + HASTY),
    "closed": CLOSED,
    "closed, but now": CLOSED + "\noptions = RunOptions(delay=0.05, now=True)",
    "closing": CLOSING,
}


@contextmanager
def served(case: Case) -> Iterator[None]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            case.asked.append((time.monotonic(), self.path))
            status, headers, body = case.respond(self.path)
            self.send_response(status)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A client that waits no longer is no fault of the site's."""

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    case.url = f"http://127.0.0.1:{server.server_address[1]}/"
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Done:
    """A case whose crawl has ended."""

    case: Case
    exit_code: int
    said: str


Crawls = Callable[[str], Done]


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawls]:
    """By name: the case, once its crawl has ended."""
    running: dict[str, tuple[Case, Future[Any]]] = {}

    def work(case: Case) -> "subprocess.CompletedProcess[str]":
        return case.crawl(BEFORE.get(case.name, ""))

    def done(name: str) -> Done:
        case, crawl = running[name]
        result = crawl.result(110)
        assert "Traceback" not in result.stderr, result.stderr
        return Done(case, result.returncode, result.stdout.strip())

    with ExitStack() as sites, ThreadPoolExecutor(4) as pool:
        for name in ANSWERS:
            case = Case(name, tmp_path_factory.mktemp("kho"))
            sites.enter_context(served(case))
            running[name] = case, pool.submit(work, case)
        yield done


@pytest.mark.parametrize("name", ["robots 500", "robots 503", "robots loop", "robots timeout"])
def test_where_robots_txt_gives_no_answer_nothing_else_is_asked_for(crawls: Crawls, name: str) -> None:
    done = crawls(name)
    assert set(done.case.paths()) == {"/robots.txt"}
    assert (done.exit_code, done.said.split()[0]) == (1, "UnreachableError")


@pytest.mark.parametrize("name", ["robots 10 MB", "robots binary"])
def test_eight_that_wait_for_a_strange_robots_txt_obey_it(crawls: Crawls, name: str, rows_of: Any) -> None:
    done = crawls(name)
    assert (done.case.paths("/cam/"), done.case.paths("/robots.txt")) == ([], ["/robots.txt"])
    assert (done.exit_code, done.said) == (0, "finished")
    refused = "SELECT count(*) FROM pages WHERE kind = 'seed' AND (state, reason) = ('refused', 'robots')"
    assert rows_of(done.case.archive, refused) == [(8,)]


def test_too_many_requests_for_robots_txt_ends_the_crawl(crawls: Crawls) -> None:
    done = crawls("robots 429")
    assert (done.exit_code, done.said.split()[0]) == (18, "RateLimitedError")
    assert done.case.paths() == ["/robots.txt"] * HOLDS


@pytest.mark.parametrize("name", ["seconds", "date"])
def test_the_whole_host_is_left_alone_as_long_as_it_asks_for(crawls: Crawls, name: str, rows_of: Any) -> None:
    done = crawls(name)
    moments = [moment for moment, _ in done.case.asked]
    first = next(n for n, (_, path) in enumerate(done.case.asked) if path.endswith("so-3.html"))
    assert moments[first + 1] - moments[first] >= 1.95
    assert (done.exit_code, done.said) == (0, "finished")
    missing = "SELECT count(*) FROM pages WHERE kind <> 'asset' AND state NOT IN ('done', 'refused', 'suspected')"
    assert rows_of(done.case.archive, missing) == [(0,)]


def test_a_site_that_says_too_many_requests_again_and_again_ends_the_crawl(crawls: Crawls, rows_of: Any) -> None:
    done = crawls("again and again")
    assert (done.exit_code, done.said.split()[0]) == (18, "RateLimitedError")
    assert len(done.case.paths()) <= HOLDS + 1
    assert rows_of(done.case.archive, "SELECT reason, exit_code FROM crawls") == [("rate_limited", 18)]
    assert rows_of(done.case.archive, "SELECT state FROM pages WHERE kind = 'seed'") == [("pending",)]


def test_the_next_crawl_knows_that_a_site_wants_to_be_left_alone(crawls: Crawls) -> None:
    done = crawls("two hours")
    assert (done.exit_code, len(done.case.paths())) == (18, 2)
    again = done.case.crawl()
    assert again.returncode == 18
    assert "wants to be left alone" in again.stdout
    assert len(done.case.paths()) == 2, "nothing was asked for"


def test_outside_its_time_of_day_a_site_is_not_asked_for_anything(crawls: Crawls, rows_of: Any) -> None:
    done = crawls("closed")
    assert (done.exit_code, done.said, done.case.asked) == (0, "window", [])
    assert rows_of(done.case.archive, "SELECT reason, exit_code, judged FROM crawls") == [("window", 0, "unjudged")]


def test_unless_it_is_to_be_crawled_now(crawls: Crawls) -> None:
    done = crawls("closed, but now")
    assert (done.exit_code, done.said) == (0, "finished")
    moments = [moment for moment, _ in done.case.asked]
    assert min(b - a for a, b in itertools.pairwise(moments)) >= 0.25, "the profile's delay of 0.3 s"


def test_a_crawl_ends_when_its_time_of_day_does_and_goes_on_the_next_day(crawls: Crawls, rows_of: Any) -> None:
    done = crawls("closing")
    assert (done.exit_code, done.said) == (0, "window")
    asked = done.case.paths()
    assert 2 <= len(asked) <= 9
    assert rows_of(done.case.archive, "SELECT count(*) > 0 FROM pages WHERE state = 'pending'") == [(1,)]
    assert rows_of(done.case.archive, "SELECT count(*) FROM pages WHERE state = 'leased'") == [(0,)]
    assert done.case.crawl().returncode == 0
    pages = [path for path in done.case.paths("/tin/") if path.endswith(".html")]
    assert len(pages) == len(set(pages)) == 8
