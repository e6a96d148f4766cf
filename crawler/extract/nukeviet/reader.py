"""NukeViet (3, 4.0 to 4.5, any theme): its page's own evidence first, the generic reader for what it does not show."""

import re
from dataclasses import replace
from types import MappingProxyType

from crawler.article import ArticleKind, Attachment, Provenance, RawArticle
from crawler.extract.around.fields import Fields
from crawler.extract.generic import read_generic
from crawler.extract.identity import canonical_url, declared_addresses, identity_of
from crawler.extract.markup.lines import absolute
from crawler.extract.nukeviet.lists import find_files, find_tags, lead_images, lead_pictures, merge_images
from crawler.extract.nukeviet.page import Frame, frame_of, functions, is_twin
from crawler.extract.nukeviet.related import find_lists
from crawler.extract.nukeviet.values import find_lead, labels_of, put_values, read_around
from crawler.extract.reading import Reading, ReadingKind, of_article
from crawler.extract.text.body import Body, read_body
from crawler.page import Page, Signal
from crawler.profiles import Profile
from crawler.vietnamese.documents import is_document_title

_LISTS = re.compile(r"^(?:viewcat\w*|topic|tag|groups?|author|search|rss|archives?|instant-rss|rssall|content)$")


def read_nukeviet(page: Page, profile: Profile) -> Reading:
    """What the page is and its article; ``profile`` gives the site's name, labels and URL shapes. Never raises for
    what a site serves. A page whose body is not known as one is read by the generic rules."""
    _, function = functions(page)
    if is_twin(function):
        return Reading(ReadingKind.UNKNOWN)
    if _LISTS.match(function):
        return Reading(ReadingKind.LISTING)
    frame = frame_of(page, profile)
    if frame is None or not _is_article(frame):
        return read_generic(page, replace(profile, labels=labels_of(profile)))
    return _read_article(frame)


def _is_article(frame: Frame) -> bool:
    """Whether the frame holds an article: its function says so, or it has a headline and something below it."""
    if frame.function == "detail" or frame.is_static:
        return frame.title_text is not None
    has_body = bool(frame.body.text_content().strip()) or frame.body.find(".//img") is not None
    return frame.title is not None and has_body


def _read_article(frame: Frame) -> Reading:
    around = read_around(frame)
    fields = Fields()
    put_values(fields, frame, around)
    holders = lead_pictures(frame)
    lead = find_lead(frame, around, holders)
    if lead:
        fields.put("lead", "\n".join(line.text for line in lead[0]), lead[1])
    images = lead_images(frame, holders)
    related = find_lists(frame)
    tags, _ = find_tags(frame, around.extent.end)
    files = find_files(frame, around.extent.end)
    body = read_body(frame.body, frame.scene.base)
    for name, value in (("byline", body.byline), ("source", body.source)):
        if name in body.provenance:
            fields.put(name, value, body.provenance[name].rule, body.provenance[name].confidence)
    article = _assemble(frame, fields, body, files)
    article = replace(
        article,
        images=merge_images(images, body.images),
        tags=tags,
        related=related.links,
        related_state=related.state,
    )
    return of_article(_with_provenance(article, frame), _signals(article, frame))


def _assemble(frame: Frame, fields: Fields, body: Body, files: tuple[Attachment, ...]) -> RawArticle:
    page, profile = frame.scene.page, frame.scene.profile
    identity = identity_of(page, profile)
    known = {file.url for file in body.attachments}
    return RawArticle(
        url=canonical_url(page, profile),
        id_space=identity.id_space,
        source_id=identity.source_id,
        kind=_kind(frame, fields, body, identity.static and not identity.addressed),
        alternate_urls=_alternates(frame),
        paragraphs=body.paragraphs,
        body_html=body.html,
        attachments=body.attachments + tuple(file for file in files if file.url not in known),
        provenance=MappingProxyType(fields.provenance),
        **{"title": None, **fields.values},  # type: ignore[arg-type]  # keys are RawArticle's string fields
    )


def _kind(frame: Frame, fields: Fields, body: Body, static: bool) -> ArticleKind:
    if frame.is_static or static:
        return ArticleKind.PAGE
    if sum(map(len, body.paragraphs)) < 100 and len(_outward(frame)) == 1 and not body.images:
        return ArticleKind.EXTERNAL
    title = fields.values.get("title")
    return ArticleKind.DOCUMENT if title and is_document_title(title) else ArticleKind.ARTICLE


def _outward(frame: Frame) -> set[str]:
    """Other hosts' pages that the body links to."""
    hosts = tuple(f"://{host}/" for host in frame.scene.profile.hosts)
    links = {absolute(frame.scene.base, a.get("href") or "") for a in frame.body.iter("a")}
    return {link for link in links if link.startswith("http") and not any(host in link for host in hosts)}


def _alternates(frame: Frame) -> tuple[str, ...]:
    """Other addresses that the page gives itself."""
    page = frame.scene.page
    own = (page.url, canonical_url(page, frame.scene.profile))
    return tuple(url for url in declared_addresses(page) if url not in own)


def _with_provenance(article: RawArticle, frame: Frame) -> RawArticle:
    found = dict(article.provenance)
    place = frame.body.getroottree().getpath(frame.body)
    rules = {
        "paragraphs": ("nukeviet.body", place),
        "body_html": ("nukeviet.body", place),
        "images": ("nukeviet.images", "body and above it"),
        "attachments": ("nukeviet.attachments", "beside the body"),
        "tags": ("nukeviet.tags", "below the body"),
        "related": ("nukeviet.related.label", "below the body"),
        "alternate_urls": ("nukeviet.alternate_urls.declared", "head"),
    }
    found |= {name: Provenance(rule, where) for name, (rule, where) in rules.items() if getattr(article, name)}
    return replace(article, provenance=MappingProxyType(found))


def _signals(article: RawArticle, frame: Frame) -> tuple[Signal, ...]:
    file = frame.scene.profile.file or None
    signals = []
    if article.title is None:
        advice = "Look at the capture; if the theme prints titles, name them in a layout of the site's profile."
        signals.append(Signal("title.missing", f"No title was found at {article.url}.", advice, file=file))
    if not (article.paragraphs or article.images or article.attachments):
        advice = "Look at the capture; if the article is empty on the site as well, nothing is wrong."
        signals.append(Signal("body.missing", f"The body at {article.url} is empty.", advice, file=file))
    return tuple(signals)
