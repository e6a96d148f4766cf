"""A new site's profile and fixtures from a look at its live pages: what can be told is written, the rest is named."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from crawler.discovery.detect import Detection
from crawler.discovery.shapes import article_rule
from crawler.discovery.urls import identify
from crawler.errors import UsageError
from crawler.extract.markup.decode import parse_page
from crawler.profile_files import read, with_family
from crawler.profiles import Profile
from crawler.toml_table import read_table
from crawler.vietnamese.provinces import named_province, successor
from crawler.vietnamese.text import clean_line
from khotin.checking import check, detected
from khotin.fixture import fixture_fields
from khotin.looking import Looked

SLUG: Final = re.compile(r"[a-z][a-z0-9_]*")
#: How a site's name begins, in lower case, and the level that this means.
LEVELS: Final = (
    ("bloc", r"đoàn (?:khối|các cơ quan)|đoàn dân chính"),
    ("district", r"(?:huyện|thị|quận) đoàn|đoàn (?:xã|phường|huyện|quận)"),
    ("province", r"(?:tỉnh|thành) đoàn|đoàn tnch?s? [^,]*tỉnh"),
    ("centre", r"trung ương đoàn|đoàn thanh niên cộng sản hồ chí minh$"),
)
#: Fields that most articles of most sites have.
EXPECTED: Final = ("title", "body", "published", "byline", "read_count", "section")


@dataclass(frozen=True, slots=True)
class Draft:
    """A profile's text, the profile itself, and in words what could not be found."""

    text: str
    profile: Profile
    missing: tuple[str, ...]


def draft(found: Profile, slug: str, pages: Sequence[Looked], file: Path) -> Draft:
    """The profile of a site of which only its pages are known. ``found`` is the profile it was looked at with. Raises
    ConfigurationError where the draft would be no profile."""
    front = next(page for page in pages if page.status)
    detection = detected(front)
    profile = with_family(found, detection.family)
    name = site_name(front)
    rule = _rule(profile, pages)
    said = _said(found, slug, name, detection)
    text = "\n".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in said.items() if value != "")
    if rule:
        text += f"\n\n[discovery]\narticles = [{{ pattern = '{rule}', id_space = \"articles\" }}]"
    holder = json.dumps(said["name"], ensure_ascii=False)
    text += f'\n\n[rights]\nholder = {holder}\npublish = "full"\n'
    profile = parsed(text, slug, file)
    return Draft(text, profile, _missing(profile, name, detection, pages))


def parsed(text: str, slug: str, file: Path) -> Profile:
    """The profile that ``text`` is, written to ``file`` and read from it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return read(read_table(file), slug)


def checked_slug(text: str) -> str:
    """A slug as given; UsageError where it is none."""
    if not SLUG.fullmatch(text):
        raise UsageError(f"{text!r} is no slug; write small Latin letters, digits and _, beginning with a letter.")
    return text


def slug_of(profile: Profile) -> str:
    """A slug from the site's host, without its last label: ``tinhdoan.vi-du.gov.vn`` gives ``tinhdoan_vi_du``."""
    host = profile.hosts[0].partition(":")[0].removeprefix("www.")
    stem = re.sub(r"(?:\.(?:gov|org|com|edu|net))?\.[a-z]{2,}$", "", host)
    slug = re.sub(r"[^a-z0-9]+", "_", stem).strip("_")
    return slug if slug[:1].isalpha() else f"site_{slug}"


def site_name(front: Looked) -> str:
    """What the front page calls its site: ``og:site_name``, else its title without what stands behind a bar."""
    tree = parse_page(front.body, front.content_type, front.url).tree
    for place in ("//meta[@property='og:site_name']/@content", "//title/text()"):
        for text in tree.xpath(place):
            words = [part for part in re.split(r"\s*\|\s*|\s+[-–]\s+", clean_line(str(text))) if part]
            named = [part for part in words if re.search(r"(?i)đoàn|tuổi trẻ|thanh niên", part)]
            if words:
                return (named or words)[0]
    return ""


