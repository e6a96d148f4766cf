"""Profiles from TOML: ``sites/<slug>.toml`` over ``families/<name>.toml``. Strict: what is not understood is an error
that names file and key (ConfigurationError, exit code 4)."""

import difflib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from crawler.errors import UsageError
from crawler.profiles import (
    ARTICLE_FIELDS,
    Discovery,
    Era,
    Expect,
    IdRange,
    Layout,
    Profile,
    Rights,
    Scope,
    Trap,
    UrlRule,
)
from crawler.toml_table import Table, read_table

SITES = Path(__file__).parent / "sites"
FAMILIES = Path(__file__).parent / "families"
LEVELS = ("province", "district", "bloc", "centre", "sample", "other")
PUBLISH = ("full", "excerpt", "metadata")
#: Labels may also be given for these roles, which are no fields of their own.
LABEL_ROLES = (*ARTICLE_FIELDS, "newer", "older", "cut")


def families() -> list[str]:
    """Names of all families, sorted."""
    return sorted(path.stem for path in FAMILIES.glob("*.toml"))


def names(extra: Path | None = None) -> list[str]:
    """Slugs of all profiles, sorted; ``extra`` is a folder with further ``<slug>.toml`` (an archive's own ``sites/``)."""
    folders = [SITES] + ([extra] if extra and extra.is_dir() else [])
    return sorted({path.stem for folder in folders for path in folder.glob("*.toml")})


def load(slug: str, extra: Path | None = None) -> Profile:
    """The profile of one site, its family's rules merged in. Raises UsageError for an unknown slug (suggests the
    nearest), ConfigurationError for a faulty file."""
    own = extra / f"{slug}.toml" if extra else None
    file = own if own and own.is_file() else SITES / f"{slug}.toml"
    if not file.is_file() or file.stem != slug:
        near = difflib.get_close_matches(slug, names(extra), 1, 0.5)
        hint = f"did you mean {near[0]!r}?" if near else "give a URL, or see `khotin sites`."
        raise UsageError(f"there is no site {slug!r}; {hint}")
    return read(read_table(file), slug)


def find(text: str, extra: Path | None = None) -> Profile:
    """The profile for a slug or URL. A URL on a known site's host gives that site's profile; on an unknown host an
    ad hoc profile whose family is detected from its first page."""
    if "://" not in text:
        return load(text, extra)
    netloc = urlsplit(text).netloc.lower()
    bare = netloc.removeprefix("www.")
    for slug in names(extra):
        profile = load(slug, extra)
        if netloc in profile.hosts or bare in profile.hosts:
            return profile if text in profile.seeds else replace(profile, seeds=(*profile.seeds, text))
    return for_url(text)


def for_url(url: str) -> Profile:
    """A profile for a site of which nothing is known but one URL: family ``auto``, slug from host and port.
    Raises UsageError where the URL is none of http or https."""
    parts = urlsplit(url)
    try:
        _ = parts.port
    except ValueError as problem:
        raise UsageError(f"{url!r} is no URL: {problem}") from problem
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"{url!r} is no http or https URL; write it whole, like http://tuoitrekiengiang.vn/")
    netloc = parts.netloc.rpartition("@")[2].lower()
    netloc = netloc.removesuffix(":80" if parts.scheme == "http" else ":443")
    slug = "".join(letter if letter.isalnum() else "_" for letter in netloc.removeprefix("www."))
    seed = url if parts.path else url + "/"
    profile = Profile(slug=slug, name=netloc, hosts=(netloc,), family="auto", level="other", seeds=(seed,), file=slug)
    return with_family(profile, "auto")


def with_family(profile: Profile, family: str) -> Profile:
    """The same site read by another family's rules: the site's own rules first, then the family's, then those of
    ``generic`` that hold everywhere. Raises ConfigurationError for a family that does not exist."""
    if family not in (*families(), "auto"):
        raise Table(profile.file, {}).error("family", f"unknown family {family!r}; known: {', '.join(families())}")
    merged = replace(profile, family=family)
    for name in dict.fromkeys((family, "generic")):
        if name != "auto":
            merged = _over(merged, read_table(FAMILIES / f"{name}.toml"))
    return merged


def _over(profile: Profile, table: Table) -> Profile:
    table.text("name")
    discovery, scope = _discovery(table.table("discovery"), ""), _scope(table.table("scope"))
    labels = _labels(table.table("labels"))
    table.done()
    own, mine = profile.discovery, profile.scope
    return replace(
        profile,
        discovery=Discovery(
            articles=own.articles + discovery.articles,
            listings=own.listings + discovery.listings,
            statics=own.statics + discovery.statics,
            feeds=_unique(own.feeds + discovery.feeds),
            sitemaps=_unique(own.sitemaps + discovery.sitemaps),
            id_ranges=own.id_ranges + discovery.id_ranges,
        ),
        scope=Scope(mine.traps + scope.traps, mine.query if mine.query is not None else scope.query, mine.max_depth),
        labels={key: _unique(profile.labels.get(key, ()) + labels.get(key, ())) for key in {*profile.labels, *labels}},
    )


