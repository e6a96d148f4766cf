"""An archive filled with the made-up articles of ``bench.corpus``, for measuring search, pages and load: the tables and
indexes of a real one, with every row that the public pages read (no rule behind each field, no HTML in versions, no
crawled bytes).

    python -m bench.filled FOLDER --articles 100000          about 25 s and 1.1 GB for each 100,000

One article in 50 has been changed by its site, one in 40 is gone from it, one in 12 has no stamp, one in 2,000 is
hidden. An archive that is there and whole is left as it is.
"""

import argparse
import random
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from bench.corpus import Corpus, Text
from crawler.vietnamese.provinces import MERGED
from crawler.vietnamese.text import fold
from pipelines.schema import ensure_triggers, open_database
from pipelines.schema.changes import CHANGE_TRIGGERS
from pipelines.schema.search import TRIGGERS

SITES: Final = 63
SECTIONS: Final = (
    "Tin tức",
    "Hoạt động Đoàn",
    "Phong trào",
    "Xây dựng Đoàn",
    "Thiếu nhi",
    "Văn bản",
    "Gương sáng",
    "Học tập",
)
AUTHORS: Final = 3_000
#: Articles written in one transaction.
BATCH: Final = 5_000
_SEEN: Final = "2025-11-01T02:00:00Z"
_AGAIN: Final = "2025-11-20T02:00:00Z"

Row = tuple[Any, ...]


class Filler:
    """Makes the rows of one article after the other."""

    def __init__(self) -> None:
        self.corpus = Corpus()
        self.authors = list(dict.fromkeys(self.corpus.people))[:AUTHORS]

    def fixed(self) -> Iterator[tuple[str, list[Row]]]:
        """Sites with a crawl each, sections, authors, tags."""
        now = {old: new for new, olds in MERGED.items() for old in olds}
        places = list(dict.fromkeys(self.corpus.places))[:SITES]
        yield (
            "sites (id, slug, name, province_old, province_new, url)",
            [
                (n, f"tinh-{n}", f"Tỉnh đoàn {place}", place, now.get(place, place), f"https://tinh-{n}.example/")
                for n, place in enumerate(places, 1)
            ],
        )
        yield (
            "crawls (id, site_id, started_at, ended_at, lease_token, reason, exit_code, judged)",
            [(n, n, _SEEN, _AGAIN, 1, "finished", 0, "passed") for n in range(1, SITES + 1)],
        )
        yield (
            "sections (id, site_id, name)",
            [(site * 10 + n, site, name) for site in range(1, SITES + 1) for n, name in enumerate(SECTIONS)],
        )
        yield "authors (id, name, name_fold)", [(n, name, fold(name)) for n, name in enumerate(self.authors, 1)]
        yield "tags (id, name)", [(n, words) for n, words in enumerate(self.corpus.words[100:600], 1)]

    def rows(self, number: int) -> Iterator[tuple[str, Row]]:
        """Rows of article ``number``, with the table and the columns of each."""
        draw = random.Random(number)
        text = self.corpus.text(number)
        site = 1 + int(draw.paretovariate(0.8) * 3) % SITES
        url = f"https://tinh-{site}.example/tin-tuc/bai-{number}.html"
        yield _CAPTURE, (number, site, site, url, _SEEN, 200, "text/html", "made-up.warc.gz", number, 1, "sha1:made-up")
        yield _ARTICLE, self._article(draw, number, site, text, url)
        captions = "\n".join(text.captions)
        html = "".join(f"<p>{line}</p>" for line in text.body.split("\n"))
        yield _TEXT, (number, text.title, text.lead, text.body, captions)
        yield _HTML, (number, html)
        yield _VERSION, (2 * number, number, 1, _SEEN, site, number, f"d{number}", 1, text.title, text.lead, text.body)
        if number % 50 == 0:
            changed = text.body.replace(" và ", " cùng ", 3)
            yield (
                _VERSION,
                (2 * number + 1, number, 2, _AGAIN, site, number, f"e{number}", 1, text.title, text.lead, changed),
            )
        yield _PAGE, (number, site, url, "article", "done", number, site, _SEEN, _AGAIN, 200, number)
        yield _URL, (number, url, _SEEN)
        yield from self._lists(draw, number, site, text)

    def _article(self, draw: random.Random, number: int, site: int, text: Text, url: str) -> Row:
        year = 2025 - min(17, int(draw.expovariate(0.25)))
        month, day = draw.randint(1, 11), draw.randint(1, 28)
        stamp = (
            f"{year}-{month:02}-{day:02}T{draw.randint(6, 21):02}:{draw.randint(0, 59):02}:00+07:00"
            if number % 12
            else None
        )
        reads = int(draw.paretovariate(1.1) * 40) if number % 5 else None
        status = "hidden" if number % 2000 == 999 else "gone" if number % 40 == 7 else "live"
        changed = number % 50 == 0
        return (
            number, site, "tin", str(number), str(number), url, text.title, site * 10 + draw.randrange(len(SECTIONS)),
            1 + int(draw.paretovariate(0.6)) % AUTHORS, stamp, "minute" if stamp else None,
            None if stamp else f"{year}-{month:02}-{day:02}", year if stamp else None,
            f"{year}-{month:02}" if stamp else None, reads, _AGAIN, len(text.body.split()), len(text.captions),
            int(number % 30 == 0), status, None if status == "live" else _AGAIN, _SEEN, _AGAIN,
            _AGAIN if changed else _SEEN, 1 + changed, 2 * number + changed, number,
        )  # fmt: skip

    def _lists(self, draw: random.Random, number: int, site: int, text: Text) -> Iterator[tuple[str, Row]]:
        yield _CREDIT, (number, 1, 1 + int(draw.paretovariate(0.6)) % AUTHORS, "Văn phòng Tỉnh đoàn")
        for n, caption in enumerate(text.captions):
            yield _IMAGE, (number, n, f"https://tinh-{site}.example/anh/{number}-{n}.jpg", caption)
        if number % 30 == 0:
            yield _FILE, (number, 0, f"https://tinh-{site}.example/tep/{number}.pdf", "Văn bản kèm theo")
        for n, tag in enumerate(draw.sample(range(1, 501), 2)):
            yield _TAG, (number, n, tag)
        for n in range(1, min(5, number)):
            yield _RELATED, (number, f"https://tinh-{site}.example/tin-tuc/bai-{number - n}.html", n, f"Bài {number - n}",
                             number - n, _SEEN, _AGAIN)  # fmt: skip
        if number % 5:
            for seen, reads in ((_SEEN, 40), (_AGAIN, 90)):
                yield _READS, (number, seen, reads, number)


