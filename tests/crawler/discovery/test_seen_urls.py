"""Every URL that was seen of a known site falls into its class, by the site's profile, and matches no other site."""

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from crawler.discovery.urls import canonical, classify, identify, on_site, refusal
from crawler.page import PageKind
from crawler.profile_files import load, load_all
from crawler.profiles import Profile

#: The research that the project was begun with lies beside the checkout, or in KHOTIN_SHARED; it is not part of it.
SHARED = Path(os.environ.get("KHOTIN_SHARED") or Path(__file__).parents[4] / "shared")
SITES = SHARED / "research/youth-union-sites.json"
#: A list by its shape, which the same research knows to be one static document (the union's charter).
STATIC = ("http://tinhdoankiengiang.org.vn/news.php?nt=406",)
#: Known, and passed over: print and save twins of articles, and lists by keyword without end.
TWINS = ("trap:print", "trap:save", "trap:twin", "trap:archive")
ABSENT = "youth-union-sites.json is not beside this checkout (or in KHOTIN_SHARED)"


@cache
def sites() -> list[dict[str, Any]]:
    return json.loads(SITES.read_text("utf-8"))["sites"] if SITES.is_file() else []


def slug_of(site: dict[str, Any]) -> str:
    return re.sub(r"[-.]", "_", site["key"])


def seen() -> list[Any]:
    """(slug, URL, class by the research's own patterns) of every URL seen."""
    rows = [(slug_of(site), url, class_of(site, url)) for site in sites() for url in site["seen_urls"]]
    return [pytest.param(*row, id=f"{row[0]}-{row[1]}") for row in rows] or [pytest.param("", "", "", id="absent")]


def class_of(site: dict[str, Any], url: str) -> str:
    if url in STATIC:
        return "other"
    for name in ("article", "listing"):
        pattern = site.get(f"{name}_regex")
        if pattern and re.search(pattern, url):
            return name
    return "other"


def kind_of(url: str, profile: Profile) -> PageKind:
    plain = canonical(url, profile)
    assert plain is not None
    return classify(plain, profile)


def test_every_site_has_a_profile() -> None:
    if not sites():
        pytest.skip(ABSENT)
    assert len(sites()) >= 45
    for site in sites():
        profile = load(slug_of(site))
        assert set(site["hosts"]) <= set(profile.hosts), site["key"]


@pytest.mark.parametrize(("slug", "url", "said"), seen())
def test_a_seen_url_is_of_its_class_and_of_no_other_site(slug: str, url: str, said: str) -> None:
    if not slug:
        pytest.skip(ABSENT)
    profile = load(slug)
    kind = kind_of(url, profile)
    if said == "article":
        assert kind is PageKind.ARTICLE
    elif said == "listing":
        assert kind is PageKind.LISTING
    else:
        assert kind in (PageKind.PAGE, PageKind.LISTING)
        assert identify(canonical(url, profile) or "", profile) is None
    assert refusal(canonical(url, profile) or "", profile) in (None, *TWINS)
    netloc = re.sub(r"^https?://([^/]+).*$", r"\1", url).lower()
    owners = [other.slug for other in load_all() if on_site(netloc, other)]
    assert owners == [slug]
    assert all(refusal(url, other) == "offsite" for other in load_all() if other.slug != slug)
