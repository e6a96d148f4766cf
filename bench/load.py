"""Readers in numbers while a crawl writes: 32 of them read mixed pages of the archive for a minute.

    python -m bench.load FOLDER --articles 1000000               the live archive, while it is crawled into
    python -m bench.load FOLDER --articles 1000000 --public      a copy for publication, while the archive is crawled into

The crawl is a real one, of the generated site of ``bench.site``; it goes on with nobody reading for as long, before, so
that both can be compared. Exits with 1 where a reader got an error, the crawl ended badly or came to a standstill, or
more than 64 MB of write-ahead log were left, with ``--public`` also meanwhile. The archive has the crawl's articles in it afterwards.
"""

import argparse
import itertools
import random
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.filled import archive
from bench.kill import site
from bench.readers import Answer, Reader, crowd, ours, peak_memory, percentile
from bench.serving import ms, quoted
from bench.site import PROFILE

ROOT: Final = Path(__file__).parent.parent
MOST_WAL: Final = 64_000_000
#: Seconds within which a crawl that is not held up commits something.
STANDSTILL: Final = 10.0
STORED_ROW, VIEWED_ROW = "/archive/articles/{article}", "/archive/v_articles?id={article}"
#: What is read, with its share: articles most of all, then lists and searches, now and then a page full of figures.
MIX: Final = (
    (50, "/bai/{article}"), (6, "/tim-kiem?q={words}"), (4, "/tim-kiem?q={words}&nam={year}"), (2, "/tim-kiem?q={name}"),
    (2, "/tim-kiem?site=tinh-{site}"), (1, "/tim-kiem?xep=doc"), (2, "/tim-kiem.json?q={words}"), (3, "/tim-kiem.atom?xep=moi"),
    (5, "/"), (5, "/don-vi/tinh-{site}"), (2, "/tinh"), (3, "/thang/{year}-05"), (2, "/tac-gia/{author}"), (2, "/tinh-trang"),
    (3, "/bai/{article}/phien-ban"), (3, "/bai/{article}/trich-dan.bib"), (2, "/-/khotin/style.css"), (3, STORED_ROW),
)  # fmt: skip
WORDS: Final = (
    "đoàn",
    "thanh niên",
    "doan vien",
    "hiến máu",
    "mua he xanh",
    "của các",
    "khởi nghiệp sáng tạo",
    '"tình nguyện"',
)
NAMES: Final = ("Nguyễn Văn Hùng", "Trần Thị Hoa", "le van dung")


@dataclass
class Crawl:
    """A crawl under way: the pages that it had committed, second by second."""

    process: "subprocess.Popen[bytes]"
    database: Path
    seen: list[tuple[float, int]] = field(default_factory=list)
    longest_log: int = 0

    def watch(self) -> None:
        """Look once a second until the crawl ends, at the write-ahead log as well (bytes)."""
        connection = sqlite3.connect(f"{self.database.resolve().as_uri()}?mode=ro", uri=True)
        sql = "SELECT count(*) FROM captures WHERE site_id = (SELECT id FROM sites WHERE slug = 'bench')"
        while self.process.poll() is None:
            self.seen.append((time.monotonic(), connection.execute(sql).fetchone()[0]))
            self.longest_log = max(self.longest_log, log_of(self.database))
            time.sleep(1)

    def pace(self, begun: float, ended: float) -> tuple[float, float]:
        """Pages a second between two moments, and the longest that nothing was committed, seconds."""
        within = [(at, pages) for at, pages in self.seen if begun <= at <= ended]
        if len(within) < 2:
            return 0.0, ended - begun
        steps = [at for (at, pages), (_, before) in zip(within[1:], within, strict=False) if pages > before]
        moments = [within[0][0], *steps, within[-1][0]]
        still = max(later - earlier for earlier, later in itertools.pairwise(moments))
        return (within[-1][1] - within[0][1]) / (within[-1][0] - within[0][0]), still


