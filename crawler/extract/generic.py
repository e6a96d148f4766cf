"""Any Vietnamese news page, of any system: read by what it shows, not by whose markup it is."""

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from types import MappingProxyType
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.article import ArticleKind, Attachment, Provenance, RawArticle
from crawler.extract import stamp
from crawler.extract.body import Body, read_body
from crawler.extract.byline import find_byline
from crawler.extract.cues import Cues, Extent, find_end, read_cues
from crawler.extract.decode import base_url
from crawler.extract.files import find_attachments
from crawler.extract.identity import canonical_url, identity_of
from crawler.extract.kind import Evidence, judge
from crawler.extract.lead import find_lead
from crawler.extract.lines import Line, is_inside, read_lines
from crawler.extract.main_block import MainBlock, find_main_block
from crawler.extract.metadata import Metadata, is_placeholder_author, read_metadata
from crawler.extract.pruning import prune
from crawler.extract.reading import Reading, ReadingKind, of_article
from crawler.extract.related import RelatedList, find_related
from crawler.extract.taxonomy import find_section, find_tags
from crawler.extract.title import Title, TitleContext, find_title
from crawler.extract.zones import CONTENT
from crawler.page import Page, Signal
from crawler.profiles import Profile
from crawler.vietnamese.documents import is_document_title
from crawler.vietnamese.text import comparison_key

