"""Profiles from TOML: ``sites/<slug>.toml`` over ``families/<name>.toml``. Strict: what is not understood is an error
that names file and key (ConfigurationError, exit code 4)."""

import difflib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from crawler.errors import ConfigurationError, UsageError
from crawler.profile_reader import (
    LEVELS,
    read_discovery,
    read_era,
    read_expect,
    read_fetch,
    read_hosts,
    read_labels,
    read_one_of,
    read_required,
    read_rights,
    read_schedule,
    read_schemes,
    read_scope,
    read_seeds,
    read_slug,
    read_time_zone,
)
from crawler.profiles import Discovery, Profile, Scope
from crawler.toml_table import Table, read_table
from crawler.vietnamese.text import fold
from crawler.web_address import host_in_ascii, parted

SITES = Path(__file__).parent / "sites"
FAMILIES = Path(__file__).parent / "families"
_Item = TypeVar("_Item")
#: Who hears of the files that cannot be read.
Faults = Callable[[ConfigurationError], object]


def _unheard(fault: ConfigurationError) -> None:
    """Faults in other sites' files, where nobody asked for them."""


def families() -> list[str]:
    """Names of all families, sorted."""
    return sorted(path.stem for path in FAMILIES.glob("*.toml"))


def names(extra: Path | None = None) -> list[str]:
    """Slugs of all profiles, sorted; ``extra`` is a folder with further ones (an archive's own ``sites/``)."""
    folders = [SITES] + ([extra] if extra and extra.is_dir() else [])
    return sorted({path.stem for folder in folders for path in folder.glob("*.toml")})


def load(slug: str, extra: Path | None = None, *, or_url: bool = False) -> Profile:
    """The profile of one site, its family's rules merged in. Raises UsageError for an unknown slug (suggests the
    nearest, and a URL where the caller takes one), ConfigurationError for a faulty file."""
    own = extra / f"{slug}.toml" if extra else None
    file = own if own and own.is_file() else SITES / f"{slug}.toml"
    if not file.is_file() or file.stem != slug:
        near = difflib.get_close_matches(slug, names(extra), 1, 0.5)
        hint = f"did you mean {near[0]!r}?" if near else f"{'give a URL, or ' if or_url else ''}see `khotin sites`."
        if or_url and "." in slug:
            hint = f"a URL must be written whole: http://{slug.strip('/')}/"
        raise UsageError(f"there is no site {slug!r}; {hint}")
    return read(read_table(file), slug)


def load_all(extra: Path | None = None, told: Faults = _unheard) -> list[Profile]:
    """Every profile that can be read, sorted by slug; ``told`` is called with the error of each that cannot."""
    found = []
    for slug in names(extra):
        try:
            found.append(load(slug, extra))
        except ConfigurationError as fault:
            told(fault)
    return found


def find(text: str, extra: Path | None = None, told: Faults = _unheard) -> Profile:
    """The profile for a slug or URL (UsageError for neither). A URL on a known site's host gives that site's profile;
    on an unknown host an ad hoc profile whose family is detected from its first page. ``told`` is called with the error
    of each file that cannot be read; raises it where that file speaks of the host asked for: its site must not be
    crawled by guesses."""
    if "://" not in text:
        return load(text, extra, or_url=True)
    netloc = parted(text).netloc.lower()
    bare = netloc.removeprefix("www.")
    faults: list[ConfigurationError] = []
    for profile in load_all(extra, faults.append):
        if netloc in profile.hosts or bare in profile.hosts:
            return profile if text in profile.seeds else replace(profile, seeds=(*profile.seeds, text))
    for fault in faults:
        if _speaks_of(Path(fault.file), bare):
            raise fault
        told(fault)
    return for_url(text)


def _speaks_of(file: Path, host: str) -> bool:
    try:
        return f'"{host}"'.encode() in file.read_bytes().lower().replace(b"'", b'"').replace(b'"www.', b'"')
    except OSError:
        return False


