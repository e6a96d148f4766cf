"""A NukeViet page taken apart: what the system says of itself, where the body is, and the lines around it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml.html import HtmlElement

from crawler.extract.identity import identity_of
from crawler.extract.markup.lines import Line, is_inside
from crawler.extract.markup.query import selecting
from crawler.extract.scene import Scene, take_apart
from crawler.page import Page
from crawler.profiles import Profile
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.text import clean_line, comparison_key

_SCRIPTED = re.compile(r"nv_(module|func)_name\s*=\s*[\"']([\w-]*)[\"']")
#: Attribute and value of the element that holds a body, by release (3, 4.0 to 4.5) and in common themes; the surest
#: first.
_BODIES = tuple(
    (attribute, re.compile(value))
    for attribute, value in (
        ("itemprop", r"^articleBody$"),
        ("id", r"^(?:(?:news-|page-)?bodyhtml|(?:news_)?bodytext)$"),
        ("class", r"(?:^|\s)bodytext(?:\s|$)"),
        ("class", r"(?:^|\s)details-content(?:\s|$)"),
        ("class", r"bodyhtml|detail-content|content-detail"),
    )
)
#: What any such value holds: a page without it is not searched.
_BODY_NAME = re.compile(r"articleBody|bodyhtml|bodytext|details?-content|content-detail")
_CARRIERS = {name: selecting(f"descendant::*[@{name}]") for name in ("itemprop", "id", "class")}
_CHROME_CLASS = re.compile(r"breadcrumb|counter ")
_AROUND_LABELS = frozenset(
    {"read_count", "byline", "author", "tags", "newer", "older", "related", "same_section", "attachments"}
)
_TWINS = frozenset({"savefile", "print", "sendmail"})
_NAMED_PAGE = re.compile(r"(?:^|\s)page(?:\s|$)|page-detail|page_detail")


@dataclass(frozen=True)
class Frame:
    """One page: the private tree's scene, module and function by name ('' where the page does not say), the body's
    element, the headline's line and text, and the indexes of the body's first and last line (equal without text)."""

    scene: Scene
    module: str
    function: str
    body: HtmlElement
    title: Line | None
    title_text: str | None
    first: int
    last: int

    @property
    def above(self) -> Sequence[Line]:
        """Lines between headline and body."""
        start = self.title.index + 1 if self.title is not None else max(0, self.first - 12)
        return self.scene.lines[start : self.first]

    @property
    def below(self) -> Sequence[Line]:
        """Lines after the body, to the end of the page."""
        return self.scene.lines[self.last + 1 :]

    @cached_property
    def column(self) -> HtmlElement:
        """The widest element around the body that holds the headline and no other heading of the first level."""
        column = self.body
        for up in self.body.iterancestors():
            if up.tag in ("body", "html", "main") or _holds_chrome(up):
                break
            column = up
        return column

    @property
    def is_static(self) -> bool:
        """Whether the page module printed it: an introduction, a charter."""
        around = [self.body, *list(self.body.iterancestors())[:3]]
        named = any(_NAMED_PAGE.search(up.get("class") or "") for up in around)
        return self.body.get("id") == "page-bodyhtml" or self.module in ("about", "page") or named


def functions(page: Page) -> tuple[str, str]:
    """(module, function) as the page's script names them, else ''."""
    found = dict(_SCRIPTED.findall(page.source))
    return found.get("module", ""), found.get("func", "")


def is_twin(function: str) -> bool:
    """Whether a function prints another form of an article (to save, to print) rather than its page."""
    return function in _TWINS


def frame_of(page: Page, profile: Profile) -> Frame | None:
    """The page's frame, or None where no element is known as a body, or several are (a list)."""
    module, function = functions(page)
    scene = take_apart(page, profile)
    body = _body(scene, function)
    if body is None and (function == "detail" or identity_of(page, profile).addressed):
        body = _body_by_place(scene)
    if body is None:
        return None
    inside = [line.index for line in scene.lines if is_inside(line.block, body)]
    first, last = (inside[0], inside[-1]) if inside else _place(scene, body)
    title, text = _title(scene, first)
    return Frame(scene, module, function, body, title, text, first, last)


