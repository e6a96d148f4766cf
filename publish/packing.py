"""Answers in gzip for readers who take it. What is packed already, and files of exports, whose size and sum are told,
go out as they are."""

from typing import Any, Final

from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware

#: Bytes; a smaller answer fits into one packet as it is.
_LEAST: Final = 1_000
#: Pages become 27 % of their size in a quarter of a millisecond; 9 gains another 0.3 % of it.
_LEVEL: Final = 5
_PACKED_ALREADY: Final = (
    *DEFAULT_EXCLUDED_CONTENT_TYPES,
    "application/vnd.apache.parquet",
    "application/vnd.sqlite3",
    "application/wacz",
    "application/warc",
)
_FILES: Final = "/xuat/"


def packed(app: Any) -> Any:
    """``app`` (ASGI) with its answers in gzip where the reader takes that."""
    packing = GZipMiddleware(app, minimum_size=_LEAST, compresslevel=_LEVEL, exclude_content_types=_PACKED_ALREADY)

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        is_file = scope["type"] == "http" and _FILES in scope["path"]
        await (app if is_file else packing)(scope, receive, send)

    return wrapped
