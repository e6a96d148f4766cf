"""kill -9 in the middle of commits: what is there is whole, and the next crawl goes on from there."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
#: Pages of the made-up site; the writer never gets through them before it is killed.
PAGES = 20_000


def write(archive: Path, article: Any) -> None:
    """A crawl that commits articles as fast as it can; prints a line when it has begun."""
    from crawler.page import Link, PageKind
    from crawler.ports import CaptureRecord, CrawlOptions, PageResult
    from crawler.profiles import Profile
    from pipelines.store import open_store

    store = open_store(archive)
    store.begin(Profile("mau", "Mẫu", ("mau.vn",)), CrawlOptions())
    links = [Link(f"http://mau.vn/news.php?id={n}", PageKind.ARTICLE, 0, "news", str(n)) for n in range(PAGES)]
    store.add_links(links)
    print("ready", flush=True)
    while pages := store.next_pages(4):
        for page in pages:
            number = int(page.source_id or 0)
            capture = store.record_capture(
                CaptureRecord(page.url, datetime.now(UTC), 200, "text/html", "w.warc.gz", number, 9, f"sha1:{number}")
            )
            made = replace(article, source_id=str(number), url=page.url, digest=f"digest {number}")
            store.commit(PageResult(page, "done", "article", 200, capture, links[:60], article=made))


def killed_run(archive: Path, pause: float) -> None:
    code = (
        "import sys, importlib.util as u; from pathlib import Path\n"
        "def load(p):\n s = u.spec_from_file_location(Path(p).stem, p); m = u.module_from_spec(s)\n"
        " sys.modules[Path(p).stem] = m; s.loader.exec_module(m); return m\n"
        f"load({str(Path(__file__))!r}).write(Path({str(archive)!r}),"
        f" load({str(Path(__file__).with_name('conftest.py'))!r}).article(1))"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE,
                               env={**os.environ, "PYTHONPATH": str(ROOT)})  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    time.sleep(pause)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


def test_a_killed_writer_leaves_whole_rows_and_loses_no_page(tmp_path: Path) -> None:
    from pipelines.schema import open_database

    done = 0
    for pause in (0.05, 0.21, 0.4):
        killed_run(tmp_path, pause)  # the second and third take the dead one's lease at once
        db = open_database(tmp_path / "archive.db")
        one = lambda sql: db.conn.execute(sql).fetchone()[0]  # noqa: E731, B023 - used in this round only
        assert one("PRAGMA integrity_check") == "ok"
        db.conn.execute("INSERT INTO article_texts_fts (article_texts_fts, rank) VALUES ('integrity-check', 1)")
        assert db.conn.execute("PRAGMA foreign_key_check").fetchall() == []
        now = one("SELECT count(*) FROM articles")
        assert now > done, "each run goes on where the last one was killed"
        done = now
        for table in ("article_texts", "article_html", "versions", "read_counts"):
            assert one(f"SELECT count(DISTINCT article_id) FROM {table}") == done
        assert one("SELECT count(*) FROM pages WHERE state = 'done' AND article_id IS NOT NULL") == done
        assert one("SELECT count(*) FROM pages") == PAGES
        assert one("SELECT count(*) FROM pages WHERE state NOT IN ('done', 'pending', 'leased')") == 0
        assert one("SELECT count(DISTINCT source_id) FROM articles") == done
        db.close()
