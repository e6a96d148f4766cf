"""What a site's own past says of a healthy crawl: for sites whose profile says nothing, and beside what it says."""

from typing import Final

from crawler.page import Signal
from pipelines import reuse
from pipelines.transactions import Run

#: Fewer articles than this say nothing about a share.
ENOUGH: Final = 10
#: As many articles before this crawl tell what its new ones should have.
PAST: Final = 200
#: A field that at least this share of them had ...
USUAL: Final = 0.5
#: ... and less than this part of that share of the new ones has, was lost by the site or by us.
KEPT: Final = 0.5
#: More than this share of the articles looked at cannot vanish in one crawl.
VANISHED: Final = 0.2

CODES: Final = ("health.learned_fill", "health.vanished")

_NEW: Final = (
    "SELECT a.id FROM articles a JOIN versions v ON v.article_id = a.id AND v.number = 1 WHERE a.site_id = :site"
    " AND a.kind = 'article' AND v.crawl_id = :crawl"
)
#: The site's articles that were new to the archive last before this crawl.
BEFORE: Final = (
    "SELECT a.id FROM articles a JOIN versions v ON v.article_id = a.id AND v.number = 1 WHERE a.site_id = :site"
    f" AND a.kind = 'article' AND v.crawl_id < :crawl ORDER BY a.id DESC LIMIT {PAST}"
)
_LOOKED: Final = (
    "FROM pages p JOIN articles a ON a.id = p.article_id WHERE p.site_id = :site"
    " AND p.last_seen_at >= (SELECT started_at FROM crawls WHERE id = :crawl)"
)
#: Another page of the same article, which shows it: an address that leads there no more is no article that is missing.
_ELSEWHERE: Final = (
    "SELECT 1 FROM pages o WHERE o.article_id = p.article_id AND o.id <> p.id AND +o.crawl_id = :crawl"
    " AND o.state = 'done' AND o.suspected_at IS NULL AND o.redirect_id IS NULL"
)


def problems(run: Run, fields: dict[str, str]) -> list[Signal]:
    """What this crawl found that the site's past does not bear out. ``fields``: SQL that is true where an article ``a``
    has a value, by name."""
    return _fill(run, fields)


def _fill(run: Run, fields: dict[str, str]) -> list[Signal]:
    """Fields that most articles had before, and hardly any new one has. Only after a crawl that came to its end: until
    then what is new to us are older and older articles, of other layouts."""
    ended = "SELECT 1 FROM crawls WHERE site_id = ? AND id < ? AND reason = 'finished' AND judged <> 'failed'"
    if run.connection.execute(ended, (run.site_id, run.crawl_id)).fetchone() is None:
        return []
    new, before = _shares(run, _NEW, fields), _shares(run, BEFORE, fields)
    if new["count"] < ENOUGH or before["count"] < ENOUGH:
        return []
    return [
        Signal(
            "health.learned_fill",
            f"{name}: {new[name]:.0%} of {new['count']:.0f} new articles have it, {before[name]:.0%} of those before.",
            "Look at a new article: if its layout changed, bring the profile up to date and run `khotin extract`; if"
            " the site prints this no more, `khotin accept`.",
            key=name,
        )
        for name in fields
        if before[name] >= USUAL and new[name] < KEPT * before[name]
    ]


def _shares(run: Run, chosen: str, fields: dict[str, str]) -> dict[str, float]:
    sums = ", ".join(f"avg({sql}) AS {name}" for name, sql in fields.items())
    row = run.connection.execute(
        f"SELECT count(*) AS count, {sums} FROM articles a WHERE a.id IN (SELECT id FROM ({chosen}))",
        {"site": run.site_id, "crawl": run.crawl_id},
    ).fetchone()
    return {name: float(row[name] or 0) for name in ("count", *fields)}


def vanished(run: Run, found: int, controls: int) -> list[Signal]:
    """Articles that this crawl was the first to miss, or to find another one in the place of, all at once: many, or all
    that it looked at. ``found``: how many known ones were in their place; ``controls``: how many were asked for to make
    sure. To be asked before they are put back."""
    row = run.connection.execute(
        "SELECT count(*) AS looked, sum(p.suspected_at >= (SELECT started_at FROM crawls WHERE id = :crawl)"
        f" AND NOT EXISTS ({_ELSEWHERE})) AS missed {_LOOKED}",
        {"site": run.site_id, "crawl": run.crawl_id},
    ).fetchone()
    looked, missed = int(row["looked"]), int(row["missed"] or 0) + reuse.taken(run)
    many = missed >= ENOUGH and missed > VANISHED * looked
    all_of_them = not found and missed + bool(controls) >= 2
    if not (many or all_of_them):
        return []
    return [
        Signal(
            "health.vanished",
            f"{missed} of {looked} articles that were looked at are missing at once.",
            "None is marked as gone. Look at the site: if it was taken down or moved, wait or change the profile; if it"
            " did delete them, `khotin accept`.",
            "error",
        )
    ]
