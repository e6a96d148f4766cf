"""A profile's own selectors: chosen by the page's structure, and loud where one no longer matches (decision 8)."""

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from types import MappingProxyType

from lxml.html import HtmlElement

from crawler.article import ArticleKind, Attachment, LinkKind, Provenance, RawArticle, RelatedLink, RelatedState
from crawler.extract.body import Body, read_body
from crawler.extract.decode import base_url
from crawler.extract.files import media_type
from crawler.extract.identity import canonical_url, identity_of
from crawler.extract.lines import absolute
from crawler.extract.selectors import Selection
from crawler.page import Page, Signal
from crawler.profiles import Era, Layout, Profile
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.text import clean_line

_TEXTS = ("title", "lead", "byline", "source", "published", "modified", "section", "read_count")


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
    for name, elements in matched.items():
        place = elements[0].getroottree().getpath(elements[0])
        provenance[name] = Provenance(f"layout.{choice.layout.name}.{name}", place)
        if name in _TEXTS:
            changes[name] = _text(name, elements[0])
    changes |= _lists(page, matched)
    if "body" in matched:
        changes |= _body(page, matched, changes, article)
    return replace(article, provenance=MappingProxyType(provenance), **changes), signals  # type: ignore[arg-type]


def _select(page: Page, profile: Profile, choice: Choice) -> tuple[dict[str, list[HtmlElement]], tuple[Signal, ...]]:
    matched: dict[str, list[HtmlElement]] = {}
    signals: list[Signal] = []
    for name, selectors in choice.layout.fields.items():
        elements = next((found for found in (choice.selection.find(selector) for selector in selectors) if found), [])
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
    return RawArticle(canonical_url(page, profile), space, identity.source_id, ArticleKind.ARTICLE, None)


def _text(name: str, element: HtmlElement) -> str | None:
    """The element's text; for times its machine-readable value; for labelled fields what follows the label."""
    if name in ("published", "modified"):
        for attribute in ("datetime", "content"):
            if element.get(attribute):
                return clean_line(element.get(attribute) or "")
    text = clean_line(element.get("content") or " ".join(element.itertext()))
    found = match_label(text) if name not in ("title", "lead") else None
    return (found[1] if found and found[1] else text) or None


def _lists(page: Page, matched: Mapping[str, list[HtmlElement]]) -> dict[str, object]:
    base = base_url(page)
    changes: dict[str, object] = {}
    if "tags" in matched:
        changes["tags"] = tuple(dict.fromkeys(tag for e in matched["tags"] if (tag := clean_line(e.text_content()))))
    if "related" in matched:
        links = tuple(
            RelatedLink(url, clean_line(anchor.text_content()) or None, LinkKind.RELATED)
            for url, anchor in _anchors(base, matched["related"]).items()
        )
        changes["related"] = links
        changes["related_state"] = RelatedState.LISTED if links else RelatedState.EMPTY
    if "attachments" in matched:
        changes["attachments"] = tuple(
            Attachment(url, clean_line(anchor.text_content()) or url.rpartition("/")[2], media_type(url))
            for url, anchor in _anchors(base, matched["attachments"]).items()
        )
    return changes


def _anchors(base: str, elements: list[HtmlElement]) -> dict[str, HtmlElement]:
    found: dict[str, HtmlElement] = {}
    for element in elements:
        for anchor in element.iter("a"):
            if anchor.get("href"):
                found.setdefault(absolute(base, anchor.get("href") or ""), anchor)
    return found


def _body(
    page: Page, matched: Mapping[str, list[HtmlElement]], changes: Mapping[str, object], article: RawArticle
) -> dict[str, object]:
    """The body's own fields: the container without the elements that other selectors have taken from inside it."""
    container = _without_taken(matched)
    body: Body = read_body(container, base_url(page))
    found: dict[str, object] = {"paragraphs": body.paragraphs, "body_html": body.html, "images": body.images}
    if "images" in matched:
        known = {image.url for image in body.images}
        others = read_body(_wrap(matched["images"]), base_url(page)).images
        found["images"] = tuple(image for image in others if image.url not in known) + body.images
    if "attachments" not in changes:
        found["attachments"] = body.attachments or article.attachments
    if body.byline and not changes.get("byline"):
        found["byline"] = body.byline
    if body.source and not changes.get("source"):
        found["source"] = body.source
    return found


def _wrap(elements: list[HtmlElement]) -> HtmlElement:
    box = elements[0].makeelement("div", {})
    for element in elements:
        box.append(deepcopy(element))
    return box


def _without_taken(matched: Mapping[str, list[HtmlElement]]) -> HtmlElement:
    container = matched["body"][0]
    tree = container.getroottree()
    path = tree.getpath(container)
    inside = [
        tree.getpath(element)[len(path) :]
        for name, elements in matched.items()
        if name not in ("body", "images", "attachments")
        for element in elements
        if element is not container and any(up is container for up in element.iterancestors())
    ]
    copy = deepcopy(container)
    copy.tail = None
    taken = [found for relative in inside for found in copy.xpath("." + re.sub(r"^/*", "/", relative))]
    for element in taken:
        if element.getparent() is not None:
            element.drop_tree()
    return copy
