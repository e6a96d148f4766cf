"""The tables of a site's or family's TOML file, one reader a table. Strict: what is not understood is an error that
names file and key (ConfigurationError, exit code 4)."""

import re
from collections.abc import Iterable
from datetime import time
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.errors import UsageError
from crawler.profiles import (
    ARTICLE_FIELDS,
    Discovery,
    Era,
    Expect,
    Fetch,
    IdRange,
    Layout,
    Rights,
    Schedule,
    Scope,
    Trap,
    UrlRule,
)
from crawler.toml_table import Table
from crawler.web_address import host_in_ascii, is_host, parted

LEVELS = ("province", "district", "bloc", "centre", "sample", "other")
PUBLISH = ("full", "excerpt", "metadata")
#: Labels may also be given for these roles, which are no fields of their own.
LABEL_ROLES = (*ARTICLE_FIELDS, "newer", "older", "cut")


def read_slug(table: Table, slug: str) -> str:
    """The slug, which the file may repeat but not contradict."""
    said = table.text("slug", slug)
    if said != slug:
        raise table.error("slug", f"is {said!r}, but the file is named for {slug!r}; make them one")
    return slug


def read_required(table: Table, name: str) -> str:
    """A string that every such table needs."""
    value = table.text(name)
    if not value:
        raise table.missing(name, "give it as a string")
    return value


def read_hosts(table: Table, instead: tuple[str, ...]) -> tuple[str, ...]:
    """The hosts, canonical one first; ``instead`` replaces what the file says."""
    said = table.texts("hosts")
    hosts = instead or said
    if not hosts:
        raise table.missing("hosts", "name at least one host, the canonical one first")
    for host in hosts:
        if "/" in host or host != host.lower() or not is_host(host):
            raise table.error("hosts", f"{host!r} is no host name; write it in lower case, without scheme and path")
    return tuple(map(host_in_ascii, hosts))


def read_seeds(table: Table, hosts: tuple[str, ...], origin: str) -> tuple[str, ...]:
    """The absolute URLs to start from, each on one of the hosts."""
    seeds = tuple(_absolute(seed, origin) for seed in table.texts("seeds", ("/",)))
    for seed in seeds:
        try:
            netloc = parted(seed).netloc
        except UsageError as problem:
            raise table.error("seeds", str(problem)) from problem
        if netloc.removeprefix("www.") not in {host.removeprefix("www.") for host in hosts}:
            raise table.error("seeds", f"{seed!r} lies on none of the site's hosts; begin it with / or add its host")
    return seeds


def read_schemes(table: Table) -> tuple[str, ...]:
    """``http``, ``https`` or both, the one to ask with first."""
    schemes = table.texts("schemes", ("http", "https"))
    if not schemes or set(schemes) - {"http", "https"}:
        raise table.error("schemes", f"is {list(schemes)}; give http, https or both, the one to ask with first")
    return schemes


def read_time_zone(table: Table) -> str:
    """An IANA time zone."""
    name = table.text("time_zone", "Asia/Ho_Chi_Minh")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise table.error(
            "time_zone", f"is {name!r}, which is no IANA zone; most sites are Asia/Ho_Chi_Minh"
        ) from problem
    return name


def read_one_of(table: Table, name: str, known: tuple[str, ...], default: str) -> str:
    """A string out of a closed list."""
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


def read_discovery(table: Table, origin: str) -> Discovery:
    """The table ``discovery``; paths become absolute where ``origin`` is given."""
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
        id_space=read_required(table, "id_space"),
        stop_after=int(table.number("stop_after", 200)),
        first=int(table.number("first", 1)),
    )
    table.done()
    return found


def read_scope(table: Table) -> Scope:
    """The table ``scope``."""
    traps = []
    for entry in table.tables("traps"):
        traps.append(Trap(entry.pattern("pattern"), read_required(entry, "reason")))
        entry.done()
    query = table.texts("query") if "query" in table else None
    scope = Scope(tuple(traps), query, int(table.number("max_depth", 1000)))
    table.done()
    return scope


