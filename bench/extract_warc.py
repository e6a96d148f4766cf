"""What reading an archive again costs: `khotin extract --dry-run` on N captured pages, in one process and in two.

python -m bench.extract_warc CAPTURE.warc.gz [--pages 5000] [--rounds 1] [--at-least 250] [--speed-up 1.6]

CAPTURE is a WARC with the pages of one site. Its articles are multiplied to N pages, each with an address, an id and
sentences of its own, and imported into an archive of their own. Then that archive is read again as `khotin extract` does:
record, decoding, parsing, article, comparison of every field with the database. Printed are pages a second of CPU time
(one core, what starting costs included), pages a second by the clock in one and in two processes, and the speed-up. Exit
code 1 where a page was not read as before, or a figure is below what --at-least and --speed-up ask for.
"""

import argparse
import re
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bench.extract import Served, load
from crawler.capture.records import record
from crawler.extract.markup.decode import parse_page
from crawler.extract.reader import read
from crawler.profiles import Profile
from pipelines.schema import open_database

DAY: Final = datetime(2026, 11, 23, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Timing:
    """One run: seconds by the clock, seconds of CPU in all its processes, what it printed."""

    clock: float
    cpu: float
    output: str


def multiplied(capture: Path, pages: int, target: Path) -> None:
    """Write ``pages`` article pages, and the site's front page, as a WARC."""
    site = load(capture)
    named = [(page, _id_of(page, site.family)) for page in site.articles]
    articles = [(page, source_id) for page, source_id in named if source_id]
    with target.open("wb") as file:
        for page in site.others[:1]:
            file.write(_response(page))
        for number in range(pages):
            file.write(_response(_another(*articles[number % len(articles)], number)))


def _id_of(page: Served, profile: Profile) -> str:
    """The id of a page's article; empty where it has none, or is one of several pages."""
    article = read(parse_page(page.body, page.content_type, page.url), profile).article
    return article.source_id or "" if article is not None and not article.first_page else ""


def _another(page: Served, source_id: str, number: int) -> Served:
    """The page as another article's: another address, id and text."""
    body = page.body.replace(b", ", b" %d, " % number).replace(b". ", b"%d. " % number)
    own = page.url.rstrip("/").rpartition("/")[2]
    new_id = str(10_000_000 + number)
    if source_id.isdigit() and source_id in own:
        new = own.replace(source_id, new_id)
    else:
        stem, dot, ending = own.rpartition(".") if "." in own else (own, "", "")
        new = f"{stem}-{new_id}{dot}{ending}"
    body = body.replace(own.encode(), new.encode())
    if source_id.isdigit():
        body = re.sub(rb"(?<=[-=\"])%s(?=[^\d])" % source_id.encode(), new_id.encode(), body)
    return Served(page.url.replace(own, new), page.content_type, body)


def _response(page: Served) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {page.content_type or 'text/html'}\r\n\r\n"
    fields = (("WARC-Target-URI", page.url), ("WARC-Date", DAY), ("Content-Type", "application/http; msgtype=response"))
    return record("response", fields, head.encode() + page.body)


def timed(*words: str) -> Timing:
    """Run ``khotin`` with these words."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    run = subprocess.run([sys.executable, "-m", "khotin", *words], capture_output=True, text=True, check=False)
    clock, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if run.returncode:
        sys.exit(f"khotin {' '.join(words)}: exit code {run.returncode}\n{run.stdout}{run.stderr}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Timing(clock, cpu, run.stdout + run.stderr)


def measure(archive: Path, rounds: int) -> tuple[float, float, float, bool]:
    """The best of ``rounds``: pages a second of CPU, pages a second by the clock in one process and in two, and
    whether every page was read as before."""
    best, same = [0.0, 0.0, 0.0], True
    for _ in range(rounds):
        for place, jobs in ((1, "1"), (2, "2")):
            run = timed("extract", "--archive", str(archive), "--dry-run", "--jobs", jobs)
            said = re.search(r"(\d+) captures read again, (\d+) as before", run.output)
            count, as_before = (int(said[1]), int(said[2])) if said else (0, -1)
            same = same and count == as_before
            best[place] = max(best[place], count / run.clock)
            if jobs == "1":
                best[0] = max(best[0], count / run.cpu)
    return best[0], best[1], best[2], same


def disk(archive: Path, pages: int) -> str:
    """What an article takes, files not counted: in the database (what an empty one has taken off), and in warc/."""
    empty = archive.with_name("empty.db")
    open_database(empty).close()
    connection = sqlite3.connect(archive / "archive.db")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    database = ((archive / "archive.db").stat().st_size - empty.stat().st_size) / pages
    warc = sum(path.stat().st_size for path in (archive / "warc").iterdir()) / pages
    return f"{database / 1000:.1f} kB an article in archive.db, {warc / 1000:.1f} kB a page in warc/"


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("capture", type=Path)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--at-least", type=float, default=0.0, metavar="PAGES")
    parser.add_argument("--speed-up", type=float, default=0.0, metavar="TIMES")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        warc, archive = Path(folder) / "pages.warc.gz", Path(folder) / "archive"
        multiplied(options.capture, options.pages, warc)
        taken = timed("import", str(warc), "--archive", str(archive))
        print(f"import: {options.pages / taken.clock:.0f} pages/s ({taken.output.strip()})")
        print(f"disk: {disk(archive, options.pages)}")
        core, one, two, same = measure(archive, options.rounds)
    print(f"extract, CPU of one core:  {core:6.0f} pages/s")
    print(f"extract, one process:      {one:6.0f} pages/s by the clock")
    print(f"extract, two processes:    {two:6.0f} pages/s by the clock, {two / one:.2f} times as many")
    print("every page as before" if same else "NOT every page was read as before")
    return int(not same or core < options.at_least or two / one < options.speed_up)


if __name__ == "__main__":
    sys.exit(main())
