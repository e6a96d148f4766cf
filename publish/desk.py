"""Datasette's own pages made fit for all readers: names for its fields, its language, places to scroll by keyboard; and
a nonce for its scripts (see ``shield``).

Its templates stay its own: what they lack is put in while Jinja reads them. A place that a later Datasette has mended
or renamed is simply not found; the browser tests tell.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from datasette.utils import to_css_class
from jinja2.ext import Extension
from markupsafe import Markup, escape

from publish.desk_words import in_two_languages

#: What a page of the desk says of itself at its top.
_ABOUT: Final = '{% include "_description_source_license.html" %}'
#: What stands in Datasette's templates (0.65 and 1.0), and what it becomes.
_MENDED: Final = (
    ("<html>", '<html lang="en">'),
    (_ABOUT, f"{_ABOUT}{{% if desk_closed %}}<p><strong>{{{{ desk_closed }}}}</strong></p>{{% endif %}}"),
    (
        '{% if allow_execute_sql %}\n    <form class="sql"',
        '{% if allow_execute_sql and not desk_closed %}\n    <form class="sql"',
    ),
    ('<select name="_filter_column', '<select aria-label="Column" name="_filter_column'),
    ('<select name="_filter_op', '<select aria-label="Comparison" name="_filter_op'),
    ('<input type="text" name="_filter_value', '<input aria-label="Value" type="text" name="_filter_value'),
    ('<select name="_sort"', '<select aria-label="Sort by" name="_sort"'),
    ('<div class="table-wrapper">', '<div class="table-wrapper" tabindex="0" role="region" aria-label="Rows">'),
    ('mode: "text/x-sql",', 'mode: "text/x-sql", screenReaderLabel: "SQL",'),
    ("schema,\n      }));", 'schema,\n      }));\n      editor.contentDOM.setAttribute("aria-label", "SQL");'),
)
#: The cells of a row, which Datasette's template writes in four asynchronous steps each: a table of articles has 1,800.
_CELLS: Final = re.compile(
    r"""\{% for cell in row %}\s*<td class="col-\{\{ cell\.column\|to_css_class }} type-\{\{ cell\.value_type }}">"""
    r"""\{\{ cell\.value }}</td>\s*\{% endfor %}"""
)
#: What a table's columns mean: folded, since the rows are what a reader comes for.
_COLUMNS: Final = re.compile(r'<dl class="column-descriptions">.*?</dl>', re.DOTALL)
#: A script that stands in a template; what a value brings along is not there yet when Jinja reads it.
_SCRIPT: Final = re.compile(r"<script(?=[\s>{])")


class Mended(Extension):
    """A Jinja extension that puts in what Datasette's templates lack."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - Jinja's
        """``source`` of a template with names and focus where they are missing, and its words in two languages."""
        for lacking, whole in _MENDED:
            source = source.replace(lacking, whole)
        source = _COLUMNS.sub(r"<details><summary>What the columns mean</summary>\g<0></details>", source)
        source = in_two_languages(_CELLS.sub("{{ row_cells(row) }}", source))
        return _SCRIPT.sub('<script nonce="{{ csp_nonce() }}"', source)


def row_cells(row: Iterable[Mapping[str, Any]]) -> Markup:
    """A row of Datasette's tables as its own template writes it: cells of ``column``, ``value_type`` and ``value``."""
    parts: list[str] = []
    for cell in row:
        parts += (_start_of(cell["column"], cell["value_type"]), escape(cell["value"]), "</td>\n")
    return Markup("".join(parts))  # noqa: S704 - each part is escaped


@lru_cache(1024)
def _start_of(column: str, value_type: str) -> str:
    return str(Markup('<td class="col-{} type-{}">').format(to_css_class(column), value_type))
