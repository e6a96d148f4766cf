"""The Datasette plugin: our pages beside Datasette's own, and links from its tables to them.

Where no archive of ours is among the databases, Datasette stays as it is.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from datasette import handle_exception as handle_exception_of_datasette
from datasette import hookimpl
from datasette.utils.asgi import NotFound, Response
from datasette.views.base import DatasetteError
from markupsafe import Markup

from publish import (
    article_page,
    captured_page,
    desk_csv,
    desk_words,
    dictionary,
    exports,
    indexing,
    list_pages,
    search_page,
    views,
)
from publish.answering import archive, archive_name, missing, refused
from publish.canned import QUERIES, answerable
from publish.catalogue import texts
from publish.desk import Mended, row_cells
from publish.figures import remember_dear
from publish.gate import Gate, withholds
from publish.packing import packed
from publish.pages import DESK_STYLE_PATH, language_of
from publish.publication import read_facts
from publish.shield import Shield, csp_nonce
from publish.spelling import fold

#: Where Datasette finds rich, which we have for the progress of crawls, it writes each request that it refuses to
#: stderr with all variables around it: a tenth of a second a refusal, and an error of its own where nothing was raised.
vars(handle_exception_of_datasette)["rich"] = None

#: What Datasette raises where a parameter names a column that there is not, or holds no number or JSON where it should.
_MISTAKES = (
    DatasetteError, sqlite3.OperationalError, sqlite3.ProgrammingError, ValueError, AssertionError, LookupError,
)  # fmt: skip

#: Where in the tables an article's id stands.
_ARTICLE_COLUMNS = {
    ("v_articles", "title"): "id",
    ("articles", "title"): "id",
    ("article_texts", "title"): "article_id",
}


@hookimpl  # type: ignore[untyped-decorator] # Datasette ships no types
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Any]]]:
    """Our routes; ``/`` is ours too, Datasette's own start page is not needed with one database."""
    if archive_name(datasette) is None:
        return []
    return [
        (r"^/$", list_pages.home),
        (r"^/bai/(?P<id>\d+)$", article_page.article),
        (r"^/bai/(?P<id>\d+)/phien-ban$", article_page.versions),
        (r"^/bai/(?P<id>\d+)/chup/(?P<capture>\d+)$", captured_page.captured),
        (r"^/bai/(?P<id>\d+)/chup/(?P<capture>\d+)/trang$", captured_page.content),
        (r"^/bai/(?P<id>\d+)/chup/(?P<capture>\d+)/ban-ghi$", captured_page.record),
        (r"^/bai/(?P<id>\d+)/trich-dan\.(?P<format>txt|bib|ris|json)$", article_page.cited),
        (r"^/tim-kiem$", search_page.results),
        (r"^/tim-kiem\.(?P<format>json|csv|atom)$", search_page.results_as),
        (r"^/tinh-trang$", views.status),
        (r"^/don-vi/(?P<slug>[a-z0-9_-]+)$", list_pages.site),
        (r"^/tinh$", list_pages.provinces),
        (r"^/tinh/(?P<slug>[a-z-]+)$", list_pages.province),
        (r"^/tac-gia/(?P<id>\d+)$", list_pages.author),
        (r"^/thang/(?P<month>\d{4}-\d{2})$", list_pages.month),
        (r"^/tep/(?P<id>\d+)$", views.image),
        (r"^/(?P<database>[^/]+)/(?P<query>" + "|".join(QUERIES) + r")\.csv$", desk_csv.answer),
        (r"^/tu-dien$", dictionary.dictionary),
        (r"^/robots\.txt$", indexing.robots),
        (r"^/sitemap\.xml$", indexing.index),
        (r"^/sitemap-(?P<part>\d{1,12})\.xml$", indexing.part),
        (r"^/sitemap-danh-sach\.xml$", indexing.lists),
        (r"^/xuat$", exports.exports),
        (r"^/xuat/(?P<name>[A-Za-z0-9._-]+)$", exports.export_file),
        (r"^/-/khotin/(?:style|captured|desk)\.css$", views.stylesheet),
    ]


@hookimpl  # type: ignore[untyped-decorator] # Datasette ships no types
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Response | None:
    """Where Datasette has no such page either, a reader gets our own, in their language, and so does who asks the data
    desk for columns or pages that do not exist, which Datasette calls an error of its own (500); programs get
    Datasette's."""
    if archive_name(datasette) is None:
        return None
    if isinstance(exception, NotFound):
        return None if request.path.endswith(".json") else missing(datasette, request)
    desk = datasette.urls.database(archive_name(datasette))
    if request.query_string and request.path.startswith(desk) and isinstance(exception, _MISTAKES):
        return refused(datasette, request) if getattr(exception, "status", 500) >= 500 else None
    return None


