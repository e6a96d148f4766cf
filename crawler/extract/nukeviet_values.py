"""Values around a NukeViet body: lead, time, read count, author, source, section."""

import re
from dataclasses import dataclass
from datetime import timedelta

from lxml.html import HtmlElement

from crawler.extract import stamp
from crawler.extract.cues import Cues, Extent, read_cues
from crawler.extract.fields import Fields
from crawler.extract.lines import Line, is_inside
from crawler.extract.nukeviet_page import Frame
from crawler.extract.taxonomy import find_section
from crawler.extract.zones import COMMENTS
from crawler.vietnamese.dates import parse_stamp
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.text import clean_line, comparison_key, fold

_LEAD = re.compile(
    r"(?:^|[-_\s])(?:hometext|home-text|sapo|lead|summary|news-desc|desc-news|short-?desc|intro)(?:[-_\s]|$)"
)
_HOME = re.compile(r"^(?:trang (?:chu|nhat|dau|chinh)|home)$")
_NO_TIME = ("1970-01-01", "0000-00-00")
#: Lines after the body in which its labels stand, where nothing shows the end.
_FAR = 40
_DECLARED = "article:published_time"


@dataclass(frozen=True, slots=True)
class Around:
    """What is labelled around the body, and where the article ends."""

    cues: Cues
    extent: Extent


def read_around(frame: Frame) -> Around:
    """The labelled values between headline and body and after the body."""
    title = frame.title.index if frame.title is not None else max(0, frame.first - 6)
    extent = Extent(title, frame.first, max(frame.last, title), _end(frame))
    labels = dict(frame.scene.profile.labels)
    labels["author"] = (*labels.get("author", ()), *labels.pop("byline", ()))
    return Around(read_cues(frame.scene.lines, extent, labels), extent)


def _end(frame: Frame) -> int:
    """Where the lists of other articles or the comments begin: share bars and ratings before them end nothing here."""
    related = [index for index in frame.scene.related.lines if index > frame.last]
    comments = [line.index for line in frame.below if line.zone == COMMENTS]
    return min([*related, *comments], default=min(len(frame.scene.lines), frame.last + _FAR))


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
    """The printed stamp; the declared time where it says the same day more exactly. A record without a time has the
    time of the visit printed and another one declared: that is no time at all."""
    if not frame.scene.profile.stamps:
        return
    hidden, modified = stamp.times(frame.scene.root)
    declared = hidden or frame.scene.meta.published
    printed = _printed(frame, around)
    if _raw_declared(frame).startswith(_NO_TIME) or (printed and declared and _far_apart(printed, declared)):
        return
    if printed and not stamp.is_refined_by(printed, declared):
        fields.put("published", printed, "nukeviet.published.stamp")
    fields.put("published", declared, "nukeviet.published.declared", 0.9)
    fields.put("published", printed, "nukeviet.published.stamp")
    fields.put("modified", modified, "nukeviet.modified.declared", 0.9)


def _printed(frame: Frame, around: Around) -> str | None:
    if "published" in around.cues.values:
        return around.cues.values["published"][0]
    near = frame.scene.lines[max(0, around.extent.title - 3) : frame.first]
    for line in near:
        if stamp.is_bare_stamp(line.text):
            return line.text
    return None


def _raw_declared(frame: Frame) -> str:
    found = frame.scene.page.tree.xpath(f"//meta[@property='{_DECLARED}']/@content")
    return str(found[0]).strip() if found else ""


def _far_apart(printed: str, declared: str) -> bool:
    one, other = parse_stamp(printed), parse_stamp(declared)
    return one is not None and other is not None and abs(one[0] - other[0]) > timedelta(days=2)


def _put_section(fields: Fields, frame: Frame) -> None:
    """The last item of the breadcrumb's microdata, the declared section, a breadcrumb by its looks."""
    names = []
    for item in frame.scene.page.tree.xpath(
        "//*[contains(@itemtype, 'BreadcrumbList')]//*[@itemprop='name']"
        " | //*[contains(@itemtype, 'data-vocabulary.org/Breadcrumb')]//*[@itemprop='title']"
    ):
        name = clean_line(item.get("content") or item.text_content())
        if name and not _HOME.match(fold(name)) and comparison_key(name) != comparison_key(frame.title_text or ""):
            names.append(name)
    if names:
        fields.put("section", names[-1], "nukeviet.section.breadcrumb")
    fields.put("section", frame.scene.meta.section, "nukeviet.section.declared", 0.9)
    found = find_section(frame.scene.lines[: frame.first], frame.title_text, frame.first)
    if found:
        fields.put("section", found[0], found[1].replace("generic", "nukeviet"), 0.7)


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
