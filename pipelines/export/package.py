"""The Data Package beside an export (datapackage.json, Frictionless Data Package v1): which file holds what, in which
columns, with sums and rights; and SHA256SUMS for ``sha256sum --check``."""

import re
from collections.abc import Mapping
from typing import Any, Final

from pipelines.export.fields import FIELDS
from pipelines.export.files import KEY, LIST_FILES
from pipelines.export.rows import KEYS, LISTS, SCALARS

DESCRIPTOR: Final = "datapackage.json"
SUMS: Final = "SHA256SUMS"

_MEDIA_TYPES: Final = {
    "csv": "text/csv",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
    "sqlite": "application/vnd.sqlite3",
    "cdxj": "text/plain",
    "wacz": "application/wacz",
}
#: What a file of each format holds.
_HOLDS: Final = {
    "json": "Articles, one array of objects.",
    "jsonl": "Articles, one object a line.",
    "parquet": "Articles with the same keys, lists as lists; compressed with zstd.",
    "sqlite": "A copy of the database for publication: tables, views, full-text index.",
    "cdxj": "Index of the captured exchanges.",
    "wacz": "The captured exchanges as a web archive that a replay program opens.",
}
_GUARDED: Final = " A text that a spreadsheet would take for a formula begins with an apostrophe."
_WHOLE_NUMBERS: Final = ("read_count", "versions", "position")
_STATUSES: Final = ["live", "suspected", "gone", "replaced", "unreachable", "hidden"]


def sums(manifest: Mapping[str, Any]) -> str:
    """The lines of SHA256SUMS for the files of ``manifest``."""
    return "".join(f"{file['sha256']}  {file['name']}\n" for file in manifest["files"])


def descriptor(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The Data Package of the export that ``manifest`` sums up."""
    rights = manifest["rights"]
    return {
        "profile": "data-package",
        "name": "kho-tin-doan",
        "title": "Kho Tin Đoàn",
        "description": "News of Vietnam's youth unions as their own sites published it. The texts belong to their "
        "holders; see rights.",
        "created": manifest["time"],
        "software": manifest["software"],
        "schema_version": manifest["schema_version"],
        "extractor_version": manifest["extractor_version"],
        "sources": [{"title": site["name"], "path": site["url"]} for site in rights],
        "rights": rights,
        "resources": [_resource(file) for file in manifest["files"]],
    }


def _resource(file: Mapping[str, Any]) -> dict[str, Any]:
    form, name = file["format"], file["name"]
    made: dict[str, Any] = {
        "name": re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-") or "file",
        "path": name,
        "format": form,
        "mediatype": _MEDIA_TYPES.get(form, "application/octet-stream"),
        "description": _HOLDS.get(form, ""),
        "bytes": file["bytes"],
        "hash": f"sha256:{file['sha256']}",
        "filters": file["filters"],
    }
    if form == "csv":
        return made | {"rows": file["rows"]} | _table(name.removesuffix(".csv"), file.get("options", {}))
    if form in ("json", "jsonl"):
        made |= {"encoding": "utf-8", "schema": {"fields": [*map(_field, KEYS)]}}
    # "rows" is a table's; a program that has no reader for these formats checks them as files
    return made | {"type": "file", "row_count": file["rows"]}


def _table(name: str, options: Mapping[str, bool]) -> dict[str, Any]:
    """What is particular to one CSV file: its columns, and how its cells are written."""
    if name in LIST_FILES:
        fields = [_column(name, column) for column in (*KEY, *LIST_FILES[name], "article_url")]
        about = f"The list {name} of the articles."
    else:
        fields, about = [_field(key) for key in SCALARS], "Articles, the keys that are no lists."
    return {
        "profile": "tabular-data-resource",
        "encoding": "utf-8-sig" if options.get("bom") else "utf-8",
        "description": about + ("" if options.get("exact") else _GUARDED),
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _field(key: str) -> dict[str, Any]:
    """A key of the contract as a field of a Table Schema. Times stay strings: they carry an offset or are days."""
    meaning = FIELDS[key][1]
    made: dict[str, Any] = {"name": key, "type": _type(key), "description": meaning.replace("`", "")}
    if key in ("site", "id_space"):
        made["constraints"] = {"required": True}
    elif key == "status":
        made["constraints"] = {"required": True, "enum": _STATUSES}
    return made


def _type(key: str) -> str:
    if key in LISTS or key == "published_between":
        return "array"
    if key == "capture":
        return "object"
    return "integer" if key in _WHOLE_NUMBERS else "string"


def _column(name: str, column: str) -> dict[str, Any]:
    meanings = {
        "position": "place in the article's list, from 1",
        "article_url": FIELDS["url"][1],
        **{key: FIELDS[key][1] for key in ("site", "id_space", "source_id")},
    }
    return {
        "name": column,
        "type": _type(column) if column == "position" else "string",
        "description": meanings.get(column, f"{column} of the entry in {name}"),
    }
