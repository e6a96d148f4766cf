"""The pages of one article made one: their texts in order, under the first page's headline and date."""

from collections.abc import Sequence
from dataclasses import replace

from crawler.article import Image, RawArticle, RelatedState
from crawler.vietnamese.text import comparison_key

#: A page that says again this share of the first one's lines is a twin of it: its pager turns another list.
_TWIN = 0.6


def join(first: RawArticle, parts: Sequence[RawArticle]) -> RawArticle:
    """``first`` with the texts, pictures, files, author's line and source of ``parts`` (pages 2 and on, in order).
    Read count, date and section are the first page's. A part that repeats the first page's text adds nothing."""
    article = first
    for part in parts:
        if not _is_twin(first, part):
            article = _extended(article, part)
    return replace(article, next_pages=first.next_pages)


def _is_twin(first: RawArticle, part: RawArticle) -> bool:
    known = {comparison_key(line) for line in first.paragraphs}
    lines = [comparison_key(line) for line in part.paragraphs]
    return bool(lines) and sum(line in known for line in lines) >= _TWIN * len(lines)


def _extended(article: RawArticle, part: RawArticle) -> RawArticle:
    known = {image.url for image in article.images}
    files = {file.url for file in article.attachments}
    lead = [part.lead] if part.lead and part.lead != article.lead else []
    linked = {link.url for link in article.related}
    related = article.related + tuple(link for link in part.related if link.url not in linked)
    return replace(
        article,
        paragraphs=article.paragraphs + _opening(lead, article) + part.paragraphs,
        body_html="\n".join(text for text in (article.body_html, part.body_html) if text),
        images=article.images + tuple(image for image in part.images if _is_new(image, known)),
        attachments=article.attachments + tuple(file for file in part.attachments if file.url not in files),
        byline=part.byline or article.byline,
        source=article.source or part.source,
        tags=article.tags or part.tags,
        related=related,
        related_state=RelatedState.LISTED if related else article.related_state,
        read_count=article.read_count or part.read_count,
        flags=tuple(dict.fromkeys(article.flags + part.flags)),
    )


def _opening(lead: Sequence[str], article: RawArticle) -> tuple[str, ...]:
    """What a later page sets apart at its beginning is text of the article: it has one standfirst, on page 1."""
    return tuple(line for text in lead for line in text.split("\n") if line not in article.paragraphs)


def _is_new(image: Image, known: set[str]) -> bool:
    return image.url not in known
