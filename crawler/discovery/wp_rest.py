"""Posts that WordPress's REST API lists (``/wp-json/wp/v2/posts``): their addresses with their numbers, and the list's
next page. The route is part of core since 4.7; a site may have it switched off, and then lists nothing."""

import json
import re
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.discovery.found import Found
from crawler.discovery.urls import PRIORITY, canonical, link_to, on_site, refusal
from crawler.page import Link, PageKind
from crawler.profiles import Profile

_ROUTE = re.compile(r"/wp/v2/posts/?$")
_SIZE = re.compile(r"[?&]per_page=(\d+)")
_NUMBER = re.compile(r"[?&]page=(\d+)")


def is_post_list(url: str) -> bool:
    """Whether a URL asks the REST API for a list of posts."""
    return bool(_ROUTE.search(urlsplit(url).path))


def discover_posts(body: bytes, url: str, profile: Profile) -> Found:
    """The posts of one page of the list, and the next page where this one is full. What is no such list gives
    nothing."""
    try:
        posts = json.loads(body)
    except (ValueError, RecursionError):
        return Found()
    if not isinstance(posts, list):
        return Found()
    links = [link for post in posts if isinstance(post, dict) and (link := _post(post, profile, url)) is not None]
    size = _SIZE.search(url)
    if links and size and len(posts) >= int(size[1]):
        links.append(_next_page(url))
    return Found(tuple(links))


def _post(post: dict[str, object], profile: Profile, base: str) -> Link | None:
    address = canonical(str(post.get("link") or ""), profile, base)
    if address is None or not on_site(urlsplit(address).netloc, profile) or refusal(address, profile):
        return None
    link = link_to(address, profile, PageKind.ARTICLE)
    if link.id_space is None and isinstance(post.get("id"), int):
        return replace(link, id_space="post", source_id=str(post["id"]))
    return link


def _next_page(url: str) -> Link:
    found = _NUMBER.search(url)
    number = int(found[1]) + 1 if found else 2
    following = f"{url[: found.start(1)]}{number}{url[found.end(1) :]}" if found else f"{url}&page={number}"
    return Link(following, PageKind.SITEMAP, PRIORITY[PageKind.SITEMAP])
