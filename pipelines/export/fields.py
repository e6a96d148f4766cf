"""What each key of the export contract is: type and meaning, as docs/fields.md and the Data Package say it."""

from collections.abc import Mapping
from typing import Final

#: Key -> (type, meaning), in the order of the contract.
FIELDS: Final[Mapping[str, tuple[str, str]]] = {
    "site": ("string", "the site's slug"),
    "kind": (
        "string",
        (
            "`article`, `document` (official document published as one), `page` (static), `external` (only "
            "points elsewhere)"
        ),
    ),
    "id_space": ("string", "which numbering of the site `source_id` belongs to"),
    "source_id": ("string or null", "the site's own identifier"),
    "url": ("string", "canonical URL"),
    "alternate_urls": ("list", "other URLs at which the same article was met"),
    "title": ("string or null", "headline as shown, without the site's name"),
    "lead": ("string or null", "the standfirst (sa-pô), where the page sets one apart"),
    "body_text": (
        "string",
        ("the body's paragraphs joined by `\\n`: no lead, captions, byline, labels or related links"),
    ),
    "body_html": ("string", "the body's own markup, sanitised"),
    "byline": ("string or null", "the author line as printed"),
    "authors": ("list", "`{name, unit, role}`; role is `text`, `photo` or null"),
    "source": ("string or null", "the outlet credited for a republished piece"),
    "published_at": ("string or null", "ISO 8601 with `+07:00`, only from a stamp on the page or its metadata"),
    "published_precision": ("string or null", "`minute` or `day`"),
    "published_between": ("list or null", "bounds from neighbouring ids, where no stamp exists"),
    "event_date": ("string or null", "the day that the text itself gives for what happened"),
    "modified_at": ("string or null", "as the page states it"),
    "section": ("string or null", "the section's shown name"),
    "tags": ("list", "the article's tags, in page order"),
    "read_count": ("integer or null", "the article's own count as last seen; our own visit may add one"),
    "read_count_at": ("string or null", "when it was seen, UTC"),
    "related": ("list", "`{url, title, kind}`; kind is `related`, `newer`, `older` or `same_section`"),
    "images": ("list", "`{url, caption, credit, alt}` in page order"),
    "attachments": ("list", "`{url, name, media_type}`"),
    "document_number": ("string or null", "e.g. `65-KH/TĐTN`"),
    "language": ("string", "BCP 47"),
    "status": ("string", "`live`, `suspected`, `gone`, `replaced`, `unreachable`, `hidden` as of the last look"),
    "first_seen_at": ("string", "UTC"),
    "last_seen_at": ("string", "UTC"),
    "changed_at": (
        "string",
        "UTC; when the text, title, byline, images, captions or attachments last changed, or the status did",
    ),
    "versions": ("integer", "how many different texts were seen"),
    "capture": ("object", "`{captured_at, warc, offset, length, digest}`: where the page's bytes lie"),
    "flags": (
        "list",
        (
            "signs that others put something into the page: `{kind, text, url, first_captured_at, "
            "last_captured_at}`; kind is `commercial_link`, `hidden_text` or `unaccented_anchor`; none of it "
            "is in the other values"
        ),
    ),
}
