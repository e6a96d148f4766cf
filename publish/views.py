"""The reader's pages: home, article, search, site, captured image. Each reads the archive and renders one template."""

import asyncio
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final

from datasette.database import QueryInterrupted
from datasette.utils.asgi import Response

from publish import rows
from publish.body import compose, excerpt
from publish.markup import urlsplit_scheme
from publish.pages import HEADERS, STYLESHEET, render
from publish.search import Filters, Found, search
from publish.search_query import SearchQuery, parse
from publish.standing import standings
from publish.warc import UnreadableRecordError, image_type, read_payload

_NEWEST_ON_HOME: Final = 10
_NEWEST_OF_SITE: Final = 30
_LAST_ID: Final = 2**63 - 1  # SQLite's largest integer


def archive_name(datasette: Any) -> str | None:
    """The name of the first database of ``datasette`` that is an archive of ours; None where there is none."""
    for name, database in datasette.databases.items():
        if not database.path:
            continue
        try:
            connection = sqlite3.connect(f"file:{database.path}?mode=ro", uri=True)
            try:
                found = connection.execute("select count(*) from sqlite_master where name = 'article_texts_fts'")
                if found.fetchone()[0]:
                    return str(name)
            finally:
                connection.close()
        except sqlite3.Error:
            continue  # not ours to judge: Datasette itself reports a database that it cannot open
    return None


async def home(datasette: Any, request: Any) -> Response:
    """``/``: what the archive holds, its newest articles, its sites."""
    db = _archive(datasette)
    values = {
        "counts": await rows.counts(db),
        "newest": await rows.newest(db, _NEWEST_ON_HOME),
        "sites": await rows.counted_sites(db),
        "years": await rows.years(db),
    }
    return _page(datasette, request, "home.html", values)


async def article(datasette: Any, request: Any) -> Response:
    """``/bai/<id>``: one article with its evidence; 404 where it is unknown or hidden."""
    db = _archive(datasette)
    article_id = _whole(request.url_vars["id"])
    row = await rows.article(db, article_id)
    if row is None:
        return missing(datasette, request)
    lists = await rows.details(db, article_id)
    if row["rights_publish"] == "full":
        shown = (row["title"], row["lead"], row["byline"])
        parts = compose(row["body_html"] or "", row["body"] or "", lists["images"], shown)
    else:
        parts = excerpt(row["body"] or "", row["lead"]) if row["rights_publish"] == "excerpt" else []
        if row["rights_publish"] == "metadata":
            row["lead"] = None
    row["safe_url"] = row["url"] if urlsplit_scheme(row["url"]) in ("http", "https") else None
    return _page(datasette, request, "article.html", {"article": row, "parts": parts, **_linkable(lists)})


async def results(datasette: Any, request: Any) -> Response:
    """``/tim-kiem?q=&site=&xep=&trang=``: what was found, best first; without ``q`` the empty form."""
    db = _archive(datasette)
    query = parse(request.args.get("q") or "")
    chosen = Filters(request.args.get("site") or "", request.args.get("xep") == "moi")
    page = max(1, _whole(request.args.get("trang") or "1"))
    found, slow = await _find(db, query, chosen, page)
    values = {
        "q": query.text,
        "query": query,
        "found": found,
        "slow": slow,
        "page": page,
        "filters": chosen,
        "sites": await rows.sites(db),
        "each": tuple(dict.fromkeys(" ".join(phrase) for phrase in (*query.quoted, *query.plain))),
    }
    return _page(datasette, request, "results.html", values)


async def site(datasette: Any, request: Any) -> Response:
    """``/don-vi/<slug>``: one site with its sections, years and newest articles; 404 where it is unknown."""
    db = _archive(datasette)
    row = next((row for row in await rows.counted_sites(db) if row["slug"] == request.url_vars["slug"]), None)
    if row is None:
        return missing(datasette, request)
    values = {
        "site": row,
        "newest": await rows.newest(db, _NEWEST_OF_SITE, row["id"]),
        "sections": await rows.sections(db, row["id"]),
        "years": await rows.years(db, row["id"]),
    }
    return _page(datasette, request, "site.html", values)


async def status(datasette: Any, request: Any) -> Response:
    """``/tinh-trang``: how each site stands: last run, last good run, articles, coverage, open issues."""
    now = datetime.now(UTC)
    found = standings(await rows.standing_rows(_archive(datasette), now), now)
    return _page(datasette, request, "status.html", {"standings": found, "now": now.strftime("%Y-%m-%dT%H:%M:%SZ")})


async def image(datasette: Any, request: Any) -> Response:
    """``/tep/<capture>``: a captured image's bytes, with a type found from the bytes themselves; all else is 404."""
    db = _archive(datasette)
    row = await rows.image_capture(db, _whole(request.url_vars["id"]))
    if row is None or Path(row["warc"]).name != row["warc"]:
        return missing(datasette, request)
    path = Path(db.path).parent / "warc" / row["warc"]
    try:
        payload = await asyncio.to_thread(read_payload, path, row["warc_offset"], row["warc_length"])
    except UnreadableRecordError:
        return missing(datasette, request)
    media_type = image_type(payload.body)
    if media_type is None:
        return missing(datasette, request)
    headers = {**HEADERS, "cache-control": "public, max-age=86400", "etag": f'"{row["digest"]}"'}
    return Response(payload.body, headers=headers, content_type=media_type)


async def stylesheet() -> Response:
    """The one stylesheet of our pages."""
    headers = {"x-content-type-options": "nosniff", "cache-control": "public, max-age=3600"}
    return Response(STYLESHEET, headers=headers, content_type="text/css; charset=utf-8")


def missing(datasette: Any, request: Any) -> Response:
    """A page that says there is no such page, with status 404 and the search box."""
    return _page(datasette, request, "missing.html", {"status": 404})


async def _find(db: Any, query: SearchQuery, chosen: Filters, page: int) -> tuple[Found, bool]:
    try:
        return await search(db, query, chosen, page), False
    except QueryInterrupted:
        return Found(), True


def _linkable(lists: dict[str, list[rows.Row]]) -> Mapping[str, Any]:
    """The lists with related links parted by kind, and only addresses that a browser may follow."""
    for name in ("attachments", "related", "images"):
        for row in lists[name]:
            row["safe_url"] = row["url"] if urlsplit_scheme(row["url"]) in ("http", "https") else None
    for row in lists["attachments"]:
        row["extension"] = PurePosixPath(row["url"].partition("?")[0]).suffix[1:6].upper()
    kinds = ("related", "newer", "older", "same_section")
    groups = [(kind, [row for row in lists["related"] if row["kind"] == kind]) for kind in kinds]
    return {**lists, "related": [(kind, links) for kind, links in groups if links]}


def _page(datasette: Any, request: Any, template: str, values: Mapping[str, Any]) -> Response:
    return render(datasette, request, template, {**values, "database": archive_name(datasette)})


def _archive(datasette: Any) -> Any:
    return datasette.databases[archive_name(datasette)]


def _whole(text: str) -> int:
    """A positive whole number from an address, -1 (which names nothing) for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 and int(text) < _LAST_ID else -1