@contextmanager
def crawling(folder: Path, netloc: str) -> Iterator[Crawl]:
    """A crawl of the generated site into the archive in ``folder``, stopped as an operator would at the end."""
    (folder / "sites").mkdir(exist_ok=True)
    (folder / "sites" / "bench.toml").write_text(PROFILE.format(netloc=netloc), encoding="utf-8")
    command = [sys.executable, "-m", "khotin", "crawl", "bench", "--archive", str(folder), "--delay", "0"]
    with (folder / "crawl.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, stderr=log, stdout=log)
    crawl = Crawl(process, folder / "archive.db")
    watcher = threading.Thread(target=crawl.watch)
    watcher.start()
    try:
        yield crawl
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(120)
        watcher.join()


class Mix:
    """What each reader asks for, one path after the other. ``public``: of a copy; in the live archive, which has hidden
    articles, the desk's stored tables are closed, so its view of articles is asked."""

    def __init__(self, articles: int, public: bool) -> None:
        self.articles, self.public = articles, public
        self.shares = list(itertools.accumulate(share for share, _ in MIX))

    def path(self, reader: int, asked: int) -> str:
        """The path of a reader's request number ``asked``; articles written last are read most."""
        draw = random.Random(reader * 100_003 + asked)
        form = draw.choices([form for _, form in MIX], cum_weights=self.shares)[0]
        if form == STORED_ROW and not self.public:
            form = VIEWED_ROW
        article = max(1, self.articles - int(draw.expovariate(1 / (self.articles / 5))))
        if form.endswith("phien-ban"):
            article -= article % 50 - 50  # these have two versions
        return quoted(form.format(article=min(article, self.articles), words=draw.choice(WORDS), name=draw.choice(NAMES),
                                  year=draw.randint(2010, 2025), site=draw.randint(2, 40), author=draw.randint(2, 40)))  # fmt: skip


def run(folder: Path, public: bool, readers: int, seconds: float) -> list[str]:
    """One run: the bounds that did not hold."""
    database = folder / "archive.db"
    connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
    mix = Mix(
        connection.execute(
            "SELECT max(id) FROM articles WHERE id_space = 'tin' AND url LIKE 'https://tinh-%'"
        ).fetchone()[0],
        public,
    )
    hidden = {f"{row[0]}" for row in connection.execute("SELECT id FROM articles WHERE status = 'hidden'")}
    connection.close()
    with (
        tempfile.TemporaryDirectory() as scratch,
        site(20_000, Path(scratch)) as (netloc, _),
        crawling(folder, netloc) as crawl,
    ):
        begun = time.monotonic()
        with ours(folder, *(("--public",) if public else ())) as port:
            time.sleep(max(0.0, seconds - (time.monotonic() - begun)))
            for asked in range(40):  # a server that has been up for a while
                Reader(port).get(mix.path(readers, asked))
            middle = time.monotonic()
            answers = crowd(port, readers, seconds, mix.path)
            ended, memory = time.monotonic(), peak_memory(port)
        alive = crawl.process.poll() is None
    failed = [answer for answer in answers if answer.status != 200 and not hidden & set(answer.path.split("/"))]
    told(answers, memory, readers)
    return [*_errors(failed), *_held_up(crawl, begun, middle, ended, alive), *_log_left(crawl, public)]


def told(answers: list[Answer], memory: float, readers: int) -> None:
    """The figures for a person."""
    print(f"{readers} readers, {len(answers)} pages, peak memory of the server {memory:.0f} MB")
    kinds: dict[str, list[float]] = {}
    for answer in answers:
        path, _, query = answer.path.partition("?")
        kind = "/".join(
            "…" if part.isdigit() or (part.startswith("tinh-") and part != "tinh-trang") else part
            for part in path.split("/")
        )
        kinds.setdefault(kind[:28] + ("?" if query else ""), []).append(answer.seconds)
    for kind, times in [("all", [answer.seconds for answer in answers]), *sorted(kinds.items())]:
        figures = (statistics.median(times), percentile(times, 0.95), max(times))
        print(f"{kind:<32}{len(times):>7}  median {ms(figures[0])}, p95 {ms(figures[1])}, longest {ms(figures[2])}")


def _errors(failed: list[Answer]) -> Iterator[str]:
    for (status, path), times in Counter(
        (answer.status, answer.path.partition("?")[0]) for answer in failed
    ).most_common(10):
        yield f"status {status}, {times} times: {path}"


def _held_up(crawl: Crawl, begun: float, middle: float, ended: float, alive: bool) -> Iterator[str]:
    alone, (beside, still) = crawl.pace(begun, middle)[0], crawl.pace(middle, ended)
    print(f"crawl: {alone:.1f} pages a second with nobody reading, {beside:.1f} beside the readers, "
          f"longest without a commit {still:.1f} s; exit code {crawl.process.returncode}")  # fmt: skip
    if still > STANDSTILL or beside == 0:
        yield f"crawl stood still for {still:.1f} s"
    if crawl.process.returncode not in (0, 11) or not alive:
        yield f"crawl ended by itself: exit code {crawl.process.returncode}"


def log_of(database: Path) -> int:
    """Size of the write-ahead log of ``database``, bytes."""
    log = database.with_name(database.name + "-wal")
    try:
        return log.stat().st_size
    except FileNotFoundError:
        return 0


def _log_left(crawl: Crawl, public: bool) -> Iterator[str]:
    """The log afterwards; in public, where nobody reads the archive for long, it is bound all along."""
    size = log_of(crawl.database)
    print(f"write-ahead log afterwards: {size / 1e6:.1f} MB, at most {crawl.longest_log / 1e6:.1f} MB meanwhile")
    if size > MOST_WAL:
        yield f"write-ahead log of {size / 1e6:.0f} MB"
    if public and crawl.longest_log > MOST_WAL:
        yield f"write-ahead log of {crawl.longest_log / 1e6:.0f} MB meanwhile"


def main() -> int:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--articles", type=int, default=100_000)
    options.add_argument("--public", action="store_true")
    options.add_argument("--readers", type=int, default=32)
    options.add_argument("--seconds", type=float, default=60.0)
    said = options.parse_args()
    archive(said.folder, said.articles)
    broken = run(said.folder, said.public, said.readers, said.seconds)
    for problem in broken:
        print(f"BROKEN: {problem}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
