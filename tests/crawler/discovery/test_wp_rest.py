"""Posts listed by WordPress's REST API."""

import json

from crawler.discovery.wp_rest import discover_posts, is_post_list
from crawler.page import PageKind
from crawler.profile_files import for_url, with_family

LIST = "http://a.example/wp-json/wp/v2/posts?per_page=2&_fields=id,link"
PROFILE = with_family(for_url("http://a.example/"), "wordpress")


def posts(*slugs: str) -> bytes:
    return json.dumps([{"id": n, "link": f"http://a.example/tin/{slug}/"} for n, slug in enumerate(slugs, 7)]).encode()


def test_posts_carry_their_numbers_and_a_full_list_goes_on() -> None:
    links = discover_posts(posts("mot-hai", "ba-bon"), LIST, PROFILE).links
    assert [(link.kind, link.id_space, link.source_id) for link in links[:2]] == [
        (PageKind.ARTICLE, "post", "7"),
        (PageKind.ARTICLE, "post", "8"),
    ]
    assert (links[2].url, links[2].kind) == (LIST + "&page=2", PageKind.SITEMAP)
    again = discover_posts(posts("nam-sau", "bay-tam"), LIST + "&page=2", PROFILE).links
    assert again[2].url == LIST + "&page=3"


def test_the_last_list_leads_no_further() -> None:
    assert [link.kind for link in discover_posts(posts("mot-hai"), LIST, PROFILE).links] == [PageKind.ARTICLE]


def test_what_is_no_list_gives_nothing() -> None:
    for body in (
        b"",
        b"{}",
        b'{"code":"rest_no_route"}',
        b"[1, null]",
        b'[{"link": "http://b.example/x/"}]',
        b"<html>",
    ):
        assert discover_posts(body, LIST, PROFILE).links == ()
    assert is_post_list(LIST)
    assert not is_post_list("http://a.example/wp-json/wp/v2/pages")
