"""What reading a page costs, as a multiple of parsing it: ``lxml.html.document_fromstring(bytes)`` of the same page in the
same run is 1. The whole record is read: decode, parse, links, article.

python -m bench.extract CAPTURE.warc.gz... [--rounds 5] [--beside PYTHON] [--memory 10000] [--at-most 3 9 6 20]

CAPTURE is a WARC with the pages of one site. Its articles are timed; ten of its other pages are read first, as a crawl
does. Each round is a process of its own, so that nothing is remembered from one round to the next, and prints the CPU
time of all pages; the middle one of the rounds counts. ``profile`` reads by the layout that ``bench/layouts`` has for the
made-up site of that family, ``family`` with the rules of the family that the site's front page shows, ``generic`` with
none. ``--beside`` names an interpreter that has trafilatura and newspaper4k; ``make
bench-extract`` makes one. ``--memory N`` reads N pages, no text twice, and prints by how much the process grows after the
first twentieth. ``--at-most``: exit code 1 where one of the paths, in this order, or the growth in MB is more.
"""

import argparse
import gc
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from lxml import html as lxml_html
from warcio.archiveiterator import ArchiveIterator

from bench import other_readers
from crawler.discovery.detect import detect
from crawler.discovery.links import discover
from crawler.extract.markup.decode import parse_page
from crawler.extract.reader import read
from crawler.extract.reading import Reading
from crawler.page import Page
from crawler.profile_files import load as read_profile
from crawler.profile_files import with_family
from crawler.profiles import Profile

PATHS = ("profile", "family", "generic")
LAYOUTS = Path(__file__).parent / "layouts"
WARMING = 10


@dataclass(frozen=True, slots=True)
class Served:
    """One page as it was served."""

    url: str
    content_type: str | None
    body: bytes


@dataclass(frozen=True, slots=True)
class Capture:
    """The articles of a site, and some of its other pages."""

    family: Profile
    articles: list[Served]
    others: list[Served]

    def profile(self, path: str) -> Profile:
        """What a page is read with: the site's own layout, the family's rules, or none."""
        if path == "profile":
            return read_profile(self.family.family, LAYOUTS)
        return self.family if path == "family" else with_family(_bare(self.articles[0].url), "generic")


def load(warc: Path, known: frozenset[str] | None = None) -> Capture:
    """The HTML pages of a WARC; an article is what reads as one and has an id in its address or on its page.
    ``known``: addresses of articles and others, found before, so that no page need be read to tell."""
    pages = list(_pages(warc))
    front = min(pages, key=lambda page: len(page.url))
    profile = with_family(_bare(front.url), detect(_parse(front), {}).family)
    articles, others = [], []
    for page in pages:
        is_article = page.url in known if known is not None else _is_article(read(_parse(page), profile))
        (articles if is_article else others).append(page)
    return Capture(profile, articles, others[:WARMING])


def _is_article(reading: Reading) -> bool:
    article = reading.article
    return article is not None and article.kind != "page" and article.id_space != "path"


def _pages(warc: Path) -> Iterator[Served]:
    with warc.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type != "response" or record.http_headers.get_statuscode() != "200":
                continue
            content_type = record.http_headers.get_header("content-type")
            body = record.content_stream().read()
            if (content_type or "").startswith("text/html") and body.strip():
                yield Served(record.rec_headers.get_header("WARC-Target-URI"), content_type, body)


def _bare(url: str) -> Profile:
    return Profile(slug="bench", name="", hosts=(urlsplit(url).netloc,))


def _parse(page: Served) -> Page:
    return parse_page(page.body, page.content_type, page.url)


def whole_record(page: Served, profile: Profile) -> Reading:
    """Everything that a crawl makes of a page's bytes before it is stored."""
    parsed = _parse(page)
    discover(parsed, profile)
    return read(parsed, profile)


