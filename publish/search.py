"""Search in the archive: capped count, bounded ranking, exact accents first, marks on the page's spelling."""

from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Final

from publish.figures import figures
from publish.hits import FTS, Hit, hits, marks_for, named, read
from publish.search_filters import ORDERS, Filters
from publish.search_query import SearchQuery
from publish.spelling import Spelling

PAGE_SIZE: Final = 20
#: Ranking costs about a microsecond a hit, however few are shown; beyond this only those stored last are ranked.
MAX_RANKED: Final = 10_000
#: Of hits that hold the words side by side so many are looked at, those stored last; more of them where too few hold
#: the accents as typed.
NEAR: Final = (500, 4_000)
#: How far back titles are looked at, in ids: where hits are few and far between, more of the index would be read.
_SPAN: Final = 100_000
#: How many hits with exact accents shall stand first, and which parts of the hits are read again to find that many.
RERANKED: Final = 50
_READ: Final = ((0, 50), (50, 250), (250, 1000), (1000, 4000))

#: A filter that at most so many articles pass is looked at before the hits are.
_FEW: Final = 50_000

_SORTED_BY: Final = """coalesce(a.published_at, a.event_date, a.published_to, '') as day,
      coalesce(a.read_count, -1) as reads, a.changed_at, coalesce(a.status_since, '') as status_since"""
