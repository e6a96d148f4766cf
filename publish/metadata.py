"""What Datasette shows of the archive: titles, labels, order, facets, ready queries, settings; made from tables.py."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from publish.canned import QUERIES
from publish.dictionary import Entry
from publish.publication import TABLE as PUBLICATION
from publish.tables import TABLES, VIEWS, Table

#: SQLite's own tables behind the search index.
_SHADOWS: Final = ("", "_config", "_content", "_data", "_docsize", "_idx")

SETTINGS: Final[dict[str, Any]] = {
    "suggest_facets": False,  # trying every column as a facet is nearly all the cost of a table page
    "default_facet_size": 20,
    "default_page_size": 50,
    "max_returned_rows": 1000,
    "sql_time_limit_ms": 2000,
    "facet_time_limit_ms": 1000,
    "num_sql_threads": 4,
    "allow_download": False,  # the live file may be under write; a copy is made with VACUUM INTO or an export
    "default_cache_ttl": 0,  # the archive changes while it is served
    "truncate_cells_html": 300,
}


def metadata(
    database: str = "archive", columns: Iterable[Entry] = (), queries: Mapping[str, Any] = QUERIES
) -> dict[str, Any]:
    """Datasette's metadata for the archive under the name ``database``, with what its ``columns`` mean and the ready
    ``queries`` that it can answer."""
    tables = {name: _table(name, table) for name, table in TABLES.items()}
    tables |= {f"article_texts_fts{suffix}": {"hidden": True} for suffix in _SHADOWS}
    tables |= {"_sqlite_migrations": {"hidden": True}, PUBLICATION: {"hidden": True}}
    tables |= {name: {"title": title, "description": title} for name, title in VIEWS.items()}
    for entry in columns:
        tables[entry.name]["columns"] = {column.name: f"{column.vi} · {column.en}" for column in entry.columns}
    tables["v_articles"] |= {
        "sort_desc": "published_at",
        "facets": ["site_name", "place_now", "section", "year", "author"],
    }
    return {
        "title": "Kho Tin Đoàn",
        "description": "Bàn dữ liệu của kho tin bài Tỉnh đoàn, Thành đoàn. "
        "Data desk of the archive of Vietnam's provincial youth union news.",
        "databases": {
            database: {
                "title": "Kho Tin Đoàn · bàn dữ liệu",
                "description": "Mỗi bảng có bộ lọc, CSV và JSON. Every table has facets, CSV and JSON.",
                "tables": tables,
                "queries": dict(queries),
            }
        },
    }


def _table(name: str, table: Table) -> dict[str, Any]:
    made: dict[str, Any] = {
        "title": f"{table.vi} · {table.en}",
        "description": f"{table.vi}. {table.en}.",
        "label_column": table.label,
    }
    if table.order:
        made["sort_desc"] = table.order
    if table.facets:
        made["facets"] = list(table.facets)
    if table.internal:
        made["hidden"] = True
    if name == "article_texts":
        made |= {"fts_table": "article_texts_fts", "fts_pk": "article_id"}
    return made
