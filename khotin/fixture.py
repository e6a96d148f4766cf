"""What extraction reads from a page now, in the form of a fixture's expected.json."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from crawler.discovery.detect import detect
from crawler.extract.markup.decode import parse_page
from crawler.extract.reader import read
from crawler.profile_files import with_family
from crawler.profiles import Profile
from pipelines.normalise import normalise

#: Letters of a fixture's name.
_LONGEST: Final = 60
#: Keys of Article that a page does not decide, or that follow from others.
LEFT_OUT: Final = ("site", "kind", "digest", "provenance", "body_html", "alternate_urls", "memory_version")


def fixture_fields(body: bytes, content_type: str | None, url: str, profile: Profile) -> dict[str, Any]:
    """``kind`` and the codes of the ``signals``; where the page is an article, its fields as JSON has them: dates in
    ISO 8601, lists of objects, None where the page gives nothing."""
    page = parse_page(body, content_type, url)
    if profile.family == "auto":
        profile = with_family(profile, detect(page, {}).family)
    reading = read(page, profile)
    fields: dict[str, Any] = {"kind": str(reading.kind), "signals": [signal.code for signal in reading.signals]}
    if reading.article is not None:
        article = normalise(reading.article, profile)
        names = (name for name in article.__dataclass_fields__ if name not in LEFT_OUT)
        fields |= {name: _plain(getattr(article, name)) for name in names}
    return fields


def case_name(url: str) -> str:
    """A folder name from a URL: its last words and numbers, none of them cut."""
    parts = urlsplit(url)
    text = f"{parts.path}-{parts.query}" if parts.query else parts.path
    name = "-".join(part for part in "".join(c if c.isalnum() else " " for c in text).split())
    if len(name) > _LONGEST:
        name = name[-_LONGEST:].partition("-")[2] or name[-_LONGEST:]
    return name.lower() or "front"


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {key: _plain(item) for key, item in asdict(value).items()}
    return str(value) if isinstance(value, str) else value
