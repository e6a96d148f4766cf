"""A page taken apart for the generic reader: its lines, main block, headline, lists, labels and lead."""

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from lxml.html import HtmlElement

from crawler.extract.around.cues import read_cues, read_more
from crawler.extract.around.openings import stamps_parted
from crawler.extract.around.record import Record, find_record, is_of_the_page
from crawler.extract.around.values import Cues, Extent
from crawler.extract.identity import PageIdentity, identity_of
from crawler.extract.lists.related import RelatedList, find_related
from crawler.extract.lists.taxonomy import find_tags, tags_by_address
from crawler.extract.markup.addresses import is_own
from crawler.extract.markup.bars import lines_in_bars
from crawler.extract.markup.furniture import mark_labels
from crawler.extract.markup.lines import Line, absolute, is_inside, read_lines
from crawler.extract.markup.metadata import Metadata, read_metadata
from crawler.extract.markup.microdata import hide_stated
from crawler.extract.markup.widgets import zoned
from crawler.extract.markup.zones import CONTENT
from crawler.extract.memory import of_article
from crawler.extract.paging import clear_page_links
from crawler.extract.text.ends import find_end
from crawler.extract.text.gallery import pictures_below
from crawler.extract.text.lead import find_lead
from crawler.extract.text.main_block import MainBlock, files_below, find_main_block, named_bodies, teasers
from crawler.extract.text.players import player_below
from crawler.extract.text.title import Title, TitleContext, as_headline, find_title, heads_the_text
from crawler.extract.text.verses import verses_below
from crawler.page import Page
from crawler.profiles import Profile
from crawler.vietnamese.text import comparison_key

_MUCH_TEXT = 800
_LITTLE_TEXT = 60
_HOME_HREF = re.compile(r"^https?://[^/]+/?(?:index\.\w+|home\.\w+|default\.aspx)?$", re.IGNORECASE)


