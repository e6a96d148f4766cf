"""What the pages read from the archive. Articles with status ``hidden`` are in none of it."""

import json
import sqlite3
from datetime import UTC, datetime
from typing import Any, Final

from datasette.utils import sqlite_timelimit

from publish.figures import figures
from publish.publication import facts_of
from publish.standing import QUERY

Row = dict[str, Any]

#: Names beside ids, for lists of articles; ``published_*``, ``event_date`` and ``first_seen_at`` for moments.published.
#: The newest with a stamp come from the index; only articles without one are sorted. Those without any date of their
#: own stand last: that we saw them today does not make them today's news.
_NEWEST: Final = """
    with stamped as (
      select id from articles where published_at is not null and status <> 'hidden' and {one_site}
      order by published_at desc limit :limit),
    unstamped as (
      select id from articles where published_at is null and status <> 'hidden' and {one_site}
      order by coalesce(event_date, published_from) desc, first_seen_at desc, id limit :limit)
    select a.id, a.title, a.kind, a.published_at, a.published_precision, a.published_from, a.published_to,
      a.event_date, a.first_seen_at, a.status, a.byline, s.name as site, s.slug as site_slug, s.rights_publish,
      c.name as section, t.lead
    from articles a join sites s on s.id = a.site_id
    left join sections c on c.id = a.section_id left join article_texts t on t.article_id = a.id
    where a.id in (select id from stamped union all select id from unstamped)
    order by coalesce(a.published_at, a.event_date, a.published_from) desc, a.first_seen_at desc, a.id limit :limit"""

_ARTICLE: Final = """
    select a.*, s.name as site, s.name_en as site_en, s.slug as site_slug, s.rights_publish, s.rights_holder,
      s.rights_statement, c.name as section, t.lead, t.body, h.body_html, k.captured_at, k.warc,
      k.offset as warc_offset, k.length as warc_length, k.digest, k.lost,
      e.captured_at as status_seen_at, e.status as status_code
    from articles a join sites s on s.id = a.site_id
    left join sections c on c.id = a.section_id left join article_texts t on t.article_id = a.id
    left join article_html h on h.article_id = a.id left join captures k on k.id = a.capture_id
    left join captures e on e.id = a.status_capture_id
    where a.id = :id and a.status <> 'hidden'"""

#: The newest whole capture of each image, so that the page can show it without asking the site.
_IMAGES: Final = """
    select i.url, i.caption, i.credit, i.alt,
      (select k.id from captures k where k.url = i.url and k.status = 200 and k.lost = 0 and k.truncated is null
         and k.media_type like 'image/%' order by k.captured_at desc limit 1) as capture_id
    from images i where i.article_id = :id order by i.position"""

_RELATED: Final = """
    select r.kind, r.url, coalesce(nullif(r.title, ''), t.title, r.url) as title, t.id as target_id
    from related_links r
    left join articles t on t.status <> 'hidden' and t.id = coalesce(r.target_id,
      (select u.article_id from article_urls u where u.url = r.url limit 1))
    where r.article_id = :id
      and not exists (select 1 from articles h where h.id = r.target_id and h.status = 'hidden')
      and not exists (select 1 from article_urls u join articles h on h.id = u.article_id
        where u.url = r.url and h.status = 'hidden')
    order by r.kind, r.position"""


#: The versions that are or were current.
_VERSIONS: Final = """select number, cause, seen_at, capture_id from versions
    where article_id = :id and staged = 0 order by number"""

#: Name -> its columns as a list shows them, and the rows.
_LISTS: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "images": (("url", "caption", "credit", "alt", "capture_id"), _IMAGES),
    "attachments": (
        ("url", "name", "media_type"),
        "select url, name, media_type from attachments where article_id = :id order by position",
    ),
    "tags": (
        ("id", "name"),
        """select t.id, t.name from article_tags x join tags t on t.id = x.tag_id where x.article_id = :id
          order by x.position""",
    ),
    "credits": (
        ("id", "name", "unit", "role"),
        """select n.id, n.name, x.unit, x.role from article_authors x join authors n on n.id = x.author_id
          where x.article_id = :id order by x.position""",
    ),
    "related": (("kind", "url", "title", "target_id"), _RELATED),
    "reads": (
        ("seen_at", "read_count"),
        "select seen_at, read_count from read_counts where article_id = :id order by seen_at desc",
    ),
    "versions": (("number", "cause", "seen_at", "capture_id"), _VERSIONS),
}
#: All lists in one row, as JSON: each row that SQLite gives has to wait for its turn among the server's threads, which
#: costs more than to read it.
_DETAILS: Final = "select " + ", ".join(
    f"(select json_group_array(json_array({', '.join(columns)})) from ({sql})) as {name}"
    for name, (columns, sql) in _LISTS.items()
)
_DETAILS_LIMIT_MS: Final = 2_000


