"""What Datasette's pages lack for readers who hear a page or use it by keyboard."""

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import datasette
from datasette.utils import to_css_class
from jinja2 import Environment
from markupsafe import Markup

from publish.desk import Mended, row_cells

Get = Callable[..., Any]


def test_fields_of_the_filters_have_names(desk: Get) -> None:
    page = desk("/archive/articles?_sort=id&kind=article").text
    fields = re.findall(r"<(?:select|input)[^>]*name=\"_(?:filter|sort)[^>]*>", page)
    assert len([field for field in fields if "aria-label" in field]) >= 7
    assert not [field for field in fields if "aria-label" not in field and not re.search("checkbox|hidden", field)]


def test_rows_are_scrolled_by_keyboard_and_the_page_names_its_language(desk: Get) -> None:
    page = desk("/archive/articles").text
    assert '<html lang="en">' in page
    assert '<div class="table-wrapper" tabindex="0" role="region" aria-label="Rows">' in page


def test_our_stylesheet_follows_datasettes(get: Get, desk: Get) -> None:
    page = desk("/archive/articles").text
    assert page.index("app.css") < page.index("/-/khotin/desk.css")
    assert ".table-wrapper" in get("/-/khotin/desk.css").text
    assert "sandbox" not in get("/-/khotin/captured.css").text


def test_cells_are_written_as_datasettes_own_template_writes_them() -> None:
    cells = [
        {"column": "id", "value_type": "pk", "value": Markup('<a href="/archive/articles/1">1</a>')},
        {"column": "tiêu đề <b>", "value_type": "str", "value": '"><script>alert(1)</script> & Đoàn'},
        {"column": "read_count", "value_type": "int", "value": 4982},
        {"column": "lead", "value_type": "none", "value": Markup("&nbsp;")},
    ]
    theirs = Path(inspect.getfile(datasette)).parent / "templates" / "_table.html"
    shown = {"display_rows": [cells], "display_columns": [{"name": "id", "type": "integer"}]}
    pages = []
    for extensions in ([], [Mended]):
        environment = Environment(autoescape=True, extensions=extensions)
        environment.filters["to_css_class"] = to_css_class
        environment.globals["row_cells"] = row_cells
        template = environment.from_string(theirs.read_text())
        pages.append(template.render(**shown).partition("<tbody>")[2].split())
    assert "row_cells(row)" in Environment(extensions=[Mended]).preprocess(theirs.read_text())
    assert pages[0] == pages[1]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in "".join(pages[1])