class Scene:
    """A page taken apart: its private tree, lines, main block, headline and the lists around it. Each part is looked
    for when it is first asked for, so that rules which know where things stand do not pay for the search."""

    def __init__(self, page: Page, profile: Profile) -> None:
        """Copy the page's tree and read its lines."""
        self.page = page
        self.profile = profile
        self.base = page.base
        body = page.tree.find("body")
        self.root = deepcopy(body if body is not None else page.tree)
        clear_page_links(self.root, page, profile)
        hide_stated(self.root, page.source)
        mark_labels(self.root)
        #: All elements in page order. As long as they are held, lxml does not make them anew whenever one is touched.
        self.elements = list(self.root.iter())
        self.lines: Sequence[Line] = self._read_lines(whole=False)
        if self._first_block is None or self._first_block.size < _LITTLE_TEXT:
            self.lines = self._read_lines(whole=True)
            del self._first_block, self._named
            for name in ("furniture", "_cards"):
                self.__dict__.pop(name, None)
            if self._is_shown_outside():
                self._look_through_zones()

    def _read_lines(self, *, whole: bool) -> Sequence[Line]:
        """The page's lines, those marked that only link to the page itself: headlines that are their own address."""
        lines = stamps_parted(zoned(self.root, read_lines(self.root, self.base, whole=whole)))
        own = self.page.url.partition("#")[0].rpartition("://")[2].rstrip("/")
        for line in lines:
            if line.hrefs and own in line.hrefs[0]:
                line.to_self = all(is_own(href, self.page.url) for href in line.hrefs)
        return lines

    @cached_property
    def order(self) -> dict[HtmlElement, int]:
        """The place of each element in page order."""
        return {element: number for number, element in enumerate(self.elements)}

    @cached_property
    def identity(self) -> PageIdentity:
        """Which article of the site the page is, by its address or by what it prints."""
        return identity_of(self.page, self.profile)

    @cached_property
    def meta(self) -> Metadata:
        """What the page's head declares."""
        return of_article(read_metadata(self.page.tree), self.profile.memory)

    @cached_property
    def furniture(self) -> frozenset[int]:
        """Indexes of the sentences that the site's template prints on most of its pages."""
        repeats = self.profile.memory.repeats
        if not self.profile.memory.lines:
            return frozenset()
        return frozenset(line.index for line in self.lines if line.is_sentence and repeats(line.text))

    @cached_property
    def site_names(self) -> frozenset[str]:
        """Comparison keys of all names by which the page calls its site."""
        return _site_names(self.lines, self.meta, self.profile) | self._logos()

    def _logos(self) -> frozenset[str]:
        """What pictures that lead home are called: logos."""
        links = ((image, image.getparent()) for image in self.root.iter("img") if image.get("alt"))
        homes = [
            i
            for i, up in links
            if up is not None and up.tag == "a" and _leads_home(absolute(self.base, up.get("href") or ""))
        ]
        return frozenset(comparison_key(image.get("alt") or "") for image in homes)

    @cached_property
    def related(self) -> RelatedList:
        """The lists of other articles."""
        prose, box = (self._first_block.prose, self._first_block.element) if self._first_block else ((), None)
        return find_related(self.lines, prose, self.page, self.profile.labels, box)

    @cached_property
    def _tagged(self) -> tuple[tuple[str, ...], frozenset[int]]:
        tags, lines = find_tags(self.lines)
        if tags or self._first_block is None or not self._first_block.prose:
            return tags, lines
        prose = self._first_block.prose
        return tags_by_address(self.lines, prose[0].index, prose[-1].index)

    @property
    def tags(self) -> tuple[str, ...]:
        """The article's tags."""
        return self._tagged[0]

    @property
    def tag_lines(self) -> frozenset[int]:
        """Indexes of the lines that print the tags."""
        return self._tagged[1]

    @property
    def block(self) -> MainBlock | None:
        """The main block, without related lists and tags; None where no text is found."""
        return self._headed[0]

    @property
    def title(self) -> Title | None:
        """The headline, None where none is found."""
        return self._headed[1]

    @cached_property
    def record(self) -> Record | None:
        """The document that the page describes field by field below its headline, above the text or at its end. What
        stands amid it tells of another one."""
        block, title, record = self.block, self.title, self._any_record
        if record is None or block is None or title is None or not title.lines:
            return None
        first, last = record.lines[0], record.lines[-1]
        told = [line.index for line in block.prose if line not in record.lines]
        above = not told or first.index < told[0]
        beside = above or (record.is_full and last.index > told[-1] and is_inside(first.block, block.element))
        beside = beside and (bool(told) or is_of_the_page(record, self.lines, title.lines[-1].index))
        return record if title.lines[0].index <= last.index and beside else None

    @cached_property
    def _any_record(self) -> Record | None:
        return find_record(self.lines)

    @cached_property
    def _headed(self) -> tuple[MainBlock | None, Title | None]:
        ignored = self.related.lines | self.tag_lines | self.furniture
        block = find_main_block(self._named, self.lines, ignored, self._cards)
        memory = self.profile.memory
        context = TitleContext(self.meta.titles, self.site_names, self.page.url, self.lines, memory.lines)
        title = find_title(self.lines, block.start if block else None, context)
        record = self._any_record if block is None else None
        if record is not None and not is_of_the_page(record, self.lines, _last(title)):
            record = None
        if record is not None and record.subject is not None and (title is None or not title.lines):
            title = Title(record.subject.text, (record.subject,), "generic.title.subject", 0.9)
        if block is None and title is not None and title.lines:
            return self._without_text(title.lines[-1]), title
        sure = title is not None and bool(title.lines) and title.confidence > 0.9
        if block is None or sure or not heads_the_text(title, block.prose, context):
            return block, title
        rest = block.prose[1:]
        return replace(block, prose=rest, start=rest[0].index if rest else None), as_headline(block.prose[0])

    def _without_text(self, headline: Line) -> MainBlock | None:
        """What there is of an article that has no text: a file or a player below its headline."""
        record = self._any_record
        if record is not None and is_of_the_page(record, self.lines, headline.index):
            return MainBlock(record.box, (), named=False, start=record.lines[-1].index)
        if (files := files_below(self.lines, headline)) is not None:
            return files
        if (verses := verses_below(self.lines, headline, self.related.lines | self.tag_lines)) is not None:
            return verses
        ends = (line for line in self.lines[headline.index + 1 :] if line.index in self.related.lines or line.is_link)
        end = next(ends, None)
        if (pictures := pictures_below(self.elements, self.lines, headline, end)) is not None:
            return pictures
        return player_below(self.elements, headline, end.chunks[0][0] if end else None)

    @cached_property
    def _first_block(self) -> MainBlock | None:
        return find_main_block(self._named, self.lines, self.furniture, self._cards)

    @cached_property
    def _cards(self) -> dict[int, str]:
        return teasers([line for line in self.lines if line.zone == CONTENT])

    @cached_property
    def _named(self) -> list[HtmlElement]:
        return named_bodies(self.root, self.lines)

    def _is_shown_outside(self) -> bool:
        """Whether much text stands where the template's names say that none is, or some where there is no other."""
        outside = [len(line.text) for line in self.lines if line.zone != CONTENT and line.is_sentence]
        return sum(outside) >= _MUCH_TEXT or (len(outside) > 1 and not self._has_text())

    def _has_text(self) -> bool:
        return self._first_block is not None and bool(self._first_block.prose)

    def _look_through_zones(self) -> None:
        """Where the template's names mislead: read the page without them, if that shows much more text in one place, or
        the text of what the template itself names as body."""
        plain = [replace(line, zone=CONTENT) for line in self.lines]
        named = named_bodies(self.root, plain)
        other = find_main_block(named, plain, ())
        if other is None:
            return
        of_the_body = other.named and len(other.prose) > 1 and not self._has_text()
        if of_the_body or (other.size > _MUCH_TEXT and len(other.prose) >= 3):
            self.lines = plain
            self.__dict__.pop("_cards", None)
            self._named, self._first_block = named, other