def level_of(name: str) -> str:
    """The level that a site's name tells, as in ``crawler.profile_reader.LEVELS``; ``other`` where it tells none."""
    folded = re.sub(r"\s+", " ", name.lower())
    return next((level for level, words in LEVELS if re.search(words, folded)), "other")


def record(pages: Sequence[Looked], profile: Profile, folder: Path, names: Sequence[str]) -> list[Path]:
    """Fixtures of the site's pages under ``folder``, a case a page; one that is there already is left as it is."""
    made = []
    for page, name in zip(pages, names, strict=True):
        case = folder / profile.slug / name
        if case.exists():
            continue
        write_case(case, page, profile)
        made.append(case)
    return made


def kind_of(case: Path) -> str:
    """What the page of a fixture was read as."""
    return str(json.loads((case / "expected.json").read_text(encoding="utf-8"))["kind"])


def write_case(case: Path, page: Looked, profile: Profile) -> None:
    """The fixture of one page: its bytes, its URL, what is read now; the Content-Type where it names a
    charset that the bytes do not tell (all but UTF-8)."""
    case.mkdir(parents=True)
    (case / "page.html").write_bytes(page.body)
    said = (page.content_type or "").lower()
    charset = f"{page.content_type}\n" if "charset" in said and "utf-8" not in said else ""
    (case / "url.txt").write_text(f"{page.url}\n{charset}", encoding="utf-8")
    fields = fixture_fields(page.body, page.content_type, page.url, profile)
    text = json.dumps(fields, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    (case / "expected.json").write_text(text, encoding="utf-8")


def _said(found: Profile, slug: str, name: str, detection: Detection) -> dict[str, Any]:
    """The top level of the profile, in the order that profiles have it."""
    province = named_province(name) or ""
    return {
        "slug": slug,
        "name": name or found.hosts[0],
        "level": level_of(name),
        "province_old": province,
        "province_new": (successor(province) or province) if province else "",
        "family": detection.family,
        "hosts": list(found.hosts),
        "schemes": [found.seeds[0].partition(":")[0]],
        "verified": False,
        "notes": f"Written by `khotin sites add`. Family: {'; '.join(detection.evidence)}.",
    }


def _rule(profile: Profile, pages: Sequence[Looked]) -> str | None:
    """A rule for the articles' URLs where the family has none that gives their ids."""
    urls = [page.url for page in pages if page.status and _is_article(page, profile)]
    return None if any(identify(url, profile) for url in urls) else article_rule(urls)


def _is_article(page: Looked, profile: Profile) -> bool:
    return bool(fixture_fields(page.body, page.content_type, page.url, profile)["kind"] == "article")


def _missing(profile: Profile, name: str, detection: Detection, pages: Sequence[Looked]) -> tuple[str, ...]:
    """What a person must add by hand, in words."""
    report = check(profile, pages, Path())
    urls = [page["url"] for page in report["pages"] if page["kind"] == "article"]
    words = [] if name else ["name: the front page names none; the host stands in its place"]
    words += ["level: the name does not tell it"] if profile.level == "other" else []
    if profile.level != "centre" and not profile.province_old:
        words.append("province: the name does not tell it")
    if detection.family == "generic":
        words.append("family: no sure sign of one; the pages are read by position and labels")
    if not any(page["kind"] == "listing" for page in report["pages"][1:]):
        words.append("list: the front page leads to none that its URL or its content shows to be one")
    if not urls:
        words.append("articles: none was read; name some in `seeds`, or their URLs in [[discovery.articles]]")
    elif not any(identify(url, profile) for url in urls):
        words.append("ids: no rule gives the articles' ids; their URLs are their identity")
    for field in report["fields"]:
        if urls and field["field"] in EXPECTED and not field["found"]:
            words.append(f"{field['field']}: on none of {field['of']} articles")
    words += [f"page: {page['url']}: {page['problem']}" for page in report["pages"] if page["problem"]]
    return (*words, "rights: whom to ask (contact) and what the site says (statement) is for a person to find")