def read(table: Table, slug: str, hosts: tuple[str, ...] = ()) -> Profile:
    """A profile from an open table. ``hosts`` replaces what the file says (a sample site on a free port).
    Raises ConfigurationError naming file and key."""
    profile = Profile(
        slug=_slug(table, slug),
        name=_required(table, "name"),
        hosts=_hosts(table, hosts),
        name_en=table.text("name_en"),
        level=_one_of(table, "level", LEVELS, "province"),
        province_old=table.text("province_old"),
        province_new=table.text("province_new"),
        schemes=table.texts("schemes", ("http", "https")),
        time_zone=table.text("time_zone", "Asia/Ho_Chi_Minh"),
        stamps=table.flag("stamps", True),
        verified=table.flag("verified"),
        eras=tuple(_era(era) for era in table.tables("eras")),
        labels=_labels(table.table("labels")),
        rights=_rights(table.table("rights")),
        expect=_expect(table.table("expect")),
        scope=_scope(table.table("scope")),
        file=table.file,
    )
    origin = f"{profile.schemes[0]}://{profile.hosts[0]}"
    profile = replace(
        profile,
        seeds=tuple(_absolute(seed, origin) for seed in table.texts("seeds", ("/",))),
        discovery=_discovery(table.table("discovery"), origin),
    )
    table.text("notes")
    family = table.text("family", "generic")
    if family not in families():
        near = difflib.get_close_matches(family, families(), 1)
        hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(families())}"
        raise table.error("family", f"unknown family {family!r}; {hint}")
    table.done()
    return with_family(profile, family)


def _slug(table: Table, slug: str) -> str:
    said = table.text("slug", slug)
    if said != slug:
        raise table.error("slug", f"is {said!r}, but the file is named for {slug!r}; make them one")
    return slug


def _required(table: Table, name: str) -> str:
    value = table.text(name)
    if not value:
        raise table.error(name, "is missing; every profile needs it")
    return value


def _hosts(table: Table, instead: tuple[str, ...]) -> tuple[str, ...]:
    said = table.texts("hosts")
    hosts = instead or said
    if not hosts:
        raise table.error("hosts", "is missing; name at least one host, the canonical one first")
    for host in hosts:
        if "/" in host or host != host.lower():
            raise table.error("hosts", f"{host!r} is no host name; write it in lower case, without scheme and path")
    return hosts


def _one_of(table: Table, name: str, known: tuple[str, ...], default: str) -> str:
    value = table.text(name, default)
    if value not in known:
        raise table.error(name, f"is {value!r}; must be one of {', '.join(known)}")
    return value


def _rules(tables: Iterable[Table]) -> tuple[UrlRule, ...]:
    rules = []
    for table in tables:
        rules.append(UrlRule(table.pattern("pattern"), table.text("id_space")))
        table.done()
    return tuple(rules)


def _discovery(table: Table, origin: str) -> Discovery:
    discovery = Discovery(
        articles=_rules(table.tables("articles")),
        listings=_rules(table.tables("listings")),
        statics=_rules(table.tables("statics")),
        feeds=tuple(_absolute(feed, origin) for feed in table.texts("feeds")),
        sitemaps=tuple(_absolute(sitemap, origin) for sitemap in table.texts("sitemaps")),
        id_ranges=tuple(_id_range(entry, origin) for entry in table.tables("id_ranges")),
    )
    table.done()
    for rule, i in zip(discovery.articles, range(len(discovery.articles)), strict=True):
        if rule.id_space and "id" not in rule.pattern.groupindex:
            raise table.error(f"articles[{i}].pattern", "has an id_space but no group (?P<id>…) that gives the id")
    return discovery


def _id_range(table: Table, origin: str) -> IdRange:
    url = table.text("url")
    if "{id}" not in url:
        raise table.error("url", f"is {url!r}; must hold {{id}} where the number stands")
    found = IdRange(
        url=_absolute(url, origin),
        id_space=_required(table, "id_space"),
        stop_after=int(table.number("stop_after", 200)),
        first=int(table.number("first", 1)),
    )
    table.done()
    return found


def _scope(table: Table) -> Scope:
    traps = []
    for entry in table.tables("traps"):
        traps.append(Trap(entry.pattern("pattern"), _required(entry, "reason")))
        entry.done()
    query = table.texts("query") if "query" in table else None
    scope = Scope(tuple(traps), query, int(table.number("max_depth", 60)))
    table.done()
    return scope


def _era(table: Table) -> Era:
    layouts = []
    for entry in table.tables("layouts"):
        fields = entry.table("fields")
        selectors = {name: fields.selectors(name) for name in ARTICLE_FIELDS if name in fields}
        fields.done()
        when = entry.selectors("when")
        if len(when) != 1:
            raise entry.error("when", "must be one CSS selector that only this layout's pages match")
        layouts.append(Layout(_required(entry, "name"), when[0], selectors))
        entry.done()
    era = Era(_required(table, "name"), _required(table, "id_space"), tuple(layouts))
    table.done()
    return era


def _labels(table: Table) -> dict[str, tuple[str, ...]]:
    labels = {name: table.texts(name) for name in LABEL_ROLES}
    table.done()
    return {name: texts for name, texts in labels.items() if texts}


def _rights(table: Table) -> Rights:
    publish = _one_of(table, "publish", PUBLISH, "full")
    rights = Rights(table.text("holder"), table.text("statement"), table.text("contact"), publish)
    table.done()
    return rights


def _expect(table: Table) -> Expect:
    shares = table.table("fill")
    fill = {name: float(shares.number(name)) for name in ARTICLE_FIELDS if name in shares}
    shares.done()
    if any(share > 1 for share in fill.values()):
        raise table.error("fill", "is a share of articles: numbers from 0 to 1")
    expect = Expect(int(table.number("articles")), fill)
    table.done()
    return expect


def _absolute(url: str, origin: str) -> str:
    return origin + url if url.startswith("/") and origin else url


def _unique(items: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