_CAPTURE: Final = "captures (id, site_id, crawl_id, url, captured_at, status, media_type, warc, offset, length, digest)"
_ARTICLE: Final = (
    "articles (id, site_id, id_space, source_id, identity, url, title, section_id, author_id, published_at, "
    "published_precision, published_from, year, month, read_count, read_count_at, word_count, image_count, "
    "attachment_count, status, status_since, first_seen_at, last_seen_at, changed_at, versions, current_version_id, capture_id)"
)
_TEXT: Final = "article_texts (article_id, title, lead, body, captions)"
_HTML: Final = "article_html (article_id, body_html)"
_VERSION: Final = (
    "versions (id, article_id, number, seen_at, crawl_id, capture_id, digest, extractor, title, lead, body)"
)
_PAGE: Final = "pages (id, site_id, url, kind, state, article_id, crawl_id, discovered_at, last_seen_at, last_status, last_capture_id)"
_URL: Final = "article_urls (article_id, url, first_seen_at)"
_CREDIT: Final = "article_authors (article_id, position, author_id, unit)"
_IMAGE: Final = "images (article_id, position, url, caption)"
_FILE: Final = "attachments (article_id, position, url, name)"
_TAG: Final = "article_tags (article_id, position, tag_id)"
_RELATED: Final = "related_links (article_id, url, position, title, target_id, first_seen_at, last_seen_at, kind)"
_READS: Final = "read_counts (article_id, seen_at, read_count, capture_id)"


def archive(folder: Path, articles: int) -> Path:
    """The database of an archive of ``articles`` in ``folder``, made where it is not there whole."""
    path = folder / "archive.db"
    if path.exists():
        with sqlite3.connect(path) as connection:
            whole = connection.execute("SELECT count(*) FROM article_texts_fts_docsize").fetchone()[0]
        if whole >= articles:
            return path
        raise SystemExit(f"{path} holds {whole} articles, not {articles}: remove it, or name another folder.")
    folder.mkdir(parents=True, exist_ok=True)
    half = path.with_name("half.db")
    _fill(half, articles)
    half.replace(path)
    return path


def _fill(path: Path, articles: int) -> None:
    """Rows in batches without triggers: the index of search is then built at once."""
    path.unlink(missing_ok=True)
    database = open_database(path)
    connection, filler, begun = database.conn, Filler(), time.monotonic()
    connection.execute("PRAGMA foreign_keys = OFF")
    for trigger in TRIGGERS | CHANGE_TRIGGERS:
        connection.execute(f"DROP TRIGGER {trigger}")
    for table, rows in filler.fixed():
        _insert(connection, table, rows)
    for first in range(1, articles + 1, BATCH):
        batch: dict[str, list[Row]] = {}
        for number in range(first, min(first + BATCH, articles + 1)):
            for table, row in filler.rows(number):
                batch.setdefault(table, []).append((*row, "related") if table is _RELATED else row)
        connection.execute("BEGIN")
        for table, rows in batch.items():
            _insert(connection, table, rows)
        connection.execute("COMMIT")
        print(f"\r{first + BATCH - 1:,} of {articles:,} articles, {time.monotonic() - begun:.0f} s", end="", flush=True)
    print("\nfull-text index …", flush=True)
    ensure_triggers(connection)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    print(f"{path}: {time.monotonic() - begun:.0f} s, {path.stat().st_size / 1e6:,.0f} MB", flush=True)


def _insert(connection: sqlite3.Connection, table: str, rows: list[Row]) -> None:
    connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--articles", type=int, default=100_000)
    said = options.parse_args()
    archive(said.folder, said.articles)
