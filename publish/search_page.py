"""``/tim-kiem`` as a page, and the same list as JSON, CSV and Atom feed; each has a stable address."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlencode

from datasette.database import QueryInterrupted
from datasette.utils.asgi import Response

from publish import feeds, rows
from publish.answering import archive, download, page, whole
from publish.catalogue import texts
from publish.hits import named
from publish.pages import address, asked_language, language_of
from publish.search import Found, ranked, search
from publish.search_filters import Filters, filters_of
from publish.search_outputs import as_csv, as_json
from publish.search_query import SearchQuery, parse
from publish.suggestions import suggestion

PATH: Final = "/tim-kiem"
_FEED_LENGTH: Final = 50


async def results(datasette: Any, request: Any) -> Response:
    """``/tim-kiem``: what was found, best first; without a question and filters the empty form."""
    db = archive(datasette)
    query, chosen, turned = _asked(request)
    found, slow = await _find(db, query, chosen, turned)
    sites = await rows.sites(db)
    values = {
        "q": query.text,
        "query": query,
        "found": found,
        "slow": slow,
        "page": turned,
        "filters": chosen,
        "sites": sites,
        "old_provinces": sorted({row["province_old"] for row in sites} - {""}),
        "new_provinces": sorted({row["province_new"] for row in sites} - {""}),
        "each": tuple(dict.fromkeys(" ".join(phrase) for phrase in (*query.quoted, *query.plain))),
        "suggested": None if found.count or slow else await _suggested(db, query),
        "feed": list_address(query, chosen, ".atom") if query or chosen.narrowing else None,
        "heading": (heading := _heading(query, chosen, texts(language_of(request)))),
        "named": (*_named(query, chosen), heading),
    }
    return page(datasette, request, "results.html", values)


async def results_as(datasette: Any, request: Any) -> Response:
    """``/tim-kiem.<json|csv|atom>``: the list for programs, spreadsheets and feed readers; 503 where it takes too
    long. JSON has a page of it, CSV all of it (up to search.MAX_RANKED), the feed the newest."""
    write = {"json": _json, "csv": _csv, "atom": _atom}[request.url_vars["format"]]
    try:
        return await write(datasette, request)
    except QueryInterrupted:
        return Response.text(texts(language_of(request))["too_slow"], status=503)


async def _json(datasette: Any, request: Any) -> Response:
    query, chosen, turned = _asked(request)
    found = await search(archive(datasette), query, chosen, turned)
    more = list_address(query, chosen, ".json", turned + 1) if turned < found.pages else None
    about = {
        "q": query.text,
        "filters": chosen.address(),
        "page": turned,
        "next": address(datasette, request, more) if more else None,
    }
    text = as_json(found, address(datasette, request, "/").rstrip("/"), about)
    return download(text, "application/json; charset=utf-8")


async def _csv(datasette: Any, request: Any) -> Response:
    db = archive(datasette)
    query, chosen, _ = _asked(request)
    ids, capped = await ranked(db, query, chosen)
    root = address(datasette, request, "/").rstrip("/")
    text = as_csv(await named(db, ids), root, bom=request.args.get("bom") == "1")
    name = f"tim-kiem-{len(ids)}-stored-last.csv" if capped else "tim-kiem.csv"
    return download(text, "text/csv; charset=utf-8", name)


async def _atom(datasette: Any, request: Any) -> Response:
    db = archive(datasette)
    query, chosen, _ = _asked(request)
    last_first = chosen if chosen.order in ("sua", "mat") else replace(chosen, order="moi")
    ids, _ = await ranked(db, query, last_first, _FEED_LENGTH)
    feed = feeds.Feed(
        title=" · ".join((*_named(query, chosen, texts(language_of(request))["list_filtered"]), "Kho Tin Đoàn")),
        address=address(datasette, request, list_address(query, chosen, ".atom")),
        page=address(datasette, request, list_address(query, chosen)),
        root=address(datasette, request, "/").rstrip("/"),
        language=asked_language(request) or "vi",
        rights=texts(asked_language(request) or "vi")["rights_of_all"],
        as_of="" if ids else await rows.last_crawl(db) or datetime.now(UTC).isoformat(),
    )
    return download(feeds.atom(feed, await named(db, ids)), feeds.MEDIA_TYPE)


def _asked(request: Any) -> tuple[SearchQuery, Filters, int]:
    """Question, filters and number of the page in a request."""
    chosen = filters_of(request.args)
    query = parse(request.args.get("q") or "", chosen.expand)
    return query, chosen, max(1, whole(request.args.get("trang") or "1"))


def list_address(query: SearchQuery, chosen: Filters, ending: str = "", turned: int = 1) -> str:
    """The list's path with its question and filters, the same for the same list; ``ending`` names another form."""
    parameters = chosen.address(q=query.text, trang=turned if turned > 1 else "")
    return PATH + ending + ("?" + urlencode(sorted(parameters.items())) if parameters else "")


def _named(query: SearchQuery, chosen: Filters, instead: str = "") -> tuple[str, ...]:
    """The parts of the list's own name: the question and what narrows it; ``instead`` where there is neither."""
    return tuple(filter(None, (query.text, *chosen.named()))) or ((instead,) if instead else ())


def _heading(query: SearchQuery, chosen: Filters, words: Mapping[str, str]) -> str:
    """What the list is: one of the archive's own lists, or a search."""
    if query.text or len(chosen.address()) > 1 + chosen.changed + chosen.gone:
        return words["search"]
    return words.get(f"list_{chosen.order}", words["search"])


async def _find(db: Any, query: SearchQuery, chosen: Filters, turned: int) -> tuple[Found, bool]:
    try:
        return await search(db, query, chosen, turned), False
    except QueryInterrupted:
        return Found(), True


async def _suggested(db: Any, query: SearchQuery) -> str | None:
    try:
        return await suggestion(db, query)
    except QueryInterrupted:
        return None