@hookimpl  # type: ignore[untyped-decorator] # Datasette ships no types
def prepare_jinja2_environment(env: Any) -> None:
    """What Datasette's templates lack for readers who hear a page, use it by keyboard or read Vietnamese."""
    env.add_extension(Mended)
    env.globals.update(desk_words.CALLS, csp_nonce=csp_nonce, row_cells=row_cells)


@hookimpl  # type: ignore[untyped-decorator] # Datasette ships no types
def extra_css_urls(datasette: Any) -> list[str]:
    """Our letters and colours on Datasette's pages of the archive."""
    return [] if archive_name(datasette) is None else [datasette.urls.path(DESK_STYLE_PATH)]


@hookimpl  # type: ignore[untyped-decorator] # Datasette ships no types
def extra_template_vars(datasette: Any, database: str | None, view_name: str, request: Any) -> Any:
    """The first page of the desk says what of it is closed, and why (see ``gate``)."""
    if view_name != "database" or database is None or database != archive_name(datasette):
        return {}

    async def told() -> dict[str, str]:
        closed = await withholds(archive(datasette))
        return {"desk_closed": texts(language_of(request))["closed_advice"] if closed else ""}

    return told


@hookimpl  # type: ignore[untyped-decorator] # Datasette ships no types
def startup(datasette: Any) -> Callable[[], Any] | None:
    """Facets and counts of the data desk are counted once, not for each reader. Datasette 1.0 keeps ready questions as
    stored queries and no longer reads them from the metadata."""
    name = archive_name(datasette)
    if name is not None:
        remember_dear(archive(datasette))
    if name is None or not hasattr(datasette, "add_query"):
        return None

    async def store() -> None:
        for address, query in answerable(Path(archive(datasette).path)).items():
            await datasette.add_query(name, address, is_trusted=True, **query)

    return store


@hookimpl  # type: ignore[untyped-decorator] # Datasette ships no types
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Before Datasette stand gzip, the security headers, the gate of the data desk, which closes parts of it, and its
    CSV, made whole and harmless (see ``desk_csv``)."""
    name = archive_name(datasette)
    if name is None:
        return lambda application: application
    desk = desk_csv.whole_csv
    if read_facts(Path(archive(datasette).path)) is not None:  # a copy holds nothing that has to be closed
        return lambda application: packed(Shield(desk(application, datasette, name)))
    return lambda application: packed(Shield(Gate(desk(application, datasette, name), datasette)))


@hookimpl  # type: ignore[untyped-decorator] # Datasette ships no types
def prepare_connection(conn: Any) -> None:
    """``khotin_fold(text)`` in SQL: the text without accents and case, as the filters compare names."""
    conn.create_function("khotin_fold", 1, lambda text: fold(str(text or "")), deterministic=True)


@hookimpl  # type: ignore[untyped-decorator] # Datasette ships no types
def render_cell(row: Any, value: Any, column: str, table: str | None, datasette: Any) -> Markup | None:
    """In the data desk, a title leads to the article's page."""
    key = _ARTICLE_COLUMNS.get((table or "", column))
    if key is None or not value or key not in row.keys():  # noqa: SIM118 - iterating a row gives its values
        return None
    found = row[key]  # where it refers to a row that has a title, Datasette has put that beside it
    article = found["value"] if isinstance(found, dict) else found
    return Markup('<a href="{}">{}</a>').format(datasette.urls.path(f"/bai/{article}"), value)


@hookimpl  # type: ignore[untyped-decorator] # Datasette ships no types
def menu_links(datasette: Any, request: Any) -> list[dict[str, str]]:
    """The way back from the data desk to the reader's pages."""
    if archive_name(datasette) is None:
        return []
    words = texts(language_of(request) if request is not None else "vi")
    return [
        {"href": datasette.urls.path("/"), "label": words["menu_home"]},
        {"href": datasette.urls.path("/tim-kiem"), "label": words["menu_search"]},
        {"href": datasette.urls.path("/xuat"), "label": words["menu_exports"]},
        {"href": datasette.urls.path("/tu-dien"), "label": words["menu_dictionary"]},
    ]
