"""Rows of ``pages``: the frontier, the schedule and each page's outcome. All inside the caller's transaction."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from crawler.page import FILES, Link, PageKind, Refusal
from crawler.ports import NOT_MODIFIED, CaptureRecord, PageRef, PageResult
from pipelines.transactions import Run, timestamp
from pipelines.waking import Waking, wakes

#: A retry due this soon is still worth waiting for within the same crawl.
PATIENCE: Final = timedelta(minutes=10)
SEED_PRIORITY: Final = 1000

_INSERT = (
    "INSERT INTO pages (site_id, url, kind, state, reason, priority, depth, redirects, id_space, source_id,"
    " parent_id, crawl_id, discovered_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (site_id, url) DO NOTHING"
)


def add_seeds(run: Run, seeds: Iterable[str], now: str) -> None:
    """Insert the profile's start URLs; known ones keep their rows."""
    run.connection.executemany(
        _INSERT,
        [
            (run.site_id, url, PageKind.SEED, "pending", None, SEED_PRIORITY, 0, 0, None, None, None, run.crawl_id, now)
            for url in seeds
        ],
    )


def add_links(run: Run, links: Sequence[Link], origin: PageRef | None, depth: int, now: str) -> int:
    """Insert unseen URLs as pending pages; wake known ones that a link gives a reason to look at again (an empty id
    that is linked now, a refused or gone page of an earlier crawl). Returns how many are new or awake again."""
    links = [link for link in links if _hash(link) not in run.met]
    if not links:
        return 0
    known = _known(run, [link.url for link in links])
    new = {link.url: link for link in links if link.url not in known}
    parent = origin.id if origin else None
    run.connection.executemany(
        _INSERT,
        [
            (run.site_id, link.url, link.kind, "pending", None, link.priority, depth, 0, link.id_space, link.source_id,
             parent, run.crawl_id, now)
            for link in new.values()
        ],
    )  # fmt: skip
    has_news = any(link.kind in (PageKind.ARTICLE, PageKind.PAGE) for link in new.values())
    given = Waking(run, has_news, now)
    awake = [(link.kind, link.priority, link.id_space, link.source_id, run.crawl_id, known[link.url]["id"])
             for link in links if link.url in known and wakes(given, link, known[link.url])]  # fmt: skip
    run.connection.executemany(
        "UPDATE pages SET kind = ?, priority = ?, id_space = coalesce(?, id_space),"
        " source_id = coalesce(?, source_id), state = 'pending', reason = NULL, tries = 0, next_due = NULL,"
        " crawl_id = ? WHERE id = ?",
        awake,
    )
    _upgrade(run, links, known)
    run.met.update(_hash(link) for link in links if link.kind not in FILES and _is_met(run, known.get(link.url)))
    return len(new) + len(awake)


def _hash(link: Link) -> int:
    return hash((link.url, link.kind, link.priority, link.id_space, link.source_id))


def _is_met(run: Run, row: Mapping[str, object] | None) -> bool:
    """Whether the very same link can change no more of its page in this crawl: the page (``row`` before the link; None:
    new) is this crawl's, and not one that was refused until the crawl knows better."""
    return row is None or (row["crawl_id"] == run.crawl_id and row["state"] != "refused")


def _known(run: Run, urls: Sequence[str]) -> Mapping[str, Mapping[str, object]]:
    rows = run.connection.execute(
        "SELECT id, url, kind, state, reason, priority, crawl_id, article_id, last_seen_at FROM pages"
        " WHERE site_id = ? AND url IN (SELECT value FROM json_each(?))",
        (run.site_id, json.dumps(urls)),
    )
    return {row["url"]: row for row in rows}


