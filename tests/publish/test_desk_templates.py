"""What Datasette's pages lack for readers who hear a page or use it by keyboard."""

import re
from collections.abc import Callable
from typing import Any

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
