"""Search in the archive: capped count, bounded ranking, exact accents first, marks on the page's spelling."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup, escape

from publish.search_query import SearchQuery
from publish.spelling import exact

PAGE_SIZE: Final = 20
#: Ranking costs about a microsecond a hit, however few are shown; beyond this only those stored last are ranked.
MAX_RANKED: Final = 10_000
#: How many of the best are read again for exact accents; their texts must be loaded for it.
RERANKED: Final = 50
TIME_LIMIT_MS: Final = 5_000

_FTS: Final = "article_texts_fts"
_RANK: Final = f"bm25({_FTS}, 8.0, 4.0, 1.0, 1.0)"  # title, lead, body, captions
_OPEN, _CLOSE = "\x02", "\x03"
_MARKED: Final = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search: a site's slug, and whether the newest stand first instead of the best."""

    site: str = ""
    newest: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found: its row (id, names, dates as stored), title and excerpt as safe HTML with ``<mark>``."""

    row: dict[str, Any]
    title: Markup
    excerpt: Markup


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits. ``count`` stops at MAX_RANKED and then ``capped`` is true; ``pages`` counts from 1."""

    hits: tuple[Hit, ...] = ()
    count: int = 0
    capped: bool = False
    pages: int = 0


async def search(db: Any, query: SearchQuery, filters: Filters, page: int) -> Found:
    """Find articles in Datasette database ``db``; hidden articles are never found. ``page`` counts from 1.

    Raises Datasette's QueryInterrupted when one statement runs longer than TIME_LIMIT_MS.
    """
    if not query:
        return Found()
    ids, capped = await _ranked(db, query, filters)
    count = len(ids)
    pages = -(-count // PAGE_SIZE)
    chosen = ids[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return Found(await _hits(db, query, chosen), count, capped, pages)


async def _ranked(db: Any, query: SearchQuery, filters: Filters) -> tuple[list[int], bool]:
    """Ids of all hits in the order to show them, and whether there were more than MAX_RANKED."""
    broad = await _candidates(db, query.broad(), filters)
    capped = len(broad) > MAX_RANKED
    broad = broad[:MAX_RANKED]
    if filters.newest:
        return [row["id"] for row in sorted(broad, key=lambda row: (row["day"], row["id"]), reverse=True)], capped
    narrow = query.narrow()
    side_by_side = await _matching(db, narrow, broad) if narrow and broad else set()
    broad.sort(key=lambda row: (row["id"] not in side_by_side, row["score"], -row["id"]))
    return await _accents_first(db, query, [row["id"] for row in broad], side_by_side), capped


async def _candidates(db: Any, expression: str, filters: Filters) -> list[Any]:
    """The hits stored last, at most one more than MAX_RANKED: a bounded read and ranking whatever the question.

    The cross join keeps the index in the outer loop, which gives the rows in this order without a sort.
    """
    sql = f"""
        select a.id, coalesce(a.published_at, a.event_date, a.published_to, '') as day, {_RANK} as score
        from {_FTS} cross join articles a on a.id = {_FTS}.rowid
        where {_FTS} match :expression and a.status <> 'hidden'
          and (:site = '' or a.site_id = (select id from sites where slug = :site))
        order by {_FTS}.rowid desc limit {MAX_RANKED + 1}"""
    return await _rows(db, sql, {"expression": expression, "site": filters.site})


async def _matching(db: Any, expression: str, rows: list[Any]) -> set[int]:
    """Which of ``rows``, or others stored since the oldest of them, match ``expression`` too."""
    sql = f"select rowid from {_FTS} where {_FTS} match ? and rowid >= ? order by rowid desc limit {MAX_RANKED}"
    return {row["rowid"] for row in await _rows(db, sql, [expression, min(row["id"] for row in rows)])}


async def _accents_first(db: Any, query: SearchQuery, ids: list[int], side_by_side: set[int]) -> list[int]:
    """Re-order the best few: within each tier, those that hold the typed spelling stand first."""
    if not query.accented:
        return ids
    best, rest = ids[:RERANKED], ids[RERANKED:]
    sql = f"select article_id, title, lead, body, captions from article_texts where article_id in ({_marks(best)})"
    scores = {row["article_id"]: _accent_score(query, row) for row in await _rows(db, sql, best)}
    best.sort(key=lambda i: (i not in side_by_side, -scores.get(i, 0.0)))
    return best + rest


def _accent_score(query: SearchQuery, row: Any) -> float:
    """2 for every wanted phrase in the title, 1 in another text, below 1 for the share of its words that occur."""
    title = f" {exact(row['title'])} "
    text = f"{title}| {exact(' | '.join(row[field] or '' for field in ('lead', 'body', 'captions')))} "
    score = 0.0
    for phrase in map(exact, query.wanted):
        if f" {phrase} " in title:
            score += 2
        elif f" {phrase} " in text:
            score += 1
        else:
            parts = phrase.split()
            score += 0.9 * sum(f" {part} " in text for part in parts) / len(parts)
    return score


async def _hits(db: Any, query: SearchQuery, ids: list[int]) -> tuple[Hit, ...]:
    if not ids:
        return ()
    marks = f"'{_OPEN}', '{_CLOSE}'"
    sql = f"""
        select a.id, a.kind, a.published_at, a.published_precision, a.published_from, a.published_to, a.event_date,
          a.first_seen_at, a.status, a.byline, s.name as site, s.slug as site_slug, s.rights_publish,
          c.name as section, t.lead,
          highlight({_FTS}, 0, {marks}) as marked_title,
          snippet({_FTS}, 1, {marks}, '…', 48) as in_lead,
          snippet({_FTS}, 2, {marks}, '…', 48) as in_body,
          snippet({_FTS}, 3, {marks}, '…', 48) as in_captions
        from {_FTS} join articles a on a.id = {_FTS}.rowid join sites s on s.id = a.site_id
        left join sections c on c.id = a.section_id left join article_texts t on t.article_id = a.id
        where {_FTS} match ? and {_FTS}.rowid in ({_marks(ids)})"""
    rows = {row["id"]: dict(row) for row in await _rows(db, sql, [query.broad(), *ids])}
    return tuple(_hit(query, rows[i]) for i in ids if i in rows)


def _hit(query: SearchQuery, row: dict[str, Any]) -> Hit:
    excerpts = [row[field] or "" for field in ("in_body", "in_lead", "in_captions")]
    best = max(excerpts, key=lambda text: text.count(_OPEN))
    if _OPEN not in best:
        best = row["lead"] or excerpts[0]
    if row["rights_publish"] == "metadata":
        best = ""
    typed = {word for phrase in query.wanted for word in exact(phrase).split()} if query.accented else set()
    return Hit(row, marked(row["marked_title"] or "", typed), marked(best, typed))


def marked(text: str, typed: Collection[str] = ()) -> Markup:
    """``text`` with sentinel characters, as HTML: everything escaped, each balanced pair a ``<mark>``.

    Where accents were ``typed`` and ``text`` has one of these words, words with other accents lose their mark.
    """

    def as_typed(found: str) -> bool:
        return any(word in typed for word in exact(found).split())

    if any(map(as_typed, _MARKED.findall(text))):
        text = _MARKED.sub(lambda match: match.group() if as_typed(match[1]) else match[1], text)
    html = _MARKED.sub(r"<mark>\1</mark>", str(escape(text)))
    return Markup(html.replace(_OPEN, "").replace(_CLOSE, ""))  # noqa: S704 - escaped above; only our mark is added


def _marks(ids: list[int]) -> str:
    return ", ".join("?" * len(ids))


async def _rows(db: Any, sql: str, params: Any) -> list[Any]:
    # truncate=False: Datasette would otherwise cut the list at max_returned_rows in silence.
    result = await db.execute(sql, params, truncate=False, custom_time_limit=TIME_LIMIT_MS)
    return list(result.rows)
