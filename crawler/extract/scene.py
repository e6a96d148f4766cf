"""A page taken apart for the generic reader: its lines, main block, headline, lists, labels and lead."""

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from crawler.extract.cues import Cues, Extent, find_end, read_cues
from crawler.extract.decode import base_url
from crawler.extract.files import is_file_line
from crawler.extract.furniture import mark_labels
from crawler.extract.lead import find_lead
from crawler.extract.lines import Line, is_inside, read_lines
from crawler.extract.main_block import MainBlock, find_main_block
from crawler.extract.metadata import Metadata, read_metadata
from crawler.extract.paging import clear_page_links
from crawler.extract.related import RelatedList, find_related
from crawler.extract.taxonomy import find_tags, tags_by_address
from crawler.extract.title import Title, TitleContext, find_title
from crawler.extract.zones import CONTENT
from crawler.page import Page
from crawler.profiles import Profile
from crawler.vietnamese.text import comparison_key

_MUCH_TEXT = 800
_HOME_HREF = re.compile(r"^https?://[^/]+/?(?:index\.\w+|home\.\w+|default\.aspx)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scene:
    """A page taken apart: its private tree, lines, main block, headline and the lists around it."""

    page: Page
    profile: Profile
    base: str
    root: HtmlElement
    lines: Sequence[Line]
    meta: Metadata
    site_names: frozenset[str]
    block: MainBlock | None
    title: Title | None
    related: RelatedList
    tags: tuple[str, ...]
    tag_lines: frozenset[int]


@dataclass(frozen=True, slots=True)
class Marks:
    """Where the article lies on the page, what is labelled around it, and its lead with the rule that found it."""

    extent: Extent
    cues: Cues
    lead: tuple[tuple[Line, ...], str] | None


def take_apart(page: Page, profile: Profile) -> Scene:
    """Copy the page's tree, read its lines, find main block, headline, related lists and tags."""
    base = base_url(page)
    body = page.tree.find("body")
    root = deepcopy(body if body is not None else page.tree)
    clear_page_links(root, page, profile)
    mark_labels(root)
    meta = read_metadata(page.tree)
    lines = read_lines(root, base)
    block = find_main_block(root, lines, ())
    if block is None or block.size < 60:  # the template's names mislead: read the page without them
        lines, block = _without_zones(root, lines, block)
    names = _site_names(lines, meta, profile)
    prose, box = (block.prose, block.element) if block else ((), None)
    related = find_related(lines, prose, page.url, profile.labels, box)
    tags, tag_lines = find_tags(lines)
    if not tags and prose:
        tags, tag_lines = tags_by_address(lines, prose[0].index, prose[-1].index)
    block = find_main_block(root, lines, related.lines | tag_lines)
    context = TitleContext(meta.titles, names, page.url, lines)
    title = find_title(lines, block.start if block else None, context)
    return Scene(page, profile, base, root, lines, meta, names, block, title, related, tags, tag_lines)


def _without_zones(
    root: HtmlElement, lines: list[Line], block: MainBlock | None
) -> tuple[list[Line], MainBlock | None]:
    """Lines and block with zones by name ignored, if that shows much more text in one place; else as they were."""
    if sum(len(line.text) for line in lines if line.zone != CONTENT and line.is_sentence) < _MUCH_TEXT:
        return lines, block
    plain = [replace(line, zone=CONTENT) for line in lines]
    other = find_main_block(root, plain, ())
    if other is not None and other.size > _MUCH_TEXT and len(other.prose) >= 3:
        return plain, other
    return lines, block


def _site_names(lines: Sequence[Line], meta: Metadata, profile: Profile) -> frozenset[str]:
    """Comparison keys of all names by which the page calls its site."""
    names = [profile.name, profile.name_en, meta.site_name or "", *profile.hosts]
    names += [line.text for line in lines if line.is_link and any(_HOME_HREF.match(href) for href in line.hrefs)]
    return frozenset(comparison_key(name) for name in names if name)


def mark(scene: Scene) -> Marks:
    """The article's extent, labels and lead."""
    lead = find_lead(scene.lines, scene.block, _title_end(scene)) if scene.block else None
    extent = _extent(scene, lead[0] if lead else ())
    return Marks(extent, read_cues(scene.lines, extent, scene.profile.labels), lead)


def _title_end(scene: Scene) -> int:
    return scene.title.lines[-1].index if scene.title and scene.title.lines else -1


def _extent(scene: Scene, lead: Sequence[Line]) -> Extent:
    prose = [line for line in scene.block.prose if line not in lead] if scene.block else []
    title = _title_end(scene)
    if not prose:
        first = _first_after(scene, max([title, *(line.index for line in lead)]))
        return Extent(title, first, first, find_end(scene.lines, (), title, scene.profile.labels))
    end = find_end(scene.lines, prose, title, scene.profile.labels)
    inside = [line for line in prose if line.index < end] or list(prose)
    start = title if title >= 0 else max(0, inside[0].index - 1)
    return Extent(start, inside[0].index, inside[-1].index, end)


def _first_after(scene: Scene, title: int) -> int:
    """Where a body without running text begins: its first line after the headline."""
    if scene.block is not None:
        for line in scene.lines:
            if line.index > title and is_inside(line.block, scene.block.element):
                return line.index
    return min(title + 1, max(0, len(scene.lines) - 1))


def foreign_lines(scene: Scene, marks: Marks) -> set[int]:
    """Indexes of the lines that are no body text."""
    foreign = set(scene.related.lines | scene.tag_lines | marks.cues.spent)
    title, extent = scene.title, marks.extent
    foreign.update(line.index for line in scene.lines if is_file_line(line, extent))
    if title and title.lines:
        foreign.update(line.index for line in scene.lines if line.index <= title.lines[-1].index)
    if title:
        key = comparison_key(title.text)
        opening = scene.lines[: extent.first + 2]
        foreign.update(line.index for line in opening if comparison_key(line.text) == key)
    if marks.lead:
        foreign.update(line.index for line in marks.lead[0])
    foreign.update(line.index for line in scene.lines if line.index >= extent.end or line.zone != CONTENT)
    return foreign