def _upgrade(run: Run, links: Iterable[Link], known: Mapping[str, Mapping[str, object]]) -> None:
    """A waiting page takes the higher priority and the surer kind: a linked article is no guess any more. A file that
    an article shows is the article's, and is then not asked for again every month."""
    run.connection.executemany(
        "UPDATE pages SET kind = ?, priority = max(priority, ?) WHERE id = ?",
        [
            (link.kind if row["kind"] == PageKind.GUESS else row["kind"], link.priority, row["id"])
            for link in links
            if (row := known.get(link.url)) is not None
            and row["state"] == "pending"
            and (int(str(row["priority"])) < link.priority or (row["kind"] == PageKind.GUESS != link.kind))
        ],
    )
    run.connection.executemany(
        "UPDATE pages SET kind = ?, priority = ? WHERE id = ?",
        [
            (link.kind, link.priority, known[link.url]["id"])
            for link in links
            if link.kind is PageKind.ASSET
            and (known[link.url]["kind"] if link.url in known else "") == PageKind.REQUISITE
        ],
    )


def as_list(run: Run, result: PageResult) -> tuple[bool, bool]:
    """What the links of a page without an article say: (it once led to articles and leads to none now, it leads to
    articles of the archive)."""
    if result.state != "done" or result.article is not None or result.reason in (NOT_MODIFIED, "absent"):
        return False, False
    if leads_to_known(run, result):
        return False, True
    led = "SELECT 1 FROM pages WHERE parent_id = ? AND article_id IS NOT NULL LIMIT 1"
    emptied = result.redirect_to is None and not any(link.kind is PageKind.ARTICLE for link in result.links)
    return emptied and run.connection.execute(led, (result.page.id,)).fetchone() is not None, False


def leads_to_known(run: Run, result: PageResult) -> bool:
    """Whether a page that was read links to an article of the archive: it is the site's own. What its address does not
    tell is none where it is a static page, to which every menu leads."""
    kinds = (PageKind.ARTICLE, PageKind.PAGE)
    urls = [link.url for link in result.links if link.kind in kinds] if result.state == "done" else []
    sql = (
        "SELECT 1 FROM pages p JOIN articles a ON a.id = p.article_id WHERE p.site_id = ?"
        " AND p.url IN (SELECT value FROM json_each(?)) AND a.kind <> 'page' LIMIT 1"
    )
    return bool(urls) and run.connection.execute(sql, (run.site_id, json.dumps(urls))).fetchone() is not None


def add_refusals(run: Run, refusals: Iterable[Refusal], origin: PageRef, now: str) -> int:
    """Keep URLs that were met and not followed, with the reason; a known page keeps its state. Returns how many are
    new."""
    rows = [
        (run.site_id, refusal.url, refusal.kind, "refused", refusal.reason, 0, origin.depth + 1, 0, None, None,
         origin.id, run.crawl_id, now)
        for refusal in refusals
    ]  # fmt: skip
    return run.connection.executemany(_INSERT, rows).rowcount if rows else 0


def add_redirect(run: Run, link: Link, origin: PageRef, now: str) -> int:
    """The page that ``origin`` redirects to, inserted where unseen; returns its id."""
    add_links(run, [link], origin, origin.depth, now)
    row = run.connection.execute(
        "SELECT id FROM pages WHERE site_id = ? AND url = ?", (run.site_id, link.url)
    ).fetchone()
    run.connection.execute(
        "UPDATE pages SET redirects = ? WHERE id = ? AND state = 'pending' AND id <> ?",
        (origin.redirects + 1, row["id"], origin.id),
    )
    return int(row["id"])


def has_article(run: Run, page_id: int) -> bool:
    """Whether the page is one that showed an article, now or before."""
    row = run.connection.execute("SELECT article_id FROM pages WHERE id = ?", (page_id,)).fetchone()
    return row is not None and row["article_id"] is not None


def lease_next(run: Run, limit: int, now: datetime) -> list[PageRef]:
    """Lease up to ``limit`` pages that are due at ``now``: highest priority first, then oldest."""
    rows = run.connection.execute(
        "SELECT id, url, kind, depth, tries, redirects, id_space, source_id, last_capture_id FROM pages"
        " WHERE site_id = ? AND state = 'pending' AND (next_due IS NULL OR next_due <= ?)"
        " ORDER BY priority DESC, id LIMIT ?",
        (run.site_id, timestamp(now), limit),
    ).fetchall()
    run.connection.executemany(
        "UPDATE pages SET state = 'leased', lease_token = ?, crawl_id = ? WHERE id = ?",
        [(run.token, run.crawl_id, row["id"]) for row in rows],
    )
    return [
        PageRef(row["id"], row["url"], PageKind(row["kind"]), row["depth"], row["tries"], row["redirects"],
                row["id_space"], row["source_id"], _known_capture(run, row))
        for row in rows
    ]  # fmt: skip


