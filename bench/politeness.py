"""Measures how polite crawls are: three host names on one address and one host on another, each crawled by a process of
its own into one archive, seen from the servers' side. ``python -m bench.politeness [SECONDS]``; exit code 1 where a
bound is broken."""

import itertools
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

#: Names that stand for one address without a resolver, and another address of this machine.
CROWD, CROWDED = ("mot.localhost", "hai.localhost", "ba.localhost"), "127.0.0.1"
FREE = "127.0.0.2"
CRAWL = """
import sys
from pathlib import Path
from crawler.profile_files import for_url
from crawler.run import RunOptions, crawl
crawl(for_url(sys.argv[2]), Path(sys.argv[1]), RunOptions(delay=float(sys.argv[3]), time_limit=float(sys.argv[4])))
"""


@dataclass
class Log:
    """Requests as one server saw them: per host name (of the Host header) the moments they came, in seconds; and the
    most that were being answered at once."""

    came: dict[str, list[float]] = field(default_factory=dict)
    at_once: int = 0
    answering: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, host: str) -> None:
        """A request came."""
        with self.lock:
            self.came.setdefault(host, []).append(time.monotonic())
            self.answering += 1
            self.at_once = max(self.at_once, self.answering)

    def end(self) -> None:
        """Its answer is about to leave."""
        with self.lock:
            self.answering -= 1

    @property
    def all(self) -> list[float]:
        """The moments of all requests, in order."""
        return sorted(moment for moments in self.came.values() for moment in moments)


@dataclass(frozen=True)
class Figures:
    """What was measured; gaps in seconds between two requests that followed each other."""

    crowded: Log
    free: Log
    seconds: float


def gaps(moments: list[float]) -> list[float]:
    """Seconds between each moment and the next."""
    return [later - earlier for earlier, later in itertools.pairwise(moments)]


@contextmanager
def served(address: str, latency: float) -> Iterator[tuple[int, Log]]:
    """A server on ``address`` whose pages lead to ever more pages, each answered after ``latency`` seconds; gives its
    port and its log."""
    log = Log()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            log.begin(self.headers["Host"].partition(":")[0])
            time.sleep(latency)
            number = int("".join(filter(str.isdigit, self.path)) or 0)
            links = (f'<a href="/bai-viet-so-{2 * number + n}.html">Bài</a>' for n in (1, 2))
            body = "".join(links).encode()
            log.end()
            self.send_response(404 if self.path == "/robots.txt" else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """The log is ours."""

    server = ThreadingHTTPServer((address, 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server.server_address[1], log
    finally:
        server.shutdown()
        server.server_close()


def measure(archive: Path, seconds: float, delay: float = 1.0, latency: float = 0.05) -> Figures:
    """Crawl all four sites at once for ``seconds``; the crowded address answers after ``latency`` seconds."""
    with ExitStack() as stack:
        crowded_port, crowded = stack.enter_context(served(CROWDED, latency))
        free_port, free = stack.enter_context(served(FREE, 0.02))
        urls = [f"http://{name}:{crowded_port}/" for name in CROWD] + [f"http://{FREE}:{free_port}/"]
        crawls = [
            subprocess.Popen([sys.executable, "-c", CRAWL, str(archive), url, str(delay), str(seconds)]) for url in urls
        ]
        for crawl in crawls:
            if crawl.wait(seconds + 60) != 0:
                raise RuntimeError(f"a crawl ended with exit code {crawl.returncode}")
    return Figures(crowded, free, seconds)


def broken(figures: Figures, delay: float = 1.0) -> list[str]:
    """Which bounds the figures break; empty where all is well. The bounds leave a tenth of a second, and half of the
    address's pace, to what a request needs from here to the server's log."""
    found = []
    for log in (figures.crowded, figures.free):
        for host, moments in log.came.items():
            if min(gaps(moments), default=delay) < 0.9 * delay:
                found.append(f"{host}: two requests within {min(gaps(moments)):.3f} s")
    if min(gaps(figures.crowded.all), default=1.0) < 0.25 * min(1.0, 2 * delay):
        found.append(f"{CROWDED}: two requests within {min(gaps(figures.crowded.all)):.3f} s")
    if figures.crowded.at_once > 2:
        found.append(f"{CROWDED}: {figures.crowded.at_once} requests at once")
    free = gaps(figures.free.all)
    if not free or sum(free) / len(free) > 1.4 * delay:
        found.append(f"{FREE} was slowed down")
    return found


def lines(figures: Figures) -> Iterator[str]:
    """The figures for a person."""
    yield f"{'host':<16}{'requests':>9}{'least gap':>11}{'mean gap':>10}"
    rows = [*figures.crowded.came.items(), (CROWDED, figures.crowded.all), (FREE, figures.free.all)]
    for name, moments in rows:
        between = gaps(moments)
        yield f"{name:<16}{len(moments):>9}{min(between):>9.3f} s{sum(between) / len(between):>8.3f} s"
    yield f"at once on {CROWDED}: {figures.crowded.at_once}"


def main() -> int:
    """Both rounds: an address that answers at once, and one that takes longer than the pace."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    code = 0
    for latency in (0.05, 1.2):
        with tempfile.TemporaryDirectory() as folder:
            figures = measure(Path(folder), seconds, latency=latency)
        print(
            f"\n{len(CROWD)} names on {CROWDED} (answers after {latency} s), one on {FREE}; {seconds:.0f} s, delay 1 s"
        )
        print("\n".join(lines(figures)))
        for problem in broken(figures):
            print(f"BROKEN: {problem}")
            code = 1
    return code


if __name__ == "__main__":
    sys.exit(main())
