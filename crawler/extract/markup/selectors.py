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

from crawler.extract.markup.lines import is_inside
from crawler.extract.markup.query import selecting

#: libxml2 keeps a table of the ids of a page; of elements that share one it knows the first.
_BY_ID = etree.XPath("id($id)")
#: An element with its place on the page.
_Numbered = tuple[int, HtmlElement]
#: Whether an element meets a condition.
_Check = Callable[[HtmlElement], bool]


@dataclass(frozen=True, slots=True)
class Plan:
    """How to look for a selector: ``key`` (``.class``, ``#id``, ``[attribute`` or the name of an element) gives the
    candidates, of which those that meet ``check`` are meant. Where ``around`` is a selector, the candidates are the
    elements below what it finds, of name ``tag`` where that is known."""

    key: str
    check: _Check
    around: str | None = None
    tag: str | None = None


class Selection:
    """What selectors find on one page, each looked for once."""

    def __init__(self, root: HtmlElement) -> None:
        """``root``: the page's tree, which must not change as long as this is used."""
        self._root = root
        self._found: dict[str, list[HtmlElement]] = {}
        self._classed: dict[str | None, dict[str, list[_Numbered]]] = {}

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
        if plan.around is None:
            return [element for element in self._candidates(plan.key, plan.tag) if plan.check(element)]
        boxes, last = self.find(plan.around), None
        found = []
        for box in boxes:  # in page order, so that a box within the one before has been looked through
            if last is not None and is_inside(box, last):
                continue
            last = box
            found += [element for element in box.iterdescendants(plan.tag) if plan.check(element)]
        return found

    def _candidates(self, key: str, tag: str | None) -> list[HtmlElement]:
        if key[0] == "#":
            found = _BY_ID(self._root, id=key[1:])
            return cast("list[HtmlElement]", found)
        if key[0] == "[":
            return _having(key[1:])(self._root)
        if key[0] != ".":
            return list(self._root.iter(key))
        named = [pairs for names, pairs in self._by_class(tag).items() if key[1:] in names]
        if len(named) > 1:
            return [element for _, element in sorted((pair for pairs in named for pair in pairs), key=_place)]
        return [element for pairs in named for _, element in pairs]

    def _by_class(self, tag: str | None) -> dict[str, list[_Numbered]]:
        """The elements of one name, or all, by what their ``class`` says as a whole, each with its place among them: a
        page has few such texts, which are looked through for each class."""
        found = self._classed.get(tag)
        if found is None:
            found = self._classed[tag] = {}
            for place, element in enumerate(self._root.iter(tag or "*")):
                if names := element.get("class"):
                    found.setdefault(names, []).append((place, element))
        return found


def _place(numbered: _Numbered) -> int:
    return numbered[0]


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
    if check is None or key is None:
        return None
    if not (isinstance(tree, css.CombinedSelector) and tree.combinator == " ") or key[0] == "#":
        return Plan(key, check, tag=_tag(tree))
    around, inner = tree.selector.canonical(), _check(tree.subselector)
    return (
        Plan(key, inner, around, _tag(tree.subselector))
        if inner is not None and _plan(around)
        else Plan(key, check, tag=_tag(tree))
    )


def _tag(tree: css.Tree) -> str | None:
    """The name of the element that a simple selector names; None where it names none."""
    while not isinstance(tree, css.Element):
        tree = tree.subselector if isinstance(tree, css.CombinedSelector) else tree.selector
    return tree.element.lower() if tree.element else None


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