def _known_capture(run: Run, page: Mapping[str, object]) -> CaptureRecord | None:
    """The newest capture of the page that holds its whole payload: what an unchanged answer may refer to."""
    return whole_capture(run, str(page["url"])) if page["last_capture_id"] is not None else None


def whole_capture(run: Run, url: str) -> CaptureRecord | None:
    """The newest capture of a URL of this site that holds a whole payload, or None."""
    row = run.connection.execute(
        "SELECT * FROM captures WHERE url = ? AND site_id = ? AND record_type = 'response' AND status = 200 AND"
        " method = 'GET' AND truncated IS NULL AND lost = 0 ORDER BY captured_at DESC, id DESC LIMIT 1",
        (url, run.site_id),
    ).fetchone()
    return None if row is None else capture_record(row)


def capture_record(row: Mapping[str, Any]) -> CaptureRecord:
    """A row of ``captures`` as far as a look at its page needs it."""
    return CaptureRecord(
        url=row["url"],
        captured_at=datetime.fromisoformat(row["captured_at"]),
        status=row["status"],
        media_type=row["media_type"],
        warc=row["warc"],
        offset=row["offset"],
        length=row["length"],
        digest=row["digest"],
        id=row["id"],
        etag=row["etag"],
        last_modified=row["last_modified"],
    )


def release(run: Run, pages: Iterable[PageRef]) -> None:
    """Give back pages that this run leased and did not look at."""
    run.connection.executemany(
        "UPDATE pages SET state = 'pending', lease_token = NULL WHERE id = ? AND state = 'leased' AND lease_token = ?",
        [(page.id, run.token) for page in pages],
    )


def release_all(run: Run) -> None:
    """Give back every page that this run has leased (its end)."""
    run.connection.execute(
        "UPDATE pages SET state = 'pending', lease_token = NULL WHERE site_id = ? AND state = 'leased'"
        " AND lease_token = ?",
        (run.site_id, run.token),
    )


def waiting(run: Run, now: datetime) -> int:
    """How many pages are leased, or pending and due within PATIENCE."""
    row = run.connection.execute(
        "SELECT (SELECT count(*) FROM pages WHERE site_id = :site AND state = 'leased')"
        " + (SELECT count(*) FROM pages WHERE site_id = :site AND state = 'pending' AND next_due IS NULL)"
        " + (SELECT count(*) FROM pages WHERE site_id = :site AND state = 'pending' AND next_due <= :soon)",
        {"site": run.site_id, "soon": timestamp(now + PATIENCE)},
    ).fetchone()
    return int(row[0])


def next_due(run: Run, now: datetime) -> datetime | None:
    """When the earliest pending page is due that is due within PATIENCE, or None."""
    row = run.connection.execute(
        "SELECT min(coalesce(next_due, ?)) FROM pages WHERE site_id = ? AND state = 'pending'"
        " AND (next_due IS NULL OR next_due <= ?)",
        (timestamp(now), run.site_id, timestamp(now + PATIENCE)),
    ).fetchone()
    return datetime.fromisoformat(row[0]) if row[0] else None


def numeric_ids(run: Run, id_space: str) -> tuple[set[int], set[int]]:
    """Numeric ids of a numbering of this site: those of articles, and all that have a page."""
    articles, pages = (
        {int(row[0]) for row in run.connection.execute(sql, (run.site_id, id_space)) if str(row[0]).isdecimal()}
        for sql in (
            "SELECT source_id FROM articles WHERE site_id = ? AND id_space = ?",
            "SELECT source_id FROM pages WHERE site_id = ? AND id_space = ?",
        )
    )
    return articles, pages | articles
