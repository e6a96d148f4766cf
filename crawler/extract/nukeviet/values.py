"""Values around a NukeViet body: lead, time, read count, author, source, section."""

import re
from dataclasses import dataclass
from datetime import timedelta

from lxml.html import HtmlElement

from crawler.extract.around import stamp
from crawler.extract.around.cues import read_cues
from crawler.extract.around.fields import Fields
from crawler.extract.around.values import Cues, Extent
from crawler.extract.lists.taxonomy import find_section
from crawler.extract.markup.addresses import split
from crawler.extract.markup.lines import Line, absolute, is_inside
from crawler.extract.markup.query import selecting
from crawler.extract.markup.zones import COMMENTS
from crawler.extract.nukeviet.page import Frame
from crawler.extract.nukeviet.related import lists_start
from crawler.profiles import Profile
from crawler.vietnamese.dates import parse_stamp
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.text import clean_line, comparison_key, fold

_LEAD = re.compile(
    r"(?:^|[-_\s])(?:hometext|home-text|sapo|lead|summary|news-desc|desc-news|short-?desc|intro)(?:[-_\s]|$)"
)
_HOME = re.compile(r"^(?:trang (?:chu|nhat|dau|chinh)|home)$")
_CRUMBS = selecting(
    "/descendant::*[@itemtype][contains(@itemtype, 'BreadcrumbList')]/descendant::*[@itemprop='name']"
    " | /descendant::*[@itemtype][contains(@itemtype, 'data-vocabulary.org/Breadcrumb')]"
    "/descendant::*[@itemprop='title']"
)
_TIME = "article:published_time"
_NO_TIME = ("1970-01-01", "0000-00-00")
#: Lines after the body in which its labels stand, where nothing shows the end.
_FAR = 40
_MIXED = re.compile(r"^(\d{4}-\d\d-\d\d)([+-]\d\d):?(\d\d)?(\d\d:\d\d:\d\d)$")
_LONG_AFTER = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Around:
    """What is labelled around the body, and where the article ends."""

    cues: Cues
    extent: Extent


def read_around(frame: Frame) -> Around:
    """The labelled values between headline and body and after the body."""
    title = frame.title.index if frame.title is not None else max(0, frame.first - 6)
    extent = Extent(title, frame.first, max(frame.last, title), _end(frame))
    return Around(read_cues(frame.scene.lines, extent, labels_of(frame.scene.profile)), extent)


def labels_of(profile: Profile) -> dict[str, tuple[str, ...]]:
    """The profile's labels by the lexicon's field names: what a profile calls ``byline`` is ``author`` there."""
    labels = dict(profile.labels)
    labels["author"] = (*labels.get("author", ()), *labels.pop("byline", ()))
    return labels


def _end(frame: Frame) -> int:
    """Where the lists of other articles or the comments begin: share bars and ratings before them end nothing here."""
    comments = next((line.index for line in frame.below if line.zone == COMMENTS), None)
    ends = [index for index in (lists_start(frame), comments) if index is not None]
    return min(ends, default=min(len(frame.scene.lines), frame.last + _FAR))


def put_values(fields: Fields, frame: Frame, around: Around) -> None:
    """Put what the page prints and declares around the body."""
    values = around.cues.values
    if frame.title_text:
        place = "headline" if frame.title is not None else "declared title"
        fields.put("title", frame.title_text, "nukeviet.title." + place.replace(" ", "_"))
    for label, name in (("author", "byline"), ("source", "source"), ("read_count", "read_count")):
        if label in values:
            value = values[label][0]
            found = match_label(value) if name == "byline" else None
            plain = found is not None and fold(value).startswith("tac gia")
            fields.put(name, found[1] if plain and found else value, f"nukeviet.{name}.label")
    _put_times(fields, frame, around)
    _put_section(fields, frame)


def _put_times(fields: Fields, frame: Frame, around: Around) -> None:
    """The printed stamp; a declared time where it says the same day more exactly or nothing is printed. The hidden
    ``datePublished`` of this system is the time of the last edit, so ``article:published_time`` goes before it."""
    if not frame.scene.profile.stamps:
        return
    hidden, modified = stamp.times(frame.scene.root, frame.scene.page.source)
    declared = _declared(frame)
    printed = _printed(frame, around)
    if (declared or "").startswith(_NO_TIME) or _is_visit(printed, declared, hidden):
        return
    if declared is None and (printed is None or stamp.is_refined_by(printed, hidden)):
        declared = hidden
    if printed and not stamp.is_refined_by(printed, declared):
        fields.put("published", printed, "nukeviet.published.stamp")
    fields.put("published", declared, "nukeviet.published.declared", 0.9)
    fields.put("published", printed, "nukeviet.published.stamp")
    if modified and _is_edit(fields.values.get("published"), modified):
        fields.put("modified", modified, "nukeviet.modified.declared", 0.9)


