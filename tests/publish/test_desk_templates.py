"""What Datasette's pages lack for readers who hear a page or use it by keyboard."""

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import datasette
import pytest
from datasette.utils import to_css_class
from jinja2 import Environment
from markupsafe import Markup

from publish.desk import Mended, row_cells
from publish.desk_words import CALLS, WORDS

Get = Callable[..., Any]


def test_fields_of_the_filters_have_names(desk: Get) -> None:
    page = desk("/archive/articles?_sort=id&kind=article").text
    fields = re.findall(r"<(?:select|input)[^>]*name=\"_(?:filter|sort)[^>]*>", page)
    assert len([field for field in fields if "aria-label" in field]) >= 7
    assert not [field for field in fields if "aria-label" not in field and not re.search("checkbox|hidden", field)]


def test_rows_are_scrolled_by_keyboard_and_the_page_names_its_language(desk: Get) -> None:
    page = desk("/archive/articles", language="en").text
    assert '<html lang="en">' in page
    assert '<div class="table-wrapper" tabindex="0" role="region" aria-label="Rows">' in page


def test_every_word_of_ours_is_said_by_datasettes_templates_and_taken_out() -> None:
    templates = Path(inspect.getfile(datasette)).parent / "templates"
    mended = Mended(Environment(autoescape=True))
    read = "".join(mended.preprocess(file.read_text(), file.name) for file in templates.glob("*.html"))
    assert {key for key in WORDS if f"desk_word('{key}')" not in read} == set()
    for call in set(CALLS) - {"desk_word"}:
        assert f"{{{{ {call}(" in read, call


SAID = [
    ("/archive/v_articles", ["Áp dụng", "xếp theo published_at giảm dần", "chứa</option>", "Tải CSV"],
     ["Apply", "sorted by published_at descending", "contains</option>", "Export CSV"]),
    ("/archive", ["Câu hỏi có sẵn", "Bảng", "dòng</p>", ">trang đầu</a>", "</a> <small>Lượt đọc qua thời gian<"],
     ["Ready questions", "Tables", "rows</p>", ">home</a>", "v_flags</a> <small>Signs of tampering with names<"]),
    ("/archive/articles/1", ["Bảng khác trỏ tới dòng này", "Chạy bằng", "Từ điển dữ liệu"],
     ["Links from other tables", "Powered by", "Data dictionary"]),
]  # fmt: skip


@pytest.mark.parametrize(("path", "vietnamese", "english"), SAID)
def test_the_desk_speaks_the_readers_language(desk: Get, path: str, vietnamese: list[str], english: list[str]) -> None:
    ours, theirs = desk(path), desk(path, language="en-GB,en;q=0.8")
    assert '<html lang="vi">' in ours.text
    assert [word for word in vietnamese if word not in ours.text] == []
    assert [word for word in english if word in ours.text] == []
    assert [word for word in english if word not in theirs.text] == []
    assert "accept-language" in ours.headers["vary"].lower()


def test_what_stays_english_is_marked_so(desk: Get) -> None:
    page = desk("/archive/articles?kind=article").text
    assert '<span lang="en">where kind = &#34;article&#34;' in page
    assert 'lang="en"' not in desk("/archive/articles?kind=article", language="en").text.replace('<html lang="en">', "")


def test_what_the_columns_mean_is_folded_above_the_rows(desk: Get) -> None:
    page = desk("/archive/articles").text
    folded = re.search(
        r"(?s)<details><summary>([^<]+)</summary><dl class=\"column-descriptions\">.*?</dl></details>", page
    )
    assert folded is not None
    assert folded[1] == "Các cột nghĩa là gì"
    assert folded[0].count("<dt>") > 30


def test_numbers_of_rows_have_the_languages_marks() -> None:
    source = '{{ "{:,}".format(count) }} row{% if count == 1 %}{% else %}s{% endif %}'
    environment = Environment(autoescape=True, extensions=[Mended])
    environment.globals.update(CALLS)
    said = [environment.from_string(source).render(count=count) for count in (1, 4982)]
    assert said == ["1 dòng", "4.982 dòng"]


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
        environment.globals |= {"row_cells": row_cells, **CALLS}
        template = environment.from_string(theirs.read_text())
        pages.append(template.render(**shown).partition("<tbody>")[2].split())
    assert "row_cells(row)" in Environment(extensions=[Mended]).preprocess(theirs.read_text())
    assert pages[0] == pages[1]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in "".join(pages[1])