def read_era(table: Table) -> Era:
    """One entry of ``eras`` with its layouts."""
    layouts = []
    for entry in table.tables("layouts"):
        fields = entry.table("fields")
        selectors = {name: fields.selectors(name) for name in ARTICLE_FIELDS if name in fields}
        fields.done()
        when = entry.selectors("when")
        if len(when) != 1:
            raise entry.error("when", "must be one CSS selector that only this layout's pages match")
        alone = entry.flag("alone")
        if alone and not {"title", "body"} <= selectors.keys():
            raise entry.error("alone", "is true, but the fields name no title or no body; name both")
        layouts.append(Layout(read_required(entry, "name"), when[0], selectors, alone))
        entry.done()
    era = Era(read_required(table, "name"), read_required(table, "id_space"), tuple(layouts))
    table.done()
    return era


def read_labels(table: Table) -> dict[str, tuple[str, ...]]:
    """The table ``labels``: roles with the spellings that the site prints."""
    labels = {name: table.texts(name) for name in LABEL_ROLES}
    table.done()
    return {name: texts for name, texts in labels.items() if texts}


def read_rights(table: Table) -> Rights:
    """The table ``rights``."""
    publish = read_one_of(table, "publish", PUBLISH, "full")
    rights = Rights(table.text("holder"), table.text("statement"), table.text("contact"), publish)
    table.done()
    return rights


def read_expect(table: Table) -> Expect:
    """The table ``expect``."""
    shares = table.table("fill")
    fill = {name: float(shares.number(name)) for name in ARTICLE_FIELDS if name in shares}
    shares.done()
    if any(share > 1 for share in fill.values()):
        raise table.error("fill", "is a share of articles: numbers from 0 to 1")
    expect = Expect(int(table.number("articles")), fill)
    table.done()
    return expect


def read_fetch(table: Table) -> Fetch:
    """The table ``fetch``."""
    fetch = Fetch(table.text("proxy"), table.flag("verify_tls", True))
    if fetch.proxy and not is_proxy(fetch.proxy):
        # what was written is not repeated: it may hold a password
        raise table.error("proxy", "is no proxy; write http://host:port, with user:password@ before the host if needed")
    table.done()
    return fetch


def is_proxy(url: str) -> bool:
    """Whether ``url`` is ``http://[user:password@]host[:port]``."""
    try:
        parts = urlsplit(url)
        return parts.scheme == "http" and bool(parts.hostname) and parts.port != 0 and parts.path in ("", "/")
    except ValueError:
        return False


#: Times of [schedule] that are written with a unit.
_WAITS = ("confirm_after", "lists", "sections", "young", "oldest")


def read_schedule(table: Table) -> Schedule:
    """The table ``schedule``."""
    plain = Schedule()
    waits = {key: _duration(table, key, getattr(plain, key)) for key in _WAITS}
    schedule = Schedule(_window(table), float(table.number("delay")), **waits, budget=int(table.number("budget")))
    if schedule.young > schedule.oldest:
        raise table.error("young", f"is longer than oldest ({schedule.oldest / 86_400:g}d); swap them or leave one out")
    table.done()
    return schedule


def _window(table: Table) -> tuple[time, time] | None:
    text = table.text("window")
    if not text:
        return None
    said = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)", text)
    if said is None or said[1] + said[2] == said[3] + said[4]:
        raise table.error("window", f'is {text!r}; give two different times of day, like "22:00-05:00"')
    return time(int(said[1]), int(said[2])), time(int(said[3]), int(said[4]))


def _duration(table: Table, key: str, default: float) -> float:
    """Seconds of a time written like ``90m``, ``12h`` or ``2d``."""
    text = table.text(key)
    if not text:
        return default
    said = re.fullmatch(r"(\d+(?:\.\d+)?)([smhd])", text)
    if said is None:
        raise table.error(key, f'is {text!r}; give a number with s, m, h or d, like "12h" or "2d"')
    return float(said[1]) * {"s": 1, "m": 60, "h": 3600, "d": 86_400}[said[2]]


def _absolute(url: str, origin: str) -> str:
    return origin + url if url.startswith("/") and origin else url
