"""Crawls that are killed: what is lost, doubled, asked for again, and whether every file can still be read.

    python -m bench.kill --articles 4000 --kills 20           kill -9 at random times, then the same with SIGTERM
    python -m bench.kill --articles 400 --kills 4             the small form that `make test-kill` runs

Also: the lease is taken over from a stopped process, which must then neither ask nor write. Exits with 1 where a bound
does not hold.
"""

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator

from bench.site import PER_PAGE, PROFILE

ROOT = Path(__file__).parent.parent
#: Pages asked for again that a kill -9 may cost.
REFETCHED = 20
#: Seconds of a lease in the test of a stopped process.
SHORT_LEASE = 3


@contextmanager
def site(articles: int, folder: Path) -> Iterator[tuple[str, Path]]:
    """The generated site in a process of its own: (host and port, file with the paths asked for)."""
    log = folder / "asked"
    command = [sys.executable, "-m", "bench.site", "--articles", str(articles), "--log", str(log)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert server.stdout is not None
        yield server.stdout.readline().strip(), log
    finally:
        server.kill()
        server.wait()


def make_archive(folder: Path, netloc: str) -> Path:
    """An empty archive that knows the site."""
    (folder / "sites").mkdir(parents=True)
    (folder / "sites" / "bench.toml").write_text(PROFILE.format(netloc=netloc), encoding="utf-8")
    return folder


def start(archive: Path, **environment: str) -> "subprocess.Popen[str]":
    """A crawl of the site."""
    command = [sys.executable, "-m", "khotin", "crawl", "bench", "--archive", str(archive), "--delay", "0"]
    errors = (archive / "crawls.log").open("a")
    return subprocess.Popen(command, stderr=errors, text=True, cwd=ROOT, env={**os.environ, **environment})


def asked(log: Path) -> int:
    """How many requests the site has had."""
    return log.read_bytes().count(b"\n") if log.exists() else 0


def interrupt(archive: Path, log: Path, how: signal.Signals, seed: int, least: int) -> int:
    """Start a crawl and stop it with a signal after a random number of requests; returns its exit code."""
    child = start(archive)
    goal = asked(log) + random.Random(seed).randint(1, least)
    while asked(log) < goal and child.poll() is None:
        time.sleep(0.005)
    time.sleep(random.Random(seed + 1).random() * 0.05)
    child.send_signal(how)
    return child.wait(timeout=60)


def finish(archive: Path) -> int:
    """Crawl to the end; returns the exit code."""
    return start(archive).wait(timeout=1200)


def shortcomings(archive: Path, articles: int) -> dict[str, int | str]:
    """What is wrong with an archive that has been crawled to its end."""
    with sqlite3.connect(archive / "archive.db") as db:

        def one(query: str) -> int:
            return int(db.execute(query).fetchone()[0])

        db.execute("INSERT INTO article_texts_fts (article_texts_fts) VALUES ('integrity-check')")
        found = {
            "articles lost": articles - one("SELECT count(*) FROM articles"),
            "lists lost": -(-articles // PER_PAGE) - one(
                "SELECT count(*) FROM pages WHERE url LIKE '%/trang-%' AND state = 'done'"
            ) - 1,
            "articles doubled": one("SELECT count(*) - count(DISTINCT source_id) FROM articles"),
            "versions doubled": one("SELECT count(*) FROM versions") - one("SELECT count(*) FROM articles"),
            "pages left": one("SELECT count(*) FROM pages WHERE state IN ('pending', 'leased')"),
            "captures in the void": in_the_void(archive, db),
            "integrity": 0 if db.execute("PRAGMA integrity_check").fetchone()[0] == "ok" else 1,
            "foreign keys": len(db.execute("PRAGMA foreign_key_check").fetchall()),
        }  # fmt: skip
    return found | unreadable(archive)


def in_the_void(archive: Path, db: sqlite3.Connection) -> int:
    """Captures that point past the end of their file."""
    rows = db.execute("SELECT warc, offset + length FROM captures WHERE lost = 0").fetchall()
    sizes = {path.name: path.stat().st_size for path in (archive / "warc").glob("*.warc.gz")}
    return sum(end > sizes.get(name, 0) for name, end in rows)


def unreadable(archive: Path) -> dict[str, int | str]:
    """Files that two readers do not read alike and whole, and digests that are wrong."""
    bad = wrong = 0
    for path in (archive / "warc").glob("*.warc.gz*"):
        with path.open("rb") as file:
            fast = [record.verify_block_digest() for record in FastIterator(file, parse_http=False)]
        with path.open("rb") as file:
            slow = [record.digest_checker.passed for record in ArchiveIterator(file, check_digests=True)
                    if record.content_stream().read() is not None]  # fmt: skip
        bad += len(fast) != len(slow) or path.suffix == ".open"
        wrong += fast.count(False) + slow.count(False)
    return {"files not whole": bad, "wrong digests": wrong}


def refetched(log: Path) -> int:
    """Requests beyond the first for each path, robots.txt and what each crawl looks at anew left out."""
    counts = Counter(path for path in log.read_text().splitlines() if "/bai-viet-" in path)
    return sum(counts.values()) - len(counts)


def killed(how: signal.Signals, articles: int, kills: int) -> bool:
    """One run; prints its figures. True where all bounds hold."""
    allowed = REFETCHED * kills if how is signal.SIGKILL else 0
    code = -signal.SIGKILL if how is signal.SIGKILL else 11
    with tempfile.TemporaryDirectory() as folder, site(articles, Path(folder)) as (netloc, log):
        archive = make_archive(Path(folder) / "archive", netloc)
        codes = [interrupt(archive, log, how, number, articles // kills) for number in range(kills)]
        end = finish(archive)
        wrong = shortcomings(archive, articles)
        again = refetched(log)
    print(f"{how.name}: {kills} of {articles} articles, exit codes {dict(Counter(codes))}, then {end}")
    print(f"  asked for again: {again} ({again / kills:.1f} a kill, at most {allowed / kills:g})")
    print("  " + ", ".join(f"{name}: {value}" for name, value in wrong.items()))
    return set(codes) == {code} and end == 0 and again <= allowed and not any(wrong.values())


def stop_between_writes(child: "subprocess.Popen[str]", archive: Path) -> None:
    """Stop a crawl at a moment when it holds no write lock. One stopped within a write (two moments in five at full
    speed) keeps SQLite's lock however old its lease is: then the second can only say so and end with 1."""
    for _ in range(200):
        child.send_signal(signal.SIGSTOP)
        if writable(archive):
            return
        child.send_signal(signal.SIGCONT)
        time.sleep(0.02)
    raise SystemExit("The crawl held the write lock at each of 200 moments.")


def writable(archive: Path) -> bool:
    """Whether another process could write to the archive now."""
    with closing(sqlite3.connect(archive / "archive.db", timeout=0.1, isolation_level=None)) as db:
        try:
            db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        db.execute("ROLLBACK")
        return True


def taken_over(articles: int) -> bool:
    """A crawl is stopped beyond its lease, a second takes over, the first goes on: it must do nothing more."""
    with tempfile.TemporaryDirectory() as folder, site(articles, Path(folder)) as (netloc, log):
        archive = make_archive(Path(folder) / "archive", netloc)
        first = start(archive, KHOTIN_LEASE_SECONDS=str(SHORT_LEASE))
        while asked(log) < 30:
            time.sleep(0.01)
        stop_between_writes(first, archive)
        time.sleep(SHORT_LEASE + 1)
        second = finish(archive)
        before = asked(log), rows(archive)
        first.send_signal(signal.SIGCONT)
        code = first.wait(timeout=60)
        after = asked(log), rows(archive)
        wrong = shortcomings(archive, articles)
    print(f"SIGSTOP: the second ended with {second}, the first with {code} after {after[0] - before[0]} requests and "
          f"{sum(after[1]) - sum(before[1])} rows")  # fmt: skip
    print("  " + ", ".join(f"{name}: {value}" for name, value in wrong.items()))
    return second == 0 and code == 11 and before == after and not any(wrong.values())


def rows(archive: Path) -> tuple[int, ...]:
    """How many rows the tables have that a crawl writes."""
    with sqlite3.connect(archive / "archive.db") as db:
        tables = ("articles", "versions", "captures", "pages", "read_counts", "issues")
        return tuple(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)


def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=4000)
    options.add_argument("--kills", type=int, default=20)
    said = options.parse_args()
    held = [
        killed(signal.SIGKILL, said.articles, said.kills),
        killed(signal.SIGTERM, said.articles, max(2, said.kills)),
        taken_over(min(said.articles, 300)),
    ]
    sys.exit(0 if all(held) else 1)


if __name__ == "__main__":
    main()
