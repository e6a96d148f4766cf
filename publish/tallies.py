"""How many articles, reads and vanished articles there are, by site, month and year. Hidden articles count nowhere."""

from collections.abc import Sequence
from typing import Any

from publish import rows
from publish.figures import figures
from publish.search_filters import Filters


async def by(db: Any, column: str, chosen: Filters, also_none: bool = False) -> list[tuple[Any, int]]:
    """Pairs of a value of ``column`` (``month``, ``year``, ``site_id``; UTC+7) and how many articles have it.

    Hidden ones, which are few, are counted apart and taken off: the count of all then comes from an index alone.
    """
    condition, params = chosen.condition()
    sql = f"""select value, sum(n) as n from (
        select a.{column} as value, count(*) as n from articles a where {condition} group by a.{column}
        union all
        select a.{column}, -count(*) from articles a where a.status = 'hidden' and {condition} group by a.{column})
      group by value having sum(n) > 0"""
    found = await figures(db, sql, params)
    return [(row["value"], row["n"]) for row in found if also_none or row["value"] is not None]


async def sites(db: Any) -> list[rows.Row]:
    """All sites by name, each with ``articles``, ``gone`` and ``reads``."""
    many = dict(await by(db, "site_id", Filters()))
    gone = dict(await by(db, "site_id", Filters(gone=True)))
    read = await _reads_by_site(db)
    return [
        {**row, "articles": many.get(row["id"], 0), "gone": gone.get(row["id"], 0), "reads": read.get(row["id"])}
        for row in await rows.sites(db)
    ]


async def reads(db: Any, chosen: Filters) -> list[rows.Row]:
    """``year`` and ``reads`` of the articles that pass ``chosen``, newest first: the counts as last seen."""
    condition, params = chosen.condition()
    sql = f"""select a.year, sum(a.read_count) as reads from articles a
      where {condition} and a.status <> 'hidden' and a.read_count is not null and a.year is not null
      group by a.year order by a.year desc"""
    return await figures(db, sql, params)


def filled(months: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """``months`` (``YYYY-MM`` and a number) in order, those between the first and the last that are not there as 0."""
    if not months:
        return []
    known = dict(months)
    first, last = min(known), max(known)
    names = (f"{year:04}-{month:02}" for year in range(int(first[:4]), int(last[:4]) + 1) for month in range(1, 13))
    return [(name, known.get(name, 0)) for name in names if first <= name <= last]


def grid(months: Sequence[tuple[str, int]]) -> list[tuple[str, list[int]]]:
    """``months`` as years, newest first, with twelve numbers each."""
    years: dict[str, list[int]] = {}
    for name, many in months:
        years.setdefault(name[:4], [0] * 12)[int(name[5:7]) - 1] = many
    return sorted(years.items(), reverse=True)


async def _reads_by_site(db: Any) -> dict[int, int]:
    sql = """select site_id, sum(read_count) as n from articles where status <> 'hidden' and read_count is not null
      group by +site_id"""
    return {row["site_id"]: row["n"] for row in await figures(db, sql)}