def one_round(captures: list[Capture], path: str) -> tuple[list[float], list[float]]:
    """CPU seconds of (raw parse, whole record) by capture, page by page in turn."""
    raw, whole = [], []
    for capture in captures:
        profile = capture.profile(path)
        for page in capture.others:
            whole_record(page, profile)
        spent = [0.0, 0.0]
        for page in capture.articles:
            spent[0] += _seconds(lambda page=page: lxml_html.document_fromstring(page.body))  # type: ignore[misc]
            spent[1] += _seconds(lambda page=page, profile=profile: whole_record(page, profile))  # type: ignore[misc]
        raw.append(spent[0])
        whole.append(spent[1])
    return raw, whole


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def ratios(warcs: list[Path], captures: list[Capture], rounds: int) -> dict[str, float]:
    """Print a row a capture and path, and one for all captures; returns the latter by path."""
    known = json.dumps([page.url for capture in captures for page in capture.articles]).encode()
    found = {}
    for path in PATHS:
        command = [sys.executable, "-m", "bench.extract", "--child", path, *map(str, warcs)]
        runs = [subprocess.run(command, input=known, check=True, capture_output=True) for _ in range(rounds)]
        answers = [json.loads(run.stdout) for run in runs]
        for number, warc in enumerate(warcs):
            _row(f"{path} {warc.parent.name}/{warc.name}", [a["whole"][number] / a["raw"][number] for a in answers])
        found[path] = _row(f"{path} all", [sum(a["whole"]) / sum(a["raw"]) for a in answers])
    return found


def beside(captures: list[Capture], python: str, rounds: int, ours: dict[str, float]) -> None:
    """Print the same figure of other readers, each with the raw parse of its own process, and how many times as fast
    our paths are."""
    articles = [page for capture in captures for page in capture.articles]
    others = [page for capture in captures for page in capture.others]
    runs = other_readers.timed(python, [(page.body, page.url) for page in others + articles], len(others), rounds)
    for name in other_readers.NAMES:
        middle = _row(name, [spent[name] / spent["raw"] for spent in runs])
        faster = ", ".join(f"{path} {middle / ratio:.1f} times as fast" for path, ratio in ours.items())
        print(f"    {faster}")


def _row(name: str, found: list[float]) -> float:
    print(f"{name:48} {statistics.median(found):6.2f}   ({min(found):.2f} to {max(found):.2f})", flush=True)
    return statistics.median(found)


def memory(captures: list[Capture], pages: int) -> float:
    """Print and return by how many MB the process grows from the first twentieth of so many pages to the last."""
    first = 0
    for number, (capture, page) in enumerate(_without_end(captures)):
        if number == pages // 20:
            first = _resident()
        if number == pages:
            break
        whole_record(_other_text(page, number), capture.family)
    grown = (_resident() - first) / 2**20
    print(f"memory after {pages} pages: {grown:+.1f} MB of {_resident() / 2**20:.0f} MB")
    return grown


def _without_end(captures: list[Capture]) -> Iterator[tuple[Capture, Served]]:
    while True:
        yield from ((capture, page) for capture in captures for page in capture.articles)


def _other_text(page: Served, number: int) -> Served:
    """The page with other words in every sentence, so that no text is read twice."""
    return Served(
        page.url, page.content_type, page.body.replace(b", ", b" %d, " % number).replace(b". ", b"%d. " % number)
    )


def _resident() -> int:
    """Bytes of this process in memory (Linux)."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def main() -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("captures", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--beside", metavar="PYTHON")
    parser.add_argument("--memory", type=int, default=0, metavar="PAGES")
    parser.add_argument("--at-most", nargs=4, type=float, metavar=("PROFILE", "FAMILY", "GENERIC", "MB"))
    parser.add_argument("--child", choices=PATHS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    known = frozenset(json.load(sys.stdin)) if options.child else None
    captures = [load(warc, known) for warc in options.captures]
    if options.child:
        raw, whole = one_round(captures, options.child)
        print(json.dumps({"raw": raw, "whole": whole}))
        return 0
    print(f"{sum(len(c.articles) for c in captures)} articles; lxml.html.document_fromstring = 1")
    found = ratios(options.captures, captures, options.rounds)
    if options.beside:
        beside(captures, options.beside, options.rounds, found)
    grown = memory(captures, options.memory) if options.memory else 0.0
    limits = options.at_most or (float("inf"),) * 4
    return int(any(value > limit for value, limit in zip((*found.values(), grown), limits, strict=True)))


if __name__ == "__main__":
    sys.exit(main())
