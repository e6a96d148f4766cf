"""Any Vietnamese news page, of any system: read by what it shows, not by whose markup it is."""

from types import MappingProxyType

from crawler.article import ArticleKind, Attachment, Provenance, RawArticle
from crawler.extract.around.byline import find_byline
from crawler.extract.around.fields import BELOW, Fields, fields_around, put_body_fields
from crawler.extract.identity import canonical_url
from crawler.extract.kind import Evidence, judge
from crawler.extract.markup.addresses import split
from crawler.extract.reading import Reading, ReadingKind, of_article
from crawler.extract.scene import Marks, Scene, mark, take_apart
from crawler.extract.text.body import Body, read_body
from crawler.extract.text.files import find_attachments
from crawler.extract.text.foreign import foreign_lines
from crawler.extract.text.main_block import MainBlock
from crawler.extract.text.pruning import prune
from crawler.page import Page, Signal
from crawler.profiles import Profile
from crawler.vietnamese.documents import is_document_title

_MARKS = frozenset({"read_count", "published", "author"})


def read_generic(page: Page, profile: Profile) -> Reading:
    """What the page is, and its article where it has one; ``profile`` gives the site's name, labels and URL shapes."""
    scene = take_apart(page, profile)
    marks = mark(scene)
    kind = judge(_evidence(scene, marks))
    if kind not in (ReadingKind.ARTICLE, ReadingKind.PAGE) or scene.block is None:
        return Reading(str(kind))
    return _read_article(scene, scene.block, marks, ArticleKind(kind.value))


def _evidence(scene: Scene, marks: Marks) -> Evidence:
    printed = len(_MARKS & set(marks.cues.values)) + bool(scene.tags) + bool(scene.meta.published)
    return Evidence(
        url=scene.page.url,
        base=scene.base,
        root=scene.root,
        lines=scene.lines,
        block=scene.block,
        title=scene.title,
        related=scene.related.lines | scene.tag_lines | marks.cues.spent,
        addressed=scene.identity.addressed,
        static=scene.identity.static,
        marks=printed,
        furnished=bool(scene.profile.memory.lines),
        described=scene.record is not None,
    )


def _read_article(scene: Scene, block: MainBlock, marks: Marks, kind: ArticleKind) -> Reading:
    fields = fields_around(scene, marks)
    attachments = find_attachments(scene.lines, block.element, marks.extent)
    account = find_byline(scene, marks, block)
    headline = scene.title.lines[0].index if scene.title and scene.title.lines else -1
    prune(scene, block.element, foreign_lines(scene, marks), (headline, marks.extent.end))
    body = read_body(block.element, scene.base)
    put_body_fields(fields, scene, marks, body, account)
    return _assemble(scene, fields, body, attachments, kind)


def _assemble(
    scene: Scene, fields: Fields, body: Body, attachments: tuple[Attachment, ...], kind: ArticleKind
) -> Reading:
    identity = scene.identity
    title = fields.values.get("title")
    if kind == ArticleKind.ARTICLE and ((title and is_document_title(title)) or "document_number" in fields.values):
        kind = ArticleKind.DOCUMENT
    known = {attachment.url for attachment in attachments}
    article = RawArticle(
        url=canonical_url(scene.page, scene.profile),
        id_space=identity.id_space,
        source_id=identity.source_id,
        kind=kind,
        alternate_urls=_alternates(scene),
        paragraphs=body.paragraphs,
        body_html=body.html,
        tags=_tags(scene, fields),
        related=scene.related.links,
        related_state=scene.related.state,
        images=body.images,
        attachments=tuple(a for a in body.attachments if a.url not in known) + attachments,
        provenance=MappingProxyType({**fields.provenance, **_list_provenance(scene, body, attachments)}),
        **{"title": None, **fields.values},  # type: ignore[arg-type]  # keys are RawArticle's string fields
    )
    return of_article(article, _signals(scene, article))


def _tags(scene: Scene, fields: Fields) -> tuple[str, ...]:
    """The article's tags, without its section where that stands among them."""
    section = fields.provenance.get("section")
    if section is None or section.rule != BELOW:
        return scene.tags
    return tuple(tag for tag in scene.tags if tag != fields.values["section"])


def _list_provenance(scene: Scene, body: Body, offered: tuple[Attachment, ...]) -> dict[str, Provenance]:
    found = {}
    if offered or body.attachments:
        rule = "generic.attachments.offered" if offered else "generic.attachments.body"
        found["attachments"] = Provenance(rule, "attachments", 0.9)
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


def _alternates(scene: Scene) -> tuple[str, ...]:
    declared = scene.meta.canonical
    if not declared or declared == scene.page.url or split(declared).netloc != split(scene.page.url).netloc:
        return ()
    return (declared,)


def _signals(scene: Scene, article: RawArticle) -> tuple[Signal, ...]:
    if article.title is None:
        advice = "Look at the capture; if the site prints titles, name them in a layout of its profile."
        problem = f"No title was found at {article.url}."
        return (Signal("title.missing", problem, advice, file=scene.profile.file or None),)
    return ()
