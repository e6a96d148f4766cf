"""Datasette's own pages made fit for all readers: names for its fields, its language, places to scroll by keyboard; and
a nonce for its scripts (see ``shield``).

Its templates stay its own: what they lack is put in while Jinja reads them. A place that a later Datasette has mended
or renamed is simply not found; the browser tests tell.
"""

import re
from typing import Final

from jinja2.ext import Extension

#: What stands in Datasette's templates (0.65 and 1.0), and what it becomes.
_MENDED: Final = (
    ("<html>", '<html lang="en">'),
    ('<select name="_filter_column', '<select aria-label="Column" name="_filter_column'),
    ('<select name="_filter_op', '<select aria-label="Comparison" name="_filter_op'),
    ('<input type="text" name="_filter_value', '<input aria-label="Value" type="text" name="_filter_value'),
    ('<select name="_sort"', '<select aria-label="Sort by" name="_sort"'),
    ('<div class="table-wrapper">', '<div class="table-wrapper" tabindex="0" role="region" aria-label="Rows">'),
    ('mode: "text/x-sql",', 'mode: "text/x-sql", screenReaderLabel: "SQL",'),
    ("schema,\n      }));", 'schema,\n      }));\n      editor.contentDOM.setAttribute("aria-label", "SQL");'),
)
#: A script that stands in a template; what a value brings along is not there yet when Jinja reads it.
_SCRIPT: Final = re.compile(r"<script(?=[\s>{])")


class Mended(Extension):
    """A Jinja extension that puts in what Datasette's templates lack."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - Jinja's
        """``source`` of a template with names, language and focus where they are missing."""
        for lacking, whole in _MENDED:
            source = source.replace(lacking, whole)
        return _SCRIPT.sub('<script nonce="{{ csp_nonce() }}"', source)
