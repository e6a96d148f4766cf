"""A profile's own selectors: chosen by the page's structure, and loud where one no longer matches (decision 8)."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from types import MappingProxyType

from lxml.html import HtmlElement

from crawler.article import ArticleKind, Attachment, Provenance, RawArticle, RelatedState
from crawler.extract.identity import canonical_url, declared_addresses, identity_of
from crawler.extract.lists.links import list_links
from crawler.extract.markup.lines import absolute
from crawler.extract.markup.metadata import is_administrator
from crawler.extract.markup.selectors import Selection
from crawler.extract.paging import clear_page_links
from crawler.extract.text.body import Body, read_body
from crawler.extract.text.files import file_name, media_type
from crawler.page import Page, Signal
from crawler.profiles import Era, Layout, Profile
from crawler.vietnamese.documents import is_document_title
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.text import clean_line

_TEXTS = ("title", "lead", "byline", "source", "published", "modified", "section", "read_count")
#: What no label stands before, and what the lexicon calls otherwise.
_UNLABELLED = ("title", "lead")
_LABELS = {"byline": "author"}


@dataclass(frozen=True, slots=True)
class Choice:
    """The layout that the page's structure selects, the era it belongs to, and what selectors find on the page."""

    era: Era
    layout: Layout
    selection: Selection


def choose_layout(page: Page, profile: Profile) -> Choice | None:
    """The first layout whose ``when`` matches the page; None where none does or the profile has none."""
    selection = Selection(page.tree)
    for era in profile.eras:
        for layout in era.layouts:
            if selection.find(layout.when):
                return Choice(era, layout, selection)
    return None


def has_layouts(profile: Profile) -> bool:
    """Whether the profile describes any layout."""
    return any(era.layouts for era in profile.eras)


def stands_alone(choice: Choice) -> bool:
    """Whether the page is read by the layout's selectors only: it says so, and title and body match. Where one does
    not, the page is read as well as it can be without them."""
    fields = choice.layout.fields
    return choice.layout.alone and all(
        any(choice.selection.find(selector) for selector in fields[name]) for name in ("title", "body")
    )


def read_layout(
    page: Page, profile: Profile, choice: Choice, fallback: RawArticle | None
) -> tuple[RawArticle, tuple[Signal, ...]]:
    """The article by the layout's selectors; fields that it does not name come from ``fallback`` (family or generic).

    A named field whose selectors match nothing stays empty and gives a signal ``layout.selector_unmatched``.
    """
    matched, signals = _select(page, profile, choice)
    article = fallback or _blank(page, profile, choice)
    changes: dict[str, object] = {name: None for name in choice.layout.fields if name in _TEXTS}
    provenance = dict(article.provenance)
    tree = page.tree.getroottree()
    for name, elements in matched.items():
        element: HtmlElement | None = elements[0]
        if name in _TEXTS:
            element, changes[name] = _labelled(name, elements, profile)
        if element is not None:
            provenance[name] = Provenance(f"layout.{choice.layout.name}.{name}", tree.getpath(element))
    changes |= _lists(page, matched, profile)
    if "body" in matched:
        changes |= _body(page, profile, matched, changes)
    title = changes.get("title")
    if fallback is None and isinstance(title, str) and is_document_title(title):
        changes["kind"] = ArticleKind.DOCUMENT
    return replace(article, provenance=MappingProxyType(provenance), **changes), signals  # type: ignore[arg-type]


def _select(
    page: Page, profile: Profile, choice: Choice
) -> tuple[dict[str, Sequence[HtmlElement]], tuple[Signal, ...]]:
    matched: dict[str, Sequence[HtmlElement]] = {}
    signals: list[Signal] = []
    for name, selectors in choice.layout.fields.items():
        elements = next((found for found in (choice.selection.find(selector) for selector in selectors) if found), ())
        if elements:
            matched[name] = elements
        else:
            signals.append(_unmatched(page, profile, choice, name))
    return matched, tuple(signals)


def _unmatched(page: Page, profile: Profile, choice: Choice, name: str) -> Signal:
    key = f"eras.{choice.era.name}.layouts.{choice.layout.name}.fields.{name}"
    return Signal(
        code="layout.selector_unmatched",
        message=f"No selector of {key} matches {page.url}.",
        advice="Look at the capture: if the site has changed its markup, add a layout for it; if the page has no such "
        "field, drop the selector from the layout.",
        file=profile.file or None,
        key=key,
    )