#: The order by a column, where one is asked for.
_BY_DAY: Final = "day desc, id desc"
_BY: Final = {
    "doc": f"reads desc, {_BY_DAY}", "sua": f"changed_at desc, {_BY_DAY}", "mat": f"status_since desc, {_BY_DAY}",
}  # fmt: skip
#: Hits with the plain words side by side.
_NEAR: Final = f""", near as (select rowid from {FTS} where {FTS} match :narrow
      and rowid >= (select min(id) from hits) order by rowid desc limit {MAX_RANKED})"""
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
    ids, count = await _ordered(db, query, filters, page * size)
    chosen = ids[(page - 1) * size : page * size]
    known = min(count, MAX_RANKED)
    return Found(await hits(db, query, chosen), known, count > MAX_RANKED, -(-known // size))


async def ranked(db: Any, query: SearchQuery, filters: Filters, wanted: int = MAX_RANKED) -> tuple[list[int], bool]:
    """Ids of the first ``wanted`` hits in the order to show them, and whether there were more than MAX_RANKED."""
    ids, count = await _ordered(db, query, filters, wanted)
    return ids[:wanted], count > MAX_RANKED


async def top(db: Any, filters: Filters, limit: int) -> list[dict[str, Any]]:
    """The first ``limit`` articles that pass ``filters``, in their order, as ``hits.named`` gives them; remembered as
    figures are."""
    source, params = _without_question(filters)
    found = await figures(db, f"{source} limit :limit", {**params, "limit": limit})
    return await named(db, [row["id"] for row in found])


async def _ordered(db: Any, query: SearchQuery, filters: Filters, wanted: int) -> tuple[list[int], int]:
    """At least the first ``wanted`` ids in the order to show them, and how many hits there are, at most one more than
    MAX_RANKED. Of a longer list only the hits stored last are read, or without a question those first in order: a
    bounded read and ranking whatever the question."""
    if query and not filters.order:
        return await _best_first(db, query, filters, wanted)
    if query:
        source, params = await _of_question(db, query, filters, _SORTED_BY)
    elif not query.text and filters.narrowing:
        source, params = _without_question(filters)
    else:
        return [], 0
    sql = f"""with hits as materialized ({source} limit {MAX_RANKED + 1})
      select id, (select count(*) from hits) as n from (select * from hits limit {MAX_RANKED})
      order by {_BY.get(filters.order, _BY_DAY)} limit :wanted"""
    rows = await read(db, sql, {**params, "wanted": wanted})
    return [row["id"] for row in rows], rows[0]["n"] if rows else 0


async def _best_first(db: Any, query: SearchQuery, filters: Filters, wanted: int) -> tuple[list[int], int]:
    """Up to MAX_RANKED hits are ranked by BM25. That reads the index to its end for each word, so of more hits those
    stored last stand in tiers instead: words side by side in the title, side by side, all in the title, the rest."""
    source, params = await _of_question(db, query, filters)
    params["narrow"] = query.narrow()
    broad = await _ids(db, f"{source} limit {MAX_RANKED + 1}", params)
    if len(broad) > MAX_RANKED:
        return await _in_tiers(db, query, filters, broad[:-1], wanted), len(broad)
    source, _ = await _of_question(db, query, filters, f"{_RANK} as score")
    sql = f"""with hits as materialized ({source}){_NEAR if query.narrow() else ""}
      select id, {"id in near" if query.narrow() else "0"} as near from hits order by near desc, score, id desc"""
    rows = await read(db, sql, params)
    ids, near = [row["id"] for row in rows], {row["id"] for row in rows if row["near"]}
    ids, _ = await _accents_first(db, query, ids, near)
    return ids[: max(wanted, 1)], len(broad)


async def _in_tiers(db: Any, query: SearchQuery, filters: Filters, broad: list[int], wanted: int) -> list[int]:
    """More hits than are ranked, best first. Where few of those with the words side by side hold the accents as typed,
    as with a rare name that differs from a common one by accents alone, more of them are looked at."""
    narrow = query.narrow()
    source, params = await _of_question(db, query, filters, expression=":narrow")
    params["narrow"] = narrow
    all_in_title = await _in_title(db, query.broad(), broad)
    ids: list[int] = []
    for depth in NEAR:
        near = await _ids(db, f"{source} limit {depth}", params) if narrow else []
        first = [await _in_title(db, narrow, near), near, all_in_title]
        keep = max(wanted, _READ[-1][1]) + sum(map(len, first))
        ids = list(dict.fromkeys(islice(chain(*first, broad), keep)))
        ids, enough = await _accents_first(db, query, ids, set(near))
        if enough or len(near) < depth:
            break
    return ids[: max(wanted, 1)]


async def _ids(db: Any, sql: str, params: dict[str, Any]) -> list[int]:
    return [row["id"] for row in await read(db, sql, params)]


async def _in_title(db: Any, expression: str | None, ids: list[int]) -> list[int]:
    """Those of ``ids``, which are in falling order, whose title matches; looked for among those stored last."""
    if not expression or not ids:
        return []
    least = max(ids[-1], ids[0] - _SPAN)
    sql = f"""select rowid as id from {FTS} where {FTS} match :expression and rowid >= :least and rowid <= :most
      order by rowid desc"""
    found = await _ids(db, sql, {"expression": f"{{title}} : ({expression})", "least": least, "most": ids[0]})
    known = set(ids)
    return [i for i in found if i in known]


def _without_question(filters: Filters) -> tuple[str, dict[str, Any]]:
    condition, params = filters.condition()
    return (
        f"""select a.id, {_SORTED_BY} from articles a where a.status <> 'hidden' and {condition}
        order by {ORDERS[filters.order]}""",
        params,
    )


async def _of_question(
    db: Any, query: SearchQuery, filters: Filters, columns: str = "", expression: str = ":expression"
) -> tuple[str, dict[str, Any]]:
    """SQL for the ids of the hits, those stored last first, with ``columns``. A cross join keeps the index in the outer
    loop, which gives the rows in this order without a sort and ends early; where few articles pass the filters it would
    look at nearly all hits before, so these few are then found first."""
    condition, params = filters.condition()
    params["expression"] = query.broad()
    match = f"{FTS} match {expression}"
    if condition == "true" and columns != _SORTED_BY:  # the articles themselves need not be read
        return (
            f"""select rowid as id{columns and ", "}{columns} from {FTS} where {match}
            and +rowid not in (select id from articles where status = 'hidden') order by rowid desc""",
            params,
        )
    passing = f"select a.id from articles a where a.status <> 'hidden' and {condition}"
    counted = await read(db, f"select count(*) as n from ({passing} limit {_FEW + 1})", params)
    few = f"+{FTS}.rowid in ({passing}) and" if counted[0]["n"] <= _FEW else ""
    return (
        f"""select a.id{columns and ", "}{columns} from {FTS} cross join articles a on a.id = {FTS}.rowid
        where {few} {match} and a.status <> 'hidden' and {condition} order by {FTS}.rowid desc""",
        params,
    )


async def _accents_first(db: Any, query: SearchQuery, ids: list[int], side_by_side: set[int]) -> tuple[list[int], bool]:
    """The ids with the best re-ordered: within each tier, those that hold the typed spelling stand first. More and more
    of them are read until RERANKED hold it; whether so many do."""
    if not query.accented:
        return ids, True
    spelled = [Spelling(phrase) for phrase in query.wanted]
    scores: dict[int, float] = {}
    enough = False
    for start, end in _READ:
        part = [i for i in ids[start:end] if not start or not side_by_side or i in side_by_side]
        sql = (
            f"select article_id, title, lead, body, captions from article_texts where article_id in ({marks_for(part)})"
        )
        scores |= {row["article_id"]: _accent_score(spelled, row) for row in await read(db, sql, part)}
        enough = sum(score >= len(spelled) for score in scores.values()) >= RERANKED
        if enough or end >= len(ids):
            break
    best = sorted((i for i in ids[:end] if i in scores), key=lambda i: (i not in side_by_side, -scores[i]))
    return best + [i for i in ids if i not in scores], enough


def _accent_score(spelled: list[Spelling], row: Any) -> float:
    """2 for every wanted phrase in the title, 1 in another text, below 1 for the share of its words that occur."""
    title = (row["title"] or "").lower()
    text = "\n|\n".join([title, *((row[field] or "").lower() for field in ("lead", "body", "captions"))])
    return sum(
        2.0 if one.stands_in(title) else 1.0 if one.stands_in(text) else 0.9 * one.share(text) for one in spelled
    )
