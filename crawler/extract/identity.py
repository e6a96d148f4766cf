"""Which article a page is: by the shape of its URL, else by the id that the template prints."""

import re
from dataclasses import dataclass

from crawler.discovery.urls import identify, target
from crawler.discovery.verdicts import verdicts_for
from crawler.extract.markup.lines import absolute
from crawler.page import Page
from crawler.profiles import Profile

_POST_ID = re.compile(r"^(postid-|page-id-|page-node-)(\d+)$")
_SPACES = {"page-node-": "node"}
_SHORT_LINKS = (("post", re.compile(r"[?&]p=(\d+)")), ("node", re.compile(r"(?:/|[?&]q=)node/(\d+)/?$")))
_SETTINGS = '"currentPath"'
_NODE_BOX = 'id="node-'
_NODE = re.compile(r'\bid="node-(\d+)"')
_NODE_PATH = re.compile(r'"currentPath":"node\\?/(\d+)"')
_SCHEMA = "com_content"
_CONTENT = re.compile(r'#\\?/schema\\?/com_content\\?/article\\?/(\d+)"')
#: Ends the id space of a rule that finds only an alias in the URL.
_ALIAS = "/alias"


@dataclass(frozen=True, slots=True)
class PageIdentity:
    """Numbering and id; ``addressed``: the URL has the shape of the site's articles, ``static``: of static pages."""

    id_space: str
    source_id: str | None
    addressed: bool = False
    static: bool = False


def identity_of(page: Page, profile: Profile) -> PageIdentity:
    """The page's identity. Without a rule for its URL, or with one that gives only an alias: the template's own id (id
    space ``post``, ``node`` or ``joomla``), else its path."""
    shape = target(canonical_url(page, profile))
    static = any(rule.pattern.search(shape) for rule in profile.discovery.statics)
    found = identify(canonical_url(page, profile), profile)
    by_url = (found.id_space, found.source_id) if found else None
    if by_url is None or by_url[0].endswith(_ALIAS):
        by_url = _printed_id(page) or by_url
    space, own = by_url or ("path", shape)
    return PageIdentity(space, own, addressed=found is not None, static=static)


def canonical_url(page: Page, profile: Profile) -> str:
    """The page's own address in the site's canonical spelling."""
    return verdicts_for(profile).address(page.url)


def _printed_id(page: Page) -> tuple[str, str] | None:
    """(id space, id) by the class of ``<body>``, the short link, the settings that the page's script is given, or what
    the head tells search engines."""
    return _id_of_body(page) or _id_of_short_link(page) or _id_in_source(page)


def _id_of_body(page: Page) -> tuple[str, str] | None:
    body = page.tree.find("body")
    names = (body.get("class") or "").split() if body is not None else ()
    found = next(filter(None, map(_POST_ID.match, names)), None)
    return (_SPACES.get(found[1], "post"), found[2]) if found else None


def _id_of_short_link(page: Page) -> tuple[str, str] | None:
    for link in page.elements("link"):
        href = link.get("href") if link.get("rel") == "shortlink" else None
        for space, pattern in _SHORT_LINKS:
            if found := pattern.search(href or ""):
                return space, found[1]
    return None


def _id_in_source(page: Page) -> tuple[str, str] | None:
    found = _NODE_PATH.search(page.source) if _SETTINGS in page.source else None
    if found is not None:
        return "node", found[1]
    # Before Drupal 7 nothing else says it; Joomla 5 says it to search engines alone.
    for sign, space, pattern in ((_NODE_BOX, "node", _NODE), (_SCHEMA, "joomla", _CONTENT)):
        numbers = {match[1] for match in pattern.finditer(page.source)} if sign in page.source else set()
        if len(numbers) == 1:
            return space, numbers.pop()
    return None


def declared_addresses(page: Page) -> tuple[str, ...]:
    """The addresses that the page's head gives itself (``rel=canonical``, ``og:url``), absolute, each once."""
    found = []
    for element in page.elements("link", "meta"):
        if element.tag == "link":
            url = element.get("href") if element.get("rel") == "canonical" else None
        else:
            url = element.get("content") if element.get("property") == "og:url" else None
        if url and url.strip():
            found.append(absolute(page.base, url))
    return tuple(dict.fromkeys(found))
