"""The reader's pages: home, search, site, captured image. Each reads the archive and renders one template."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from datasette.utils.asgi import Response

from publish import rows
from publish.answering import archive, missing, page, whole
from publish.pages import CAPTURED_STYLE_PATH, CAPTURED_STYLESHEET, HEADERS, STYLESHEET
from publish.standing import standings
from publish.warc import UnreadableRecordError, image_type, read_payload

_NEWEST_ON_HOME: Final = 10
_NEWEST_OF_SITE: Final = 30


async def home(datasette: Any, request: Any) -> Response:
    """``/``: what the archive holds, its newest articles, its sites."""
    db = archive(datasette)
    values = {
        "counts": await rows.counts(db),
        "newest": await rows.newest(db, _NEWEST_ON_HOME),
        "sites": await rows.counted_sites(db),
        "years": await rows.years(db),
    }
    return page(datasette, request, "home.html", values)


async def site(datasette: Any, request: Any) -> Response:
    """``/don-vi/<slug>``: one site with its sections, years and newest articles; 404 where it is unknown."""
    db = archive(datasette)
    row = next((row for row in await rows.counted_sites(db) if row["slug"] == request.url_vars["slug"]), None)
    if row is None:
        return missing(datasette, request)
    values = {
        "site": row,
        "newest": await rows.newest(db, _NEWEST_OF_SITE, row["id"]),
        "sections": await rows.sections(db, row["id"]),
        "years": await rows.years(db, row["id"]),
    }
    return page(datasette, request, "site.html", values)


async def status(datasette: Any, request: Any) -> Response:
    """``/tinh-trang``: how each site stands: last run, last good run, articles, coverage, open issues."""
    now = datetime.now(UTC)
    found = standings(await rows.standing_rows(archive(datasette), now), now)
    return page(datasette, request, "status.html", {"standings": found, "now": now.strftime("%Y-%m-%dT%H:%M:%SZ")})


async def image(datasette: Any, request: Any) -> Response:
    """``/tep/<capture>``: a captured image's bytes, with a type found from the bytes themselves; all else is 404."""
    db = archive(datasette)
    row = await rows.image_capture(db, whole(request.url_vars["id"]))
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


async def stylesheet(request: Any) -> Response:
    """The stylesheet of our pages, and that of captured pages."""
    text = CAPTURED_STYLESHEET if request.path.endswith(CAPTURED_STYLE_PATH) else STYLESHEET
    headers = {"x-content-type-options": "nosniff", "cache-control": "public, max-age=3600"}
    return Response(text, headers=headers, content_type="text/css; charset=utf-8")
