"""What a page's head and microdata declare. Precise where present, scarce, and often the site's constant: judge it."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from crawler.vietnamese.text import clean_line, fold

_SEPARATORS = re.compile(r"\s+[|–—»«:·•>-]+\s+|\s*\|\s*|\s*»\s*|\s+::\s+")
#: A longer title is no headline with a site's name behind it.
_LONGEST = 500
_ARTICLE_TYPES = frozenset({"newsarticle", "article", "blogposting", "report", "reportagenewsarticle"})
_ADMIN = re.compile(
    r"^(?:(?:site)?admin\w*|adm|quan ?tri(?: ?vien| ?mang| he thong)?|ban quan tri|super ?user|webmaster|root|user\d*|"
    r"wordpress|wp|nukeviet|joomla!?|drupal|editor|guest|host|vinades.*|portal|mod|demo|test|"
    r"cong ty\b.*|.*\b(?:software|jsc|tnhh)|vnpt\b.*|viettel\b.*)$"
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """Declared values as strings, None where absent. ``titles``: og:title, JSON-LD headline, ``<title>`` and its
    parts, best first. ``is_article``: a type says so (None: no type given)."""

    titles: tuple[str, ...] = ()
    site_name: str | None = None
    published: str | None = None
    modified: str | None = None
    author: str | None = None
    section: str | None = None
    canonical: str | None = None
    description: str | None = None
    picture: str | None = None
    is_article: bool | None = None


def read_metadata(tree: HtmlElement) -> Metadata:
    """The declarations of one page: Open Graph, Twitter, article:* and itemprop metas, JSON-LD, ``<title>``."""
    declared: dict[str, list[HtmlElement]] = {"link": [], "meta": [], "script": [], "title": []}
    for element in tree.iter(*declared):
        declared[element.tag].append(element)
    metas = _metas(declared["meta"])
    data = next(_articles(declared["script"]), {})
    return Metadata(
        titles=tuple(_titles(declared["title"], metas, data)),
        site_name=metas.get("og:site_name") or metas.get("application-name"),
        published=_first(metas.get("article:published_time"), data.get("datePublished"), metas.get("datepublished")),
        modified=_first(metas.get("article:modified_time"), data.get("dateModified"), metas.get("datemodified")),
        author=_name(data.get("author")) or metas.get("article:author") or metas.get("author"),
        section=metas.get("article:section") or _string(data.get("articleSection")),
        canonical=next((link.get("href") for link in declared["link"] if _is_canonical(link)), None),
        description=metas.get("og:description") or metas.get("description"),
        picture=metas.get("og:image") or metas.get("twitter:image"),
        is_article=_is_article(metas, data),
    )


def title_parts(title: str) -> list[str]:
    """A document title whole, and what is left when its site or section name is split off, longest first."""
    title = clean_line(title)
    if len(title) > _LONGEST:
        return [title]
    parts = [part for part in (clean_line(p) for p in _SEPARATORS.split(title)) if part]
    leading = [clean_line(title[: m.start()]) for m in _SEPARATORS.finditer(title)]
    return list(dict.fromkeys([title, *sorted({*parts, *leading}, key=len, reverse=True)]))


def is_administrator(name: str) -> bool:
    """Whether an author's name is that of an account which keeps a site (``admin``, ``Super User``), or empty."""
    key = fold(name)
    return not key or bool(_ADMIN.match(key))


def is_placeholder_author(name: str, site_names: frozenset[str]) -> bool:
    """Whether an account or meta author names the site or its administrator rather than who wrote the article."""
    key = fold(name)
    return is_administrator(name) or key in site_names or "@" in key or "http" in key


def _is_canonical(link: HtmlElement) -> bool:
    return link.get("rel") == "canonical" and link.get("href") is not None


def _metas(elements: Iterable[HtmlElement]) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in elements:
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        value = clean_line(meta.get("content") or "")
        if key and value:
            metas.setdefault(key, value)
    return metas


def _titles(elements: Iterable[HtmlElement], metas: dict[str, str], data: dict[str, Any]) -> Iterator[str]:
    found = [metas.get("og:title"), _string(data.get("headline")), metas.get("twitter:title"), metas.get("title")]
    heads = (title for title in elements if (up := title.getparent()) is not None and up.tag == "head")
    found += [title.text_content() for title in islice(heads, 1)]
    yield from dict.fromkeys(part for title in found if title for part in title_parts(title))


def _is_article(metas: dict[str, str], data: dict[str, Any]) -> bool | None:
    if data:
        return True
    kind = metas.get("og:type")
    return None if kind is None else kind.lower() == "article"


def _articles(scripts: Iterable[HtmlElement]) -> Iterator[dict[str, Any]]:
    """JSON-LD objects that are an article."""
    for script in scripts:
        if script.get("type") != "application/ld+json":
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):  # broken JSON is common and says nothing
            continue
        yield from (node for node in _nodes(data) if _type(node) in _ARTICLE_TYPES)


def _nodes(data: object) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for item in data:
            yield from _nodes(item)
    elif isinstance(data, dict):
        yield data
        yield from _nodes(data.get("@graph"))


def _type(node: dict[str, Any]) -> str:
    kind = node.get("@type")
    return str(kind[0] if isinstance(kind, list) and kind else kind).lower()


def _first(*values: object) -> str | None:
    return next((text for text in map(_string, values) if text), None)


def _string(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return clean_line(value) or None if isinstance(value, str) else None


def _name(value: object) -> str | None:
    if isinstance(value, list):
        names = [name for name in map(_name, value) if name]
        return ", ".join(names) or None
    return _string(value.get("name")) if isinstance(value, dict) else _string(value)
