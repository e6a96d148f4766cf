"""What reading a page costs, as a multiple of parsing it: ``lxml.html.document_fromstring(bytes)`` of the same page in the
same run is 1. The whole record is read: decode, parse, links, article.

python -m bench.extract CAPTURE.warc.gz... [--rounds 5] [--beside PYTHON] [--memory 10000]

CAPTURE is a WARC with the pages of one site. Its articles are timed; ten of its other pages are read first, as a crawl
does. Each round is a process of its own, so that nothing is remembered from one round to the next, and prints the CPU
time of all pages; the middle one of the rounds counts. ``family`` reads with the rules of the family that the site's
front page shows, ``generic`` with none. ``--beside`` names an interpreter that has trafilatura and newspaper4k.
``--memory N`` reads N pages, no text twice, and prints by how much the process grows after the first twentieth.
"""

import argparse
import base64
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

from crawler.discovery.detect import detect
from crawler.discovery.links import discover
from crawler.extract.decode import parse_page
from crawler.extract.reader import read
from crawler.extract.reading import Reading
from crawler.page import Page
from crawler.profile_files import with_family
from crawler.profiles import Profile

PATHS = ("family", "generic")
WARMING = 10
#: Reads pages as JSON lines (base64 of the bytes, then the URL) and prints the CPU seconds of each reader.
OTHERS = """
import base64, json, sys, time
import lxml.html, newspaper, trafilatura
def newspaper4k(body, url):
    article = newspaper.Article(url)
    article.download(input_html=body.decode("utf-8", "replace"))
    article.parse()
readers = {
    "raw": lambda body, url: lxml.html.document_fromstring(body),
    "trafilatura": lambda body, url: trafilatura.bare_extraction(body, url=url, with_metadata=True, include_images=True),
    "newspaper4k": newspaper4k,
}
pages = [json.loads(line) for line in sys.stdin]
spent = dict.fromkeys(readers, 0.0)
for number, (body, url) in enumerate(pages):
    for name, reader in readers.items():
        begun = time.process_time()
        reader(base64.b64decode(body), url)
        if number >= int(sys.argv[1]):
            spent[name] += time.process_time() - begun
print(json.dumps(spent))
"""


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
        """What a page is read with: the family's rules, or none."""
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


def ratios(warcs: list[Path], captures: list[Capture], rounds: int) -> None:
    """Print the table: a row a capture and path, and one for all captures."""
    known = json.dumps([page.url for capture in captures for page in capture.articles]).encode()
    for path in PATHS:
        command = [sys.executable, "-m", "bench.extract", "--child", path, *map(str, warcs)]
        runs = [subprocess.run(command, input=known, check=True, capture_output=True) for _ in range(rounds)]
        answers = [json.loads(run.stdout) for run in runs]
        for number, warc in enumerate(warcs):
            _row(f"{path} {warc.parent.name}/{warc.name}", [(a["raw"][number], a["whole"][number]) for a in answers])
        _row(f"{path} all", [(sum(a["raw"]), sum(a["whole"])) for a in answers])


def _row(name: str, seconds: list[tuple[float, float]]) -> None:
    found = sorted(whole / raw for raw, whole in seconds)
    print(f"{name:48} {statistics.median(found):6.2f}   ({found[0]:.2f} to {found[-1]:.2f})")


def beside(captures: list[Capture], python: str) -> None:
    """Print the same figure of other readers, each with the raw parse of its own process."""
    lines = []
    for page in [page for c in captures for page in c.others] + [page for c in captures for page in c.articles]:
        lines.append(json.dumps([base64.b64encode(page.body).decode(), page.url]))
    warming = str(sum(len(capture.others) for capture in captures))
    answer = subprocess.run(
        [python, "-c", OTHERS, warming], input="\n".join(lines), check=True, capture_output=True, text=True
    )
    spent = json.loads(answer.stdout.splitlines()[-1])
    for name in ("trafilatura", "newspaper4k"):
        print(f"{name:48} {spent[name] / spent['raw']:6.2f}")


def memory(captures: list[Capture], pages: int) -> None:
    """Print how much the process grows from the first twentieth of so many pages to the last."""
    first = 0
    for number, (capture, page) in enumerate(_without_end(captures)):
        if number == pages // 20:
            first = _resident()
        if number == pages:
            break
        whole_record(_other_text(page, number), capture.family)
    print(f"memory after {pages} pages: {(_resident() - first) / 2**20:+.1f} MB of {_resident() / 2**20:.0f} MB")


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


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("captures", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--beside", metavar="PYTHON")
    parser.add_argument("--memory", type=int, metavar="PAGES")
    parser.add_argument("--child", choices=PATHS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    known = frozenset(json.load(sys.stdin)) if options.child else None
    captures = [load(warc, known) for warc in options.captures]
    if options.child:
        raw, whole = one_round(captures, options.child)
        print(json.dumps({"raw": raw, "whole": whole}))
        return
    print(f"{sum(len(c.articles) for c in captures)} articles; lxml.html.document_fromstring = 1")
    ratios(options.captures, captures, options.rounds)
    if options.beside:
        beside(captures, options.beside)
    if options.memory:
        memory(captures, options.memory)


if __name__ == "__main__":
    main()
