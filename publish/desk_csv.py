"""CSV of the data desk: complete or an error, and no cell that a spreadsheet runs.

Datasette cuts the CSV of a table at a page and that of a query at 1,000 rows without a word, and writes what goes wrong
midway into the file. Here a table's CSV has every row unless a page of it is asked for, a ready question's too, and an
answer that goes wrong is broken off.
"""

import csv
import io
import re
import sys
from codecs import getincrementaldecoder
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final
from urllib.parse import parse_qs, urlencode

from datasette.database import QueryInterrupted
from datasette.utils.asgi import Response

from publish.answering import archive, archive_name, missing
from publish.canned import QUERIES
from publish.pages import HEADERS
from publish.search_outputs import BOM, unarmed

_Send = Callable[[dict[str, Any]], Awaitable[None]]

#: Of one question over the whole archive, milliseconds.
TIME_LIMIT_MS: Final = 5_000
#: Parameters of a whole table that are not the reader's to set: one that is cut short in the midst would be an error.
_OURS: Final = ("_size", "_timelimit")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_CUT: Final = (
    "The answer has {rows} rows or more and would be cut. Ask for fewer (where, limit), or take all from /xuat.\n"
)

_ASKED: Final = "CSV of what? Name a table, or give a question in ?sql=.\n"
_FAILED: Final = "No answer: the SQL is wrong or takes too long. The same address without .csv says which.\n"

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # a body may be longer than the 128 KiB that csv reads by default


async def answer(datasette: Any, request: Any) -> Response:
    """``/<archive>/<ready question>.csv``: all its rows; 503 where that takes too long."""
    if request.url_vars["database"] != archive_name(datasette):
        return missing(datasette, request)
    sql = QUERIES[request.url_vars["query"]]["sql"]
    try:
        result = await archive(datasette).execute(sql, truncate=False, custom_time_limit=TIME_LIMIT_MS)
    except QueryInterrupted:
        return Response("The question takes too long now, try again later.\n", 503, {**HEADERS, "retry-after": "60"})
    text = _written([result.columns, *map(tuple, result.rows)])
    headers = {**HEADERS, "content-disposition": f'attachment; filename="{request.url_vars["query"]}.csv"'}
    mark = BOM if request.args.get("bom") else ""
    return Response(mark + text, headers=headers, content_type="text/csv; charset=utf-8")


def whole_csv(application: Any, datasette: Any, database: str) -> Any:
    """``application`` (ASGI) of ``datasette``, with the CSV of its ``database`` as this module has it."""

    async def wrapped(scope: dict[str, Any], receive: Any, send: _Send) -> None:
        path, base = scope.get("path", ""), datasette.setting("base_url").rstrip("/")
        below = tuple(f"{start}/{database}{mark}" for start in (base, "") for mark in "/.")
        if scope["type"] != "http" or not path.endswith(".csv") or not path.startswith(below):
            await application(scope, receive, send)
            return
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        is_query = "sql" in query
        if not is_query and path.endswith(f"/{database}.csv") and path.count("/") == base.count("/") + 1:
            await Response(_ASKED, 400, HEADERS).asgi_send(send)  # Datasette fails at a database that is asked nothing
            return
        if not is_query and "_next" not in query and query.get("_size", ["max"]) == ["max"]:
            query = {name: values for name, values in query.items() if name not in _OURS} | {"_stream": ["on"]}
            scope = {**scope, "query_string": urlencode(query, doseq=True).encode("latin-1")}
        checked = _Checked(send, int(datasette.setting("max_returned_rows")) if is_query else None)
        await application(scope, receive, checked.send)
        if checked.broken:  # told here, since Datasette would make an error raised in its own code a second answer
            raise RuntimeError(f"a CSV answer broke off: {checked.broken}")

    return wrapped


class _Checked:
    """Passes an answer on record by record, cells unarmed; ``most`` rows or more are refused, None for no bound."""

    def __init__(self, send: _Send, most: int | None) -> None:
        self._send, self._most, self._rows = send, most, -1  # the first record is the header
        self._start: dict[str, Any] | None = None
        self._is_csv = False
        self._decoder = getincrementaldecoder("utf-8")()
        self._rest, self._record, self._inside = "", "", False
        self._held: list[str] = []
        self.broken = ""

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            kind = dict(message["headers"]).get(b"content-type", b"")
            self._is_csv = message["status"] == 200 and kind.startswith((b"text/csv", b"text/plain"))
            self._start = message
        if not self._is_csv:
            await self._send(message)
        elif message["type"] == "http.response.body":
            await self._pass_on(message.get("body", b""), bool(message.get("more_body")))

    async def _pass_on(self, data: bytes, more: bool) -> None:
        self._held.append(self._unarmed(self._decoder.decode(data, final=not more)))
        if not more and (self._rest or self._record):
            self.broken = (self._record + self._rest)[-200:]
            return
        if self._most is not None and more:
            return  # whether it is too long is known at its end
        text, status = "".join(self._held), 200
        self._held.clear()
        if self._most is not None and self._rows >= self._most:
            text, status = _CUT.format(rows=self._most), 413
        elif self._most is not None and not text.strip():  # not even a header
            text, status = _FAILED, 400
        await self._begin(status)
        await self._send({"type": "http.response.body", "body": text.encode(), "more_body": more})

    async def _begin(self, status: int) -> None:
        if self._start is None:
            return
        start, self._start = self._start, None
        headers = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
        await self._send({**start, "status": status, "headers": headers})

    def _unarmed(self, text: str) -> str:
        """The records that end in ``text``, unarmed; a line break inside quotes ends none."""
        ready: list[str] = []
        *lines, self._rest = (self._rest + text).split("\n")
        for line in lines:
            self._record += f"{line}\n"
            self._inside ^= line.count('"') % 2 == 1
            if not self._inside:
                ready.append(self._record)
                self._record = ""
        self._rows += len(ready)
        return _written(csv.reader(io.StringIO("".join(ready), newline="")))


def _written(rows: Iterable[Iterable[Any]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def _harmless(cell: Any) -> Any:
    return cell if isinstance(cell, str) and _NUMBER.fullmatch(cell) else unarmed(cell)