async def counts(db: Any) -> Row:
    """Totals of the archive: ``articles``, ``sites``, ``photos``, ``captures``, ``last_crawl`` (UTC or None)."""
    facts = await facts_of(db)
    last_crawl = ":last_crawl" if facts else "(select max(ended_at) from crawls)"
    sql = f"""select (select count(*) from articles)
        - (select count(*) from articles where status = 'hidden') as articles,
      (select count(*) from sites) as sites, (select count(*) from images) as photos,
      (select count(*) from captures) as captures, {last_crawl} as last_crawl"""
    return (await figures(db, sql, {"last_crawl": facts["last_crawl"]} if facts else None))[0]


async def last_crawl(db: Any) -> str | None:
    """When a crawl of any site ended last (UTC): as of when the archive knows what it knows."""
    facts = await facts_of(db)
    if facts:
        return str(facts["last_crawl"]) if facts["last_crawl"] else None
    return (await figures(db, "select max(ended_at) as at from crawls"))[0]["at"]  # type: ignore[no-any-return]


async def newest(db: Any, limit: int, site_id: int | None = None) -> list[Row]:
    """The newest articles of the archive or of one site, by the best date that each has."""
    return await figures(db, _NEWEST.format(one_site=_of(site_id)), {"site": site_id, "limit": limit})


async def hidden_at(db: Any) -> str | None:
    """When an article was last hidden, UTC; None where none is."""
    facts = await facts_of(db)
    if facts:
        return facts["hidden_at"] and str(facts["hidden_at"])
    sql = "select max(max(coalesce(status_since, ''), changed_at)) as at from articles where status = 'hidden'"
    at = (await _all(db, sql, {}))[0]["at"]
    return str(at) if at else None


async def sites(db: Any) -> list[Row]:
    """All sites by name: ``id``, ``slug``, names, provinces, address, rights."""
    sql = """select id, slug, name, name_en, province_old, province_new, url, rights_holder, rights_statement,
      rights_publish from sites order by name"""
    return await _all(db, sql, {})


async def standing_rows(db: Any, now: datetime) -> list[Row]:
    """What ``standing.standings`` makes its verdicts of; ``now`` is aware. Counts every page of the archive, so it is
    remembered as figures are; only which sites are crawled right now is asked each time. A copy for publication brings
    them along."""
    facts = await facts_of(db)
    if facts:
        return [dict(row) for row in facts["standings"]]
    moment = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    sql = "select s.slug from leases l join sites s on s.id = l.site_id where l.holder is not null and l.until > :now"
    running = {row["slug"] for row in await _all(db, sql, {"now": moment})}
    return [{**row, "running": row["slug"] in running} for row in await figures(db, QUERY, {"now": ""})]


async def sections(db: Any, site_id: int) -> list[Row]:
    """A site's sections (``id``, ``name``) with their number of ``articles``, largest first."""
    sql = f"""select c.id, c.name, n.articles from ({_tally("section_id", site_id)}) n
      join sections c on c.id = n.section_id
      order by n.articles desc, c.name"""
    return await figures(db, sql, {"site": site_id})


def _of(site_id: int | None) -> str:
    """The condition for one site or for all; written out, since SQLite uses no index for ``:site is null or …``."""
    return "true" if site_id is None else "site_id = :site"


def _tally(column: str, site_id: int | None) -> str:
    """SQL that counts articles by ``column``, of one site or all. Hidden ones, which are few, are counted apart and
    taken off: the count of all then comes from an index alone."""
    one = _of(site_id)
    return f"""select {column}, sum(n) as articles from (
        select {column}, count(*) as n from articles where {one} group by {column}
        union all select {column}, -count(*) from articles where status = 'hidden' and +{one} group by {column})
      group by {column} having sum(n) > 0"""


