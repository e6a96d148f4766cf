"""What may leave the archive of an article's text, by what its site allows to be published: all of it (``full``), how
it begins (``excerpt``), or nothing but what is said about it (``metadata``, and any word that we do not know)."""

from collections.abc import Mapping
from textwrap import shorten
from typing import Any, Final

FULL: Final = "full"
EXCERPT: Final = "excerpt"
#: Characters of a body that stand for a lead where there is none.
BEGINNING: Final = 300


def beginning(publish: str, lead: str | None, body: str | None) -> str:
    """The body as far as ``publish`` allows: whole, its first words where there is no lead, or nothing."""
    if publish == FULL:
        return body or ""
    if publish != EXCERPT or lead:
        return ""
    return shorten((body or "").partition("\n")[0], BEGINNING, placeholder=" …")


def cut(item: Mapping[str, Any], publish: str) -> dict[str, Any]:
    """An object of the export contract as far as ``publish`` allows; its keys stay."""
    if publish == FULL:
        return dict(item)
    return {
        **item,
        "lead": item["lead"] if publish == EXCERPT else None,
        "body_text": beginning(publish, item["lead"], item["body_text"]),
        "body_html": "",
        "images": [],
        "attachments": [],
        "flags": [],
        "capture": None,
    }
