"""Search in the archive: capped count, bounded ranking, exact accents first, marks on the page's spelling."""

from dataclasses import dataclass
from typing import Any, Final

from publish.hits import FTS, Hit, hits, marks_for, named, read
from publish.search_filters import ORDERS, Filters
from publish.search_query import SearchQuery
from publish.spelling import Spelling

PAGE_SIZE: Final = 20
#: Ranking costs about a microsecond a hit, however few are shown; beyond this only those stored last are ranked.
MAX_RANKED: Final = 10_000
#: How many hits with exact accents shall stand first, and which parts of the hits are read again to find that many.
RERANKED: Final = 50
_READ: Final = ((0, 50), (50, 250), (250, 1000), (1000, 4000))

#: Order -> what the hits are sorted by; day where none stands here.
_SORTED_BY: Final = {"doc": "reads", "sua": "changed_at", "mat": "status_since"}
_RANK: Final = f"bm25({FTS}, 8.0, 4.0, 1.0, 1.0)"  # title, lead, body, captions


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits. ``count`` stops at MAX_RANKED and then ``capped`` is true; ``pages`` counts from 1."""

    hits: tuple[Hit, ...] = ()
    count: int = 0
    capped: bool = False
    pages: int = 0


async def search(db: Any, query: SearchQuery, filters: Filters, page: int, size: int = PAGE_SIZE) -> Found:
    """Find articles in Datasette database ``db``, ``size`` a page, ``page`` counting from 1; hidden ones are never
    found. Without a question, filters that narrow give all articles that pass them.

    Raises Datasette's QueryInterrupted when one statement runs longer than TIME_LIMIT_MS.
    """
    ids, capped = await ranked(db, query, filters)
    chosen = ids[(page - 1) * size : page * size]
    return Found(await hits(db, query, chosen), len(ids), capped, -(-len(ids) // size))


async def ranked(db: Any, query: SearchQuery, filters: Filters) -> tuple[list[int], bool]:
    """Ids of all hits in the order to show them, and whether there were more than MAX_RANKED."""
    if not query and (query.text or not filters.narrowing):
        return [], False
    broad = await _candidates(db, query, filters, MAX_RANKED + 1)
    capped = len(broad) > MAX_RANKED
    broad = broad[:MAX_RANKED]
    if filters.order or not query:
        broad.sort(key=lambda row: (row[_SORTED_BY.get(filters.order, "day")], row["day"], row["id"]), reverse=True)
    else:
        return await _best_first(db, query, broad), capped
    return [row["id"] for row in broad], capped


async def top(db: Any, filters: Filters, limit: int) -> list[dict[str, Any]]:
    """The first ``limit`` articles that pass ``filters``, in their order, as ``hits.named`` gives them."""
    found = await _candidates(db, SearchQuery(""), filters, limit)
    return await named(db, [row["id"] for row in found])


async def _best_first(db: Any, query: SearchQuery, broad: list[Any]) -> list[int]:
    narrow = query.narrow()
    side_by_side = await _matching(db, narrow, broad) if narrow and broad else set()
    broad.sort(key=lambda row: (row["id"] not in side_by_side, row["score"], -row["id"]))
    return await _accents_first(db, query, [row["id"] for row in broad], side_by_side)


async def _candidates(db: Any, query: SearchQuery, filters: Filters, limit: int) -> list[Any]:
    """The hits stored last, or without a question those first in order; at most ``limit``: a bounded
    read and ranking whatever the question.

    The cross join keeps the index in the outer loop, which gives the rows in this order without a sort.
    """
    condition, params = filters.condition()
    source, match, score, order = "articles a", "true", "0.0", ORDERS[filters.order]
    if query:
        source, match = f"{FTS} cross join articles a on a.id = {FTS}.rowid", f"{FTS} match :expression"
        score, order = _RANK, f"{FTS}.rowid desc"
        params = {**params, "expression": query.broad()}
    sql = f"""
        select a.id, coalesce(a.published_at, a.event_date, a.published_to, '') as day, {score} as score,
          coalesce(a.read_count, -1) as reads, a.changed_at, coalesce(a.status_since, '') as status_since
        from {source} where {match} and a.status <> 'hidden' and {condition} order by {order} limit {limit}"""
    return await read(db, sql, params)


async def _matching(db: Any, expression: str, rows: list[Any]) -> set[int]:
    """Which of ``rows``, or others stored since the oldest of them, match ``expression`` too."""
    sql = f"select rowid from {FTS} where {FTS} match ? and rowid >= ? order by rowid desc limit {MAX_RANKED}"
    return {row["rowid"] for row in await read(db, sql, [expression, min(row["id"] for row in rows)])}


async def _accents_first(db: Any, query: SearchQuery, ids: list[int], side_by_side: set[int]) -> list[int]:
    """Re-order the best: within each tier, those that hold the typed spelling stand first. More and more of them are
    read until RERANKED hold it, as where a rare name differs from a common one by accents alone."""
    if not query.accented:
        return ids
    spelled = [Spelling(phrase) for phrase in query.wanted]
    place = {article: place for place, article in enumerate(ids)}
    scores: dict[int, float] = {}
    for start, end in _READ:
        part = [i for i in ids[start:end] if not start or not side_by_side or i in side_by_side]
        sql = f"select article_id, title, lead, body, captions from article_texts where article_id in ({marks_for(part)})"
        scores |= {row["article_id"]: _accent_score(spelled, row) for row in await read(db, sql, part)}
        if end >= len(ids) or sum(score >= len(spelled) for score in scores.values()) >= RERANKED:
            break
    best = sorted(scores, key=lambda i: (i not in side_by_side, -scores[i], place[i]))
    return best + [i for i in ids if i not in scores]


def _accent_score(spelled: list[Spelling], row: Any) -> float:
    """2 for every wanted phrase in the title, 1 in another text, below 1 for the share of its words that occur."""
    title = (row["title"] or "").lower()
    text = "\n|\n".join([title, *((row[field] or "").lower() for field in ("lead", "body", "captions"))])
    return sum(2.0 if one.stands_in(title) else 1.0 if one.stands_in(text) else 0.9 * one.share(text) for one in spelled)
