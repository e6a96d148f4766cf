"""RawArticle to Article: strings to dates, integers, people and safe markup. Pure: the same input, the same output."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Final, TypeVar
from urllib.parse import urlsplit

from crawler.article import Article, Attachment, Image, Provenance, RawArticle, RelatedLink, RelatedState
from crawler.profiles import Profile
from crawler.vietnamese.counts import parse_count
from crawler.vietnamese.dates import Precision, event_date, parse_stamp
from crawler.vietnamese.documents import document_number, is_document_title
from crawler.vietnamese.labels import match_label
from crawler.vietnamese.names import split_byline
from crawler.vietnamese.text import clean_line, nfc
from pipelines.normalise.digest import content_digest
from pipelines.normalise.markup import sanitise

_T = TypeVar("_T")

#: Fields of a RawArticle that have another name once they are typed.
_RENAMED: Final = {"published": "published_at", "modified": "modified_at", "paragraphs": "body_text"}


def normalise(raw: RawArticle, profile: Profile) -> Article:
    """The typed article of what a page says; never raises for odd content: what cannot be read is None or left out.

    Times are aware in +07:00, read in ``profile.time_zone`` where the page names no offset, and None where the profile
    says that the site prints no stamps. Texts are NFC in single-spaced lines; ``body_html`` is safe to show; related
    links to the article itself, repeated images, links and files are dropped.
    """
    title, lead, byline = _line(raw.title), _line(raw.lead), _line(raw.byline)
    paragraphs = tuple(line for paragraph in raw.paragraphs if (line := clean_line(paragraph)))
    images, attachments = _images(raw.images), _attachments(raw.attachments)
    published, precision = _stamp(raw.published, profile)
    happened = event_date([lead or "", *paragraphs], title)
    article = Article(
        site=profile.slug,
        id_space=raw.id_space,
        source_id=raw.source_id,
        kind=raw.kind,
        url=raw.url,
        title=title,
        alternate_urls=_unique((u for u in raw.alternate_urls if u != raw.url), key=str),
        lead=lead,
        body_text="\n".join(paragraphs),
        body_html=sanitise(raw.body_html),
        byline=byline,
        authors=split_byline(byline) if byline else (),
        source=_source(raw.source),
        published_at=published,
        published_precision=precision,
        event_date=happened,
        modified_at=_stamp(raw.modified, profile)[0],
        section=_line(raw.section),
        tags=_unique((tag for text in raw.tags if (tag := clean_line(text).strip("#,; "))), key=str.lower),
        read_count=parse_count(raw.read_count) if raw.read_count else None,
        related=_related(raw),
        related_state=raw.related_state,
        images=images,
        attachments=attachments,
        document_number=_document_number(raw, title),
        language=raw.language or "vi",
        digest=content_digest((title, lead, byline), paragraphs, images, attachments),
        provenance=MappingProxyType({}),
        flags=raw.flags,
        memory_version=raw.memory_version,
    )
    if article.related and article.related_state is not RelatedState.LISTED:
        article = replace(article, related_state=RelatedState.LISTED)
    return replace(article, provenance=_provenance(raw, article))


def _line(text: str | None) -> str | None:
    return (clean_line(text) or None) if text else None


def _stamp(text: str | None, profile: Profile) -> tuple[datetime | None, Precision | None]:
    found = parse_stamp(text, profile.time_zone) if text and profile.stamps else None
    return found or (None, None)


def _source(text: str | None) -> str | None:
    """The outlet without its label: ``Nguồn: Báo Kiên Giang`` → ``Báo Kiên Giang``."""
    line = clean_line(text or "").strip("()[] ")
    labelled = match_label(line)
    value = labelled[1] if labelled and labelled[0] == "source" else line
    return value.strip(" .:;,") or None


def _unique(items: Iterable[_T], key: Callable[[_T], object]) -> tuple[_T, ...]:
    """Items in order, the first of each key."""
    kept: dict[object, _T] = {}
    for item in items:
        kept.setdefault(key(item), item)
    return tuple(kept.values())


def _is_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme in {"http", "https"}
    except ValueError:  # ``http://[``
        return False


def _images(images: Iterable[Image]) -> tuple[Image, ...]:
    cleaned = (Image(nfc(i.url), _line(i.caption), _line(i.credit), _line(i.alt)) for i in images if _is_web(i.url))
    return _unique(cleaned, key=lambda image: image.url)


def _attachments(files: Iterable[Attachment]) -> tuple[Attachment, ...]:
    cleaned = (Attachment(nfc(f.url), clean_line(f.name), f.media_type) for f in files if _is_web(f.url))
    return _unique(cleaned, key=lambda file: file.url)


def _related(raw: RawArticle) -> tuple[RelatedLink, ...]:
    own = {raw.url, *raw.alternate_urls}
    links = (RelatedLink(r.url, _line(r.title), r.kind) for r in raw.related if r.url not in own)
    return _unique(links, key=lambda link: (link.url, link.kind))


def _document_number(raw: RawArticle, title: str | None) -> str | None:
    """The number beside the page's label, else the one in a title that announces a document; news that mentions a
    document has none."""
    if raw.document_number:
        return document_number(raw.document_number) or _line(raw.document_number)
    return document_number(title) if title and is_document_title(title) else None


def _provenance(raw: RawArticle, article: Article) -> Mapping[str, Provenance]:
    """Provenance under the fields' typed names, of fields that have a value; that of what is derived here added."""
    found = {_RENAMED.get(field, field): origin for field, origin in raw.provenance.items()}
    if article.authors and "byline" in found:
        found["authors"] = found["byline"]
    if article.event_date:
        found["event_date"] = Provenance("text.event_date", "opening", 0.8)
    if article.document_number and "document_number" not in found:
        found["document_number"] = Provenance("title.document_number", "title", 0.9)
    empty: tuple[object, ...] = (None, (), "")
    return MappingProxyType(
        {field: origin for field, origin in found.items() if getattr(article, field, field) not in empty}
    )
