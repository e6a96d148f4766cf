"""A few pages of a live site, fetched by a crawl of their own into a folder that is then thrown away."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from crawler.capture.reader import Recorded, read_record
from crawler.errors import KhotinError, RateLimitedError, StoppedError, UnreachableError, UsageError
from crawler.operator import operator_of, require_contact
from crawler.ports import CrawlSummary
from crawler.profiles import Profile
from crawler.run import RunOptions, crawl_in_child
from pipelines.schema.database import open_readonly

_PAGES: Final = """
SELECT p.url, p.kind, p.state, p.reason, c.warc, c.offset, o.warc AS first_warc, o.offset AS first_offset
FROM pages p LEFT JOIN captures c ON c.id = p.last_capture_id LEFT JOIN captures o ON o.id = c.refers_to
WHERE p.state <> 'pending' AND p.reason IS NOT 'redirect' ORDER BY p.id
"""


@dataclass(frozen=True, slots=True)
class Looked:
    """One page as it came: URL, what was expected there, status, headers (lower-case names), body without codings;
    ``problem`` says why there is none (status 0)."""

    url: str
    expected: str
    status: int = 0
    headers: dict[str, str] | None = None
    body: bytes = b""
    problem: str = ""

    @property
    def content_type(self) -> str | None:
        """The Content-Type header, whole, or None."""
        return (self.headers or {}).get("content-type")


def look(profile: Profile, archive: Path, articles: int, delay: float | None = None) -> list[Looked]:
    """The seeds, a list and up to so many articles, in the order they were found; robots.txt, pace and address guard
    as in any crawl. ``archive``: whose archive.toml names the operator; nothing is written there.

    Raises UnreachableError where no page came, UsageError without a contact, RateLimitedError, StoppedError."""
    operator = operator_of(archive, os.environ.get("KHOTIN_CONTACT", ""))
    require_contact(profile, operator)
    options = RunOptions(
        delay=delay, sample=articles, limit=articles + len(profile.seeds) + 8, contact=operator.contact
    )
    with tempfile.TemporaryDirectory(prefix="khotin-look-") as folder:
        summary = crawl_in_child(profile, Path(folder), options)
        pages = list(_pages(Path(folder)))
    if not any(page.status for page in pages):
        raise _nothing(profile, summary, pages)
    return pages


def _pages(folder: Path) -> Iterator[Looked]:
    with closing(open_readonly(folder / "archive.db")) as connection:
        for row in connection.execute(_PAGES):
            if row["state"] != "done" or row["warc"] is None:
                yield Looked(row["url"], row["kind"], problem=f"{row['state']}: {row['reason'] or 'no answer'}")
                continue
            answer = _recorded(folder / "warc", row)
            headers = {name.lower(): value for name, value in answer.headers}
            yield Looked(row["url"], row["kind"], answer.status, headers, answer.body)


def _recorded(warc: Path, row: sqlite3.Row) -> Recorded:
    original = (warc / row["first_warc"], int(row["first_offset"])) if row["first_warc"] else None
    return read_record(warc / row["warc"], int(row["offset"]), original)


def _nothing(profile: Profile, summary: CrawlSummary, pages: list[Looked]) -> KhotinError:
    """Why not one page came."""
    host = profile.hosts[0]
    if summary.reason == "rate_limited":
        return RateLimitedError(f"{host} wants to be left alone. Try again hours later.")
    if summary.reason == "interrupted":
        return StoppedError("Stopped; nothing was written.")
    if summary.reason == "window":
        return UsageError(f"It is outside the time window of the profile of {host}. Try again within it.")
    why = "; ".join(f"{page.url} {page.problem}" for page in pages[:3]) or summary.reason
    return UnreachableError(f"{host} gave no page: {why}. Look at it in a browser.")
