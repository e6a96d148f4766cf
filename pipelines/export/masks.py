"""Articles of the export contract with telephone numbers and e-mail addresses of people made unreadable."""

from collections.abc import Mapping
from typing import Any, Final

from crawler.vietnamese.contacts import masked

#: Keys with texts that people wrote; addresses, ids, times and numbers are in none of them.
_TEXTS: Final = (
    "title", "lead", "body_text", "body_html", "byline", "source", "section", "tags", "authors", "related", "images",
    "attachments", "flags",
)  # fmt: skip
_ADDRESSES: Final = ("url", "media_type", "kind", "role")


def masked_article(item: Mapping[str, Any]) -> dict[str, Any]:
    """``item`` with its texts masked, also those in its lists; its keys and URLs stay."""
    return {key: _masked(value) if key in _TEXTS else value for key, value in item.items()}


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, list):
        return [_masked(each) for each in value]
    if isinstance(value, dict):
        return {key: each if key in _ADDRESSES else _masked(each) for key, each in value.items()}
    return value
