"""How fast the archive's pages are, beside stock Datasette serving the same file, in one run; figures are medians and
their ratios, each server in a process of its own.

    python -m bench.serving FOLDER --articles 1000000

Search of common words against ranking every hit by bm25 in bare SQLite; the faceted table of articles; requests a second
of article pages by eight readers at once; what an article's HTML weighs beyond its own text; every other kind of page.
Exits with 1 where a bound does not hold.
"""

import argparse
import itertools
import random
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from bench.filled import archive
from bench.readers import Reader, crowd, ours, stock
from khotin.readers import cores
from khotin.serve import MOST_WORKERS
from publish.search_query import parse

#: Search against full ranking (held from LARGE articles on), faceted table and article page against stock, bytes.
MOST_SEARCH, MOST_TABLE, LEAST_ARTICLE, MOST_HTML = 1 / 20, 1 / 10, 4.0, 12 * 1024
LARGE: Final = 1_000_000
#: Processes as `khotin serve --public` has them.
WORKERS: Final = min(MOST_WORKERS, cores())
COMMON: Final = (
    "đoàn",
    "thanh niên",
    "doan vien",
    "doan thanh nien",
    "và",
    "Tỉnh đoàn",
    "của các",
    "hoạt động thanh niên",
)
FACETS: Final = "&".join(f"_facet={column}" for column in ("site_id", "section_id", "year", "author_id"))
PAGES: Final = (
    "/", "/tim-kiem", "/tim-kiem?q=nguyen+van+hung", "/tim-kiem?q=Nguyễn+Văn+Hùng", "/tim-kiem?q=đoàn&nam=2019",
    "/tim-kiem?q=đoàn&tac_gia=Nguyễn+Thị+Hoa", "/tim-kiem?q=đoàn+-thanh", "/tim-kiem?q=đoàn&xep=doc", "/tim-kiem?xep=doc",
    "/tim-kiem?q=qwertz+xyzzy", "/tim-kiem?da_sua=1&xep=sua", "/tim-kiem?da_mat=1&xep=mat", "/tim-kiem?site=tinh-5",
    "/tim-kiem?site=tinh-5&q=thanh+niên", "/tim-kiem?tinh_moi=Phú+Thọ&nam=2024", "/tim-kiem?muc=Tin+tức", "/tim-kiem.atom?xep=moi",
    "/don-vi/tinh-4", "/don-vi/tinh-40", "/tinh", "/tinh/phu-tho", "/tac-gia/2", "/tac-gia/40", "/thang/2024-05",
    "/thang/2009-02", "/tinh-trang",
)  # fmt: skip


def median(ask: Callable[[], object], times: int) -> float:
    """The median of the seconds that ``ask`` takes; the first time is not counted."""
    ask()
    seconds = []
    for _ in range(times):
        begun = time.perf_counter()
        ask()
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds)


def quoted(path: str) -> str:
    """``path`` with what follows the question mark percent-encoded."""
    head, _, query = path.partition("?")
    pairs = [tuple(pair.partition("=")[::2]) for pair in query.split("&")] if query else []
    return head + ("?" + urlencode([(name, value.replace("+", " ")) for name, value in pairs]) if pairs else "")


