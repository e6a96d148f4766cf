"""What every page of ours needs: the archive among Datasette's databases, our answer, the answer where nothing is."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from weakref import WeakSet

from datasette.utils.asgi import Response

from publish.pages import HEADERS, render
from publish.publication import FOLDER as COPIES

#: Databases that were looked at and are ours: to look anew costs as much as half an article's page.
_known: WeakSet[Any] = WeakSet()

_LAST_ID: Final = 2**63 - 1  # SQLite's largest integer


def archive_name(datasette: Any) -> str | None:
    """The name of the first database of ``datasette`` that is an archive of ours; None where there is none."""
    for name, database in datasette.databases.items():
        if database not in _known and database.path and _is_ours(database.path):
            _known.add(database)
        if database in _known:
            return str(name)
    return None


def _is_ours(path: str) -> bool:
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            found = connection.execute("select count(*) from sqlite_master where name = 'article_texts_fts'")
            return bool(found.fetchone()[0])
        finally:
            connection.close()
    except sqlite3.Error:
        return False  # not ours to judge: Datasette itself reports a database that it cannot open


def archive(datasette: Any) -> Any:
    """The archive as Datasette's database object."""
    return datasette.databases[archive_name(datasette)]


def folder(datasette: Any) -> Path:
    """The archive's folder, where ``warc/`` and ``export/`` lie; a copy for publication lies one deeper."""
    beside = Path(archive(datasette).path).parent
    return beside.parent if beside.name == COPIES else beside


def page(datasette: Any, request: Any, template: str, values: Mapping[str, Any]) -> Response:
    """``template`` filled with ``values`` (see ``pages.render``)."""
    return render(datasette, request, template, {**values, "database": archive_name(datasette)})


def missing(datasette: Any, request: Any) -> Response:
    """A page that says there is no such page, with status 404 and the search box."""
    return page(datasette, request, "missing.html", {"status": 404})


def download(content: str | bytes, media_type: str, name: str | None = None) -> Response:
    """``content`` with our headers, which a browser saves under ``name`` (ASCII) where one is given."""
    headers = dict(HEADERS)
    if name:
        headers["content-disposition"] = f'attachment; filename="{name}"'
    return Response(content, headers=headers, content_type=media_type)


def whole(text: str) -> int:
    """A positive whole number from an address, -1 (which names nothing) for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 and int(text) < _LAST_ID else -1
