"""The page as it was captured, shown so that nothing of it can run: twice over.

Its markup is cleaned by an allow-list without scripts, styles, forms, frames and addresses, and what is left is served
in a sandbox (``Content-Security-Policy: sandbox``: an origin of its own, no script) inside a frame that is sandboxed
too. Pictures are those of the archive. The record itself, untouched, can be saved for a replay program.
"""

import asyncio
import codecs
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

import nh3
from datasette.utils.asgi import Response
from markupsafe import Markup

from publish import rows
from publish.answering import archive, download, folder, missing, page, whole
from publish.pages import CAPTURED_STYLE_PATH, CONTENT_POLICY, HEADERS
from publish.publication import is_masked
from publish.warc import UnreadableRecordError, read_payload, read_record

_TAGS: Final = frozenset({
    "a", "abbr", "address", "article", "aside", "b", "big", "blockquote", "br", "caption", "center", "cite", "code",
    "col", "colgroup", "dd", "del", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img", "ins", "kbd", "li", "main", "mark", "nav", "ol", "p",
    "pre", "q", "s", "section", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot",
    "th", "thead", "time", "tr", "tt", "u", "ul", "wbr",
})  # fmt: skip
_ATTRIBUTES: Final = {
    "img": {"src", "alt", "width", "height"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"},
    "time": {"datetime"}, "ol": {"start"},
}  # fmt: skip
_DROPPED_WHOLE: Final = {"script", "style", "noscript", "template", "iframe", "object", "svg", "math", "select"}
_SANDBOX: Final = (
    "sandbox; default-src 'none'; img-src 'self'; style-src 'self'; form-action 'none'; base-uri 'none';"
    " frame-ancestors 'self'"
)
_DOCUMENT: Final = Markup(
    '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<link rel="stylesheet" href="{style}"></head><body>{body}</body></html>'
)


async def captured(datasette: Any, request: Any) -> Response:
    """``/bai/<id>/chup/<capture>``: what is known of a capture, and the captured page in a sandboxed frame."""
    found = await _found(datasette, request)
    if found is None:
        return missing(datasette, request)
    policy = f"{CONTENT_POLICY}; frame-src 'self'"
    return page(datasette, request, "captured.html", {**found, "policy": policy})


async def content(datasette: Any, request: Any) -> Response:
    """``/bai/<id>/chup/<capture>/trang``: the captured page, cleaned, for the frame."""
    found = await _found(datasette, request)
    if found is None:
        return missing(datasette, request)
    capture, pictures = found["capture"], await _pictures(datasette, found["article"]["id"])
    try:
        payload = await asyncio.to_thread(
            read_payload, _warc(datasette, capture), capture["warc_offset"], capture["warc_length"]
        )
    except UnreadableRecordError:
        return missing(datasette, request)
    text = payload.body.decode(_charset(capture["charset_used"]), errors="replace")
    body = await asyncio.to_thread(cleaned, text, capture["url"], pictures)
    style = datasette.urls.path(CAPTURED_STYLE_PATH)
    html = _DOCUMENT.format(title=found["article"]["title"] or "", style=style, body=body)
    return Response.html(
        html, headers={**HEADERS, "content-security-policy": _SANDBOX, "x-frame-options": "SAMEORIGIN"}
    )


async def record(datasette: Any, request: Any) -> Response:
    """``/bai/<id>/chup/<capture>/ban-ghi``: the capture's WARC record as it lies in its file."""
    found = await _found(datasette, request)
    if found is None:
        return missing(datasette, request)
    capture = found["capture"]
    try:
        stored = await asyncio.to_thread(
            read_record, _warc(datasette, capture), capture["warc_offset"], capture["warc_length"]
        )
    except UnreadableRecordError:
        return missing(datasette, request)
    packed = stored.startswith(b"\x1f\x8b")
    name = f"khotin-{capture['id']}.warc" + (".gz" if packed else "")
    return download(stored, "application/gzip" if packed else "application/warc", name)


def cleaned(html: str, base: str, pictures: Mapping[str, str]) -> Markup:
    """The text and pictures of ``html`` (a page at address ``base``) by the allow-list. ``pictures`` are the archive's
    own: address of a picture to the path that it is served at; every other picture is left out."""

    def kept(tag: str, attribute: str, value: str) -> str | None:
        if (tag, attribute) != ("img", "src"):
            return value
        try:
            return pictures.get(urljoin(base, value.strip()))
        except ValueError:  # no address at all
            return None

    safe = nh3.clean(
        html,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        clean_content_tags=_DROPPED_WHOLE,
        attribute_filter=kept,
        strip_comments=True,
        link_rel=None,
    )
    return Markup(safe)  # noqa: S704 - cleaned on the line above


async def _found(datasette: Any, request: Any) -> dict[str, Any] | None:
    """The article and the capture that the address names, where both may be shown and belong together."""
    db = archive(datasette)
    article = await rows.article(db, whole(request.url_vars["id"]))
    if article is None or article["rights_publish"] != "full" or await is_masked(db):
        return None
    capture = await rows.page_capture(db, article["id"], whole(request.url_vars["capture"]))
    if capture is None or Path(capture["warc"]).name != capture["warc"]:
        return None
    return {"article": article, "capture": capture}


async def _pictures(datasette: Any, article_id: int) -> dict[str, str]:
    images = await rows.images(archive(datasette), article_id)
    return {row["url"]: datasette.urls.path(f"/tep/{row['capture_id']}") for row in images if row["capture_id"]}


def _warc(datasette: Any, capture: Mapping[str, Any]) -> Path:
    return folder(datasette) / "warc" / str(capture["warc"])


def _charset(name: str | None) -> str:
    """``name`` where Python can read it, else UTF-8: the record may come from another program's archive."""
    try:
        return codecs.lookup(name or "utf-8").name
    except LookupError:
        return "utf-8"