@dataclass(frozen=True, slots=True)
class Marks:
    """Where the article lies on the page, what is labelled around it, and its lead with the rule that found it."""

    extent: Extent
    cues: Cues
    lead: tuple[tuple[Line, ...], str] | None


def take_apart(page: Page, profile: Profile) -> Scene:
    """The page's scene: a copy of its tree with its lines; the rest is found when it is asked for."""
    return Scene(page, profile)


@lru_cache(maxsize=4096)
def _leads_home(href: str) -> bool:
    return _HOME_HREF.match(href) is not None


def _site_names(lines: Sequence[Line], meta: Metadata, profile: Profile) -> frozenset[str]:
    """Comparison keys of all names by which the page calls its site."""
    names = [profile.name, profile.name_en, meta.site_name or "", *profile.hosts]
    names += [line.text for line in lines if line.hrefs and any(map(_leads_home, line.hrefs)) and line.is_link]
    return frozenset(comparison_key(name) for name in names if name)


def mark(scene: Scene) -> Marks:
    """The article's extent, labels and lead."""
    lead = find_lead(scene.lines, scene.block, _title_end(scene), scene.furniture) if scene.block else None
    extent = _extent(scene, lead[0] if lead else ())
    cues = read_cues(scene.lines, extent, scene.profile.labels, scene.profile.memory.repeats)
    if 0 <= extent.title < extent.first and not {"published", "read_count"} <= set(cues.values):
        first, last = (scene.order[scene.lines[n].block] for n in (extent.title, extent.first))
        bars = lines_in_bars(scene.elements[first:last], scene.base, extent.title)
        read_more(cues, list(bars), extent, scene.profile.labels)
    if scene.record is not None:
        cues.leave({line.index for line in scene.record.lines})
    return Marks(extent, cues, lead)


def _title_end(scene: Scene) -> int:
    return _last(scene.title)


def _last(title: Title | None) -> int:
    return title.lines[-1].index if title and title.lines else -1


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
        start = scene.block.start
        if start is not None and 0 <= title < start and is_inside(scene.lines[title].block, scene.block.element):
            return start
        for line in scene.lines:
            if line.index > title and is_inside(line.block, scene.block.element):
                return line.index
        if scene.block.start is None:  # a player, whose box prints nothing
            place = scene.order[scene.block.element]
            below = (n for n in range(title + 1, len(scene.lines)) if scene.order[scene.lines[n].block] > place)
            return next(below, len(scene.lines) - 1)
    return min(title + 1, max(0, len(scene.lines) - 1))
