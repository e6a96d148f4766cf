"""A disk that is slow holds up nobody but who waits for it; a writer that fails stops the crawl and lets no page in
without its evidence."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
ARTICLE = (
    "<h1>Đoàn xã ra quân ngày Chủ nhật xanh</h1><div>"
    + "<p>Sáng ngày 12/3/2024, hơn 50 đoàn viên đã dọn vệ sinh tuyến đường liên ấp và trồng cây xanh.</p>" * 5
    + "</div>"
).encode()

CRAWL = """
import asyncio, os, sys, threading, time
from pathlib import Path
from crawler.capture.writer import WarcWriter
from crawler.errors import KhotinError
from crawler.profile_files import for_url
from crawler.run import RunOptions, crawl
{before}
try:
    summary = crawl(for_url(sys.argv[2]), Path(sys.argv[1]), RunOptions(delay=0))
except KhotinError as problem:
    print(type(problem).__name__, problem)
    sys.exit(problem.exit_code)
print(summary.reason, summary.pages)
{after}
"""

SLOW_DISK = """
late = [0.0]
fsync = os.fsync
def slow(fd):
    time.sleep(0.5)
    fsync(fd)
os.fsync = slow
async def tick():
    while True:
        before = time.monotonic()
        await asyncio.sleep(0.01)
        late[0] = max(late[0], time.monotonic() - before - 0.01)
from crawler.fetch import frontier
filled = frontier.Frontier._fill
async def fill(self, session):
    if not hasattr(self, "ticking"):
        self.ticking = asyncio.ensure_future(tick())
    await filled(self, session)
frontier.Frontier._fill = fill
"""

BROKEN_WRITER = """
written = [0]
write = WarcWriter.write
def broken(self, exchange, known=None):
    written[0] += 1
    if written[0] > 4:
        raise ZeroDivisionError("a codec that is not there")
    return write(self, exchange, known)
WarcWriter.write = broken
"""


def respond(path: str) -> tuple[int, dict[str, str], bytes]:
    if path == "/":
        return 200, {}, b"".join(b'<a href="/bai-viet-so-%d.html">x</a>' % n for n in range(1, 9))
    return (200, {}, ARTICLE) if path.startswith("/bai-") else (404, {}, b"")


def run(archive: Path, url: str, before: str, after: str = "") -> "subprocess.CompletedProcess[str]":
    code = CRAWL.format(before=before, after=after)
    command = [sys.executable, "-c", code, str(archive), url]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=ROOT, check=False)


def test_a_disk_that_takes_half_a_second_does_not_hold_up_the_others(
    tmp_path: Path, tiny_site: Callable[..., Any]
) -> None:
    done = run(tmp_path, tiny_site(respond).url, SLOW_DISK, "print(late[0])")
    reason, late = done.stdout.splitlines()
    assert reason.startswith("finished")
    assert float(late) < 0.4, "the event loop waited for a sync to disk"


def test_a_writer_that_fails_stops_the_crawl_and_no_page_gets_in_without_its_capture(
    tmp_path: Path, tiny_site: Callable[..., Any], rows_of: Callable[..., Any]
) -> None:
    site = tiny_site(respond)
    done = run(tmp_path, site.url, BROKEN_WRITER)
    assert done.returncode == 3, done.stdout + done.stderr
    assert "CaptureError" in done.stdout
    assert "ZeroDivisionError: a codec that is not there" in done.stdout
    assert len(site.asked) < 9, "the crawl went on"
    states = dict(rows_of(tmp_path, "SELECT state, count(*) FROM pages GROUP BY 1"))
    assert set(states) == {"done", "pending"} or set(states) == {"done", "pending", "suspected"}
    seen = rows_of(tmp_path, "SELECT count(*) FROM pages WHERE state = 'done' AND last_capture_id IS NULL")
    assert seen == [(0,)]
    assert rows_of(tmp_path, "SELECT reason FROM crawls") == [("capture_failed",)]
    again = run(tmp_path, site.url, "")
    assert (again.returncode, again.stdout.split()[0]) == (0, "finished")
    assert rows_of(tmp_path, "SELECT count(*) FROM articles") == [(8,)]
