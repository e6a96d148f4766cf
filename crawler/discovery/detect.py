"""Which CMS family a site belongs to, told from one page: generator, cookies, markup, URL shapes."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from crawler.discovery.signs import SIGNS, Sign
from crawler.page import Page


@dataclass(frozen=True, slots=True)
class Detection:
    """Family (``generic`` where nothing is sure), confidence 0..1, and what was found, in words."""

    family: str
    confidence: float
    evidence: tuple[str, ...]


#: Below this we do not say that a site is of a family.
LEAST = 0.5
#: Fewer links or files of a kind than this are chance.
ENOUGH = 3


def detect(page: Page, headers: Mapping[str, str]) -> Detection:
    """The family with the most evidence; ``headers`` of the answer may be empty. Signs of one family count as
    independent: confidence is 1 - prod(1 - weight). Only the site's own links and files count, since a page may show
    a picture from somebody else's WordPress."""
    texts = {
        "header": "\n".join(f"{name}: {value}" for name, value in headers.items()),
        "generator": " ".join(map(str, page.tree.xpath("//meta[translate(@name,'G','g')='generator']/@content"))),
        "source": page.source,
    }
    lists = {
        "links": [*_own(page, "//a/@href"), page.url],
        "files": _own(page, "//script/@src | //link/@href | //img/@src"),
    }
    doubt: dict[str, float] = {}
    said: dict[str, list[str]] = {}
    for sign in SIGNS:
        evidence = _evidence(sign, texts, lists)
        if evidence:
            doubt[sign.family] = doubt.get(sign.family, 1.0) * (1 - sign.weight)
            said.setdefault(sign.family, []).append(evidence)
    if not doubt:
        return Detection("generic", 0.0, ("no sign of a known family",))
    best = min(doubt, key=lambda family: doubt[family])
    confidence = round(1 - doubt[best], 2)
    if confidence < LEAST:
        return Detection("generic", confidence, (f"too little for {best}: {', '.join(said[best])}",))
    return Detection(best, confidence, tuple(said[best]))


def _evidence(sign: Sign, texts: Mapping[str, str], lists: Mapping[str, list[str]]) -> str:
    """The sign in words where the page shows it, else empty."""
    if sign.place in texts:
        return sign.words if sign.pattern.search(texts[sign.place]) else ""
    hits = sum(bool(sign.pattern.search(url)) for url in lists[sign.place])
    return f"{sign.words} ({hits} {sign.place})" if hits >= ENOUGH else ""


def _own(page: Page, places: str) -> list[str]:
    """URLs on the page's own host (with or without ``www.``), absolute."""
    host = urlsplit(page.url).netloc.lower().removeprefix("www.")
    urls = []
    for place in page.tree.xpath(places):
        try:
            url = urljoin(page.url, str(place).strip())
            if urlsplit(url).netloc.lower().removeprefix("www.") == host:
                urls.append(url)
        except ValueError:  # a host that cannot be one
            continue
    return urls
