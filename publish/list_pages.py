"""Pages about many articles: home, a site, provinces and their mergers, an author, a month; each with its figures.

Their lists are searches without a question, so that each has the same feed, CSV and JSON at the address that
``search_page`` gives it.
"""

from dataclasses import replace
from typing import Any, Final

from datasette.utils.asgi import Response
from markupsafe import Markup

from publish import charts, rows, tallies
from publish.answering import archive, missing, page, whole
from publish.catalogue import number, texts
from publish.moments import month as named_month
from publish.pages import language_of
from publish.search import top
from publish.search_filters import Filters, filters_of
from publish.search_page import list_address
from publish.search_query import SearchQuery
from publish.spelling import fold

_ON_HOME: Final = 6
_ON_PAGE: Final = 30
_ALL: Final = Filters(order="moi")
_LISTS: Final = (
    Filters(order="doc"), Filters(changed=True, order="sua"), Filters(gone=True, order="mat"),
)  # fmt: skip


async def home(datasette: Any, request: Any) -> Response:
    """``/``: what the archive holds, its newest, most read, changed and vanished articles, its sites in figures."""
    db = archive(datasette)
    values = {
        "counts": await rows.counts(db),
        "newest": await rows.newest(db, 10),
        "lists": [(chosen.order, chosen.address(), await top(db, chosen, _ON_HOME)) for chosen in _LISTS],
        "sites": await tallies.sites(db),
        **await _figures(db, Filters(), request),
    }
    return page(datasette, request, "home.html", {**values, "feed": _feed(_ALL)})


async def site(datasette: Any, request: Any) -> Response:
    """``/don-vi/<slug>``: one site with its sections, figures and newest articles; 404 where it is unknown."""
    db = archive(datasette)
    row = next((row for row in await tallies.sites(db) if row["slug"] == request.url_vars["slug"]), None)
    if row is None:
        return missing(datasette, request)
    chosen = Filters(site=row["slug"])
    values = {
        "site": row,
        "newest": await rows.newest(db, _ON_PAGE, row["id"]),
        "most_read": await top(db, Filters(site=row["slug"], order="doc"), _ON_HOME),
        "sections": await rows.sections(db, row["id"]),
        "reads": await tallies.reads(db, chosen),
        **await _figures(db, chosen, request),
    }
    return page(datasette, request, "site.html", {**values, "feed": _feed(chosen)})


async def provinces(datasette: Any, request: Any) -> Response:
    """``/tinh``: the provinces of today, what each was made of on 1 July 2025, and the sites of each."""
    merged: dict[str, dict[str, list[rows.Row]]] = {}
    for row in await tallies.sites(archive(datasette)):
        if now := row["province_new"] or row["province_old"]:
            merged.setdefault(now, {}).setdefault(row["province_old"] or now, []).append(row)
    ordered = [(now, sorted(merged[now].items())) for now in sorted(merged, key=fold)]
    return page(datasette, request, "provinces.html", {"provinces": ordered, "slug": province_slug})


async def province(datasette: Any, request: Any) -> Response:
    """``/tinh/<slug>``: a province of today or of before; 404 where no site of the archive is in one of that name."""
    db = archive(datasette)
    sites = await tallies.sites(db)
    known = {name for row in sites for name in (row["province_new"], row["province_old"]) if name}
    name = next((name for name in known if province_slug(name) == request.url_vars["slug"]), None)
    if name is None:
        return missing(datasette, request)
    of_today = any(row["province_new"] == name for row in sites)
    chosen = Filters(province_new=name) if of_today else Filters(province_old=name)
    own = [row for row in sites if row["province_new" if of_today else "province_old"] == name]
    values = {
        "name": name,
        "of_today": of_today,
        "sites": own,
        "before": sorted({row["province_old"] for row in own} - {"", name}),
        "now": sorted({row["province_new"] for row in own} - {"", name}),
        "slug": province_slug,
        "chosen": chosen.address(),
        "newest": await top(db, chosen, _ON_PAGE),
        **await _figures(db, chosen, request),
    }
    return page(datasette, request, "province.html", {**values, "feed": _feed(chosen)})


async def author(datasette: Any, request: Any) -> Response:
    """``/tac-gia/<id>``: an author or photographer with units, figures and articles; 404 where nothing may be shown."""
    db = archive(datasette)
    row = await rows.author(db, whole(request.url_vars["id"]))
    if row is None:
        return missing(datasette, request)
    chosen = Filters(author=row["name"])
    values = {
        "author": row,
        "chosen": chosen.address(),
        "newest": await top(db, chosen, _ON_PAGE),
        **await _figures(db, chosen, request),
    }
    return page(datasette, request, "author.html", {**values, "feed": _feed(chosen)})


async def month(datasette: Any, request: Any) -> Response:
    """``/thang/<YYYY-MM>``: the articles of a month, by site; 404 where the month has none."""
    db = archive(datasette)
    chosen = filters_of({"thang": request.url_vars["month"]})
    counted = dict(await tallies.by(db, "month", Filters()))
    if not chosen.month or chosen.month not in counted:
        return missing(datasette, request)
    names = {row["id"]: row for row in await rows.sites(db)}
    by_site = [(names[one], many) for one, many in await tallies.by(db, "site_id", chosen)]
    known = sorted(counted)
    place = known.index(chosen.month)
    values = {
        "month_of": chosen.month,
        "total": counted[chosen.month],
        "by_site": sorted(by_site, key=lambda pair: -pair[1]),
        "before": known[place - 1] if place else None,
        "after": known[place + 1] if place + 1 < len(known) else None,
        "chosen": chosen.address(),
        "newest": await top(db, chosen, _ON_PAGE),
        "most_read": await top(db, Filters(month=chosen.month, order="doc"), _ON_HOME),
    }
    return page(datasette, request, "month.html", {**values, "feed": _feed(chosen)})


def province_slug(name: str) -> str:
    """A province's name in an address: ``Thừa Thiên Huế`` as ``thua-thien-hue``."""
    return fold(name).replace(" ", "-")


async def _figures(db: Any, chosen: Filters, request: Any) -> dict[str, Any]:
    """Articles by month as a chart and a grid, and by year."""
    language = language_of(request)
    by_month = tallies.filled(await tallies.by(db, "month", chosen))
    points = [(named_month(name, language), many) for name, many in by_month]
    largest = max((many for _, many in by_month), default=0)
    title = texts(language)["articles_by_month"]
    marks = {place: name[:4] for place, (name, _) in enumerate(by_month) if not place or name.endswith("-01")}
    chart = charts.columns(title, points, number(largest, language), marks) if len(points) > 1 else Markup("")
    years = sorted(await tallies.by(db, "year", chosen, also_none=True), key=lambda pair: -(pair[0] or 0))
    gone = await tallies.by(db, "year", replace(chosen, gone=True))
    return {
        "by_month": chart,
        "grid": tallies.grid(by_month),
        "years": [{"year": year, "articles": many} for year, many in years],
        "gone_by_year": sorted(gone, reverse=True),
    }


def _feed(chosen: Filters) -> str:
    return list_address(SearchQuery(""), chosen, ".atom")
