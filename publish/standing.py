"""How each site of the archive stands: last run, last good run, what was found, what is missing, what is open. Read by
the public page and by ``khotin status``. Times are UTC; what is young or old is told against a given ``now``."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

#: A site without a good run for this long is stale.
STALE_AFTER: Final = timedelta(days=2)
#: A run that was good so long after the present was dated by a clock that went wrong: nobody knows when it was.
AHEAD: Final = timedelta(hours=1)
#: States of which somebody should be told.
BAD: Final = ("failed", "stale")

#: A run is a crawl, not an import or a re-extraction. Coverage counts pages for readers: no files, no guessed ids, none
#: that the site's rules refuse; a page that only waits to be looked at again was read.
QUERY: Final = """
WITH runs AS (SELECT * FROM crawls WHERE coalesce(reason, '') NOT IN ('imported', 'extracted')),
last AS (SELECT site_id, max(id) AS id FROM runs GROUP BY site_id),
good AS (SELECT site_id, coalesce(ended_at, started_at) AS at FROM runs WHERE id IN
  (SELECT max(id) FROM runs WHERE judged IN ('passed', 'accepted') GROUP BY site_id)),
found AS (SELECT site_id, sum(status <> 'hidden') AS articles, sum(status = 'live') AS live,
  sum(status IN ('suspected', 'gone', 'replaced', 'unreachable')) AS absent
  FROM articles GROUP BY site_id),
looked AS (SELECT site_id, state, state IN ('pending', 'leased') AS waits,
  coalesce(last_status < 400 OR last_status IN (404, 410), 0) AS answered
  FROM pages WHERE kind NOT IN ('asset', 'requisite', 'guess')),
known AS (SELECT site_id, sum(state IN ('done', 'suspected', 'gone', 'replaced') OR (waits AND answered)) AS read,
  sum(waits AND NOT answered) AS waiting, sum(state = 'failed') AS failed FROM looked GROUP BY site_id),
open AS (SELECT site_id, sum(severity = 'error') AS errors, sum(severity = 'warning') AS warnings,
  json_group_array(json_object('code', code, 'message', message, 'since', first_seen_at))
  FILTER (WHERE code GLOB 'health.*' OR code IN ('site.down', 'layout.drift', 'clock.ahead')) AS problems FROM issues
  WHERE resolved_at IS NULL GROUP BY site_id)
SELECT s.slug, s.name, s.url, r.id AS run, r.started_at, r.ended_at, r.reason, r.judged, r.exit_code, r.pages,
  r.articles_new, r.articles_changed, g.at AS good_at, coalesce(f.articles, 0) AS articles, coalesce(f.live, 0) AS live,
  coalesce(f.absent, 0) AS absent, coalesce(k.read, 0) AS read, coalesce(k.waiting, 0) AS waiting,
  coalesce(k.failed, 0) AS failed, coalesce(o.errors, 0) AS errors, coalesce(o.warnings, 0) AS warnings,
  coalesce(o.problems, '[]') AS problems,
  l.holder IS NOT NULL AND l.until > :now AS running
FROM sites s LEFT JOIN last t ON t.site_id = s.id LEFT JOIN runs r ON r.id = t.id LEFT JOIN good g ON g.site_id = s.id
LEFT JOIN found f ON f.site_id = s.id LEFT JOIN known k ON k.site_id = s.id LEFT JOIN open o ON o.site_id = s.id
LEFT JOIN leases l ON l.site_id = s.id ORDER BY s.slug
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """One site. ``state``: ``ok``; ``running``; ``failed`` (the last run was judged failed, or ended in an error);
    ``stale`` (no good run for too long); ``new`` (never crawled). Times are ISO 8601 in UTC or None; ``age`` is seconds
    since the last good run. ``coverage`` is the share (0..1) of the known pages that were read, None where none is
    known; ``waiting`` pages are known and not read yet, ``failed`` could not be fetched. ``errors`` and ``warnings``
    are open issues; ``problems`` those of the site as a whole: code, message, since when."""

    site: str
    name: str
    url: str
    state: str
    last_run: int | None
    last_run_at: str | None
    last_run_reason: str | None
    last_run_judged: str | None
    last_run_exit_code: int | None
    last_run_pages: int
    last_run_new: int
    last_run_changed: int
    last_good_at: str | None
    age: float | None
    articles: int
    live: int
    absent: int
    coverage: float | None
    waiting: int
    failed: int
    errors: int
    warnings: int
    problems: tuple[Mapping[str, str], ...] = ()

    @property
    def is_bad(self) -> bool:
        """Whether somebody should look at this site."""
        return self.state in BAD

    def as_json(self) -> dict[str, Any]:
        """The same as a JSON object."""
        return asdict(self)


def standings(rows: Iterable[Mapping[str, Any]], now: datetime, stale_after: timedelta = STALE_AFTER) -> list[Standing]:
    """The sites whose rows QUERY gave; ``now`` is aware, and the time that QUERY was asked with."""
    return [_standing(row, now, stale_after) for row in rows]


def _standing(row: Mapping[str, Any], now: datetime, stale_after: timedelta) -> Standing:
    age = (now - datetime.fromisoformat(row["good_at"])).total_seconds() if row["good_at"] else None
    known = row["read"] + row["waiting"] + row["failed"]
    return Standing(
        site=row["slug"],
        name=row["name"],
        url=row["url"],
        state=_state(row, age, now, stale_after),
        last_run=row["run"],
        last_run_at=row["started_at"],
        last_run_reason=row["reason"],
        last_run_judged=row["judged"],
        last_run_exit_code=row["exit_code"],
        last_run_pages=row["pages"] or 0,
        last_run_new=row["articles_new"] or 0,
        last_run_changed=row["articles_changed"] or 0,
        last_good_at=row["good_at"],
        age=age,
        articles=row["articles"],
        live=row["live"],
        absent=row["absent"],
        coverage=row["read"] / known if known else None,
        waiting=row["waiting"],
        failed=row["failed"],
        errors=row["errors"],
        warnings=row["warnings"],
        problems=tuple(json.loads(row["problems"])),
    )


def _state(row: Mapping[str, Any], age: float | None, now: datetime, stale_after: timedelta) -> str:
    if row["run"] is None:
        return "new"
    if row["running"]:
        return "running"
    if row["judged"] == "failed" or row["exit_code"] in (1, 3, 4, 9, 18):
        return "failed"
    since = now - datetime.fromisoformat(row["started_at"])
    limit = stale_after.total_seconds()
    if age is None:  # never a good run: a first one that was stopped has as long to be finished
        return "stale" if since.total_seconds() > limit else "ok"
    return "stale" if age > limit or age < -AHEAD.total_seconds() else "ok"
