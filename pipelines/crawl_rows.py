"""Rows of ``sites``, ``crawls`` and ``captures``. All inside the caller's transaction."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Final

from crawler.errors import exit_code
from crawler.page import Decoding, PageKind
from crawler.ports import CaptureRecord, CrawlOptions, PageResult
from crawler.profiles import Profile
from pipelines.transactions import Run, timestamp

#: Columns of ``crawls`` that count; keys of ``Store.counts()``.
COUNTS: Final = (
    "pages", "articles_new", "articles_changed", "articles_unchanged", "refused", "failed", "gone", "assets",
)  # fmt: skip

#: Options that have columns of their own, or are no option.
COLUMNS: Final = ("settings_digest", "software")
#: Family of a profile whose site is yet to be looked at; what an earlier crawl detected stays until then.
AUTO: Final = "auto"


def save_site(connection: sqlite3.Connection, profile: Profile, now: str) -> int:
    """Insert the profile's site, or bring its row up to the profile; returns the id."""
    values = {
        "slug": profile.slug,
        "name": profile.name,
        "name_en": profile.name_en,
        "level": profile.level,
        "province_old": profile.province_old,
        "province_new": profile.province_new,
        "url": profile.seeds[0] if profile.seeds else f"{profile.schemes[0]}://{profile.hosts[0]}/",
        "hosts": json.dumps(profile.hosts, ensure_ascii=False),
        "family": "generic" if profile.family == AUTO else profile.family,
        "verified": int(profile.verified),
        "rights_holder": profile.rights.holder,
        "rights_statement": profile.rights.statement,
        "rights_contact": profile.rights.contact,
        "rights_publish": profile.rights.publish,
        "first_crawled_at": now,
    }
    kept = {"slug", "first_crawled_at"} | ({"family"} if profile.family == AUTO else set())
    updates = ", ".join(f"{name} = excluded.{name}" for name in values if name not in kept)
    connection.execute(
        f"INSERT INTO sites ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})"
        f" ON CONFLICT (slug) DO UPDATE SET {updates}",
        tuple(values.values()),
    )
    return int(connection.execute("SELECT id FROM sites WHERE slug = ?", (profile.slug,)).fetchone()[0])


def save_family(run: Run, family: str, evidence: Sequence[str]) -> None:
    """Keep the CMS family that a site without profile was found to be, and the signs of it."""
    run.connection.execute(
        "UPDATE sites SET family = ?, family_evidence = ? WHERE id = ?",
        (family, json.dumps(list(evidence), ensure_ascii=False), run.site_id),
    )


def unended(connection: sqlite3.Connection, site_id: int) -> list[int]:
    """The ids of the site's crawls that were killed and not closed yet. To be asked by who holds the site's lease."""
    rows = connection.execute("SELECT id FROM crawls WHERE site_id = ? AND ended_at IS NULL", (site_id,))
    return [int(row[0]) for row in rows]


def open_crawl(
    connection: sqlite3.Connection, site_id: int, token: int, profile: Profile, options: CrawlOptions, now: str
) -> int:
    """Insert the row of a crawl that starts, and close those of this site that were killed; returns the new id."""
    connection.execute(
        "UPDATE crawls SET ended_at = ?, reason = coalesce(reason, 'killed'), judged = 'interrupted', exit_code = 11"
        " WHERE site_id = ? AND ended_at IS NULL",
        (now, site_id),
    )
    said = {name: value for name, value in asdict(options).items() if name not in COLUMNS}
    cursor = connection.execute(
        "INSERT INTO crawls (site_id, started_at, lease_token, options, settings_digest, profile_digest, software)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (site_id, now, token, json.dumps(said, ensure_ascii=False), options.settings_digest or None,
         profile.digest, options.software),
    )  # fmt: skip
    return int(cursor.lastrowid or 0)


def count(counts: dict[str, int], result: PageResult, state: str, outcome: str) -> None:
    """Add one page, whose state is ``state`` now and whose article is ``outcome``, to a crawl's counts."""
    counts["pages"] += 1
    if outcome != "none":
        counts[f"articles_{outcome}"] += 1
    if state in ("refused", "failed"):
        counts[state] += 1
    if result.page.kind is PageKind.ASSET:
        counts["assets"] += 1


def save_counts(run: Run, counts: Mapping[str, int]) -> None:
    """Write the crawl's live counts into its row, so that a killed crawl still shows what it did."""
    run.connection.execute(
        f"UPDATE crawls SET {', '.join(f'{name} = ?' for name in COUNTS)} WHERE id = ?",
        (*(counts[name] for name in COUNTS), run.crawl_id),
    )


def save_capture(run: Run, capture: CaptureRecord, decoding: Decoding | None = None) -> CaptureRecord:
    """Insert the index row of a capture, and how its bytes became text; returns the record with its id. The same record
    again, or one with its id, is no second row."""
    if capture.id is not None:
        if decoding is not None:
            _save_decoding(run, capture.id, decoding)
        return capture
    cursor = run.connection.execute(
        "INSERT INTO captures (site_id, crawl_id, url, captured_at, method, status, media_type, warc, offset,"
        " length, digest, ip, truncated, record_type, refers_to, payload_length, etag, last_modified, repaired,"
        " proxied, tls_verified, charset_declared, charset_used, bad_sequences)"
        f" VALUES ({', '.join('?' * 24)})"
        " ON CONFLICT (warc, offset) DO NOTHING",
        (run.site_id, run.crawl_id, capture.url, timestamp(capture.captured_at), capture.method, capture.status,
         capture.media_type, capture.warc, capture.offset, capture.length, capture.digest, capture.ip,
         capture.truncated, capture.record_type, capture.refers_to, capture.payload_length, capture.etag,
         capture.last_modified, json.dumps(capture.repaired) if capture.repaired else None, capture.proxied,
         capture.tls_verified, *_how(decoding)),
    )  # fmt: skip
    if cursor.rowcount > 0:
        return replace(capture, id=cursor.lastrowid)
    row = run.connection.execute(
        "SELECT id FROM captures WHERE warc = ? AND offset = ?", (capture.warc, capture.offset)
    ).fetchone()
    if decoding is not None:
        _save_decoding(run, row[0], decoding)
    return replace(capture, id=int(row[0]))


def _how(decoding: Decoding | None) -> tuple[str | None, str | None, int | None]:
    return (decoding.declared, decoding.used, decoding.bad_sequences) if decoding is not None else (None, None, None)


def _save_decoding(run: Run, capture_id: int, decoding: Decoding) -> None:
    """Write into a capture's row how its bytes became text."""
    run.connection.execute(
        "UPDATE captures SET charset_declared = ?, charset_used = ?, bad_sequences = ? WHERE id = ?",
        (*_how(decoding), capture_id),
    )


def close_crawl(run: Run, reason: str, judged: str, end: tuple[str, float]) -> None:
    """Write how and when the crawl ended (``end`` = time, duration in seconds) and how it was judged."""
    run.connection.execute(
        "UPDATE crawls SET ended_at = ?, duration = ?, reason = ?, judged = ?, exit_code = ? WHERE id = ?",
        (*end, reason, judged, exit_code(reason, judged), run.crawl_id),
    )