class Bench:
    """One run; ``broken`` says which bounds did not hold."""

    def __init__(self, database: Path, ports: tuple[int, int, int], times: int) -> None:
        """``ports``: of ours with one process, of ours with one a processor, of stock."""
        self.connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
        self.ours, self.many, self.stock, self.times = *map(Reader, ports), times
        self.articles = self.connection.execute("SELECT count(*) FROM articles").fetchone()[0]
        self.broken: list[str] = []

    def seconds(self, reader: Reader, path: str) -> tuple[float, int]:
        """Median time and the worst status of ``path``."""
        statuses = []
        return median(lambda: statuses.append(reader.get(quoted(path)).status), self.times), max(statuses, key=_badness)

    def bound(self, name: str, held: bool) -> None:
        """Note ``name`` where it is not ``held``."""
        if not held:
            self.broken.append(name)

    def search(self) -> None:
        """Our page for common words, full ranking in bare SQLite, stock's page."""
        print(f"{'search':<28}{'hits':>9}{'full bm25':>11}{'ours':>9}{'ratio':>7}{'stock':>9}")
        for words in COMMON:
            full, hits = self._full_ranking(words)
            own, status = self._new_search(words)
            other, others = self.seconds(self.stock, f"/archive/article_texts?_search={words}")
            told = f"{ms(other)}" if others == 200 else str(others)
            print(f"{words:<28}{hits:>9,}{ms(full):>11}{ms(own):>9}{own / full:>7.3f}{told:>9}")
            self.bound(f"search {words}: status {status}", status == 200)
            common = self.articles >= LARGE and hits > self.articles / 2
            self.bound(f"search {words}: {own / full:.3f} of full ranking", not common or own <= MOST_SEARCH * full)

    def _new_search(self, words: str) -> tuple[float, int]:
        """Median time and worst status of searches none of which was asked before: each leaves out another word."""
        statuses, number = [], itertools.count(1)

        def ask() -> None:
            statuses.append(self.ours.get(quoted(f"/tim-kiem?q={words} -qz{next(number)}")).status)

        return median(ask, self.times), max(statuses, key=_badness)

    def _full_ranking(self, words: str) -> tuple[float, int]:
        sql = """SELECT rowid FROM article_texts_fts WHERE article_texts_fts MATCH ?
          ORDER BY bm25(article_texts_fts, 8.0, 4.0, 1.0, 1.0) LIMIT 20"""
        expression = [parse(words).broad()]
        hits = "SELECT count(*) FROM article_texts_fts WHERE article_texts_fts MATCH ?"
        many = self.connection.execute(hits, expression).fetchone()[0]
        return median(lambda: self.connection.execute(sql, expression).fetchall(), min(self.times, 3)), many

    def table(self) -> None:
        """The data desk's table of articles with its four facets."""
        first = self.ours.get("/archive/articles").seconds
        own, status = self.seconds(self.ours, "/archive/articles")
        other, others = self.seconds(self.stock, f"/archive/articles?{FACETS}")
        print(
            f"\nfaceted table: ours {ms(own)} ({status}; the first time {ms(first)}), stock {ms(other)} ({others}), ratio {own / other:.3f}"
        )
        self.bound(
            f"faceted table {own / other:.3f} of stock, status {status}", status == 200 and own <= MOST_TABLE * other
        )

    def article(self, seconds: float) -> None:
        """Requests a second of articles drawn anew, two rounds of each server in turn; what the HTML weighs."""
        draw = random.Random(5)
        ids = [draw.randint(1, self.articles) for _ in range(4000)]
        servers = {"one": self.ours, "many": self.many, "stock": self.stock}
        rates: dict[str, list[float]] = {name: [] for name in servers}
        for turn in range(2):
            for name, reader in servers.items():
                path = "/archive/articles/" if name == "stock" else "/bai/"
                rates[name].append(_rate(reader, path, ids[turn:], seconds))
        one, many, other = (statistics.mean(rates[name]) for name in servers)
        print(
            f"article page: ours {many:.0f} a second in {WORKERS} processes ({many / other:.1f} times stock), "
            f"{one:.0f} in one ({one / other:.1f}); stock's row page {other:.0f}"
        )
        self.bound(f"article page {many / other:.1f} times stock's row page", many >= LEAST_ARTICLE * other)
        extra = [self._weight(article) for article in ids[:200]]
        print(f"article HTML beyond its text: median {statistics.median(extra):,.0f} bytes, largest {max(extra):,}")
        self.bound(f"article HTML {max(extra):,} bytes", max(extra) <= MOST_HTML)

    def _weight(self, article: int) -> int:
        answer = self.ours.get(f"/bai/{article}")
        columns = " + ".join(
            f"coalesce(length(cast({name} AS blob)), 0)" for name in ("title", "lead", "body", "captions")
        )
        own = self.connection.execute(
            f"SELECT {columns} FROM article_texts WHERE article_id = ?", [article]
        ).fetchone()[0]
        return len(answer.body) - own if answer.status == 200 else 0

    def pages(self) -> None:
        """Every kind of page: time, status, weight."""
        print(f"\n{'page':<48}{'median':>9}{'first':>9}{'KB':>6}")
        for path in PAGES:
            first = self.ours.get(quoted(path))
            taken, status = self.seconds(self.ours, path)
            said = "" if status == 200 == first.status else f"  status {first.status}, {status}"
            print(f"{path:<48}{ms(taken):>9}{ms(first.seconds):>9}{len(first.body) / 1024:>6.0f}{said}")
            self.bound(f"{path}: status {first.status}, {status}", status == 200 == first.status)


def _rate(reader: Reader, path: str, ids: list[int], seconds: float) -> float:
    """Pages a second that eight readers get."""
    answers = crowd(reader.port, 8, seconds, lambda a, b: f"{path}{ids[(a * 487 + b) % len(ids)]}")
    return sum(answer.status in (200, 404) for answer in answers) / seconds


def show_all(database: Path) -> None:
    """Hide nothing: the data desk's own tables are open only where no article is hidden."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE articles SET status = 'live' WHERE status = 'hidden'")
        connection.commit()


def ms(seconds: float) -> str:
    """Seconds as milliseconds."""
    return f"{seconds * 1000:.1f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"


def _badness(status: int) -> int:
    return 0 if status == 200 else 1000 - status


def main() -> int:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--articles", type=int, default=100_000)
    options.add_argument("--times", type=int, default=7, help="how often each page is asked for")
    options.add_argument("--seconds", type=float, default=8.0, help="length of each round of article pages")
    options.add_argument("--only", choices=("search", "table", "article", "pages"))
    said = options.parse_args()
    database = archive(said.folder, said.articles)
    show_all(database)
    with (
        ours(said.folder) as own,
        ours(said.folder, "--workers", str(WORKERS)) as many,
        stock(database) as other,
    ):
        bench = Bench(database, (own, many, other), said.times)
        print(f"{bench.articles:,} articles")
        for part in (said.only,) if said.only else ("search", "table", "article", "pages"):
            bench.article(said.seconds) if part == "article" else getattr(bench, part)()
    for problem in bench.broken:
        print(f"BROKEN: {problem}")
    return 1 if bench.broken else 0


if __name__ == "__main__":
    sys.exit(main())
