"""When a page is looked at again: what leads to news often, young articles daily, older ones less and less.

An article waits a share of its age, within bounds: what was published a week ago may be corrected today, what stood for
five years will stand another month. One that was edited lately, or whose readers grow quickly, waits less; one whose
count stands still waits more. Every page has its own part of the interval taken off, so that what was found on one day
does not fall due on one day. With the defaults an edit is seen within 2 days where the article is under 30 days old,
within 30 days under a year, and within 180 days at any age.
"""

import json
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from crawler.page import PageKind
from crawler.ports import HALF, PageResult
from crawler.profiles import Schedule
from pipelines.transactions import Run, timestamp

DAY: Final = 86_400.0
#: Of its age an article waits this share.
SHARE: Final = 0.1
#: (younger than, waits no longer than), in seconds.
LIMITS: Final = ((30 * DAY, 1.5 * DAY), (365 * DAY, 28 * DAY))
#: An edit is recent for so long.
RECENT: Final = 30 * DAY
#: A count that rose by this share between two looks is read much.
MUCH: Final = 0.1
#: What is gone is asked for again: articles do come back.
GONE_AGAIN: Final = 60 * DAY
#: The least and the most of its interval that a page waits.
SPREAD: Final = 0.75

_ARTICLE: Final = (
    "SELECT a.published_at, a.first_seen_at, (SELECT max(v.seen_at) FROM versions v WHERE v.article_id = a.id"
    " AND v.cause = 'change') AS edited_at, (SELECT json_group_array(json_array(seen_at, read_count)) FROM"
    " (SELECT seen_at, read_count FROM read_counts WHERE article_id = a.id ORDER BY seen_at DESC LIMIT 2)) AS counts"
    " FROM articles a WHERE a.id = ?"
)


@dataclass(frozen=True, slots=True)
class Life:
    """What is known of an article at one look, in seconds: its ``age``, how long ago its last edit was seen (None:
    never), and by what share its count rose since the look before (None: not known)."""

    age: float
    edited_ago: float | None = None
    rise: float | None = None


def wait_of(life: Life, schedule: Schedule) -> float:
    """Seconds until an article is looked at again, before its own part is taken off."""
    wait = SHARE * life.age
    if life.edited_ago is not None and life.edited_ago < RECENT:
        wait /= 2
    if life.rise is not None:
        wait *= 2 / 3 if life.rise > MUCH else 1.25 if life.rise == 0 else 1.0
    limit = next((most for age, most in LIMITS if life.age < age), schedule.oldest)
    return max(schedule.young, min(wait, limit, schedule.oldest))


def spread(url: str) -> float:
    """A page's own part of its interval, SPREAD to 1: the same each time."""
    return SPREAD + (1 - SPREAD) * (zlib.crc32(url.encode()) % 1000) / 1000


def due_at(run: Run, result: PageResult, article_id: int | None, at: datetime, schedule: Schedule) -> str | None:
    """When the page of a settled result is due again (UTC), None where nothing but a link makes it so."""
    wait = _wait(run, result, article_id, at, schedule)
    return timestamp(at + timedelta(seconds=wait)) if wait is not None else None


def _wait(run: Run, result: PageResult, article_id: int | None, at: datetime, schedule: Schedule) -> float | None:
    kind, own = result.page.kind, spread(result.page.url)
    if result.state == "suspected":
        return schedule.confirm_after
    if result.state == "failed":
        return schedule.lists
    if result.state == "gone":
        return GONE_AGAIN * own if article_id is not None else None
    if result.state != "done" or kind in (PageKind.ASSET, PageKind.REQUISITE):
        return None
    if kind in (PageKind.SEED, PageKind.FEED):
        return schedule.lists
    if result.reason == HALF:
        return DAY
    if article_id is not None:
        return max(schedule.young, wait_of(_life(run, article_id, at), schedule) * own)
    if result.reason == "listing_page":
        return schedule.sections * own
    return max(schedule.lists, DAY * own) if _lists(result) else None


def _lists(result: PageResult) -> bool:
    return result.page.kind in (PageKind.LISTING, PageKind.SITEMAP) or result.reason == "listing"


def _life(run: Run, article_id: int, at: datetime) -> Life:
    row = run.connection.execute(_ARTICLE, (article_id,)).fetchone()
    edited = _ago(row["edited_at"], at) if row["edited_at"] else None
    return Life(max(0.0, _ago(row["published_at"] or row["first_seen_at"], at)), edited, _rise(row["counts"]))


def _ago(moment: str, at: datetime) -> float:
    return (at - datetime.fromisoformat(moment)).total_seconds()


def _rise(counts: str) -> float | None:
    """The share by which the newer of two observed counts (newest first) is higher."""
    seen = json.loads(counts)
    if len(seen) < 2 or not seen[1][1]:
        return None
    return max(0.0, float(seen[0][1] - seen[1][1]) / float(seen[1][1]))
