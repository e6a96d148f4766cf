"""What a look at a site's live pages says about its profile: what was found where, what was not, what has changed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from crawler.article import RawArticle
from crawler.discovery.detect import Detection, detect
from crawler.extract.layout import choose_layout, has_layouts
from crawler.extract.markup.decode import parse_page
from crawler.extract.opinion import is_available
from crawler.extract.reader import read
from crawler.extract.reading import Reading
from crawler.extract.shape import SAME, likeness, shape
from crawler.profiles import ARTICLE_FIELDS, Profile
from khotin.looking import Looked

#: Fields without which an article is no reading.
NEEDED: Final = ("title", "body")
#: Kinds of readings that are articles with a text.
TEXTS: Final = ("article", "document")


@dataclass(frozen=True, slots=True)
class Checked:
    """One live page: what came, what was read (None where no page came), and the layout of the profile it has
    (``era/layout``, empty where none) with the page's own names (``extract.shape``)."""

    page: Looked
    reading: Reading | None = None
    layout: str = ""
    names: frozenset[str] = frozenset()

    @property
    def article(self) -> RawArticle | None:
        """The article, where the page is one."""
        return self.reading.article if self.reading is not None and self.reading.kind in TEXTS else None


def check(profile: Profile, pages: Sequence[Looked], fixtures: Path) -> dict[str, Any]:
    """The report, in the form of ``khotin sites check --json``. ``fixtures``: the folder of the site's fixtures, whose
    articles tell what its pages looked like; it may be absent."""
    checked = [_checked(profile, page) for page in pages]
    articles = [one for one in checked if one.article is not None]
    fields = [_field(name, [one.article for one in articles if one.article is not None]) for name in ARTICLE_FIELDS]
    report: dict[str, Any] = {
        "site": profile.slug,
        "verified": profile.verified,
        "pages": [_page(one) for one in checked],
        "articles": len(articles),
        "fields": fields,
        "unmatched": _unmatched(profile, checked),
        "layout": _layout(profile, articles, fixtures),
        "family": _family(profile, checked),
        "opinion": _opinion(articles),
    }
    return report | {"faults": faults(report)}


def faults(report: dict[str, Any]) -> list[str]:
    """What a person must look at, in words; none where the profile holds."""
    number, found = report["articles"], []
    if not number:
        found.append("no article was read")
    found += [
        f"{field['field']}: not found on {number - field['found']} of {number} articles"
        for field in report["fields"]
        if field["field"] in NEEDED and field["found"] < number
    ]
    found += [f"{one['key']}: matches nothing" for one in report["unmatched"] if one["pages"] == one["of"]]
    if report["layout"]["state"] == "changed":
        found.append(f"layout changed: {report['layout']['why']}")
    if report["family"]["changed"]:
        found.append(f"family: the profile says {report['family']['profile']}, the site {report['family']['detected']}")
    return found


def _checked(profile: Profile, page: Looked) -> Checked:
    if not page.status:
        return Checked(page)
    parsed = parse_page(page.body, page.content_type, page.url)
    names, choice = shape(parsed), choose_layout(parsed, profile)
    layout = f"{choice.era.name}/{choice.layout.name}" if choice is not None else ""
    return Checked(page, read(parsed, replace(profile, second_opinion=True)), layout, names)


def _page(one: Checked) -> dict[str, Any]:
    kind = one.reading.kind if one.reading is not None else None
    return {
        "url": one.page.url,
        "expected": one.page.expected,
        "kind": str(kind) if kind is not None else None,
        "layout": one.layout or None,
        "problem": one.page.problem or None,
    }


def _field(name: str, articles: Sequence[RawArticle]) -> dict[str, Any]:
    """How many articles have the field, by which rules, where in the first of them, and what it says there."""
    having = [(article, value) for article in articles if (value := _value(article, name))]
    rules: Counter[str] = Counter()
    places = []
    for article, _ in having:
        source = article.provenance.get(name)
        rules[source.rule if source else "not said"] += 1
        places += [source.place] if source else []
    row = {"field": name, "found": len(having), "of": len(articles), "rules": dict(rules.most_common())}
    return row | {"place": next(iter(places), None), "example": having[0][1][:80] if having else None}