def _blank(page: Page, profile: Profile, choice: Choice) -> RawArticle:
    identity = identity_of(page, profile)
    space = choice.era.id_space or identity.id_space
    url = canonical_url(page, profile)
    declared = declared_addresses(page)
    others = tuple(other for other in declared if other not in (url, page.url))
    return RawArticle(url, space, identity.source_id, ArticleKind.ARTICLE, None, alternate_urls=others)


def _labelled(name: str, elements: Sequence[HtmlElement], profile: Profile) -> tuple[HtmlElement | None, str | None]:
    """The first of the elements that no label gives to another field, and its text: an author and a source may stand in
    equal boxes, told apart by their labels."""
    for element in elements:
        text = _text(name, element)
        found = match_label(text, profile.labels) if name not in _UNLABELLED else None
        labelled = found is not None and bool(found[1])
        if found is not None and labelled and found[0] != _LABELS.get(name, name):
            continue
        value = found[1] if found is not None and labelled else text
        if name != "byline" or not is_administrator(value):  # the account that keeps the site is nobody's name
            return element, value or None
    return None, None


def _text(name: str, element: HtmlElement) -> str:
    """The element's text; for times its machine-readable value."""
    if name in ("published", "modified"):
        for attribute in ("datetime", "content"):
            if value := element.get(attribute):
                return clean_line(value)
    return clean_line(element.get("content") or " ".join(element.itertext()))


def _lists(page: Page, matched: Mapping[str, Sequence[HtmlElement]], profile: Profile) -> dict[str, object]:
    base = page.base
    changes: dict[str, object] = {}
    if "tags" in matched:
        names = [clean_line(e.text_content()).strip("#,; ") for e in matched["tags"]]
        changes["tags"] = tuple(dict.fromkeys(filter(None, names)))
    if "related" in matched:
        links = list_links(matched["related"], base, profile.labels)
        changes["related"] = links
        changes["related_state"] = RelatedState.LISTED if links else RelatedState.EMPTY
    if "attachments" in matched:
        changes["attachments"] = tuple(
            Attachment(url, name, media_type(f"file:/{name}") or media_type(url))
            for url, anchor in _anchors(base, matched["attachments"]).items()
            if (name := file_name(anchor, url))
        )
    return changes


def _anchors(base: str, elements: Sequence[HtmlElement]) -> dict[str, HtmlElement]:
    found: dict[str, HtmlElement] = {}
    for element in elements:
        for anchor in element.iter("a"):
            if anchor.get("href"):
                found.setdefault(absolute(base, anchor.get("href") or ""), anchor)
    return found


def _body(
    page: Page, profile: Profile, matched: Mapping[str, Sequence[HtmlElement]], changes: Mapping[str, object]
) -> dict[str, object]:
    """The body's own fields: the container without the elements that other selectors have taken from inside it."""
    container = _without_taken(matched)
    clear_page_links(container, page, profile)
    body: Body = read_body(container, page.base)
    found: dict[str, object] = {"paragraphs": body.paragraphs, "body_html": body.html, "images": body.images}
    if "images" in matched:
        known = {image.url for image in body.images}
        others = read_body(_wrap(matched["images"]), page.base).images
        found["images"] = tuple(image for image in others if image.url not in known) + body.images
    if "attachments" not in changes and body.attachments:
        found["attachments"] = body.attachments
    if body.byline and not changes.get("byline"):
        found["byline"] = body.byline
    if body.source and not changes.get("source"):
        found["source"] = body.source
    return found


def _wrap(elements: Sequence[HtmlElement]) -> HtmlElement:
    box = elements[0].makeelement("div", {})
    for element in elements:
        box.append(deepcopy(element))
    return box


def _without_taken(matched: Mapping[str, Sequence[HtmlElement]]) -> HtmlElement:
    """A copy of the body's element without what other selectors have taken from inside it."""
    container = matched["body"][0]
    copy = deepcopy(container)
    copy.tail = None
    others = {
        element for name, found in matched.items() if name not in ("body", "images", "attachments") for element in found
    }
    places = [place for place, element in enumerate(container.iter()) if element in others and element is not container]
    copies = list(copy.iter()) if places else []
    for element in [copies[place] for place in places]:
        if element.getparent() is not None:
            element.drop_tree()
    return copy
