"""The generic reader's text fields: which of several findings counts, and where it came from."""

from crawler.article import Provenance
from crawler.extract.around import stamp
from crawler.extract.around.declared_counts import declared_count
from crawler.extract.around.record import number_above
from crawler.extract.lists.filed import (
    section_among,
    section_beside,
    section_by_folder,
    section_by_menu,
    section_by_trail,
    terms_under,
)
from crawler.extract.lists.taxonomy import BREADCRUMB, crumbs_of, find_section
from crawler.extract.markup.metadata import is_placeholder_author
from crawler.extract.scene import Marks, Scene
from crawler.extract.text.body import Body
from crawler.vietnamese.text import clean_line, fold

# A record without a date: systems then print the time of the visit, which is no stamp.
_NO_TIME = ("1970-01-01", "0000-00-00", "0001-01-01", "-0001")
#: The rule that tells the section among the terms below a text.
BELOW = "generic.section.below"
# Label of the lexicon -> field.
_LABELLED = (("author", "byline"), ("source", "source"), ("read_count", "read_count"), ("section", "section"))


class Fields:
    """String fields found, each with its provenance; the first finding of a field stays."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.provenance: dict[str, Provenance] = {}

    def put(self, name: str, value: str | None, rule: str, confidence: float = 1.0) -> None:
        """Take a finding unless it is empty or the field has one."""
        if value and name not in self.values:
            self.values[name] = value
            self.provenance[name] = Provenance(rule, name, confidence)


def fields_around(scene: Scene, marks: Marks) -> Fields:
    """What stands around the body: headline, lead, labelled author and source, times, count, section."""
    fields, cues = Fields(), marks.cues
    if scene.title:
        fields.put("title", scene.title.text, scene.title.rule, scene.title.confidence)
    if marks.lead:
        fields.put("lead", "\n".join(line.text for line in marks.lead[0]), marks.lead[1], 0.8)
    for name, field in (
        ("author", "byline"),
        ("source", "source"),
        ("read_count", "read_count"),
        ("section", "section"),
    ):
        if name in cues.values and not (name == "author" and _is_account(cues.values[name][0], scene)):
            value, line = cues.values[name]
            if name == "section" and line.index in scene.tag_lines:
                continue  # some systems call their tags what the article is filed under
            linked = terms_under(line, "section") if name == "section" else []
            fields.put(field, linked[0] if linked else value, f"generic.{field}.label")
    fields.put("read_count", declared_count(scene.page), "generic.read_count.declared")
    number = (
        scene.record.number if scene.record else number_above(scene.lines[marks.extent.title + 1 : marks.extent.last])
    )
    fields.put("document_number", number, "generic.document_number.label", 0.9)
    _put_times(fields, scene, marks)
    _put_section(fields, scene, marks)
    return fields


def _is_account(byline: str, scene: Scene) -> bool:
    """Whether a labelled author is the system's administrator (``Được viết bởi: Super User``)."""
    name = byline.partition(":")[2].strip() or byline
    return is_placeholder_author(name, scene.site_names)


def put_body_fields(
    fields: Fields, scene: Scene, marks: Marks, body: Body, account: tuple[str, str, float] | None
) -> None:
    """What the body's end says of author and source; then, last, the account that posted the page."""
    fields.put("byline", body.byline, "generic.byline.last_line", 0.8)
    fields.put("source", body.source, "generic.source.last_line", 0.8)
    if account:
        fields.put("byline", *account)
    poster = marks.cues.values["poster"][0] if "poster" in marks.cues.values else ""
    if not is_placeholder_author(poster, scene.site_names):
        fields.put("byline", poster, "generic.byline.poster", 0.4)
    beside = marks.cues.values["beside"][0] if "beside" in marks.cues.values else ""
    if beside and not is_placeholder_author(beside, scene.site_names) and not _is_linked(scene, beside):
        fields.put("byline", beside, "generic.byline.beside_stamp", 0.4)


def _is_linked(scene: Scene, name: str) -> bool:
    """Whether links of the page have these words: those of a section rather than of who wrote it."""
    key = fold(name)
    return any(fold(clean_line(anchor.text_content())) == key for anchor in scene.page.tree.iter("a"))


def _put_times(fields: Fields, scene: Scene, marks: Marks) -> None:
    if not scene.profile.stamps or (scene.meta.published or "").startswith(_NO_TIME):
        return
    values = {name: value for name, (value, _) in marks.cues.values.items()}
    published, modified = stamp.times(scene.root, scene.page.source)
    published = stamp.exactest(published, scene.meta.published)
    printed = values.get("published")
    if printed and not stamp.is_refined_by(printed, published or scene.meta.published):
        fields.put("published", printed, "generic.published.stamp", 0.9)
    fields.put("published", published, "generic.published.time")
    fields.put("published", scene.meta.published, "generic.published.meta")
    fields.put("modified", modified, "generic.modified.time")
    fields.put("modified", values.get("modified"), "generic.modified.label")
    fields.put("modified", scene.meta.modified, "generic.modified.meta")


def _put_section(fields: Fields, scene: Scene, marks: Marks) -> None:
    title = scene.title.text if scene.title else None
    found = find_section(scene.lines, title, marks.extent.end)
    if found and found[1] == BREADCRUMB and len(crumbs_of(scene.lines, title)) == 1:
        # a trail of one step may only name the page of a module
        rows = scene.lines[marks.extent.title + 1 : marks.extent.first]
        beside = section_among(scene.root, rows, scene.base, scene.page.url)
        fields.put("section", beside, "generic.section.beside", 0.6)
    if found:
        fields.put("section", *found)
    fields.put("section", scene.meta.section, "generic.section.meta", 0.8)
    if "section" not in fields.values:
        headline = scene.title.lines[0].chunks[0][0] if scene.title and scene.title.lines else scene.root
        fields.put("section", section_by_folder(scene.root, scene.base, scene.page.url), "generic.section.folder", 0.7)
        if scene.title and scene.title.lines:
            above = scene.lines[: scene.title.lines[0].index]
            named = section_by_menu(scene.root, above, scene.base, scene.page.url)
            fields.put("section", named, "generic.section.menu", 0.6)
            rows = list(scene.lines[marks.extent.title + 1 : marks.extent.first])
            rows += [line for line in above[-1:] if line.index in marks.cues.spent]
            beside = section_beside(scene.root, rows, scene.base, scene.page.url) if not named else None
            fields.put("section", beside, "generic.section.beside", 0.6)
        named = section_by_trail(scene.root, headline, scene.base, scene.title.text if scene.title else None)
        fields.put("section", named, "generic.section.trail", 0.6)
    if "section" not in fields.values:
        rows = [*scene.lines[marks.extent.last + 1 : marks.extent.end]]
        rows += [line for line in scene.lines if line.index in scene.related.lines]  # it may head a list of others
        fields.put("section", section_among(scene.root, rows, scene.base, scene.page.url), BELOW, 0.6)
