"""CSS selectors on one page. Those that profiles use nearly always name elements, classes, ids and attributes, in one
another: these are told by Python from the elements that have a class, the page's table of ids, or elements of a name.
XPath, to which cssselect translates the others, reads the whole tree for each."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import cast

from cssselect import parser as css
from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from crawler.extract.query import selecting

_CLASSED = selecting("descendant-or-self::*[@class]")
#: libxml2 keeps a table of the ids of a page; of elements that share one it knows the first.
_BY_ID = etree.XPath("id($id)")
#: Whether an element meets a condition.
_Check = Callable[[HtmlElement], bool]


@dataclass(frozen=True, slots=True)
class Plan:
    """How to look for a selector: ``key`` (``.class``, ``#id``, ``[attribute`` or the name of an element) gives the
    candidates, of which those that meet ``check`` are meant."""

    key: str
    check: _Check


class Selection:
    """What selectors find on one page, each looked for once."""

    def __init__(self, root: HtmlElement) -> None:
        """``root``: the page's tree, which must not change as long as this is used."""
        self._root = root
        self._found: dict[str, list[HtmlElement]] = {}
        self._classed: list[tuple[str, HtmlElement]] | None = None

    def find(self, selector: str) -> list[HtmlElement]:
        """The elements that ``selector`` matches, in page order."""
        found = self._found.get(selector)
        if found is None:
            found = self._found[selector] = self._look(selector)
        return found

    def _look(self, selector: str) -> list[HtmlElement]:
        plan = _plan(selector)
        if plan is None:
            everywhere = _translated(selector)(self._root)
            return [e for e in everywhere if isinstance(e, HtmlElement)] if isinstance(everywhere, list) else []
        return [element for element in self._candidates(plan.key) if plan.check(element)]

    def _candidates(self, key: str) -> list[HtmlElement]:
        if key[0] == "#":
            found = _BY_ID(self._root, id=key[1:])
            return cast("list[HtmlElement]", found)
        if key[0] == "[":
            return _having(key[1:])(self._root)
        if key[0] != ".":
            return list(self._root.iter(key))
        if self._classed is None:
            self._classed = [(element.get("class") or "", element) for element in _CLASSED(self._root)]
        name = key[1:]
        return [element for names, element in self._classed if name in names]


@lru_cache(maxsize=512)
def _translated(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


@lru_cache(maxsize=64)
def _having(attribute: str) -> Callable[[HtmlElement], list[HtmlElement]]:
    return selecting(f"descendant-or-self::*[@{attribute}]")


@lru_cache(maxsize=512)
def _plan(selector: str) -> Plan | None:
    """How to look for it; None for what only XPath can tell: several selectors in one, siblings, pseudo-classes, and
    what ends in ``*``."""
    parts = css.parse(selector)
    if len(parts) != 1 or parts[0].pseudo_element is not None:
        return None
    tree = parts[0].parsed_tree
    check, key = _check(tree), _key(tree)
    return Plan(key, check) if check is not None and key is not None else None


def _key(tree: css.Tree) -> str | None:
    """The narrowest set of candidates that a selector's last part names."""
    match tree:
        case css.Hash():
            return f"#{tree.id}"
        case css.Class():
            inner = _key(tree.selector)
            return inner if inner and inner[0] == "#" else f".{tree.class_name}"
        case css.Attrib():
            return _key(tree.selector) or f"[{tree.attrib.lower()}"
        case css.CombinedSelector():
            return _key(tree.subselector)
        case css.Element():
            return tree.element.lower() if tree.element and not tree.namespace else None
    return None


def _check(tree: css.Tree) -> _Check | None:
    """The condition that a selector puts; None for what is not known here."""
    match tree:
        case css.Element(element=None):
            return _is_any
        case css.Element():
            return partial(_has_tag, (tree.element or "").lower()) if not tree.namespace else None
        case css.Hash():
            return _both(_check(tree.selector), partial(_has_id, tree.id))
        case css.Class():
            return _both(_check(tree.selector), partial(_has_class, tree.class_name))
        case css.Attrib(flag=None) if not tree.namespace and tree.operator in _COMPARED:
            value = tree.value.value if tree.value is not None else ""
            compared = partial(_has_attribute, tree.attrib.lower(), _COMPARED[tree.operator], value or "")
            return _both(_check(tree.selector), compared)
        case css.CombinedSelector() if tree.combinator in (" ", ">"):
            outer = _check(tree.selector)
            around = partial(_stands_in, outer, tree.combinator == ">") if outer is not None else None
            return _both(_check(tree.subselector), around)
    return None


def _both(first: _Check | None, second: _Check | None) -> _Check | None:
    if first is None or second is None or first is _is_any:
        return second if first is not None else None
    return partial(_meets, first, second)


def _meets(first: _Check, second: _Check, element: HtmlElement) -> bool:
    return first(element) and second(element)


def _is_any(element: HtmlElement) -> bool:
    return isinstance(element.tag, str)


def _has_tag(tag: str, element: HtmlElement) -> bool:
    return bool(element.tag == tag)


def _has_id(name: str, element: HtmlElement) -> bool:
    return bool(element.get("id") == name)


def _has_class(name: str, element: HtmlElement) -> bool:
    names: str = element.get("class") or ""
    return name in names.split()


def _has_attribute(name: str, compared: Callable[[str, str], bool], wanted: str, element: HtmlElement) -> bool:
    value = element.get(name)
    return value is not None and compared(value, wanted)


def _stands_in(outer: _Check, directly: bool, element: HtmlElement) -> bool:
    if directly:
        up = element.getparent()
        return up is not None and outer(up)
    return any(outer(up) for up in element.iterancestors())


#: By CSS's operators; an empty value matches nothing where a part is compared (Selectors Level 4, 6.2).
_COMPARED: dict[str, Callable[[str, str], bool]] = {
    "exists": lambda _value, _wanted: True,
    "=": lambda value, wanted: value == wanted,
    "~=": lambda value, wanted: wanted in value.split(),
    "^=": lambda value, wanted: bool(wanted) and value.startswith(wanted),
    "$=": lambda value, wanted: bool(wanted) and value.endswith(wanted),
    "*=": lambda value, wanted: bool(wanted) and wanted in value,
    "|=": lambda value, wanted: value == wanted or value.startswith(f"{wanted}-"),
}