def _body(scene: Scene, function: str) -> HtmlElement | None:
    if not _BODY_NAME.search(scene.page.source):
        return None
    carriers = {attribute: carry(scene.root) for attribute, carry in _CARRIERS.items()}
    for attribute, value in _BODIES:
        named = [element for element in carriers[attribute] if value.search(element.get(attribute) or "")]
        found = [element for element in named if element.tag not in ("meta", "script", "input")]
        outermost = [e for e in found if not any(is_inside(e, other) for other in found if other is not e)]
        if len(outermost) == 1 or (outermost and function == "detail"):
            return max(outermost, key=lambda element: len(element.text_content()))
    return None


def _body_by_place(scene: Scene) -> HtmlElement | None:
    """Under a theme of unknown names: the widest box around the last running text that holds neither headline nor
    label, if it holds most of the text."""
    if scene.block is None or not scene.block.prose or scene.title is None or not scene.title.lines:
        return None
    others = [line.block for line in (*scene.title.lines, *(line for line in scene.lines if _is_label(line, scene)))]
    prose = [line for line in scene.block.prose if line.index > scene.title.lines[-1].index]
    box = None
    for up in (prose[-1].block, *prose[-1].block.iterancestors()) if prose else ():
        if up.tag in ("body", "html") or any(is_inside(block, up) for block in others):
            break
        box = up
    if box is None or box.tag in ("p", "span"):
        return None
    held = sum(len(line.text) for line in prose if is_inside(line.block, box))
    return box if held * 2 >= sum(len(line.text) for line in prose) else None


def _is_label(line: Line, scene: Scene) -> bool:
    found = match_label(line.text, scene.profile.labels) if len(line.text) < 120 else None
    return found is not None and found[0] in _AROUND_LABELS


def _place(scene: Scene, body: HtmlElement) -> tuple[int, int]:
    """(first, last) of a body without lines: the index of the first line after it, and the one before that."""
    order = scene.order
    own = order[body]
    after = next((line.index for line in scene.lines if order[line.chunks[0][0]] > own), len(scene.lines))
    return after, after - 1


def _title(scene: Scene, first: int) -> tuple[Line | None, str | None]:
    """The headline's line before the body and its text: microdata, a heading, the declared title."""
    before = [line for line in scene.lines[:first] if line.text]
    declared = {comparison_key(title) for title in scene.meta.titles}
    for line in reversed(before):
        if any(e.get("itemprop") == "headline" for e in _around(line)):
            return line, line.text
    headings = [line for line in before[-30:] if any(e.tag in ("h1", "h2", "h3") for e in _around(line))]
    said = [line for line in headings if comparison_key(line.text) in declared]
    first_level = [line for line in headings if any(e.tag == "h1" for e in _around(line))]
    for line in [*reversed(said), *reversed(first_level)]:
        return line, line.text
    plain = [line for line in before[-30:] if comparison_key(line.text) in declared and len(line.text) > 12]
    if plain:
        return plain[-1], plain[-1].text
    found = scene.title
    if found is not None:
        near = found.lines[-1] if found.lines and found.lines[-1].index < first else None
        return near, clean_line(found.text)
    return None, None


def _around(line: Line) -> list[HtmlElement]:
    return [*line.elements(), line.block, *list(line.block.iterancestors())[:2]]


def _holds_chrome(element: HtmlElement) -> bool:
    """Whether an element holds more than the article's column: menus, a breadcrumb, a footer."""
    if any(found is not element for found in element.iter("nav", "footer", "header")):
        return True
    if any(found.get("id") in ("footer", "menusite") for found in _CARRIERS["id"](element)):
        return True
    return any(_CHROME_CLASS.search(found.get("class") or "") for found in _CARRIERS["class"](element))
