"""Compiled XPath expressions that select elements, with the type that lxml cannot give them."""

from collections.abc import Callable
from typing import cast

from lxml import etree
from lxml.html import HtmlElement


def selecting(path: str) -> Callable[[HtmlElement], list[HtmlElement]]:
    """A function that gives the elements which ``path`` selects from a node; ``path`` must select elements only."""
    compiled = etree.XPath(path)
    return lambda node: cast("list[HtmlElement]", compiled(node))
