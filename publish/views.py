"""Files of the pages: captured images and stylesheets."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from datasette.utils.asgi import Response

from publish import rows
from publish.answering import archive, folder, missing, page, whole
from publish.gate import withholds
from publish.pages import (
    CAPTURED_STYLE_PATH,
    CAPTURED_STYLESHEET,
    DESK_STYLE_PATH,
    DESK_STYLESHEET,
    HEADERS,
    STYLESHEET,
)
from publish.standing import standings
from publish.warc import UnreadableRecordError, image_type, read_payload

_STYLESHEETS: Final = {CAPTURED_STYLE_PATH: CAPTURED_STYLESHEET, DESK_STYLE_PATH: DESK_STYLESHEET}


async def status(datasette: Any, request: Any) -> Response:
    """``/tinh-trang``: how each site stands: last run, last good run, articles, coverage, open issues."""
    now = datetime.now(UTC)
    db = archive(datasette)
    found = standings(await rows.standing_rows(db, now), now)
    values = {
        "standings": found,
        "now": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        # a copy for publication has only their number
        "has_issues": "v_open_issues" in await db.view_names() and not await withholds(db),
    }
    return page(datasette, request, "status.html", values)


async def image(datasette: Any, request: Any) -> Response:
    """``/tep/<capture>``: a captured image's bytes, with a type found from the bytes themselves; all else is 404."""
    db = archive(datasette)
    row = await rows.image_capture(db, whole(request.url_vars["id"]))
    if row is None or Path(row["warc"]).name != row["warc"]:
        return missing(datasette, request)
    path = folder(datasette) / "warc" / row["warc"]
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
    """The stylesheet of our pages, that of captured pages and that of the data desk."""
    text = next((text for path, text in _STYLESHEETS.items() if request.path.endswith(path)), STYLESHEET)
    headers = {"x-content-type-options": "nosniff", "cache-control": "public, max-age=3600"}
    return Response(text, headers=headers, content_type="text/css; charset=utf-8")