_MARKS = frozenset({"read_count", "published", "author"})
_HOME_HREF = re.compile(r"^https?://[^/]+/?(?:index\.\w+|home\.\w+|default\.aspx)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Scene:
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
class _Marks:
    """Where the article lies on the page, what is labelled around it, and its lead with the rule that found it."""

    extent: Extent
    cues: Cues
    lead: tuple[tuple[Line, ...], str] | None


def read_generic(page: Page, profile: Profile) -> Reading:
    """What the page is, and its article where it has one; ``profile`` gives the site's name, labels and URL shapes."""
    scene = _take_apart(page, profile)
    lead = find_lead(scene.lines, scene.block, _title_end(scene)) if scene.block else None
    extent = _extent(scene, lead[0] if lead else ())
    cues = read_cues(scene.lines, extent, profile.labels)
    identity = identity_of(page, profile)
    marks = len(_MARKS & set(cues.values)) + bool(scene.tags) + bool(scene.meta.published)
    kind = judge(
        Evidence(
            url=page.url,
            root=scene.root,
            lines=scene.lines,
            block=scene.block,
            title=scene.title,
            related=scene.related.lines | scene.tag_lines | cues.spent,
            addressed=identity.addressed,
            static=identity.static,
            marks=marks,
        )
    )
    if kind not in (ReadingKind.ARTICLE, ReadingKind.PAGE) or scene.block is None:
        return Reading(str(kind))
    return _read_article(scene, scene.block, _Marks(extent, cues, lead), ArticleKind(kind.value))


def _take_apart(page: Page, profile: Profile) -> _Scene:
    base = base_url(page)
    body = page.tree.find("body")
    root = deepcopy(body if body is not None else page.tree)
    meta = read_metadata(page.tree)
    lines = read_lines(root, base)
    block = find_main_block(root, lines, ())
    if block is None or block.size < 60:  # the template's names mislead: read the page without them
        lines, block = _without_zones(root, base, lines, block)
    names = _site_names(lines, meta, profile)
    prose = block.prose if block else ()
    related = find_related(lines, prose, page.url, profile.labels)
    tags, tag_lines = find_tags(lines)
    block = find_main_block(root, lines, related.lines | tag_lines)
    context = TitleContext(meta.titles, names, page.url, lines)
    title = find_title(lines, block.prose[0].index if block and block.prose else None, context)
    return _Scene(page, profile, base, root, lines, meta, names, block, title, related, tags, tag_lines)


def _without_zones(
    root: HtmlElement, base: str, lines: list[Line], block: MainBlock | None
) -> tuple[list[Line], MainBlock | None]:
    """Lines and block with zones by name ignored, if that shows much more text in one place; else as they were."""
    plain = [replace(line, zone=CONTENT) for line in read_lines(root, base)]
    other = find_main_block(root, plain, ())
    if other is not None and other.size > 800 and len(other.prose) >= 3:
        return plain, other
    return lines, block


def _site_names(lines: Sequence[Line], meta: Metadata, profile: Profile) -> frozenset[str]:
    """Comparison keys of all names by which the page calls its site."""
    names = [profile.name, profile.name_en, meta.site_name or "", *profile.hosts]
    names += [line.text for line in lines if line.is_link and any(_HOME_HREF.match(href) for href in line.hrefs)]
    return frozenset(comparison_key(name) for name in names if name)


def _title_end(scene: _Scene) -> int:
    return scene.title.lines[-1].index if scene.title and scene.title.lines else -1


def _extent(scene: _Scene, lead: Sequence[Line]) -> Extent:
    prose = [line for line in scene.block.prose if line not in lead] if scene.block else []
    title = _title_end(scene)
    if not prose:
        first = _first_after(scene, title)
        return Extent(title, first, first, find_end(scene.lines, (), scene.profile.labels))
    end = find_end(scene.lines, prose, scene.profile.labels)
    inside = [line for line in prose if line.index < end] or list(prose)
    start = title if title >= 0 else max(0, inside[0].index - 1)
    return Extent(start, inside[0].index, inside[-1].index, end)


def _first_after(scene: _Scene, title: int) -> int:
    """Where a body without running text begins: its first line after the headline."""
    if scene.block is not None:
        for line in scene.lines:
            if line.index > title and is_inside(line.block, scene.block.element):
                return line.index
    return min(title + 1, max(0, len(scene.lines) - 1))


def _read_article(scene: _Scene, block: MainBlock, marks: _Marks, kind: ArticleKind) -> Reading:
    extent, cues, lead = marks.extent, marks.cues, marks.lead
    attachments = find_attachments(scene.lines, block.element, extent)
    section = find_section(scene.lines, scene.title.text if scene.title else None, extent.end)
    account = find_byline(scene.lines, extent, block, scene.meta, scene.site_names)
    published, modified = stamp.times(scene.root)
    title_index = scene.title.lines[0].index if scene.title and scene.title.lines else -1
    prune(scene.root, block.element, scene.lines, _foreign(scene, marks), (title_index, extent.end))
    body = read_body(block.element, scene.base)
    fields = _Fields()
    if scene.title:
        fields.put("title", scene.title.text, scene.title.rule, scene.title.confidence)
    if lead:
        fields.put("lead", "\n".join(line.text for line in lead[0]), lead[1], 0.8)
    _put_byline(fields, cues, body, account, scene.site_names)
    _put_source(fields, cues, body)
    _put_times(fields, cues, scene, published, modified)
    if "read_count" in cues.values:
        fields.put("read_count", cues.values["read_count"][0], "generic.read_count.label")
    if "section" in cues.values:
        fields.put("section", cues.values["section"][0], "generic.section.label")
    elif section or scene.meta.section:
        fields.put("section", *(section or (scene.meta.section, "generic.section.meta")))
    return _assemble(scene, fields, body, attachments, kind)


def _foreign(scene: _Scene, marks: _Marks) -> set[int]:
    """Indexes of the lines that are no body text."""
    foreign = set(scene.related.lines | scene.tag_lines | marks.cues.spent)
    title, extent = scene.title, marks.extent
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


class _Fields:
    """String fields found, each with its provenance."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.provenance: dict[str, Provenance] = {}

    def put(self, name: str, value: str | None, rule: str, confidence: float = 1.0) -> None:
        if value and name not in self.values:
            self.values[name] = value
            self.provenance[name] = Provenance(rule, name, confidence)


def _put_byline(
    fields: _Fields, cues: Cues, body: Body, account: tuple[str, str, float] | None, site_names: frozenset[str]
) -> None:
    if "author" in cues.values:
        fields.put("byline", cues.values["author"][0], "generic.byline.label")
    fields.put("byline", body.byline, "generic.byline.last_line", 0.8)
    if account:
        fields.put("byline", *account)
    if "poster" in cues.values and not is_placeholder_author(cues.values["poster"][0], site_names):
        fields.put("byline", cues.values["poster"][0], "generic.byline.poster", 0.4)


def _put_source(fields: _Fields, cues: Cues, body: Body) -> None:
    if "source" in cues.values:
        fields.put("source", cues.values["source"][0], "generic.source.label")
    fields.put("source", body.source, "generic.source.last_line", 0.8)


def _put_times(fields: _Fields, cues: Cues, scene: _Scene, published: str | None, modified: str | None) -> None:
    if not scene.profile.stamps:
        return
    fields.put("published", published, "generic.published.time")
    fields.put("published", scene.meta.published, "generic.published.meta")
    if "published" in cues.values:
        fields.put("published", cues.values["published"][0], "generic.published.stamp", 0.9)
    fields.put("modified", modified, "generic.modified.time")
    if "modified" in cues.values:
        fields.put("modified", cues.values["modified"][0], "generic.modified.label")
    fields.put("modified", scene.meta.modified, "generic.modified.meta")


def _assemble(
    scene: _Scene, fields: _Fields, body: Body, attachments: tuple[Attachment, ...], kind: ArticleKind
) -> Reading:
    identity = identity_of(scene.page, scene.profile)
    title = fields.values.get("title")
    if kind == ArticleKind.ARTICLE and title and is_document_title(title):
        kind = ArticleKind.DOCUMENT
    known = {attachment.url for attachment in body.attachments}
    article = RawArticle(
        url=canonical_url(scene.page, scene.profile),
        id_space=identity.id_space,
        source_id=identity.source_id,
        kind=kind,
        alternate_urls=_alternates(scene),
        paragraphs=body.paragraphs,
        body_html=body.html,
        tags=scene.tags,
        related=scene.related.links,
        related_state=scene.related.state,
        images=body.images,
        attachments=body.attachments + tuple(a for a in attachments if a.url not in known),
        provenance=MappingProxyType({**fields.provenance, **_list_provenance(scene, body)}),
        **{"title": None, **fields.values},  # type: ignore[arg-type]  # keys are RawArticle's string fields
    )
    return of_article(article, _signals(scene, article))


def _list_provenance(scene: _Scene, body: Body) -> dict[str, Provenance]:
    found = {}
    if scene.block:
        rule = "generic.body.named" if scene.block.named else "generic.body.density"
        found["body"] = Provenance(rule, scene.block.element.getroottree().getpath(scene.block.element), 0.8)
    if scene.related.links:
        found["related"] = Provenance("generic.related.label", "related", 0.9)
    if scene.tags:
        found["tags"] = Provenance("generic.tags.links", "tags", 0.9)
    if body.images:
        found["images"] = Provenance("generic.images.body", "body", 0.9)
    return found


def _alternates(scene: _Scene) -> tuple[str, ...]:
    declared = scene.meta.canonical
    if not declared or declared == scene.page.url or urlsplit(declared).netloc != urlsplit(scene.page.url).netloc:
        return ()
    return (declared,)


def _signals(scene: _Scene, article: RawArticle) -> tuple[Signal, ...]:
    if article.title is None:
        advice = "Look at the capture; if the site prints titles, name them in a layout of its profile."
        problem = f"No title was found at {article.url}."
        return (Signal("title.missing", problem, advice, file=scene.profile.file or None),)
    return ()
