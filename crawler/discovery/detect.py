"""Which CMS family a site belongs to, told from one page: generator, cookies, markup, URL shapes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from crawler.page import Page

#: family -> (weight, what it is, where: "header", "generator", "source" or "links", pattern)
EVIDENCE: tuple[tuple[str, float, str, str, re.Pattern[str]], ...] = (
    ("nukeviet", 0.9, "meta generator", "generator", re.compile(r"(?i)nukeviet")),
    ("nukeviet", 0.5, "cookie", "header", re.compile(r"(?i)set-cookie: nv\d?_|x-powered-by: nukeviet")),
    ("nukeviet", 0.5, "script variables nv_*", "source", re.compile(r"\bnv_(base_siteurl|lang_data|name_variable|fc_variable|my_ofs)\b")),
    ("nukeviet", 0.3, "URLs of the kind index.php?nv=", "links", re.compile(r"[?&]nv=\w+|[?&]language=\w\w&nv=")),
    ("nukeviet", 0.2, "URLs of the kind /section/slug-12.html", "links", re.compile(r"/[\w-]+/[\w-]+-\d+\.html$")),
    ("wordpress", 0.9, "meta generator", "generator", re.compile(r"(?i)wordpress")),
    ("wordpress", 0.6, "files under wp-content or wp-includes", "source", re.compile(r"/wp-(content|includes)/")),
    ("wordpress", 0.4, "link to the REST API", "header", re.compile(r"api\.w\.org")),
    ("wordpress", 0.3, "link to the REST API", "source", re.compile(r"api\.w\.org")),
    ("php_news", 0.7, "URLs of the kind news.php?id=12", "links", re.compile(r"(^|/)news\.php\?(.*&)?(id|nt)=\d+")),
)  # fmt: skip
LEAST = 0.5


@dataclass(frozen=True, slots=True)
class Detection:
    """Family (``generic`` where nothing is sure), confidence 0..1, and what was found, in words."""

    family: str
    confidence: float
    evidence: tuple[str, ...]


def detect(page: Page, headers: Mapping[str, str]) -> Detection:
    """The family with the most evidence. Weights of one family add up as independent signs: 1 - prod(1 - w)."""
    places = {
        "header": "\n".join(f"{name.lower()}: {value}" for name, value in headers.items()),
        "generator": " ".join(map(str, page.tree.xpath("//meta[translate(@name,'G','g')='generator']/@content"))),
        "source": page.source,
    }
    links = [str(href) for href in page.tree.xpath("//a/@href")]
    doubt: dict[str, float] = {}
    said: dict[str, list[str]] = {}
    for family, weight, words, place, pattern in EVIDENCE:
        hits = sum(bool(pattern.search(link)) for link in links) if place == "links" else 0
        if hits >= 3 or (place != "links" and pattern.search(places[place])):
            doubt[family] = doubt.get(family, 1.0) * (1 - weight)
            said.setdefault(family, []).append(f"{words} ({hits} links)" if hits else words)
    if not doubt:
        return Detection("generic", 0.0, ("no sign of a known family",))
    best = min(doubt, key=lambda family: doubt[family])
    confidence = round(1 - doubt[best], 2)
    if confidence < LEAST:
        return Detection("generic", confidence, tuple(said[best]))
    return Detection(best, confidence, tuple(said[best]))
