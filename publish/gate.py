"""What of the data desk stays closed while the archive holds something that may not be published.

Tables and SQL show rows as they are stored, whatever an article's status or its site's rights. So in an archive with a
hidden article, or with a site that lets out less than whole texts, only those parts of the desk are open that cannot
tell: names, figures, and views that leave hidden articles and all texts out.
"""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from datasette.utils import tilde_decode
from datasette.utils.asgi import Request, Response

from publish.answering import archive_name, page
from publish.pages import HEADERS
from publish.publication import facts_of

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]

#: Tables and views without texts, and without addresses of hidden articles.
OPEN: Final = frozenset(
    {"sites", "provinces", "sections", "crawls", "v_articles", "v_months", "v_read_growth", "v_versions", "v_sites"}
)
_WITHHELD: Final = """select exists (select 1 from articles where status = 'hidden')
  or exists (select 1 from sites where rights_publish <> 'full')"""
_IS_STORED: Final = "select 1 from sqlite_master where type in ('table', 'view') and lower(name) = :name"
#: In the place of a name: no table is called so.
SQL: Final = "?sql"
_DATA: Final = (".json", ".csv", ".blob", ".jsono", ".jsonl")


class Gate:
    """An ASGI layer before Datasette that answers 403 for closed parts of the desk."""

    def __init__(self, app: App, datasette: Any) -> None:
        self._app, self._datasette = app, datasette

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http" and (asked := self._asked(scope)) and await self._is_closed(asked):
            await self._refusal(Request(scope, receive)).asgi_send(send)
        else:
            await self._app(scope, receive, send)

    def _asked(self, scope: Scope) -> str:
        """What of the desk an address asks for: the name of a table, view or ready question in lower case, SQL for a
        question of the reader's own; empty for all else."""
        name = archive_name(self._datasette)
        path = str(scope["path"]).removeprefix(self._datasette.setting("base_url").rstrip("/"))
        parts = [tilde_decode(part) for part in path.strip("/").split("/")]
        if name is None or _bare(parts[0]).lower() != name.lower():
            return ""
        if b"sql=" in scope.get("query_string", b"").lower() or scope["method"] not in ("GET", "HEAD"):
            return SQL
        return _bare(parts[1]).lower() if len(parts) > 1 else ""

    async def _is_closed(self, asked: str) -> bool:
        db = self._datasette.databases[archive_name(self._datasette)]
        if asked in OPEN or not await withholds(db):
            return False
        return asked == SQL or bool((await db.execute(_IS_STORED, {"name": asked})).rows)

    def _refusal(self, request: Any) -> Response:
        if request.path.endswith(_DATA):
            body = {
                "ok": False,
                "error": "Closed: the archive holds texts that may not be shown.",
                "status": 403,
            }
            return Response(json.dumps(body), status=403, headers=dict(HEADERS), content_type="application/json")
        return page(self._datasette, request, "closed.html", {"status": 403})


async def withholds(db: Any) -> bool:
    """Whether parts of the desk of ``db`` are closed now; none are in a copy for publication."""
    return await facts_of(db) is None and bool((await db.execute(_WITHHELD)).rows[0][0])


def _bare(part: str) -> str:
    """A part of an address without the ending that asks for another form of it."""
    return next((part.removesuffix(ending) for ending in _DATA if part.endswith(ending)), part)
