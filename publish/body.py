"""The body of an article page: text blocks and figures in reading order, each caption once and with its image."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import shorten
from typing import Any, Final

from markupsafe import Markup

from publish.markup import Block, blocks
from publish.spelling import fold

#: Stored HTML that holds less than this share of the stored text is not the whole body; the plain text is shown then.
_LEAST_SHARE: Final = 0.8
#: Characters of a body that may stand for a lead; exports keep to the same.
_BEGINNING: Final = 300
_NOTHING: Final = Markup("")


@dataclass(frozen=True, slots=True)
class Part:
    """One part. ``kind``: ``p``, ``h``, ``list``, ``quote``, ``table`` (``html`` is safe), ``figure`` (``image``)."""

    kind: str
    html: Markup = _NOTHING
    image: Mapping[str, Any] | None = None


def compose(html: str, text: str, images: Sequence[Mapping[str, Any]], shown: Iterable[str | None]) -> list[Part]:
    """The body from its stored ``html``, or from ``text`` (paragraphs by newline) where the HTML lacks some of it.

    ``images`` are rows with ``url``, ``caption``, ``credit``; every one appears exactly once, at its place or at the
    end; images not among them (icons, spacers) do not appear. Blocks that repeat a caption or one of ``shown`` (title,
    lead, byline, shown elsewhere on the page) are left out.
    """
    found = blocks(html)
    if sum(_letters(block.text) for block in found) < _LEAST_SHARE * _letters(text):
        found = [Block("p", escape(line), line) for line in text.split("\n") if line.strip()]
    waiting = {image["url"]: image for image in images}
    repeats = {fold(line) for line in shown if line} | {line for image in images for line in _caption_forms(image)}
    parts: list[Part] = []
    for block in found:
        if block.kind == "image":
            if block.url in waiting:
                parts.append(Part("figure", image=waiting.pop(block.url)))
        elif not _repeated(block.text, repeats):
            _add_text(parts, block)
    return parts + [Part("figure", image=image) for image in waiting.values()]


def excerpt(text: str, lead: str | None) -> list[Part]:
    """What may be shown of an article whose site allows an excerpt: how it begins, nothing where a lead is shown. As
    much as an export lets out: an article of one paragraph is not shown whole."""
    first = "" if lead else shorten(text.partition("\n")[0], _BEGINNING, placeholder=" …")
    return [Part("p", Markup("{}").format(first))] if first else []


def _repeated(text: str, repeats: set[str]) -> bool:
    """Whether ``text`` is one of ``repeats``, which are folded; its beginning alone mostly tells that it is none."""
    beginning = fold(text[:30])
    return any(repeat.startswith(beginning) for repeat in repeats) and fold(text) in repeats


def _letters(text: str) -> int:
    return sum(map(len, text.split()))


def _add_text(parts: list[Part], block: Block) -> None:
    safe = Markup(block.html)  # noqa: S704 - rebuilt by markup.blocks from escaped text and an allow-list
    if block.kind == "li":
        item = Markup("<li>{}</li>").format(safe)
        if parts and parts[-1].kind == "list":
            parts[-1] = Part("list", parts[-1].html + item)
        else:
            parts.append(Part("list", item))
    else:
        parts.append(Part(block.kind, safe))


def _caption_forms(image: Mapping[str, Any]) -> set[str]:
    caption, credit = image["caption"] or "", image["credit"] or ""
    forms = {caption, f"{caption} {credit}", f"{caption} Ảnh: {credit}", credit, f"Ảnh: {credit}"}
    return {fold(form) for form in forms} - {"", "anh"}