async def author(db: Any, author_id: int) -> Row | None:
    """An author with ``units`` (as credited, by frequency) and ``articles``; None where all their articles are hidden
    or there is no such author."""
    one = {"id": author_id}
    found = await figures(
        db,
        """select n.id, n.name, count(distinct a.id) as articles from authors n
          join article_authors x on x.author_id = n.id join articles a on a.id = x.article_id
          where n.id = :id and a.status <> 'hidden' group by n.id""",
        one,
    )
    units = """select x.unit from article_authors x join articles a on a.id = x.article_id
      where x.author_id = :id and a.status <> 'hidden' and x.unit is not null group by x.unit order by count(*) desc
      limit 5"""
    return {**found[0], "units": [row["unit"] for row in await figures(db, units, one)]} if found else None


async def article(db: Any, article_id: int) -> Row | None:
    """One article with its texts, names and capture; None where it is unknown or hidden."""
    rows = await _all(db, _ARTICLE, {"id": article_id})
    return rows[0] if rows else None


async def whole(db: Any, article_id: int) -> tuple[Row | None, dict[str, list[Row]]]:
    """One article (see ``article``) and its lists: ``images``, ``attachments``, ``tags``, ``credits``, ``related``,
    ``reads``, ``versions`` (see ``versions``)."""

    def both(connection: sqlite3.Connection) -> tuple[Row | None, list[str]]:
        with sqlite_timelimit(connection, _DETAILS_LIMIT_MS):
            row = connection.execute(_ARTICLE, {"id": article_id}).fetchone()
            return (dict(row), list(connection.execute(_DETAILS, {"id": article_id}).fetchone())) if row else (None, [])

    row, found = await db.execute_fn(both)
    lists = {
        name: [dict(zip(columns, values, strict=True)) for values in json.loads(text)]
        for (name, (columns, _)), text in zip(_LISTS.items(), found, strict=False)
    }
    return row, lists


async def versions(db: Any, article_id: int) -> list[Row]:
    """The versions of an article that are or were current: ``number``, ``cause``, ``seen_at``, ``capture_id``; oldest
    first. Staged ones, which a bad crawl may have made, are not among them."""
    return await _all(db, _VERSIONS, {"id": article_id})


async def version_texts(db: Any, article_id: int, numbers: tuple[int, int]) -> dict[int, Row]:
    """Two versions of an article whole, by number."""
    sql = """select number, cause, seen_at, title, lead, byline, body, images, attachments from versions
      where article_id = :id and staged = 0 and number in (:old, :new)"""
    found = await _all(db, sql, {"id": article_id, "old": numbers[0], "new": numbers[1]})
    return {row["number"]: row for row in found}


async def images(db: Any, article_id: int) -> list[Row]:
    """An article's photos in order, each with ``capture_id``, None where its bytes are not in the archive."""
    return await _all(db, _IMAGES, {"id": article_id})


async def page_capture(db: Any, article_id: int, capture_id: int) -> Row | None:
    """A capture of an article's page, of the article as it is now, of a version or as evidence of its status; None for
    any other. ``warc`` and its place are those of the payload where the capture is a revisit."""
    sql = """select k.id, k.url, k.captured_at, k.status, k.digest, k.charset_used, p.warc, p.offset as warc_offset,
        p.length as warc_length
      from captures k join captures p on p.id = coalesce(k.refers_to, k.id)
      where k.id = :capture and p.lost = 0 and k.id in (
        select capture_id from articles where id = :id union select status_capture_id from articles where id = :id
        union select capture_id from versions where article_id = :id and staged = 0)"""
    rows = await _all(db, sql, {"id": article_id, "capture": capture_id})
    return rows[0] if rows else None


async def image_capture(db: Any, capture_id: int) -> Row | None:
    """Where the bytes of a captured image lie, for images of articles that may be shown; None for all else. Of an image
    that had not changed, the bytes are those of the capture that it refers to."""
    sql = """select p.warc, p.offset as warc_offset, p.length as warc_length, k.digest
      from captures k join captures p on p.id = coalesce(k.refers_to, k.id)
      where k.id = :id and p.lost = 0 and k.status = 200 and exists (
        select 1 from images i join articles a on a.id = i.article_id join sites s on s.id = a.site_id
        where i.url = k.url and a.status <> 'hidden' and s.rights_publish = 'full')"""
    rows = await _all(db, sql, {"id": capture_id})
    return rows[0] if rows else None


async def _all(db: Any, sql: str, params: dict[str, Any]) -> list[Row]:
    # truncate=False: Datasette would otherwise cut the list at max_returned_rows in silence.
    result = await db.execute(sql, params, truncate=False)
    return [dict(row) for row in result.rows]