def _value(article: RawArticle, name: str) -> str:
    if name == "body":
        return " ".join(article.paragraphs)
    value = getattr(article, name)
    if isinstance(value, tuple):
        return ", ".join(getattr(item, "url", None) or str(item) for item in value)
    return value or ""


def _unmatched(profile: Profile, checked: Iterable[Checked]) -> list[dict[str, Any]]:
    """Selectors of the profile that matched nothing, of how many pages on which their layout was used; layouts that
    no page had."""
    used = Counter(one.layout for one in checked if one.layout)
    missed = Counter(
        signal.key
        for one in checked
        if one.reading is not None
        for signal in one.reading.signals
        if signal.code == "layout.selector_unmatched"
    )
    rows = []
    for era in profile.eras:
        for layout in era.layouts:
            times = used[f"{era.name}/{layout.name}"]
            stem = f"eras.{era.name}.layouts.{layout.name}.fields"
            keys = [key for name in layout.fields if missed[key := f"{stem}.{name}"]]
            rows += [{"key": key, "pages": missed[key], "of": times} for key in keys]
    return rows


def _opinion(articles: Sequence[Checked]) -> dict[str, Any]:
    """On how many articles another reader disputes the body; None where none is installed."""
    signals = [signal for one in articles if one.reading is not None for signal in one.reading.signals]
    disputed = sum(signal.code == "body.disputed" for signal in signals)
    return {"disputed": disputed if is_available() else None, "of": len(articles)}


def _layout(profile: Profile, articles: Sequence[Checked], fixtures: Path) -> dict[str, str]:
    """Whether the pages still have the layouts of the profile, or else the names that the fixtures' pages have."""
    number = len(articles)
    if has_layouts(profile):
        strange = sum(not one.layout for one in articles)
        if strange:
            return {"state": "changed", "why": f"{strange} of {number} articles match no layout of the profile"}
        return {"state": "same", "why": f"all {number} articles match a layout of the profile"}
    if not profile.verified:
        return {"state": "unknown", "why": "the profile was never verified, and names no layouts"}
    known = [shape(page) for page in _fixture_pages(profile, fixtures)]
    shares = [share for one in articles if (share := likeness(one.names, known)) is not None]
    if not shares:
        return {"state": "unknown", "why": "the profile names no layouts, and there are no fixtures to compare with"}
    strange = sum(share < SAME for share in shares)
    if strange:
        return {"state": "changed", "why": f"{strange} of {number} articles are built otherwise than the fixtures"}
    return {"state": "same", "why": f"all {number} articles are built like the fixtures"}


def _fixture_pages(profile: Profile, fixtures: Path) -> Iterable[Any]:
    for case in sorted(fixtures.glob("*/page.html")):
        url, _, content_type = (case.parent / "url.txt").read_text("utf-8").strip().partition("\n")
        page = parse_page(case.read_bytes(), content_type or None, url)
        if read(parse_page(case.read_bytes(), content_type or None, url), profile).kind in TEXTS:
            yield page


def _family(profile: Profile, checked: Sequence[Checked]) -> dict[str, Any]:
    """The family that the first page shows. A change is one only where the page is sure of another."""
    found = next((detected(one.page) for one in checked if one.page.status), Detection("generic", 0.0, ()))
    changed = found.family not in ("generic", profile.family) and profile.family != "generic"
    return {"profile": profile.family, "detected": found.family, "confidence": found.confidence, "changed": changed}


def detected(page: Looked) -> Detection:
    """What a page says about what its site is built with."""
    return detect(parse_page(page.body, page.content_type, page.url), page.headers or {})