def for_url(url: str) -> Profile:
    """A profile for a site of which nothing is known but one URL: family ``auto``, slug from host and port.
    Raises UsageError where the URL is none of http or https."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as problem:
        raise UsageError(f"{url!r} is no URL: {problem}") from problem
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"{url!r} is no http or https URL; write it whole, like http://tuoitrekiengiang.vn/")
    netloc = parts.netloc.rpartition("@")[2].lower()
    netloc = netloc.removesuffix(":80" if parts.scheme == "http" else ":443")
    slug = "".join(letter if letter.isalnum() else "_" for letter in fold(netloc.removeprefix("www.")))
    seed = url if parts.path else url + "/"
    profile = Profile(
        slug=slug, name=netloc, hosts=(host_in_ascii(netloc),), family="auto", level="other", seeds=(seed,), file=slug
    )
    return with_family(profile, "auto")


def with_family(profile: Profile, family: str) -> Profile:
    """The same site read by another family's rules: the site's own rules first, then the family's, then those of
    ``generic`` that hold everywhere. Raises ConfigurationError for a family that does not exist."""
    if family not in (*families(), "auto"):
        raise Table(profile.file, {}).error("family", f"unknown family {family!r}; known: {', '.join(families())}")
    if profile.family == "auto":  # has no rules of its own; what it has now are those of generic
        profile = replace(profile, discovery=Discovery(), scope=Scope(), labels={})
    merged = replace(profile, family=family)
    for name in dict.fromkeys((family, "generic")):
        if name != "auto":
            merged = _over(merged, read_table(FAMILIES / f"{name}.toml"))
    return merged


def _over(profile: Profile, table: Table) -> Profile:
    table.text("name")
    discovery, scope = read_discovery(table.table("discovery"), ""), read_scope(table.table("scope"))
    labels = read_labels(table.table("labels"))
    table.done()
    own, mine = profile.discovery, profile.scope
    return replace(
        profile,
        discovery=Discovery(
            articles=_unique(own.articles + discovery.articles),
            listings=_unique(own.listings + discovery.listings),
            statics=_unique(own.statics + discovery.statics),
            feeds=_unique(own.feeds + discovery.feeds),
            sitemaps=_unique(own.sitemaps + discovery.sitemaps),
            id_ranges=own.id_ranges + discovery.id_ranges,
        ),
        scope=Scope(
            _unique(mine.traps + scope.traps), scope.query if mine.query is None else mine.query, mine.max_depth
        ),
        labels={key: _unique(profile.labels.get(key, ()) + labels.get(key, ())) for key in {*profile.labels, *labels}},
    )


def read(table: Table, slug: str, hosts: tuple[str, ...] = ()) -> Profile:
    """A profile from an open table. ``hosts`` replaces what the file says (a sample site on a free port).
    Raises ConfigurationError naming file and key."""
    profile = Profile(
        slug=read_slug(table, slug),
        name=read_required(table, "name"),
        hosts=read_hosts(table, hosts),
        name_en=table.text("name_en"),
        level=read_one_of(table, "level", LEVELS, "province"),
        province_old=table.text("province_old"),
        province_new=table.text("province_new"),
        schemes=read_schemes(table),
        time_zone=read_time_zone(table),
        stamps=table.flag("stamps", True),
        second_opinion=table.flag("second_opinion"),
        verified=table.flag("verified"),
        eras=tuple(read_era(era) for era in table.tables("eras")),
        labels=read_labels(table.table("labels")),
        rights=read_rights(table.table("rights")),
        expect=read_expect(table.table("expect")),
        schedule=read_schedule(table.table("schedule")),
        scope=read_scope(table.table("scope")),
        fetch=read_fetch(table.table("fetch")),
        file=Path(table.file).name,
    )
    origin = f"{profile.schemes[0]}://{profile.hosts[0]}"
    profile = replace(
        profile,
        seeds=read_seeds(table, profile.hosts, origin),
        discovery=read_discovery(table.table("discovery"), origin),
    )
    table.text("notes")
    family = table.text("family", "generic")
    if family not in families():
        near = difflib.get_close_matches(family, families(), 1)
        hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(families())}"
        raise table.error("family", f"unknown family {family!r}; {hint}")
    table.done()
    return with_family(profile, family)


def _unique(items: tuple[_Item, ...]) -> tuple[_Item, ...]:
    return tuple(dict.fromkeys(items))