def _printed(frame: Frame, around: Around) -> str | None:
    if "published" in around.cues.values:
        return around.cues.values["published"][0].strip(" -–|,")
    near = frame.scene.lines[max(0, around.extent.title - 3) : frame.first]
    return next((line.text for line in near if stamp.is_bare_stamp(line.text)), None)


def _declared(frame: Frame) -> str | None:
    """``article:published_time`` with its parts in order: some releases print ``2024-07-14+0720:28:00``."""
    metas = frame.scene.page.tree.iter("meta")
    found = next((m.get("content") for m in metas if m.get("property") == _TIME and m.get("content") is not None), None)
    return None if found is None else _MIXED.sub(lambda m: f"{m[1]}T{m[4]}{m[2]}:{m[3] or '00'}", found.strip())


def _is_visit(printed: str | None, declared: str | None, hidden: str | None) -> bool:
    """Whether the stamp is the time of the visit, as printed for a record without a time: long after the last edit."""
    one, edited = parse_stamp(printed or ""), parse_stamp(hidden or "")
    return declared is None and one is not None and edited is not None and one[0] - edited[0] > _LONG_AFTER


def _is_edit(published: str | None, time: str) -> bool:
    """Whether a time is another one than that of publication."""
    one, other = parse_stamp(published or ""), parse_stamp(time)
    return one is not None and other is not None and abs(one[0] - other[0]) > timedelta(minutes=1)


def _put_section(fields: Fields, frame: Frame) -> None:
    """The last item of the breadcrumb, the declared section, or the shown name of the folder that the page lies in."""
    page = frame.scene.page
    crumbs = _CRUMBS(page.tree) if "readcrumb" in page.source else []
    names = [clean_line(item.get("content") or item.text_content()) for item in crumbs]
    own = comparison_key(frame.title_text or "")
    shown = [name for name in names if name and not _HOME.match(fold(name)) and comparison_key(name) != own]
    if shown:
        fields.put("section", shown[-1], "nukeviet.section.breadcrumb")
    fields.put("section", frame.scene.meta.section, "nukeviet.section.declared", 0.9)
    if "section" in fields.values:
        return
    fields.put("section", _folder_name(frame), "nukeviet.section.folder_link", 0.8)
    if "section" in fields.values:
        return
    found = find_section(frame.scene.lines[: frame.first], frame.title_text, frame.first)
    if found:
        fields.put("section", found[0], found[1].replace("generic", "nukeviet"), 0.7)


def _folder_name(frame: Frame) -> str | None:
    """The text of a link (in a menu, as a rule) to the folder of the article's own address."""
    folder = split(frame.scene.page.url).path.rstrip("/").rpartition("/")[0]
    if not folder:
        return None
    for anchor in frame.scene.page.tree.iter("a"):
        path = split(absolute(frame.scene.base, anchor.get("href") or "")).path
        name = clean_line(anchor.text_content())
        if path.rstrip("/") == folder and 1 < len(name) <= 60 and not _HOME.match(fold(name)):
            return name
    return None


def find_lead(frame: Frame, around: Around, pictures: list[HtmlElement]) -> tuple[list[Line], str] | None:
    """The lines of the standfirst and the rule: named so, else prose between headline and body."""
    free = [
        line
        for line in frame.above
        if line.index not in around.cues.spent and not any(is_inside(line.block, holder) for holder in pictures)
    ]
    named = [line for line in free if _is_named(line, frame)]
    if named:
        return named, "nukeviet.lead.hometext"
    said = comparison_key(frame.scene.meta.description or "")[:60].rstrip(" .…")
    prose = [line for line in free if line.is_sentence or (said and comparison_key(line.text).startswith(said))]
    return (prose[:3], "nukeviet.lead.before_body") if prose else None


def _is_named(line: Line, frame: Frame) -> bool:
    for up in [*line.elements()[:1], line.block, *list(line.block.iterancestors())[:3]]:
        if is_inside(frame.body, up):
            return False
        names = f"{up.get('class') or ''} {up.get('id') or ''}".lower()
        if _LEAD.search(names) or up.get("itemprop") == "description":
            return True
    return False
