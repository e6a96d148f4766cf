"""``khotin sites``: the sites we know, what a site is built with, and fixtures from live pages."""

import json
import os
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import click

from crawler import __version__
from crawler.discovery.detect import Detection, detect
from crawler.errors import UnreachableError, UsageError
from crawler.extract.decode import parse_page
from crawler.operator import operator_of, require_contact
from crawler.profile_files import for_url, load, names
from khotin.fixture import fixture_fields

TIMEOUT = 30.0
SIZE = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Fetched:
    """One page as it came: final URL, headers, body."""

    url: str
    headers: dict[str, str]
    body: bytes


@click.group(invoke_without_command=True)
@click.pass_context
def sites(context: click.Context) -> None:
    """List the known sites; detect what a site is built with; record fixtures."""
    if context.invoked_subcommand is None:
        context.invoke(list_sites)


@sites.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON Lines.")
def list_sites(as_json: bool) -> None:
    """Every site there is a profile for."""
    for slug in names():
        profile = load(slug)
        if as_json:
            row = {"slug": slug, "name": profile.name, "family": profile.family, "hosts": profile.hosts,
                   "province_old": profile.province_old, "province_new": profile.province_new,
                   "verified": profile.verified}  # fmt: skip
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            province = f"{profile.province_old} → {profile.province_new}" if profile.province_old else profile.level
            click.echo(f"{slug:<24} {profile.family:<12} {profile.hosts[0]:<32} {profile.name} ({province})")


@sites.command("detect")
@click.argument("url")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def detect_site(url: str, as_json: bool) -> None:
    """Say what a site is built with, and by what signs. Asks for one page."""
    found = detection(url)
    if as_json:
        row = {"family": found.family, "confidence": found.confidence, "evidence": found.evidence}
        click.echo(json.dumps(row, ensure_ascii=False))
        return
    click.echo(f"family      {found.family}\nconfidence  {found.confidence:.2f}")
    for sign in found.evidence:
        click.echo(f"evidence    {sign}")


@sites.command("record")
@click.argument("site")
@click.argument("url")
@click.option("--case", help="Name of the fixture's folder.  [default: from the URL]")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("tests/sites"),
    show_default=True,
    help="Where the fixtures lie.",
)
def record(site: str, url: str, case: str | None, folder: Path) -> None:
    """Save a live page as a fixture of SITE: its bytes, its URL, what is read from it now, for a person to check."""
    profile = load(site)
    page = fetch(url)
    target = folder / site / (case or case_name(url))
    if target.exists():
        raise UsageError(f"{target} exists already; give another name with --case. Fixture bytes are never replaced.")
    target.mkdir(parents=True)
    (target / "page.html").write_bytes(page.body)
    (target / "url.txt").write_text(page.url + "\n", encoding="utf-8")
    fields = fixture_fields(page.body, page.headers.get("content-type"), page.url, profile)
    text = json.dumps(fields, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    (target / "expected.json").write_text(text, encoding="utf-8")
    click.echo(f"{target}: check expected.json against the page, field by field, before you commit it.")


def detection(url: str) -> Detection:
    """What one fetched page says about its site. Raises UnreachableError, UsageError (no contact)."""
    page = fetch(url)
    return detect(parse_page(page.body, page.headers.get("content-type"), page.url), page.headers)


def fetch(url: str) -> Fetched:
    """One page, asked for by a person: one request under our own name. Raises UnreachableError, UsageError."""
    profile = for_url(url)
    operator = operator_of(Path(), os.environ.get("KHOTIN_CONTACT", ""))
    require_contact(profile, operator)
    agent = f"khotin/{__version__}" + (f" (+{operator.contact})" if operator.contact else "")
    request = urllib.request.Request(url, headers={"User-Agent": agent})  # noqa: S310 (for_url has checked the scheme)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=TIMEOUT) as answer:
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return Fetched(answer.url, headers, answer.read(SIZE))
    except urllib.error.HTTPError as problem:
        raise UnreachableError(f"{url} answers {problem.code}; look at it in a browser.") from problem
    except (OSError, ValueError) as problem:
        why = getattr(problem, "reason", problem)
        raise UnreachableError(f"{url} could not be reached: {why}. Check the address and the network.") from problem


def case_name(url: str) -> str:
    """A folder name from a URL: its last words and numbers."""
    parts = urlsplit(url)
    text = f"{parts.path}-{parts.query}" if parts.query else parts.path
    name = "-".join(part for part in "".join(c if c.isalnum() else " " for c in text).split())
    return name[-60:].lower() or "front"
