"""RawArticle: what a page says, as it says it. Article: the same, typed. Neither knows HTML trees or databases."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType


class ArticleKind(StrEnum):
    """What an article page is, by its content (EXPORT.md key ``kind``)."""

    ARTICLE = "article"
    DOCUMENT = "document"
    PAGE = "page"
    EXTERNAL = "external"


class LinkKind(StrEnum):
    """Which list a related link stood in (EXPORT.md key ``related[].kind``)."""

    RELATED = "related"
    NEWER = "newer"
    OLDER = "older"
    SAME_SECTION = "same_section"


class RelatedState(StrEnum):
    """Whether the page has a related list: no label, a label with an empty list, or links."""

    ABSENT = "absent"
    EMPTY = "empty"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which rule gave a value and where it stood: ``rule`` like ``nukeviet.title`` or ``generic.byline.last_line``,
    ``place`` an XPath or label, ``confidence`` 0..1 (1 = structure says so, 0.5 = position and shape only)."""

    rule: str
    place: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class RelatedLink:
    """A link to another article: absolute URL, its text as printed, the list it stood in."""

    url: str
    title: str | None
    kind: LinkKind = LinkKind.RELATED


@dataclass(frozen=True, slots=True)
class Image:
    """An image of the article, in page order: absolute URL; caption as printed, its credit within; the credit
    ("Ảnh: …") once more by itself; alt."""

    url: str
    caption: str | None = None
    credit: str | None = None
    alt: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document of the article (PDF, Word, …): absolute URL, shown name, media type by extension."""

    url: str
    name: str
    media_type: str | None = None


class FlagKind(StrEnum):
    """What was put into a page by others (EXPORT key ``flags[].kind``)."""

    COMMERCIAL_LINK = "commercial_link"
    HIDDEN_TEXT = "hidden_text"
    UNACCENTED_ANCHOR = "unaccented_anchor"


@dataclass(frozen=True, slots=True)
class Flag:
    """A sign of tampering on a page: what it is, its text (500 characters at most), and where it links to."""

    kind: FlagKind
    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class RawArticle:
    """Strings as found on one page (decoded and NFC, otherwise not interpreted); None where the page gives none.

    ``published``, ``modified``, ``read_count`` hold the text beside the label (``Thứ sáu - 12/04/2024 08:15``,
    ``4.982``). ``paragraphs`` are the body's own lines: no title, lead, caption, byline, label or related link.
    ``body_html`` is the body's markup with absolute URLs, not yet sanitised. ``provenance`` maps each field that
    has a value to where it came from.

    An article divided into pages: ``next_pages`` are the canonical URLs of pages 2 and on, as the first one names them;
    a later page has its ``page_number`` and the URL of its ``first_page``, and is no article of its own.
    ``memory_version``: of the SiteMemory with which it was read, 0 for none.
    """

    url: str
    id_space: str
    source_id: str | None
    kind: ArticleKind
    title: str | None
    alternate_urls: tuple[str, ...] = ()
    lead: str | None = None
    paragraphs: tuple[str, ...] = ()
    body_html: str = ""
    byline: str | None = None
    source: str | None = None
    published: str | None = None
    modified: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    read_count: str | None = None
    related: tuple[RelatedLink, ...] = ()
    related_state: RelatedState = RelatedState.ABSENT
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    document_number: str | None = None
    language: str = "vi"
    provenance: Mapping[str, Provenance] = field(default_factory=lambda: MappingProxyType({}))
    page_number: int = 1
    first_page: str = ""
    next_pages: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    memory_version: int = 0


@dataclass(frozen=True, slots=True)
class Credit:
    """One person or unit credited: ``name`` (person, or the unit where no person is named), ``unit`` the person
    belongs to, ``role`` ``text``, ``photo`` or None (EXPORT.md key ``authors``)."""

    name: str
    unit: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A RawArticle, typed. Times are aware (+07:00 where the page speaks); ``published_precision`` is ``minute``,
    ``day`` or None; ``digest`` is the SHA-256 over what makes a version (decision 11): normalised title, lead,
    paragraphs, byline, images, captions, attachments; never counts, related links or markup."""

    site: str
    id_space: str
    source_id: str | None
    kind: ArticleKind
    url: str
    title: str | None
    alternate_urls: tuple[str, ...]
    lead: str | None
    body_text: str
    body_html: str
    byline: str | None
    authors: tuple[Credit, ...]
    source: str | None
    published_at: datetime | None
    published_precision: str | None
    event_date: date | None
    modified_at: datetime | None
    section: str | None
    tags: tuple[str, ...]
    read_count: int | None
    related: tuple[RelatedLink, ...]
    related_state: RelatedState
    images: tuple[Image, ...]
    attachments: tuple[Attachment, ...]
    document_number: str | None
    language: str
    digest: str
    provenance: Mapping[str, Provenance]
    flags: tuple[Flag, ...] = ()
    memory_version: int = 0
