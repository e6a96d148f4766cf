"""Which article a page is: by the shape of its URL, else by the id that the template prints."""

import re
from dataclasses import dataclass

from crawler.discovery.urls import identify, target
from crawler.discovery.verdicts import verdicts_for
from crawler.extract.lines import absolute
from crawler.page import Page
from crawler.profiles import Profile

_POST_ID = re.compile(r"^(postid-|page-id-|page-node-)(\d+)$")
_SPACES = {"page-node-": "node"}
_SHORT_LINKS = (("post", re.compile(r"[?&]p=(\d+)")), ("node", re.compile(r"(?:/|[?&]q=)node/(\d+)/?$")))
_SETTINGS = '"currentPath"'
_NODE_BOX = 'id="node-'
_NODE = re.compile(r'\bid="node-(\d+)"')
_NODE_PATH = re.compile(r'"currentPath":"node\\?/(\d+)"')


@dataclass(frozen=True, slots=True)
class PageIdentity:
    """Numbering and id; ``addressed``: the URL has the shape of the site's articles, ``static``: of static pages."""

    id_space: str
    source_id: str | None
    addressed: bool = False
    static: bool = False


def identity_of(page: Page, profile: Profile) -> PageIdentity:
    """The page's identity. Without a rule for its URL: the template's own id (id
    space ``post`` or ``node``), else its path."""
    shape = target(canonical_url(page, profile))
    static = any(rule.pattern.search(shape) for rule in profile.discovery.statics)
    found = identify(canonical_url(page, profile), profile)
    if found:
        return PageIdentity(found.id_space, found.source_id, addressed=True, static=static)
    space, printed = _printed_id(page) or ("path", shape)
    return PageIdentity(space, printed, static=static)


def canonical_url(page: Page, profile: Profile) -> str:
    """The page's own address in the site's canonical spelling."""
    return verdicts_for(profile).address(page.url)


def _printed_id(page: Page) -> tuple[str, str] | None:
    """(id space, id) by the class of ``<body>``, the short link, or the settings that the page's script is given."""
    body = page.tree.find("body")
    for name in (body.get("class") or "").split() if body is not None else ():
        found = _POST_ID.match(name)
        if found:
            return _SPACES.get(found[1], "post"), found[2]
    for link in page.elements("link"):
        href = link.get("href") if link.get("rel") == "shortlink" else None
        for space, pattern in _SHORT_LINKS:
            found = pattern.search(href or "")
            if found:
                return space, found[1]
    found = _NODE_PATH.search(page.source) if _SETTINGS in page.source else None
    if found is None and _NODE_BOX in page.source:  # before Drupal 7 nothing else says it
        nodes = {node[1] for node in _NODE.finditer(page.source)}
        return ("node", nodes.pop()) if len(nodes) == 1 else None
    return ("node", found[1]) if found else None


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
