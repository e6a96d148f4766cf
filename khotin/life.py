"""What the archive knows of one article over time, found by any address at which it was met."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from shlex import quote
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from crawler.discovery.urls import canonical, on_site
from crawler.errors import ArchiveError, ConfigurationError
from crawler.web_address import parted
from khotin.rereading import profile_of
from pipelines.schema import bring_up_to_date, open_readonly
from pipelines.schema.database import errors_named
from pipelines.store import DATABASE

_ARTICLE: Final = (
    "SELECT a.id, s.slug AS site, a.id_space, a.identity, a.title, a.url, a.status, a.status_since, a.first_seen_at,"
    " a.last_seen_at, a.versions, a.current_version_id, c.url AS status_url, c.status AS status_http, c.captured_at"
    " AS status_captured_at, c.warc AS status_warc, c.offset AS status_offset FROM articles a"
    " JOIN sites s ON s.id = a.site_id LEFT JOIN captures c ON c.id = a.status_capture_id WHERE a.id = ?"
)
_VERSIONS: Final = (
    "SELECT v.id, v.number, v.cause, v.seen_at, v.digest, v.extractor, v.memory_version, v.staged, v.title, v.lead,"
    " v.byline, v.body, v.images, v.attachments, c.warc, c.offset FROM versions v"
    " LEFT JOIN captures c ON c.id = v.capture_id WHERE v.article_id = ? ORDER BY v.number"
)
_COUNTS: Final = "SELECT seen_at, read_count FROM read_counts WHERE article_id = ? ORDER BY seen_at"
_RELATED: Final = (
    "SELECT url, kind, title, first_seen_at, last_seen_at FROM related_links WHERE article_id = ?"
    " ORDER BY first_seen_at, kind, position"
)
_URLS: Final = "SELECT url FROM article_urls WHERE article_id = ? ORDER BY first_seen_at, url"


@dataclass(frozen=True, slots=True)
class Life:
    """One article: its row with the capture that is the evidence of its status; its versions (whole rows) in order;
    read counts and related links as they were observed; every address. Times are UTC texts."""

    article: Mapping[str, Any]
    versions: list[Mapping[str, Any]]
    counts: list[Mapping[str, Any]]
    related: list[Mapping[str, Any]]
    urls: list[str]

    @property
    def current(self) -> int | None:
        """Number of the version that readers see."""
        shown = self.article["current_version_id"]
        return next((version["number"] for version in self.versions if version["id"] == shown), None)


def lives_at(archive: Path, url: str) -> list[Life]:
    """The articles that were met at ``url`` (several where the site gave one id to one after the other), oldest first.
    Raises ArchiveError where there is none, and what is known of the page then; UsageError for what is no address."""
    path = archive / DATABASE
    parted(url.strip() if "://" in url else f"http://{url.strip()}")
    bring_up_to_date(path)
    with errors_named(path), closing(open_readonly(path)) as connection:
        spellings = sorted(set(_spellings(url)) | set(_canonical(connection, archive, url)))
        found = connection.execute(
            "SELECT article_id FROM article_urls WHERE url IN (SELECT value FROM json_each(:urls)) UNION"
            " SELECT article_id FROM pages WHERE url IN (SELECT value FROM json_each(:urls))"
            " AND article_id IS NOT NULL ORDER BY 1",
            {"urls": json.dumps(spellings)},
        ).fetchall()
        if not found:
            raise ArchiveError(_absent(connection, url, spellings))
        return [_life(connection, row[0]) for row in found]


def _life(connection: sqlite3.Connection, article_id: int) -> Life:
    def rows(sql: str) -> list[Mapping[str, Any]]:
        return [dict(row) for row in connection.execute(sql, (article_id,))]

    urls = [row["url"] for row in rows(_URLS)]
    return Life(rows(_ARTICLE)[0], rows(_VERSIONS), rows(_COUNTS), rows(_RELATED), urls)


def _spellings(url: str) -> Iterator[str]:
    """The address as it may stand in the archive: other scheme, with and without www. and the last slash."""
    text = url.strip()
    parts = urlsplit(text if "://" in text else f"http://{text}")._replace(fragment="")
    bare, path = parts.netloc.removeprefix("www."), parts.path.rstrip("/")
    for scheme in ("http", "https"):
        for host in (parts.netloc, bare, f"www.{bare}"):
            for ending in (path, f"{path}/"):
                yield urlunsplit((scheme, host, ending, parts.query, ""))


def _canonical(connection: sqlite3.Connection, archive: Path, url: str) -> Iterator[str]:
    """The address as the profiles of the sites with its host spell it."""
    text = url.strip() if "://" in url else f"http://{url.strip()}"
    for row in connection.execute("SELECT id, slug, url, family FROM sites").fetchall():
        try:
            profile = profile_of(row, archive / "sites")
        except ConfigurationError:
            continue
        if on_site(urlsplit(text).netloc, profile):
            for scheme in ("http", "https"):
                spelled = canonical(text, replace(profile, schemes=(scheme,)))
                yield from (spelled,) if spelled else ()


def _absent(connection: sqlite3.Connection, url: str, spellings: list[str]) -> str:
    row = connection.execute(
        "SELECT state, reason, last_seen_at FROM pages WHERE url IN (SELECT value FROM json_each(?)) LIMIT 1",
        (json.dumps(spellings),),
    ).fetchone()
    if row is None:
        whole = url.strip() if "://" in url else f"http://{url.strip()}"
        return f"The archive knows nothing of {url}; `khotin crawl {quote(whole)}` looks at it."
    why = f" ({row['reason']})" if row["reason"] else ""
    looked = f"last looked at {row['last_seen_at']}" if row["last_seen_at"] else "not looked at yet"
    return f"The archive has no article at {url}: its page is {row['state']}{why}, {looked}."
