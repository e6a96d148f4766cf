"""The data dictionary as Markdown, from the schema that a new archive gets: ``docs/data-dictionary.md``."""

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Final

from pipelines.schema import SCHEMA_VERSION, connect, open_readonly
from publish.dictionary import Column, Entry, entries

_HEAD: Final = """# Data dictionary

Every table and view of an archive of schema version {version}: `archive.db`, and the copy for publication
(`khotin export --format sqlite`), which has fewer. Times are ISO 8601 in UTC unless a column says otherwise. Made from
the schema and `publish/columns.toml` by `python -m khotin.dictionary > docs/data-dictionary.md`; a test holds it to
both. The site shows it at `/tu-dien`.
"""


def text() -> str:
    """The whole document."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        connect(path).close()
        with closing(open_readonly(path)) as connection:
            connection.row_factory = None
            return _text(connection)


def _text(connection: sqlite3.Connection) -> str:
    parts = [_HEAD.format(version=SCHEMA_VERSION), *map(_section, entries(connection))]
    return "\n".join(parts)


def _section(entry: Entry) -> str:
    kind = "view" if entry.is_view else "table"
    lines = [
        f"## {entry.name}",
        f"{entry.en} ({kind}). {entry.vi}.",
        "",
        "| column | type | meaning |",
        "|---|---|---|",
    ]
    return "\n".join([*lines, *map(_row, entry.columns), ""])


def _row(column: Column) -> str:
    kind = ", ".join(filter(None, [column.type, _nature(column)])) or "–"
    target = f" → [{column.table}](#{column.table})" if column.table else ""
    return f"| `{column.name}` | {kind} | {column.en}{target} · {column.vi} |"


def _nature(column: Column) -> str:
    if column.key:
        return "key"
    return "null" if column.nullable and column.type else ""


if __name__ == "__main__":
    sys.stdout.write(text())
