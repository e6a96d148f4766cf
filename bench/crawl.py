"""What a crawl costs: CPU (user and system, with children) a page, of the whole crawl (capture, extraction, store) and of
its parts, in one interleaved run, as ratios to bare Scrapy with default settings that only follows links.

There are two such floors, and the ratio hangs on which is meant: one follows the links of lists only, each once, and does
nothing on articles; one follows every link of every page, most of them known already. Ours is measured with a profile
whose layout stands alone, and with one whose layout does not. Beside them ``wget --warc-file``.

    python -m bench.crawl --articles 2000 --rounds 3

The site is the generated one of ``bench.site``, served by a light server in a process of its own (``--netloc`` for
another server of the same files, such as nginx).
"""

import argparse
import compileall
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.kill import make_archive, site

ROOT = Path(__file__).parent.parent

BARE = """
import sys, scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor
class Bare(scrapy.Spider):
    name = "bare"
    start_urls = [sys.argv[1]]
    def parse(self, response):
        if sys.argv[2] == "lists" and "bai-viet" in response.url:
            return
        hrefs = response.xpath("//div[@id='giua']//a/@href" if sys.argv[2] == "lists" else "//a/@href").getall()
        for href in dict.fromkeys(hrefs) if sys.argv[2] == "lists" else hrefs:
            if href.startswith("/tin-tuc/"):
                yield response.follow(href)
process = CrawlerProcess({"LOG_LEVEL": "ERROR", "DOWNLOAD_DELAY": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
                          "ROBOTSTXT_OBEY": False, "REMOTE_CONTROL_ENABLED": False})
process.crawl(Bare)
process.start()
"""

#: The floor that ratios are given to.
FLOOR = "bare Scrapy, lists only"
#: Our crawl with parts of it taken out: nothing written to the WARC; nothing read from the pages.
PARTS = {
    "without capture": """
from crawler.capture.writer import WarcWriter
WarcWriter._append = lambda self, file, data: 0
import itertools
count = itertools.count(1)
write = WarcWriter.write
def no_write(self, exchange, known=None):
    from crawler.ports import CaptureRecord
    return CaptureRecord(exchange.url, exchange.captured_at, exchange.status, exchange.media_type, "none", next(count), 0, "")
WarcWriter.write = no_write
WarcWriter.sync = lambda self: None
""",
}


def ours(archive: Path, before: str = "") -> list[str]:
    """The command of our whole crawl, with a patch before it."""
    code = f"{before}\nimport sys\nfrom khotin.main import main\nsys.argv[0] = 'khotin'\nmain()"
    return [sys.executable, "-c", code, "crawl", "bench", "--archive", str(archive), "--delay", "0"]


def not_alone(archive: Path) -> Path:
    """The same archive, its profile's layout read beside all that the generic reader finds."""
    file = archive / "sites" / "bench.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("alone = true\n", ""), encoding="utf-8")
    return archive


def cpu(command: list[str], folder: Path) -> float:
    """Seconds of CPU that a command takes, with its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, timeout=1800)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def variants(netloc: str) -> dict[str, Callable[[Path], list[str]]]:
    """Name -> the command of one run in a fresh folder."""
    url = f"http://{netloc}/"
    wget = ["wget", "-q", "-r", "-l", "inf", "-nd", "--delete-after", "--warc-file=w", "-I", "/tin-tuc", url]
    found: dict[str, Callable[[Path], list[str]]] = {
        FLOOR: lambda _: [sys.executable, "-c", BARE, url, "lists"],
        "bare Scrapy, every link": lambda _: [sys.executable, "-c", BARE, url, "all"],
        "khotin": lambda folder: ours(make_archive(folder / "a", netloc)),
        "khotin, not alone": lambda folder: ours(not_alone(make_archive(folder / "a", netloc))),
    }
    for name, patch in PARTS.items():
        found[f"khotin {name}"] = lambda folder, patch=patch: ours(make_archive(folder / "a", netloc), patch)  # type: ignore[misc]
    found["wget --warc-file"] = lambda _: wget
    return found


def measure(netloc: str, pages: int, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of CPU a page of each variant, a figure a round."""
    figures: dict[str, list[float]] = {}
    for _ in range(rounds):
        for name, command in variants(netloc).items():
            with tempfile.TemporaryDirectory() as folder:
                figures.setdefault(name, []).append(1000 * cpu(command(Path(folder)), Path(folder)) / pages)
    return figures


def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=2000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--netloc", help="host:port of another server of the same site")
    said = options.parse_args()
    pages = said.articles + said.articles // 10
    for room in ("crawler", "pipelines", "khotin"):  # as an installed program is, and Scrapy here
        compileall.compile_dir(ROOT / room, quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        if said.netloc:
            figures = measure(said.netloc, pages, said.rounds)
        else:
            with site(said.articles, Path(folder)) as (netloc, _):
                figures = measure(netloc, pages, said.rounds)
    floor = figures[FLOOR]
    print(f"{pages} pages, {said.rounds} rounds; CPU ms a page, and ratio to {FLOOR}")
    for name, values in figures.items():
        low, middle = min(values), statistics.median(values)
        print(f"{name:24} min {low:6.2f} ({low / min(floor):5.2f})   median {middle:6.2f} "
              f"({middle / statistics.median(floor):5.2f})")  # fmt: skip
    capture = min(figures["khotin"]) / min(figures["khotin without capture"])
    print(f"capture: {capture:.2f} x the crawl without it")


if __name__ == "__main__":
    main()
